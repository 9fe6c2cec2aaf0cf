//! Where the lines and letters of a text are, found out once for all problems in it.

use std::ops::Range;

/// Letters are counted from the nearest mark before them; there is a mark every so many bytes.
const STRIDE: usize = 1024;

/// The lines of a text, and marks to count its letters from.
#[derive(Debug)]
pub struct Lines {
    /// Where each line starts.
    starts: Vec<usize>,
    /// The letters before each mark.
    letters: Vec<usize>,
}

impl Lines {
    /// Looks through a text.
    pub fn of(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut letters = vec![0];
        for piece in text.as_bytes().chunks(STRIDE) {
            letters.push(letters[letters.len() - 1] + starting(piece));
        }
        Self { starts: std::iter::once(0).chain(breaks).collect(), letters }
    }

    /// The line a byte is on, from 0.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) - 1
    }

    /// The bytes of a line without its end; nothing behind the last one.
    pub fn range(&self, text: &str, line: usize) -> Range<usize> {
        let Some(start) = self.starts.get(line) else { return text.len()..text.len() };
        *start..self.starts.get(line + 1).map_or(text.len(), |next| next - 1)
    }

    /// The column of a byte, in letters, from 1. `at` is where a letter starts, or the end.
    pub fn column(&self, text: &str, at: usize) -> usize {
        self.before(text, at) - self.before(text, self.starts[self.line(at)]) + 1
    }

    fn before(&self, text: &str, at: usize) -> usize {
        let mark = at / STRIDE;
        self.letters[mark] + starting(&text.as_bytes()[mark * STRIDE..at])
    }
}

/// How many letters start in a piece of UTF-8.
fn starting(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_and_letters_are_counted() {
        let text = format!("một\n{}\n\nhết", "ế".repeat(3_000));
        let lines = Lines::of(&text);
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
            assert_eq!(lines.line(at), text[..at].matches('\n').count());
            assert_eq!(lines.column(&text, at), text[start..at].chars().count() + 1);
        }
        let range = |line| &text[lines.range(&text, line)];
        assert_eq!([range(0), range(2), range(3), range(9)], ["một", "", "hết", ""]);
    }
}
