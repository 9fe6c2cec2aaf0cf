//! Answers to a request type's own questions, kind by kind.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::form_name;
use super::problem::Problem;
use super::reader::Reader;
use super::text::LONGEST_LINE;
use crate::catalog::{Counted, Field, FieldKind, LeadTime, RequestType, TooNear};
use crate::contact::ascii_digit;
use crate::file::MOST_AT_ONCE;
use crate::ticket::personal::Answer;

/// What a ticked box sends.
pub(super) const YES: &str = "yes";
/// How a statement that was agreed to reads in a list of answers.
pub(super) const TICKED: &str = "✓";
/// Rows of a table whose field names no most.
const MOST_ROWS: u16 = 20;
/// Rows of the longest table.
const LONGEST_TABLE: u16 = 200;

impl Reader<'_> {
    /// The answers to all questions that are asked; unanswered ones are left out.
    pub(super) fn answers(&mut self, fields: &[Field]) -> Vec<Answer> {
        let mut answers = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            let name = form_name(&field.id);
            self.declare(field, &name);
            if !self.is_asked(field, &fields[..at]) {
                if self.is_filled(field, &name) {
                    self.dropped.push(field.id.clone());
                }
                continue;
            }
            let value = self.answer(field, &name);
            if !value.is_empty() {
                let label = self.catalog.text(&field.label, self.lang).to_owned();
                answers.push(Answer { field: field.id.clone(), label, value });
            }
        }
        answers
    }

    /// Whether the question that this one hangs on is asked itself, and has one of the answers it waits for.
    fn is_asked(&self, field: &Field, earlier: &[Field]) -> bool {
        let Some(shown_if) = &field.shown_if else { return true };
        let Some(at) = earlier.iter().position(|other| other.id == shown_if.field) else { return false };
        let (other, name) = (&earlier[at], form_name(&shown_if.field));
        let holds = shown_if.is.iter().any(|value| match other.kind {
            FieldKind::Many => self.is_ticked(&box_name(&name, value.as_str())),
            _ => self.values.get(&name) == value.as_str(),
        });
        holds && self.is_asked(other, &earlier[..at])
    }

    /// Notes under which names a question is sent: `f.room`; `f.systems.mail` for each box; `f.units.1.name` for each
    /// cell; `f.photos.1` for each file.
    fn declare(&mut self, field: &Field, name: &str) {
        match field.kind {
            FieldKind::Many => {
                let boxes = field.choices.iter().map(|choice| box_name(name, choice.value.as_str()));
                self.declared.extend(boxes);
            }
            FieldKind::Table => {
                for row in 1..=table_rows(field) {
                    let cells = field.columns.iter().map(|column| cell_name(name, row, column));
                    self.declared.extend(cells);
                }
            }
            FieldKind::File => self.declared.extend(places_of_files(name)),
            _ => {
                self.declared.insert(name.to_owned());
            }
        }
    }

    fn is_filled(&self, field: &Field, name: &str) -> bool {
        let filled = |name: &str| !self.values.get(name).trim().is_empty();
        match field.kind {
            FieldKind::Many => field.choices.iter().any(|choice| filled(&box_name(name, choice.value.as_str()))),
            FieldKind::Table => (1..=table_rows(field)).any(|row| self.row_is_filled(field, name, row)),
            FieldKind::File => places_of_files(name).any(|place| filled(&place)),
            _ => filled(name),
        }
    }

    fn row_is_filled(&self, field: &Field, name: &str, row: u16) -> bool {
        field.columns.iter().any(|column| !self.values.get(&cell_name(name, row, column)).trim().is_empty())
    }

    fn is_ticked(&self, name: &str) -> bool {
        self.values.get(name) == YES
    }

    /// One answer as text; empty when there is none, or something is wrong with it.
    fn answer(&mut self, field: &Field, name: &str) -> String {
        match field.kind {
            FieldKind::Text | FieldKind::Person | FieldKind::Device => {
                let line = self.line(name, field.required, LONGEST_LINE);
                self.fitting(field, name, line)
            }
            FieldKind::LongText => {
                let text = self.text(name, field.required);
                self.fitting(field, name, text)
            }
            FieldKind::Choice => self.chosen(field, name),
            FieldKind::Many => self.many(field, name),
            FieldKind::Number => self.number(field, name),
            FieldKind::Date => self.date(field, name),
            FieldKind::DateTime => self.date_time(field, name),
            FieldKind::Email => self.email(name, field.required).map(|email| email.to_string()).unwrap_or_default(),
            FieldKind::Phone => {
                self.phone(name, field.required).map(|phone| phone.as_str().to_owned()).unwrap_or_default()
            }
            FieldKind::Url => self.url(field, name),
            FieldKind::Consent => self.consent(field, name),
            FieldKind::Table => self.table(field, name),
            FieldKind::File => self.uploaded(field, name),
        }
    }

    /// A line or a text, if it has the length and the look that the field wants.
    fn fitting(&mut self, field: &Field, name: &str, text: String) -> String {
        if text.is_empty() {
            return text;
        }
        let length = text.chars().count();
        if let Some(least) = field.min.map(whole).filter(|least| length < *least) {
            self.tell(name, Problem::TooShort(least.to_string()));
        } else if let Some(most) = field.max.map(whole).filter(|most| length > *most) {
            self.tell(name, Problem::TooLong(most));
        }
        self.matching(field, name, text)
    }

    /// Digits of other scripts count as their own in a pattern: `۲۳۲۱` is four digits.
    fn matching(&mut self, field: &Field, name: &str, text: String) -> String {
        let Some(pattern) = &field.pattern else { return text };
        let mended: String = text.chars().map(ascii_digit).collect();
        if !pattern.fits(&mended) {
            let words = self.catalog.text(&field.pattern_help, self.lang).to_owned();
            self.tell(name, Problem::Pattern(words));
        }
        mended
    }

    fn chosen(&mut self, field: &Field, name: &str) -> String {
        let chosen = self.choice(name, field.required, &field.choices);
        chosen.map(|choice| self.catalog.text(&choice.label, self.lang).to_owned()).unwrap_or_default()
    }

    fn many(&mut self, field: &Field, name: &str) -> String {
        let mut chosen = Vec::new();
        for choice in &field.choices {
            let of_box = box_name(name, choice.value.as_str());
            match self.values.get(&of_box) {
                "" => {}
                YES => chosen.push(self.catalog.text(&choice.label, self.lang)),
                _ => self.tell(&of_box, Problem::NotOffered),
            }
        }
        let count = chosen.len();
        let list = chosen.join("\n");
        self.counted(field, name, count);
        list
    }

    /// How many were chosen, filled in or sent.
    fn counted(&mut self, field: &Field, name: &str, count: usize) {
        if count == 0 {
            if field.required {
                self.tell(name, Problem::Missing);
            }
        } else if let Some(least) = field.min.map(whole).filter(|least| count < *least) {
            self.tell(name, Problem::TooFew(least.to_string()));
        } else if let Some(most) = field.max.map(whole).filter(|most| count > *most) {
            self.tell(name, Problem::TooMany(most.to_string()));
        }
    }

    /// A line in which digits of every script are those of ASCII.
    fn digits(&mut self, field: &Field, name: &str) -> String {
        self.line(name, field.required, LONGEST_LINE).chars().map(ascii_digit).collect()
    }

    fn number(&mut self, field: &Field, name: &str) -> String {
        let typed = self.digits(field, name);
        if typed.is_empty() {
            return typed;
        }
        let Some((text, value)) = read_number(&typed) else {
            self.tell(name, Problem::NotANumber);
            return String::new();
        };
        if let Some(least) = field.min.filter(|least| value < *least) {
            self.tell(name, Problem::TooSmall(least.to_string()));
        } else if let Some(most) = field.max.filter(|most| value > *most) {
            self.tell(name, Problem::TooLarge(most.to_string()));
        }
        self.matching(field, name, text)
    }

    fn date(&mut self, field: &Field, name: &str) -> String {
        let typed = self.digits(field, name);
        if typed.is_empty() {
            return typed;
        }
        match typed.parse::<Date>() {
            Ok(date) => self.far_enough(field, name, date),
            Err(_) => self.tell(name, Problem::NotADate),
        }
        typed
    }

    fn date_time(&mut self, field: &Field, name: &str) -> String {
        let typed = self.digits(field, name);
        if typed.is_empty() {
            return typed;
        }
        // A day alone reads as midnight; a deadline at midnight is not what was meant.
        let Some(at) = typed.parse::<DateTime>().ok().filter(|_| typed.contains(':')) else {
            self.tell(name, Problem::NotADateTime);
            return String::new();
        };
        self.far_enough(field, name, at.date());
        at.strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// What the field that asks for the deadline says, on the desk's clock. A day alone lasts until its last minute: told
    /// as the next day's midnight it would be taken for that day.
    pub(super) fn deadline(&self, request_type: &RequestType, answers: &[Answer]) -> Option<Timestamp> {
        let field = request_type.deadline.as_ref()?;
        let said = &answers.iter().find(|answer| answer.field == *field)?.value;
        let at = match said.parse::<Date>() {
            Ok(day) if !said.contains(':') => day.at(23, 59, 0, 0),
            _ => said.parse::<DateTime>().ok()?,
        };
        Some(at.to_zoned(self.calendar?.time_zone.clone()).ok()?.timestamp())
    }

    fn far_enough(&mut self, field: &Field, name: &str, date: Date) {
        let (Some(LeadTime { days, counted, too_near }), Some(calendar)) = (field.lead, self.calendar) else { return };
        let first = calendar.days_ahead(self.now, days, counted == Counted::Working);
        match too_near {
            _ if date >= first => {}
            TooNear::Refuse => self.tell(name, Problem::TooNear(first)),
            TooNear::Flag => self.too_near = true,
        }
    }

    /// An address that a browser can open: `https://`, a host, and whatever follows without blanks.
    fn url(&mut self, field: &Field, name: &str) -> String {
        let typed = self.line(name, field.required, LONGEST_LINE * 10);
        let lower = typed.to_ascii_lowercase();
        let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        if !typed.is_empty() && (host.is_empty() || typed.contains(char::is_whitespace)) {
            self.tell(name, Problem::NotAUrl);
        }
        self.matching(field, name, typed)
    }

    fn consent(&mut self, field: &Field, name: &str) -> String {
        match self.values.get(name) {
            YES => return TICKED.to_owned(),
            "" if field.required => self.tell(name, Problem::NotAgreed),
            "" => {}
            _ => self.tell(name, Problem::NotOffered),
        }
        String::new()
    }

    /// Rows that have something in them, a line each: `name: value · name: value`.
    fn table(&mut self, field: &Field, name: &str) -> String {
        let filled: Vec<_> = (1..=table_rows(field)).filter(|row| self.row_is_filled(field, name, *row)).collect();
        let mut lines = Vec::new();
        for row in &filled {
            let mut cells = Vec::new();
            // A table in a table has no cells: a column is one line.
            for column in field.columns.iter().filter(|column| column.kind.is_line()) {
                let value = self.answer(column, &cell_name(name, *row, column));
                if !value.is_empty() {
                    cells.push(format!("{}: {value}", self.catalog.text(&column.label, self.lang)));
                }
            }
            lines.push(cells.join(" · "));
        }
        // There are no more rows than the most, so only too few can be told.
        self.counted(field, name, filled.len());
        lines.join("\n")
    }

    /// The names of uploaded files, a line each.
    fn uploaded(&mut self, field: &Field, name: &str) -> String {
        let values = self.values;
        let mut names = Vec::new();
        for place in places_of_files(name) {
            match values.files.get(&place) {
                Some(upload) => {
                    names.push(upload.name.as_str());
                    self.files.push(upload.clone());
                }
                None if values.get(&place).is_empty() => {}
                None => self.tell(&place, Problem::Altered),
            }
        }
        self.counted(field, name, names.len());
        if self.files.len() > usize::from(MOST_AT_ONCE) {
            self.tell(name, Problem::TooMany(MOST_AT_ONCE.to_string()));
        }
        names.join("\n")
    }
}

/// The name under which a form carries a question's file of that number, from 1.
pub fn carried_as(name: &str, number: u16) -> String {
    format!("{name}.{number}")
}

fn places_of_files(name: &str) -> impl Iterator<Item = String> {
    (1..=MOST_AT_ONCE).map(move |number| carried_as(name, number))
}

pub(super) fn box_name(name: &str, value: &str) -> String {
    format!("{name}.{value}")
}

pub(super) fn cell_name(name: &str, row: u16, column: &Field) -> String {
    format!("{name}.{row}.{}", column.id)
}

/// How many rows a table can have: its field's most, or twenty.
pub fn table_rows(field: &Field) -> u16 {
    let most = field.max.map_or(usize::from(MOST_ROWS), whole);
    u16::try_from(most).unwrap_or(LONGEST_TABLE).min(LONGEST_TABLE)
}

/// A count that is written as a number in the form's file. Nothing below none, and no fraction of one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast from f64 stops at either end")]
fn whole(count: f64) -> usize {
    count as usize
}

/// A number as people write it, with one point or comma (or the Persian mark) before decimals: its text and its value.
fn read_number(typed: &str) -> Option<(String, f64)> {
    let text: String = typed
        .chars()
        .map(|c| match c {
            ',' | '٫' => '.',
            '−' => '-',
            other => other,
        })
        .collect();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| (1..=15).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) {
        return None;
    }
    let value = text.parse().ok()?;
    Some((text, value))
}
