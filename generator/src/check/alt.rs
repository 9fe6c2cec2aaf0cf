//! Pictures without a description: who cannot see them, or is offline, learns nothing.

use super::Text;
use crate::diagnostics::{Code, Diagnostic};
use crate::say;

pub fn check(text: &Text<'_>) -> Vec<Diagnostic> {
    let problem = |span: &std::ops::Range<usize>| {
        let problem = Diagnostic::warning(Code::NoAltText, say!("no-alt")).at(text.file, span.clone());
        problem.help(say!("no-alt-help")).help(say!("no-alt-decoration"))
    };
    text.rendered.undescribed.iter().map(problem).collect()
}
