//! The tables of the front matter: what is wrong inside is told at its own place.

use super::control::{self, Wrong};
use super::data::{Entry, Value};
use super::front_matter::{Reader, Verification};
use super::values::{date, put, text};
use crate::diagnostics::{Code, Diagnostic, quoted, suggest};
use crate::say;

impl Reader<'_> {
    pub(super) fn verified(&mut self, entry: &Entry) {
        let Value::Table(entries) = &entry.value else {
            if entry.value != Value::Nothing {
                self.misfit("verified", entry);
            }
            return;
        };
        let (mut by, mut on, mut with) = (None, None, None);
        for inner in entries {
            let fits = match inner.key.as_str() {
                "by" => put(&mut by, text(&inner.value)),
                "on" => put(&mut on, date(&inner.value)),
                "with" => put(&mut with, text(&inner.value)),
                _ => {
                    self.unknown_inside("verified", inner, &["by", "on", "with"]);
                    continue;
                }
            };
            if !fits {
                self.misfit(&format!("verified.{}", inner.key), inner);
            }
        }
        match (by, on) {
            (Some(by), Some(on)) => self.front.verified = Some(Verification { by, on, with }),
            (by, on) => {
                let given = |key: &str| entries.iter().any(|inner| inner.key == key);
                let missing = [("by", by.is_none()), ("on", on.is_none())];
                for (key, _) in missing.into_iter().filter(|(key, missing)| *missing && !given(key)) {
                    self.missing_inside("verified", key, entry);
                }
            }
        }
    }

    /// A key nobody reads, in a table of ours.
    fn unknown_inside(&mut self, table: &str, inner: &Entry, known: &[&str]) {
        let near = suggest::nearest(&inner.key, known.iter().copied());
        let message = say!("unknown-inside", table = table, key = &inner.key);
        let problem = Diagnostic::error(Code::UnknownKey, message).at(self.file, inner.key_span.clone());
        let problem = match near {
            Some(near) => problem.did_you_mean(Some(near)),
            None => problem.help(say!("config-known-keys", keys = quoted(known.iter().copied()))),
        };
        self.report(inner, problem);
    }

    /// A key that has to be there; told at the table.
    fn missing_inside(&mut self, table: &str, key: &str, at: &Entry) {
        let message = say!("missing-inside", table = table, key = key);
        let problem = Diagnostic::error(Code::WrongValue, message).at(self.file, at.key_span.clone());
        self.report(at, problem.help(say!("missing-inside-help", key = key)));
    }

    pub(super) fn control(&mut self, entry: &Entry) {
        let (control, problems) = control::read(entry);
        self.front.control = control;
        for problem in problems {
            match problem {
                Wrong::NotATable => self.misfit("control", entry),
                Wrong::Unknown { table, entry, known } => self.unknown_inside(table, entry, known),
                Wrong::Missing { table, key, at } => self.missing_inside(table, key, at),
                Wrong::Value { table, entry } => self.misfit(&format!("{table}.{}", entry.key), entry),
            }
        }
    }
}
