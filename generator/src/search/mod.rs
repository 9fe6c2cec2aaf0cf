//! Search: the index that the theme's ranker reads, and the ranker itself, run here for `check` and `deskmark search`.

mod engine;
mod files;
pub mod fold;
mod index;

use domain::lang::Lang;
use rayon::prelude::*;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

pub use self::engine::{Engine, EngineError, Found};
use self::files::Shown;
pub use self::files::{Files, root_path};
use self::fold::Folder;
use self::index::{Document, Field};
use crate::content::Content;
use crate::markdown::Rendered;
use crate::render::platform_name;
use crate::site::ArticleIx;

/// Characters of an article that results can show, at most.
const LONGEST_SHOWN: usize = 4_000;

/// What the index takes of an article: all of it, so that the content can change while the index is made.
#[derive(Debug)]
pub struct Entry {
    id: String,
    url: String,
    title: String,
    summary: String,
    kind: &'static str,
    minutes: Option<u32>,
    platforms: Vec<String>,
    synonyms: Vec<String>,
    tags: Vec<String>,
    overdue: bool,
    passages: Vec<Passage>,
}

/// A passage of an article with its words on one line.
#[derive(Debug)]
struct Passage {
    anchor: String,
    heading: String,
    step: String,
    /// Whether the heading stands right before it.
    opens: bool,
    text: String,
}

/// The articles written in a language, in the order of their numbers in the index.
fn articles<'a>(content: &'a Content, lang: &'a Lang) -> impl Iterator<Item = ArticleIx> {
    let articles = content.site.articles.iter().enumerate();
    articles.filter(|(_, article)| article.lang == *lang).map(|(ix, _)| ArticleIx(ix))
}

/// What the index takes of an article.
pub fn entry(content: &Content, ix: ArticleIx) -> Entry {
    let article = content.site.article(ix);
    let front = &article.front;
    Entry {
        id: article.id.to_string(),
        url: content.site.page(article.page).url.clone(),
        title: article.title.nfc().collect(),
        summary: front.summary.as_deref().unwrap_or_default().nfc().collect(),
        kind: article.kind.as_str(),
        minutes: front.minutes,
        platforms: front.platforms.iter().map(|name| platform_name(name).to_owned()).collect(),
        synonyms: front.synonyms.clone(),
        tags: front.tags.clone(),
        overdue: article.review_due().is_some_and(|due| due < content.site.today),
        passages: passages(content.body(ix)),
    }
}

/// What the index takes of all articles of a language.
pub fn entries(content: &Content, lang: &Lang) -> Vec<Entry> {
    let articles: Vec<_> = articles(content, lang).collect();
    articles.into_par_iter().map(|ix| entry(content, ix)).collect()
}

/// The files of a language's index.
pub fn files(lang: &Lang, entries: &[Entry]) -> Files {
    let documents: Vec<_> = entries.iter().map(Entry::document).collect();
    let index = index::index(&documents, Folder::new(lang));
    drop(documents);
    let overdue: Vec<_> = entries.iter().map(|entry| entry.overdue).collect();
    files::files(lang, index, |number| entries[number].shown(), &overdue)
}

fn passages(rendered: &Rendered) -> Vec<Passage> {
    let line = |text: &str| composed(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let ends = rendered.passages.iter().skip(1).map(|next| next.from).chain([rendered.text.len()]);
    let first = rendered.passages.first().map_or(rendered.text.len(), |passage| passage.from);
    let mut found = vec![Passage {
        anchor: String::new(),
        heading: String::new(),
        step: String::new(),
        opens: false,
        text: line(&rendered.text[..first]),
    }];
    for (passage, end) in rendered.passages.iter().zip(ends) {
        found.push(Passage {
            anchor: passage.anchor.clone(),
            heading: composed(&passage.heading),
            step: passage.step.clone().unwrap_or_default(),
            opens: passage.at > passage.from,
            text: line(&rendered.text[passage.at..end]),
        });
    }
    found.retain(|passage| !passage.text.is_empty() || passage.opens);
    found
}

/// A text in one spelling (NFC), which nearly every text is in already.
fn composed(text: &str) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    }
}

impl Entry {
    fn document(&self) -> Document<'_> {
        let mut texts = vec![(Field::Title, self.title.as_str())];
        texts.extend(self.synonyms.iter().map(|text| (Field::Synonyms, text.as_str())));
        texts.push((Field::Summary, &self.summary));
        texts.extend(self.tags.iter().map(|text| (Field::Tags, text.as_str())));
        for passage in &self.passages {
            if passage.opens {
                texts.push((Field::Heading, &passage.heading));
            }
            let field = if passage.step.is_empty() { Field::Body } else { Field::Step };
            texts.push((field, &passage.text));
        }
        Document { texts }
    }

    fn shown(&self) -> Shown<'_> {
        let mut left = LONGEST_SHOWN;
        let mut passages = Vec::new();
        for Passage { anchor, heading, step, text, .. } in &self.passages {
            let text: String = text.chars().take(left).collect();
            left -= text.chars().count();
            passages.push([anchor.clone(), heading.clone(), step.clone(), text]);
        }
        Shown {
            id: &self.id,
            url: &self.url,
            title: &self.title,
            summary: &self.summary,
            kind: self.kind,
            minutes: self.minutes,
            platforms: &self.platforms,
            passages,
        }
    }
}
