//! What was looked for, with everything masked that may tell who looked.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::contact::shows_nothing;

/// The longest phrase that is kept, in characters.
pub const LONGEST_PHRASE: usize = 100;
/// From so many digits on a number may be somebody's: of a telephone, a student, a card.
const TELLING_DIGITS: usize = 5;
/// Stands for an e-mail address.
const ADDRESS: char = '✉';
/// Stands for a long number.
const NUMBER: char = '#';
/// Joins the letters of a Persian word without a space, or an emoji's parts.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// A phrase that was looked for, in lower case, on one line, without addresses and long numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phrase(String);

impl Phrase {
    /// Takes what was typed: masks e-mail addresses and runs of five digits or more in any script, and keeps at most
    /// [`LONGEST_PHRASE`] characters. `None` when nothing is left to see.
    pub fn scrub(typed: &str) -> Option<Self> {
        let masked = numbers_masked(&addresses_masked(&plain(typed)));
        let kept: String = masked.chars().take(LONGEST_PHRASE).collect();
        let kept = kept.trim_matches(|c: char| c.is_whitespace() || JOINERS.contains(&c));
        (!kept.is_empty()).then(|| Self(kept.to_owned()))
    }

    /// Reads a phrase as it was kept.
    pub fn read(kept: &str) -> Option<Self> {
        let fits = !kept.is_empty() && kept.chars().count() <= LONGEST_PHRASE && !kept.contains(char::is_control);
        fits.then(|| Self(kept.to_owned()))
    }

    /// The phrase.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One line in lower case, full-width letters and the like made ordinary, nothing in it that shows nothing.
fn plain(typed: &str) -> String {
    let shown: Vec<char> = typed
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
        .filter(|c| !shows_nothing(*c) || JOINERS.contains(c))
        .collect();
    let is_letter = |at: Option<usize>| at.and_then(|at| shown.get(at)).is_some_and(|c| c.is_alphabetic());
    // A joiner anywhere else would only tear a number apart.
    let joins = |at: usize| is_letter(at.checked_sub(1)) && is_letter(Some(at + 1));
    let kept = shown.iter().enumerate().filter(|(at, c)| !JOINERS.contains(c) || joins(*at));
    let kept: String = kept.map(|(_, c)| *c).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address may be typed with spaces around its sign.
pub(crate) fn addresses_masked(line: &str) -> String {
    let parts: Vec<&str> = line.split('@').map(str::trim).collect();
    let joined = parts.join("@");
    let masked = joined.split(' ').map(|word| if word.contains('@') { ADDRESS.to_string() } else { word.to_owned() });
    masked.collect::<Vec<_>>().join(" ")
}

/// Digits that at most one mark keeps apart are one number: `090-123.45.67`.
pub(crate) fn numbers_masked(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(|c| c.is_numeric());
    let mut masked = String::with_capacity(line.len());
    let mut at = 0;
    while at < chars.len() {
        if !is_digit(at) {
            masked.push(chars[at]);
            at += 1;
            continue;
        }
        let start = at;
        let mut digits = 0;
        while is_digit(at) || (is_digit(at + 1) && chars.get(at).is_some_and(|c| !c.is_alphabetic())) {
            digits += usize::from(is_digit(at));
            at += 1;
        }
        if digits >= TELLING_DIGITS {
            masked.push(NUMBER);
        } else {
            masked.extend(&chars[start..at]);
        }
    }
    masked
}
