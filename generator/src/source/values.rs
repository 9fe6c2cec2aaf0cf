//! What a value of front matter says: a text, a list, a day, a period.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use super::data::Value;

/// Keeps a value that could be read; tells whether it could.
pub fn put<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    let fits = value.is_some();
    *slot = value;
    fits
}

/// The same for a list.
pub fn fill(slot: &mut Vec<String>, value: &Value) -> bool {
    let items = list(value);
    let fits = items.is_some();
    *slot = items.unwrap_or_default();
    fits
}

/// One line; a number is taken as it is written.
pub fn text(value: &Value) -> Option<String> {
    match value {
        // A title is one line, and control characters would be invisible in it.
        Value::Text(text) => {
            let one_line: String = text.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect();
            Some(one_line.trim().to_owned())
        }
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A list of texts. One text is a list of one, or of several when it has commas (as Jekyll writes tags).
pub fn list(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::List(items) => items.iter().map(text).collect::<Option<Vec<_>>>().map(without_empty),
        Value::Text(_) => {
            text(value).map(|text| without_empty(text.split(',').map(|item| item.trim().to_owned()).collect()))
        }
        Value::Nothing => Some(Vec::new()),
        _ => None,
    }
}

fn without_empty(items: Vec<String>) -> Vec<String> {
    items.into_iter().filter(|item| !item.is_empty()).collect()
}

/// A whole number that fits.
pub fn integer<T: TryFrom<i64>>(value: &Value) -> Option<T> {
    match value {
        Value::Integer(number) => T::try_from(*number).ok(),
        _ => None,
    }
}

/// `true` or `false`.
pub fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        _ => None,
    }
}

/// A day; a time behind it is dropped.
pub fn date(value: &Value) -> Option<Date> {
    match value {
        Value::Text(text) => text.trim().get(..10).and_then(|day| day.parse().ok()),
        _ => None,
    }
}

/// `90d`, `8w`, `6m` or `1y`.
pub fn period(text: &str) -> Option<jiff::Span> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i32 = number.trim().parse().ok().filter(|number| (1..=3_650).contains(number))?;
    let span = jiff::Span::new();
    match unit {
        "d" => Some(span.days(number)),
        "w" => Some(span.weeks(number)),
        "m" => Some(span.months(number)),
        "y" => span.try_years(number).ok(),
        _ => None,
    }
}

/// A text that is written like a day which no calendar has: `2026-02-30`.
pub fn day_that_never_comes(value: &Value) -> Option<&str> {
    let Value::Text(text) = value else { return None };
    let day = text.trim();
    let shape = day.len() == 10
        && day
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    (shape && date(value).is_none()).then_some(day)
}

/// A value as templates get it.
pub fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Bool(value) => (*value).into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Table(entries) => {
            serde_json::Value::Object(entries.iter().map(|entry| (entry.key.clone(), json(&entry.value))).collect())
        }
        Value::Nothing => serde_json::Value::Null,
    }
}
