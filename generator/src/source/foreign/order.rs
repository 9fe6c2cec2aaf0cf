//! The order other tools give their pages, and where they say a page belongs.

mod docusaurus;
mod jekyll;
mod mkdocs;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

pub use self::jekyll::under_parents;
pub use self::mkdocs::outside;
use crate::diagnostics::parsers::Reason;
use crate::diagnostics::{Code, Diagnostic, SourceFile};
use crate::say;
use crate::source::front_matter::FrontMatter;
use crate::source::walk::Found;

/// Names told of what is left out.
const MOST_SHOWN: usize = 8;

/// What the tools' own files say of pages and folders.
#[derive(Debug, Default)]
pub struct Order {
    /// The folder whose pages stand at the top: `docs` of `MkDocs`; empty otherwise.
    top: String,
    /// Pages by their path inside the content folder.
    pages: HashMap<String, Listed>,
    /// Folders by their path inside the language's folder.
    pub folders: BTreeMap<String, Heading>,
}

/// A page in a navigation.
#[derive(Debug)]
struct Listed {
    title: Option<String>,
    place: i32,
    /// The path of the folder it is listed in.
    folder: String,
}

/// What a folder is called, and its place among its siblings.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The title.
    pub title: Option<String>,
    /// The place, lowest first.
    pub weight: Option<i32>,
}

/// An address a page of another tool asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// In place of the file's name.
    Name(String),
    /// From the top of the language.
    Path(String),
}

impl Order {
    /// Reads what orders the files `found` below `root`; what cannot be followed is told in a note a file.
    pub(super) fn read(root: &Path, shown_root: &str, found: &[Found]) -> (Self, Vec<Diagnostic>) {
        let (mut order, mut notes) = (Self::default(), Vec::new());
        notes.extend(mkdocs::read(root, shown_root, found, &mut order));
        for file in found {
            notes.extend(docusaurus::read(file, shown_root, &mut order));
        }
        (order, notes)
    }

    /// The path that makes a file's address and section, from its path inside the content folder.
    pub fn path(&self, rel: &str) -> String {
        let below = rel.strip_prefix(self.top.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let path = if self.top.is_empty() { rel } else { below.unwrap_or(rel) };
        jekyll::post(path).map_or_else(|| path.to_owned(), |(path, _)| path)
    }

    /// Adds to a page's keys what is said of it elsewhere.
    pub fn complete(&self, rel: &str, front: &mut FrontMatter, text: &str) {
        if let Some(listed) = self.pages.get(rel) {
            // What stands over the text is what its readers know it by; the menu's word often is a short one.
            let headed = text.lines().any(|line| line.starts_with("# "));
            match &listed.title {
                Some(title) if headed || front.title.is_some() => front.synonyms.push(title.clone()),
                title => front.title = front.title.take().or_else(|| title.clone()),
            }
            front.weight = Some(listed.place);
        }
        if let Some((_, day)) = jekyll::post(rel) {
            front.date = front.date.or(Some(day));
            // The newest first.
            front.weight = front.weight.or_else(|| Some(-jekyll::days(front.date.unwrap_or(day))));
        }
        front.draft |= jekyll::is_draft(rel);
    }

    /// The folder a page is listed in when it is not the one it lies in.
    pub fn listed_in(&self, rel: &str) -> Option<String> {
        self.pages.get(rel).map(|listed| listed.folder.clone())
    }
}

/// The first few of what is left out.
pub fn shown(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = if names.len() > MOST_SHOWN { ", …" } else { "" };
    names.take(MOST_SHOWN).collect::<Vec<_>>().join(", ") + more
}

/// The note about a file of order.
fn left_out(file: &Arc<SourceFile>, span: Range<usize>, names: &[String]) -> Diagnostic {
    let message = say!("foreign-order", names = shown(names.iter().map(|name| format!("`{name}`"))));
    Diagnostic::note(Code::ForeignOrder, message).at(file, span).help(say!("foreign-order-help"))
}

/// The note about a file of order that is not what it should be.
fn unreadable(file: &Arc<SourceFile>, span: Range<usize>, reason: &str) -> Diagnostic {
    let message = say!("foreign-order-unread", reason = Reason::of(reason).said);
    Diagnostic::note(Code::ForeignOrder, message).at(file, span).help(say!("foreign-order-unread-help"))
}

/// The address that a key of another tool asks for, when it is a plain path; patterns and addresses elsewhere are not.
pub fn address(key: &str, written: &str) -> Option<Address> {
    let path = written.trim_matches('/');
    let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
    let path = path.strip_suffix(".html").unwrap_or(path);
    let plain = !path.contains([':', '?', '#', '{', '*', '\\']) && !path.contains("//");
    let parts = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if !plain || !parts || matches!(path, "404" | "index") {
        return None;
    }
    let is_name = key == "slug" && !written.starts_with('/');
    let builtin = key == "permalink" && matches!(path, "pretty" | "date" | "ordinal" | "weekdate" | "none");
    (!builtin).then(|| if is_name { Address::Name(path.to_owned()) } else { Address::Path(path.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::Address::{Name, Path};
    use super::address;

    #[test]
    fn plain_paths_are_addresses() {
        let cases = [
            ("slug", "set-it-up", Some(Name("set-it-up".into()))),
            ("slug", "/start/here", Some(Path("start/here".into()))),
            ("slug", "/", None),
            ("url", "/x/y.html", Some(Path("x/y".into()))),
            ("url", "https://x.example/", None),
            ("permalink", "/:categories/:title/", None),
            ("permalink", "pretty", None),
            ("permalink", "/404.html", None),
            ("permalink", "/docs/index.html", Some(Path("docs".into()))),
            ("path", "../up", None),
        ];
        for (key, written, expected) in cases {
            assert_eq!(address(key, written), expected, "{key}: {written}");
        }
    }
}
