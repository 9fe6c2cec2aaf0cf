//! Help centres of other tools as content: what they export in, files of a content folder and a report of losses out.

mod addresses;
mod blocks;
pub mod export;
mod front;
mod inline;
mod lines;
mod losses;
mod places;
mod report;
mod table;

use std::collections::BTreeMap;

use domain::lang::Lang;

use self::export::Export;
use self::losses::Losses;
use self::places::Places;

/// What an import would write.
#[derive(Debug)]
pub struct Import {
    /// Files by their path inside the content folder, without `portal.toml`.
    pub files: BTreeMap<String, String>,
    /// The languages found, the one with most articles first.
    pub languages: Vec<Lang>,
    /// What `portal.toml` would say, for a folder that has none.
    pub portal: String,
    /// What was changed or lost, in Markdown.
    pub report: String,
    /// How many articles there are, all languages together.
    pub articles: usize,
    /// How many of them were only for some people.
    pub restricted: usize,
    /// How many pictures stay at their remote address.
    pub pictures: usize,
}

/// Turns a Zendesk export into content; `only` leaves out all other languages.
pub fn zendesk(export: &Export, only: Option<&Lang>) -> Import {
    let places = Places::of(export, only);
    let mut files = places.folders();
    let mut told = Vec::new();
    for placed in &places.articles {
        let (body, losses) = blocks::convert(&places, placed);
        files.insert(placed.rel.clone(), front::article(placed, &body));
        told.push((placed, losses));
    }
    Import {
        files,
        portal: front::portal(&places.languages),
        report: report::write(&places, &told),
        articles: told.len(),
        restricted: told.iter().filter(|(placed, _)| placed.article.is_restricted()).count(),
        pictures: told.iter().map(|(_, losses): &(_, Losses)| losses.pictures.len()).sum(),
        languages: places.languages,
    }
}
