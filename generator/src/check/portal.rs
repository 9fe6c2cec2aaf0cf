//! `portal.toml`: languages, address, and the articles it names.

use std::collections::HashSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::say;
use crate::source::Source;
use crate::source::front_matter::Manner;

/// First parts of addresses that are the portal's own, of which some could be language tags.
const RESERVED: &[&str] = &["t", "my", "desk", "api", "signals", "a", "search"];

pub fn check(source: &Source) -> Vec<Diagnostic> {
    if source.manner == Manner::Lenient {
        return Vec::new();
    }
    let located = &source.config.portal;
    let portal = &located.value;
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for lang in &portal.languages {
        let at = located.span_of(lang.as_str());
        if RESERVED.contains(&lang.as_str()) {
            let message = say!("reserved-language", lang = lang.as_str());
            found.push(
                Diagnostic::error(Code::ReservedName, message)
                    .at(&located.file, at)
                    .help(say!("reserved-language-help", lang = lang.as_str())),
            );
        } else if !seen.insert(lang) {
            found.push(
                Diagnostic::error(Code::PortalSetting, say!("language-twice", lang = lang.as_str()))
                    .at(&located.file, at)
                    .help(say!("language-twice-help")),
            );
        }
    }
    let host = portal.base_url.strip_prefix("https://").or_else(|| portal.base_url.strip_prefix("http://"));
    let fits = host
        .is_some_and(|host| !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || "/?#\"<>\\".contains(c)));
    if !fits {
        let at = located.span_of(&portal.base_url);
        let problem = Diagnostic::error(Code::PortalSetting, say!("base-url", url = &portal.base_url));
        found.push(problem.at(&located.file, at).help(say!("base-url-help")));
    }
    let ids: HashSet<&str> =
        source.articles.iter().filter_map(|article| Some(article.front.id.as_ref()?.as_str())).collect();
    for id in &portal.popular {
        if !ids.contains(id.as_str()) {
            let message = say!("popular", id = id.as_str());
            let near = crate::diagnostics::suggest::nearest(id.as_str(), ids.iter().copied());
            let problem =
                Diagnostic::error(Code::UnknownReference, message).at(&located.file, located.span_of(id.as_str()));
            found.push(if near.is_some() { problem.did_you_mean(near) } else { problem.help(say!("popular-help")) });
        }
    }
    found
}
