//! Links and pictures that lead nowhere.

use std::collections::HashMap;

use super::Text;
use crate::content::Purpose;
use crate::diagnostics::{Code, Diagnostic, Said, Severity, suggest};
use crate::markdown::{Link, Meant, Rendered, Target};
use crate::say;
use crate::source::front_matter::Manner;

/// Ids a wrong anchor is compared with: enough for what people write, few enough for what machines do.
const MOST_COMPARED: usize = 500;

/// Missing files of one text for which a similar name is looked for. Whoever has more knows what became of them.
const MOST_SUGGESTED: usize = 100;

pub fn check(text: &Text<'_>) -> Vec<Diagnostic> {
    let mut near = HashMap::new();
    text.rendered.links.iter().filter_map(|link| judge(text, link, &mut near)).collect()
}

/// The nearest file of each name that was looked for.
type Near<'a> = HashMap<&'a str, Option<String>>;

fn judge<'a>(text: &Text<'a>, link: &'a Link, near: &mut Near<'a>) -> Option<Diagnostic> {
    let written = &link.written;
    match &link.target {
        Target::External | Target::File { .. } | Target::Page { anchor: None, .. } => None,
        Target::Missing { why, meant: Meant::File } => {
            let message = say!("file-missing", written = written, why = why.clone());
            Some(found(text, Code::MissingFile, link, message).help(say!("file-missing-help")))
        }
        Target::Missing { why, meant: Meant::Unpublished } => {
            let message = say!("link-unpublished", written = written, why = why.clone());
            Some(found(text, Code::UnpublishedLink, link, message).help(say!("link-unpublished-help")))
        }
        Target::Missing { why, meant: Meant::Page } => {
            let near = nearest_file(text, written, near);
            let message = say!("link-nowhere", written = written, why = why.clone());
            let problem = found(text, Code::DanglingLink, link, message);
            Some(if near.is_some() { problem.did_you_mean(near.as_deref()) } else { problem.help(say!("link-help")) })
        }
        Target::Unsafe(scheme) => {
            let message = say!("unsafe-scheme", scheme = scheme);
            let severity = super::html::severity(text);
            let problem = Diagnostic::new(Code::UnsafeHtml, severity, message).at(text.file, link.span.clone());
            Some(problem.help(say!("unsafe-scheme-help")))
        }
        Target::Here(anchor) => dangling_anchor(text, link, anchor, text.rendered),
        Target::Page { anchor: Some((ix, anchor)), .. } => dangling_anchor(text, link, anchor, text.content.body(*ix)),
    }
}

/// Anchors matter less than pages: the reader still arrives at the right text.
fn dangling_anchor(text: &Text<'_>, link: &Link, anchor: &str, target: &Rendered) -> Option<Diagnostic> {
    if anchor.is_empty() || anchor == "top" || target.anchor(anchor).is_some() {
        return None;
    }
    let message = say!("no-heading", anchor = anchor);
    let problem = Diagnostic::warning(Code::DanglingAnchor, message).at(text.file, link.span.clone());
    let mut known: Vec<&str> = target.ids.iter().map(String::as_str).take(MOST_COMPARED).collect();
    known.sort_unstable();
    let near = suggest::nearest(&crate::markdown::anchor_id(anchor), known);
    let near = near.map(|near| format!("#{near}"));
    Some(if near.is_some() { problem.did_you_mean(near.as_deref()) } else { problem.help(say!("no-heading-help")) })
}

fn found(text: &Text<'_>, code: Code, link: &Link, message: Said) -> Diagnostic {
    let lenient = text.content.site.manner == Manner::Lenient && text.purpose == Purpose::Build;
    let severity = if lenient { Severity::Warning } else { Severity::Error };
    Diagnostic::new(code, severity, message).at(text.file, link.span.clone())
}

/// A file whose name is nearly the one written, as the author would have to write it.
fn nearest_file<'a>(text: &Text<'a>, written: &'a str, known: &mut Near<'a>) -> Option<String> {
    let path = written.split(['#', '?']).next()?;
    let name = path.rsplit('/').next()?;
    if let Some(near) = known.get(name) {
        return near.clone();
    }
    if known.len() == MOST_SUGGESTED {
        return None;
    }
    // Over thousands of files only names count; a wrong folder is suggested when the name is right.
    let names = text.content.names_like(name);
    let near = suggest::nearest(name, names.iter().map(|(file, _)| file.as_str()));
    let found = near.and_then(|near| names.iter().find(|(file, _)| file == near));
    let near = found.map(|(_, rel)| relative(text.rel, rel));
    known.insert(name, near.clone());
    near
}

/// The path from one file to another: `vi/a/b.md` → `vi/c/d.md` is `../c/d.md`.
pub fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(from.len() - 1);
    let up = "../".repeat(from.len() - 1 - shared);
    let down = to[shared..].join("/");
    format!("{up}{down}")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_between_files() {
        assert_eq!(relative("vi/mang/wifi.md", "vi/mang/vpn.md"), "vpn.md");
        assert_eq!(relative("vi/mang/wifi.md", "vi/thiet-bi/in.md"), "../thiet-bi/in.md");
        assert_eq!(relative("a.md", "b/c.md"), "b/c.md");
    }
}
