//! Raw HTML in Markdown: tags that describe text are written anew from their parts, everything else is refused.
//!
//! Working from a list of what is known to be harmless, rather than of what is not, keeps the policy
//! "no script, no style, nothing from elsewhere" true whatever browsers learn next.

use crate::diagnostics::Said;
use crate::say;

/// Elements that describe text.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements without a closing tag.
const VOID: &[&str] = &["br", "col", "hr", "img", "wbr"];

/// Elements that run, load or send something.
const ACTIVE: &[&str] = &[
    "applet", "audio", "base", "button", "embed", "form", "frame", "frameset", "iframe", "input", "link", "math",
    "meta", "noscript", "object", "portal", "script", "select", "source", "style", "svg", "template", "textarea",
    "title", "video",
];

/// Attributes that may stand on some element.
const ATTRIBUTES: &[&str] = &[
    "abbr", "alt", "cite", "class", "colspan", "datetime", "dir", "headers", "height", "href", "id", "lang", "name",
    "open", "reversed", "role", "rowspan", "scope", "span", "src", "start", "tabindex", "title", "width",
];

/// A part of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text between tags; entities are left as they are.
    Text(&'a str),
    /// A comment.
    Comment,
    /// A known opening tag.
    Open { name: String, attributes: Vec<(String, String)> },
    /// A known closing tag.
    Close(String),
    /// A tag that could run something: its text, and what it is about.
    Unsafe(&'a str, Said),
    /// A tag nobody knows: its text and its name.
    Unknown(&'a str, String),
}

/// Whether an element has no closing tag.
pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Cuts raw HTML into pieces, each with its offset.
pub fn pieces(html: &str) -> Vec<(usize, Piece<'_>)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let (length, piece) = if rest.starts_with('<') {
            tag(rest)
        } else {
            let length = rest.find('<').unwrap_or(rest.len());
            (length, Piece::Text(&rest[..length]))
        };
        pieces.push((at, piece));
        at += length;
    }
    pieces
}

fn tag(html: &str) -> (usize, Piece<'_>) {
    if html.starts_with("<!--") {
        let end = html.find("-->").map_or(html.len(), |at| at + 3);
        return (end, Piece::Comment);
    }
    let (closing, after) = match html.strip_prefix("</") {
        Some(after) => (true, after),
        None => (false, &html[1..]),
    };
    let name_length = after.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<')).unwrap_or(after.len());
    let name = after[..name_length].to_ascii_lowercase();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        // `<!doctype`, `<?php`, `< `: nothing a text needs.
        let length = if name.starts_with(['!', '?']) { html.find('>').map_or(html.len(), |at| at + 1) } else { 1 };
        return (length, Piece::Text(&html[..length]));
    }
    let start = html.len() - after.len() + name_length;
    let Some((attributes, end)) = attributes(html, start) else {
        return (html.len(), Piece::Unknown(html, name));
    };
    let text = &html[..end];
    let piece = if ACTIVE.contains(&name.as_str()) {
        Piece::Unsafe(text, say!("html-element", name = &name))
    } else if !ELEMENTS.contains(&name.as_str()) {
        match attributes.iter().find_map(danger) {
            Some(why) => Piece::Unsafe(text, why),
            None => Piece::Unknown(text, name),
        }
    } else if closing {
        Piece::Close(name)
    } else {
        match attributes.iter().find_map(danger) {
            Some(why) => Piece::Unsafe(text, why),
            None => Piece::Open { attributes: attributes.into_iter().filter(is_kept).collect(), name },
        }
    };
    (end, piece)
}

/// What makes an attribute dangerous.
fn danger((name, _): &(String, String)) -> Option<Said> {
    let runs =
        name.starts_with("on") || matches!(name.as_str(), "style" | "srcdoc" | "formaction" | "xlink:href" | "action");
    runs.then(|| say!("html-attribute", name = name))
}

fn is_kept((name, _): &(String, String)) -> bool {
    ATTRIBUTES.contains(&name.as_str()) || name.starts_with("aria-")
}

/// Reads attributes from `at` to the tag's end; `None` when it has none.
fn attributes(html: &str, mut at: usize) -> Option<(Vec<(String, String)>, usize)> {
    let bytes = html.as_bytes();
    let mut attributes = Vec::new();
    loop {
        at += html[at..].find(|c: char| !c.is_whitespace() && c != '/')?;
        if bytes[at] == b'>' {
            return Some((attributes, at + 1));
        }
        let name_end = at
            + html[at..]
                .find(|c: char| c.is_whitespace() || matches!(c, '=' | '/' | '>'))
                .filter(|end| *end > 0)
                .unwrap_or(1);
        let name_end = (name_end..=html.len()).find(|end| html.is_char_boundary(*end))?;
        let name = html[at..name_end].to_ascii_lowercase();
        at = name_end;
        let rest = html[at..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            attributes.push((name, String::new()));
            continue;
        };
        let value = value.trim_start();
        let start = html.len() - value.len();
        let (value, end) = if let quote @ ('"' | '\'') = value.chars().next()? {
            let length = value[1..].find(quote)?;
            (&value[1..=length], start + length + 2)
        } else {
            let length = value.find(|c: char| c.is_whitespace() || c == '>')?;
            (&value[..length], start + length)
        };
        attributes.push((name, decode(value)));
        at = end;
    }
}

/// Turns character references into characters, so that an address cannot hide its scheme behind them.
fn decode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = 1 + rest[1..].find(|c: char| c != '#' && !c.is_ascii_alphanumeric()).unwrap_or(rest.len() - 1);
        let decoded = reference(&rest[1..end]);
        let Some(letter) = decoded else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        out.push(letter);
        rest = rest[end..].strip_prefix(';').unwrap_or(&rest[end..]);
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "colon" => Some(':'),
        "Tab" => Some('\t'),
        "NewLine" => Some('\n'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(html: &str) -> Piece<'_> {
        pieces(html).into_iter().next().expect("a piece").1
    }

    #[test]
    fn harmless_tags_are_taken_apart() {
        let expected = vec![("class".to_owned(), "a b".to_owned()), ("id".to_owned(), "x".to_owned())];
        assert_eq!(
            one("<span class='a b' id=x data-y=\"1\">"),
            Piece::Open { name: "span".to_owned(), attributes: expected }
        );
        assert_eq!(one("</DIV >"), Piece::Close("div".to_owned()));
        assert_eq!(one("<!-- a --> b"), Piece::Comment);
    }

    #[test]
    fn what_runs_is_refused() {
        for html in [
            "<script>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=x>",
            "<p style=\"x\">",
            "<IFRAME src=x>",
            "<x onclick='y'>",
        ] {
            assert!(matches!(one(html), Piece::Unsafe(..)), "{html}");
        }
        assert!(matches!(one("<user name>"), Piece::Unknown(_, name) if name == "user"));
    }

    #[test]
    fn broken_tags_do_not_panic() {
        for html in [
            "<",
            "<a",
            "<a href",
            "<a href=",
            "<a href=\"x",
            "</",
            "<é>",
            "<a é=ü>",
            "<!--",
            "<a/b=c/d>",
            "<a =\"\">",
            "<a =",
        ] {
            let _ = pieces(html);
        }
    }

    #[test]
    fn addresses_cannot_hide() {
        let Piece::Open { attributes, .. } = one("<a href=\"java&#x73;cript&colon;alert(1)\">") else {
            panic!("an opening tag")
        };
        assert_eq!(attributes[0].1, "javascript:alert(1)");
    }
}
