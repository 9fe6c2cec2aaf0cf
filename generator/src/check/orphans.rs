//! Published files that no text uses, by name.

use std::collections::HashSet;

use crate::content::Content;
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::{Rendered, Target};
use crate::say;
use crate::site::{ArticleIx, SectionIx, percent_encode};
use crate::source::front_matter::Manner;

pub fn check(content: &Content) -> Vec<Diagnostic> {
    let site = &content.site;
    if site.manner == Manner::Lenient {
        return Vec::new();
    }
    let mut linked: HashSet<&str> = HashSet::new();
    let articles = (0..site.articles.len()).map(|ix| content.body(ArticleIx(ix)));
    let intros = (0..site.sections.len()).filter_map(|ix| content.intro(SectionIx(ix)));
    for rendered in articles.chain(intros) {
        linked.extend(files(rendered));
    }
    let unlinked = site.assets.iter().filter(|asset| !linked.contains(asset.url.as_str()));
    let orphans = unlinked.filter(|asset| !is_named(content, asset.rel.rsplit('/').next().unwrap_or(&asset.rel)));
    orphans
        .map(|asset| {
            let problem = Diagnostic::warning(Code::Orphan, say!("orphan", path = &asset.url));
            problem.in_file(asset.path.to_string_lossy()).help(say!("orphan-help"))
        })
        .collect()
}

fn files(rendered: &Rendered) -> impl Iterator<Item = &str> {
    rendered.links.iter().filter_map(|link| match &link.target {
        Target::File { url, .. } => Some(url.as_str()),
        _ => None,
    })
}

/// Whether a draft, raw HTML or a template of the portal's own names the file.
fn is_named(content: &Content, name: &str) -> bool {
    let site = &content.site;
    let encoded = percent_encode(name);
    let names = |text: &str| text.contains(name) || text.contains(&encoded);
    site.targets.hidden.values().any(|hidden| names(&hidden.file.text))
        || site.articles.iter().any(|article| names(&article.file.text))
        || content.overrides.values().any(|bytes| names(&String::from_utf8_lossy(bytes)))
}
