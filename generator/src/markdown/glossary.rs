//! The glossary: terms out of its article, and their first occurrence in the others.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use domain::lang::Lang;
use pulldown_cmark::TagEnd;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::escape::{escape, push_escaped};
use super::writer::Writer;
use crate::site::slug;

/// Letters of a definition shown over a term.
const LONGEST_HINT: usize = 200;

/// A term of the glossary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Term {
    /// The term and its other names.
    pub names: Vec<String>,
    /// Its anchor without `term-`.
    pub slug: String,
    /// What it means, without marks.
    pub definition: String,
    /// Where it stands, in bytes of the file.
    pub span: Range<usize>,
}

/// Finds the terms of a language in running text.
#[derive(Debug)]
pub struct Glossary {
    names: AhoCorasick,
    /// The term of each name.
    owners: Vec<usize>,
    /// The address and the hint of each term, ready for attributes.
    terms: Vec<(String, String)>,
}

impl Glossary {
    /// The glossary at an address; `None` without terms.
    pub fn new(url: &str, terms: &[Term]) -> Option<Self> {
        let mut names = Vec::new();
        let mut owners = Vec::new();
        let mut seen = HashSet::new();
        for (ix, term) in terms.iter().enumerate() {
            for name in &term.names {
                let name = folded(&name.nfc().collect::<String>()).into_owned();
                // A single letter is a word of its own too often.
                if name.chars().nth(1).is_some() && seen.insert(name.clone()) {
                    names.push(name);
                    owners.push(ix);
                }
            }
        }
        let terms = terms.iter().map(|term| {
            let address = escape(&format!("{url}#term-{}", term.slug));
            (address, escape(&shortened(&term.definition)))
        });
        let names = AhoCorasick::new(&names).ok().filter(|_| !owners.is_empty())?;
        Some(Self { names, owners, terms: terms.collect() })
    }

    /// Where the first occurrences of terms not yet in `linked` are, in order, the longest of those that overlap.
    fn find(&self, text: &str, linked: &mut [bool]) -> Vec<(Range<usize>, usize)> {
        let folded = folded(text);
        let mut whole: Vec<(Range<usize>, usize)> = self
            .names
            .find_overlapping_iter(&*folded)
            .map(|found| (found.range(), self.owners[found.pattern().as_usize()]))
            .filter(|(span, term)| !linked[*term] && is_word(text, span))
            .collect();
        whole.sort_by_key(|(span, _)| (span.start, usize::MAX - span.end));
        let mut end = 0;
        whole.retain(|(span, term)| {
            let is_first = span.start >= end && !linked[*term];
            if is_first {
                (linked[*term], end) = (true, span.end);
            }
            is_first
        });
        whole
    }
}

/// Whether what is at `span` stands for itself rather than inside a longer word.
fn is_word(text: &str, span: &Range<usize>) -> bool {
    // Persian joins the parts of a word with a zero-width non-joiner.
    let goes_on = |letter: Option<char>| {
        letter
            .is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '_' | '\u{200c}' | '\u{200d}'))
    };
    !goes_on(text[..span.start].chars().next_back()) && !goes_on(text[span.end..].chars().next())
}

/// Lower case with every letter at its place, line ends as blanks.
fn folded(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c == '\n' || c.is_uppercase()) {
        return Cow::Borrowed(text);
    }
    let fold = |c: char| {
        let mut lower = c.to_lowercase();
        match (c, lower.next(), lower.next()) {
            ('\n', ..) => ' ',
            (_, Some(small), None) if small.len_utf8() == c.len_utf8() => small,
            _ => c,
        }
    };
    text.chars().map(fold).collect::<String>().into()
}

fn shortened(text: &str) -> String {
    if text.chars().nth(LONGEST_HINT).is_none() {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST_HINT - 1).collect();
    let whole_words = cut.rfind(' ').map_or(cut.as_str(), |at| &cut[..at]);
    format!("{whole_words}…")
}

/// The glossaries of a site by language.
pub type Glossaries = BTreeMap<Lang, Glossary>;

impl Writer<'_> {
    /// Writes running text without addresses in it.
    pub(super) fn terms(&mut self, text: &str) {
        let Some(glossary) = self.context.glossary.filter(|_| !self.context.is_glossary) else {
            push_escaped(&mut self.out, text);
            return;
        };
        let text = if is_nfc(text) { Cow::Borrowed(text) } else { text.nfc().collect::<String>().into() };
        self.linked_terms.resize(glossary.terms.len(), false);
        let mut from = 0;
        for (span, term) in glossary.find(&text, &mut self.linked_terms) {
            push_escaped(&mut self.out, &text[from..span.start]);
            let (address, hint) = &glossary.terms[term];
            let _ = write!(self.out, "<a class=\"term\" href=\"{address}\" title=\"{hint}\">");
            push_escaped(&mut self.out, &text[span.clone()]);
            self.out.push_str("</a>");
            from = span.end;
        }
        push_escaped(&mut self.out, &text[from..]);
    }

    /// Opens a `<dt>`; in the glossary it is a term.
    pub(super) fn definition_title(&mut self, span: &Range<usize>) {
        if !self.context.is_glossary {
            self.out.push_str("<dt>");
            return;
        }
        let (text, _) = self.text_until(self.at, TagEnd::DefinitionListTitle);
        let names: Vec<String> = text
            .split([',', '،'])
            .map(|name| name.trim().nfc().collect())
            .filter(|name: &String| !name.is_empty())
            .collect();
        let wanted = format!("term-{}", names.first().map(|name| slug(name)).unwrap_or_default());
        let id = self.unique_id(&wanted);
        let _ = write!(self.out, "<dt id=\"{id}\">");
        let slug = id.trim_start_matches("term-").to_owned();
        self.done.ids.push(id);
        let span = self.in_file(span);
        self.done.terms.push(Term { names, slug, definition: String::new(), span });
    }

    /// Notes what the terms before it mean.
    pub(super) fn definition(&mut self) {
        if !self.context.is_glossary {
            return;
        }
        let (text, _) = self.text_until(self.at, TagEnd::DefinitionListDefinition);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        for term in self.done.terms.iter_mut().rev().take_while(|term| term.definition.is_empty()) {
            term.definition.clone_from(&text);
        }
    }
}
