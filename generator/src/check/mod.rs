//! The rules, one a file. Each takes what was read or built and returns what is wrong with it.

mod addresses;
mod alt;
mod answers;
mod clashes;
mod control;
mod evenness;
mod external;
mod forms;
mod html;
mod links;
mod orphans;
mod portal;
mod references;
mod replies;
mod review;
mod translations;
mod translations_drift;
mod weight;

pub(crate) use self::links::relative;

use rayon::prelude::*;

pub use self::addresses::gone;
use crate::content::{Content, Purpose};
use crate::diagnostics::Diagnostic;
use crate::markdown::Rendered;
use crate::site::{Article, ArticleIx, Intro, SectionIx};
use crate::source::Source;

/// Rules about the configuration, which need no site.
pub fn configuration(source: &Source) -> Vec<Diagnostic> {
    let mut found = portal::check(source);
    found.extend(references::check(source));
    found.extend(forms::check(source));
    found.extend(replies::check(source));
    found.extend(control::check(source));
    found.extend(evenness::check(source));
    found
}

/// Rules about the texts.
pub fn texts(content: &Content, purpose: Purpose) -> Vec<Diagnostic> {
    let articles = (0..content.site.articles.len()).into_par_iter();
    let sections = (0..content.site.sections.len()).into_par_iter();
    let articles = articles.flat_map_iter(|ix| article(content, ArticleIx(ix), purpose));
    let texts = articles.chain(sections.flat_map_iter(|ix| section(content, SectionIx(ix), purpose)));
    let mut found: Vec<_> = texts.collect();
    found.extend(translations::check(content));
    if purpose == Purpose::Check {
        found.extend(whole(content));
    }
    found
}

/// Rules that look at everything at once. What they find does not keep a site from being right today.
fn whole(content: &Content) -> Vec<Diagnostic> {
    let rules = [
        addresses::check,
        answers::check,
        orphans::check,
        review::check,
        clashes::check,
        weight::check,
        translations_drift::check,
    ];
    rules.par_iter().flat_map_iter(|rule: &fn(&Content) -> Vec<Diagnostic>| rule(content)).collect()
}

/// Asks for every address of another site that the texts link to.
pub fn external(content: &Content) -> Vec<Diagnostic> {
    external::check(content)
}

/// Rules about the text of one article.
pub fn article(content: &Content, ix: ArticleIx, purpose: Purpose) -> Vec<Diagnostic> {
    let Article { rel, file, .. } = content.site.article(ix);
    text(&Text { content, rel, file, rendered: content.body(ix), purpose })
}

/// Rules about the text of one section's page.
pub fn section(content: &Content, ix: SectionIx, purpose: Purpose) -> Vec<Diagnostic> {
    let intro = content.site.section(ix).intro.as_ref().zip(content.intro(ix));
    intro.map_or_else(Vec::new, |(Intro { rel, file, .. }, rendered)| {
        text(&Text { content, rel, file, rendered, purpose })
    })
}

fn text(text: &Text<'_>) -> Vec<Diagnostic> {
    let mut found = links::check(text);
    found.extend(html::check(text));
    found.extend(alt::check(text));
    found
}

/// A text under judgement.
struct Text<'a> {
    content: &'a Content,
    /// Its path inside the content folder.
    rel: &'a str,
    file: &'a std::sync::Arc<crate::diagnostics::SourceFile>,
    rendered: &'a Rendered,
    purpose: Purpose,
}
