//! Request forms: fields that would collide, choices without a choice.

use std::collections::HashSet;

use crate::diagnostics::{Code, Diagnostic, Said};
use crate::say;
use crate::source::Source;

pub fn check(source: &Source) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for request in source.config.request_types.values() {
        let mut error = |message: Said, name: &str| {
            let problem = Diagnostic::error(Code::RequestForm, message).at(&request.file, request.span_of(name));
            found.push(problem);
        };
        let mut seen = HashSet::new();
        for field in &request.value.fields {
            let id = field.id.as_str();
            if !seen.insert(id) {
                error(say!("field-twice", id = id), id);
            }
            if field.label.is_empty() {
                error(say!("field-no-label", id = id), id);
            }
            match (field.kind.is_chosen(), field.choices.len()) {
                (true, 0 | 1) => error(say!("field-no-choice", id = id), id),
                (true, _) | (_, 0) => {}
                _ => error(say!("field-not-choice", id = id), id),
            }
            let mut values = HashSet::new();
            for choice in &field.choices {
                if !values.insert(choice.value.as_str()) {
                    error(say!("choice-twice", value = choice.value.as_str()), choice.value.as_str());
                }
            }
        }
        if request.value.label.is_empty() {
            error(say!("request-no-label"), "label");
        }
    }
    found
}
