//! What is told to the author: problems with their place, cause and fix.
//!
//! A phase returns its value together with its diagnostics; nothing stops at the first problem.

pub mod code;
pub mod json;
mod lines;
pub mod parsers;
pub mod report;
mod said;
pub mod suggest;
pub mod theme;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use self::lines::Lines;
pub use code::Code;
pub use said::{Arg, Said, Speech, quoted};

use crate::say;

/// A text file of the content folder, as far as diagnostics need it.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as the author knows it: relative to where they stand, `/` between names.
    pub path: String,
    /// The whole text, without a byte order mark and with `\n` line ends.
    pub text: String,
    /// What the author wrote, line for line, when `text` is what became of another tool's syntax.
    pub written: Option<String>,
    /// In what the file differs from how texts are kept.
    pub uneven: Uneven,
    lines: OnceLock<Lines>,
    lines_written: OnceLock<Lines>,
}

impl SourceFile {
    /// A text as it was written.
    pub fn new(path: String, text: String, uneven: Uneven) -> Self {
        Self { path, text, written: None, uneven, lines: OnceLock::new(), lines_written: OnceLock::new() }
    }

    /// A text that was made of what the author wrote.
    pub fn made_of(written: String, path: String, text: String, uneven: Uneven) -> Self {
        Self { written: Some(written), ..Self::new(path, text, uneven) }
    }

    /// The lines of the text.
    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }

    /// A line as the author wrote it, from 0, when the text is not what was written.
    fn line_written(&self, line: usize) -> Option<&str> {
        let written = self.written.as_deref()?;
        let lines = self.lines_written.get_or_init(|| Lines::of(written));
        Some(&written[lines.range(written, line)])
    }

    /// The text as the author wrote it.
    pub fn as_written(&self) -> &str {
        self.written.as_ref().unwrap_or(&self.text)
    }
}

/// What of a file is read as if it were otherwise, or had better be: other programs may not be as forgiving.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uneven {
    /// It starts with a byte order mark.
    pub mark: bool,
    /// It has line ends with a carriage return.
    pub line_ends: bool,
    /// Where its first letter stands that is put together from pieces (not in Unicode's form NFC).
    pub letters: Option<usize>,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is not right without a fix: exit code 1.
    Error,
    /// Readers may stumble; the site is built.
    Warning,
    /// Something the author should know was decided for them.
    Note,
}

/// Where a problem is.
#[derive(Debug, Clone)]
pub enum Place {
    /// Nowhere in particular.
    Whole,
    /// A file or folder as such.
    File(String),
    /// Bytes of a text file.
    Span(Arc<SourceFile>, Range<usize>),
}

/// One problem.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Which rule speaks.
    pub code: Code,
    /// How bad it is here; a rule may be an error in a portal and a warning in a plain folder.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: Said,
    /// Where.
    pub place: Place,
    /// Written beside the caret.
    pub label: Option<Box<Said>>,
    /// What to do, a line each.
    pub help: Vec<Said>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: Code, message: Said) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A warning.
    pub fn warning(code: Code, message: Said) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// A note.
    pub fn note(code: Code, message: Said) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// A problem of the given severity.
    pub fn new(code: Code, severity: Severity, message: Said) -> Self {
        Self { code, severity, message, place: Place::Whole, label: None, help: Vec::new() }
    }

    /// Points at bytes of a file.
    #[must_use]
    pub fn at(mut self, file: &Arc<SourceFile>, span: Range<usize>) -> Self {
        self.place = Place::Span(Arc::clone(file), span);
        self
    }

    /// Points at a file or folder as such.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.place = Place::File(path.into());
        self
    }

    /// Sets what is written beside the caret.
    #[must_use]
    pub fn label(mut self, label: Said) -> Self {
        self.label = Some(Box::new(label));
        self
    }

    /// Adds a line saying what to do.
    #[must_use]
    pub fn help(mut self, help: Said) -> Self {
        self.help.push(help);
        self
    }

    /// Adds "did you mean" when there is something to suggest.
    #[must_use]
    pub fn did_you_mean(self, near: Option<&str>) -> Self {
        match near {
            Some(near) => self.help(say!("did-you-mean", near = near)),
            None => self,
        }
    }

    /// The key diagnostics are sorted by: place first, so that one file's problems stand together.
    fn order(&self) -> (&str, usize, Code, &Said) {
        match &self.place {
            Place::Whole => ("", 0, self.code, &self.message),
            Place::File(path) => (path, 0, self.code, &self.message),
            Place::Span(file, span) => (&file.path, span.start, self.code, &self.message),
        }
    }
}

/// Sorts by file, place and code, whatever order the phases found the problems in.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
}

/// Whether any of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
