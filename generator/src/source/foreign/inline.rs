//! What stands inside a line: tags that stand for themselves, attributes, addresses from the top.

use std::fmt::Write as _;

use super::convert::Writer;
use super::known::{self, Meaning};
use super::lines::heading;
use super::tags::{self, Marks, Tag};

impl Writer<'_> {
    /// A line with nothing but tags that stand for themselves.
    pub(super) fn plain(&mut self, number: usize, line: &str, prefix: &str) {
        if let Some(level) = heading(line) {
            self.level = level;
        }
        let snippet = line.trim_start().starts_with("--8<--");
        let special = line.contains("{{") || line.contains("{%") || line.contains("{:") || line.contains("(@/");
        if !(special || snippet) {
            return self.put(number, prefix, line);
        }
        let mut text = String::with_capacity(line.len());
        let mut unknown = Vec::new();
        let mut paragraph = false;
        let mut at = 0;
        while let Some(tag) = tags::next(line, at) {
            text.push_str(&line[at..tag.span.start]);
            at = tag.span.end;
            match known::single(&tag) {
                Meaning::Text(words) => text.push_str(&words),
                Meaning::Paragraph(words) => {
                    paragraph |= line.trim().len() == tag.span.len();
                    text.push_str(&words);
                }
                Meaning::Page(path) => text.push_str(&self.names.path(&path, self.rel)),
                Meaning::Unknown(_) if is_end(&tag) => {}
                Meaning::Unknown(name) => {
                    unknown.push((name, text.len()..text.len() + tag.span.len()));
                    text.push_str(&line[tag.span.clone()]);
                }
            }
        }
        text.push_str(&line[at..]);
        let text = outside_code(&text, |text| without_attributes(&text.replace("](@/", "](/")));
        if paragraph {
            self.put(number, prefix, "");
        }
        self.put(number, prefix, &text);
        let start = self.out.len() - text.len();
        if paragraph {
            self.put(number, prefix, "");
        }
        if snippet {
            unknown.push(("--8<--".to_owned(), 0..text.len()));
        }
        self.unknown.extend(unknown.into_iter().map(|(name, span)| (name, start + span.start..start + span.end)));
    }
}

/// The end of something whose start was reported, or that stands alone.
fn is_end(tag: &Tag<'_>) -> bool {
    match tag.marks {
        Marks::Short => tag.inner.starts_with('/'),
        Marks::Block => tag.inner.starts_with("end"),
        Marks::Value | Marks::Remark => false,
    }
}

/// Does something to the parts of a line that are not code.
fn outside_code(line: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    for span in tags::code_spans(line) {
        out.push_str(&change(&line[at..span.start]));
        out.push_str(&line[span.clone()]);
        at = span.end;
    }
    out.push_str(&change(&line[at..]));
    out
}

/// Without kramdown's `{:target="_blank"}`. An id stays, as the heading's.
fn without_attributes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{:") {
        let Some(length) = rest[start..].find('}') else { break };
        let inside = &rest[start + 2..start + length];
        out.push_str(&rest[..start]);
        if let Some(id) = inside.split_whitespace().find(|word| word.starts_with('#')) {
            let _ = write!(out, "{{{id}}}");
        }
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    out
}
