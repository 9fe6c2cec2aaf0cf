//! The parser's events, with what is one text made one event.
//!
//! The parser cuts a text wherever a mark might have been; addresses and terms would be cut with it.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

/// An event and where it is in the Markdown.
pub type Spanned<'a> = (Event<'a>, Range<usize>);

/// Reads Markdown.
pub fn read(text: &str) -> Vec<Spanned<'_>> {
    let mut merge = Merge {
        source: text,
        events: Vec::with_capacity(text.len() / 16),
        held: Held::Nothing,
        line_end: None,
        in_title: false,
    };
    for (event, span) in Parser::new_ext(text, options()).into_offset_iter() {
        merge.take(event, span);
    }
    merge.release();
    merge.events
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

struct Merge<'a> {
    source: &'a str,
    events: Vec<Spanned<'a>>,
    held: Held,
    /// A line end after the held text: kept in it when more text follows.
    line_end: Option<Range<usize>>,
    /// Inside the first line of `> [!TIP] Words`, whose end matters.
    in_title: bool,
}

/// Text that may go on.
enum Held {
    Nothing,
    /// Stands in the source as it is.
    Source(Range<usize>),
    /// Differs from the source, for instance by an entity.
    Apart(String, Range<usize>),
}

impl<'a> Merge<'a> {
    fn take(&mut self, event: Event<'a>, span: Range<usize>) {
        match event {
            Event::Text(text) => self.text(&text, span),
            Event::SoftBreak if self.joins_lines() => self.line_end = Some(span),
            other => {
                self.release();
                if matches!(other, Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph)) {
                    self.in_title = false;
                }
                self.events.push((other, span));
            }
        }
    }

    fn joins_lines(&self) -> bool {
        self.line_end.is_none() && !self.in_title && !matches!(self.held, Held::Nothing)
    }

    fn text(&mut self, text: &CowStr<'a>, span: Range<usize>) {
        let source = self.source;
        let is_source = matches!(text, CowStr::Borrowed(words)
            if source.get(span.clone()).is_some_and(|there| there.len() == words.len() && there.as_ptr() == words.as_ptr()));
        let line_end = self.line_end.take();
        match &mut self.held {
            Held::Nothing => {
                let in_callout = matches!(
                    self.events.as_slice(),
                    [.., (Event::Start(Tag::BlockQuote(None)), _), (Event::Start(Tag::Paragraph), _)]
                );
                self.in_title |= in_callout && text.starts_with('[');
                self.held = if is_source { Held::Source(span) } else { Held::Apart(text.to_string(), span) };
            }
            Held::Source(held) => {
                let end = line_end.as_ref().map_or(held.end, |line| line.end);
                let unbroken = line_end.as_ref().is_none_or(|line| line.start == held.end && line.len() == 1);
                if is_source && unbroken && end == span.start {
                    held.end = span.end;
                    return;
                }
                let mut whole = source[held.clone()].to_owned();
                whole.extend(line_end.map(|_| '\n'));
                whole.push_str(text);
                self.held = Held::Apart(whole, held.start..span.end);
            }
            Held::Apart(whole, held) => {
                whole.extend(line_end.map(|_| '\n'));
                whole.push_str(text);
                held.end = span.end;
            }
        }
    }

    fn release(&mut self) {
        let source = self.source;
        match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Nothing => {}
            Held::Source(span) => {
                self.events.push((Event::Text(CowStr::Borrowed(&source[span.clone()])), span));
            }
            Held::Apart(text, span) => self.events.push((Event::Text(text.into()), span)),
        }
        if let Some(span) = self.line_end.take() {
            self.events.push((Event::SoftBreak, span));
        }
    }
}
