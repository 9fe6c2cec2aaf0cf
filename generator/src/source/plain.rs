//! A folder without `portal.toml`, built as it is: what a portal would say is told from the folder.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use domain::catalog::{Limits, MailSettings, Notify, Portal};
use domain::lang::{Lang, Text};
use themes::theme::Overrides;

use super::config::{Config, Located};
use super::foreign::{self, Names};
use super::front_matter::Manner;
use super::{ArticleFile, Reading, Source, language};
use crate::diagnostics::{Code, Diagnostic, SourceFile, Uneven};
use crate::lock::Translations;
use crate::say;

impl Reading<'_> {
    pub(super) fn plain(&self, diagnostics: &mut Vec<Diagnostic>) -> Source {
        let (names, notes) = Names::read(&self.options.content, &self.shown_root, self.found);
        let place = |rel: &str| Some((language::Guess::English.lang(), names.order.path(rel)));
        let (mut articles, foreign, problems) = self.articles(Manner::Lenient, &names, place);
        diagnostics.extend(problems);
        foreign::under_parents(&mut articles);
        // Files come to the address of their name before others ask for it.
        articles.sort_by_key(|article| article.front.address.is_some());
        diagnostics.extend(foreign.notes(&self.shown_root));
        diagnostics.extend(notes);
        let lang = self.options.lang.clone().unwrap_or_else(|| {
            let lang = language::guess(sample(&articles)).lang();
            let message = say!("language-guessed", lang = lang.as_str());
            let note = Diagnostic::note(Code::LanguageGuessed, message).in_file(self.shown_root.clone());
            diagnostics.push(note.help(say!("language-guessed-help")));
            lang
        });
        for article in &mut articles {
            article.lang = lang.clone();
        }
        if self.options.base_url.is_none() {
            let note = Diagnostic::note(Code::NoBaseUrl, say!("no-base-url")).in_file(self.shown_root.clone());
            diagnostics.push(note.help(say!("no-base-url-help")));
        }
        let file = Arc::new(SourceFile::new(self.shown_root.clone(), String::new(), Uneven::default()));
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
            names,
            assets: self.assets(|rel| Some(format!("/{lang}/{rel}"))),
            translations: Translations::default(),
            theme: Overrides::new(),
            recorded: self.recorded(),
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
            highlight: true,
            popular: Vec::new(),
            contact: Vec::new(),
            limits: Limits::default(),
            mail: MailSettings::default(),
            notify: Notify::default(),
            sms: None,
        }
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
