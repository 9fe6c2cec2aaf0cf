//! Callouts: quotes that note, advise or warn.

use std::fmt::Write as _;

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

use super::events::Spanned;
use super::writer::Writer;

/// Their names, as written between `[!` and `]`.
const KINDS: &[&str] = &["note", "tip", "important", "warning", "caution"];

impl<'a> Writer<'a> {
    pub(super) fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let kind = match kind {
            Some(BlockQuoteKind::Note) => Some("note"),
            Some(BlockQuoteKind::Tip) => Some("tip"),
            Some(BlockQuoteKind::Important) => Some("important"),
            Some(BlockQuoteKind::Warning) => Some("warning"),
            Some(BlockQuoteKind::Caution) => Some("caution"),
            None => None,
        };
        if let Some(kind) = kind {
            self.callout(kind, None);
        } else if let Some((kind, words)) = self.own_title() {
            self.callout(kind, Some(words));
        } else if let Some((kind, goes_on)) = self.bold_callout() {
            self.callout(kind, None);
            if goes_on {
                self.out.push_str("<p>");
                self.depth += 1;
            }
        } else {
            self.out.push_str("<blockquote>\n");
            self.closers.push("</blockquote>\n".into());
        }
    }

    /// Opens a callout; `words` are the first of its own title, which goes to the end of the line.
    fn callout(&mut self, kind: &str, words: Option<&str>) {
        let _ = write!(self.out, "<aside class=\"callout callout-{kind}\" role=\"note\"><p class=\"callout-title\">");
        self.closers.push("</aside>\n".into());
        let Some(words) = words else {
            let title = self.context.theme.callout_title(self.context.lang, kind);
            let _ = writeln!(self.out, "{title}</p>");
            return;
        };
        let _ = write!(self.out, "{} ", self.context.theme.icon(kind));
        let span = self.events[self.at + 1].1.clone();
        self.at += 2;
        // Inside the quote and its paragraph, neither of which has been counted.
        self.depth += 2;
        self.words(words, &span);
        let ends = |event: Option<&Spanned<'_>>| {
            matches!(event, None | Some((Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph), _)))
        };
        while !ends(self.events.get(self.at)) {
            self.step();
        }
        self.close_raw(self.depth);
        self.out.push_str("</p>\n");
        self.done.text.push('\n');
        self.depth -= 1;
        match self.events.get(self.at) {
            Some((Event::End(_), _)) | None => self.depth -= 1,
            Some(_) => self.out.push_str("<p>"),
        }
        self.at += 1;
    }

    /// `> [!TIP] Words`: the kind and the first words.
    fn own_title(&self) -> Option<(&'static str, &'a str)> {
        let events = self.events;
        let (Event::Start(Tag::Paragraph), Event::Text(text)) = (&events.get(self.at)?.0, &events.get(self.at + 1)?.0)
        else {
            return None;
        };
        let (name, words) = text.strip_prefix("[!")?.split_once(']')?;
        let kind = *KINDS.iter().find(|kind| kind.eq_ignore_ascii_case(name))?;
        // Some editors write `[!NOTE]-` for one that is folded.
        let words = words.trim_start_matches(['-', '+']).trim_start();
        Some((kind, words)).filter(|(_, words)| !words.is_empty() || !self.ends_line(self.at + 2))
    }

    fn ends_line(&self, at: usize) -> bool {
        matches!(self.events.get(at), Some((Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph), _)))
    }

    /// `> **NOTE**` followed by the text, as some tools write callouts. Steps over the word; true when its paragraph goes on.
    fn bold_callout(&mut self) -> Option<(&'static str, bool)> {
        if !self.context.is_lenient() {
            return None;
        }
        let event = |ahead: usize| self.events.get(self.at + ahead).map(|(event, _)| event);
        let (
            Event::Start(Tag::Paragraph),
            Event::Start(Tag::Strong),
            Event::Text(word),
            Event::End(TagEnd::Strong),
            after,
        ) = (event(0)?, event(1)?, event(2)?, event(3)?, event(4)?)
        else {
            return None;
        };
        let kind = *KINDS.iter().find(|kind| kind.eq_ignore_ascii_case(word.trim_end_matches(':')))?;
        let goes_on = match after {
            Event::SoftBreak | Event::HardBreak => true,
            Event::End(TagEnd::Paragraph) => false,
            _ => return None,
        };
        self.at += 5;
        Some((kind, goes_on))
    }
}
