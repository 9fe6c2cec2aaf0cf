//! Articles near an article: those sharing its rarer tags, then neighbours of its section.

use std::collections::HashMap;

use super::{ArticleIx, PageIx, Site};

/// At most this many are shown.
const SHOWN: usize = 5;

/// The pages related to an article, best first.
pub fn related(site: &Site, own: ArticleIx) -> Vec<PageIx> {
    let article = site.article(own);
    let Some(tags) = site.tags.get(&article.lang) else { return Vec::new() };
    let mut scores: HashMap<ArticleIx, u32> = HashMap::new();
    for tag in article.front.tags.iter().filter_map(|tag| tags.get(&super::slug(tag))) {
        // A tag on every page says nothing of any; one on a thousand would only cost time.
        let weight = 1_000_u32.checked_div(u32::try_from(tag.articles.len()).unwrap_or(u32::MAX));
        let Some(weight) = weight.filter(|weight| *weight > 4) else { continue };
        for other in tag.articles.iter().filter(|other| **other != own) {
            *scores.entry(*other).or_default() += weight;
        }
    }
    let section = site.page(article.page).section;
    let mut ranking: Vec<_> = scores
        .into_iter()
        .map(|(ix, score)| (score + u32::from(site.page(site.article(ix).page).section == section), ix))
        .collect();
    ranking.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    ranking.into_iter().take(SHOWN).map(|(_, ix)| site.article(ix).page).collect()
}
