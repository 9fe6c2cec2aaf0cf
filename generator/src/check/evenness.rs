//! Byte order marks, line ends and letters in pieces, which are read all the same; `check --fix` takes them out.

use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, SourceFile, Uneven};
use crate::say;
use crate::source::Source;

pub fn check(source: &Source) -> Vec<Diagnostic> {
    let config = &source.config;
    let files = source.articles.iter().map(|article| &article.file).chain([&config.portal.file]);
    let files = files.chain(config.desks.values().map(|located| &located.file));
    let files = files.chain(config.request_types.values().map(|located| &located.file));
    let files = files.chain(config.calendars.values().map(|located| &located.file));
    let files = files.chain(config.replies.values().map(|located| &located.file));
    files.filter_map(judge).collect()
}

fn judge(file: &Arc<SourceFile>) -> Option<Diagnostic> {
    let Uneven { mark, line_ends, letters } = file.uneven;
    let what = [
        mark.then(|| say!("uneven-mark")),
        line_ends.then(|| say!("uneven-line-ends")),
        letters.map(|_| say!("uneven-letters")),
    ];
    let what = what.into_iter().flatten().reduce(|all, next| say!("and", a = all, b = next))?;
    let problem = Diagnostic::warning(Code::Uneven, say!("uneven", what = what));
    let problem = match letters {
        Some(at) => problem.at(file, at..at + file.text[at..].chars().take(2).map(char::len_utf8).sum::<usize>()),
        None => problem.in_file(file.path.as_str()),
    };
    Some(problem.help(say!("uneven-help")))
}
