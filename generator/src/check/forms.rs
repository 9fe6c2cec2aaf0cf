//! Request forms: fields that would collide, choices without a choice.

use std::collections::HashSet;
use std::ops::Range;

use domain::catalog::{Field, FieldKind, ShownIf};
use domain::file::MOST_AT_ONCE;

use crate::diagnostics::{Code, Diagnostic, Said};
use crate::say;
use crate::source::Source;

pub fn check(source: &Source) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for request in source.config.request_types.values() {
        let mut tell = |message: Said, at: Range<usize>, help: Said| {
            found.push(Diagnostic::error(Code::RequestForm, message).at(&request.file, at).help(help));
        };
        let mut seen = HashSet::new();
        for (place, field) in request.value.fields.iter().enumerate() {
            let id = field.id.as_str();
            let at = request.span_under("id", id);
            if !seen.insert(id) {
                tell(say!("field-twice", id = id), at.clone(), say!("field-twice-help"));
            }
            if field.label.is_empty() {
                tell(say!("field-no-label", id = id), at.clone(), say!("no-label-help"));
            }
            match (field.kind.is_chosen(), field.choices.len()) {
                (true, 0 | 1) => {
                    tell(say!("field-no-choice", id = id), at.clone(), say!("field-no-choice-help"));
                }
                (true, _) | (_, 0) => {}
                _ => tell(say!("field-not-choice", id = id), at.clone(), say!("field-not-choice-help")),
            }
            if let Some(shown_if) = &field.shown_if {
                let earlier = &request.value.fields[..place];
                if !earlier.iter().any(|other| other.id == shown_if.field && can_be_hung_on(other, shown_if)) {
                    tell(
                        say!("field-shown-if", id = id, other = shown_if.field.as_str()),
                        at.clone(),
                        say!("field-shown-if-help"),
                    );
                }
            }
            let lines = field.columns.iter().all(|column| column.kind.is_line());
            if (field.kind == FieldKind::Table) == field.columns.is_empty() || !lines {
                tell(say!("field-columns", id = id), at.clone(), say!("field-columns-help"));
            }
            let most = f64::from(MOST_AT_ONCE);
            if field.kind == FieldKind::File && [field.min, field.max].into_iter().flatten().any(|count| count > most) {
                let help = say!("field-files-help", most = MOST_AT_ONCE.to_string());
                tell(say!("field-files", id = id), at.clone(), help);
            }
            let mut values = HashSet::new();
            for choice in &field.choices {
                if !values.insert(choice.value.as_str()) {
                    let value = choice.value.as_str();
                    tell(say!("choice-twice", value = value), request.span_of(value), say!("choice-twice-help"));
                }
            }
        }
        if let Some(deadline) = &request.value.deadline {
            let is_a_day = |field: &&Field| matches!(field.kind, FieldKind::Date | FieldKind::DateTime);
            let id = deadline.as_str();
            if !request.value.fields.iter().filter(is_a_day).any(|field| field.id == *deadline) {
                tell(
                    say!("deadline-no-field", id = id),
                    request.span_under("deadline", id),
                    say!("deadline-no-field-help"),
                );
            }
        }
        if request.value.label.is_empty() {
            tell(say!("request-no-label"), request.span_of("label"), say!("no-label-help"));
        }
    }
    found
}

/// Whether a question has the answers that another waits for.
fn can_be_hung_on(field: &Field, shown_if: &ShownIf) -> bool {
    shown_if.is.iter().all(|value| match field.kind {
        FieldKind::Consent => value.as_str() == "yes",
        _ => field.choices.iter().any(|choice| choice.value == *value),
    })
}
