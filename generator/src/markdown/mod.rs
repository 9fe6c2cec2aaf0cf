//! Markdown to HTML, with everything later phases ask about: headings, links, steps and the plain text.
//!
//! The parser's events are walked as a flat list, so that no depth of nesting can exhaust the stack.

mod anchors;
mod autolinks;
mod blocks;
mod callouts;
mod code;
mod escape;
mod events;
mod films;
mod footnotes;
mod glossary;
mod headings;
mod highlight;
mod html;
mod inline;
mod links;
mod lists;
mod table;
mod variants;
mod writer;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use domain::lang::Lang;
use themes::Theme;
use themes::view::site::TocEntry;

pub use self::anchors::Heading;
use self::anchors::Spellings;
pub use self::blocks::Block;
pub use self::escape::escape;
pub use self::glossary::{Glossaries, Glossary, Term};
pub use self::links::{Link, Meant, Target, anchor_id};
use crate::diagnostics::{Said, SourceFile};
use crate::site::Site;
use crate::source::front_matter::Manner;

/// What a text is rendered with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The site, to resolve links.
    pub site: &'a Site,
    /// The words for callouts and anchors.
    pub theme: &'a Theme,
    /// The text's language.
    pub lang: &'a Lang,
    /// The text's path inside the content folder.
    pub rel: &'a str,
    /// The file.
    pub file: &'a Arc<SourceFile>,
    /// Where the Markdown starts in the file.
    pub body: usize,
    /// The page's title: a first heading that repeats it is dropped.
    pub title: &'a str,
    /// Whether the first ordered list is made of steps.
    pub has_steps: bool,
    /// Whether code is coloured.
    pub highlight: bool,
    /// Whether the text is the glossary of its language: its definitions are terms.
    pub is_glossary: bool,
    /// Terms whose first occurrence is linked.
    pub glossary: Option<&'a Glossary>,
}

/// A rendered text.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The HTML, with the classes `themes::view::site` documents; pages show it by [`Rendered::page_html`].
    pub html: String,
    /// Headings of levels 2 and 3.
    pub toc: Vec<TocEntry>,
    /// Every id a link may lead to.
    pub ids: Vec<String>,
    /// Every heading by its names, in order.
    pub headings: Vec<Heading>,
    /// The numbers of the steps, in order: `1`, `2`, `windows-1`. A step's id is its number behind `step-`.
    pub steps: Vec<String>,
    /// The platforms the text has variants for, in order, each once.
    pub variants: Vec<String>,
    /// The top-level blocks, each step one of its own, in order.
    pub blocks: Vec<Block>,
    /// The terms a glossary explains, in order.
    pub terms: Vec<Term>,
    /// The terms of the glossary it uses, by their places there, in order.
    pub uses: Vec<u32>,
    /// The words without marks, for search.
    pub text: String,
    /// How headings and steps divide [`Rendered::text`], in order; what stands before the first belongs to none.
    pub passages: Vec<Passage>,
    /// Every link and picture.
    pub links: Vec<Link>,
    /// Where pictures stand that nobody described.
    pub undescribed: Vec<Range<usize>>,
    /// HTML that was not kept.
    pub refused: Vec<Refused>,
    /// Where nesting became too deep.
    pub too_deep: Option<Range<usize>>,
    spellings: Spellings,
}

/// A part of a text with an address of its own: what is under a heading, or a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// Where it starts in [`Rendered::text`], its heading included.
    pub from: usize,
    /// Where its words start, behind the heading.
    pub at: usize,
    /// Its id; empty before the first heading.
    pub anchor: String,
    /// The heading it is under; may be empty.
    pub heading: String,
    /// Its number when it is a step: `3`, `windows-3`.
    pub step: Option<String>,
}

/// A piece of HTML shown as text instead.
#[derive(Debug)]
pub struct Refused {
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// Why.
    pub reason: Reason,
}

/// Why HTML was refused.
#[derive(Debug, PartialEq, Eq)]
pub enum Reason {
    /// It could run code or load from elsewhere; the words say what.
    Unsafe(Said),
    /// Nobody knows the element.
    Unknown(String),
}

/// Renders a text.
pub fn render(context: Context<'_>) -> Rendered {
    let text = &context.file.text[context.body..];
    // What another tool's line became may be several lines, parted so that they are not counted.
    let text = if context.file.written.is_some() { Cow::Owned(text.replace('\r', "\n")) } else { Cow::Borrowed(text) };
    writer::Writer::new(context, &events::read(&text)).write()
}

impl Context<'_> {
    /// A plain folder has habits of its own, such as callouts written as bold words.
    fn is_lenient(&self) -> bool {
        self.site.manner == Manner::Lenient
    }
}
