//! How far an original has moved on from one of its translations.

use super::changes::{self, Change};
use super::translations::Record;
use crate::content::Content;
use crate::site::{Article, ArticleIx, Site};

/// A translation whose original has changed since.
#[derive(Debug)]
pub struct Drift<'a> {
    /// The original.
    pub original: ArticleIx,
    /// What the translation was made from.
    pub record: &'a Record,
    /// What has happened since, in the order of the text; never empty.
    pub changes: Vec<Change>,
}

/// The drift of an article; `None` when it is up to date, is no translation, or nobody recorded what it was made from.
/// Renders the original when that has not been done yet.
pub fn drift(content: &Content, ix: ArticleIx) -> Option<Drift<'_>> {
    let article = content.site.article(ix);
    let record = content.translations.get(&article.rel)?;
    let original = original(&content.site, article, record)?;
    let changes = changes::changes(&record.blocks, &content.body(original).blocks);
    (!changes.is_empty()).then_some(Drift { original, record, changes })
}

/// The article a translation was made from; when its file went or translates something else by now, the original of today.
fn original(site: &Site, article: &Article, record: &Record) -> Option<ArticleIx> {
    if site.targets.hidden.contains_key(&record.original) {
        return None; // A draft again: its readers see neither, and another language's text is no measure.
    }
    let recorded = site.targets.pages.get(&record.original).and_then(|url| site.targets.by_url.get(url)).copied();
    let fits = |ix: &ArticleIx| site.article(*ix).group == article.group && site.article(*ix).lang != article.lang;
    recorded.filter(fits).or_else(|| site.original(article))
}
