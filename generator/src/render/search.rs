//! The search index of a language: what the theme's script ranks.

use domain::lang::Lang;
use rayon::prelude::*;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

use crate::content::Content;
use crate::site::ArticleIx;

/// Characters of an article's text in the index: enough for its first sections, small enough for a phone.
const LONGEST_BODY: usize = 1_500;

/// An article in the index; short names, for there is one of each an article.
#[derive(Serialize)]
struct Entry<'a> {
    /// Path.
    u: &'a str,
    /// Title.
    t: String,
    /// Summary, with the words people use instead of the title's.
    s: String,
    /// Text.
    b: String,
    /// Kind.
    k: &'static str,
}

/// The index as JSON.
pub fn index(content: &Content, lang: &Lang) -> Vec<u8> {
    let site = &content.site;
    let entries: Vec<Entry<'_>> = site
        .articles
        .par_iter()
        .enumerate()
        .filter(|(_, article)| article.lang == *lang)
        .map(|(ix, article)| {
            let rendered = content.body(ArticleIx(ix));
            let front = &article.front;
            let words = front.synonyms.iter().chain(&front.answers).chain(&front.tags).map(String::as_str);
            let mut body = words.collect::<Vec<_>>().join(" ");
            body.push(' ');
            body.extend(rendered.text.split_whitespace().flat_map(|word| [word, " "]));
            Entry {
                u: &site.page(article.page).url,
                t: article.title.clone(),
                s: front.summary.clone().unwrap_or_default(),
                b: body.trim().nfc().take(LONGEST_BODY).collect(),
                k: article.kind.as_str(),
            }
        })
        .collect();
    serde_json::to_vec(&entries).expect("texts and paths are JSON")
}
