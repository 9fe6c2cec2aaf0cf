//! The fields that every form has.

use std::collections::BTreeSet;

use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;

use super::problem::{FieldProblem, FormValues, Problem};
use super::text::{is_blank, read_text, trimmed};
use crate::calendar::WorkCalendar;
use crate::catalog::{Catalog, Choice, Priority};
use crate::contact::{Email, Phone};
use crate::ids::{ArticleId, FieldId};
use crate::lang::Lang;
use crate::reading::{self, CameFrom, Revision, StepNumber};
use crate::ticket::event::Upload;

/// Fields of every form, and the hidden ones that travel with it.
const KNOWN: [&str; 16] = [
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
    "ticked",
    "website",
    "submission",
];

/// Reads one field after the other, and collects what is wrong.
pub(super) struct Reader<'a> {
    pub(super) values: &'a FormValues,
    pub(super) catalog: &'a Catalog,
    pub(super) lang: &'a Lang,
    /// The calendar lead times are counted in.
    pub(super) calendar: Option<&'a WorkCalendar>,
    pub(super) now: Timestamp,
    pub(super) problems: Vec<FieldProblem>,
    pub(super) dropped: Vec<FieldId>,
    pub(super) files: Vec<Upload>,
    pub(super) too_near: bool,
    /// Names of the form's own fields.
    pub(super) declared: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        values: &'a FormValues,
        catalog: &'a Catalog,
        lang: &'a Lang,
        calendar: Option<&'a WorkCalendar>,
        now: Timestamp,
    ) -> Self {
        Self {
            values,
            catalog,
            lang,
            calendar,
            now,
            problems: Vec::new(),
            dropped: Vec::new(),
            files: Vec::new(),
            too_near: false,
            declared: BTreeSet::new(),
        }
    }

    pub(super) fn tell(&mut self, field: &str, problem: Problem) {
        self.problems.push(FieldProblem { field: field.to_owned(), problem });
    }

    pub(super) fn line(&mut self, field: &str, required: bool, longest: usize) -> String {
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

    pub(super) fn text(&mut self, field: &str, required: bool) -> String {
        match read_text(self.values.get(field)) {
            Ok(text) => text,
            Err(Problem::Missing) if !required => String::new(),
            Err(problem) => {
                self.tell(field, problem);
                String::new()
            }
        }
    }

    pub(super) fn choice<'c>(&mut self, field: &str, required: bool, choices: &'c [Choice]) -> Option<&'c Choice> {
        let typed = self.values.get(field);
        let chosen = choices.iter().find(|choice| choice.value.as_str() == typed);
        match (chosen, typed.is_empty()) {
            (None, true) if required => self.tell(field, Problem::Missing),
            (None, false) => self.tell(field, Problem::NotOffered),
            _ => {}
        }
        chosen
    }

    pub(super) fn priority(&mut self, offered: &[Priority]) -> Option<Priority> {
        let typed = self.values.get("priority");
        let chosen = Priority::parse(typed).filter(|priority| offered.contains(priority));
        match (chosen, typed.is_empty()) {
            (None, true) if !offered.is_empty() => self.tell("priority", Problem::Missing),
            (None, false) => self.tell("priority", Problem::NotOffered),
            _ => {}
        }
        chosen
    }

    pub(super) fn email(&mut self, field: &str, required: bool) -> Option<Email> {
        let typed = self.typed(field, required)?;
        Email::parse(typed).map_err(|_| self.tell(field, Problem::NotAnEmail)).ok()
    }

    pub(super) fn phone(&mut self, field: &str, required: bool) -> Option<Phone> {
        let typed = self.typed(field, required)?;
        Phone::parse(typed).map_err(|_| self.tell(field, Problem::NotAPhone)).ok()
    }

    /// What was typed, if anything was.
    fn typed(&mut self, field: &str, required: bool) -> Option<&'a str> {
        let typed = self.values.get(field);
        if !typed.trim().is_empty() {
            return Some(typed);
        }
        if required {
            self.tell(field, Problem::Missing);
        }
        None
    }

    /// Links grow old, so that an article or a step may be gone; but no link of the portal is misshapen.
    pub(super) fn came_from(&mut self) -> Option<CameFrom> {
        let article = self.hidden("article", |text| ArticleId::parse(text).ok());
        let revision = self.hidden("revision", |text| Revision::parse(text).ok());
        let step = self.hidden("step", |text| StepNumber::parse(text).ok());
        let ticked = self.hidden("ticked", |text| reading::ticked(text).ok()).unwrap_or_default();
        article.map(|article| CameFrom { article, revision, step, ticked })
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

    /// Names fields that the form does not have.
    pub(super) fn undeclared(&mut self) {
        let values = self.values;
        for name in values.typed.keys() {
            if !KNOWN.contains(&name.as_str()) && !self.declared.contains(name) {
                self.tell(name, Problem::Unknown);
            }
        }
    }
}
