//! Articles near an article: those sharing its rarer tags, then neighbours of its section.

use std::collections::HashMap;

use super::{Article, ArticleIx, PageIx, Site};

/// At most this many are shown.
const SHOWN: usize = 5;

/// The pages related to each article, by [`ArticleIx`], best first.
pub fn related(site: &Site) -> Vec<Vec<PageIx>> {
    let mut by_tag: HashMap<(&str, String), Vec<ArticleIx>> = HashMap::new();
    for (ix, article) in site.articles.iter().enumerate() {
        for tag in &article.front.tags {
            by_tag.entry((article.lang.as_str(), super::slug(tag))).or_default().push(ArticleIx(ix));
        }
    }
    site.articles.iter().enumerate().map(|(ix, article)| near(site, &by_tag, ArticleIx(ix), article)).collect()
}

fn near(
    site: &Site,
    by_tag: &HashMap<(&str, String), Vec<ArticleIx>>,
    own: ArticleIx,
    article: &Article,
) -> Vec<PageIx> {
    let mut scores: HashMap<ArticleIx, u32> = HashMap::new();
    for tag in &article.front.tags {
        let sharing = &by_tag[&(article.lang.as_str(), super::slug(tag))];
        // A tag on every page says nothing of any; one on a thousand would only cost time.
        let Some(weight) = 1_000_u32.checked_div(u32::try_from(sharing.len()).unwrap_or(u32::MAX)).filter(|w| *w > 4) else {
            continue;
        };
        for other in sharing.iter().filter(|other| **other != own) {
            *scores.entry(*other).or_default() += weight;
        }
    }
    let section = site.page(article.page).section;
    let mut scored: Vec<_> = scores
        .into_iter()
        .map(|(ix, score)| (score + u32::from(site.page(site.article(ix).page).section == section), ix))
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().take(SHOWN).map(|(_, ix)| site.article(ix).page).collect()
}
