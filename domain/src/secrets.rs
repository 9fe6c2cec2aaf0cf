//! Passwords and keys that people type where they should not: found, so that they can be warned of and masked.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

/// What stands for a secret where it is not shown.
pub const MASK: &str = "•••";

/// A word for a password in the portal's languages, then what looks like one: a colon, "is" or "=", and something
/// without blanks. And keys that tell themselves apart: of AWS, GitHub, Slack, Google; tokens (JWT); PEM blocks.
static PATTERNS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        r"(?i)(?:password|passwd|passcode|\bpass|\bpwd|\bpin|mật khẩu|mật mã|\bmk|رمز عبور|گذرواژه|پسورد|کلمه عبور|رمز)(?:\s*[:=：]\s*|\s+(?:is|là|است)\s*:?\s*)(\S{4,})",
        r"\b((?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|xox[abpr]-[A-Za-z0-9-]{10,}|AIza[A-Za-z0-9_-]{30,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*)",
        r"(-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?)",
    ]
    .map(|pattern| Regex::new(pattern).expect("a regular expression"))
});

/// Where in a text there seems to be a secret, in order and apart.
fn find(text: &str) -> Vec<Range<usize>> {
    let found = PATTERNS.iter().flat_map(|pattern| pattern.captures_iter(text));
    let mut found: Vec<_> = found.filter_map(|captures| captures.get(1)).map(|secret| secret.range()).collect();
    found.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in found {
        match apart.last_mut().filter(|last| range.start < last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => apart.push(range),
        }
    }
    apart
}

/// Whether there seems to be a password or a key in a text.
pub fn is_in(text: &str) -> bool {
    !find(text).is_empty()
}

/// The text with every secret masked.
pub fn masked(text: &str) -> String {
    let mut shown = String::new();
    let mut from = 0;
    for range in find(text) {
        shown.push_str(&text[from..range.start]);
        shown.push_str(MASK);
        from = range.end;
    }
    shown.push_str(&text[from..]);
    shown
}
