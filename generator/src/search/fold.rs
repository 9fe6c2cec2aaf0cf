//! How words are compared in one language: beyond what is alike in all of them (`domain::words`), tones and endings.
//!
//! The rules are data, [`RULES`], and travel with the index: `themes/scripts/fold.js` applies the same ones to a query.
//! Both pass the vectors in `tests/fixtures/fold.json`.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::lang::Lang;
use domain::words::{RULES, base, is_ignored};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

#[derive(Deserialize)]
struct Rules {
    tones: String,
    endings: HashMap<String, Vec<Vec<Ending>>>,
}

/// An ending, what takes its place, and how many letters have to be left before it.
type Ending = (String, String, usize);

static PARSED: LazyLock<Rules> = LazyLock::new(|| serde_json::from_str(RULES).expect("fold.json follows its format"));

/// A word as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word {
    /// Alike in everything people mean when they write it: tones, endings; not case, not where a tone mark stands.
    pub form: String,
    /// Alike in what people leave out when they type: without marks, without endings.
    pub key: String,
}

/// Compares words of one language.
#[derive(Debug, Clone, Copy)]
pub struct Folder {
    endings: Option<&'static Vec<Vec<Ending>>>,
}

impl Folder {
    /// What compares words of `lang`.
    pub fn new(lang: &Lang) -> Self {
        Self { endings: PARSED.endings.get(lang.as_str()) }
    }

    /// A word as it is compared.
    pub fn word(self, written: &str) -> Word {
        let plain = base(written);
        match self.endings {
            Some(endings) => Word { key: stem(endings, &plain), form: plain },
            None if written.is_ascii() => Word { form: plain.clone(), key: plain },
            None => Word { form: toned(written), key: plain },
        }
    }

    /// How a word is shown: in small letters.
    pub fn shown(self, written: &str) -> String {
        let kept = |letter: &char| !is_ignored(*letter);
        written.chars().flat_map(char::to_lowercase).filter(kept).nfc().collect()
    }
}

/// A word without case, its tone behind it: `hóa` and `hoá` are one.
fn toned(written: &str) -> String {
    let mut tone = None;
    let mut rest = String::with_capacity(written.len());
    for letter in written.nfkd().flat_map(char::to_lowercase) {
        if PARSED.tones.contains(letter) {
            tone = Some(letter);
        } else if !is_ignored(letter) {
            rest.push(letter);
        }
    }
    rest.nfc().chain(tone).collect()
}

fn stem(passes: &[Vec<Ending>], word: &str) -> String {
    let mut word = word.to_owned();
    for pass in passes {
        let fits = |(end, _, least): &&Ending| {
            word.strip_suffix(end.as_str()).is_some_and(|rest| rest.encode_utf16().count() >= *least)
        };
        if let Some((end, instead, _)) = pass.iter().find(fits) {
            word.truncate(word.len() - end.len());
            word.push_str(instead);
        }
    }
    word
}
