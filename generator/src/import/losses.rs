//! What does not come over as it was.

use std::collections::BTreeMap;

/// What one article lost.
#[derive(Debug, Default)]
pub struct Losses {
    /// `script` elements and attributes that run something.
    pub scripts: usize,
    /// `style` elements and attributes.
    pub styles: usize,
    /// Where embedded pages were, now links.
    pub frames: Vec<String>,
    /// Pictures that stay where they are.
    pub pictures: Vec<String>,
    /// Files that stay where they are.
    pub files: Vec<String>,
    /// Links that go on leading to the old help centre.
    pub old_links: Vec<String>,
    /// Links to articles that are drafts.
    pub draft_links: Vec<String>,
    /// Links that led nowhere or ran something; their words are kept.
    pub dead_links: Vec<String>,
    /// Elements that Markdown does not have, by name.
    pub unknown: BTreeMap<String, usize>,
    /// Tables with merged cells or blocks in cells.
    pub tables: usize,
    /// Places nested too deep, kept as plain text.
    pub deep: usize,
}
