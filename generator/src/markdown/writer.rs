//! Events to HTML.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::escape::{escape, push_escaped};
use super::footnotes::Footnotes;
use super::table::Table;
use super::{Context, Rendered};

/// Deeper than a person reads, and shallow enough for every browser.
const DEEPEST: usize = 100;

/// Walks the events once, front to back.
pub struct Writer<'a> {
    pub(super) context: Context<'a>,
    pub(super) events: &'a [(Event<'a>, Range<usize>)],
    pub(super) at: usize,
    pub(super) out: String,
    pub(super) done: Rendered,
    footnotes: Footnotes,
    /// Texts around the footnote definition being written.
    outer: Vec<(String, String)>,
    /// Open Markdown elements.
    pub(super) depth: usize,
    /// Raw HTML elements that are open, with the depth they were opened at.
    pub(super) raw: Vec<(usize, String)>,
    /// What closes each open list, and whether its items are steps.
    lists: Vec<ListState>,
    /// What closes each open heading, link and blockquote.
    pub(super) closers: Vec<Cow<'static, str>>,
    tables: Vec<Table>,
    /// Ids by their wording, with how many there are of each.
    pub(super) ids: HashMap<String, usize>,
    steps_done: bool,
}

struct ListState {
    close: &'static str,
    is_steps: bool,
    is_tasks: bool,
}

impl<'a> Writer<'a> {
    pub fn new(context: Context<'a>, events: &'a [(Event<'a>, Range<usize>)]) -> Self {
        Self {
            context,
            events,
            at: 0,
            out: String::with_capacity(context.file.text.len() * 3 / 2),
            done: Rendered::default(),
            footnotes: Footnotes::default(),
            outer: Vec::new(),
            depth: 0,
            raw: Vec::new(),
            lists: Vec::new(),
            closers: Vec::new(),
            tables: Vec::new(),
            ids: HashMap::new(),
            steps_done: !context.has_steps,
        }
    }

    pub fn write(mut self) -> Rendered {
        self.skip_repeated_title();
        let events = self.events;
        while let Some((event, span)) = events.get(self.at) {
            self.at += 1;
            match event {
                // Not an element of its own: what its tags open may be closed by a later block.
                Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
                Event::Start(_) if self.depth >= DEEPEST => self.skip(span),
                Event::Start(tag) => {
                    self.start(tag, span);
                    self.depth += 1;
                }
                Event::End(tag) => {
                    self.close_raw(self.depth);
                    self.depth -= 1;
                    self.end(*tag);
                }
                Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text),
                Event::Code(code) => {
                    self.out.push_str("<code>");
                    self.text(code);
                    self.out.push_str("</code>");
                }
                Event::Html(html) | Event::InlineHtml(html) => self.html(html, span),
                Event::FootnoteReference(label) => {
                    let mark = self.footnotes.reference(label);
                    self.out.push_str(&mark);
                }
                Event::SoftBreak => self.text("\n"),
                Event::HardBreak => {
                    self.out.push_str("<br>");
                    self.text("\n");
                }
                Event::Rule => self.out.push_str("<hr>\n"),
                Event::TaskListMarker(done) => self.out.push_str(if *done {
                    "<span class=\"task-mark\">☑</span> "
                } else {
                    "<span class=\"task-mark\">☐</span> "
                }),
            }
        }
        self.close_raw(0);
        let back = self.context.theme.text(self.context.lang, "footnote-back", &[]);
        self.out.push_str(&self.footnotes.section(&back));
        self.done.html = self.out;
        self.done
    }

    /// The text from event `from` to the end of the element `from` is in, and the index of that end.
    pub(super) fn text_until(&self, from: usize, end: TagEnd) -> (String, usize) {
        let mut text = String::new();
        let mut nested = 0_usize;
        for (index, (event, _)) in self.events.iter().enumerate().skip(from) {
            match event {
                Event::Text(part) | Event::Code(part) => text.push_str(part),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                Event::Start(tag) if tag.to_end() == end => nested += 1,
                Event::End(tag) if *tag == end => match nested.checked_sub(1) {
                    Some(rest) => nested = rest,
                    None => return (text, index),
                },
                _ => {}
            }
        }
        (text, self.events.len())
    }

    /// Leaves out an element and all inside it.
    fn skip(&mut self, span: &Range<usize>) {
        let span = self.in_file(span);
        self.done.too_deep.get_or_insert(span);
        let mut open = 1_usize;
        while let Some((event, _)) = self.events.get(self.at).filter(|_| open > 0) {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }

    pub(super) fn in_file(&self, span: &Range<usize>) -> Range<usize> {
        span.start + self.context.body..span.end + self.context.body
    }

    fn text(&mut self, text: &str) {
        push_escaped(&mut self.out, text);
        self.done.text.push_str(text);
    }

    fn start(&mut self, tag: &Tag<'_>, span: &Range<usize>) {
        match tag {
            Tag::Paragraph if self.is_lone_image() => {}
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, id, .. } => self.heading(*level, id.as_deref()),
            Tag::BlockQuote(kind) => self.quote(*kind),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::List(first) => self.list(*first),
            Tag::Item => self.item(),
            Tag::FootnoteDefinition(label) => {
                let outer = std::mem::take(&mut self.out);
                self.outer.push((label.to_string(), outer));
            }
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.out.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::Table(alignments) => {
                let label = self.context.theme.text(self.context.lang, "table-scroll-label", &[]);
                let _ = writeln!(
                    self.out,
                    "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{}\"><table>",
                    escape(&label)
                );
                self.tables.push(Table::new(alignments.clone()));
            }
            Tag::TableHead => self.out.push_str(self.tables.last_mut().map_or("", Table::head)),
            Tag::TableRow => self.out.push_str(self.tables.last_mut().map_or("", Table::row)),
            Tag::TableCell => {
                let is_empty = matches!(self.events.get(self.at), Some((Event::End(_), _)));
                let cell = self.tables.last_mut().map(|table| table.cell(is_empty)).unwrap_or_default();
                self.out.push_str(&cell);
            }
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link { dest_url, title, link_type, .. } => {
                let written = match link_type {
                    pulldown_cmark::LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                self.link(&written, title, span);
            }
            Tag::Image { dest_url, title, .. } => self.image(dest_url, title, span),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let close: Cow<'static, str> = match tag {
            TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::Link => self.closers.pop().unwrap_or_default(),
            other => self.closing(other).into(),
        };
        self.out.push_str(&close);
        // Words of different blocks must not run together in the plain text.
        if close.ends_with('\n') || tag == TagEnd::TableCell {
            self.done.text.push('\n');
        }
    }

    fn closing(&mut self, tag: TagEnd) -> &'static str {
        match tag {
            TagEnd::Paragraph if self.out.ends_with("</figure>") => "\n",
            TagEnd::Paragraph => "</p>\n",
            TagEnd::CodeBlock => "</code></pre>\n",
            TagEnd::List(_) => self.lists.pop().map_or("", |list| list.close),
            TagEnd::Item => "</li>\n",
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::Table => {
                self.tables.pop();
                "</tbody></table></div>\n"
            }
            TagEnd::TableHead => self.tables.last_mut().map_or("", Table::head_end),
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell => self.tables.last().map_or("", Table::cell_end),
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Superscript => "</sup>",
            TagEnd::Subscript => "</sub>",
            TagEnd::FootnoteDefinition => {
                if let Some((label, outer)) = self.outer.pop() {
                    let body = std::mem::replace(&mut self.out, outer);
                    self.footnotes.define(&label, body.trim().to_owned());
                }
                ""
            }
            _ => "",
        }
    }

    /// A paragraph that is nothing but a picture becomes a figure, which may not stand in `<p>`.
    fn is_lone_image(&self) -> bool {
        let Some((Event::Start(Tag::Image { .. }), _)) = self.events.get(self.at) else { return false };
        let (_, end) = self.text_until(self.at + 1, TagEnd::Image);
        matches!(self.events.get(end + 1), Some((Event::End(TagEnd::Paragraph), _)))
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let kind = match kind {
            Some(BlockQuoteKind::Note) => Some("note"),
            Some(BlockQuoteKind::Tip) => Some("tip"),
            Some(BlockQuoteKind::Important) => Some("important"),
            Some(BlockQuoteKind::Warning) => Some("warning"),
            Some(BlockQuoteKind::Caution) => Some("caution"),
            None => None,
        };
        let bold = if kind.is_none() { self.bold_callout() } else { None };
        let Some(kind) = kind.or(bold.map(|(kind, _)| kind)) else {
            self.out.push_str("<blockquote>\n");
            self.closers.push("</blockquote>\n".into());
            return;
        };
        let title = self.context.theme.callout_title(self.context.lang, kind);
        let _ = writeln!(
            self.out,
            "<aside class=\"callout callout-{kind}\" role=\"note\"><p class=\"callout-title\">{title}</p>"
        );
        self.closers.push("</aside>\n".into());
        if let Some((_, true)) = bold {
            self.out.push_str("<p>");
            self.depth += 1;
        }
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
        let kind = match word.trim_end_matches(':').to_ascii_uppercase().as_str() {
            "NOTE" => "note",
            "TIP" => "tip",
            "IMPORTANT" => "important",
            "WARNING" => "warning",
            "CAUTION" => "caution",
            _ => return None,
        };
        let goes_on = match after {
            Event::SoftBreak | Event::HardBreak => true,
            Event::End(TagEnd::Paragraph) => false,
            _ => return None,
        };
        self.at += 5;
        Some((kind, goes_on))
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        self.out.push_str("<pre tabindex=\"0\"><code");
        if let CodeBlockKind::Fenced(info) = kind {
            let word = info.split([' ', ',', '{', '\t']).next().unwrap_or_default();
            let name: String =
                word.chars().filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_')).collect();
            if !name.is_empty() {
                let _ = write!(self.out, " class=\"language-{}\"", escape(&name));
            }
        }
        self.out.push('>');
    }

    fn list(&mut self, first: Option<u64>) {
        let event = |ahead: usize| self.events.get(self.at + ahead).map(|(event, _)| event);
        let is_tasks =
            matches!((event(1), event(2)), (Some(Event::TaskListMarker(_)), _) | (_, Some(Event::TaskListMarker(_))));
        let is_steps = first.is_some() && !self.steps_done && self.depth == 0 && self.outer.is_empty();
        let (open, close) = match first {
            Some(_) if is_steps => ("<ol class=\"steps\">\n".to_owned(), "</ol>\n"),
            Some(1) => ("<ol>\n".to_owned(), "</ol>\n"),
            Some(number) => (format!("<ol start=\"{number}\">\n"), "</ol>\n"),
            None if is_tasks => ("<ul class=\"tasks\">\n".to_owned(), "</ul>\n"),
            None => ("<ul>\n".to_owned(), "</ul>\n"),
        };
        self.steps_done |= is_steps;
        self.out.push_str(&open);
        self.lists.push(ListState { close, is_steps, is_tasks });
    }

    fn item(&mut self) {
        match self.lists.last() {
            Some(ListState { is_steps: true, .. }) => {
                self.done.steps += 1;
                let id = format!("step-{}", self.done.steps);
                let _ = write!(self.out, "<li class=\"step\" id=\"{id}\">");
                self.done.ids.push(id);
            }
            Some(ListState { is_tasks: true, .. }) => self.out.push_str("<li class=\"task\">"),
            _ => self.out.push_str("<li>"),
        }
    }
}
