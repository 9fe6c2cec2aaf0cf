//! Texts as people type and paste them.

use unicode_normalization::UnicodeNormalization;

use super::problem::Problem;
use crate::contact::shows_nothing;

/// The longest text of a field or message, in bytes of UTF-8. Longer logs go as files.
pub const LONGEST_TEXT: usize = 16 * 1024;
/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 120;
/// The longest name or one-line answer, in characters.
pub const LONGEST_LINE: usize = 200;

/// Whether a reader would see nothing.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || shows_nothing(c))
}

/// White space around a text goes, and the byte order mark that a pasted file brings along.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// Reads a message: not empty, at most [`LONGEST_TEXT`] bytes, no control characters.
pub fn read_text(typed: &str) -> Result<String, Problem> {
    let text: String = typed.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
    let text = trimmed(&text);
    if is_blank(text) {
        return Err(Problem::Missing);
    }
    if text.len() > LONGEST_TEXT {
        return Err(Problem::TooLongText);
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Problem::ControlCharacters);
    }
    Ok(text.to_owned())
}

/// Whether a title says so little that its writer should see a better one: fewer than three words.
///
/// Vietnamese writes a space between syllables and the others between words; three of either is still little.
pub fn is_vague(title: &str) -> bool {
    title.split_whitespace().count() < 3
}
