//! A form filled in as it was sent, to be completed and sent again.

use super::kinds::{TICKED, YES, box_name, cell_name};
use super::{FormValues, form_name};
use crate::catalog::{Choice, Field, FieldKind, RequestType};
use crate::ticket::personal::Submission;
use crate::ticket::state::Ticket;

/// What is typed into the form so that it says again what `sent` says.
///
/// An answer is kept in the words that were shown. Where a choice's words have changed since, or a question is gone,
/// the field stays empty, and whoever sends the form is asked again. Files are not typed: they are the ticket's
/// already.
pub fn sent_again(definition: &RequestType, ticket: &Ticket, sent: &Submission) -> FormValues {
    let mut typed = FormValues::default();
    let mut put = |name: String, value: &str| {
        if !value.is_empty() {
            typed.typed.insert(name, value.to_owned());
        }
    };
    put("title".to_owned(), &sent.title);
    put("description".to_owned(), &sent.description);
    put("name".to_owned(), &sent.name);
    put("phone".to_owned(), sent.phone.as_ref().map_or("", |phone| phone.as_str()));
    put("priority".to_owned(), ticket.priority.map_or("", |priority| priority.as_str()));
    put("audience".to_owned(), ticket.audience.as_ref().map_or("", |audience| audience.as_str()));
    for answer in &sent.answers {
        if let Some(field) = definition.fields.iter().find(|field| field.id == answer.field) {
            fill(field, &form_name(&field.id), &answer.value, &mut put);
        }
    }
    typed
}

fn fill(field: &Field, name: &str, value: &str, put: &mut impl FnMut(String, &str)) {
    match field.kind {
        FieldKind::Choice => put(name.to_owned(), chosen(&field.choices, value)),
        FieldKind::Many => {
            for line in value.lines() {
                let choice = chosen(&field.choices, line);
                if !choice.is_empty() {
                    put(box_name(name, choice), YES);
                }
            }
        }
        FieldKind::Consent if value == TICKED => put(name.to_owned(), YES),
        FieldKind::Consent | FieldKind::File => {}
        FieldKind::DateTime => put(name.to_owned(), &value.replacen(' ', "T", 1)),
        FieldKind::Table => {
            for (row, line) in (1..).zip(value.lines()) {
                for (column, cell) in cells(field, line) {
                    fill(column, &cell_name(name, row, column), cell, put);
                }
            }
        }
        _ => put(name.to_owned(), value),
    }
}

/// The choice that reads like this in any language.
fn chosen<'c>(choices: &'c [Choice], words: &str) -> &'c str {
    let reads = |choice: &&Choice| choice.label.0.values().any(|label| label == words);
    choices.iter().find(reads).map_or("", |choice| choice.value.as_str())
}

/// The cells of a line such as `Unit: A · People: 12`. A part that begins with no column's words belongs to the cell
/// before it.
fn cells<'f, 'l>(field: &'f Field, line: &'l str) -> Vec<(&'f Field, &'l str)> {
    let begins = |rest: &str| {
        field.columns.iter().find_map(|column| {
            let label = column
                .label
                .0
                .values()
                .find(|label| rest.strip_prefix(label.as_str()).is_some_and(|r| r.starts_with(": ")))?;
            Some((column, label.len() + ": ".len()))
        })
    };
    let starts = std::iter::once(0).chain(line.match_indices(SEPARATOR).map(|(at, _)| at + SEPARATOR.len()));
    let starts: Vec<_> =
        starts.filter_map(|at| begins(&line[at..]).map(|(column, skip)| (at, column, at + skip))).collect();
    let ends = starts.iter().skip(1).map(|(at, _, _)| at - SEPARATOR.len()).chain([line.len()]);
    starts.iter().zip(ends).map(|((_, column, from), to)| (*column, &line[*from..to])).collect()
}

/// What stands between the cells of a line.
const SEPARATOR: &str = " · ";
