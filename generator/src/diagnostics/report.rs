//! Diagnostics as text: the source line, a caret, the fix, and a summary counted by rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Code, Diagnostic, Place, Severity, SourceFile, Speech};
use crate::say;

/// Longer lines are not shown: a minified page or a log would fill the terminal.
const LONGEST_SHOWN_LINE: usize = 600;

/// How much is printed.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Terminal colours.
    pub colour: bool,
    /// At most so many warnings and notes of one rule in full; errors are always all printed.
    pub warnings_per_code: usize,
    /// The language it is told in.
    pub speech: Speech,
}

/// The whole report: each problem, then the counts. Empty when there is nothing to say.
pub fn render(diagnostics: &[Diagnostic], style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let mut shown: BTreeMap<Code, usize> = BTreeMap::new();
    let mut out = String::new();
    for diagnostic in diagnostics {
        if diagnostic.severity != Severity::Error {
            let count = shown.entry(diagnostic.code).or_default();
            *count += 1;
            if *count > style.warnings_per_code {
                continue;
            }
        }
        out.push_str(&one(diagnostic, &renderer, style.speech));
        out.push_str("\n\n");
    }
    out.push_str(&summary(diagnostics, style.speech));
    out
}

/// The counts by rule, worst first: `warning DM0301: 12 × a link leads nowhere`.
pub fn summary(diagnostics: &[Diagnostic], speech: Speech) -> String {
    let mut counts: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry((diagnostic.severity, diagnostic.code)).or_default() += 1;
    }
    let mut out = String::new();
    for ((severity, code), count) in counts {
        let _ = writeln!(out, "{:<7} {code}  {count:>5} × {}", name(severity, speech), code.title(speech));
    }
    out
}

/// The word a severity is printed as.
fn name(severity: Severity, speech: Speech) -> String {
    let word = match severity {
        Severity::Error => say!("error"),
        Severity::Warning => say!("warning"),
        Severity::Note => say!("note"),
    };
    word.text(speech)
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer, speech: Speech) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let level = level.with_name(name(diagnostic.severity, speech));
    let message = diagnostic.message.text(speech);
    let title = level.primary_title(message.as_str()).id(diagnostic.code.as_str());
    let mut group = match &diagnostic.place {
        Place::Whole => Group::with_title(title),
        Place::File(path) => title.element(Origin::path(path.as_str())),
        Place::Span(file, span) => {
            let shown = excerpt(file, span);
            if shown.text.len() > LONGEST_SHOWN_LINE {
                title.element(Origin::path(file.path.as_str()).line(shown.line).char_column(shown.column))
            } else {
                let annotation = AnnotationKind::Primary.span(shown.span);
                let annotation = match &diagnostic.label {
                    Some(label) => annotation.label(label.text(speech)),
                    None => annotation,
                };
                title.element(
                    Snippet::source(shown.text).line_start(shown.line).path(file.path.as_str()).annotation(annotation),
                )
            }
        }
    };
    for help in &diagnostic.help {
        group = group.element(Level::HELP.with_name(say!("help").text(speech)).message(help.text(speech)));
    }
    renderer.render(&[group])
}

/// The line a span starts on, and the part of the span that lies in it.
struct Excerpt<'a> {
    text: &'a str,
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    span: Range<usize>,
}

fn excerpt<'a>(file: &'a SourceFile, span: &Range<usize>) -> Excerpt<'a> {
    let text = file.text.as_str();
    let start = floor_boundary(text, span.start);
    let line = file.lines().line(start);
    let Range { start: line_start, end: line_end } = file.lines().range(text, line);
    let end = floor_boundary(text, span.end.clamp(start, line_end));
    let (mut shown, mut within) = (&text[line_start..line_end], start - line_start..end - line_start);
    let mut column = None;
    if let Some(own) = file.line_written(line) {
        // The lines are the author's, what stands on them may have become something else.
        if own != shown {
            let part = &shown[within.clone()];
            let at = own.find(part).filter(|_| !part.is_empty());
            within = at.map_or_else(
                || own.trim_end().len() - own.trim().len()..own.trim_end().len(),
                |at| at..at + part.len(),
            );
            shown = own;
            column = Some(own[..within.start].chars().count() + 1);
        }
    }
    let column = column.unwrap_or_else(|| file.lines().column(text, start));
    Excerpt { column, text: shown, line: line + 1, span: within }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

/// `path:line:column`, for lists and the browser's error overlay.
pub fn position(place: &Place) -> Option<String> {
    match place {
        Place::Whole => None,
        Place::File(path) => Some(path.clone()),
        Place::Span(file, span) => {
            let shown = excerpt(file, span);
            Some(format!("{}:{}:{}", file.path, shown.line, shown.column))
        }
    }
}
