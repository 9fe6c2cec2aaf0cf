//! Reading one text file: UTF-8 or a diagnostic, line ends and byte order mark evened out.

use std::path::Path;
use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use crate::diagnostics::{Code, Diagnostic, SourceFile, Uneven};
use crate::say;

/// More than this is not a page a person reads.
const LARGEST: u64 = 2 * 1024 * 1024;

/// A line a page, this is the record of a site of some hundred thousand.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Reads a text file; what stands in the way is told as a diagnostic.
pub fn read(path: &Path, shown: String) -> Result<Arc<SourceFile>, Diagnostic> {
    read_up_to(LARGEST, path, shown)
}

/// Reads a file that no person writes.
pub fn read_long(path: &Path, shown: String) -> Result<Arc<SourceFile>, Diagnostic> {
    read_up_to(LONGEST, path, shown)
}

fn read_up_to(largest: u64, path: &Path, shown: String) -> Result<Arc<SourceFile>, Diagnostic> {
    let unreadable = |error: std::io::Error| {
        let problem = Diagnostic::error(Code::Unreadable, say!("unreadable", reason = error.to_string()));
        problem.in_file(shown.clone()).help(say!("unreadable-help"))
    };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > largest {
        let megabytes = size / (1024 * 1024);
        let problem = Diagnostic::error(Code::TooLarge, say!("too-large", megabytes = megabytes));
        return Err(problem.in_file(shown).help(say!("too-large-help")));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes)
        .map_err(|error| not_utf8(error.as_bytes(), error.utf8_error().valid_up_to(), &shown))?;
    let (text, uneven) = even_out(text);
    Ok(Arc::new(SourceFile::new(shown, text, uneven)))
}

fn even_out(text: String) -> (String, Uneven) {
    let mut uneven = Uneven::default();
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            uneven.mark = true;
            rest.to_owned()
        }
        None => text,
    };
    uneven.line_ends = text.contains('\r');
    let text = if uneven.line_ends { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    uneven.letters = in_pieces(&text);
    (text, uneven)
}

/// Where the first letter stands that is not in form NFC.
pub fn in_pieces(text: &str) -> Option<usize> {
    // Nothing below U+0300 takes part in composition but as a base, and leaving bases out only makes more suspects.
    if text.is_ascii() || is_nfc_quick(text.chars().filter(|c| *c >= '\u{300}')) == IsNormalized::Yes {
        return None;
    }
    let differs = text.char_indices().zip(text.nfc()).find(|((_, is), should)| is != should);
    differs.map(|((at, _), _)| at)
}

/// The bytes a file should have, when they are others than those it has. Only the byte order mark, line ends and the form
/// of letters differ.
pub fn evened_out(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let Ok(text) = String::from_utf8(std::fs::read(path)?) else { return Ok(None) };
    let (even, uneven) = even_out(text);
    Ok((uneven != Uneven::default()).then(|| even.nfc().collect::<String>().into_bytes()))
}

/// Shows the line with the first wrong byte, so that the author sees which letters it is about.
fn not_utf8(bytes: &[u8], at: usize, shown: &str) -> Diagnostic {
    let line = bytes[..at].split(|byte| *byte == b'\n').count();
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let what = if utf16 { say!("utf-16") } else { say!("not-utf-8", byte = format!("{:02x}", bytes[at])) };
    Diagnostic::error(Code::NotUtf8, what).in_file(format!("{shown}:{line}")).help(say!("not-utf-8-help"))
}
