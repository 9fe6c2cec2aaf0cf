//! The document control of a procedure: the table `control` of the front matter.

use jiff::civil::Date;

use super::data::{Entry, Value};
use super::front_matter::{date, list, text};

/// What a controlled document says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its code: `ĐTTT.08`.
    pub code: String,
    /// Its issue: `3`, `3.1`.
    pub issue: String,
    /// The day from which it is in force.
    pub effective: Date,
    /// What it is based on.
    pub legal_basis: Vec<String>,
    /// Who keeps it.
    pub owner: String,
    /// Who checked this issue.
    pub checked_by: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Its issues, as listed.
    pub revisions: Vec<Revision>,
}

/// An issue of a controlled document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The issue.
    pub issue: String,
    /// The day it was made.
    pub date: Date,
    /// What changed.
    pub change: String,
}

/// The keys of `control`.
pub const KEYS: &[&str] =
    &["approved_by", "checked_by", "code", "effective", "issue", "legal_basis", "owner", "revisions"];

/// What is wrong in a control table.
#[derive(Debug, PartialEq)]
pub enum Wrong<'a> {
    /// It is not a table.
    NotATable,
    /// A key nobody reads.
    Unknown(&'a Entry),
    /// A value of the wrong kind.
    Value(&'a Entry),
    /// A key that has to be there.
    Missing(&'static str),
}

/// Reads the table. Without the code, the issue, the day and the owner there is no control to show.
pub fn read(value: &Value) -> Result<Control, Vec<Wrong<'_>>> {
    let Value::Table(entries) = value else { return Err(vec![Wrong::NotATable]) };
    let mut wrong: Vec<Wrong<'_>> =
        entries.iter().filter(|entry| !KEYS.contains(&entry.key.as_str())).map(Wrong::Unknown).collect();
    let mut reader = Reader { entries, wrong: &mut wrong };
    let code = reader.needed("code", text);
    let issue = reader.needed("issue", text);
    let effective = reader.needed("effective", date);
    let owner = reader.needed("owner", text);
    let checked_by = reader.given("checked_by", text);
    let approved_by = reader.given("approved_by", text);
    let legal_basis = reader.given("legal_basis", basis).unwrap_or_default();
    let revisions = reader.given("revisions", revisions).unwrap_or_default();
    match (code, issue, effective, owner) {
        (Some(code), Some(issue), Some(effective), Some(owner)) if wrong.is_empty() => {
            Ok(Control { code, issue, effective, legal_basis, owner, checked_by, approved_by, revisions })
        }
        _ => Err(wrong),
    }
}

struct Reader<'a, 'w> {
    entries: &'a [Entry],
    wrong: &'w mut Vec<Wrong<'a>>,
}

impl Reader<'_, '_> {
    fn given<T>(&mut self, key: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let entry = self.entries.iter().find(|entry| entry.key == key && entry.value != Value::Nothing)?;
        let value = read(&entry.value);
        if value.is_none() {
            self.wrong.push(Wrong::Value(entry));
        }
        value
    }

    fn needed<T>(&mut self, key: &'static str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let before = self.wrong.len();
        let value = self.given(key, read);
        if value.is_none() && self.wrong.len() == before {
            self.wrong.push(Wrong::Missing(key));
        }
        value
    }
}

/// The titles of laws have commas in them, so that one text is one of them.
fn basis(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Text(_) => text(value).map(|text| vec![text]),
        other => list(other),
    }
}

fn revisions(value: &Value) -> Option<Vec<Revision>> {
    let Value::List(rows) = value else { return None };
    rows.iter().map(revision).collect()
}

fn revision(value: &Value) -> Option<Revision> {
    let Value::Table(entries) = value else { return None };
    let find = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
    let known = entries.iter().all(|entry| matches!(entry.key.as_str(), "issue" | "date" | "change"));
    known.then_some(Revision {
        issue: text(find("issue")?)?,
        date: date(find("date")?)?,
        change: text(find("change")?)?,
    })
}
