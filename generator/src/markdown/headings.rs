//! Headings: their ids, their own links, the table of contents.

use std::fmt::Write as _;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};
use themes::view::site::TocEntry;

use super::Passage;
use super::anchors::{Heading, github_slug};
use super::escape::escape;
use super::variants::platform;
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

    pub(super) fn heading(
        &mut self,
        level: HeadingLevel,
        given: Option<&str>,
        attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
    ) {
        let (text, _) = self.text_until(self.at, TagEnd::Heading(level));
        let text = text.trim();
        let id = self.unique_id(&slug(given.unwrap_or(text)));
        if self.depth == 0 {
            self.variant(level, platform(attributes), &id);
            self.anchor_block(&id, None);
            self.mark_here();
            let from = self.done.text.len();
            self.done.passages.push(Passage {
                from,
                at: from,
                anchor: id.clone(),
                heading: text.to_owned(),
                step: None,
            });
        }
        // The page's title is the only heading of the first level.
        let level = (level as u8).max(2);
        if level <= 3 {
            self.done.toc.push(TocEntry { level, id: id.clone(), title: text.to_owned() });
        }
        let _ = write!(self.out, "<h{level} id=\"{id}\">");
        let label = self.context.theme.text(self.context.lang, "heading-anchor", &[("title", text)]);
        let label = escape(&label);
        self.closers
            .push(format!(" <a class=\"anchor\" href=\"#{id}\" aria-label=\"{label}\">#</a></h{level}>\n").into());
        let github = self.github_name(text);
        self.done.headings.push(Heading { id: id.clone(), github });
        self.done.ids.push(id);
    }

    /// The second heading of one wording is `…-1` at GitHub.
    fn github_name(&mut self, text: &str) -> String {
        let name = github_slug(text);
        let count = self.github_names.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}-{}", *count - 1) }
    }

    /// An id nothing else in the text has.
    pub(super) fn unique_id(&mut self, slug: &str) -> String {
        let base = if slug.is_empty() { "section" } else { slug };
        // `step-3` and `fn-1` are taken by steps and footnotes.
        let taken = base.starts_with("step-") || base.starts_with("fn-") || base.starts_with("fnref-");
        if !taken && !self.ids.contains_key(base) {
            self.ids.insert(base.to_owned(), 1);
            return base.to_owned();
        }
        let mut count = self.ids.get(base).copied().unwrap_or(1);
        loop {
            count += 1;
            let id = format!("{base}-{count}");
            if !self.ids.contains_key(&id) {
                self.ids.insert(base.to_owned(), count);
                self.ids.insert(id.clone(), 1);
                return id;
            }
        }
    }
}
