//! Platform variants: sections for readers of one platform, side by side in a group.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use pulldown_cmark::{CowStr, HeadingLevel};

use super::writer::Writer;

/// Longer names would not leave room for the number in a step's.
const LONGEST_NAME: usize = 30;

/// Where the writer is among variants.
#[derive(Debug, Default)]
pub struct Variants {
    /// Level of the headings of the open group.
    group: Option<HeadingLevel>,
    open: Option<Variant>,
    /// How many variants each platform has so far.
    counts: HashMap<String, usize>,
    /// What the steps' numbers of each variant so far start with.
    prefixes: HashSet<String>,
}

/// An open variant.
#[derive(Debug)]
pub struct Variant {
    /// What its steps' numbers start with: `windows-`.
    pub prefix: String,
    /// Whether its list of steps has been seen.
    pub steps_done: bool,
    /// How many raw HTML elements were open before the group.
    raw: usize,
}

impl Variants {
    /// The open variant.
    pub fn open(&mut self) -> Option<&mut Variant> {
        self.open.as_mut()
    }

    /// A start of its own for the numbers of a variant's steps.
    fn prefix(&mut self, platform: &str) -> String {
        let count = self.counts.entry(platform.to_owned()).or_default();
        loop {
            *count += 1;
            let prefix = if *count == 1 { format!("{platform}-") } else { format!("{platform}-{count}-") };
            if self.prefixes.insert(prefix.clone()) {
                return prefix;
            }
        }
    }

    /// Whether a raw element, by its place among the open ones, was opened outside the open group.
    pub fn is_outside(&self, raw: usize) -> bool {
        self.open.as_ref().is_some_and(|variant| raw < variant.raw)
    }
}

impl Writer<'_> {
    /// At a heading of the text's own level: ends the variant before it and starts its own. `id` is the heading's.
    pub(super) fn variant(&mut self, level: HeadingLevel, platform: Option<&str>, id: &str) {
        let ends = self.variants.group.is_some_and(|group| level <= group);
        if ends {
            self.end_variant();
            if self.variants.group != Some(level) || platform.is_none() {
                self.end_group();
            }
        }
        let Some(platform) = platform.filter(|_| self.variants.open.is_none()) else { return };
        if self.variants.group.is_none() {
            self.out.push_str("<div class=\"variants\">\n");
            self.variants.group = Some(level);
        }
        let _ = writeln!(self.out, "<section class=\"variant\" data-platform=\"{platform}\" aria-labelledby=\"{id}\">");
        if !self.variants.counts.contains_key(platform) {
            self.done.variants.push(platform.to_owned());
        }
        let prefix = self.variants.prefix(platform);
        self.variants.open = Some(Variant { prefix, steps_done: false, raw: self.raw.len() });
    }

    /// Ends the open variant and its group.
    pub(super) fn end_variants(&mut self) {
        self.end_variant();
        self.end_group();
    }

    fn end_variant(&mut self) {
        if let Some(variant) = self.variants.open.take() {
            self.close_raw_to(variant.raw);
            self.out.push_str("</section>\n");
        }
    }

    fn end_group(&mut self) {
        if self.variants.group.take().is_some() {
            self.out.push_str("</div>\n");
        }
    }
}

/// The platform among a heading's attributes, when it can stand in an id.
pub fn platform<'a>(attributes: &'a [(CowStr<'_>, Option<CowStr<'_>>)]) -> Option<&'a str> {
    let (_, value) = attributes.iter().find(|(name, _)| &**name == "platform")?;
    let name = value.as_deref()?.trim_matches('"');
    let fits = !name.is_empty()
        && name.len() <= LONGEST_NAME
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    fits.then_some(name)
}
