//! Every address of the site and what is there.

use std::collections::BTreeMap;

use domain::ids::RequestTypeId;
use domain::lang::Lang;

use super::security;
use crate::content::Content;
use crate::site::{GroupKey, Lead, PageIx, SectionIx};

/// What is at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is the page it is named after")]
pub enum Route {
    Home(Lang),
    Section(SectionIx),
    Article(PageIx),
    Az(Lang),
    Tags(Lang),
    Tag(Lang, String),
    Procedures(Lang),
    Search(Lang),
    Catalogue(Lang),
    Form(Lang, RequestTypeId),
    Lookup(Lang),
    NotFound(Lang),
    /// Leads on.
    Redirect(Lead),
    Feed(Lang),
    Sitemap,
    Robots,
    SecurityTxt,
}

/// All routes by path. Paths end in `/` or name a file.
pub fn routes(content: &Content) -> BTreeMap<String, Route> {
    let site = &content.site;
    let mut routes = BTreeMap::new();
    let mut add = |path: String, route: Route| {
        routes.insert(path, route);
    };
    // What could collide comes first: the portal's own addresses win.
    for (path, lead) in &site.redirects {
        add(path.clone(), Route::Redirect(*lead));
    }
    for (ix, section) in site.sections.iter().enumerate() {
        if section.parent.is_some() {
            add(section.url.clone(), Route::Section(SectionIx(ix)));
        }
    }
    for (ix, page) in site.pages.iter().enumerate() {
        add(page.url.clone(), Route::Article(PageIx(ix)));
    }
    for (key, pages) in &site.groups {
        let page = site.languages().iter().find_map(|lang| pages.get(lang));
        if let (GroupKey::Id(id), Some(page)) = (key, page) {
            add(format!("/a/{id}/"), Route::Redirect(Lead::Page(*page)));
        }
    }
    for lang in site.languages() {
        for tag in site.tags.get(lang).into_iter().flat_map(|tags| tags.keys()) {
            add(format!("/{lang}/tags/{tag}/"), Route::Tag(lang.clone(), tag.clone()));
        }
        add(format!("/{lang}/"), Route::Home(lang.clone()));
        add(format!("/{lang}/a-z/"), Route::Az(lang.clone()));
        add(format!("/{lang}/tags/"), Route::Tags(lang.clone()));
        if site.procedures.contains_key(lang) {
            add(format!("/{lang}/procedures/"), Route::Procedures(lang.clone()));
        }
        add(format!("/{lang}/search/"), Route::Search(lang.clone()));
        add(format!("/{lang}/404.html"), Route::NotFound(lang.clone()));
        add(format!("/{lang}/feed.xml"), Route::Feed(lang.clone()));
        if !site.catalog.request_types.is_empty() {
            add(format!("/{lang}/ask/"), Route::Catalogue(lang.clone()));
            add(format!("/{lang}/status/"), Route::Lookup(lang.clone()));
            for id in site.catalog.request_types.keys() {
                add(format!("/{lang}/ask/{id}/"), Route::Form(lang.clone(), id.clone()));
            }
        }
    }
    let default = site.catalog.default_lang();
    add("/".to_owned(), Route::Home(default.clone()));
    add("/404.html".to_owned(), Route::NotFound(default.clone()));
    add("/sitemap.xml".to_owned(), Route::Sitemap);
    add("/robots.txt".to_owned(), Route::Robots);
    if security::mailboxes(content).next().is_some() {
        add(security::PATH.to_owned(), Route::SecurityTxt);
    }
    routes
}

/// The file a path is written to, relative to the site's folder.
pub fn output_path(path: &str) -> String {
    let path = path.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}
