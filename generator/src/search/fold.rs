//! How words are compared: what a word is, and which spellings of it are alike.
//!
//! The rules are data, [`RULES`], and travel with the index: `themes/scripts/fold.js` applies the same ones to a query.
//! Both pass the vectors in `tests/fixtures/fold.json`.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::lang::Lang;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The rules as JSON: marks that are left out, joiners inside words, letters that are written in several ways, endings.
pub const RULES: &str = include_str!("fold.json");

#[derive(Deserialize)]
struct Rules {
    marks: Vec<Span>,
    ignored: Vec<Span>,
    joiners: String,
    tones: String,
    letters: HashMap<char, String>,
    endings: HashMap<String, Vec<Vec<Ending>>>,
}

/// An ending, what takes its place, and how many letters have to be left before it.
type Ending = (String, String, usize);

/// The first and the last of a row of characters.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Span(char, char);

impl TryFrom<String> for Span {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut letters = text.chars();
        match (letters.next(), letters.next(), letters.next()) {
            (Some(from), Some(to), None) => Ok(Self(from, to)),
            _ => Err("a row of characters is its first and its last"),
        }
    }
}

static PARSED: LazyLock<Rules> = LazyLock::new(|| serde_json::from_str(RULES).expect("fold.json follows its format"));

fn within(spans: &[Span], letter: char) -> bool {
    spans.iter().any(|Span(from, to)| (*from..=*to).contains(&letter))
}

/// A word as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word {
    /// Alike in everything people mean when they write it: tones, endings; not case, not where a tone mark stands.
    pub form: String,
    /// Alike in what people leave out when they type: without marks, without endings.
    pub key: String,
}

/// A run of letters, `Wi-Fi`: its words, and when it has several, the one they make together.
#[derive(Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// As it is written.
    pub written: &'a str,
    /// Its words as they are written; those of marks only are left out.
    pub parts: Vec<&'a str>,
}

impl Run<'_> {
    /// The word that the parts make together; more than five are a line of something else.
    pub fn joined(&self) -> Option<String> {
        let several = self.parts.len() > 1 && self.parts.len() <= 5;
        several.then(|| self.written.chars().filter(|letter| !PARSED.joiners.contains(*letter)).collect())
    }
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
        let kept = |letter: &char| !within(&PARSED.ignored, *letter);
        written.chars().flat_map(char::to_lowercase).filter(kept).nfc().collect()
    }
}

/// A word without case and marks, with one letter for each that is written in several ways.
fn base(written: &str) -> String {
    if written.is_ascii() {
        return written.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(written.len());
    for letter in written.nfkd().flat_map(char::to_lowercase) {
        if letter.is_ascii() {
            out.push(letter);
        } else if let Some(other) = PARSED.letters.get(&letter) {
            out.push_str(other);
        } else if !within(&PARSED.ignored, letter) && !within(&PARSED.marks, letter) {
            out.push(letter);
        }
    }
    out
}

/// A word without case, its tone behind it: `hóa` and `hoá` are one.
fn toned(written: &str) -> String {
    let mut tone = None;
    let mut rest = String::with_capacity(written.len());
    for letter in written.nfkd().flat_map(char::to_lowercase) {
        if PARSED.tones.contains(letter) {
            tone = Some(letter);
        } else if !within(&PARSED.ignored, letter) {
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

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || (!letter.is_ascii()
            && (letter.is_alphanumeric() || is_combining_mark(letter) || within(&PARSED.ignored, letter)))
}

/// Marks alone are no word.
fn says_something(part: &str) -> bool {
    part.is_ascii() || part.chars().any(|letter| !is_combining_mark(letter) && !within(&PARSED.ignored, letter))
}

/// The runs of a text, in order.
pub fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.find(is_letter)?..];
            let mut parts = Vec::with_capacity(1);
            let mut end = 0;
            loop {
                let part = &rest[end..];
                let part = &part[..part.find(|letter| !is_letter(letter)).unwrap_or(part.len())];
                if says_something(part) {
                    parts.push(part);
                }
                end += part.len();
                let mut ahead = rest[end..].chars();
                match (ahead.next(), ahead.next()) {
                    (Some(joiner), Some(letter)) if PARSED.joiners.contains(joiner) && is_letter(letter) => {
                        end += joiner.len_utf8();
                    }
                    _ => break,
                }
            }
            let written = &rest[..end];
            rest = &rest[end..];
            if !parts.is_empty() {
                return Some(Run { written, parts });
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_words_and_what_they_make_together() {
        let text = "Wi-Fi: «می‌شود», rồi. ERR-123 - xong";
        let found: Vec<_> = runs(text).map(|run| (run.parts.join("+"), run.joined())).collect();
        let joined = |text: &str| Some(text.to_owned());
        assert_eq!(
            found,
            [
                ("Wi+Fi".to_owned(), joined("WiFi")),
                ("می+شود".to_owned(), joined("میشود")),
                ("rồi".to_owned(), None),
                ("ERR+123".to_owned(), joined("ERR123")),
                ("xong".to_owned(), None),
            ]
        );
    }
}
