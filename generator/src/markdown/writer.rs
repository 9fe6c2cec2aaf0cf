//! Events to HTML.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::anchors::Spellings;
use super::autolinks;
use super::escape::{escape, push_escaped};
use super::events::Spanned;
use super::footnotes::Footnotes;
use super::lists::List;
use super::table::Table;
use super::variants::Variants;
use super::{Context, Rendered};

/// Deeper than a person reads, and shallow enough for every browser.
pub const DEEPEST: usize = 100;

/// Walks the events once, front to back.
pub struct Writer<'a> {
    pub(super) context: Context<'a>,
    pub(super) events: &'a [Spanned<'a>],
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
    /// The open lists.
    pub(super) lists: Vec<List>,
    /// What closes each open heading, link and blockquote.
    pub(super) closers: Vec<Cow<'static, str>>,
    tables: Vec<Table>,
    /// Ids by their wording, with how many there are of each.
    pub(super) ids: HashMap<String, usize>,
    /// The same for the names GitHub gives to headings.
    pub(super) github_names: HashMap<String, usize>,
    /// Whether the list of steps that belongs to no variant has been seen.
    pub(super) steps_done: bool,
    pub(super) variants: Variants,
    /// The id of the heading or step passed last.
    pub(super) anchor: Option<String>,
    /// Where links of the open block lead that name their address elsewhere.
    pub(super) far_targets: Vec<String>,
    /// How deep the content of the open paragraph is.
    pub(super) paragraph: usize,
    /// Raw HTML elements that were left out because too many were open, and are not closed yet.
    pub(super) raw_left_out: usize,
    /// Open elements whose text gets no links: headings, links.
    quiet: usize,
    /// Terms of the glossary that have their link.
    pub(super) linked_terms: Vec<bool>,
    /// Bytes of code that may still be coloured.
    pub(super) colours_left: usize,
    /// The label of every table.
    table_label: Option<String>,
}

/// Code coloured in one text: more than a person reads, and less than takes a noticeable time.
const MOST_COLOURED: usize = 512 * 1024;

impl<'a> Writer<'a> {
    pub fn new(context: Context<'a>, events: &'a [Spanned<'a>]) -> Self {
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
            github_names: HashMap::new(),
            steps_done: false,
            variants: Variants::default(),
            anchor: None,
            far_targets: Vec::new(),
            paragraph: 0,
            raw_left_out: 0,
            quiet: 0,
            linked_terms: Vec::new(),
            colours_left: MOST_COLOURED,
            table_label: None,
        }
    }

    pub fn write(mut self) -> Rendered {
        self.skip_repeated_title();
        while self.step() {}
        self.end_variants();
        self.close_raw(0);
        self.close_block();
        let back = self.context.theme.text(self.context.lang, "footnote-back", &[]);
        self.out.push_str(&self.footnotes.section(&back));
        self.done.html = self.out;
        self.done.uses = (0..).zip(&self.linked_terms).filter_map(|(term, used)| used.then_some(term)).collect();
        self.done.spellings = Spellings::gather(&self.done.ids, &self.done.headings, self.context.title);
        self.done
    }

    /// Writes the next event with what belongs to it; `false` at the end.
    pub(super) fn step(&mut self) -> bool {
        let events = self.events;
        let Some((event, span)) = events.get(self.at) else { return false };
        self.at += 1;
        match event {
            // Not an element of its own: what its tags open may be closed by a later block.
            Event::Start(Tag::HtmlBlock) => {
                if self.depth == 0 {
                    self.open_block(span);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {}
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
            Event::Text(text) => self.words(text, span),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text),
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
            Event::SoftBreak | Event::HardBreak if self.out.ends_with("</figure>\n") => {
                if self.paragraph == self.depth {
                    self.out.push_str("<p>");
                }
            }
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => {
                self.out.push_str("<br>");
                self.text("\n");
            }
            Event::Rule => {
                if self.depth == 0 {
                    self.open_block(span);
                }
                self.out.push_str("<hr>\n");
            }
            Event::TaskListMarker(done) => self.out.push_str(if *done {
                "<span class=\"task-mark\">☑</span> "
            } else {
                "<span class=\"task-mark\">☐</span> "
            }),
        }
        true
    }

    /// The text from event `from` to the end of the element `from` is in, and the index of that end.
    pub(super) fn text_until(&self, from: usize, end: TagEnd) -> (String, usize) {
        let mut text = String::new();
        let in_line = |text: String| if text.contains('\n') { text.replace('\n', " ") } else { text };
        let mut nested = 0_usize;
        for (index, (event, _)) in self.events.iter().enumerate().skip(from) {
            match event {
                Event::Text(part) | Event::Code(part) => text.push_str(part),
                // Words of different lines and items must not run together.
                Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Item | TagEnd::Paragraph) => text.push(' '),
                Event::Start(tag) if tag.to_end() == end => nested += 1,
                Event::End(tag) if *tag == end => match nested.checked_sub(1) {
                    Some(rest) => nested = rest,
                    None => return (in_line(text), index),
                },
                _ => {}
            }
        }
        (in_line(text), self.events.len())
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

    pub(super) fn text(&mut self, text: &str) {
        push_escaped(&mut self.out, text);
        self.done.text.push_str(text);
    }

    /// Writes running text: addresses and terms in it become links.
    pub(super) fn words(&mut self, text: &str, span: &Range<usize>) {
        if self.quiet > 0 || self.is_in_quiet_html() {
            return self.text(text);
        }
        self.done.text.push_str(text);
        let (mut from, mut source) = (0, self.in_file(span));
        for autolinks::Address { span: found, is_mail } in autolinks::find(text) {
            self.terms(&text[from..found.start]);
            let shown = &text[found.clone()];
            let written = if is_mail { format!("mailto:{shown}") } else { shown.to_owned() };
            // An entity may have moved it in the source, or be inside it.
            let here = self.context.file.text.get(source.clone()).and_then(|rest| rest.find(shown));
            let place = match here {
                Some(at) => source.start + at..source.start + at + shown.len(),
                None => source.start..source.start,
            };
            // One that is not found sends no more searches over the same text.
            source.start = if here.is_some() { place.end } else { source.end };
            let place = place.start - self.context.body..place.end - self.context.body;
            self.link(&written, "", &place);
            push_escaped(&mut self.out, shown);
            let close = self.closers.pop().unwrap_or_default();
            self.out.push_str(&close);
            from = found.end;
        }
        self.terms(&text[from..]);
    }

    fn start(&mut self, tag: &Tag<'_>, span: &Range<usize>) {
        if self.depth == 0 && !matches!(tag, Tag::List(Some(_))) {
            self.open_block(span);
        }
        match tag {
            Tag::Paragraph => {
                self.out.push_str(if self.is_film() { "<p class=\"video-card\">" } else { "<p>" });
                self.paragraph = self.depth + 1;
            }
            Tag::Heading { level, id, attrs, .. } => {
                self.heading(*level, id.as_deref(), attrs);
                self.quiet += 1;
            }
            Tag::BlockQuote(kind) => self.quote(*kind),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::List(first) => self.list(*first, span),
            Tag::Item => self.item(span),
            Tag::FootnoteDefinition(label) => {
                let outer = std::mem::take(&mut self.out);
                self.outer.push((label.to_string(), outer));
            }
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.definition_title(span),
            Tag::DefinitionListDefinition => {
                self.definition();
                self.out.push_str("<dd>");
            }
            Tag::Table(alignments) => {
                let context = self.context;
                let label = self
                    .table_label
                    .get_or_insert_with(|| escape(&context.theme.text(context.lang, "table-scroll-label", &[])));
                let _ = writeln!(
                    self.out,
                    "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\"><table>"
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
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                self.note_far_target(*link_type, dest_url);
                self.link(&written, title, span);
                self.quiet += 1;
            }
            Tag::Image { dest_url, title, link_type, .. } => {
                self.note_far_target(*link_type, dest_url);
                self.image(dest_url, title, span);
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
        }
    }

    fn note_far_target(&mut self, kind: LinkType, target: &str) {
        if matches!(kind, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            self.far_targets.push(target.to_owned());
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let close: Cow<'static, str> = match tag {
            TagEnd::Heading(_) | TagEnd::Link => {
                self.quiet -= 1;
                self.closers.pop().unwrap_or_default()
            }
            TagEnd::BlockQuote(_) => self.closers.pop().unwrap_or_default(),
            other => self.closing(other).into(),
        };
        self.out.push_str(&close);
        // Words of different blocks must not run together in the plain text.
        if close.ends_with('\n') || tag == TagEnd::TableCell {
            self.done.text.push('\n');
        }
        if let (TagEnd::Heading(_), 0, Some(passage)) = (tag, self.depth, self.done.passages.last_mut()) {
            passage.at = self.done.text.len();
        }
    }

    fn closing(&mut self, tag: TagEnd) -> &'static str {
        match tag {
            TagEnd::Paragraph if self.out.ends_with("</figure>\n") => "",
            TagEnd::Paragraph => "</p>\n",
            TagEnd::CodeBlock => "</code></pre>\n",
            TagEnd::List(_) => self.list_end(),
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
}
