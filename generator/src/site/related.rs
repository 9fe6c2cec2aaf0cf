//! Articles near an article: those it sends readers to and those sharing its rarer tags, neighbours of its section first.

use std::collections::HashMap;

use super::{ArticleIx, PageIx, Site};

/// At most this many are shown.
const SHOWN: usize = 5;

/// What a link is worth: as much as a tag that only two articles have.
const LINK: u32 = 500;
/// Links looked at. A page with more of them is a list, and says nothing of any.
const MOST_LINKS: usize = 40;

/// The pages related to an article that leads to the articles `linked`, best first.
pub fn related(site: &Site, own: ArticleIx, linked: impl Iterator<Item = ArticleIx>) -> Vec<PageIx> {
    let article = site.article(own);
    let mut scores: HashMap<ArticleIx, u32> = HashMap::new();
    for other in linked.take(MOST_LINKS) {
        if other != own && site.article(other).lang == article.lang {
            scores.insert(other, LINK);
        }
    }
    let tags = site.tags.get(&article.lang);
    for tag in article.front.tags.iter().filter_map(|tag| tags?.get(&super::slug(tag))) {
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
