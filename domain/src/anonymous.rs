//! Texts without what tells who people are, for what others are to read: a ticket that becomes an article.

use std::sync::LazyLock;

use regex_lite::Regex;

use crate::code::TicketCode;
use crate::secrets::{MASK, masked};
use crate::signal::{addresses_masked, numbers_masked};

/// Three groups of four, as a ticket's code is written.
static CODES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b\w{4}[- ]?\w{4}[- ]?\w{4}\b").expect("a regular expression"));
/// Private links carry their secret in the address.
static KEYS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\S+[?&](?:key|code)=\S+").expect("a regular expression"));

/// Given names of fewer letters are words of their own, too: `An`, `Lê`.
const SHORTEST_GIVEN_NAME: usize = 3;

/// The text without passwords, private links, codes of tickets, addresses, long numbers and the names of these people.
pub fn anonymous(text: &str, names: &[&str]) -> String {
    let text = KEYS.replace_all(&masked(text), MASK).into_owned();
    let text = CODES.replace_all(&text, |found: &regex_lite::Captures<'_>| {
        let found = &found[0];
        if TicketCode::parse(found).is_ok() { MASK.to_owned() } else { found.to_owned() }
    });
    let lines = text.lines().map(|line| names_masked(&numbers_masked(&addresses_masked(line)), names));
    lines.collect::<Vec<_>>().join("\n")
}

/// A name goes, and any two of its words that follow each other, in capitals and small letters, too; a longer word of it
/// alone goes where it is written as a name is.
fn names_masked(line: &str, names: &[&str]) -> String {
    let mut line = line.to_owned();
    for name in names {
        let words: Vec<&str> = name.split_whitespace().collect();
        let pairs = words.windows(2).map(<[&str]>::to_vec);
        for run in std::iter::once(words.clone()).chain(pairs).filter(|run| run.len() > 1) {
            let written = run.join(" ");
            for written in [written.to_lowercase(), written.to_uppercase(), written] {
                line = without(&line, &written.split(' ').collect::<Vec<_>>());
            }
        }
        for word in words.iter().filter(|word| word.chars().count() >= SHORTEST_GIVEN_NAME) {
            line = without(&line, &[word]);
        }
    }
    line
}

/// The line without these words, one after the other, where they are whole words. (The crate's `\b` knows letters of ASCII
/// only.)
fn without(line: &str, words: &[&str]) -> String {
    let pattern = words.iter().map(|word| regex_lite::escape(word)).collect::<Vec<_>>().join(r"\s+");
    let Ok(pattern) = Regex::new(&pattern) else { return line.to_owned() };
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut shown = String::new();
    let mut from = 0;
    for found in pattern.find_iter(line) {
        let (before, behind) = (line[..found.start()].chars().next_back(), line[found.end()..].chars().next());
        if !is_letter(before) && !is_letter(behind) {
            shown.push_str(&line[from..found.start()]);
            shown.push_str(MASK);
            from = found.end();
        }
    }
    shown + &line[from..]
}
