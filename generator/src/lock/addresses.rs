//! `addresses.lock`: every address that was published, a line each, with the anchors on its page.
//!
//! Pure: `source` reads the file, `deskmark lock` writes it. All names in here are words of the file, see [`word`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, SourceFile, Uneven};
use crate::say;

/// The file in the content folder.
pub const FILE: &str = "addresses.lock";

const HEADING: &str =
    "# Every address that was published, with the anchors on its page. Written by `deskmark lock`; commit it.\n";

/// Addresses with the anchors on their pages.
pub type Addresses = BTreeMap<String, BTreeSet<String>>;

/// What the file says.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The addresses, each with its place.
    pub lines: BTreeMap<String, Line>,
    /// What could not be understood.
    pub problems: Vec<Diagnostic>,
}

/// A recorded address.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where the address stands.
    pub span: Range<usize>,
    /// The anchors, each with its place.
    pub anchors: BTreeMap<String, Range<usize>>,
}

/// How much was not recorded yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct New {
    /// Addresses.
    pub addresses: usize,
    /// Anchors, those of new addresses too.
    pub anchors: usize,
}

impl Recorded {
    /// A file that is not there yet, or cannot be read.
    pub fn nothing(path: String, problems: Vec<Diagnostic>) -> Self {
        let file = Arc::new(SourceFile::new(path, String::new(), Uneven::default()));
        Self { file, lines: BTreeMap::new(), problems }
    }

    /// Understands the file. Two lines of one address, as merged branches leave them, count as one.
    pub fn parse(file: &Arc<SourceFile>) -> Self {
        let mut recorded = Self { file: Arc::clone(file), lines: BTreeMap::new(), problems: Vec::new() };
        let mut at = 0;
        for line in file.text.split_inclusive('\n') {
            recorded.read(line, at);
            at += line.len();
        }
        recorded
    }

    fn read(&mut self, line: &str, at: usize) {
        let mut words = words(line, at);
        let Some((path, span)) = words.next().filter(|(first, _)| !first.starts_with('#')) else { return };
        if !path.starts_with('/') {
            let problem = Diagnostic::error(Code::ConfigSyntax, say!("lock-line"));
            let problem = problem.at(&self.file, span.start..at + line.trim_end().len());
            self.problems.push(problem.help(say!("lock-line-help")));
            return;
        }
        let known = self.lines.entry(path.to_owned()).or_insert_with(|| Line { span, anchors: BTreeMap::new() });
        for (anchor, span) in words {
            known.anchors.entry(anchor.to_owned()).or_insert(span);
        }
    }

    /// Lets an address go, or an anchor written behind it: `/vi/wifi/#old`. `false` when it is not recorded.
    pub fn forget(&mut self, name: &str) -> bool {
        match name.split_once('#') {
            None => self.lines.remove(name).is_some(),
            Some((path, anchor)) => self.lines.get_mut(path).is_some_and(|line| line.anchors.remove(anchor).is_some()),
        }
    }

    /// How much of what is published is not recorded.
    pub fn new_in(&self, now: &Addresses) -> New {
        let mut new = New::default();
        for (path, anchors) in now {
            let known = self.lines.get(path);
            new.addresses += usize::from(known.is_none());
            let is_new = |anchor: &&String| known.is_none_or(|line| !line.anchors.contains_key(*anchor));
            new.anchors += anchors.iter().filter(is_new).count();
        }
        new
    }

    /// What was recorded and what is published.
    pub fn with(&self, mut now: Addresses) -> Addresses {
        for (path, line) in &self.lines {
            now.entry(path.clone()).or_default().extend(line.anchors.keys().cloned());
        }
        now
    }
}

/// The text of the file.
pub fn write(addresses: &Addresses) -> String {
    let mut text = HEADING.to_owned();
    for (path, anchors) in addresses {
        text.push_str(path);
        for anchor in anchors {
            text.push(' ');
            text.push_str(anchor);
        }
        text.push('\n');
    }
    text
}

/// A path or an anchor as one word of the file: what would end it is written in hexadecimal digits.
pub fn word(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_whitespace() || c.is_control() || c == '#' || c == '%' {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn words(line: &str, at: usize) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut next = at;
    line.split([' ', '\t', '\n']).filter_map(move |word| {
        let start = next;
        next += word.len() + 1;
        (!word.is_empty()).then_some((word, start..start + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Recorded {
        Recorded::parse(&Arc::new(SourceFile::new(FILE.to_owned(), text.to_owned(), Uneven::default())))
    }

    #[test]
    fn what_is_written_is_read() {
        let anchors = ["a", "step-1"].map(str::to_owned);
        let addresses =
            Addresses::from([("/vi/wifi/".to_owned(), anchors.into()), (word("/vi/cũ kỹ 100%/"), BTreeSet::new())]);
        let recorded = parse(&write(&addresses));
        assert!(recorded.problems.is_empty());
        assert_eq!(recorded.with(Addresses::new()), addresses);
        assert_eq!(recorded.new_in(&addresses), New::default());
        assert!(recorded.lines.contains_key("/vi/cũ%20kỹ%20100%25/"));
    }

    #[test]
    fn merged_lines_count_as_one_and_each_word_has_its_place() {
        let text = "/a/x/ one\n\n# said\n/a/x/  two\t\n";
        let recorded = parse(text);
        let anchors = &recorded.lines["/a/x/"].anchors;
        assert_eq!(anchors.values().map(|span| &text[span.clone()]).collect::<Vec<_>>(), ["one", "two"]);
    }
}
