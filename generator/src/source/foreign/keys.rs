//! Front-matter keys other generators call differently, and the rest.

use serde_json::Value as Json;

use super::super::data::{Entry, Value};
use super::super::front_matter::Reader;
use super::super::values::{boolean, date, json, list, text};

/// Keys that say where a page belongs.
const PLACES: &[&str] = &["slug", "url", "path", "parent", "grand_parent", "has_children"];

impl Reader<'_> {
    pub(in super::super) fn foreign(&mut self, entry: Entry) {
        let (front, value) = (&mut self.front, &entry.value);
        match entry.key.to_ascii_lowercase().as_str() {
            "description" | "excerpt" if front.summary.is_none() => front.summary = text(value),
            "lastmod" | "last_modified_at" | "modified" if front.updated.is_none() => front.updated = date(value),
            "last_update" => front.updated = front.updated.or_else(|| inside(value, "date").and_then(date)),
            "published" => front.draft |= boolean(value) == Some(false),
            "publishdate" => front.publish_on = date(value),
            "expirydate" => front.expires_on = date(value),
            "nav_order" | "sidebar_position" => front.weight = front.weight.or_else(|| number(value).map(position)),
            "keywords" | "sidebar_label" | "linktitle" => front.synonyms.extend(list(value).unwrap_or_default()),
            "redirect_from" => front.aliases.extend(list(value).unwrap_or_default()),
            "permalink" => front.aliases.extend(text(value).filter(|path| is_alias(path))),
            "taxonomies" => {
                if let Some(tags) = inside(value, "tags").and_then(list) {
                    front.tags = tags;
                }
                if let Some(categories) = inside(value, "categories") {
                    front.extra.insert("categories".to_owned(), json(categories));
                }
            }
            "categories" | "category" => {
                front.extra.insert("categories".to_owned(), json(value));
            }
            key if PLACES.contains(&key) => {
                front.extra.insert(key.to_owned(), json(value));
            }
            _ => {
                front.extra.insert(entry.key.clone(), json(value));
                self.foreign.push(entry.key);
            }
        }
    }

    /// Categories are tags where there are no tags.
    pub(in super::super) fn foreign_together(&mut self) {
        if !self.front.tags.is_empty() {
            return;
        }
        let words =
            |words: &str| words.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
        self.front.tags = match self.front.extra.get("categories") {
            Some(Json::String(text)) => words(text),
            Some(Json::Array(items)) => items.iter().filter_map(|item| Some(item.as_str()?.to_owned())).collect(),
            _ => return,
        };
    }
}

fn inside<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    let Value::Table(entries) = value else { return None };
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Float(number) => Some(*number),
        _ => text(value)?.parse().ok(),
    }
}

/// A former address that can lead on; not a pattern, and none of the portal's own pages.
fn is_alias(path: &str) -> bool {
    let bare = path.trim_matches('/');
    !bare.is_empty() && !bare.contains(':') && !matches!(bare, "index.html" | "404.html" | "404")
}

/// A place as a whole number; places may lie between others.
fn position(number: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "the cast stops at the bounds")]
    let place = (number * 10.0).round() as i32;
    place
}
