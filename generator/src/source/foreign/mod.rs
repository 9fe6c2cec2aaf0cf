//! Folders of other tools, read as they are: their shortcodes, the order of their pages, their ways to write addresses.

mod convert;
mod inline;
mod keys;
mod known;
mod lines;
mod order;
mod tags;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

pub use self::convert::Converted;
use self::order::Order;
pub use self::order::{Address, Heading, outside, under_parents};
use super::is_markdown;
use super::walk::Found;
use crate::diagnostics::{Code, Diagnostic, SourceFile};
use crate::say;

/// What only texts of other tools have in them.
const SIGNS: &[&str] = &["{{", "{%", "{:", "!!! ", "??? ", "???+", "=== \"", ":::", "--8<--", "](@/"];

/// Rewrites what stands behind `body` in a text of another tool; `None` when there is nothing to rewrite.
pub fn convert(text: &str, body: usize, rel: &str, names: &Names) -> Option<Converted> {
    if !SIGNS.iter().any(|sign| text[body..].contains(sign)) {
        return None;
    }
    let mut converted = convert::convert(&text[body..], rel, names);
    converted.text.insert_str(0, &text[..body]);
    for (_, span) in &mut converted.unknown {
        *span = span.start + body..span.end + body;
    }
    Some(converted)
}

/// Whether a file belongs to the other tool itself and not to its pages.
pub fn is_machinery(rel: &str) -> bool {
    let mut folders = rel.split('/');
    folders.next_back();
    folders.any(|name| matches!(name, "_site" | "node_modules" | "_layouts" | "_includes"))
}

/// What of other tools was met in a folder and left as it is.
#[derive(Debug, Default)]
pub struct Foreign {
    /// How often each key.
    keys: BTreeMap<String, usize>,
    /// How often each tag, and where first.
    tags: BTreeMap<String, (usize, Arc<SourceFile>, Range<usize>)>,
}

impl Foreign {
    /// Adds what was met in a file.
    pub(super) fn add(&mut self, file: &Arc<SourceFile>, keys: Vec<String>, tags: Vec<(String, Range<usize>)>) {
        for key in keys {
            *self.keys.entry(key).or_default() += 1;
        }
        for (name, span) in tags {
            self.tags.entry(name).or_insert_with(|| (0, Arc::clone(file), span)).0 += 1;
        }
    }

    /// Whether nothing was.
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.tags.is_empty()
    }

    /// What the author is told of it: a note for all keys, a note for each tag.
    pub(super) fn notes(self, shown_root: &str) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        if !self.keys.is_empty() {
            let mut keys: Vec<_> = self.keys.into_iter().collect();
            keys.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let named = order::shown(keys.iter().map(|(key, count)| format!("`{key}` ({count})")));
            let message = say!("foreign-keys", keys = named);
            notes.push(Diagnostic::note(Code::ForeignKeys, message).in_file(shown_root.to_owned()));
        }
        notes.extend(self.tags.into_iter().map(|(name, (count, file, span))| {
            let message = say!("foreign-tag", name = name, count = count);
            Diagnostic::note(Code::ForeignTag, message).at(&file, span).help(say!("foreign-tag-help"))
        }));
        notes
    }
}

/// The Markdown files of a folder, to be found and put in order as other tools do.
#[derive(Debug, Default)]
pub struct Names {
    paths: HashSet<String>,
    /// Files by their name; `None` when several have it.
    by_name: HashMap<String, Option<String>>,
    /// Which comes after which.
    pub order: Order,
}

impl Names {
    /// The names of all files below `root`, and notes about an order that cannot be followed.
    pub(super) fn read(root: &Path, shown_root: &str, found: &[Found]) -> (Self, Vec<Diagnostic>) {
        let (order, notes) = Order::read(root, shown_root, found);
        let mut names = Self { order, ..Self::default() };
        for file in found.iter().filter(|file| is_markdown(&file.rel)) {
            let name = file.rel.rsplit('/').next().unwrap_or_default().to_owned();
            let several = names.by_name.contains_key(&name);
            names.by_name.insert(name, (!several).then(|| file.rel.clone()));
            names.paths.insert(file.rel.clone());
        }
        (names, notes)
    }

    /// The address of the page that the file at `rel` calls so: a path from the top of the folder, else what was written.
    pub(super) fn path(&self, written: &str, rel: &str) -> String {
        let (path, anchor) =
            written.split_once('#').map_or((written, String::new()), |(path, anchor)| (path, format!("#{anchor}")));
        if path.is_empty() {
            return anchor;
        }
        let folder = rel.rsplit_once('/').map_or("", |(folder, _)| folder);
        let near = if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
        let bare = path.trim_start_matches('/').trim_end_matches('/');
        let candidates = [near.trim_end_matches('/'), bare].map(|path| {
            [path.to_owned(), format!("{path}.md"), format!("{path}/_index.md"), format!("{path}/index.md")]
        });
        let found = candidates.iter().flatten().find(|path| self.paths.contains(*path)).cloned();
        let name = bare.rsplit('/').next().unwrap_or_default();
        let by_name = || {
            [name.to_owned(), format!("{name}.md")].iter().find_map(|name| self.by_name.get(name).cloned().flatten())
        };
        match found.or_else(by_name) {
            Some(path) => format!("/{}{anchor}", path.replace(' ', "%20")),
            None => written.to_owned(),
        }
    }
}
