//! Questions of a form: what kind of answer they take, when they are asked, and what an answer must look like.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::FieldId;
use crate::lang::Text;

/// A question of a request type's form.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in the form and on the ticket.
    pub id: FieldId,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// The question; of a consent, the statement agreed to.
    pub label: Text,
    /// A hint under the label.
    #[serde(default)]
    pub help: Text,
    /// Whether an answer is needed.
    #[serde(default)]
    pub required: bool,
    /// The answers to choose from, for kinds `choice` and `many`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Asked only when an earlier question was answered so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_if: Option<ShownIf>,
    /// What a line must look like as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
    /// What is said when it does not: "Write the 8 digits on your card".
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub pattern_help: Text,
    /// The least: a number's value, the characters of a text, how many are chosen, the rows of a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The most, counted in the same way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// How far ahead a day must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<LeadTime>,
    /// The columns of a table: questions of one line each, asked for every row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Self>,
}

/// The kind of answer a [`Field`] takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// One of [`Field::choices`].
    Choice,
    /// Any of [`Field::choices`].
    Many,
    /// A number; digits of any script, a point or a comma before decimals.
    Number,
    /// A day, `2026-11-22`.
    Date,
    /// A day and a time on the desk's clock, `2026-11-22T14:30`.
    DateTime,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Somebody's name.
    Person,
    /// A device: its label, its serial number.
    Device,
    /// A web address.
    Url,
    /// A statement that is agreed to, or not.
    Consent,
    /// Rows of [`Field::columns`].
    Table,
    /// Files that were uploaded.
    File,
}

impl FieldKind {
    /// Whether the answer is one line, so that the question can be a table's column and have a pattern.
    pub fn is_line(self) -> bool {
        match self {
            Self::Text
            | Self::Number
            | Self::Date
            | Self::DateTime
            | Self::Email
            | Self::Phone
            | Self::Person
            | Self::Device
            | Self::Url
            | Self::Choice => true,
            Self::LongText | Self::Many | Self::Consent | Self::Table | Self::File => false,
        }
    }

    /// Whether the answer is taken from [`Field::choices`].
    pub fn is_chosen(self) -> bool {
        matches!(self, Self::Choice | Self::Many)
    }
}

/// One answer of a choice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is sent and stored.
    pub value: FieldId,
    /// What people read.
    pub label: Text,
}

/// When a question is asked: an earlier one has one of these answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownIf {
    /// The earlier question: a choice, many, or a consent.
    pub field: FieldId,
    /// Values of its choices; `yes` for a consent.
    pub is: Vec<FieldId>,
}

/// A regular expression that a whole line must match.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern {
    text: String,
    whole: regex_lite::Regex,
}

/// Why a text is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a regular expression: {1}")]
pub struct NotAPattern(String, String);

impl Pattern {
    /// Reads a regular expression.
    pub fn parse(text: &str) -> Result<Self, NotAPattern> {
        let whole = regex_lite::Regex::new(&format!("^(?:{text})$"));
        let whole = whole.map_err(|error| NotAPattern(text.to_owned(), error.to_string()))?;
        Ok(Self { text: text.to_owned(), whole })
    }

    /// The expression as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether all of a line matches.
    pub fn fits(&self, line: &str) -> bool {
        self.whole.is_match(line)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({:?})", self.text)
    }
}

impl TryFrom<String> for Pattern {
    type Error = NotAPattern;

    fn try_from(text: String) -> Result<Self, NotAPattern> {
        Self::parse(&text)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.text
    }
}

/// How far ahead a day must be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadTime {
    /// How many days at least.
    pub days: u16,
    /// Which days count.
    #[serde(default)]
    pub counted: Counted,
    /// What happens to a day that is nearer.
    #[serde(default)]
    pub too_near: TooNear,
}

/// Which days a lead time counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Every day.
    #[default]
    Calendar,
    /// Days on which the desk is open.
    Working,
}

/// What happens to a day that is too near.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TooNear {
    /// The form comes back.
    #[default]
    Refuse,
    /// The request is taken, and the desk is told.
    Flag,
}
