//! Procedures nobody signs for: a controlled document says its code, issue, day and owner.

use crate::diagnostics::{Code, Diagnostic};
use crate::say;
use crate::source::Source;
use crate::source::front_matter::{Kind, Manner};

pub fn check(source: &Source) -> Vec<Diagnostic> {
    if source.manner == Manner::Lenient {
        return Vec::new();
    }
    let procedures = source.articles.iter().filter(|article| article.front.kind == Some(Kind::Procedure));
    // A table with something missing has been told where it was read.
    let bare = procedures.filter(|article| !article.front.spans.iter().any(|(key, _)| key == "control"));
    bare.map(|article| {
        let problem = Diagnostic::error(Code::NoControl, say!("no-control"));
        problem.at(&article.file, article.front.span("kind")).help(say!("no-control-help"))
    })
    .collect()
}
