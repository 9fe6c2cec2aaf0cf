//! The only place that reads content: a folder in, typed values and diagnostics out.

pub mod config;
pub mod data;
pub mod front_matter;
pub mod image;
pub mod language;
pub mod text;
mod walk;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::catalog::{Limits, MailSettings, Portal};
use domain::lang::{Lang, Text};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use themes::theme::Overrides;

use self::config::{Config, Located};
use self::front_matter::{FrontMatter, Manner};
use self::walk::Found;
use crate::diagnostics::{Code, Diagnostic, SourceFile, suggest};

/// Folders at the top of a portal that are not languages.
const ROOMS: &[&str] = &["assets", "calendars", "desks", "replies", "requests", "theme"];

/// Endings of files that are published beside pages.
const PUBLISHED: &[&str] = &[
    "avif", "csv", "docx", "gif", "ico", "jpeg", "jpg", "mp3", "mp4", "odt", "pdf", "png", "pptx", "svg", "txt",
    "webm", "webp", "xlsx", "zip",
];

/// What was read.
#[derive(Debug)]
pub struct Source {
    /// The content folder.
    pub root: PathBuf,
    /// Whether `portal.toml` is there.
    pub manner: Manner,
    /// The configuration; of a plain folder, what follows from its name and language.
    pub config: Config,
    /// All Markdown files, sorted by path.
    pub articles: Vec<ArticleFile>,
    /// Files published as they are, sorted by path.
    pub assets: Vec<AssetFile>,
    /// Files under `theme/` that replace the theme's own.
    pub theme: Overrides,
}

/// A Markdown file.
#[derive(Debug)]
pub struct ArticleFile {
    /// Its path inside the content folder: `vi/mang/wifi.md`.
    pub rel: String,
    /// Its language.
    pub lang: Lang,
    /// Its path inside the folder of its language: `mang/wifi.md`.
    pub path: String,
    /// Its text.
    pub file: Arc<SourceFile>,
    /// Its keys.
    pub front: FrontMatter,
    /// Where the Markdown starts in the text.
    pub body: usize,
}

/// A file published as it is.
#[derive(Debug, Clone)]
pub struct AssetFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path inside the content folder.
    pub rel: String,
    /// Its path on the site.
    pub url: String,
    /// Width and height in pixels, of a picture that tells them.
    pub size: Option<(u32, u32)>,
}

/// What the command line adds to the folder.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The content folder.
    pub content: PathBuf,
    /// The language of a plain folder.
    pub lang: Option<Lang>,
    /// Where the site will be published, instead of what `portal.toml` says.
    pub base_url: Option<String>,
}

/// Why a folder cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is no such folder.
    #[error("there is no folder `{}`: name the content folder with --content", .0.display())]
    NoFolder(PathBuf),
    /// `portal.toml` is there and cannot be understood, so nothing else can be judged.
    #[error("portal.toml cannot be read")]
    Portal(Vec<Diagnostic>),
}

/// Reads the content folder.
pub fn read(options: &Options) -> Result<(Source, Vec<Diagnostic>), SourceError> {
    let root = &options.content;
    if !root.is_dir() {
        return Err(SourceError::NoFolder(root.clone()));
    }
    let shown_root = root.to_string_lossy().trim_end_matches('/').to_owned();
    let (found, mut diagnostics) = walk::files(root, &shown_root);
    let reading = Reading { options, shown_root, found: &found };
    let mut source = if found.iter().any(|file| file.rel == "portal.toml") {
        reading.portal(&mut diagnostics)?
    } else {
        reading.plain(&mut diagnostics)
    };
    if let Some(url) = &options.base_url {
        url.trim_end_matches('/').clone_into(&mut source.config.portal.value.base_url);
    }
    Ok((source, diagnostics))
}

/// Names, sizes and times of all files as one number: the same as long as nobody saved anything.
pub fn fingerprint(root: &Path) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};

    let mut hasher = DefaultHasher::new();
    for file in walk::files(root, "").0 {
        let state = std::fs::metadata(&file.path).ok().map(|known| (known.len(), known.modified().ok()));
        (file.rel, state).hash(&mut hasher);
    }
    hasher.finish()
}

struct Reading<'a> {
    options: &'a Options,
    shown_root: String,
    found: &'a [Found],
}

impl Reading<'_> {
    fn portal(&self, diagnostics: &mut Vec<Diagnostic>) -> Result<Source, SourceError> {
        let file = self.found.iter().find(|file| file.rel == "portal.toml").expect("looked up by the caller");
        let portal =
            text::read(&file.path, self.shown(&file.rel)).map_err(|problem| SourceError::Portal(vec![problem]))?;
        let (value, problems) = config::parse::<Portal>(&portal);
        let Some(mut value) = value.filter(|portal| !portal.languages.is_empty()) else {
            let empty = Diagnostic::error(Code::PortalSetting, "`languages` names no language").at(&portal, 0..0);
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
        let (articles, foreign, problems) = self.articles(Manner::Strict, |rel| {
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
            assets: self.assets(|rel| {
                let top = rel.split('/').next().unwrap_or_default();
                (top == "assets" || languages.iter().any(|lang| lang.as_str() == top)).then(|| format!("/{rel}"))
            }),
            theme: self.overrides(diagnostics),
        })
    }

    fn plain(&self, diagnostics: &mut Vec<Diagnostic>) -> Source {
        let (mut articles, foreign, problems) =
            self.articles(Manner::Lenient, |rel| Some((language::Guess::English.lang(), rel.to_owned())));
        diagnostics.extend(problems);
        if !foreign.is_empty() {
            let total: usize = foreign.values().sum();
            let mut keys: Vec<_> = foreign.into_iter().collect();
            keys.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let named: Vec<_> = keys.iter().take(8).map(|(key, count)| format!("`{key}` ({count})")).collect();
            let message = format!("{total} front-matter keys of another tool were kept aside: {}", named.join(", "));
            diagnostics.push(Diagnostic::note(Code::ForeignKeys, message).in_file(self.shown_root.clone()));
        }
        let lang = self.options.lang.clone().unwrap_or_else(|| {
            let lang = language::guess(sample(&articles)).lang();
            let message = format!("the language looks like `{lang}`");
            let note = Diagnostic::note(Code::LanguageGuessed, message).in_file(self.shown_root.clone());
            diagnostics.push(note.help("say it with `--lang` if it is another"));
            lang
        });
        for article in &mut articles {
            article.lang = lang.clone();
        }
        if self.options.base_url.is_none() {
            let note =
                Diagnostic::note(Code::NoBaseUrl, "full addresses name this machine").in_file(self.shown_root.clone());
            diagnostics.push(note.help("say where the site will be with `--base-url https://…`"));
        }
        let file = Arc::new(SourceFile { path: self.shown_root.clone(), text: String::new() });
        let config = Config {
            portal: Located { value: self.implied_portal(&lang), file },
            desks: BTreeMap::new(),
            request_types: BTreeMap::new(),
            calendars: BTreeMap::new(),
            replies: BTreeMap::new(),
        };
        Source {
            root: self.options.content.clone(),
            manner: Manner::Lenient,
            config,
            articles,
            assets: self.assets(|rel| Some(format!("/{lang}/{rel}"))),
            theme: Overrides::new(),
        }
    }

    fn implied_portal(&self, lang: &Lang) -> Portal {
        let folder = self.options.content.canonicalize().unwrap_or_else(|_| self.options.content.clone());
        let name = folder.file_name().map_or_else(|| "Help".into(), |name| name.to_string_lossy().into_owned());
        Portal {
            title: Text([(lang.clone(), crate::site::title_of_name(&name))].into()),
            summary: Text::default(),
            base_url: "http://127.0.0.1:4000".to_owned(),
            languages: vec![lang.clone()],
            accent: None,
            popular: Vec::new(),
            contact: Vec::new(),
            limits: Limits::default(),
            mail: MailSettings::default(),
        }
    }

    fn shown(&self, rel: &str) -> String {
        format!("{}/{rel}", self.shown_root)
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
                let message = format!("`{top}/` is not one of the portal's languages; its articles are left out");
                let near = suggest::nearest(top, languages.iter().map(Lang::as_str));
                let problem = Diagnostic::warning(Code::UnknownReference, message).in_file(self.shown(top));
                problem
                    .help(format!("add \"{top}\" to `languages` in portal.toml, or move the articles"))
                    .did_you_mean(near)
            })
            .collect()
    }

    fn folder<K, T>(&self, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<K, Located<T>>
    where
        K: TryFrom<String, Error = domain::ids::NotAnId> + Ord,
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
        K: TryFrom<String, Error = domain::ids::NotAnId> + Ord,
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
                Err(error) => {
                    let problem = Diagnostic::error(Code::FileName, format!("the file name: {error}"));
                    diagnostics.push(problem.in_file(self.shown(&file.rel)));
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

    /// Reads all Markdown files for which `place` tells a language and a path.
    fn articles(
        &self,
        manner: Manner,
        place: impl Fn(&str) -> Option<(Lang, String)> + Sync,
    ) -> (Vec<ArticleFile>, BTreeMap<String, usize>, Vec<Diagnostic>) {
        let results: Vec<Result<_, Diagnostic>> = self
            .found
            .par_iter()
            .filter(|file| is_markdown(&file.rel))
            .filter_map(|file| Some((file, place(&file.rel)?)))
            .map(|(found, (lang, path))| {
                let file = text::read(&found.path, self.shown(&found.rel))?;
                let parts = front_matter::split(&file.text);
                let (front, foreign, problems) = front_matter::read(&file, &parts, manner);
                Ok((
                    ArticleFile { rel: found.rel.clone(), lang, path, file, front, body: parts.body },
                    foreign,
                    problems,
                ))
            })
            .collect();
        let (mut articles, mut all_foreign, mut diagnostics) = (Vec::new(), BTreeMap::new(), Vec::new());
        for result in results {
            match result {
                Ok((article, foreign, problems)) => {
                    articles.push(article);
                    diagnostics.extend(problems);
                    for key in foreign {
                        *all_foreign.entry(key).or_default() += 1;
                    }
                }
                Err(problem) => diagnostics.push(problem),
            }
        }
        (articles, all_foreign, diagnostics)
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
                    let problem = Diagnostic::error(Code::Unreadable, format!("cannot be read: {error}"));
                    diagnostics.push(problem.in_file(self.shown(&file.rel)));
                }
            }
        }
        overrides
    }

    fn assets(&self, url: impl Fn(&str) -> Option<String>) -> Vec<AssetFile> {
        self.found
            .iter()
            .filter(|file| {
                let ending = file.rel.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
                PUBLISHED.contains(&ending.as_str())
            })
            .filter_map(|file| {
                let (path, rel, url) = (file.path.clone(), file.rel.clone(), url(&file.rel)?);
                Some(AssetFile { size: image::size(&path), path, rel, url })
            })
            .collect()
    }
}

/// Up to some hundred kilobytes of text to tell the language by, a little from each file.
fn sample(articles: &[ArticleFile]) -> impl Iterator<Item = &str> {
    articles.iter().take(400).map(|article| {
        let body: &Range<usize> = &(article.body..article.file.text.len());
        let text = &article.file.text[body.clone()];
        &text[..text.floor_char_boundary(1_000)]
    })
}

fn is_markdown(rel: &str) -> bool {
    Path::new(rel)
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown"))
}
