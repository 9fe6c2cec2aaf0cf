//! The lines of a text: how deep they stand, what opens and closes on them.

use std::ops::Range;

use super::known;
use super::tags::{self, Tag};

/// A line with its number.
pub type Line<'a> = (usize, &'a str);

/// How many blanks a line starts with, and what follows them.
pub fn indented(line: &str) -> (usize, &str) {
    let rest = line.trim_start_matches(' ');
    (line.len() - rest.len(), rest)
}

/// Takes up to so many blanks off a line.
pub fn dedent(line: &str, indent: usize) -> &str {
    let (have, _) = indented(line);
    &line[have.min(indent)..]
}

/// Whether an item of a list starts here.
pub fn is_item(line: &str) -> bool {
    let rest = line.trim_start();
    let rest = rest.strip_prefix(['-', '*', '+']).or_else(|| {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        number.strip_prefix(['.', ')']).filter(|_| number.len() < rest.len())
    });
    rest.is_some_and(|rest| rest.starts_with(' '))
}

/// The level of a heading.
pub fn heading(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    ((1..=6).contains(&level) && line[level..].starts_with(' ')).then_some(level)
}

/// `=== "Title"`: its indent and its title.
pub fn tab(line: &str) -> Option<(usize, String)> {
    let (indent, rest) = indented(line);
    let rest = rest.strip_prefix("===")?.trim_start_matches(['!', '+']);
    let title = rest.strip_prefix(' ')?.trim().strip_prefix('"')?.strip_suffix('"')?;
    Some((indent, title.to_owned()))
}

/// The lines that are indented four deeper than `indent`, without these four.
pub fn below<'a>(lines: &[Line<'a>], indent: usize) -> Vec<Line<'a>> {
    let deeper = |line: &str| line.trim().is_empty() || indented(line).0 >= indent + 4 || line.starts_with('\t');
    let length = lines.iter().take_while(|(_, line)| deeper(line)).count();
    let blank = lines[..length].iter().rev().take_while(|(_, line)| line.trim().is_empty()).count();
    let without = |line: &'a str| line.strip_prefix('\t').unwrap_or_else(|| dedent(line, indent + 4));
    lines[..length - blank].iter().map(|&(number, line)| (number, without(line))).collect()
}

/// The line that closes the `:::` of the first one.
pub fn closing_colons(lines: &[Line<'_>]) -> Option<usize> {
    let mut open = 0_usize;
    let mut fence: Option<Fence> = None;
    for (at, (_, line)) in lines.iter().enumerate() {
        if let Some(inside) = &fence {
            if inside.closes(line) {
                fence = None;
            }
            continue;
        }
        fence = Fence::open(line);
        let Some(rest) = line.trim().strip_prefix(":::") else { continue };
        if rest.trim_start_matches(':').is_empty() {
            open = open.checked_sub(1)?;
            if open == 0 {
                return Some(at);
            }
        } else {
            open += 1;
        }
    }
    None
}

/// The line and the place of the end of a tag that stands in the first line.
pub fn closing(lines: &[Line<'_>], open: &Tag<'_>, end: &str) -> Option<(usize, Range<usize>)> {
    let verbatim = matches!(end, "endraw" | "endcomment" | "endhighlight" | "/highlight");
    let mut depth = 1_usize;
    let mut fence: Option<Fence> = None;
    for (at, (_, line)) in lines.iter().enumerate() {
        if let Some(inside) = fence.take().filter(|_| !verbatim) {
            if !inside.closes(line) {
                fence = Some(inside);
            }
            continue;
        }
        if at > 0 {
            fence = Fence::open(line);
        }
        let mut from = if at == 0 { open.span.end } else { 0 };
        while let Some(tag) = tags::next(line, from) {
            from = tag.span.end;
            if tag.marks != open.marks {
                continue;
            }
            let name: String = tag.inner.split_whitespace().collect();
            if name == end {
                depth -= 1;
                if depth == 0 {
                    return Some((at, tag.span));
                }
            } else if !verbatim && known::pair(&tag).is_some_and(|(_, other)| other == end) {
                depth += 1;
            }
        }
    }
    None
}

/// A fence of code.
pub struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    /// The fence a line opens.
    pub fn open(line: &str) -> Option<Self> {
        let rest = line.trim_start_matches([' ', '>']);
        let mark = rest.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let length = rest.chars().take_while(|c| *c == mark).count();
        (length >= 3 && !(mark == '`' && rest[length..].contains('`'))).then_some(Self { mark, length })
    }

    /// Whether a line ends it.
    pub fn closes(&self, line: &str) -> bool {
        let rest = line.trim_start_matches([' ', '>']).trim_end();
        rest.len() >= self.length && rest.chars().all(|c| c == self.mark)
    }
}
