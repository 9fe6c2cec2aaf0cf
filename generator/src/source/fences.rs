//! Front matter's place in a file: between fences at its top.

use std::ops::Range;

/// The two parts of a text file.
#[derive(Debug)]
pub struct Parts {
    /// The kind of front matter and where it lies between its fences.
    pub block: Option<(Format, Range<usize>)>,
    /// Where the body starts.
    pub body: usize,
    /// The opening fence has no closing one.
    pub unclosed: bool,
}

/// How front matter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Between `+++`.
    Toml,
    /// Between `---`.
    Yaml,
}

/// Finds the front matter.
pub fn split(text: &str) -> Parts {
    let format = match text.lines().next().map(str::trim_end) {
        Some("+++") => Format::Toml,
        Some("---") => Format::Yaml,
        _ => return Parts { block: None, body: 0, unclosed: false },
    };
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let closes = match format {
            Format::Toml => line.trim_end() == "+++",
            Format::Yaml => matches!(line.trim_end(), "---" | "..."),
        };
        if closes {
            return Parts { block: Some((format, start..at)), body: at + line.len(), unclosed: false };
        }
        at += line.len();
    }
    Parts { block: None, body: 0, unclosed: true }
}
