//! Request forms: fields that would collide, choices without a choice.

use std::collections::HashSet;

use domain::catalog::FieldKind;

use crate::diagnostics::{Code, Diagnostic};
use crate::source::Source;

pub fn check(source: &Source) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for request in source.config.request_types.values() {
        let mut error = |message: String, name: &str| {
            found.push(Diagnostic::error(Code::RequestForm, message).at(&request.file, request.span_of(name)));
        };
        let mut seen = HashSet::new();
        for field in &request.value.fields {
            let id = field.id.as_str();
            if !seen.insert(id) {
                error(format!("the field `{id}` is there twice"), id);
            }
            if field.label.is_empty() {
                error(format!("the field `{id}` has no label"), id);
            }
            match (field.kind, field.choices.len()) {
                (FieldKind::Choice, 0 | 1) => {
                    error(format!("the field `{id}` leaves nothing to choose: give it `choices`"), id);
                }
                (FieldKind::Choice, _) | (_, 0) => {}
                _ => error(format!("the field `{id}` has choices but is not of kind \"choice\""), id),
            }
            let mut values = HashSet::new();
            for choice in &field.choices {
                if !values.insert(choice.value.as_str()) {
                    error(format!("the choice `{}` is there twice", choice.value), choice.value.as_str());
                }
            }
        }
        if request.value.label.is_empty() {
            error("the request type has no label".to_owned(), "label");
        }
    }
    found
}
