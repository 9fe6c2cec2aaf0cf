//! Links to other sites, asked one by one. Only when the author wants it: it takes time and a network.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use ureq::http::StatusCode;

use crate::content::Content;
use crate::diagnostics::{Code, Diagnostic, Said, SourceFile};
use crate::markdown::{Link, Rendered, Target};
use crate::net;
use crate::say;
use crate::site::{ArticleIx, SectionIx};

/// Addresses asked at once: enough to be done soon, few enough not to be taken for an attack.
const AT_ONCE: usize = 8;

/// A link and the file it is in.
type Place<'a> = (&'a Arc<SourceFile>, &'a Link);

/// Asks for every address once and tells of those that nobody finds.
pub fn check(content: &Content) -> Vec<Diagnostic> {
    let mut links: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
    let texts = texts(content);
    for (file, rendered) in &texts {
        for link in rendered.links.iter().filter(|link| link.target == Target::External) {
            let address = link.written.split('#').next().unwrap_or_default();
            if address.starts_with("http://") || address.starts_with("https://") {
                links.entry(address).or_default().push((*file, link));
            }
        }
    }
    if links.is_empty() {
        return Vec::new();
    }
    let agent = net::agent("link check");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build().expect("threads can be started");
    let found: Vec<Diagnostic> = pool.install(|| {
        links
            .par_iter()
            .filter_map(|(address, places)| Some((ask(&agent, address)?, places)))
            .flat_map_iter(told)
            .collect()
    });
    found
}

fn texts(content: &Content) -> Vec<(&Arc<SourceFile>, &Rendered)> {
    let articles = (0..content.site.articles.len()).map(ArticleIx);
    let articles = articles.map(|ix| (&content.site.article(ix).file, content.body(ix)));
    let sections = (0..content.site.sections.len()).map(SectionIx);
    let intros = sections.filter_map(|ix| Some((&content.site.section(ix).intro.as_ref()?.file, content.intro(ix)?)));
    articles.chain(intros).collect()
}

fn told<'a>((why, places): (Said, &'a Vec<Place<'a>>)) -> impl Iterator<Item = Diagnostic> + 'a {
    places.iter().map(move |(file, link)| {
        let message = say!("external-dead", written = &link.written, why = why.clone());
        Diagnostic::warning(Code::DeadExternalLink, message)
            .at(file, link.span.clone())
            .help(say!("external-dead-help"))
    })
}

/// Why an address is dead; `None` when somebody answers. Sites that keep robots out (401, 403, 429) or have a bad
/// moment (5xx) are given the benefit of the doubt.
fn ask(agent: &ureq::Agent, address: &str) -> Option<Said> {
    let mut answer = agent.head(address).call();
    if answer.as_ref().is_ok_and(|answer| {
        matches!(answer.status(), StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED | StatusCode::NOT_FOUND)
    }) {
        // Some servers know only GET.
        answer = agent.get(address).call();
    }
    match answer {
        Ok(answer) if matches!(answer.status(), StatusCode::NOT_FOUND | StatusCode::GONE) => {
            Some(say!("external-status", status = answer.status().as_str()))
        }
        Ok(_) => None,
        Err(error) => Some(say!("external-unreachable", reason = error.to_string())),
    }
}
