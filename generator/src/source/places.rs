//! Where the keys of YAML stand. The deserialiser tells no places; front matter is a page at most, so it is scanned.

use std::ops::Range;

use super::data::{Entry, Value};

/// Gives every key and value in `text` its place in the file, where it can be found; `offset` is where `text` starts.
///
/// A key that stands nowhere by itself (an alias, a merged mapping) keeps the place of the table it is in.
pub fn find(text: &str, offset: usize, entries: &mut [Entry]) {
    within(text, offset, 0..text.len(), 0, entries);
}

/// How deep nested tables are followed; nobody writes a key deeper.
const DEEPEST: usize = 8;

fn within(text: &str, offset: usize, range: Range<usize>, depth: usize, entries: &mut [Entry]) {
    let mut from = range.start;
    for entry in entries {
        let found = place_of(text, from..range.end, &entry.key, depth == 0);
        let Some((key, mut value)) = found.or_else(|| place_of(text, range.clone(), &entry.key, depth == 0)) else {
            (entry.key_span, entry.span) = (shift(&range, offset), shift(&range, offset));
            continue;
        };
        let inner = nested(text, &key, &value, range.end);
        match &mut entry.value {
            _ if depth == DEEPEST => {}
            Value::Table(entries) => within(text, offset, inner.clone(), depth + 1, entries),
            Value::List(items) => {
                let mut at = inner.start;
                for item in items {
                    let Value::Table(entries) = item else { continue };
                    within(text, offset, at..inner.end, depth + 1, entries);
                    let last = entries.iter().map(|entry| entry.span.end).max();
                    at = last.map_or(at, |end| (end - offset).clamp(at, inner.end));
                }
            }
            _ => {}
        }
        if value.is_empty() {
            value = key.clone();
        }
        from = inner.end.max(value.end);
        (entry.key_span, entry.span) = (shift(&key, offset), shift(&value, offset));
    }
}

fn shift(range: &Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}

/// What belongs to a key: the rest of its line, and the lines below that are indented deeper or are items of its list.
fn nested(text: &str, key: &Range<usize>, value: &Range<usize>, end: usize) -> Range<usize> {
    if !value.is_empty() {
        return value.clone();
    }
    let line_start = text[..key.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = key.start - line_start;
    let start = text[key.end..end].find('\n').map_or(end, |at| key.end + at + 1);
    let mut at = start;
    for line in text[start..end].split_inclusive('\n') {
        let unindented = line.trim_start_matches(' ');
        let deeper = line.len() - unindented.len() > indent;
        let item = line.len() - unindented.len() == indent && unindented.starts_with('-');
        if !(deeper || item || unindented.trim().is_empty()) {
            break;
        }
        at += line.len();
    }
    start..at
}

/// The key and the value on its line. A top-level key stands at the start of a line; one inside may follow `{`, `,` or `- `.
fn place_of(text: &str, range: Range<usize>, key: &str, top: bool) -> Option<(Range<usize>, Range<usize>)> {
    if key.is_empty() {
        return None;
    }
    let mut from = range.start;
    while let Some(at) = text[from..range.end].find(key) {
        let start = from + at;
        let end = start + key.len();
        from = end;
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let before = text[line_start..start].trim_end_matches(['"', '\'']);
        let opens = before.is_empty() || (!top && before.trim_end().is_empty());
        let opens = opens || (!top && before.trim_end().ends_with(['{', ',', '-']));
        let after = text[end..range.end].trim_start_matches(['"', '\'']).trim_start_matches(' ');
        let Some(after) = after.strip_prefix(':').filter(|_| opens) else { continue };
        let value_start = range.end - after.trim_start_matches([' ', '\t']).len();
        let inside_braces = before.contains('{');
        return Some((start..end, value_start..value_end(&text[..range.end], value_start, inside_braces)));
    }
    None
}

/// Where the value that starts at `start` ends: at the end of its line, or of its piece between braces.
fn value_end(text: &str, start: usize, inside_braces: bool) -> usize {
    let line = text[start..].split('\n').next().unwrap_or_default();
    let value = if inside_braces {
        let quote = line.chars().next().filter(|first| matches!(first, '"' | '\''));
        match quote.and_then(|quote| line[1..].find(quote)) {
            Some(close) => &line[..close + 2],
            None => line.split([',', '}']).next().unwrap_or_default(),
        }
    } else {
        line.split(" #").next().unwrap_or_default()
    };
    start + value.trim_end().len()
}

#[cfg(test)]
mod tests {
    use crate::source::data::{Entry, Value, from_yaml};

    const TEXT: &str = "title: \"A: b\"\nverified: {by: \"Ann, Bo\", on: 2026-01-02}\ncontrol:\n  code: X\n  revisions:\n    - issue: 1\n      date: soon\n    - issue: 2\n      date: later # not yet\ntags:\n- by\nby: x\n";

    fn places(entries: &[Entry], out: &mut Vec<String>) {
        for entry in entries {
            out.push(format!("{}={}", &TEXT[entry.key_span.clone()], &TEXT[entry.span.clone()]));
            match &entry.value {
                Value::Table(entries) => places(entries, out),
                Value::List(items) => {
                    for item in items {
                        if let Value::Table(entries) = item {
                            places(entries, out);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_key_has_its_place() {
        let entries = from_yaml(TEXT, 0).expect("it is YAML");
        let mut found = Vec::new();
        places(&entries, &mut found);
        assert_eq!(
            found,
            [
                "title=\"A: b\"",
                "verified={by: \"Ann, Bo\", on: 2026-01-02}",
                "by=\"Ann, Bo\"",
                "on=2026-01-02",
                "control=control",
                "code=X",
                "revisions=revisions",
                "issue=1",
                "date=soon",
                "issue=2",
                "date=later",
                "tags=tags",
                "by=x",
            ]
        );
    }
}
