//! Reading the content for a command, and telling what was found.

use std::io::{self, IsTerminal as _, Write as _};

use super::{Exit, Folder};
use crate::content::{Content, Purpose};
use crate::diagnostics::{self, Diagnostic, Said, Speech, report};
use crate::phases::Phases;
use crate::site::Settings;
use crate::source::{Options, SourceError};

impl Folder {
    pub fn options(&self) -> Options {
        Options {
            content: self.content.clone(),
            lang: self.lang.clone(),
            base_url: self.base_url.clone(),
            speech: speech(),
        }
    }

    /// The day comes from the clock of this machine unless it is given.
    pub fn settings(&self) -> Settings {
        let today = self.at.unwrap_or_else(|| jiff::Zoned::now().date());
        Settings { today, drafts: self.drafts, highlight: !self.no_highlight }
    }

    /// Reads the content. `Err` has been told already.
    pub fn load(&self, purpose: Purpose, phases: &Phases) -> Result<(Content, Vec<Diagnostic>), Exit> {
        crate::content::load(&self.options(), self.settings(), purpose, phases).map_err(|error| refused(&error))
    }
}

/// Tells why a folder cannot be read at all.
pub fn refused(error: &SourceError) -> Exit {
    match error {
        SourceError::NoFolder(_) => {
            fail(error);
            Exit::Usage
        }
        SourceError::Portal(found) => {
            tell(found, usize::MAX);
            Exit::Content
        }
    }
}

/// The language of this terminal: that of its messages, else that of everything.
pub fn speech() -> Speech {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
    locale.map_or(Speech::English, |locale| Speech::of_locale(&locale))
}

/// All diagnostics and their counts as text for standard error, warnings of one rule up to a number.
pub fn report(found: &[Diagnostic], warnings_per_code: usize) -> String {
    report::render(found, style(warnings_per_code))
}

fn style(warnings_per_code: usize) -> report::Style {
    report::Style { colour: io::stderr().is_terminal(), warnings_per_code, speech: speech() }
}

/// What else decides how a report reads.
pub fn voice() -> String {
    format!("{:?}", style(0))
}

/// Writes them.
pub fn tell(found: &[Diagnostic], warnings_per_code: usize) {
    note(&report(found, warnings_per_code));
}

/// Writes an error that is about no file of the content.
pub fn fail(error: &dyn std::error::Error) {
    let _ = writeln!(io::stderr(), "error: {}", crate::content::chain(error));
}

/// Writes a line to standard output.
pub fn line(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Says on standard output what was done.
pub fn done(said: &Said) {
    line(&said.text(speech()));
}

/// What the diagnostics alone make of the exit code.
pub fn verdict(found: &[Diagnostic]) -> Exit {
    if diagnostics::has_errors(found) { Exit::Content } else { Exit::Fine }
}

/// Writes a report to standard error as it is.
pub fn note(report: &str) {
    // Nobody is left to tell when standard error is closed.
    let _ = io::stderr().write_all(report.as_bytes());
}
