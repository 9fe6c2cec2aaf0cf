//! Front-matter keys other generators call differently, and the rest.

use serde_json::Value as Json;

use super::super::data::{Entry, Value};
use super::super::front_matter::Reader;
use super::super::values::{boolean, date, json, list, text};
use super::order::{Address, address};

/// Keys that say where a page belongs.
const PLACES: &[&str] = &["parent", "grand_parent", "has_children"];
/// Keys that say its address.
const ADDRESSES: &[&str] = &["slug", "url", "path", "permalink"];

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
            key if ADDRESSES.contains(&key) => {
                front.extra.insert(key.to_owned(), json(value));
                let written = text(value).unwrap_or_default();
                match address(key, &written) {
                    Some(address) => {
                        // Who knows the address the page has had so far, without a language before it, is led on.
                        if matches!(address, Address::Path(_)) {
                            front.aliases.push(format!("/{}", written.trim_start_matches('/')));
                        }
                        front.address = Some(address);
                    }
                    None => self.foreign.push(entry.key),
                }
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

pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Float(number) => Some(*number),
        _ => text(value)?.parse().ok(),
    }
}

/// A place as a whole number; places may lie between others.
pub(super) fn position(number: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "the cast stops at the bounds")]
    let place = (number * 10.0).round() as i32;
    place
}
