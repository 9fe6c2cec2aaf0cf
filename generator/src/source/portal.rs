//! A folder with `portal.toml`: configuration, languages, theme.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::catalog::Portal;
use domain::ids::NotAnId;
use domain::lang::Lang;
use serde::de::DeserializeOwned;
use themes::theme::Overrides;

use super::config::{self, Config, Located};
use super::foreign::Names;
use super::front_matter::Manner;
use super::{Reading, Source, SourceError, is_markdown, text};
use crate::diagnostics::{Code, Diagnostic, SourceFile, suggest};
use crate::lock::{Translations, translations};
use crate::say;

/// Folders at the top of a portal that are not languages.
const ROOMS: &[&str] = &["assets", "calendars", "desks", "replies", "requests", "theme"];

impl Reading<'_> {
    pub(super) fn portal(&self, diagnostics: &mut Vec<Diagnostic>) -> Result<Source, SourceError> {
        let file = self.found.iter().find(|file| file.rel == "portal.toml").expect("looked up by the caller");
        let portal =
            text::read(&file.path, self.shown(&file.rel)).map_err(|problem| SourceError::Portal(vec![problem]))?;
        let (value, problems) = config::parse::<Portal>(&portal);
        let Some(mut value) = value.filter(|portal| !portal.languages.is_empty()) else {
            let empty = Diagnostic::error(Code::PortalSetting, say!("no-languages")).at(&portal, 0..0);
            return Err(SourceError::Portal(if problems.is_empty() { vec![empty] } else { problems }));
        };
        diagnostics.extend(problems);
        value.base_url.truncate(value.base_url.trim_end_matches('/').len());
        let languages = value.languages.clone();
        let config = Config {
            portal: Located { value, file: portal },
            desks: self.folder("desks", diagnostics),
            request_types: self.folder("requests", diagnostics),
            calendars: self.folder("calendars", diagnostics),
            replies: self.files_of("replies", "md", diagnostics, config::reply),
        };
        diagnostics.extend(self.strange_folders(&languages));
        let (articles, foreign, problems) = self.articles(Manner::Strict, &Names::default(), |rel| {
            let (top, path) = rel.split_once('/')?;
            let lang = languages.iter().find(|lang| lang.as_str() == top)?;
            Some((lang.clone(), path.to_owned()))
        });
        debug_assert!(foreign.is_empty(), "a strict reading leaves nothing aside");
        diagnostics.extend(problems);
        Ok(Source {
            root: self.options.content.clone(),
            manner: Manner::Strict,
            config,
            articles,
            names: Names::default(),
            assets: self.assets(|rel| {
                let top = rel.split('/').next().unwrap_or_default();
                (top == "assets" || languages.iter().any(|lang| lang.as_str() == top)).then(|| format!("/{rel}"))
            }),
            theme: self.overrides(diagnostics),
            recorded: self.recorded(),
            translations: self.translations(diagnostics),
        })
    }

    /// What translations were made from; nothing when nobody ever recorded it.
    fn translations(&self, diagnostics: &mut Vec<Diagnostic>) -> Translations {
        let Some(found) = self.found.iter().find(|file| file.rel == translations::FILE) else {
            return Translations::default();
        };
        let read = text::read_long(&found.path, self.shown(&found.rel)).and_then(|file| {
            Translations::parse(&file.text).map_err(|line| {
                let problem = Diagnostic::error(Code::ConfigSyntax, say!("translations-line")).at(&file, line);
                problem.help(say!("translations-line-help"))
            })
        });
        read.unwrap_or_else(|problem| {
            diagnostics.push(problem);
            Translations::default()
        })
    }

    /// Folders at the top that look like a language but are not one of the portal's.
    fn strange_folders(&self, languages: &[Lang]) -> Vec<Diagnostic> {
        let mut tops: Vec<&str> = self
            .found
            .iter()
            .filter(|file| is_markdown(&file.rel))
            .filter_map(|file| file.rel.split_once('/').map(|(top, _)| top))
            .filter(|top| !ROOMS.contains(top) && !languages.iter().any(|lang| lang.as_str() == *top))
            .collect();
        tops.dedup();
        tops.into_iter()
            .map(|top| {
                let near = suggest::nearest(top, languages.iter().map(Lang::as_str));
                let problem = Diagnostic::warning(Code::UnknownReference, say!("strange-folder", folder = top))
                    .in_file(self.shown(top));
                problem.help(say!("strange-folder-help", folder = top)).did_you_mean(near)
            })
            .collect()
    }

    fn folder<K, T>(&self, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<K, Located<T>>
    where
        K: TryFrom<String, Error = NotAnId> + Ord,
        T: DeserializeOwned,
    {
        self.files_of(folder, "toml", diagnostics, config::parse)
    }

    fn files_of<K, T>(
        &self,
        folder: &str,
        ending: &str,
        diagnostics: &mut Vec<Diagnostic>,
        parse: impl Fn(&Arc<SourceFile>) -> (Option<T>, Vec<Diagnostic>),
    ) -> BTreeMap<K, Located<T>>
    where
        K: TryFrom<String, Error = NotAnId> + Ord,
    {
        let mut values = BTreeMap::new();
        for file in self.found {
            let name = file.rel.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            let Some(stem) = name.and_then(|name| name.strip_suffix(ending)).and_then(|name| name.strip_suffix('.'))
            else {
                continue;
            };
            let id = match K::try_from(stem.to_owned()) {
                Ok(id) => id,
                Err(NotAnId(name)) => {
                    let problem = Diagnostic::error(Code::FileName, say!("file-name-not-an-id", name = name));
                    diagnostics.push(problem.in_file(self.shown(&file.rel)).help(say!("id-help")));
                    continue;
                }
            };
            match text::read(&file.path, self.shown(&file.rel)) {
                Ok(file) => {
                    let (value, problems) = parse(&file);
                    diagnostics.extend(problems);
                    if let Some(value) = value {
                        values.insert(id, Located { value, file });
                    }
                }
                Err(problem) => diagnostics.push(problem),
            }
        }
        values
    }

    /// Files that replace the theme's own, by their path inside `theme/`.
    fn overrides(&self, diagnostics: &mut Vec<Diagnostic>) -> Overrides {
        let mut overrides = Overrides::new();
        for file in self.found {
            let Some(name) = file.rel.strip_prefix("theme/") else { continue };
            match std::fs::read(&file.path) {
                Ok(bytes) => {
                    overrides.insert(name.to_owned(), bytes);
                }
                Err(error) => {
                    let problem = Diagnostic::error(Code::Unreadable, say!("unreadable", reason = error.to_string()));
                    diagnostics.push(problem.in_file(self.shown(&file.rel)).help(say!("unreadable-help")));
                }
            }
        }
        overrides
    }
}
