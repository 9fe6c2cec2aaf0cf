//! Diagnostics as one JSON document, for editors and CI.

use std::ops::Range;

use serde::Serialize;

use super::{Code, Diagnostic, Place, Severity, SourceFile, Speech};

/// The whole report.
#[derive(Debug, Serialize)]
struct Report<'a> {
    diagnostics: Vec<Problem<'a>>,
    errors: usize,
    warnings: usize,
    notes: usize,
}

/// One problem. Lines and columns count from 1, columns in characters; `end_column` is the first one behind it.
/// What is not known is left out.
#[derive(Debug, Serialize)]
struct Problem<'a> {
    code: &'static str,
    severity: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    help: Vec<String>,
    /// Whether `check --fix` mends it.
    fixable: bool,
}

#[derive(Debug, Serialize)]
struct Span {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// The document, ending in a line break.
pub fn render(diagnostics: &[Diagnostic], speech: Speech) -> String {
    let count = |severity| diagnostics.iter().filter(|problem| problem.severity == severity).count();
    let report = Report {
        diagnostics: diagnostics.iter().map(|diagnostic| problem(diagnostic, speech)).collect(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
    };
    let mut text = serde_json::to_string_pretty(&report).expect("texts and numbers are JSON");
    text.push('\n');
    text
}

fn problem(diagnostic: &Diagnostic, speech: Speech) -> Problem<'_> {
    let (file, span) = match &diagnostic.place {
        Place::Whole => (None, None),
        Place::File(path) => (Some(path.as_str()), None),
        Place::Span(file, range) => (Some(file.path.as_str()), Some(span(file, range))),
    };
    Problem {
        code: diagnostic.code.as_str(),
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        message: diagnostic.message.text(speech),
        file,
        span,
        label: diagnostic.label.as_ref().map(|label| label.text(speech)),
        help: diagnostic.help.iter().map(|help| help.text(speech)).collect(),
        fixable: diagnostic.code == Code::Uneven,
    }
}

fn span(file: &SourceFile, range: &Range<usize>) -> Span {
    let ((line, column), (end_line, end_column)) = (place(file, range.start), place(file, range.end.max(range.start)));
    Span { line, column, end_line, end_column }
}

/// The line and column of a byte.
fn place(file: &SourceFile, at: usize) -> (usize, usize) {
    let at = file.text.floor_char_boundary(at.min(file.text.len()));
    (file.lines().line(at) + 1, file.lines().column(&file.text, at))
}
