//! Marks in a translation where its original has changed since.

use domain::lang::Lang;
use themes::view::site;

use super::Pages;
use crate::lock::{self, Change, Drift};
use crate::markdown::{Block, escape};
use crate::site::ArticleIx;

impl Pages<'_> {
    /// The notice of a translation that is behind its original, and the marks for [`Content::page_html`].
    ///
    /// [`Content::page_html`]: crate::content::Content::page_html
    pub(super) fn drift(&self, ix: ArticleIx, lang: &Lang) -> (Option<site::Drift>, Vec<(usize, String)>) {
        let content = self.content;
        let Some(drift) = lock::drift(content, ix) else { return (None, Vec::new()) };
        let original = content.site.article(drift.original);
        let (now, own) = (&content.body(drift.original).blocks, &content.body(ix).blocks);
        let mut places: Vec<usize> =
            drift.changes.iter().filter_map(|change| place(&drift, *change, now, own)).collect();
        places.sort_unstable();
        places.dedup();
        let mark = |block: &Block| {
            let key = if block.step.is_some() { "drift-step" } else { "drift-block" };
            let words = content.theme.text(lang, key, &[]);
            (block.html_at, format!("<p class=\"drift\">{}</p>", escape(&words)))
        };
        let marks = places.into_iter().map(|place| mark(&own[place])).collect();
        let notice = site::Drift {
            original_url: content.site.page(original.page).url.clone(),
            lang: original.lang.clone(),
            count: drift.changes.len(),
        };
        (Some(notice), marks)
    }
}

/// The block of a translation that corresponds to a change of its original: the step of the same number, else the block at
/// the same place when both have equally many.
fn place(drift: &Drift<'_>, change: Change, now: &[Block], own: &[Block]) -> Option<usize> {
    let then = &drift.record.blocks;
    let (was, is) = match change {
        Change::Changed { was, now } => (Some(was), Some(now)),
        Change::New { now } => (None, Some(now)),
        Change::Gone { was } => (Some(was), None),
    };
    if let Some(number) = is.and_then(|is| now[is].step.as_deref()) {
        // The translation still counts as the original did then.
        let former = was.and_then(|was| then[was].anchor.as_deref()?.strip_prefix("step-"));
        return own.iter().position(|block| block.step.as_deref() == Some(former.unwrap_or(number)));
    }
    was.filter(|_| own.len() == then.len()).or(is.filter(|_| own.len() == now.len()))
}
