//! Markdown to HTML, with everything later phases ask about: headings, links, steps and the plain text.
//!
//! The parser's events are walked as a flat list, so that no depth of nesting can exhaust the stack.

mod escape;
mod footnotes;
mod headings;
mod html;
mod inline;
mod links;
mod table;
mod writer;

use std::ops::Range;
use std::sync::Arc;

use domain::lang::Lang;
use pulldown_cmark::{Event, Options, Parser};
use themes::Theme;
use themes::view::site::TocEntry;

pub use self::escape::escape;
pub use self::links::{Link, Target, anchor_id};
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
}

/// A rendered text.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The HTML, with the classes `themes::view::site` documents.
    pub html: String,
    /// Headings of levels 2 and 3.
    pub toc: Vec<TocEntry>,
    /// Every id a link may lead to.
    pub ids: Vec<String>,
    /// How many steps the how-to has.
    pub steps: usize,
    /// The words without marks, for search.
    pub text: String,
    /// Every link and picture.
    pub links: Vec<Link>,
    /// HTML that was not kept.
    pub refused: Vec<Refused>,
    /// Where nesting became too deep.
    pub too_deep: Option<Range<usize>>,
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
    let events = Parser::new_ext(text, options()).into_offset_iter().collect::<Vec<(Event<'_>, Range<usize>)>>();
    writer::Writer::new(context, &events).write()
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

impl Context<'_> {
    /// A plain folder has habits of its own, such as callouts written as bold words.
    fn is_lenient(&self) -> bool {
        self.site.manner == Manner::Lenient
    }
}
