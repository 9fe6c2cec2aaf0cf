//! Front matter: cutting it off the text and reading its keys.

use std::ops::Range;
use std::sync::Arc;

use domain::ids::{ArticleId, NotAnId, RequestTypeId};
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use super::control::{self, Control, Wrong};
use super::data::{self, Entry, Value};
use super::fences::{Format, Parts};
use crate::diagnostics::{Code, Diagnostic, Said, SourceFile, suggest};
use crate::say;

/// Every key an article may have.
const KEYS: &[&str] = &[
    "aliases",
    "answers",
    "audience",
    "control",
    "date",
    "draft",
    "expires_on",
    "extra",
    "id",
    "kind",
    "minutes",
    "platforms",
    "publish_on",
    "request",
    "review_every",
    "summary",
    "synonyms",
    "tags",
    "title",
    "updated",
    "verified",
    "weight",
];

/// What sort of text an article is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// Steps to follow.
    #[default]
    HowTo,
    /// Facts to look up.
    Reference,
    /// How something works.
    Explanation,
    /// Questions and answers.
    Faq,
    /// A controlled document.
    Procedure,
}

impl Kind {
    const ALL: [Self; 5] = [Self::HowTo, Self::Reference, Self::Explanation, Self::Faq, Self::Procedure];

    /// The name in files and classes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HowTo => "how-to",
            Self::Reference => "reference",
            Self::Explanation => "explanation",
            Self::Faq => "faq",
            Self::Procedure => "procedure",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Who checked an article, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The person or unit.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// The keys of an article, as far as they could be read.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each field is the key of its name, told in the design's section on content")]
pub struct FrontMatter {
    pub title: Option<String>,
    pub id: Option<ArticleId>,
    pub summary: Option<String>,
    pub kind: Option<Kind>,
    pub tags: Vec<String>,
    pub synonyms: Vec<String>,
    pub answers: Vec<String>,
    pub audience: Vec<String>,
    pub platforms: Vec<String>,
    pub minutes: Option<u32>,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    pub verified: Option<Verification>,
    pub review_every: Option<jiff::Span>,
    pub aliases: Vec<String>,
    pub draft: bool,
    pub publish_on: Option<Date>,
    pub expires_on: Option<Date>,
    pub weight: Option<i32>,
    pub request: Option<RequestTypeId>,
    pub control: Option<Control>,
    /// Where the keys named above stand, for rules that look at several files.
    pub spans: Vec<(String, Range<usize>)>,
}

impl FrontMatter {
    /// Where a key's value stands; the top of the file when it is not given.
    pub fn span(&self, key: &str) -> Range<usize> {
        self.spans.iter().find(|(name, _)| name == key).map_or(0..0, |(_, span)| span.clone())
    }
}

/// How strictly keys are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// A portal: unknown keys and wrong values are errors.
    Strict,
    /// A folder of another tool's pages: what does not fit is left aside.
    Lenient,
}

/// Reads front matter. The second value counts keys that were left aside in a lenient reading.
pub fn read(file: &Arc<SourceFile>, parts: &Parts, manner: Manner) -> (FrontMatter, Vec<String>, Vec<Diagnostic>) {
    let mut reader = Reader { file, manner, front: FrontMatter::default(), foreign: Vec::new(), found: Vec::new() };
    if parts.unclosed && (manner == Manner::Strict || file.text.starts_with("+++")) {
        let fence = &file.text[..3];
        let problem = Diagnostic::error(Code::FrontMatterSyntax, say!("front-matter-open")).at(file, 0..3);
        reader
            .found
            .push(problem.label(say!("front-matter-open-label")).help(say!("front-matter-open-help", fence = fence)));
    }
    if let Some((format, range)) = &parts.block {
        let text = &file.text[range.clone()];
        let parsed = match format {
            Format::Toml => data::from_toml(text, range.start),
            Format::Yaml => data::from_yaml(text, range.start),
        };
        match parsed {
            Ok(entries) => entries.into_iter().for_each(|entry| reader.entry(entry)),
            Err(error) => reader.unparsable(*format, &error, text, range.start),
        }
    }
    (reader.front, reader.foreign, reader.found)
}

struct Reader<'a> {
    file: &'a Arc<SourceFile>,
    manner: Manner,
    front: FrontMatter,
    foreign: Vec<String>,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn unparsable(&mut self, format: Format, error: &data::SyntaxError, text: &str, offset: usize) {
        let name = if format == Format::Toml { "TOML" } else { "YAML" };
        let reason = error.message.trim_end_matches('.');
        let message = say!("front-matter-syntax", format = name, reason = reason);
        let mut problem = if self.manner == Manner::Strict {
            Diagnostic::error(Code::FrontMatterSyntax, message)
        } else {
            // The page is still worth showing; its title is nearly always on a line of its own.
            if let Some(title) = text.lines().find_map(|line| line.strip_prefix("title:")) {
                self.front.title = Some(title.trim().trim_matches(['"', '\'']).to_owned());
            }
            Diagnostic::warning(Code::FrontMatterSyntax, message)
        };
        if format == Format::Yaml && text.contains(": ") {
            problem = problem.help(say!("yaml-colon-help"));
        }
        let span = error.span.start.max(offset)..error.span.end.max(error.span.start + 1);
        self.found.push(problem.at(self.file, span));
    }

    fn entry(&mut self, entry: Entry) {
        self.front.spans.push((entry.key.clone(), entry.span.clone()));
        let value = &entry.value;
        let front = &mut self.front;
        let fits = match entry.key.as_str() {
            "title" => put(&mut front.title, text(value)),
            "summary" => put(&mut front.summary, text(value)),
            "id" => match text(value).map(|text| ArticleId::parse(&text)).transpose() {
                Ok(id) => put(&mut front.id, id),
                Err(NotAnId(value)) => return self.wrong(&entry, say!("not-an-id", value = value)),
            },
            "request" => match text(value).map(|text| RequestTypeId::parse(&text)).transpose() {
                Ok(id) => put(&mut front.request, id),
                Err(NotAnId(value)) => return self.wrong(&entry, say!("not-an-id", value = value)),
            },
            "kind" => match text(value) {
                Some(name) if Kind::parse(&name).is_none() => return self.unknown_kind(&entry, &name),
                name => put(&mut front.kind, name.and_then(|name| Kind::parse(&name))),
            },
            "tags" => fill(&mut front.tags, value),
            "synonyms" => fill(&mut front.synonyms, value),
            "answers" => fill(&mut front.answers, value),
            "audience" => fill(&mut front.audience, value),
            "platforms" => fill(&mut front.platforms, value),
            "aliases" => fill(&mut front.aliases, value),
            "minutes" => put(&mut front.minutes, integer(value)),
            "weight" => put(&mut front.weight, integer(value)),
            "draft" => boolean(value).inspect(|draft| front.draft = *draft).is_some(),
            "date" => put(&mut front.date, date(value)),
            "updated" => put(&mut front.updated, date(value)),
            "publish_on" => put(&mut front.publish_on, date(value)),
            "expires_on" => put(&mut front.expires_on, date(value)),
            "verified" => put(&mut front.verified, verification(value)),
            "review_every" => put(&mut front.review_every, text(value).and_then(|text| period(&text))),
            "control" => return self.control(&entry),
            "extra" => true,
            _ if self.manner == Manner::Lenient => return self.foreign(entry),
            _ => return self.unknown(&entry),
        };
        if !fits && entry.value != Value::Nothing {
            let (takes, given) = (expected(&entry.key), entry.value.describe());
            self.wrong(&entry, say!("wrong-value", key = &entry.key, takes = takes, given = given));
        }
    }

    fn control(&mut self, entry: &Entry) {
        let problems = match control::read(&entry.value) {
            Ok(control) => {
                self.front.control = Some(control);
                return;
            }
            Err(problems) => problems,
        };
        if self.manner == Manner::Lenient {
            return self.foreign.push(entry.key.clone());
        }
        for problem in problems {
            let (key, given) = match problem {
                Wrong::NotATable => (entry.key.clone(), entry),
                Wrong::Unknown(inner) => {
                    let message = say!("control-unknown-key", key = &inner.key);
                    let problem = Diagnostic::error(Code::UnknownKey, message);
                    let near = suggest::nearest(&inner.key, control::KEYS.iter().copied());
                    self.found.push(problem.at(self.file, place(inner.key_span.clone(), entry)).did_you_mean(near));
                    continue;
                }
                Wrong::Missing(key) => {
                    let message = say!("control-missing-key", key = key);
                    self.found.push(Diagnostic::error(Code::WrongValue, message).at(self.file, entry.key_span.clone()));
                    continue;
                }
                Wrong::Value(inner) => (format!("control.{}", inner.key), inner),
            };
            let (takes, kind) = (expected(&key), given.value.describe());
            let message = say!("wrong-value", key = key, takes = takes, given = kind);
            let problem = Diagnostic::error(Code::WrongValue, message);
            self.found.push(problem.at(self.file, place(given.span.clone(), entry)));
        }
    }

    /// Keys other generators call differently, and the rest.
    fn foreign(&mut self, entry: Entry) {
        match entry.key.as_str() {
            "description" | "excerpt" if self.front.summary.is_none() => self.front.summary = text(&entry.value),
            "lastmod" | "last_modified_at" if self.front.updated.is_none() => self.front.updated = date(&entry.value),
            _ => self.foreign.push(entry.key),
        }
    }

    fn unknown(&mut self, entry: &Entry) {
        let problem = Diagnostic::error(Code::UnknownKey, say!("unknown-key", key = &entry.key))
            .at(self.file, entry.key_span.clone())
            .label(say!("unknown-key-label"));
        let near = suggest::nearest(&entry.key, KEYS.iter().copied());
        self.found.push(if near.is_some() {
            problem.did_you_mean(near)
        } else {
            problem.help(say!("unknown-key-help"))
        });
    }

    fn unknown_kind(&mut self, entry: &Entry, name: &str) {
        let kinds = Kind::ALL.map(Kind::as_str);
        let near = suggest::nearest(name, kinds);
        if self.manner == Manner::Lenient {
            return self.foreign.push(entry.key.clone());
        }
        let problem =
            Diagnostic::error(Code::WrongValue, say!("unknown-kind", name = name)).at(self.file, entry.span.clone());
        self.found.push(problem.help(say!("unknown-kind-help", kinds = kinds.join(", "))).did_you_mean(near));
    }

    fn wrong(&mut self, entry: &Entry, message: Said) {
        if self.manner == Manner::Lenient {
            return self.foreign.push(entry.key.clone());
        }
        self.found.push(Diagnostic::error(Code::WrongValue, message).at(self.file, entry.span.clone()));
    }
}

/// The place of a key inside a table; YAML tells only that of the table.
fn place(inner: Range<usize>, table: &Entry) -> Range<usize> {
    if inner.is_empty() { table.span.clone() } else { inner }
}

/// What a key takes, for messages.
fn expected(key: &str) -> Said {
    match key {
        "tags" | "synonyms" | "answers" | "audience" | "platforms" | "aliases" | "control.legal_basis" => {
            say!("takes-list")
        }
        "minutes" => say!("takes-minutes"),
        "weight" => say!("takes-integer"),
        "draft" => say!("takes-boolean"),
        "control" => say!("takes-control"),
        "control.revisions" => say!("takes-revisions"),
        "date" | "updated" | "publish_on" | "expires_on" | "control.effective" => say!("takes-day"),
        "verified" => say!("takes-verified"),
        "review_every" => say!("takes-period"),
        _ => say!("takes-text"),
    }
}

/// Keeps a value that could be read; tells whether it could.
fn put<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    let fits = value.is_some();
    *slot = value;
    fits
}

/// The same for a list.
fn fill(slot: &mut Vec<String>, value: &Value) -> bool {
    let items = list(value);
    let fits = items.is_some();
    *slot = items.unwrap_or_default();
    fits
}

pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        // A title is one line, and control characters would be invisible in it.
        Value::Text(text) => {
            let one_line: String = text.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect();
            Some(one_line.trim().to_owned())
        }
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A list of texts. One text is a list of one, or of several when it has commas (as Jekyll writes tags).
pub(super) fn list(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::List(items) => items.iter().map(text).collect::<Option<Vec<_>>>().map(without_empty),
        Value::Text(_) => {
            text(value).map(|text| without_empty(text.split(',').map(|item| item.trim().to_owned()).collect()))
        }
        Value::Nothing => Some(Vec::new()),
        _ => None,
    }
}

fn without_empty(items: Vec<String>) -> Vec<String> {
    items.into_iter().filter(|item| !item.is_empty()).collect()
}

fn integer<T: TryFrom<i64>>(value: &Value) -> Option<T> {
    match value {
        Value::Integer(number) => T::try_from(*number).ok(),
        _ => None,
    }
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        _ => None,
    }
}

/// A day; a time behind it is dropped.
pub(super) fn date(value: &Value) -> Option<Date> {
    match value {
        Value::Text(text) => text.trim().get(..10).and_then(|day| day.parse().ok()),
        _ => None,
    }
}

fn verification(value: &Value) -> Option<Verification> {
    let Value::Table(entries) = value else { return None };
    let find = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
    let known = entries.iter().all(|entry| matches!(entry.key.as_str(), "by" | "on"));
    known.then_some(Verification { by: text(find("by")?)?, on: date(find("on")?)? })
}

/// `90d`, `8w`, `6m` or `1y`.
fn period(text: &str) -> Option<jiff::Span> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i32 = number.trim().parse().ok().filter(|number| (1..=3_650).contains(number))?;
    let span = jiff::Span::new();
    match unit {
        "d" => Some(span.days(number)),
        "w" => Some(span.weeks(number)),
        "m" => Some(span.months(number)),
        "y" => span.try_years(number).ok(),
        _ => None,
    }
}
