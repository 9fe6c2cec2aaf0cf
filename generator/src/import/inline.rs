//! What stands inside a line.

use scraper::ElementRef;

use super::blocks::{Body, DEEPEST, Piece, pieces, plain};
use super::lines::{fence, push_text, trimmed};

impl Body<'_> {
    /// Text with its emphasis, links and pictures. Blanks at the ends are kept: they part it from its neighbours.
    pub fn inline(&mut self, all: &[Piece<'_>], depth: usize) -> String {
        let mut out = String::new();
        for (ix, piece) in all.iter().enumerate() {
            match piece {
                Piece::Text(text) => push_text(&mut out, text),
                Piece::Element(element) => {
                    let apart = match all.get(ix + 1) {
                        None => depth == 0,
                        Some(Piece::Text(text)) => text.starts_with(char::is_whitespace),
                        Some(Piece::Element(next)) => next.value().name() == "br",
                    };
                    self.element(*element, apart, depth, &mut out);
                }
            }
        }
        out
    }

    fn element(&mut self, element: ElementRef<'_>, apart: bool, depth: usize, out: &mut String) {
        self.attributes(element);
        if depth >= DEEPEST {
            self.losses.deep += 1;
            return push_text(out, &plain(element));
        }
        let name = element.value().name();
        match name {
            "br" => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push_str("\\\n");
            }
            "b" | "strong" => self.emphasis(element, ("**", "strong"), apart, depth, out),
            "i" | "em" | "cite" | "dfn" => self.emphasis(element, ("*", "em"), apart, depth, out),
            "del" | "s" | "strike" => self.emphasis(element, ("~~", "del"), apart, depth, out),
            "kbd" | "sub" | "sup" | "mark" => self.emphasis(element, ("", name), apart, depth, out),
            "code" | "tt" | "samp" => push_code(out, &plain(element)),
            "a" => self.anchor(element, depth, out),
            "img" => {
                let Some(address) = element.attr("src").and_then(|src| self.picture(src)) else { return };
                let mut alt = String::new();
                push_text(&mut alt, element.attr("alt").unwrap_or_default());
                push_link(out, &format!("![{}]({address})", alt.trim()));
            }
            "iframe" | "video" | "audio" | "embed" | "object" => self.frame(element, out),
            "script" | "noscript" => self.losses.scripts += 1,
            "style" | "link" => self.losses.styles += 1,
            "template" | "svg" | "math" | "canvas" | "input" | "button" | "select" | "textarea" | "meta" | "map" => {
                self.unknown(name);
            }
            _ => {
                let known =
                    ["span", "font", "u", "ins", "small", "big", "abbr", "time", "bdi", "bdo", "q", "var", "wbr"];
                if !known.contains(&name) && !super::blocks::BLOCKS.contains(&name) {
                    self.unknown(name);
                }
                let inner = self.inline(&pieces(element), depth + 1);
                push_inner(out, &inner);
            }
        }
    }

    /// Marks where Markdown reads them as such; tags where a neighbour would get in the way.
    fn emphasis(&mut self, element: ElementRef<'_>, marks: (&str, &str), apart: bool, depth: usize, out: &mut String) {
        let whole = self.inline(&pieces(element), depth + 1);
        let (mark, tag) = marks;
        let inner = trimmed(&whole);
        if inner.is_empty() {
            return push_inner(out, &whole);
        }
        if whole.starts_with(' ') {
            push_inner(out, " ");
        }
        let blank = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
        let opens = inner.starts_with(char::is_alphanumeric) || blank(out.chars().next_back());
        let closes = inner.ends_with(char::is_alphanumeric) || apart || whole.ends_with(' ');
        if !mark.is_empty() && opens && closes && !out.ends_with(['*', '~']) {
            out.extend([mark, inner, mark]);
        } else {
            out.extend(["<", tag, ">", inner, "</", tag, ">"]);
        }
        if whole.ends_with(' ') {
            out.push(' ');
        }
    }

    fn anchor(&mut self, element: ElementRef<'_>, depth: usize, out: &mut String) {
        let words = self.inline(&pieces(element), depth + 1);
        let inner = trimmed(&words).replace("\\\n", " ");
        if inner.is_empty() {
            return push_inner(out, &words);
        }
        let address = element.attr("href").and_then(|href| self.link(href));
        if words.starts_with(' ') {
            push_inner(out, " ");
        }
        match address {
            Some(address) => push_link(out, &format!("[{inner}]({address})")),
            None => push_inner(out, &inner),
        }
        if words.ends_with(' ') {
            out.push(' ');
        }
    }
}

/// Two blanks meet where two pieces do.
fn push_inner(out: &mut String, inner: &str) {
    let blank = out.is_empty() || out.ends_with([' ', '\n']);
    out.push_str(if blank && !out.is_empty() { inner.trim_start_matches(' ') } else { inner });
}

/// An exclamation mark before a link would make it a picture.
fn push_link(out: &mut String, link: &str) {
    if out.ends_with('!') && link.starts_with('[') {
        out.truncate(out.len() - 1);
        out.push_str("\\!");
    }
    out.push_str(link);
}

fn push_code(out: &mut String, code: &str) {
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    if code.is_empty() {
        return;
    }
    let fence = fence(&code, 1);
    let blank = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    out.extend([fence.as_str(), blank, code.as_str(), blank, fence.as_str()]);
}
