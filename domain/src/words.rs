//! What a word is, and which spellings of it are alike: for the site's search, and for the desk's.
//!
//! The rules are data, [`RULES`].

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::contact::Phone;

/// The rules as JSON: marks that are left out, joiners inside words, letters that are written in several ways, and what
/// the site's search alone asks of them, tones and endings.
pub const RULES: &str = include_str!("words/fold.json");

#[derive(Deserialize)]
struct Rules {
    marks: Vec<Span>,
    ignored: Vec<Span>,
    joiners: String,
    letters: HashMap<char, String>,
}

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

/// Whether a character inside a word says nothing.
pub fn is_ignored(letter: char) -> bool {
    within(&PARSED.ignored, letter)
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

/// A word without case and marks, with one letter for each that is written in several ways.
pub fn base(written: &str) -> String {
    if written.is_ascii() {
        return written.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(written.len());
    for letter in written.nfkd().flat_map(char::to_lowercase) {
        if letter.is_ascii() {
            out.push(letter);
        } else if let Some(other) = PARSED.letters.get(&letter) {
            out.push_str(other);
        } else if !is_ignored(letter) && !within(&PARSED.marks, letter) {
            out.push(letter);
        }
    }
    out
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || (!letter.is_ascii() && (letter.is_alphanumeric() || is_combining_mark(letter) || is_ignored(letter)))
}

/// Marks alone are no word.
fn says_something(part: &str) -> bool {
    part.is_ascii() || part.chars().any(|letter| !is_combining_mark(letter) && !is_ignored(letter))
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

/// The longest word that is kept, in characters: what is longer is no word anybody types.
const LONGEST: usize = 40;
/// A number is found by its end: what stands before a telephone number, `0` or `+84` or nothing, is written in every way.
const TELLING_DIGITS: usize = 8;
/// The most words of a query: each costs a look.
const MOST_ASKED: usize = 10;

/// What a text is found by on the desk: every word, and the one that joined words make (`Wi-Fi`: `wi`, `fi`, `wifi`).
pub fn words(text: &str) -> BTreeSet<String> {
    runs(text)
        .flat_map(|run| {
            let joined = run.joined();
            run.parts.iter().map(|part| word(part)).chain(joined.as_deref().map(word)).collect::<Vec<_>>()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// The words all of which what is looked for has to have. A telephone number is one, however it is written.
pub fn asked(query: &str) -> Vec<String> {
    if let Ok(phone) = Phone::parse(query)
        && phone.as_str().trim_start_matches('+').len() >= TELLING_DIGITS
    {
        return vec![word(phone.as_str().trim_start_matches('+'))];
    }
    let mut asked: Vec<String> = Vec::new();
    for run in runs(query) {
        let several = run.joined().map(|joined| vec![word(&joined)]);
        for word in several.unwrap_or_else(|| run.parts.iter().map(|part| word(part)).collect()) {
            if !word.is_empty() && !asked.contains(&word) && asked.len() < MOST_ASKED {
                asked.push(word);
            }
        }
    }
    asked
}

fn word(written: &str) -> String {
    let word: String = base(written).chars().filter(|letter| is_letter(*letter)).take(LONGEST).collect();
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && word.len() > TELLING_DIGITS { word[word.len() - TELLING_DIGITS..].to_owned() } else { word }
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

    #[track_caller]
    fn finds(query: &str, text: &str) {
        let (asked, words) = (asked(query), words(text));
        let found = !asked.is_empty() && asked.iter().all(|word| words.contains(word));
        assert!(found, "{query:?} asks for {asked:?}, {text:?} has {words:?}");
    }

    #[test]
    fn spellings_that_people_take_for_one_find_each_other() {
        for (query, text) in [
            ("may chieu", "Máy chiếu không lên hình"),
            ("MÁY CHIẾU", "ma\u{301}y chie\u{302}\u{301}u"),
            ("dang nhap", "Không đăng nhập được"),
            ("كتابخانه", "کتابخانه\u{654} مرکزی"),
            ("ميز", "میز خدمت"),
            ("می‌شود", "چاپ نمیشود، ولی میشود"),
            ("wifi", "Wi-Fi ở thư viện"),
            ("wi-fi", "wifi yếu"),
            ("lan.nt@thuyvan.example", "Viết cho LAN.NT@thuyvan.example nhé"),
            ("thuyvan.example", "lan.nt@thuyvan.example"),
            ("lan", "lan.nt@thuyvan.example"),
            ("b2-301", "phòng B2-301"),
            ("۳۰۱", "phòng B2-301"),
        ] {
            finds(query, text);
        }
    }

    #[test]
    fn a_telephone_number_is_found_however_it_is_written() {
        let kept = Phone::parse("090 123 4567").expect("a number");
        for typed in ["0901234567", "+84 90 123 45 67", "0084-901-234-567", "(090) 123.4567", "٠٩٠١٢٣٤٥٦٧", "۹۰۱۲۳۴۵۶۷"]
        {
            finds(typed, kept.as_str());
            finds(typed, "gọi 0901234567 giúp em");
        }
        assert_eq!(asked("4567"), ["4567"], "an extension is itself");
    }

    #[test]
    fn a_query_of_marks_asks_for_nothing_and_a_long_one_for_ten_words() {
        for nothing in ["", "  ", "?!", "\u{301}", "\u{200b}", "\"*\" : ( )"] {
            assert_eq!(asked(nothing), Vec::<String>::new(), "{nothing:?}");
        }
        assert_eq!(asked(&"một hai ba ".repeat(100)), ["mot", "hai", "ba"]);
        let many: Vec<_> = (0..100).map(|number| format!("w{number}")).collect();
        assert_eq!(asked(&many.join(" ")).len(), 10);
        assert_eq!(words(&"a".repeat(1_000)), BTreeSet::from(["a".repeat(40)]));
    }
}
