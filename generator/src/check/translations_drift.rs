//! Originals that have moved on from their translations, block by block, by what `translations.lock` remembers.

use std::ops::Range;

use crate::content::Content;
use crate::diagnostics::{Code, Diagnostic};
use crate::lock::{self, Change, Drift};
use crate::markdown::Block;
use crate::say;
use crate::site::{Article, ArticleIx};

/// Files named in one command; more of them are better recorded one after the other.
const MOST_NAMED: usize = 5;

pub fn check(content: &Content) -> Vec<Diagnostic> {
    let site = &content.site;
    let mut found = Vec::new();
    let mut unrecorded = Vec::new();
    let mut all = 0_usize;
    for (ix, article) in site.articles.iter().enumerate() {
        if site.original(article).is_none() {
            continue;
        }
        all += 1;
        if content.translations.get(&article.rel).is_none() {
            unrecorded.push(article.file.path.as_str());
        } else if let Some(drift) = lock::drift(content, ArticleIx(ix)) {
            found.extend(stale(content, article, &drift));
        }
    }
    if !unrecorded.is_empty() {
        let files = if content.translations.is_empty() {
            "--all".to_owned()
        } else if unrecorded.len() > MOST_NAMED {
            format!("{} …", unrecorded[..MOST_NAMED].join(" "))
        } else {
            unrecorded.join(" ")
        };
        let note = Diagnostic::note(Code::Unrecorded, say!("unrecorded", count = unrecorded.len(), all = all));
        found.push(note.help(say!("unrecorded-help", files = files)));
    }
    found
}

fn stale<'a>(content: &'a Content, article: &'a Article, drift: &'a Drift<'_>) -> impl Iterator<Item = Diagnostic> {
    let original = &content.site.article(drift.original).file;
    let blocks = &content.body(drift.original).blocks;
    let translation = article.file.path.as_str();
    drift.changes.iter().map(move |change| {
        let (now, message) = match *change {
            Change::Changed { now, .. } => (now, say!("drift-changed", translation = translation)),
            Change::New { now } => (now, say!("drift-new", translation = translation)),
            Change::Gone { was } => {
                let message = match &drift.record.blocks[was].anchor {
                    Some(anchor) => say!("drift-gone", anchor = anchor, original = &original.path),
                    None => say!("drift-gone-top", original = &original.path),
                };
                let problem = Diagnostic::warning(Code::Drift, message).in_file(translation);
                return problem.help(say!("drift-gone-help", translation = translation));
            }
        };
        let problem = Diagnostic::warning(Code::Drift, message).at(original, first_line(&original.text, &blocks[now]));
        problem.help(say!("drift-help", translation = translation))
    })
}

fn first_line(text: &str, block: &Block) -> Range<usize> {
    let line = text[block.span.clone()].lines().next().unwrap_or_default();
    block.span.start..block.span.start + line.trim_end().len()
}
