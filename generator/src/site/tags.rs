//! Tags of each language and the articles that have them.

use std::collections::BTreeMap;

use domain::lang::Lang;

use super::{Article, ArticleIx, slug, sort_key};

/// A tag.
#[derive(Debug)]
pub struct Tag {
    /// As first written.
    pub name: String,
    /// Articles with it, in the order of their titles.
    pub articles: Vec<ArticleIx>,
}

/// Tags by the last part of their address.
pub type Tags = BTreeMap<String, Tag>;

/// Gathers tags. Spellings with one address are one tag.
pub fn gather(articles: &[Article]) -> BTreeMap<Lang, Tags> {
    let mut tags: BTreeMap<Lang, Tags> = BTreeMap::new();
    for (ix, article) in articles.iter().enumerate() {
        for name in &article.front.tags {
            let slug = slug(name);
            if slug.is_empty() {
                continue;
            }
            let of_language = tags.entry(article.lang.clone()).or_default();
            let tag = of_language.entry(slug).or_insert_with(|| Tag { name: name.clone(), articles: Vec::new() });
            if tag.articles.last() != Some(&ArticleIx(ix)) {
                tag.articles.push(ArticleIx(ix));
            }
        }
    }
    for (lang, of_language) in &mut tags {
        for tag in of_language.values_mut() {
            tag.articles.sort_by_cached_key(|ix| sort_key(lang, &articles[ix.0].title));
        }
    }
    tags
}
