//! `nav` of `mkdocs.yml`: which page comes after which, under which title, in which section.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{Heading, Listed, Order, left_out, unreadable};
use crate::diagnostics::Diagnostic;
use crate::source::data::{self, Value};
use crate::source::walk::Found;
use crate::source::{text, values};

/// The tool's settings.
const FILE: &str = "mkdocs.yml";

/// Sections are followed this deep; nobody finds a page deeper.
const DEEPEST: usize = 8;

/// The settings that lie outside the content folder: of a project whose folder of pages the content folder is.
pub fn outside(root: &Path) -> Option<PathBuf> {
    let root = root.canonicalize().ok().filter(|root| !root.join(FILE).is_file())?;
    let path = root.parent()?.join(FILE);
    let settings = std::fs::read_to_string(&path).ok()?;
    (root.file_name()?.to_str()? == pages_folder(&settings)).then_some(path)
}

/// Adds what the settings say, if there are any.
pub fn read(root: &Path, shown_root: &str, found: &[Found], order: &mut Order) -> Option<Diagnostic> {
    let inside = found.iter().find(|file| file.rel == FILE);
    let (path, shown) = match inside {
        Some(file) => (file.path.clone(), format!("{shown_root}/{FILE}")),
        None => (outside(root)?, format!("{shown_root}/../{FILE}")),
    };
    let file = match text::read(&path, shown) {
        Ok(file) => file,
        Err(problem) => return Some(problem),
    };
    if inside.is_some() {
        pages_folder(&file.text).clone_into(&mut order.top);
    }
    let block = block(&file.text)?;
    // The rest of the file may name things of the tool's own language, which are nobody else's to read.
    let entries = match data::from_yaml(&file.text[block.clone()], block.start) {
        Ok(entries) => entries,
        Err(error) => return Some(unreadable(&file, error.span, &error.message)),
    };
    let nav = entries.into_iter().next()?;
    let Value::List(items) = nav.value else { return Some(unreadable(&file, nav.span, "nav is not a list")) };
    let known = found.iter().map(|file| file.rel.as_str()).collect();
    let mut reading = Reading { known, order, taken: BTreeSet::new(), others: Vec::new() };
    reading.items(&items, "", 0);
    let others = reading.others;
    (!others.is_empty()).then(|| left_out(&file, nav.key_span, &others))
}

/// Where the pages are, from the folder of the settings.
fn pages_folder(settings: &str) -> &str {
    let said = settings.lines().find_map(|line| line.strip_prefix("docs_dir:"));
    let said = said.map(|said| said.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']));
    let folder = said.map_or("docs", |said| said.trim_start_matches("./").trim_end_matches('/'));
    if folder == "." { "" } else { folder }
}

/// The lines of `nav:`.
fn block(settings: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut start = None;
    for line in settings.split_inclusive('\n') {
        match start {
            None if line.starts_with("nav:") => start = Some(at),
            Some(_) if !line.starts_with([' ', '-', '#', '\n']) => break,
            _ => {}
        }
        at += line.len();
    }
    Some(start?..at)
}

struct Reading<'a> {
    known: BTreeSet<&'a str>,
    order: &'a mut Order,
    /// Folders that have a title already.
    taken: BTreeSet<String>,
    /// What is listed and is no page of the folder.
    others: Vec<String>,
}

impl Reading<'_> {
    fn items(&mut self, items: &[Value], folder: &str, depth: usize) {
        for (place, item) in items.iter().enumerate() {
            let place = i32::try_from(place).unwrap_or(i32::MAX);
            match item {
                Value::Text(page) => self.page(None, page, folder, place),
                Value::Table(entries) => {
                    for entry in entries {
                        match &entry.value {
                            Value::List(items) if depth < DEEPEST => {
                                let inner = self.section(&entry.key, items, folder, place);
                                self.items(items, &inner, depth + 1);
                            }
                            value => match values::text(value) {
                                Some(page) => self.page(Some(entry.key.clone()), &page, folder, place),
                                None => self.others.push(entry.key.clone()),
                            },
                        }
                    }
                }
                _ => self.others.push("?".to_owned()),
            }
        }
    }

    fn page(&mut self, title: Option<String>, page: &str, folder: &str, place: i32) {
        let rel = self.rel(page);
        if self.known.contains(rel.as_str()) {
            let listed = Listed { title, place, folder: folder.to_owned() };
            self.order.pages.entry(rel).or_insert(listed);
        } else {
            self.others.push(page.to_owned());
        }
    }

    /// The folder of a section: the one its pages lie in when it stands where the section does, else one of its name.
    fn section(&mut self, title: &str, items: &[Value], parent: &str, place: i32) -> String {
        let folders: BTreeSet<String> = pages(items).map(|page| folder_of(page).to_owned()).collect();
        let own = folders.into_iter().reduce(|a, b| shared(&a, &b)).unwrap_or_default();
        let fits = !own.is_empty() && folder_of(&own) == parent && !self.taken.contains(&own);
        let folder = match parent {
            _ if fits => own,
            "" => title.replace('/', "-"),
            parent => format!("{parent}/{}", title.replace('/', "-")),
        };
        self.taken.insert(folder.clone());
        let heading = Heading { title: Some(title.to_owned()), weight: Some(place) };
        self.order.folders.insert(folder.clone(), heading);
        folder
    }

    fn rel(&self, page: &str) -> String {
        let page = page.trim_start_matches("./");
        if self.order.top.is_empty() { page.to_owned() } else { format!("{}/{page}", self.order.top) }
    }
}

/// The pages listed right inside a section; of one that holds only sections, those of its sections.
fn pages(items: &[Value]) -> impl Iterator<Item = &str> {
    let mut open: Vec<&Value> = items.iter().rev().collect();
    let mut budget = 10_000;
    std::iter::from_fn(move || {
        loop {
            let item = open.pop()?;
            budget -= 1;
            match item {
                _ if budget == 0 => return None,
                Value::Text(page) if !page.contains("://") => return Some(page.as_str()),
                Value::Table(entries) => open.extend(entries.iter().map(|entry| &entry.value)),
                Value::List(items) => open.extend(items),
                _ => {}
            }
        }
    })
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folder two folders lie in.
fn shared(a: &str, b: &str) -> String {
    let same = a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b).map(|(name, _)| name);
    same.collect::<Vec<_>>().join("/")
}
