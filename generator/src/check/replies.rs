//! Canned replies that want something filled in which no ticket has.

use domain::catalog::{Variable, places};

use crate::diagnostics::{Code, Diagnostic, quoted, suggest};
use crate::say;
use crate::source::Source;

pub fn check(source: &Source) -> Vec<Diagnostic> {
    let known = || Variable::ALL.into_iter().map(Variable::as_str);
    let mut found = Vec::new();
    for reply in source.config.replies.values() {
        // The text is the end of its file.
        let start = reply.file.text.rfind(&reply.value.body).unwrap_or_default();
        let unknown = places(&reply.value.body).into_iter().filter(|(_, name)| Variable::parse(name).is_none());
        for (place, name) in unknown {
            let problem = Diagnostic::error(Code::ReplyVariable, say!("reply-variable", name = name))
                .at(&reply.file, place.start + start..place.end + start)
                .help(say!("reply-variable-help", known = quoted(known())));
            found.push(problem.did_you_mean(suggest::nearest(name, known())));
        }
    }
    found
}
