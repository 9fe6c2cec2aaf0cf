//! Files: those of a ticket, and the place in a form where they are chosen.

use std::collections::BTreeMap;

use domain::file::{LARGEST, LARGEST_THROUGH_DESK, MOST_AT_ONCE, accepted};
use domain::lang::Lang;
use domain::ticket::{FormValues, carried_as};
use serde::Serialize;

use super::form::{FieldError, Hidden};
use crate::dates::digits;

/// How large a file is, as people say it: `t(key=size.key, size=size.number)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileSize {
    /// The key of the unit: `file-size-kb` or `file-size-mb`.
    pub key: &'static str,
    /// How many, as the language writes it: `1,2`.
    pub number: String,
}

impl FileSize {
    /// The size of so many bytes.
    pub fn new(bytes: u64, lang: &Lang) -> Self {
        const KB: u64 = 1024;
        let kilobytes = bytes.div_ceil(KB);
        if kilobytes < KB {
            return Self { key: "file-size-kb", number: digits(&kilobytes.to_string(), lang) };
        }
        let tenths = kilobytes * 10 / KB;
        let point = match lang.as_str() {
            "vi" => ',',
            "fa" => '٫',
            _ => '.',
        };
        let number = match tenths % 10 {
            0 => (tenths / 10).to_string(),
            tenth => format!("{}{point}{tenth}", tenths / 10),
        };
        Self { key: "file-size-mb", number: digits(&number, lang) }
    }
}

/// A file of a ticket.
#[derive(Debug, Clone, Serialize)]
pub struct Attached {
    /// What it is called.
    pub name: String,
    /// The path it is downloaded from.
    pub url: String,
    /// How large it is.
    pub size: FileSize,
}

/// The place in a form where files are chosen, and those that were uploaded before and go along.
#[derive(Debug, Clone, Serialize)]
pub struct FileInput {
    /// The name files are posted under: `f.photos`.
    pub name: String,
    /// The endings that are taken, for `accept`.
    pub accept: String,
    /// What the sentences about limits mention: `most` files of `max` megabytes; and of how many, `through`, one goes through
    /// what may stand before the desk.
    pub limits: BTreeMap<&'static str, i64>,
    /// Files that go along.
    pub carried: Vec<Carried>,
    /// What is wrong with files beside the first that something is wrong with.
    pub more_errors: Vec<FieldError>,
}

/// An uploaded file that a form carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// The name and the value that are posted while it stays ticked.
    pub field: Hidden,
    /// What it is called.
    pub name: String,
    /// How large it is.
    pub size: FileSize,
}

impl FileInput {
    /// The place for the files of a field, with those that came with the form.
    pub fn new(name: &str, values: &FormValues, lang: &Lang) -> Self {
        let carried = (1..=MOST_AT_ONCE).map(|number| carried_as(name, number)).filter_map(|place| {
            let upload = values.files.get(&place)?;
            let value = values.get(&place).to_owned();
            let size = FileSize::new(upload.file.bytes, lang);
            Some(Carried { field: Hidden { name: place, value }, name: upload.name.clone(), size })
        });
        let [max, through] =
            [LARGEST, LARGEST_THROUGH_DESK].map(|bytes| i64::try_from(bytes / 1024 / 1024).unwrap_or(i64::MAX));
        Self {
            name: name.to_owned(),
            accept: accepted(),
            limits: BTreeMap::from([("most", i64::from(MOST_AT_ONCE)), ("max", max), ("through", through)]),
            carried: carried.collect(),
            more_errors: Vec::new(),
        }
    }

    /// The same, when the question takes fewer files than come at once.
    #[must_use]
    pub(super) fn at_most(mut self, most: Option<f64>) -> Self {
        let fits = |count: &u16| most.is_none_or(|most| f64::from(*count) <= most);
        let most = (1..=MOST_AT_ONCE).rev().find(fits).unwrap_or(1);
        self.limits.insert("most", most.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use domain::lang::Lang;

    use super::FileSize;

    #[test]
    fn sizes_are_told_as_people_say_them() {
        for (bytes, lang, key, number) in [
            (1, "vi", "file-size-kb", "1"),
            (1025, "en", "file-size-kb", "2"),
            (1023 * 1024, "en", "file-size-kb", "1023"),
            (1024 * 1024, "vi", "file-size-mb", "1"),
            (1_300_000, "vi", "file-size-mb", "1,2"),
            (1_300_000, "en", "file-size-mb", "1.2"),
            (10 * 1024 * 1024, "fa", "file-size-mb", "۱۰"),
            (1_300_000, "fa", "file-size-mb", "۱٫۲"),
        ] {
            let size = FileSize::new(bytes, &Lang::parse(lang).expect("a language"));
            assert_eq!((size.key, size.number.as_str()), (key, number), "{bytes} {lang}");
        }
    }
}
