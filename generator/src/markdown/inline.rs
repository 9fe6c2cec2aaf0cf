//! The inline parts that lead somewhere or come as raw HTML: links, pictures, tags.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::escape::{escape, push_escaped};
use super::html::{self, Piece};
use super::links::{self, Link, Target};
use super::writer::{DEEPEST, Writer};
use super::{Reason, Refused};

/// Raw elements whose text gets no links.
const QUIET: &[&str] = &["a", "code", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "samp", "summary", "var"];

impl Writer<'_> {
    pub(super) fn link(&mut self, written: &str, title: &str, span: &Range<usize>) {
        let target = links::resolve(&self.context, written);
        let Some(href) = links::href(&target, written) else {
            self.remember(written, target, span);
            self.out.push_str("<span class=\"missing-link\">");
            self.closers.push("</span>".into());
            return;
        };
        let leaves = target == Target::External && (written.starts_with("http") || written.starts_with("//"));
        self.remember(written, target, span);
        let _ = write!(self.out, "<a href=\"{}\"", escape(&href));
        if leaves {
            self.out.push_str(" class=\"external\" rel=\"noopener\"");
        }
        if !title.is_empty() {
            let _ = write!(self.out, " title=\"{}\"", escape(title));
        }
        self.out.push('>');
        self.closers.push("</a>".into());
    }

    /// Notes a link, with the place of its address inside the written link where it can be found.
    fn remember(&mut self, written: &str, target: Target, span: &Range<usize>) {
        let span = self.in_file(span);
        let within = self.context.file.text.get(span.clone()).and_then(|text| text.rfind(written));
        let span = within.map_or(span.clone(), |at| span.start + at..span.start + at + written.len());
        self.done.links.push(Link { span, written: written.to_owned(), target });
    }

    /// Writes a picture; its alternative text are the events up to its end.
    pub(super) fn image(&mut self, written: &str, title: &str, span: &Range<usize>) {
        let start = self.at - 1;
        let (alt, end) = self.text_until(self.at, TagEnd::Image);
        self.at = end;
        let img = self.img(written, Some(alt.trim()).filter(|alt| !alt.is_empty()), span);
        let Some(in_paragraph) = self.own_line(start, end) else {
            self.out.push_str(&img);
            return;
        };
        if in_paragraph {
            // A figure may not stand in `<p>`.
            if self.out.ends_with("<p>") {
                self.out.truncate(self.out.len() - "<p>".len());
            } else {
                self.out.truncate(self.out.trim_end().len());
                self.out.push_str("</p>\n");
            }
        }
        let _ = write!(self.out, "<figure>{img}");
        if !title.is_empty() {
            let _ = write!(self.out, "<figcaption>{}</figcaption>", escape(title));
        }
        self.out.push_str("</figure>\n");
        self.done.text.push('\n');
    }

    /// Whether the picture between two events has a line of its own, in a list item or a paragraph without other
    /// words, and so is a figure; and whether that is inside `<p>`.
    fn own_line(&self, start: usize, end: usize) -> Option<bool> {
        let before = &self.events[start.checked_sub(1)?].0;
        let after = self.events.get(end + 1).map(|(event, _)| event);
        let starts = matches!(before, Event::SoftBreak | Event::HardBreak | Event::Start(Tag::Paragraph | Tag::Item));
        let ends = match after {
            Some(Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item)) | None => true,
            // A tight item goes on with a block.
            Some(Event::Start(tag)) => !is_inline(tag),
            _ => false,
        };
        let alone = matches!((before, after), (Event::Start(Tag::Paragraph), Some(Event::End(TagEnd::Paragraph))));
        if !starts || !ends || self.raw.iter().any(|(depth, _)| *depth >= self.depth) {
            return None;
        }
        let item = self.lists.last().map(|list| list.item_depth);
        if item == Some(self.depth) {
            return Some(false);
        }
        let is_direct = self.paragraph == self.depth;
        (is_direct && (alone || item == Some(self.depth - 1))).then_some(true)
    }

    /// The tag of a picture. One from elsewhere becomes a link: pages load nothing from other origins.
    ///
    /// A tag of HTML may say `alt=""`: then the picture is known to say nothing.
    fn img(&mut self, written: &str, alt: Option<&str>, span: &Range<usize>) -> String {
        let target = links::resolve(&self.context, written);
        let alt_is_missing = alt.is_none();
        let alt = alt.unwrap_or_default();
        let alt = escape(alt);
        let shown = match &target {
            Target::File { url, size } => {
                let size =
                    size.map_or_else(String::new, |(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
                format!("<img src=\"{}\" alt=\"{alt}\"{size} loading=\"lazy\">", escape(url))
            }
            Target::External if written.starts_with("data:") => {
                format!("<img src=\"{}\" alt=\"{alt}\">", escape(written))
            }
            Target::External => {
                let words = if alt.is_empty() { escape(written) } else { alt };
                format!("<a class=\"external\" rel=\"noopener\" href=\"{}\">{words}</a>", escape(written))
            }
            _ => format!("<span class=\"missing-link\">{alt}</span>"),
        };
        self.remember(written, target, span);
        if alt_is_missing && let Some(link) = self.done.links.last() {
            self.done.undescribed.push(link.span.clone());
        }
        shown
    }

    /// Writes raw HTML: a line of a block, or one tag.
    pub(super) fn html(&mut self, text: &str, span: &Range<usize>) {
        // A block comes line by line, but a tag or comment may go over several.
        let mut lines = vec![(0, span.start)];
        let mut whole = text.to_owned();
        while let Some((Event::Html(line), span)) = self.events.get(self.at) {
            lines.push((whole.len(), span.start));
            whole.push_str(line);
            self.at += 1;
        }
        for (offset, piece) in html::pieces(&whole) {
            let (line, start) = lines[lines.partition_point(|(line, _)| *line <= offset) - 1];
            let at = self.context.body + start + offset - line;
            self.piece(piece, at);
        }
    }

    fn piece(&mut self, piece: Piece<'_>, at: usize) {
        match piece {
            Piece::Text(text) => self.html_text(text),
            Piece::Comment => {}
            Piece::Open { name, attributes } => self.open_tag(name, &attributes, at),
            Piece::Close(name) => self.close_tag(&name),
            Piece::Unsafe(text, what) => self.refuse(text, Reason::Unsafe(what), at),
            Piece::Unknown(text, name) => self.refuse(text, Reason::Unknown(name), at),
        }
    }

    fn html_text(&mut self, text: &str) {
        self.done.text.push_str(text);
        for (index, part) in text.split('<').enumerate() {
            if index > 0 {
                self.out.push_str("&lt;");
            }
            self.out.push_str(part);
        }
    }

    fn refuse(&mut self, text: &str, reason: Reason, at: usize) {
        let first_line = text.find('\n').unwrap_or(text.len());
        self.done.refused.push(Refused { span: at..at + first_line, reason });
        push_escaped(&mut self.out, text);
        self.done.text.push_str(text);
    }

    fn open_tag(&mut self, name: String, attributes: &[(String, String)], at: usize) {
        let span = at - self.context.body..at - self.context.body + 1;
        if name == "img" {
            let value = |key: &str| attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
            let img = self.img(value("src").unwrap_or_default(), value("alt"), &span);
            self.out.push_str(&img);
            return;
        }
        if self.raw.len() >= DEEPEST && !html::is_void(&name) {
            self.done.too_deep.get_or_insert(at..at + 1);
            self.raw_left_out += 1;
            return;
        }
        let _ = write!(self.out, "<{name}");
        for (key, value) in attributes {
            let value = if key == "href" {
                let target = links::resolve(&self.context, value);
                let href = links::href(&target, value);
                self.remember(value, target, &span);
                match href {
                    Some(href) => href,
                    None => continue,
                }
            } else {
                // Before there were ids, `<a name>` was where links led.
                if key == "id" || (key == "name" && name == "a") {
                    self.done.ids.push(value.clone());
                    self.ids.entry(value.clone()).or_insert(1);
                }
                value.clone()
            };
            let _ = write!(self.out, " {key}=\"{}\"", escape(&value));
        }
        self.out.push('>');
        if !html::is_void(&name) {
            self.raw.push((self.depth, name));
        }
    }

    /// Closes a raw element that was opened in the same Markdown element; any other closing tag would break the page.
    fn close_tag(&mut self, name: &str) {
        if self.raw_left_out > 0 {
            self.raw_left_out -= 1;
            return;
        }
        let Some(open) = self.raw.iter().rposition(|(depth, open)| *depth == self.depth && open == name) else {
            return;
        };
        if self.variants.is_outside(open) {
            self.end_variants();
        }
        self.close_raw_to(open);
    }

    /// Closes raw elements until so many are open.
    pub(super) fn close_raw_to(&mut self, count: usize) {
        while self.raw.len() > count {
            let (_, name) = self.raw.pop().expect("more than `count`");
            let _ = write!(self.out, "</{name}>");
        }
    }

    /// Whether the text is inside raw HTML where links would be wrong: another link, code.
    pub(super) fn is_in_quiet_html(&self) -> bool {
        self.raw.iter().any(|(_, name)| QUIET.contains(&name.as_str()))
    }

    /// Closes raw elements opened at `depth` or deeper.
    pub(super) fn close_raw(&mut self, depth: usize) {
        while let Some((_, name)) = self.raw.pop_if(|(opened, _)| *opened >= depth) {
            let _ = write!(self.out, "</{name}>");
        }
    }
}

/// Whether an element stands in a line of text.
fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}
