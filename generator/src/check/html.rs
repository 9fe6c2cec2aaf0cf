//! Raw HTML that was refused, and nesting that was cut off.

use super::Text;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::markdown::Reason;
use crate::say;
use crate::source::front_matter::Manner;

pub fn check(text: &Text<'_>) -> Vec<Diagnostic> {
    let refused = text.rendered.refused.iter().map(|refused| {
        let problem = match &refused.reason {
            Reason::Unsafe(what) => {
                Diagnostic::new(Code::UnsafeHtml, severity(text), say!("unsafe-html", what = what.clone()))
                    .help(say!("unsafe-html-help"))
            }
            Reason::Unknown(name) => Diagnostic::warning(Code::UnknownTag, say!("unknown-tag", name = name))
                .help(say!("unknown-tag-help", name = name)),
        };
        problem.at(text.file, refused.span.clone())
    });
    let too_deep = text.rendered.too_deep.iter().map(|span| {
        let problem = Diagnostic::new(Code::TooDeep, severity(text), say!("too-deep"));
        problem.at(text.file, span.start..span.start + 1).help(say!("too-deep-help"))
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
