//! Words that two articles of a language both claim: search could only guess which one is meant.

use std::collections::HashMap;
use std::ops::Range;

use domain::lang::Lang;
use unicode_normalization::UnicodeNormalization as _;

use crate::content::Content;
use crate::diagnostics::{Code, Diagnostic, Said};
use crate::markdown::Term;
use crate::say;
use crate::site::{Article, ArticleIx};

pub fn check(content: &Content) -> Vec<Diagnostic> {
    let articles = &content.site.articles;
    let mut found = claims(
        articles,
        "synonyms",
        |article| &article.front.synonyms,
        |word, owner| say!("clash-synonym", word = word, owner = owner),
    );
    found.extend(claims(
        articles,
        "answers",
        |article| &article.front.answers,
        |word, owner| say!("clash-answer", word = word, owner = owner),
    ));
    for (ix, article) in articles.iter().enumerate() {
        found.extend(terms(article, &content.body(ArticleIx(ix)).terms));
    }
    found
}

/// Names a glossary explains more than once: only the first explanation is linked.
fn terms(article: &Article, terms: &[Term]) -> Vec<Diagnostic> {
    let mut owners: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    for (ix, term) in terms.iter().enumerate() {
        for name in &term.names {
            let first = *owners.entry(folded(name)).or_insert(ix);
            if first != ix {
                let line = article.file.text[..terms[first].span.start].matches('\n').count() + 1;
                let problem = Diagnostic::warning(Code::Clash, say!("clash-term", word = name, line = line));
                let written = article.file.text[term.span.clone()].find(name.as_str());
                let span =
                    written.map_or(term.span.clone(), |at| term.span.start + at..term.span.start + at + name.len());
                found.push(problem.at(&article.file, span).help(say!("clash-term-help")));
            }
        }
    }
    found
}

fn claims(
    articles: &[Article],
    key: &str,
    words: impl Fn(&Article) -> &[String],
    say: impl Fn(&str, &str) -> Said,
) -> Vec<Diagnostic> {
    let mut owners: HashMap<(&Lang, String), &Article> = HashMap::new();
    let mut found = Vec::new();
    for article in articles {
        for word in words(article) {
            let owner = *owners.entry((&article.lang, folded(word))).or_insert(article);
            if !std::ptr::eq(owner, article) {
                let problem = Diagnostic::warning(Code::Clash, say(word, &owner.file.path));
                let problem = problem.at(&article.file, place(article, key, word));
                found.push(problem.help(say!("clash-help")));
            }
        }
    }
    found
}

/// Words are the same whatever their case; Vietnamese tones make them others.
pub fn folded(word: &str) -> String {
    let words: Vec<_> = word.split_whitespace().collect();
    words.join(" ").to_lowercase().nfc().collect()
}

/// Where a word of a list stands.
pub(super) fn place(article: &Article, key: &str, word: &str) -> Range<usize> {
    let list = article.front.span(key);
    let quoted = article.file.text.get(list.clone()).and_then(|text| text.find(&format!("\"{word}\"")));
    quoted.map_or(list.clone(), |at| list.start + at..list.start + at + word.len() + 2)
}
