//! Request forms: fields that would collide, choices without a choice.

use std::collections::HashSet;

use domain::catalog::FieldKind;

use crate::diagnostics::{Code, Diagnostic, Said};
use crate::say;
use crate::source::Source;

pub fn check(source: &Source) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for request in source.config.request_types.values() {
        let mut error = |message: Said, name: &str, help: Said| {
            let problem = Diagnostic::error(Code::RequestForm, message).at(&request.file, request.span_of(name));
            found.push(problem.help(help));
        };
        let mut seen = HashSet::new();
        for field in &request.value.fields {
            let id = field.id.as_str();
            if !seen.insert(id) {
                error(say!("field-twice", id = id), id, say!("field-twice-help"));
            }
            if field.label.is_empty() {
                error(say!("field-no-label", id = id), id, say!("no-label-help"));
            }
            match (field.kind, field.choices.len()) {
                (FieldKind::Choice, 0 | 1) => {
                    error(say!("field-no-choice", id = id), id, say!("field-no-choice-help"));
                }
                (FieldKind::Choice, _) | (_, 0) => {}
                _ => error(say!("field-not-choice", id = id), id, say!("field-not-choice-help")),
            }
            let mut values = HashSet::new();
            for choice in &field.choices {
                if !values.insert(choice.value.as_str()) {
                    let value = choice.value.as_str();
                    error(say!("choice-twice", value = value), value, say!("choice-twice-help"));
                }
            }
        }
        if request.value.label.is_empty() {
            error(say!("request-no-label"), "label", say!("no-label-help"));
        }
    }
    found
}
