//! `_category_.json` and `_category_.yml`: a folder's title and place.

use super::super::keys::{number, position};
use super::{Heading, Order, left_out, unreadable};
use crate::diagnostics::Diagnostic;
use crate::source::data;
use crate::source::text;
use crate::source::values;
use crate::source::walk::Found;

/// Keys that only say how the menu looks.
const LOOKS: &[&str] = &["collapsed", "collapsible", "className", "customProps", "description", "key"];

/// Adds what the file says, if it is one of them.
pub fn read(found: &Found, shown_root: &str, order: &mut Order) -> Option<Diagnostic> {
    let (folder, name) = found.rel.rsplit_once('/').unwrap_or(("", &found.rel));
    if !matches!(name, "_category_.json" | "_category_.yml" | "_category_.yaml") {
        return None;
    }
    let file = match text::read(&found.path, format!("{shown_root}/{}", found.rel)) {
        Ok(file) => file,
        Err(problem) => return Some(problem),
    };
    // JSON is YAML.
    let entries = match data::from_yaml(&file.text, 0) {
        Ok(entries) => entries,
        Err(error) => return Some(unreadable(&file, error.span, &error.message)),
    };
    let (mut heading, mut others) = (Heading::default(), Vec::new());
    for entry in entries {
        match entry.key.as_str() {
            "label" => heading.title = values::text(&entry.value),
            "position" => heading.weight = number(&entry.value).map(position),
            key if LOOKS.contains(&key) => {}
            _ => others.push(entry.key),
        }
    }
    let folder = order.path(folder);
    order.folders.insert(folder, heading);
    (!others.is_empty()).then(|| left_out(&file, 0..0, &others))
}
