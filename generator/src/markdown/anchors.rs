//! Anchors: the ids of a text, and the other ways people write them.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::escape::escape;
use super::{Rendered, Target, anchor_id};
use crate::site::{ArticleIx, slug};

/// A heading, by both its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its id.
    pub id: String,
    /// The name GitHub and editors would give it; links from elsewhere and of other tools use it.
    pub github: String,
}

/// Every spelling of an anchor that leads somewhere in a text → its place among [`Rendered::ids`].
#[derive(Debug, Default)]
pub struct Spellings {
    known: HashMap<String, usize>,
    /// Those of the page's title, which leads to the top: the text may have repeated it.
    title: [String; 2],
}

impl Spellings {
    /// Gathers them once a text is rendered. An id goes before another heading's GitHub name.
    pub fn gather(ids: &[String], headings: &[Heading], title: &str) -> Self {
        let mut known: HashMap<String, usize> = HashMap::with_capacity(ids.len() + headings.len());
        for (ix, id) in ids.iter().enumerate() {
            known.entry(id.clone()).or_insert(ix);
        }
        for heading in headings {
            if !known.contains_key(&heading.github)
                && let Some(ix) = known.get(&heading.id).copied()
            {
                known.insert(heading.github.clone(), ix);
            }
        }
        Self { known, title: [slug(title), github_slug(title)] }
    }
}

impl Rendered {
    /// The id an anchor leads to, however it is written: as it is, as the generator makes ids, or as GitHub does.
    pub fn anchor(&self, written: &str) -> Option<&str> {
        let Spellings { known, title } = &self.spellings;
        let find = |spelling: &str| {
            let id = known.get(spelling).map(|ix| self.ids[*ix].as_str());
            id.or_else(|| title.iter().any(|title| title == spelling && !title.is_empty()).then_some("top"))
        };
        find(written).or_else(|| find(&anchor_id(written))).or_else(|| find(&github_slug(written)))
    }

    /// The HTML for a page: links lead to the ids that are really there, and each of `marks` is put in at its place in
    /// [`Rendered::html`] (see [`Block::html_at`](super::Block::html_at)), in order.
    ///
    /// Only now, because a link may lead into an article that was rendered later. `body` gives the text of an article.
    pub fn page_html<'a>(&'a self, body: impl Fn(ArticleIx) -> &'a Self, marks: &[(usize, String)]) -> Cow<'a, str> {
        let html = self.marked(marks);
        let real = self.real_addresses(body);
        if real.is_empty() {
            return html;
        }
        // Quotes in texts are written `&quot;`, so this is found in tags only.
        let mut parts = html.split("href=\"");
        let mut out = String::with_capacity(html.len() + 64);
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            out.push_str("href=\"");
            let address = part.split('"').next().unwrap_or_default();
            out.push_str(real.get(address).map_or(address, String::as_str));
            out.push_str(&part[address.len()..]);
        }
        out.into()
    }

    fn marked(&self, marks: &[(usize, String)]) -> Cow<'_, str> {
        if marks.is_empty() {
            return Cow::Borrowed(&self.html);
        }
        let mut out = String::with_capacity(self.html.len() + marks.iter().map(|(_, mark)| mark.len()).sum::<usize>());
        let mut from = 0;
        for (at, mark) in marks {
            out.push_str(&self.html[from..*at]);
            out.push_str(mark);
            from = *at;
        }
        out.push_str(&self.html[from..]);
        out.into()
    }

    /// Addresses as they stand in the HTML → as they must be, for links whose anchor is spelled otherwise than its id.
    fn real_addresses<'a>(&'a self, body: impl Fn(ArticleIx) -> &'a Self) -> HashMap<String, String> {
        let mut real = HashMap::new();
        for link in &self.links {
            let (target, url, anchor) = match &link.target {
                Target::Here(anchor) => (self, "", anchor),
                Target::Page { url, anchor: Some((ix, anchor)) } => (body(*ix), url.as_str(), anchor),
                _ => continue,
            };
            if let Some(id) = target.anchor(anchor).filter(|id| id != anchor) {
                real.insert(escape(&format!("{url}#{anchor}")), escape(&format!("{url}#{id}")));
            }
        }
        real
    }
}

/// A heading's anchor the way GitHub makes it: lower case, no punctuation, a hyphen a blank, marks kept.
pub fn github_slug(text: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || is_combining_mark(*c) || matches!(c, ' ' | '-' | '_');
    let lower = text.trim().chars().flat_map(char::to_lowercase);
    lower.filter(kept).map(|c| if c == ' ' { '-' } else { c }).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::github_slug;

    #[test]
    fn punctuation_goes_and_blanks_stay() {
        assert_eq!(github_slug("Free/Busy & more: what's new?"), "freebusy--more-whats-new");
        assert_eq!(github_slug("Đặt lại mật khẩu"), "đặt-lại-mật-khẩu");
        assert_eq!(github_slug("snake_case v1.2"), "snake_case-v12");
    }
}
