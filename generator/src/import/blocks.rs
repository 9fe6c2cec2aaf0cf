//! The HTML of an article as Markdown, block by block.

use std::fmt::Write as _;

use scraper::{ElementRef, Html, Node};

use super::addresses::film_page;
use super::lines::{fence, indented, paragraph, trimmed};
use super::losses::Losses;
use super::places::{Placed, Places};

/// Elements inside each other that are walked into; more than people write, less than a stack holds.
pub const DEEPEST: usize = 32;

/// Elements that stand on lines of their own.
pub const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// A text or an element.
#[derive(Debug, Clone, Copy)]
pub enum Piece<'a> {
    Text(&'a str),
    Element(ElementRef<'a>),
}

/// The texts and elements directly inside an element.
pub fn pieces(element: ElementRef<'_>) -> Vec<Piece<'_>> {
    let children = element.children();
    let known = children.filter_map(|child| match child.value() {
        Node::Text(text) => Some(Piece::Text(text)),
        Node::Element(_) => ElementRef::wrap(child).map(Piece::Element),
        _ => None,
    });
    known.collect()
}

/// All text of an element, without what scripts and styles say.
pub fn plain(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    for node in element.descendants() {
        let above = node.parent().and_then(ElementRef::wrap);
        match node.value() {
            Node::Text(text) if above.is_none_or(|above| !matches!(above.value().name(), "script" | "style")) => {
                out.push_str(text);
            }
            Node::Element(inner) if inner.name() == "br" => out.push('\n'),
            _ => {}
        }
    }
    out
}

/// An article's text on its way to Markdown.
pub struct Body<'a> {
    pub places: &'a Places<'a>,
    pub placed: &'a Placed<'a>,
    pub losses: Losses,
    /// The page's title is the only heading of the first level.
    shift: usize,
}

/// The Markdown of an article, and what it does not have any more.
pub fn convert(places: &Places<'_>, article: &Placed<'_>) -> (String, Losses) {
    let html = Html::parse_fragment(article.article.body.as_deref().unwrap_or_default());
    let root = html.root_element();
    let shift = usize::from(root.descendent_elements().any(|element| element.value().name() == "h1"));
    let mut body = Body { places, placed: article, losses: Losses::default(), shift };
    let blocks = body.blocks(&pieces(root), 0);
    (blocks.join("\n\n"), body.losses)
}

impl Body<'_> {
    /// Blocks, each without blank lines around it.
    pub fn blocks(&mut self, all: &[Piece<'_>], depth: usize) -> Vec<String> {
        let mut out = Vec::new();
        let mut line = Vec::new();
        for piece in all {
            match piece {
                Piece::Element(element) if is_block(*element) => {
                    self.paragraph(&mut line, &mut out);
                    self.block(*element, depth, &mut out);
                }
                piece => line.push(*piece),
            }
        }
        self.paragraph(&mut line, &mut out);
        out
    }

    fn paragraph(&mut self, line: &mut Vec<Piece<'_>>, out: &mut Vec<String>) {
        let text = paragraph(&self.inline(line, 0));
        line.clear();
        if !text.is_empty() {
            out.push(text);
        }
    }

    fn block(&mut self, element: ElementRef<'_>, depth: usize, out: &mut Vec<String>) {
        self.attributes(element);
        if depth >= DEEPEST {
            self.losses.deep += 1;
            let mut text = String::new();
            super::lines::push_text(&mut text, &plain(element));
            return out.extend(Some(paragraph(&text)).filter(|text| !text.is_empty()));
        }
        let name = element.value().name();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = (usize::from(name.as_bytes()[1] - b'0') + self.shift).min(6);
                out.extend(self.heading(element, level));
            }
            "ul" | "ol" => self.list(element, depth, out),
            "blockquote" => {
                let inner = self.blocks(&pieces(element), depth + 1).join("\n\n");
                let lines: Vec<_> = inner.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
                if !inner.is_empty() {
                    out.push(lines.join("\n"));
                }
            }
            "pre" => {
                let code = plain(element).replace('\r', "");
                let code = code.trim_matches('\n').trim_end();
                let fence = fence(code, 3);
                out.push(format!("{fence}{}\n{code}\n{fence}", language(element)));
            }
            "hr" => out.push("---".to_owned()),
            "table" => self.table(element, depth, out),
            "dt" | "summary" => {
                let words = self.inline(&pieces(element), 0);
                let words = trimmed(&words).replace("\\\n", " ");
                if !words.is_empty() {
                    out.push(format!("**{words}**"));
                }
            }
            _ => out.extend(self.blocks(&pieces(element), depth + 1)),
        }
    }

    fn heading(&mut self, element: ElementRef<'_>, level: usize) -> Option<String> {
        let words = self.inline(&pieces(element), 0);
        let words = trimmed(&words).replace("\\\n", " ");
        if words.is_empty() {
            return None;
        }
        let words = if words.ends_with('}') { words.replace('{', "\\{") } else { words };
        let plain = |id: &&str| id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let id = element.attr("id").filter(|id| self.places.linked.contains(*id)).filter(plain);
        let id = id.map_or_else(String::new, |id| format!(" {{#{id}}}"));
        Some(format!("{} {words}{id}", "#".repeat(level)))
    }

    /// A list beside a list of the same kind takes the other mark, or they would be one.
    fn list(&mut self, element: ElementRef<'_>, depth: usize, out: &mut Vec<String>) {
        let ordered = element.value().name() == "ol";
        let mut items: Vec<Vec<String>> = Vec::new();
        for piece in pieces(element) {
            match piece {
                Piece::Element(item) if item.value().name() == "li" => {
                    self.attributes(item);
                    items.push(self.blocks(&pieces(item), depth + 1));
                }
                Piece::Element(other) => {
                    // A list directly in a list is a mistake that editors make: it belongs to the item before.
                    let blocks = self.blocks(&[Piece::Element(other)], depth + 1);
                    match items.last_mut() {
                        Some(item) => item.extend(blocks),
                        None => items.push(blocks),
                    }
                }
                Piece::Text(_) => {}
            }
        }
        items.retain(|item| !item.is_empty());
        // Any other block needs a blank line before it, or it would go on with the paragraph.
        let is_list = |block: &String| ["- ", "* ", "1. ", "1) "].iter().any(|mark| block.starts_with(mark));
        let tight = items.iter().all(|item| item.iter().skip(1).all(is_list));
        let beside = |mark: &str| out.last().is_some_and(|block| block.starts_with(mark));
        let start = element.attr("start").and_then(|start| start.parse::<u32>().ok()).unwrap_or(1);
        let written: Vec<String> = items
            .iter()
            .zip(start..)
            .map(|(item, number)| {
                let mark = match (ordered, beside(if ordered { "1. " } else { "- " })) {
                    (true, true) => format!("{number}) "),
                    (true, false) => format!("{number}. "),
                    (false, true) => "* ".to_owned(),
                    (false, false) => "- ".to_owned(),
                };
                indented(&mark, &item.join(if tight { "\n" } else { "\n\n" }))
            })
            .collect();
        if !written.is_empty() {
            out.push(written.join(if tight { "\n" } else { "\n\n" }));
        }
    }

    /// A page or film shown inside the article: a link to it.
    pub fn frame(&mut self, element: ElementRef<'_>, out: &mut String) {
        let inner = element.descendent_elements().find_map(|inner| inner.attr("src"));
        let src = element.attr("src").or_else(|| element.attr("data")).or(inner).unwrap_or_default();
        let Some(whole) = self.whole(src.trim()) else { return self.unknown(element.value().name()) };
        let page = film_page(&whole);
        let mut title = String::new();
        super::lines::push_text(&mut title, element.attr("title").unwrap_or_default());
        match title.trim() {
            "" => {
                let _ = write!(out, "<{page}>");
            }
            title => {
                let _ = write!(out, "[{title}]({page})");
            }
        }
        self.losses.frames.push(page);
    }

    /// Counts an element that is not kept.
    pub fn unknown(&mut self, name: &str) {
        let name: String = name.chars().take(40).collect();
        *self.losses.unknown.entry(name).or_default() += 1;
    }

    /// Counts what attributes would do.
    pub fn attributes(&mut self, element: ElementRef<'_>) {
        for (name, _) in element.value().attrs() {
            if name == "style" {
                self.losses.styles += 1;
            } else if name.starts_with("on") {
                self.losses.scripts += 1;
            }
        }
    }
}

/// An embedded page stands by itself, and so does a line's element that has blocks in it.
fn is_block(element: ElementRef<'_>) -> bool {
    let stands = |element: &ElementRef<'_>| BLOCKS.contains(&element.value().name());
    stands(&element) || element.descendent_elements().any(|inner| stands(&inner))
}

/// `<pre><code class="language-sh">`; Zendesk's own editor writes `language-sh` on either.
fn language(element: ElementRef<'_>) -> String {
    let classes = element.descendent_elements().flat_map(|element| element.value().classes());
    let named = classes.filter_map(|class| class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")));
    named.take(1).filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-#".contains(&b))).collect()
}
