//! The Atom feed of a language: what changed last.

use std::fmt::Write as _;

use domain::lang::Lang;
use jiff::civil::Date;

use crate::content::Content;
use crate::markdown::escape;
use crate::site::{Article, percent_encode};

/// Entries in the feed.
const SHOWN: usize = 50;

/// The feed as XML. Articles without any day are left out.
pub fn atom(content: &Content, lang: &Lang) -> String {
    let site = &content.site;
    let portal = &site.catalog.portal;
    let base = &portal.base_url;
    let changed = |article: &Article| article.front.updated.or(article.front.date);
    let mut articles: Vec<(Date, &Article)> = site
        .articles
        .iter()
        .filter(|article| article.lang == *lang)
        .filter_map(|article| Some((changed(article)?, article)))
        .collect();
    articles.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.rel.cmp(&b.1.rel)));
    articles.truncate(SHOWN);
    let latest = articles.first().map_or_else(|| site.today, |(day, _)| *day);
    let title = escape(site.catalog.text(&portal.title, lang));
    let own = format!("{base}/{lang}/feed.xml");
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">\n\
         <title>{title}</title>\n<id>{own}</id>\n<link rel=\"self\" href=\"{own}\"/>\n\
         <link href=\"{base}/{lang}/\"/>\n<updated>{latest}T00:00:00Z</updated>\n<author><name>{title}</name></author>\n"
    );
    for (day, article) in articles {
        let url = format!("{base}{}", percent_encode(&site.page(article.page).url));
        let title = escape(&article.title);
        let _ = write!(out, "<entry>\n<title>{title}</title>\n<id>{url}</id>\n<link href=\"{url}\"/>\n");
        let _ = writeln!(out, "<updated>{day}T00:00:00Z</updated>");
        if let Some(summary) = &article.front.summary {
            let _ = writeln!(out, "<summary>{}</summary>", escape(summary));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}
