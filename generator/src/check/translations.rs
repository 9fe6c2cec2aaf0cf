//! Translations that do not fit their original: another kind, another form, or no id that ties them to it.

use std::collections::HashMap;

use crate::content::Content;
use crate::diagnostics::{Code, Diagnostic};
use crate::say;
use crate::site::{Article, GroupKey, Site};

pub fn check(content: &Content) -> Vec<Diagnostic> {
    let site = &content.site;
    let mut found = Vec::new();
    for article in &site.articles {
        if let Some(original) = site.original(article) {
            found.extend(differences(article, site.article(original)));
        }
    }
    if site.languages().len() > 1 {
        found.extend(untied(site));
    }
    found
}

fn differences(article: &Article, original: &Article) -> Vec<Diagnostic> {
    let request = |article: &Article| article.front.request.as_ref().map_or_else(String::new, ToString::to_string);
    let keys = [
        ("kind", article.kind.as_str().to_owned(), original.kind.as_str().to_owned()),
        ("request", request(article), request(original)),
    ];
    keys.into_iter()
        .filter(|(_, own, theirs)| own != theirs)
        .map(|(key, own, theirs)| {
            let said = |value: String| if value.is_empty() { say!("nothing") } else { say!("quoted", text = value) };
            let message = say!("translation-differs", key = key, own = said(own), theirs = said(theirs));
            let problem = Diagnostic::warning(Code::Translation, message).at(&article.file, article.front.span(key));
            problem.help(say!("translation-differs-help", original = &original.file.path))
        })
        .collect()
}

/// Articles at the same place in two languages, of which only one has an id: nothing ties them together.
fn untied(site: &Site) -> impl Iterator<Item = Diagnostic> {
    let mut with_id: HashMap<&str, &Article> = HashMap::new();
    for article in &site.articles {
        if article.has_permanent_id() {
            with_id.entry(place(article)).or_insert(article);
        }
    }
    site.articles.iter().filter_map(move |article| {
        let other = with_id.get(place(article)).filter(|other| other.lang != article.lang)?;
        let GroupKey::Path(_) = article.group else { return None };
        let message = say!("translation-untied", other = &other.file.path);
        let problem = Diagnostic::warning(Code::Translation, message).at(&article.file, 0..0);
        Some(problem.help(say!("translation-untied-help", id = other.id.as_str())))
    })
}

/// The path inside the folder of the language.
fn place(article: &Article) -> &str {
    article.rel.split_once('/').map_or(article.rel.as_str(), |(_, path)| path)
}
