//! The top-level blocks of a text: what translations are compared by.

use std::ops::Range;

use sha2::{Digest as _, Sha256};

use super::Passage;
use super::writer::Writer;

/// A top-level block: a paragraph, a list, a step, a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where its source is, in bytes of the file.
    pub span: Range<usize>,
    /// The first bytes of SHA-256 over its source; line ends, indentation and the number of a step
    /// do not count, the targets of its links do.
    pub hash: [u8; 8],
    /// The id of the heading or step at or before it.
    pub anchor: Option<String>,
    /// Its number when it is a step: `3`, `windows-3`.
    pub step: Option<String>,
    /// Where in [`Rendered::html`](super::Rendered::html) a mark can be put in: before the block, or first inside a step.
    pub html_at: usize,
}

impl Writer<'_> {
    /// Starts a block at what is written next.
    pub(super) fn open_block(&mut self, span: &Range<usize>) {
        let source = &self.context.file.text[self.in_file(span)];
        let source = source.trim();
        if source.starts_with("<!--") && source.find("-->") == source.len().checked_sub(3) {
            return; // A comment is for authors.
        }
        self.close_block();
        self.done.blocks.push(Block {
            span: self.in_file(span),
            hash: [0; 8],
            anchor: self.anchor.clone(),
            step: None,
            html_at: self.out.len(),
        });
    }

    /// Says that the open block has, or is under, a heading or step whose HTML goes on here.
    pub(super) fn anchor_block(&mut self, id: &str, step: Option<&str>) {
        self.anchor = Some(id.to_owned());
        if let Some(block) = self.done.blocks.last_mut() {
            block.anchor.clone_from(&self.anchor);
            block.step = step.map(str::to_owned);
        }
    }

    /// Starts a passage where the text goes on: a step, or what follows a list of steps under its heading.
    pub(super) fn open_passage(&mut self, step: Option<(&str, &str)>) {
        let around = self.done.passages.iter().rfind(|passage| passage.step.is_none());
        let around = around.cloned().unwrap_or_default();
        let at = self.done.text.len();
        let (anchor, step) = match step {
            Some((id, number)) => (id.to_owned(), Some(number.to_owned())),
            None => (around.anchor, None),
        };
        self.done.passages.push(Passage { from: at, at, anchor, heading: around.heading, step });
    }

    /// Moves the place for a mark to the end of what is written.
    pub(super) fn mark_here(&mut self) {
        if let Some(block) = self.done.blocks.last_mut() {
            block.html_at = self.out.len();
        }
    }

    /// Ends the open block: all its links are known.
    pub(super) fn close_block(&mut self) {
        let Some(block) = self.done.blocks.last_mut().filter(|block| block.hash == [0; 8]) else { return };
        let mut source = &self.context.file.text[block.span.clone()];
        if block.step.is_some() {
            // A step before it moves it on, and leaves what it says.
            source = source.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit());
            source = source.strip_prefix(['.', ')']).unwrap_or(source);
        }
        let mut plain = String::with_capacity(source.len());
        for word in source.split_whitespace().chain(self.far_targets.iter().map(String::as_str)) {
            plain.push_str(word);
            plain.push(' ');
        }
        block.hash.copy_from_slice(&Sha256::digest(plain.as_bytes())[..8]);
        self.far_targets.clear();
    }
}
