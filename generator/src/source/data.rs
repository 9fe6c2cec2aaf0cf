//! TOML and YAML front matter as one kind of value, each entry with its place in the file.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use toml::de::{DeTable, DeValue};

use super::places;
use crate::diagnostics::Said;
use crate::say;

/// A value of front matter.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string, or a date, which YAML does not tell apart.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<Self>),
    /// A table.
    Table(Vec<Entry>),
    /// Nothing, as in YAML's `summary:`.
    Nothing,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands, in bytes of the file.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Value,
    /// Where the value stands.
    pub span: Range<usize>,
}

/// Why front matter cannot be read at all.
#[derive(Debug)]
pub struct SyntaxError {
    /// What the parser says.
    pub message: String,
    /// Where, in bytes of the file.
    pub span: Range<usize>,
}

impl Value {
    /// What it is, for messages.
    pub fn describe(&self) -> Said {
        match self {
            Self::Text(_) => say!("is-text"),
            Self::Integer(_) => say!("is-integer"),
            Self::Float(_) => say!("is-number"),
            Self::Bool(_) => say!("is-boolean"),
            Self::List(_) => say!("is-list"),
            Self::Table(_) => say!("is-table"),
            Self::Nothing => say!("is-nothing"),
        }
    }
}

/// Reads TOML; `offset` is where `text` starts in its file.
pub fn from_toml(text: &str, offset: usize) -> Result<Vec<Entry>, SyntaxError> {
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        SyntaxError { message: error.message().to_owned(), span: shift(span, offset) }
    })?;
    Ok(entries(table.get_ref(), offset))
}

fn entries(table: &DeTable<'_>, offset: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: shift(key.span(), offset),
            value: toml_value(value.get_ref(), offset),
            span: shift(value.span(), offset),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    entries
}

/// TOML nests at most 80 deep (the parser's own limit), so recursion is bounded.
fn toml_value(value: &DeValue<'_>, offset: usize) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Text(number.as_str().to_owned()), Value::Integer),
        DeValue::Float(number) => number.as_str().parse().map_or(Value::Nothing, Value::Float),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(datetime) => Value::Text(datetime.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| toml_value(item.get_ref(), offset)).collect()),
        DeValue::Table(table) => Value::Table(entries(table, offset)),
    }
}

fn shift(span: Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}

/// Reads YAML; `offset` is where `text` starts in its file.
pub fn from_yaml(text: &str, offset: usize) -> Result<Vec<Entry>, SyntaxError> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let Mapping(pairs) = serde_saphyr::from_str(text).map_err(|error| {
        let error = error.without_snippet();
        let at = error.location().map_or(0, |location| {
            line_start(text, location.line()) + usize::try_from(location.column()).unwrap_or(1) - 1
        });
        let message = error.to_string();
        let at = text.floor_char_boundary(at.min(text.len()));
        SyntaxError { message: first_line(&message), span: shift(at..at, offset) }
    })?;
    let mut entries: Vec<Entry> =
        pairs.into_iter().map(|(key, value)| Entry { key, key_span: 0..0, value, span: 0..0 }).collect();
    places::find(text, offset, &mut entries);
    Ok(entries)
}

fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or("not YAML");
    // Lines are counted from the fence there; the caret tells the place.
    line.split_once(" at line ").map_or(line, |(reason, _)| reason).to_owned()
}

fn line_start(text: &str, line: u64) -> usize {
    let before = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
    text.split_inclusive('\n').take(before).map(str::len).sum()
}

/// The top level of YAML front matter.
struct Mapping(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Mapping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MappingVisitor;

        impl<'de> Visitor<'de> for MappingVisitor {
            type Value = Mapping;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("keys with values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mapping, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Mapping(pairs))
            }
        }

        deserializer.deserialize_map(MappingVisitor)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| Value::Text(value.to_string()), Value::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry()? {
            entries.push(Entry { key, key_span: 0..0, value, span: 0..0 });
        }
        Ok(Value::Table(entries))
    }
}
