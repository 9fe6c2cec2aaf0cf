//! The index as files: a root that says where everything is, pieces with the words, pieces with what results show.
//!
//! Numbers are written as letters of a JSON string, so that every web server compresses them and a browser reads them
//! without a decoder: `n` is the character `35 + n`, one further from the backslash on; from [`LARGE`] on it is two,
//! `U+E000 + n / LARGE` and the rest. `themes/scripts/postings.js` reads them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::lang::Lang;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::index::{Form, Index};

/// Letters of a piece of words, about: two or three make a query, and each is read by a telephone.
const PIECE: usize = 20_000;

/// Articles whose results are in one piece.
pub const SHOWN_TOGETHER: usize = 2;

/// Letters that the postings of one word may take, about: a word that is everywhere says little about where.
const LONGEST: usize = 16_000;

/// Words in the list that slips of the finger are mended by: the most frequent ones.
const VOCABULARY: usize = 20_000;

/// Numbers that are one letter are below.
const LARGE: u32 = 50_000;

/// What a result shows of its article.
#[derive(Debug, Serialize)]
pub struct Shown<'a> {
    /// Its permanent id, under which opening it from a form is counted.
    pub id: &'a str,
    /// Its path.
    pub url: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The line under the title; may be empty.
    pub summary: &'a str,
    /// What sort of text it is.
    pub kind: &'a str,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// What it is for.
    pub platforms: &'a [String],
    /// Anchor, heading, step, words; any may be empty.
    pub passages: Vec<[String; 4]>,
}

/// The first file that is read.
#[derive(Serialize)]
struct Root<'a> {
    lang: &'a Lang,
    /// Where the other files are.
    path: String,
    /// How many articles there are.
    count: usize,
    /// How many words each title has, as letters.
    titles: String,
    /// `1` for each article whose review is overdue, `0` for the others.
    overdue: String,
    /// The first word of each piece.
    pieces: Vec<String>,
    /// Articles in one piece of results.
    together: usize,
    /// The letters words are made of.
    alphabet: String,
    fold: &'a RawValue,
}

/// The files of an index, by path from the site's root.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Writes an index down.
///
/// `shown` tells what a result shows of an article, by its number.
pub fn files<'a>(lang: &Lang, index: Index, shown: impl Fn(usize) -> Shown<'a> + Sync, overdue: &[bool]) -> Files {
    let mut words: Vec<_> = index.words.iter().collect();
    // As JavaScript compares words, which looks for them.
    words.par_sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    let entries: Vec<String> = words.par_iter().map(|(key, forms)| entry(key, forms.values(), &index.titles)).collect();
    let mut pieces: Vec<(String, String)> = Vec::new();
    for ((key, _), entry) in words.into_iter().zip(entries) {
        match pieces.last_mut() {
            Some((_, piece)) if piece.len() + entry.len() <= PIECE => {
                piece.push(',');
                piece.push_str(&entry);
            }
            _ => pieces.push((key.clone(), entry)),
        }
    }
    let mut files: Files = BTreeMap::new();
    files.insert("words.json".to_owned(), json(&vocabulary(&index)));
    let mut alphabet: Vec<char> = index.words.keys().flat_map(|key| key.chars()).collect();
    let Index { titles, words } = index;
    // It is large, and what follows is too.
    drop(words);
    alphabet.sort_unstable();
    alphabet.dedup();
    // Signs that are in hardly any word would be tried in vain.
    alphabet.truncate(80);
    let mut firsts = Vec::with_capacity(pieces.len());
    for (at, (first, piece)) in pieces.into_iter().enumerate() {
        firsts.push(first);
        files.insert(format!("{at}.json"), format!("{{{piece}}}").into_bytes());
    }
    let numbers: Vec<usize> = (0..overdue.len()).collect();
    let results: Vec<_> = numbers
        .par_chunks(SHOWN_TOGETHER)
        .map(|row| json(&row.iter().map(|at| shown(*at)).collect::<Vec<_>>()))
        .collect();
    for (at, results) in results.into_iter().enumerate() {
        files.insert(format!("d{at}.json"), results);
    }
    let path = format!("/search/{lang}/{}/", digest(&files));
    let root = Root {
        lang,
        path: path.clone(),
        count: overdue.len(),
        titles: titles.iter().map(|length| letter(35 + length.min(&200))).collect(),
        overdue: overdue.iter().map(|overdue| if *overdue { '1' } else { '0' }).collect(),
        pieces: firsts,
        together: SHOWN_TOGETHER,
        alphabet: alphabet.into_iter().collect(),
        fold: serde_json::from_str(domain::words::RULES).expect("fold.json is JSON"),
    };
    let mut all: Files = files.into_iter().map(|(name, bytes)| (format!("{path}{name}"), bytes)).collect();
    all.insert(root_path(lang), json(&root));
    all
}

/// Where the first file of a language is.
pub fn root_path(lang: &Lang) -> String {
    format!("/search/{lang}.json")
}

fn json(value: &(impl Serialize + ?Sized)) -> Vec<u8> {
    serde_json::to_vec(value).expect("texts and numbers are JSON")
}

fn digest(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        hash.update(name.as_bytes());
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    let mut name = String::new();
    for byte in hash.finalize().iter().take(6) {
        write!(name, "{byte:02x}").expect("writing to a string never fails");
    }
    name
}

/// A word of a piece: `"mat":{"mật":"…","mặt":"…"}`.
fn entry<'a>(key: &str, forms: impl ExactSizeIterator<Item = &'a Form>, titles: &[u32]) -> String {
    let forms: Vec<_> = forms.collect();
    let postings: usize = forms.iter().map(|form| form.postings.count()).sum();
    let places = (LONGEST / postings.max(1)).saturating_sub(2);
    let forms: BTreeMap<&str, String> =
        forms.iter().map(|form| (form.shown.as_str(), letters(form, titles, places))).collect();
    let key = serde_json::to_string(key).expect("a word is JSON");
    format!("{key}:{}", serde_json::to_string(&forms).expect("words are JSON"))
}

/// Postings as letters: how many articles further, level and number of places, places.
fn letters(form: &Form, titles: &[u32], most_places: usize) -> String {
    let mut out = String::new();
    let mut next = 0;
    for posting in form.postings.iter() {
        let title = titles[posting.doc as usize];
        let mut places: Vec<u32> = Vec::new();
        for place in posting.places {
            if place < title || places.len() < most_places {
                places.push(place);
            }
        }
        places.sort_unstable();
        number(posting.doc - next, &mut out);
        next = posting.doc + 1;
        number(posting.level << 3 | u32::try_from(places.len()).expect("places are few"), &mut out);
        let mut before = 0;
        for place in places {
            number(place - before, &mut out);
            before = place;
        }
    }
    out
}

fn number(value: u32, out: &mut String) {
    if value >= LARGE {
        out.push(letter(0xe000 + value / LARGE));
    }
    let low = value % LARGE;
    out.push(letter(if low < 57 { 35 + low } else { 36 + low }));
}

fn letter(code: u32) -> char {
    char::from_u32(code).expect("the numbers stay below the surrogates, or in the private area")
}

/// The words worth being meant, by magnitude: those in 1 article, in 2 or 3, in 4 to 7, …
fn vocabulary(index: &Index) -> Vec<String> {
    let mut by_magnitude: Vec<Vec<&str>> = Vec::new();
    for (key, forms) in &index.words {
        let letters = key.chars().count();
        if !(2..=24).contains(&letters) || key.chars().all(|letter| letter.is_ascii_digit()) {
            continue;
        }
        let count: usize = forms.values().map(|form| form.postings.count()).sum();
        let magnitude = count.max(1).ilog2() as usize;
        if by_magnitude.len() <= magnitude {
            by_magnitude.resize(magnitude + 1, Vec::new());
        }
        by_magnitude[magnitude].push(key);
    }
    let mut left = VOCABULARY;
    for words in by_magnitude.iter_mut().rev() {
        words.truncate(left);
        left -= words.len();
    }
    by_magnitude.into_iter().map(|words| words.join(" ")).collect()
}
