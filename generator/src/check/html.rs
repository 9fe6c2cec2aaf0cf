//! Raw HTML that was refused, and nesting that was cut off.

use super::Text;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::markdown::Reason;
use crate::source::front_matter::Manner;

pub fn check(text: &Text<'_>) -> Vec<Diagnostic> {
    let refused = text.rendered.refused.iter().map(|refused| {
        let problem = match &refused.reason {
            Reason::Unsafe(what) => {
                Diagnostic::new(Code::UnsafeHtml, severity(text), format!("{what} is not allowed in an article"))
                    .help("take it out; to show it as an example, put it between backquotes")
            }
            Reason::Unknown(name) => {
                Diagnostic::warning(Code::UnknownTag, format!("`<{name}>` is not an HTML element; it is shown as text"))
                    .help(format!("if it is an example, write `<{name}>` between backquotes"))
            }
        };
        problem.at(text.file, refused.span.clone())
    });
    let too_deep = text.rendered.too_deep.iter().map(|span| {
        let message = "lists or quotations are nested more than 100 deep; what lies deeper is left out";
        Diagnostic::new(Code::TooDeep, severity(text), message).at(text.file, span.start..span.start + 1)
    });
    refused.chain(too_deep).collect()
}

/// An error in a portal, whose authors can mend it; a warning in a folder that is built as it is.
pub fn severity(text: &Text<'_>) -> Severity {
    match text.content.site.manner {
        Manner::Strict => Severity::Error,
        Manner::Lenient => Severity::Warning,
    }
}
