//! Addresses and anchors that were published and went without leading on.

use crate::content::Content;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::lock::addresses::{Recorded, word};
use crate::lock::anchors;
use crate::render;
use crate::say;

pub fn check(content: &Content) -> Vec<Diagnostic> {
    content.recorded.as_ref().map_or_else(Vec::new, |recorded| gone(content, recorded))
}

/// What is recorded and not there any more, and what is wrong with the record.
pub fn gone(content: &Content, recorded: &Recorded) -> Vec<Diagnostic> {
    let mut found = recorded.problems.clone();
    let routes = render::routes(content);
    let there: std::collections::HashMap<_, _> = routes.iter().map(|(path, route)| (word(path), route)).collect();
    for (path, line) in &recorded.lines {
        let Some(route) = there.get(path) else {
            let problem = Diagnostic::error(Code::AddressGone, say!("address-gone", path = path));
            let problem = problem.at(&recorded.file, line.span.clone()).help(say!("address-gone-help", path = path));
            found.push(problem.help(say!("forget-help", name = path)));
            continue;
        };
        // A redirect leads to another page, whose anchors are recorded there.
        let Some(anchors) = anchors(content, route) else { continue };
        for (anchor, span) in line.anchors.iter().filter(|(anchor, _)| !anchors.contains(*anchor)) {
            let (severity, help) = if is_step(anchor) {
                (Severity::Warning, say!("step-gone-help"))
            } else {
                (Severity::Error, say!("anchor-gone-help", anchor = anchor))
            };
            let message = say!("anchor-gone", path = path, anchor = anchor);
            let problem = Diagnostic::new(Code::AnchorGone, severity, message).at(&recorded.file, span.clone());
            found.push(problem.help(help).help(say!("forget-help", name = format!("{path}#{anchor}"))));
        }
    }
    found
}

/// `step-3`, `step-windows-3`. Steps come and go as a procedure changes, and who arrives still finds the others.
fn is_step(anchor: &str) -> bool {
    let number = anchor.strip_prefix("step-").and_then(|rest| rest.rsplit('-').next());
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
