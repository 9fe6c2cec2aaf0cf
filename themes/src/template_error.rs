//! What is wrong with a template, and where, so that its author can be shown the line.

use std::fmt;

use tera::ErrorKind;

/// Templates that do not parse, do not fit together, or do not fit what they are to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// Never empty.
    pub problems: Vec<TemplateProblem>,
}

/// A mistake in a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplateProblem {
    /// The file as [`Overrides`](crate::theme::Overrides) name it: `templates/site/article.html`. What is not among
    /// them is the theme's own. Empty when nobody knows.
    pub file: String,
    /// The line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// The column in characters, from 1; 0 when the file as a whole is meant.
    pub column: usize,
    /// What is wrong, without the place.
    pub reason: String,
}

impl TemplateProblem {
    fn whole(template: &str, reason: String) -> Self {
        Self { file: file(template), line: 0, column: 0, reason }
    }
}

impl fmt::Display for TemplateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            f.write_str(&self.file)?;
            if self.line > 0 {
                write!(f, ":{}:{}", self.line, self.column)?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.reason)
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            write!(f, "{}{problem}", if at > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for TemplateError {}

impl From<tera::Error> for TemplateError {
    fn from(error: tera::Error) -> Self {
        let problems = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                // A function's own words stand behind tera's.
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                let reason = match cause.filter(|cause| !report.message().contains(cause.as_str())) {
                    Some(cause) => format!("{}: {cause}", report.message()),
                    None => report.message().to_owned(),
                };
                let (line, column) = (span.start_line, span.start_col + 1);
                vec![TemplateProblem { file: file(report.filename()), line, column, reason }]
            }
            ErrorKind::MissingParent { current, parent } => {
                vec![TemplateProblem::whole(current, format!("it extends `{parent}`, which is not there"))]
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                let reason = format!("it extends itself: {}", inheritance_chain.join(" → "));
                vec![TemplateProblem::whole(tpl, reason)]
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                let reason = format!("it includes itself: {}", include_chain.join(" → "));
                vec![TemplateProblem::whole(tpl, reason)]
            }
            ErrorKind::Msg(message) => reports(message),
            other => vec![TemplateProblem::whole("", other.to_string())],
        };
        Self { problems }
    }
}

/// Mistakes found between templates come as one text, a report after the other:
/// `error: Unknown filter …` and in the next line `--> site/home.html:3:7`.
fn reports(message: &str) -> Vec<TemplateProblem> {
    let mut problems = Vec::new();
    let mut lines = message.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(reason) = line.strip_prefix("error: ") else { continue };
        let place = lines.peek().and_then(|line| line.trim_start().strip_prefix("--> "));
        let Some((template, line, column)) = place.and_then(place_of) else { continue };
        problems.push(TemplateProblem { file: file(template), line, column, reason: reason.to_owned() });
    }
    if problems.is_empty() {
        problems.push(TemplateProblem::whole("", message.to_owned()));
    }
    problems
}

fn place_of(text: &str) -> Option<(&str, usize, usize)> {
    let (rest, column) = text.trim().rsplit_once(':')?;
    let (template, line) = rest.rsplit_once(':')?;
    Some((template, line.parse().ok()?, column.parse().ok()?))
}

fn file(template: &str) -> String {
    if template.is_empty() { String::new() } else { format!("templates/{template}") }
}
