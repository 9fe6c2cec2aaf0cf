//! Headings: their ids, their own links, the table of contents.

use std::fmt::Write as _;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use themes::view::site::TocEntry;

use super::escape::escape;
use super::writer::Writer;
use crate::site::slug;

impl Writer<'_> {
    /// The page shows its title itself.
    pub(super) fn skip_repeated_title(&mut self) {
        let Some((Event::Start(tag @ Tag::Heading { level: HeadingLevel::H1, .. }), _)) = self.events.first() else {
            return;
        };
        let (text, end) = self.text_until(1, tag.to_end());
        if slug(&text) == slug(self.context.title) {
            self.at = end + 1;
        }
    }

    pub(super) fn heading(&mut self, level: HeadingLevel, given: Option<&str>) {
        let (text, _) = self.text_until(self.at, TagEnd::Heading(level));
        let id = self.unique_id(&slug(given.unwrap_or(&text)));
        // The page's title is the only heading of the first level.
        let level = (level as u8).max(2);
        if level <= 3 {
            self.done.toc.push(TocEntry { level, id: id.clone(), title: text.trim().to_owned() });
        }
        let _ = write!(self.out, "<h{level} id=\"{id}\">");
        let label = self.context.theme.text(self.context.lang, "heading-anchor", &[("title", text.trim())]);
        let label = escape(&label);
        self.closers
            .push(format!(" <a class=\"anchor\" href=\"#{id}\" aria-label=\"{label}\">#</a></h{level}>\n").into());
        self.done.ids.push(id);
    }

    fn unique_id(&mut self, slug: &str) -> String {
        let base = if slug.is_empty() { "section" } else { slug };
        let count = self.ids.entry(base.to_owned()).or_default();
        *count += 1;
        // `step-3` and `fn-1` are taken by steps and footnotes.
        let own = base.starts_with("step-") || base.starts_with("fn-") || base.starts_with("fnref-");
        match (*count, own) {
            (1, false) => base.to_owned(),
            (count, _) => format!("{base}-{}", count + usize::from(own)),
        }
    }
}
