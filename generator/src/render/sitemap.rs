//! What search engines read first: the sitemap with its languages, and `robots.txt`.

use std::fmt::Write as _;

use crate::content::Content;
use crate::markdown::escape;
use crate::site::percent_encode;

/// Every page worth finding, each with its translations. Stand-ins are left out: their text has an address of its own.
pub fn sitemap(content: &Content) -> String {
    let site = &content.site;
    let mut out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
        <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
        .to_owned();
    let homes: Vec<_> = site.languages().iter().map(|lang| (lang.as_str(), format!("/{lang}/"))).collect();
    for (_, home) in &homes {
        entry(&mut out, content, home, &homes, None);
    }
    for article in &site.articles {
        let pages = &site.groups[&article.group];
        let translations: Vec<_> = site
            .languages()
            .iter()
            .filter_map(|lang| pages.get(lang))
            .map(|ix| site.page(*ix))
            .filter(|page| !site.is_stand_in(page))
            .map(|page| (page.lang.as_str(), page.url.clone()))
            .collect();
        let changed = article.front.updated.or(article.front.date).map(|day| day.to_string());
        entry(&mut out, content, &site.page(article.page).url, &translations, changed);
    }
    out.push_str("</urlset>\n");
    out
}

fn entry(out: &mut String, content: &Content, url: &str, translations: &[(&str, String)], changed: Option<String>) {
    let base = &content.site.catalog.portal.base_url;
    let absolute = |url: &str| escape(&format!("{base}{}", percent_encode(url)));
    let _ = write!(out, "<url><loc>{}</loc>", absolute(url));
    if let Some(day) = changed {
        let _ = write!(out, "<lastmod>{day}</lastmod>");
    }
    if translations.len() > 1 {
        let default = content.site.catalog.default_lang().as_str();
        let fallback = translations.iter().find(|(lang, _)| *lang == default).or(translations.first());
        let named = translations.iter().map(|(lang, url)| (*lang, url));
        for (lang, url) in named.chain(fallback.map(|(_, url)| ("x-default", url))) {
            let _ = write!(out, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{}\"/>", absolute(url));
        }
    }
    out.push_str("</url>\n");
}

/// Tickets and staff pages are nobody's search results.
pub fn robots(content: &Content) -> String {
    let base = &content.site.catalog.portal.base_url;
    format!(
        "User-agent: *\nDisallow: /t/\nDisallow: /my/\nDisallow: /desk/\nDisallow: /api/\n\nSitemap: {base}/sitemap.xml\n"
    )
}
