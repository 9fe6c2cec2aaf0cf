//! Reading a sent form against the request type that it was made from.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use super::event::{Answer, Submission};
use crate::catalog::{Catalog, Choice, Field, FieldKind, Priority, RequestType};
use crate::contact::{Email, Phone, ascii_digit, shows_nothing};
use crate::ids::{ArticleId, FieldId};
use crate::lang::Lang;
use crate::reading::{CameFrom, Revision, StepNumber};

/// The longest text of a field or message, in bytes of UTF-8. Longer logs go as files.
pub const LONGEST_TEXT: usize = 16 * 1024;
/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 120;
/// The longest name or one-line answer, in characters.
pub const LONGEST_LINE: usize = 200;

/// What was typed, by field name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FormValues(pub BTreeMap<String, String>);

impl FormValues {
    /// The value of a field, empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

impl FormValues {
    /// Collects what was posted. A field that was sent twice keeps its first value and is a problem: no field here takes two.
    pub fn read(pairs: impl IntoIterator<Item = (String, String)>) -> (Self, Vec<FieldProblem>) {
        let mut values = Self::default();
        let mut problems = Vec::new();
        for (name, value) in pairs {
            match values.0.entry(name) {
                Entry::Occupied(first) => {
                    problems.push(FieldProblem { field: first.key().clone(), problem: Problem::Twice });
                }
                Entry::Vacant(place) => {
                    place.insert(value);
                }
            }
        }
        (values, problems)
    }
}

/// A field and what is wrong with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name in the form: `title`, `f.location`.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong with a value. Each has its words in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was typed where something is needed.
    Missing,
    /// Longer than this many characters.
    TooLong(usize),
    /// A text longer than [`LONGEST_TEXT`].
    TooLongText,
    /// Several lines where one is asked for, or characters that no keyboard types.
    ControlCharacters,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a telephone number.
    NotAPhone,
    /// Not one of the offered answers.
    NotOffered,
    /// Not a day.
    NotADate,
    /// A field that the form does not have.
    Unknown,
    /// A field that was sent twice.
    Twice,
    /// The field that people do not see, and robots fill in.
    Honeypot,
    /// A hidden field that holds what no page of the portal put there.
    Altered,
}

impl Problem {
    /// The name of its message: `problem-<key>` in the string files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong(_) => "too-long",
            Self::TooLongText => "too-long-text",
            Self::ControlCharacters => "control-characters",
            Self::NotAnEmail => "not-an-email",
            Self::NotAPhone => "not-a-phone",
            Self::NotOffered => "not-offered",
            Self::NotADate => "not-a-date",
            Self::Unknown => "unknown",
            Self::Twice => "twice",
            Self::Honeypot => "honeypot",
            Self::Altered => "altered",
        }
    }
}

/// Fields of every form, and the hidden ones that travel with it.
const KNOWN: [&str; 15] = [
    "title",
    "description",
    "name",
    "email",
    "phone",
    "audience",
    "priority",
    "type",
    "form",
    "lang",
    "article",
    "revision",
    "step",
    "website",
    "submission",
];

/// A form that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadForm {
    /// As chosen.
    pub priority: Option<Priority>,
    /// As chosen.
    pub audience: Option<FieldId>,
    /// The article they came from. Whether it is published is for the caller to look up.
    pub came_from: Option<CameFrom>,
    /// Everything they wrote.
    pub submission: Submission,
}

/// Reads a form. All problems are told at once, in the order of the form.
pub fn validate(
    request_type: &RequestType,
    catalog: &Catalog,
    lang: &Lang,
    values: &FormValues,
) -> Result<ReadForm, Vec<FieldProblem>> {
    let mut reader = Reader { values, problems: Vec::new() };
    if !values.get("website").is_empty() {
        reader.tell("website", Problem::Honeypot);
    }
    let title = reader.line("title", true, LONGEST_TITLE);
    let description = reader.text("description", true);
    let answers = request_type.fields.iter().filter_map(|field| reader.answer(field, catalog, lang)).collect();
    let audience = reader.choice("audience", !request_type.audience.is_empty(), &request_type.audience);
    let priority = reader.priority(&request_type.priorities);
    let name = reader.line("name", true, LONGEST_LINE);
    let email = reader.email();
    let phone = reader.phone();
    let came_from = reader.came_from();
    reader.undeclared(request_type);
    match (email, reader.problems) {
        (Some(email), problems) if problems.is_empty() => {
            let audience = audience.map(|choice| choice.value.clone());
            let submission = Submission { title, description, name, email, phone, answers };
            Ok(ReadForm { priority, audience, came_from, submission })
        }
        (_, problems) => Err(problems),
    }
}

/// Whether a reader would see nothing.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || shows_nothing(c))
}

/// White space around a text goes, and the byte order mark that a pasted file brings along.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// Reads a message: not empty, at most [`LONGEST_TEXT`] bytes, no control characters.
pub fn read_text(typed: &str) -> Result<String, Problem> {
    let text: String = typed.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
    let text = trimmed(&text);
    if is_blank(text) {
        return Err(Problem::Missing);
    }
    if text.len() > LONGEST_TEXT {
        return Err(Problem::TooLongText);
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Problem::ControlCharacters);
    }
    Ok(text.to_owned())
}

struct Reader<'a> {
    values: &'a FormValues,
    problems: Vec<FieldProblem>,
}

impl Reader<'_> {
    fn tell(&mut self, field: &str, problem: Problem) {
        self.problems.push(FieldProblem { field: field.to_owned(), problem });
    }

    fn line(&mut self, field: &str, required: bool, longest: usize) -> String {
        let line: String = trimmed(self.values.get(field)).nfc().collect();
        if is_blank(&line) {
            if required {
                self.tell(field, Problem::Missing);
            }
            return String::new();
        }
        if line.chars().any(char::is_control) {
            self.tell(field, Problem::ControlCharacters);
        } else if line.chars().count() > longest {
            self.tell(field, Problem::TooLong(longest));
        }
        line
    }

    fn text(&mut self, field: &str, required: bool) -> String {
        match read_text(self.values.get(field)) {
            Ok(text) => text,
            Err(Problem::Missing) if !required => String::new(),
            Err(problem) => {
                self.tell(field, problem);
                String::new()
            }
        }
    }

    fn choice<'c>(&mut self, field: &str, required: bool, choices: &'c [Choice]) -> Option<&'c Choice> {
        let typed = self.values.get(field);
        let chosen = choices.iter().find(|choice| choice.value.as_str() == typed);
        match (chosen, typed.is_empty()) {
            (None, true) if required => self.tell(field, Problem::Missing),
            (None, false) => self.tell(field, Problem::NotOffered),
            _ => {}
        }
        chosen
    }

    fn priority(&mut self, offered: &[Priority]) -> Option<Priority> {
        let typed = self.values.get("priority");
        let chosen = Priority::parse(typed).filter(|priority| offered.contains(priority));
        match (chosen, typed.is_empty()) {
            (None, true) if !offered.is_empty() => self.tell("priority", Problem::Missing),
            (None, false) => self.tell("priority", Problem::NotOffered),
            _ => {}
        }
        chosen
    }

    fn email(&mut self) -> Option<Email> {
        let typed = self.values.get("email");
        if typed.trim().is_empty() {
            self.tell("email", Problem::Missing);
            return None;
        }
        Email::parse(typed).map_err(|_| self.tell("email", Problem::NotAnEmail)).ok()
    }

    fn phone(&mut self) -> Option<Phone> {
        let typed = self.values.get("phone");
        if typed.trim().is_empty() {
            return None;
        }
        Phone::parse(typed).map_err(|_| self.tell("phone", Problem::NotAPhone)).ok()
    }

    fn answer(&mut self, field: &Field, catalog: &Catalog, lang: &Lang) -> Option<Answer> {
        let name = form_name(&field.id);
        let value = match field.kind {
            FieldKind::Text => self.line(&name, field.required, LONGEST_LINE),
            FieldKind::LongText => self.text(&name, field.required),
            FieldKind::Choice => {
                let chosen = self.choice(&name, field.required, &field.choices)?;
                catalog.text(&chosen.label, lang).to_owned()
            }
            FieldKind::Date => {
                let typed: String = self.line(&name, field.required, LONGEST_LINE).chars().map(ascii_digit).collect();
                if !typed.is_empty() && typed.parse::<Date>().is_err() {
                    self.tell(&name, Problem::NotADate);
                }
                typed
            }
        };
        let label = catalog.text(&field.label, lang).to_owned();
        (!value.is_empty()).then(|| Answer { field: field.id.clone(), label, value })
    }

    /// Links grow old, so that an article or a step may be gone; but no link of the portal is misshapen.
    fn came_from(&mut self) -> Option<CameFrom> {
        let article = self.hidden("article", |text| ArticleId::parse(text).ok());
        let revision = self.hidden("revision", |text| Revision::parse(text).ok());
        let step = self.hidden("step", |text| StepNumber::parse(text).ok());
        article.map(|article| CameFrom { article, revision, step })
    }

    fn hidden<T>(&mut self, field: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = self.values.get(field);
        if value.is_empty() {
            return None;
        }
        let parsed = parse(value);
        if parsed.is_none() {
            self.tell(field, Problem::Altered);
        }
        parsed
    }

    fn undeclared(&mut self, request_type: &RequestType) {
        let values = self.values;
        for name in values.0.keys() {
            let declared =
                KNOWN.contains(&name.as_str()) || request_type.fields.iter().any(|field| form_name(&field.id) == *name);
            if !declared {
                self.tell(name, Problem::Unknown);
            }
        }
    }
}

/// A configured field's name in the form.
fn form_name(field: &FieldId) -> String {
    format!("f.{field}")
}
