//! Where each word stands: articles in, postings out.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::fold::{Folder, Word};

/// A part of an article by how much its words say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The title.
    Title,
    /// What people call it instead.
    Synonyms,
    /// The line under the title.
    Summary,
    /// The subjects it is filed under.
    Tags,
    /// A heading inside.
    Heading,
    /// A step.
    Step,
    /// All other text.
    Body,
}

impl Field {
    const ALL: [Self; 7] =
        [Self::Title, Self::Synonyms, Self::Summary, Self::Tags, Self::Heading, Self::Step, Self::Body];

    /// What a word here counts for, and how much a long field takes from it (BM25F's weight and b). Set by
    /// `tests/relevance`.
    fn weights(self) -> (f32, f32) {
        match self {
            Self::Title => (6.0, 0.4),
            Self::Synonyms => (4.0, 0.3),
            Self::Summary => (2.0, 0.4),
            Self::Tags => (2.0, 0.2),
            Self::Heading => (2.5, 0.5),
            Self::Step => (1.2, 0.6),
            Self::Body => (1.0, 0.6),
        }
    }
}

/// An article as the index takes it in: its texts in order, the title first.
#[derive(Debug)]
pub struct Document<'a> {
    /// Each text with the field it belongs to.
    pub texts: Vec<(Field, &'a str)>,
}

/// Places of a word in an article that the index keeps, at most: a number of three bits.
pub const MOST_PLACES: usize = 7;

/// Words of different texts are this far apart.
const GAP: u32 = 8;

/// A word in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The article's number.
    pub doc: u32,
    /// How much it is about the word, in steps of a quarter: see [`level`].
    pub level: u32,
    /// Places in the article's row of words, those that tell most first, at most [`MOST_PLACES`].
    pub places: Vec<u32>,
}

/// Where a word stands, by article: numbers in a row, seven bits a byte, for there are millions of them.
#[derive(Debug, Default)]
pub struct Postings {
    bytes: Vec<u8>,
    count: usize,
}

impl Postings {
    fn push(&mut self, doc: u32, level: u32, places: impl ExactSizeIterator<Item = u32>) {
        let count = u32::try_from(places.len()).expect("places are few");
        self.number(doc);
        self.number(level << 3 | count);
        for place in places {
            self.number(place);
        }
        self.count += 1;
    }

    fn number(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.bytes.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.bytes.push(value.to_le_bytes()[0]);
    }

    fn append(&mut self, other: &Self) {
        self.bytes.extend_from_slice(&other.bytes);
        self.count += other.count;
    }

    /// In how many articles.
    pub fn count(&self) -> usize {
        self.count
    }

    /// All of them, by article.
    pub fn iter(&self) -> impl Iterator<Item = Posting> {
        let mut rest = self.bytes.iter();
        let mut number = move || {
            let mut value = 0;
            for shift in (0..).step_by(7) {
                let byte = *rest.next()?;
                value |= u32::from(byte & 0x7f) << shift;
                if byte < 0x80 {
                    break;
                }
            }
            Some(value)
        };
        std::iter::from_fn(move || {
            let doc = number()?;
            let head = number()?;
            let places = (0..head & 7).map_while(|_| number()).collect();
            Some(Posting { doc, level: head >> 3, places })
        })
    }
}

/// A weight as one of 32 levels: `postings.js` reads level `n` as `0.05 · 1.25ⁿ`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number from 0 to 31")]
fn level(weight: f32) -> u32 {
    ((weight / 0.05).ln() / 1.25_f32.ln()).round().clamp(0.0, 31.0) as u32
}

/// All words of the articles of a language.
#[derive(Debug, Default)]
pub struct Index {
    /// How many words each title has.
    pub titles: Vec<u32>,
    /// Key → form → how the form is shown, and where it stands, by article.
    pub words: BTreeMap<String, BTreeMap<String, Form>>,
}

/// A way a word is written.
#[derive(Debug)]
pub struct Form {
    /// How it is shown.
    pub shown: String,
    /// Where it stands.
    pub postings: Postings,
}

/// Articles indexed by one thread in one go, at least and at most: every such row has a dictionary of its own, which is
/// merged when it is done.
const AT_ONCE: (usize, usize) = (64, 2_048);

/// Indexes articles; their places in `documents` are their numbers.
pub fn index(documents: &[Document<'_>], folder: Folder) -> Index {
    let means = mean_lengths(documents);
    let at_once = (documents.len() / (4 * rayon::current_num_threads())).clamp(AT_ONCE.0, AT_ONCE.1);
    let parts: Vec<_> = documents
        .par_chunks(at_once)
        .enumerate()
        .map(|(chunk, documents)| {
            let mut part = Part { folder, means, forms: HashMap::new(), words: Vec::new(), titles: Vec::new() };
            for (at, document) in documents.iter().enumerate() {
                part.add(u32::try_from(chunk * at_once + at).expect("there are fewer articles than numbers"), document);
            }
            (part.words, part.titles)
        })
        .collect();
    let mut whole = Index::default();
    for (words, titles) in parts {
        whole.titles.extend(titles);
        for Known { word, shown, postings } in words {
            let forms = whole.words.entry(word.key).or_default();
            let form = forms.entry(word.form).or_insert_with(|| Form { shown, postings: Postings::default() });
            form.postings.append(&postings);
        }
    }
    whole
}

/// Words in each field of an article, on average.
fn mean_lengths(documents: &[Document<'_>]) -> [f32; 7] {
    let lengths: Vec<_> = documents.par_iter().map(lengths).collect();
    let mut means = [0.0; 7];
    for (at, mean) in means.iter_mut().enumerate() {
        // Articles without the field say nothing about how long it is.
        let (sum, count) = lengths
            .iter()
            .map(|lengths| lengths[at])
            .filter(|length| *length > 0.0)
            .fold((0.0_f32, 0.0_f32), |(sum, count), length| (sum + length, count + 1.0));
        *mean = if count > 0.0 { sum / count } else { 1.0 };
    }
    means
}

fn lengths(document: &Document<'_>) -> [f32; 7] {
    let mut lengths = [0.0; 7];
    for (field, text) in &document.texts {
        // Counted by blanks: near enough, and quick.
        lengths[*field as usize] += f32::from(u16::try_from(text.split_whitespace().count()).unwrap_or(u16::MAX));
    }
    lengths
}

/// A word of a part's dictionary.
struct Known {
    word: Word,
    shown: String,
    postings: Postings,
}

/// A row of articles with a dictionary of its own.
struct Part {
    folder: Folder,
    means: [f32; 7],
    /// As it is written, and by form → its place in `words`.
    forms: HashMap<String, usize>,
    words: Vec<Known>,
    titles: Vec<u32>,
}

impl Part {
    /// The place of a word in the dictionary.
    fn know(&mut self, written: &str) -> usize {
        if let Some(at) = self.forms.get(written) {
            return *at;
        }
        let word = self.folder.word(written);
        // Written forms and folded ones share the map; a space keeps them apart.
        let folded = format!(" {}", word.form);
        let at = *self.forms.entry(folded).or_insert_with(|| {
            self.words.push(Known { word, shown: self.folder.shown(written), postings: Postings::default() });
            self.words.len() - 1
        });
        self.forms.insert(written.to_owned(), at);
        at
    }

    fn add(&mut self, doc: u32, document: &Document<'_>) {
        let lengths = lengths(document);
        let mut stands: Vec<Stand> = Vec::new();
        let mut place = 0;
        let mut title = 0;
        for (at, (field, text)) in document.texts.iter().enumerate() {
            for run in domain::words::runs(text) {
                let whole = run.joined();
                if let Some(whole) = &whole {
                    stands.push(Stand { word: self.know(whole), place, field: *field });
                }
                for part in &run.parts {
                    stands.push(Stand { word: self.know(part), place, field: *field });
                    place += 1;
                }
            }
            if at == 0 {
                title = place;
            }
            place += GAP;
        }
        self.titles.push(title);
        let telling = telling(&stands);
        let mut order: Vec<usize> = (0..stands.len()).collect();
        order.sort_by_key(|&at| (stands[at].word, at));
        for same in order.chunk_by(|&a, &b| stands[a].word == stands[b].word) {
            let mut counts = [0.0_f32; 7];
            for &at in same {
                counts[stands[at].field as usize] += 1.0;
            }
            let weight = Field::ALL.iter().map(|&field| {
                let ((boost, b), at) = (field.weights(), field as usize);
                boost * counts[at] / (1.0 - b + b * lengths[at] / self.means[at])
            });
            let weight: f32 = weight.sum();
            let mut best: Vec<_> = same.iter().map(|&at| (stands[at].place >= title, telling[at], at)).collect();
            best.retain(|(in_text, telling, _)| !in_text || *telling > 0);
            best.sort_by_key(|&(in_text, telling, at)| (in_text, std::cmp::Reverse(telling), at));
            let places = best.iter().take(MOST_PLACES).map(|&(_, _, at)| stands[at].place);
            self.words[stands[same[0]].word].postings.push(doc, level(weight), places);
        }
    }
}

/// A word at its place in an article.
#[derive(Debug, Clone, Copy)]
struct Stand {
    word: usize,
    place: u32,
    field: Field,
}

/// How much each place tells that no earlier one does: how often the pair of words that stands there first comes again.
///
/// Both words of a pair keep the same place of it, so that what stands together is found together.
fn telling(stands: &[Stand]) -> Vec<u32> {
    // A run's joined word stands where its first part does.
    let mut pairs: Vec<(usize, usize, usize, usize)> = Vec::with_capacity(stands.len() * 5 / 4);
    for (at, stand) in stands.iter().enumerate() {
        let ahead = stands[at + 1..].iter().take(2).enumerate();
        let next = ahead.filter(|(_, next)| next.place == stand.place + 1);
        pairs.extend(next.map(|(ahead, next)| (stand.word, next.word, at, at + 1 + ahead)));
    }
    // A word without neighbours is worth its place too.
    let mut telling = vec![1; stands.len()];
    for &(_, _, at, _) in &pairs {
        telling[at] = 0;
    }
    pairs.sort_unstable();
    for same in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let count = u32::try_from(same.len()).expect("a text is shorter");
        let (_, _, at, next) = same[0];
        telling[at] = telling[at].max(count);
        telling[next] = telling[next].max(count);
    }
    telling
}
