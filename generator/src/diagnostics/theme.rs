//! Mistakes in the files of `theme/`, each pointed at.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use themes::theme::Overrides;
use themes::{StringsError, ThemeError};

use super::{Code, Diagnostic, Said, SourceFile, Uneven, report};
use crate::say;

/// What is wrong with a theme. `folder` is the folder of `overrides`, as the author knows it.
pub fn mistakes(error: &ThemeError, overrides: &Overrides, folder: &str) -> Vec<Diagnostic> {
    let at = |file: &str, line: usize, column: usize, reason: String| {
        pointed_at(overrides, folder, file, (line, column), reason)
    };
    match error {
        ThemeError::Template(error) => {
            error.problems.iter().map(|found| at(&found.file, found.line, found.column, found.reason.clone())).collect()
        }
        ThemeError::Strings(StringsError::Syntax { name, line, column, problem }) => {
            vec![at(&format!("strings/{name}"), *line, *column, problem.clone())]
        }
        ThemeError::Strings(StringsError::Name(name)) => {
            let problem = Diagnostic::error(Code::Template, say!("strings-name", name = name));
            vec![problem.in_file(format!("{folder}/strings/{name}")).help(say!("strings-name-help"))]
        }
        ThemeError::NotText(file) => {
            let problem = Diagnostic::error(Code::NotUtf8, say!("theme-not-text"));
            vec![problem.in_file(format!("{folder}/{file}")).help(say!("not-utf-8-help"))]
        }
        ThemeError::Accent(_) | ThemeError::Read { .. } => {
            vec![
                Diagnostic::error(Code::Template, say!("template-says", reason = error.to_string()))
                    .in_file(folder.to_owned()),
            ]
        }
    }
}

/// What is wrong with a theme that failed on pages, a mistake once however many pages show it.
pub fn failures(pages: &[(String, ThemeError)], overrides: &Overrides, folder: &str) -> Vec<Diagnostic> {
    let mut found: BTreeMap<(Option<String>, Said), (Diagnostic, &str, usize)> = BTreeMap::new();
    for (page, error) in pages {
        for problem in mistakes(error, overrides, folder) {
            let key = (report::position(&problem.place), problem.message.clone());
            found.entry(key).and_modify(|(_, _, others)| *others += 1).or_insert((problem, page, 0));
        }
    }
    let told = |(problem, page, others): (Diagnostic, &str, usize)| match others {
        0 => problem.help(say!("template-page", page = page)),
        _ => problem.help(say!("template-pages", page = page, others = others)),
    };
    found.into_values().map(told).collect()
}

/// A mistake at a line and column, both from 1; 0 means the file as a whole.
fn pointed_at(
    overrides: &Overrides,
    folder: &str,
    file: &str,
    (line, column): (usize, usize),
    reason: String,
) -> Diagnostic {
    let text = overrides.get(file).and_then(|bytes| std::str::from_utf8(bytes).ok());
    if let Some((text, span)) = text.filter(|_| line == 0).and_then(|text| Some((text, named_in(text, &reason)?))) {
        let file = Arc::new(SourceFile::new(format!("{folder}/{file}"), text.to_owned(), Uneven::default()));
        return Diagnostic::error(Code::Template, say!("template-says", reason = reason)).at(&file, span);
    }
    let Some(text) = text.filter(|_| line > 0) else {
        let problem = Diagnostic::error(Code::Template, say!("template-says", reason = reason));
        return match (file.is_empty(), overrides.contains_key(file)) {
            (true, _) => problem.in_file(folder.to_owned()),
            (false, true) => problem.in_file(format!("{folder}/{file}")),
            // The theme's own file is right; what an override made of it, or hands to it, is not.
            (false, false) => problem.in_file(folder.to_owned()).help(say!("theme-own", file = file, line = line)),
        };
    };
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = &text[start..];
    let within: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    let length = rest[within..].chars().next().map_or(0, char::len_utf8);
    let file = Arc::new(SourceFile::new(format!("{folder}/{file}"), text.to_owned(), Uneven::default()));
    let span = start + within..start + within + length;
    Diagnostic::error(Code::Template, say!("template-says", reason = reason)).at(&file, span)
}

/// Where a template names the other template a mistake between the two is about.
fn named_in(text: &str, reason: &str) -> Option<Range<usize>> {
    let words = reason.split(|letter: char| !(letter.is_ascii_alphanumeric() || "/_-.".contains(letter)));
    let names = words.filter(|word| word.contains('.'));
    let found = names.filter_map(|name| Some((text.find(&format!("\"{name}\""))?, name.len() + 2)));
    found.min().map(|(at, length)| at..at + length)
}
