//! `translations.lock`: the blocks of each original as they were when its translation was last brought up to date.
//!
//! One line a block, sections in the order of their names: what two people record at once merges by itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::markdown::Block;

/// The file's name in the content folder.
pub const FILE: &str = "translations.lock";

/// The first line of the file, for whoever opens it.
const ABOUT: &str =
    "# What each translation was made from. Written by `deskmark translated`; commit it with the translations.";

/// What every recorded translation was made from, by the translation's path in the content folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Translations(BTreeMap<String, Record>);

/// What one translation was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The original's path in the content folder.
    pub original: String,
    /// The original's blocks at that time, in order.
    pub blocks: Vec<Known>,
}

/// A block as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// [`Block::hash`].
    pub hash: [u8; 8],
    /// [`Block::anchor`].
    pub anchor: Option<String>,
}

/// A section being read.
struct Section {
    name: String,
    /// Where its name stands.
    span: Range<usize>,
    original: Option<String>,
    blocks: Vec<Known>,
}

impl From<&Block> for Known {
    fn from(block: &Block) -> Self {
        Self { hash: block.hash, anchor: block.anchor.clone() }
    }
}

impl Translations {
    /// Reads the file's text. `Err` with the first line that says nothing we know, as after a merge left half done.
    pub fn parse(text: &str) -> Result<Self, Range<usize>> {
        let mut all = Self::default();
        let mut open: Option<Section> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end();
            let span = at..at + words.len();
            at += line.len();
            if words.is_empty() || words.starts_with('#') {
                continue;
            }
            if let Some(name) = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                all.close(open.replace(Section { name: name.to_owned(), span, original: None, blocks: Vec::new() }))?;
                continue;
            }
            let Some(Section { original, blocks, .. }) = &mut open else { return Err(span) };
            if let (None, Some(path)) = (&original, words.strip_prefix("original = ")) {
                *original = Some(path.to_owned());
            } else {
                blocks.push(known(words).ok_or(span)?);
            }
        }
        all.close(open)?;
        Ok(all)
    }

    fn close(&mut self, section: Option<Section>) -> Result<(), Range<usize>> {
        let Some(Section { name, span, original, blocks }) = section else { return Ok(()) };
        self.0.insert(name, Record { original: original.ok_or(span)?, blocks });
        Ok(())
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut out = format!("{ABOUT}\n");
        for (translation, Record { original, blocks }) in &self.0 {
            let _ = writeln!(out, "\n[{translation}]\noriginal = {original}");
            for Known { hash, anchor } in blocks {
                let _ = write!(out, "{:016x}", u64::from_be_bytes(*hash));
                if let Some(anchor) = anchor {
                    let _ = write!(out, " {anchor}");
                }
                out.push('\n');
            }
        }
        out
    }

    /// What a translation was made from, when that was recorded.
    pub fn get(&self, translation: &str) -> Option<&Record> {
        self.0.get(translation)
    }

    /// Whether nothing was ever recorded.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes in a record; `false` when it is there already.
    pub fn record(&mut self, translation: &str, record: Record) -> bool {
        if self.0.get(translation) == Some(&record) {
            return false;
        }
        self.0.insert(translation.to_owned(), record);
        true
    }

    /// Forgets the translations for which `keep` says no.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|translation, _| keep(translation));
    }
}

fn known(line: &str) -> Option<Known> {
    let (hash, anchor) = match line.split_once(' ') {
        Some((hash, anchor)) => (hash, Some(anchor.to_owned())),
        None => (line, None),
    };
    let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hash = u64::from_str_radix(hash, 16).ok().filter(|_| is_hash)?;
    Some(Known { hash: hash.to_be_bytes(), anchor })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(hash: u8, anchor: Option<&str>) -> Known {
        Known { hash: [hash; 8], anchor: anchor.map(str::to_owned) }
    }

    fn record(blocks: Vec<Known>) -> Record {
        Record { original: "vi/[a] b.md".to_owned(), blocks }
    }

    #[test]
    fn what_is_written_is_read() {
        let mut all = Translations::default();
        assert!(all.record("fa/b.md", record(Vec::new())));
        assert!(all.record("en/[a] b.md", record(vec![known(0x0a, None), known(0xff, Some("step-1"))])));
        assert!(!all.record("fa/b.md", record(Vec::new())));
        let text = all.text();
        assert_eq!(
            text.split_once('\n').map(|(_, rest)| rest),
            Some(
                "\n[en/[a] b.md]\noriginal = vi/[a] b.md\n0a0a0a0a0a0a0a0a\nffffffffffffffff step-1\n\
                 \n[fa/b.md]\noriginal = vi/[a] b.md\n"
            )
        );
        assert_eq!(Translations::parse(&text), Ok(all));
    }

    #[test]
    fn a_line_that_says_nothing_is_pointed_at() {
        for (text, wrong) in [
            ("# x\n0a0a0a0a0a0a0a0a\n", "0a0a0a0a0a0a0a0a"),
            ("[a.md]\n[b.md]\noriginal = c.md\n", "[a.md]"),
            ("[a.md]\noriginal = c.md\n<<<<<<< HEAD\n", "<<<<<<< HEAD"),
            ("[a.md]\noriginal = c.md\n+a0a0a0a0a0a0a0a x\n", "+a0a0a0a0a0a0a0a x"),
            ("[a.md]\noriginal = c.md\noriginal = d.md", "original = d.md"),
        ] {
            assert_eq!(Translations::parse(text).map_err(|span| &text[span]), Err(wrong));
        }
    }
}
