//! Addresses written as they are in running text: `https://…` and `name@host`.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Address {
    /// Where it is in the text.
    pub span: Range<usize>,
    /// Whether it is for mail.
    pub is_mail: bool,
}

/// The addresses in a text, in order.
pub fn find(text: &str) -> Vec<Address> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(next) = text[at..].find([':', '@']).map(|offset| at + offset) {
        let address = if text.as_bytes()[next] == b'@' { mail(text, from, next) } else { web(text, from, next) };
        at = next + 1;
        if let Some(address) = address {
            from = address.span.end;
            at = address.span.end.max(at);
            found.push(address);
        }
    }
    found
}

/// `http` or `https` before the colon at `colon`, and a host behind it.
fn web(text: &str, from: usize, colon: usize) -> Option<Address> {
    let rest = text[colon..].strip_prefix("://")?;
    if !rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let before = &text.as_bytes()[from..colon];
    let length = [5, 4].into_iter().find(|length| {
        let scheme = before.len().checked_sub(*length).map(|start| &before[start..]);
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(&b"https"[..*length]))
    })?;
    let start = colon - length;
    if text[from..start].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let end = colon + 3 + web_length(rest);
    Some(Address { span: start..end, is_mail: false })
}

/// How far an address goes: not over blanks, nor into the punctuation of the sentence around it.
fn web_length(rest: &str) -> usize {
    let stops = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\' | '{' | '}')
            || !(c.is_ascii() || c.is_alphanumeric() || is_combining_mark(c))
    };
    let mut end = rest.find(stops).unwrap_or(rest.len());
    let count = |mark: char| rest[..end].matches(mark).count();
    let (mut round, mut square) = (count(')').saturating_sub(count('(')), count(']').saturating_sub(count('[')));
    while let Some(last) = rest.as_bytes()[..end].last() {
        match last {
            b'?' | b'!' | b'.' | b',' | b':' | b';' | b'*' | b'_' | b'~' | b'\'' => {}
            b')' if round > 0 => round -= 1,
            b']' if square > 0 => square -= 1,
            _ => break,
        }
        end -= 1;
    }
    end
}

/// A mailbox around the `@` at `at`.
fn mail(text: &str, from: usize, at: usize) -> Option<Address> {
    let bytes = text.as_bytes();
    let local = bytes[from..at].iter().rev();
    let local = local.take_while(|byte| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte)).count();
    let start = at - local;
    let start = start + bytes[start..at].iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
    let host = bytes[at + 1..].iter();
    let host = host.take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte)).count();
    let host = text[at + 1..at + 1 + host].trim_end_matches(['.', '-']);
    let end = at + 1 + host.len();
    let around = |letter: Option<char>| letter.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '_' | '/'));
    let is_host =
        host.contains('.') && host.split('.').all(|part| !part.is_empty()) && host.starts_with(char::is_alphanumeric);
    let alone = !around(text[from..start].chars().next_back()) && !around(text[end..].chars().next());
    (start < at && is_host && alone).then_some(Address { span: start..end, is_mail: true })
}

#[cfg(test)]
mod tests {
    use super::find;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|address| &text[address.span]).collect()
    }

    #[test]
    fn sentences_end_outside_addresses() {
        assert_eq!(found("Mở https://a.example/b?c=d#e."), ["https://a.example/b?c=d#e"]);
        assert_eq!(found("(xem HTTPS://a.example/w_(x)), hoặc"), ["HTTPS://a.example/w_(x)"]);
        assert_eq!(found("«https://a.example/راهنما»، بعد"), ["https://a.example/راهنما"]);
        assert_eq!(found("ghi cho a.b+c@mail.help.example. Hoặc d@e"), ["a.b+c@mail.help.example"]);
        assert_eq!(found("https://u@a.example/x http://may-in/"), ["https://u@a.example/x", "http://may-in/"]);
    }

    #[test]
    fn what_only_looks_like_one_is_left() {
        for text in [
            "https://",
            "xhttps://a.example",
            "ftp://a.example",
            "a@b",
            "@a.example",
            "a@@b.example",
            "a@.b",
            "12:30 http:",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
