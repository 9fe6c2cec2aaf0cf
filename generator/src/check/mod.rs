//! The rules, one a file. Each takes what was read or built and returns what is wrong with it.

mod forms;
mod html;
mod links;
mod portal;
mod references;

use std::collections::HashSet;

use crate::content::{Content, Purpose};
use crate::diagnostics::Diagnostic;
use crate::markdown::Rendered;
use crate::source::Source;

/// Rules about the configuration, which need no site.
pub fn configuration(source: &Source) -> Vec<Diagnostic> {
    let mut found = portal::check(source);
    found.extend(references::check(source));
    found.extend(forms::check(source));
    found
}

/// Rules about the texts.
pub fn texts(content: &Content, purpose: Purpose) -> Vec<Diagnostic> {
    let ids: Vec<HashSet<&str>> = content.bodies.iter().map(ids).collect();
    let mut found = Vec::new();
    for (index, article) in content.site.articles.iter().enumerate() {
        let text = Text { content, file: &article.file, rendered: &content.bodies[index], ids: &ids, purpose };
        found.extend(links::check(&text));
        found.extend(html::check(&text));
    }
    for (section, rendered) in content.site.sections.iter().zip(&content.intros) {
        if let (Some(intro), Some(rendered)) = (&section.intro, rendered) {
            let text = Text { content, file: &intro.file, rendered, ids: &ids, purpose };
            found.extend(links::check(&text));
            found.extend(html::check(&text));
        }
    }
    found
}

fn ids(rendered: &Rendered) -> HashSet<&str> {
    rendered.ids.iter().map(String::as_str).collect()
}

/// A text under judgement.
struct Text<'a> {
    content: &'a Content,
    file: &'a std::sync::Arc<crate::diagnostics::SourceFile>,
    rendered: &'a Rendered,
    /// Ids by article.
    ids: &'a [HashSet<&'a str>],
    purpose: Purpose,
}
