//! Queries an article promises to answer, asked of the site's own search: it has to be among the first three.

use std::sync::Arc;

use rayon::prelude::*;

use super::clashes::place;
use crate::content::Content;
use crate::diagnostics::{Code, Diagnostic};
use crate::say;
use crate::search::{self, Engine, EngineError, Found};
use crate::site::Article;

/// What a reader sees without scrolling on a phone.
const FIRST: usize = 3;

pub fn check(content: &Content) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for lang in content.site.languages() {
        let articles = content.site.articles.iter().filter(|article| article.lang == *lang);
        let asked: Vec<_> =
            articles.flat_map(|article| article.front.answers.iter().map(move |query| (article, query))).collect();
        if asked.is_empty() {
            continue;
        }
        let entries = search::entries(content, lang);
        let files = Arc::new(search::files(lang, &entries));
        let at_once = asked.len().div_ceil(rayon::current_num_threads());
        let missed = asked.par_chunks(at_once).map(|asked| -> Result<Vec<_>, EngineError> {
            let engine = Engine::new(&content.theme, lang, &entries, &files)?;
            let mut missed = Vec::new();
            for (article, query) in asked {
                let (results, _) = engine.find(query, FIRST)?;
                let own = &content.site.page(article.page).url;
                if !results.iter().any(|result| result.url == own) {
                    missed.push(outranked(article, query, &results));
                }
            }
            Ok(missed)
        });
        match missed.collect::<Result<Vec<_>, _>>() {
            Ok(missed) => found.extend(missed.into_iter().flatten()),
            Err(error) => {
                let problem = Diagnostic::error(Code::Template, say!("ranker-failed", error = error.to_string()));
                return vec![problem.help(say!("ranker-failed-help"))];
            }
        }
    }
    found
}

fn outranked(article: &Article, query: &str, results: &[Found<'_>]) -> Diagnostic {
    let problem = Diagnostic::error(Code::Outranked, say!("outranked", query = query))
        .at(&article.file, place(article, "answers", query));
    if results.is_empty() {
        return problem.help(say!("outranked-by-none-help"));
    }
    let titles: Vec<_> = results.iter().map(|result| format!("“{}”", result.title)).collect();
    problem.help(say!("outranked-help", titles = titles.join(", ")))
}
