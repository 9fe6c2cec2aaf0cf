//! What a site publishes under addresses of its author's making.

use std::collections::{BTreeSet, HashSet};

use super::addresses::{Addresses, word};
use crate::content::Content;
use crate::render::{self, Route};
use crate::site::SectionIx;

/// Every address worth remembering: articles in their own language, sections that hold some, permanent and former
/// addresses. The portal's own pages are always there, and pages that stand in for a translation come and go.
pub fn published(content: &Content) -> Addresses {
    let site = &content.site;
    let sections = own_sections(content);
    let routes = render::routes(content).into_iter().filter(|(_, route)| match route {
        Route::Article(page) => !site.is_stand_in(site.page(*page)),
        Route::Section(section) => sections.contains(section),
        Route::Redirect(_) => true,
        _ => false,
    });
    routes.map(|(path, route)| (word(&path), anchors(content, &route).unwrap_or_default())).collect()
}

/// The anchors of a page; `None` of pages without a text.
pub fn anchors(content: &Content, route: &Route) -> Option<BTreeSet<String>> {
    let text = match route {
        Route::Article(page) => Some(content.body(content.site.page(*page).article)),
        Route::Section(section) => content.intro(*section),
        _ => return None,
    };
    let ids = text.map(|text| text.ids.iter().filter(|id| !id.is_empty()).map(|id| word(id)).collect());
    Some(ids.unwrap_or_default())
}

/// Sections with a text, or with an article in their own language somewhere inside.
fn own_sections(content: &Content) -> HashSet<SectionIx> {
    let site = &content.site;
    let introduced = (0..site.sections.len()).map(SectionIx).filter(|ix| site.section(*ix).intro.is_some());
    let filled = site.pages.iter().filter(|page| !site.is_stand_in(page)).map(|page| page.section);
    let mut own = HashSet::new();
    for section in introduced.chain(filled) {
        let mut next = Some(section);
        while let Some(ix) = next.filter(|ix| own.insert(*ix)) {
            next = site.section(ix).parent;
        }
    }
    own
}
