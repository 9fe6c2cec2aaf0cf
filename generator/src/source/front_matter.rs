//! Front matter: cutting it off the text and reading its keys.

use std::ops::Range;
use std::sync::Arc;

use domain::ids::{ArticleId, NotAnId, RequestTypeId};
use jiff::civil::Date;

use super::control::Control;
use super::data::{self, Entry, Value};
use super::fences::{Format, Parts};
use super::foreign::Address;
use super::values::{boolean, date, day_that_never_comes, fill, integer, json, period, put, text};
use crate::diagnostics::parsers::Reason;
use crate::diagnostics::{Code, Diagnostic, Said, SourceFile, quoted, suggest};
use crate::say;

/// Every key an article may have.
pub const KEYS: &[&str] = &[
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
    /// All of them.
    pub const ALL: [Self; 5] = [Self::HowTo, Self::Reference, Self::Explanation, Self::Faq, Self::Procedure];

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

    /// The kind of that name.
    pub fn parse(text: &str) -> Option<Self> {
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
    /// What it was checked with: `Windows 11 24H2`.
    pub with: Option<String>,
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
    /// Where another tool publishes the page; none of a portal's keys.
    pub address: Option<Address>,
    /// What stands under `[extra]`; of another tool's page, also the keys that are none of ours.
    pub extra: serde_json::Map<String, serde_json::Value>,
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
        reader.front.title = title_line(&file.text);
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
        reader.together();
        reader.foreign_together();
    }
    (reader.front, reader.foreign, reader.found)
}

/// Front matter being read.
pub(super) struct Reader<'a> {
    pub(super) file: &'a Arc<SourceFile>,
    pub(super) front: FrontMatter,
    pub(super) foreign: Vec<String>,
    manner: Manner,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn unparsable(&mut self, format: Format, error: &data::SyntaxError, text: &str, offset: usize) {
        self.front.title = title_line(text);
        let at = error.span.start.saturating_sub(offset).min(text.len());
        let line = text[text[..at].rfind('\n').map_or(0, |at| at + 1)..].lines().next().unwrap_or_default();
        if let Some((key, day)) = line.split_once('=').map(|(key, day)| (key.trim(), day.trim()))
            && format == Format::Toml
            && takes_day(key)
            && day_that_never_comes(&Value::Text(day.to_owned())).is_some()
        {
            let start = offset + text[..at].rfind('\n').map_or(0, |at| at + 1) + line.find(day).unwrap_or(0);
            let problem = Diagnostic::error(Code::NoSuchDay, say!("no-such-day", key = key, day = day));
            return self.found.push(problem.at(self.file, start..start + day.len()).help(say!("no-such-day-help")));
        }
        let name = if format == Format::Toml { "TOML" } else { "YAML" };
        let reason = Reason::of(&error.message);
        let message = say!("front-matter-syntax", format = name, reason = reason.said.clone());
        let mut problem = if self.manner == Manner::Strict {
            Diagnostic::error(Code::FrontMatterSyntax, message)
        } else {
            // The page is still worth showing.
            Diagnostic::warning(Code::FrontMatterSyntax, message)
        };
        if format == Format::Yaml && text.contains(": ") {
            problem = problem.help(say!("yaml-colon-help"));
        }
        let span = error.span.start.max(offset)..error.span.end.max(error.span.start + 1);
        self.found.push(reason.help(problem.at(self.file, span)));
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
                Err(NotAnId(value)) => return self.not_an_id(&entry, value),
            },
            "request" => match text(value).map(|text| RequestTypeId::parse(&text)).transpose() {
                Ok(id) => put(&mut front.request, id),
                Err(NotAnId(value)) => return self.not_an_id(&entry, value),
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
            "minutes" => put(&mut front.minutes, integer(value).filter(|minutes| *minutes > 0)),
            "weight" => put(&mut front.weight, integer(value)),
            "draft" => boolean(value).inspect(|draft| front.draft = *draft).is_some(),
            "date" => put(&mut front.date, date(value)),
            "updated" => put(&mut front.updated, date(value)),
            "publish_on" => put(&mut front.publish_on, date(value)),
            "expires_on" => put(&mut front.expires_on, date(value)),
            "verified" => return self.verified(&entry),
            "review_every" => put(&mut front.review_every, text(value).and_then(|text| period(&text))),
            "control" => return self.control(&entry),
            "extra" => match json(&entry.value) {
                serde_json::Value::Object(extra) => {
                    front.extra = extra;
                    true
                }
                _ => false,
            },
            _ if self.manner == Manner::Lenient => return self.foreign(entry),
            _ => return self.unknown(&entry),
        };
        if !fits && entry.value != Value::Nothing {
            self.misfit(&entry.key, &entry);
        }
    }

    /// Says what a key takes; `name` is how messages call it, `verified.on`.
    pub(super) fn misfit(&mut self, name: &str, entry: &Entry) {
        if let Some(day) = day_that_never_comes(&entry.value).filter(|_| takes_day(name)) {
            if self.manner == Manner::Lenient {
                return self.foreign.push(entry.key.clone());
            }
            let problem = Diagnostic::error(Code::NoSuchDay, say!("no-such-day", key = name, day = day));
            return self.found.push(problem.at(self.file, entry.span.clone()).help(say!("no-such-day-help")));
        }
        // "Takes a number, not a number" would help nobody: a number that does not fit is named.
        let given = match &entry.value {
            Value::Integer(number) if matches!(name, "minutes" | "weight") => Said::verbatim(number.to_string()),
            other => other.describe(),
        };
        self.wrong(entry, say!("wrong-value", key = name, takes = expected(name), given = given));
    }

    /// What is wrong in a portal; in another tool's page the key is just left aside.
    pub(super) fn report(&mut self, entry: &Entry, problem: Diagnostic) {
        if self.manner == Manner::Lenient {
            return self.foreign.push(entry.key.clone());
        }
        self.found.push(problem);
    }

    /// What only shows when all keys are known.
    fn together(&mut self) {
        let (from, to) = (self.front.publish_on, self.front.expires_on);
        if let (Some(from), Some(to), Manner::Strict) = (from, to, self.manner)
            && to <= from
        {
            let message = say!("never-published", from = from.to_string(), to = to.to_string());
            let problem = Diagnostic::error(Code::NeverPublished, message).at(self.file, self.front.span("expires_on"));
            self.found.push(problem.help(say!("never-published-help")));
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
        self.found.push(problem.help(say!("unknown-kind-help", kinds = quoted(kinds))).did_you_mean(near));
    }

    fn wrong(&mut self, entry: &Entry, message: Said) {
        self.report(entry, Diagnostic::error(Code::WrongValue, message).at(self.file, entry.span.clone()));
    }

    fn not_an_id(&mut self, entry: &Entry, value: String) {
        let problem = Diagnostic::error(Code::WrongValue, say!("not-an-id", value = value));
        self.report(entry, problem.at(self.file, entry.span.clone()).help(say!("id-help")));
    }
}

/// The title in front matter that cannot be read: it is nearly always on a line of its own, and one slip is one problem.
fn title_line(text: &str) -> Option<String> {
    let value = text.lines().find_map(|line| line.strip_prefix("title")?.trim_start().strip_prefix(['=', ':']))?;
    Some(value.trim().trim_matches(['"', '\'']).to_owned()).filter(|title| !title.is_empty())
}

fn takes_day(key: &str) -> bool {
    matches!(
        key,
        "date"
            | "updated"
            | "publish_on"
            | "expires_on"
            | "verified.on"
            | "control.effective"
            | "control.revisions.date"
    )
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
        "extra" => say!("takes-table"),
        "control" => say!("takes-control"),
        "control.revisions" => say!("takes-revisions"),
        key if takes_day(key) => say!("takes-day"),
        "verified" => say!("takes-verified"),
        "review_every" => say!("takes-period"),
        _ => say!("takes-text"),
    }
}
