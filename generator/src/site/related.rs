//! Articles near an article: those it leads to, those that lead to it, those sharing its rarer tags and terms; neighbours
//! of its section first.

use std::collections::HashMap;

use domain::lang::Lang;

use super::{ArticleIx, PageIx, Site};

/// At most this many are shown.
const SHOWN: usize = 5;

/// What a link is worth: as much as a tag that only two articles have.
const LINK: u32 = 500;
/// Links looked at. A page with more of them is a list, and says nothing of any.
const MOST_LINKS: usize = 40;
/// A tag, a term or a page many lead to says nothing of any; one on a thousand would only cost time.
const RAREST: usize = 200;

/// What an article's text tells of those near it.
#[derive(Debug, Default)]
pub struct Text<'a> {
    /// The articles it leads to.
    pub linked: Vec<ArticleIx>,
    /// The terms of the glossary it uses, by their places there.
    pub terms: &'a [u32],
}

/// What the texts of all articles tell of each.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// The articles that lead to each.
    incoming: Vec<Vec<ArticleIx>>,
    /// The articles that use a term of their language's glossary.
    users: HashMap<(Lang, u32), Vec<ArticleIx>>,
}

impl Surroundings {
    /// Gathers them from the texts, which come in the order of the articles.
    pub fn gather<'a>(site: &Site, texts: impl Iterator<Item = Text<'a>>) -> Self {
        let mut found = Self { incoming: vec![Vec::new(); site.articles.len()], users: HashMap::new() };
        for (ix, text) in texts.enumerate() {
            let own = ArticleIx(ix);
            for other in text.linked.into_iter().take(MOST_LINKS) {
                let incoming = &mut found.incoming[other.0];
                if incoming.last() != Some(&own) {
                    incoming.push(own);
                }
            }
            for term in text.terms {
                found.users.entry((site.article(own).lang.clone(), *term)).or_default().push(own);
            }
        }
        found
    }
}

/// The pages related to an article by its own text and, once all are known, by those of others; best first.
pub fn related(site: &Site, own: ArticleIx, text: &Text<'_>, around: Option<&Surroundings>) -> Vec<PageIx> {
    let article = site.article(own);
    let mut scores: HashMap<ArticleIx, u32> = HashMap::new();
    let mut add = |other: ArticleIx, worth: u32| {
        if other != own && site.article(other).lang == article.lang {
            *scores.entry(other).or_default() += worth;
        }
    };
    let mut linked: Vec<_> = text.linked.iter().take(MOST_LINKS).collect();
    linked.sort_unstable();
    linked.dedup();
    for other in linked {
        add(*other, LINK);
    }
    let mut share = |others: &[ArticleIx], most: u32| {
        if others.len() <= RAREST {
            let worth = 1_000 / u32::try_from(others.len().max(1)).unwrap_or(u32::MAX);
            for other in others {
                add(*other, worth.min(most));
            }
        }
    };
    let tags = site.tags.get(&article.lang);
    for tag in article.front.tags.iter().filter_map(|tag| tags?.get(&super::slug(tag))) {
        share(&tag.articles, LINK);
    }
    if let Some(around) = around {
        share(&around.incoming[own.0], LINK);
        for term in text.terms {
            // An author chooses a tag; a term only happens to be used.
            share(around.users.get(&(article.lang.clone(), *term)).map_or(&[], Vec::as_slice), LINK / 2);
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
