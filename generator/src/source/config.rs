//! The portal's TOML files and canned replies, each kept with its text so that later rules can point into it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use domain::calendar::WorkCalendar;
use domain::catalog::{Desk, Portal, Reply, RequestType};
use domain::ids::{CalendarId, DeskId, ReplyId, RequestTypeId};
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fences::{self, Format};
use crate::diagnostics::parsers::Reason;
use crate::diagnostics::{Code, Diagnostic, SourceFile, quoted, suggest};
use crate::say;

/// A value with the file it came from.
#[derive(Debug, Clone)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its file.
    pub file: Arc<SourceFile>,
}

impl<T> Located<T> {
    /// Where a quoted text stands in the file, for pointing at a name; the top of the file when it is not found.
    pub fn span_of(&self, text: &str) -> Range<usize> {
        self.file.text.find(&format!("\"{text}\"")).map_or(0..0, |at| at..at + text.len() + 2)
    }

    /// Where a line gives a key this text: the same text may stand under other keys.
    pub fn span_under(&self, key: &str, text: &str) -> Range<usize> {
        let quoted = format!("\"{text}\"");
        let mut start = 0;
        for line in self.file.text.split_inclusive('\n') {
            let value = line.trim_start().strip_prefix(key).and_then(|rest| rest.trim_start().strip_prefix('='));
            if value.is_some_and(|value| value.trim_start().starts_with(&quoted)) {
                let at = start + line.find(&quoted).unwrap_or_default();
                return at..at + quoted.len();
            }
            start += line.len();
        }
        self.span_of(text)
    }
}

/// All configuration of a portal.
#[derive(Debug, Clone)]
pub struct Config {
    /// `portal.toml`.
    pub portal: Located<Portal>,
    /// `desks/`.
    pub desks: BTreeMap<DeskId, Located<Desk>>,
    /// `requests/`.
    pub request_types: BTreeMap<RequestTypeId, Located<RequestType>>,
    /// `calendars/`.
    pub calendars: BTreeMap<CalendarId, Located<WorkCalendar>>,
    /// `replies/`.
    pub replies: BTreeMap<ReplyId, Located<Reply>>,
}

/// More problems of one file than a person mends at once.
const MOST_PROBLEMS: usize = 50;

/// Reads a TOML file into `T`. Unknown keys are all reported and otherwise ignored; so are wrong values, but then there is no
/// `T`. A missing key ends the reading, as what else is missing cannot be told.
pub fn parse<T: DeserializeOwned>(file: &Arc<SourceFile>) -> (Option<T>, Vec<Diagnostic>) {
    parse_range(file, 0..file.text.len())
}

fn parse_range<T: DeserializeOwned>(file: &Arc<SourceFile>, range: Range<usize>) -> (Option<T>, Vec<Diagnostic>) {
    let offset = range.start;
    let mut found = Vec::new();
    let mut table = match DeTable::parse(&file.text[range]) {
        Ok(table) => table,
        Err(error) => return (None, vec![problem(file, &error, offset)]),
    };
    let mut whole = true;
    while found.len() < MOST_PROBLEMS {
        match T::deserialize(toml::de::Deserializer::from(table.clone())) {
            Ok(value) => return (whole.then_some(value), found),
            Err(error) if !whole && error.message().starts_with("missing field") => return (None, found),
            Err(error) => {
                found.push(problem(file, &error, offset));
                whole &= error.message().starts_with("unknown field");
                let removed = error.span().is_some_and(|span| remove(table.get_mut(), &span));
                if !removed {
                    return (None, found);
                }
            }
        }
    }
    (None, found)
}

/// Takes the key at `span`, or with its value there, out of the table. TOML nests at most 80 deep, so recursion is bounded.
fn remove(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let key = table.iter().find(|(key, value)| key.span() == *span || value.span() == *span);
    let key = key.map(|(key, _)| key.clone());
    if let Some(key) = key {
        return table.remove(&key).is_some();
    }
    table.iter_mut().any(|(_, value)| remove_in(value, span))
}

fn remove_in(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>) -> bool {
    match value.get_mut() {
        DeValue::Table(table) => remove(table, span),
        DeValue::Array(items) => {
            if items.iter().any(|item| item.span() == *span) {
                let kept = items.iter().filter(|item| item.span() != *span).cloned().collect();
                *items = kept;
                return true;
            }
            items.iter_mut().any(|item| remove_in(item, span))
        }
        _ => false,
    }
}

fn problem(file: &Arc<SourceFile>, error: &toml::de::Error, offset: usize) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    let span = span.start + offset..span.end + offset;
    let message = error.message().trim_end_matches('.');
    let named: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if let (true, [key, known @ ..]) = (message.starts_with("unknown field"), named.as_slice()) {
        let near = suggest::nearest(key, known.iter().copied());
        let problem = Diagnostic::error(Code::UnknownKey, say!("config-unknown-key", key = *key)).at(file, span);
        return if near.is_some() {
            problem.did_you_mean(near)
        } else {
            problem.help(say!("config-known-keys", keys = quoted(known.iter().copied())))
        };
    }
    if let (true, [key, ..]) = (message.starts_with("missing field"), named.as_slice()) {
        let problem = Diagnostic::error(Code::ConfigSyntax, say!("config-missing-key", key = *key)).at(file, span);
        return problem.help(say!("config-missing-key-help", key = *key));
    }
    let reason = Reason::of(message);
    let problem = Diagnostic::error(Code::ConfigSyntax, reason.said.clone()).at(file, span);
    reason.help(problem)
}

/// Reads a canned reply: TOML front matter, then the text as it is.
pub fn reply(file: &Arc<SourceFile>) -> (Option<Reply>, Vec<Diagnostic>) {
    let parts = fences::split(&file.text);
    let Some((Format::Toml, range)) = parts.block else {
        let problem = Diagnostic::error(Code::FrontMatterSyntax, say!("reply-front-matter"));
        let help = say!("reply-front-matter-help");
        return (None, vec![problem.at(file, 0..file.text.find('\n').unwrap_or(file.text.len())).help(help)]);
    };
    let (reply, found) = parse_range::<Reply>(file, range);
    let body = file.text[parts.body..].trim();
    (reply.map(|reply| Reply { body: body.to_owned(), ..reply }), found)
}
