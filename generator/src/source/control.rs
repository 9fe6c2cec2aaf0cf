//! The document control of a procedure: the table `control` of the front matter.

use jiff::civil::Date;

use super::data::{Entry, Value};
use super::values::{date, list, text};

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

/// The keys of one of `revisions`.
const REVISION_KEYS: &[&str] = &["change", "date", "issue"];

/// What is wrong in a control table. `table` is how messages call the table it is in.
#[derive(Debug, PartialEq)]
pub enum Wrong<'a> {
    /// It is not a table.
    NotATable,
    /// A key nobody reads.
    Unknown {
        /// The table.
        table: &'static str,
        /// The key.
        entry: &'a Entry,
        /// Keys that would be read.
        known: &'static [&'static str],
    },
    /// A value of the wrong kind.
    Value {
        /// The table.
        table: &'static str,
        /// The key.
        entry: &'a Entry,
    },
    /// A key that has to be there.
    Missing {
        /// The table.
        table: &'static str,
        /// The key.
        key: &'static str,
        /// The nearest thing that is there.
        at: &'a Entry,
    },
}

/// Reads the table. Without the code, the issue, the day and the owner there is no control to show.
pub fn read(table: &Entry) -> (Option<Control>, Vec<Wrong<'_>>) {
    let Value::Table(entries) = &table.value else { return (None, vec![Wrong::NotATable]) };
    let mut wrong = Vec::new();
    let mut reader = Reader { table: "control", at: table, entries, wrong: &mut wrong };
    reader.unknown(KEYS);
    let code = reader.needed("code", text);
    let issue = reader.needed("issue", text);
    let effective = reader.needed("effective", date);
    let owner = reader.needed("owner", text);
    let checked_by = reader.given("checked_by", text);
    let approved_by = reader.given("approved_by", text);
    let legal_basis = reader.given("legal_basis", basis).unwrap_or_default();
    let revisions = reader.revisions();
    let control = (|| {
        let (code, issue, effective, owner) = (code?, issue?, effective?, owner?);
        Some(Control { code, issue, effective, legal_basis, owner, checked_by, approved_by, revisions })
    })();
    (control, wrong)
}

struct Reader<'a, 'w> {
    table: &'static str,
    at: &'a Entry,
    entries: &'a [Entry],
    wrong: &'w mut Vec<Wrong<'a>>,
}

impl<'a> Reader<'a, '_> {
    fn unknown(&mut self, known: &'static [&'static str]) {
        let unknown = self.entries.iter().filter(|entry| !known.contains(&entry.key.as_str()));
        self.wrong.extend(unknown.map(|entry| Wrong::Unknown { table: self.table, entry, known }));
    }

    fn find(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| entry.key == key && entry.value != Value::Nothing)
    }

    fn given<T>(&mut self, key: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let entry = self.find(key)?;
        let value = read(&entry.value);
        if value.is_none() {
            self.wrong.push(Wrong::Value { table: self.table, entry });
        }
        value
    }

    fn needed<T>(&mut self, key: &'static str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        if self.find(key).is_none() {
            self.wrong.push(Wrong::Missing { table: self.table, key, at: self.at });
        }
        self.given(key, read)
    }

    fn revisions(&mut self) -> Vec<Revision> {
        let Some(list) = self.find("revisions") else { return Vec::new() };
        let Value::List(rows) = &list.value else {
            self.wrong.push(Wrong::Value { table: self.table, entry: list });
            return Vec::new();
        };
        let mut revisions = Vec::new();
        for row in rows {
            let Value::Table(entries) = row else {
                self.wrong.push(Wrong::Value { table: self.table, entry: list });
                continue;
            };
            let at = entries.first().unwrap_or(list);
            let mut reader = Reader { table: "control.revisions", at, entries, wrong: self.wrong };
            reader.unknown(REVISION_KEYS);
            let (issue, date) = (reader.needed("issue", text), reader.needed("date", date));
            if let (Some(issue), Some(date), Some(change)) = (issue, date, reader.needed("change", text)) {
                revisions.push(Revision { issue, date, change });
            }
        }
        revisions
    }
}

/// The titles of laws have commas in them, so that one text is one of them.
fn basis(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Text(_) => text(value).map(|text| vec![text]),
        other => list(other),
    }
}
