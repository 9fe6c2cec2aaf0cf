//! What was typed into a form, and what can be wrong with it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;

use crate::ticket::event::Upload;

/// What was typed, by field name; and files that were uploaded with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormValues {
    /// What was typed. Of an uploaded file, what the form carries in its place.
    pub typed: BTreeMap<String, String>,
    /// Uploaded files, each under the name of the field that carries it: `f.photos.1`. Only such as were uploaded here;
    /// whoever reads the form looks that up.
    pub files: BTreeMap<String, Upload>,
}

impl From<BTreeMap<String, String>> for FormValues {
    fn from(typed: BTreeMap<String, String>) -> Self {
        Self { typed, files: BTreeMap::new() }
    }
}

impl FromIterator<(String, String)> for FormValues {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Self {
        Self::from(BTreeMap::from_iter(pairs))
    }
}

impl FormValues {
    /// The value of a field, empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }

    /// Collects what was posted. A field that was sent twice keeps its first value and is a problem: no field here takes two.
    pub fn read(pairs: impl IntoIterator<Item = (String, String)>) -> (Self, Vec<FieldProblem>) {
        let mut values = Self::default();
        let mut problems = Vec::new();
        for (name, value) in pairs {
            match values.typed.entry(name) {
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The portal's own address.
    OwnAddress,
    /// Not a telephone number.
    NotAPhone,
    /// Not one of the offered answers.
    NotOffered,
    /// Not a day.
    NotADate,
    /// Not a day and a time.
    NotADateTime,
    /// Not a number.
    NotANumber,
    /// Not a web address.
    NotAUrl,
    /// A number below this one.
    TooSmall(String),
    /// A number above this one.
    TooLarge(String),
    /// Fewer characters than these.
    TooShort(String),
    /// Fewer chosen, fewer rows, or fewer files than these.
    TooFew(String),
    /// More chosen, more rows, or more files than these.
    TooMany(String),
    /// Not as the field's pattern wants it; the field says how, in the reader's language.
    Pattern(String),
    /// A day before this one, the first that is far enough ahead.
    TooNear(Date),
    /// A statement that has to be agreed to.
    NotAgreed,
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
    pub fn key(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong(_) => "too-long",
            Self::TooLongText => "too-long-text",
            Self::ControlCharacters => "control-characters",
            Self::NotAnEmail => "not-an-email",
            Self::OwnAddress => "own-address",
            Self::NotAPhone => "not-a-phone",
            Self::NotOffered => "not-offered",
            Self::NotADate => "not-a-date",
            Self::NotADateTime => "not-a-date-time",
            Self::NotANumber => "not-a-number",
            Self::NotAUrl => "not-a-url",
            Self::TooSmall(_) => "too-small",
            Self::TooLarge(_) => "too-large",
            Self::TooShort(_) => "too-short",
            Self::TooFew(_) => "too-few",
            Self::TooMany(_) => "too-many-chosen",
            Self::Pattern(_) => "pattern",
            Self::TooNear(_) => "too-near",
            Self::NotAgreed => "not-agreed",
            Self::Unknown => "unknown",
            Self::Twice => "twice",
            Self::Honeypot => "honeypot",
            Self::Altered => "altered",
        }
    }
}
