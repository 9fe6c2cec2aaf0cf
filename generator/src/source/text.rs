//! Reading one text file: UTF-8 or a diagnostic, line ends and byte order mark evened out.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, SourceFile};
use crate::say;

/// More than this is not a page a person reads.
const LARGEST: u64 = 2 * 1024 * 1024;

/// Reads a text file; what stands in the way is told as a diagnostic.
pub fn read(path: &Path, shown: String) -> Result<Arc<SourceFile>, Diagnostic> {
    let unreadable = |error: std::io::Error| {
        Diagnostic::error(Code::Unreadable, say!("unreadable", reason = error.to_string())).in_file(shown.clone())
    };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST {
        let megabytes = size / (1024 * 1024);
        let problem = Diagnostic::error(Code::TooLarge, say!("too-large", megabytes = megabytes));
        return Err(problem.in_file(shown).help(say!("too-large-help")));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes)
        .map_err(|error| not_utf8(error.as_bytes(), error.utf8_error().valid_up_to(), &shown))?;
    Ok(Arc::new(SourceFile { path: shown, text: even_out(text) }))
}

fn even_out(text: String) -> String {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Shows the line with the first wrong byte, so that the author sees which letters it is about.
fn not_utf8(bytes: &[u8], at: usize, shown: &str) -> Diagnostic {
    let line = bytes[..at].split(|byte| *byte == b'\n').count();
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let what = if utf16 { say!("utf-16") } else { say!("not-utf-8", byte = format!("{:02x}", bytes[at])) };
    Diagnostic::error(Code::NotUtf8, what).in_file(format!("{shown}:{line}")).help(say!("not-utf-8-help"))
}
