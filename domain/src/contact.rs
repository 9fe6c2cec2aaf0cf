//! Ways to reach a requester, read forgivingly and written one way.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The ASCII digit for a Persian (`۴`), Arabic (`٤`) or full-width (`４`) one; any other character as it is.
pub fn ascii_digit(c: char) -> char {
    let zero = match c {
        '۰'..='۹' => '۰',
        '٠'..='٩' => '٠',
        '０'..='９' => '０',
        _ => return c,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).map_or(c, |value| char::from(b'0' + value))
}

/// Whether a character is a mark that shows nothing: joiners, marks of direction, byte order marks. Copied text brings
/// them along.
pub(crate) fn shows_nothing(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// An e-mail address in lower case. (No mail provider in use tells addresses apart by case.)
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an e-mail address looks like name@example.org")]
pub struct NotAnEmail;

/// RFC 5321, section 4.5.3.1.
const LONGEST_EMAIL: usize = 254;
const LONGEST_LOCAL_PART: usize = 64;

impl Email {
    /// Parses an address as people type it: spaces around it, capitals, Persian digits and marks that show nothing are
    /// mended.
    ///
    /// Quoted local parts and addresses outside ASCII are refused: the mail systems Deskmark speaks to do not all take them.
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let shown: String = text.chars().filter(|c| !shows_nothing(*c)).map(ascii_digit).collect();
        let address = shown.trim().to_ascii_lowercase();
        let (local, host) = address.split_once('@').ok_or(NotAnEmail)?;
        let local_fits = (1..=LONGEST_LOCAL_PART).contains(&local.len())
            && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte));
        let host_fits = host.contains('.')
            && host.split('.').all(|label| {
                (1..=63).contains(&label.len())
                    && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                    && !label.starts_with('-')
                    && !label.ends_with('-')
            });
        if local_fits && host_fits && address.len() <= LONGEST_EMAIL { Ok(Self(address)) } else { Err(NotAnEmail) }
    }

    /// The address to send to.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address limits are counted by: without a `+tag`, so that variants share one bucket.
    pub fn bucket(&self) -> String {
        let (local, host) = self.0.split_once('@').unwrap_or((&self.0, ""));
        let base = local.split_once('+').map_or(local, |(base, _)| base);
        format!("{base}@{host}")
    }
}

/// RFC 5322's atom characters, less those that mean something to a shell, a log or a header: `` ` `` `|` `{` `}`.
fn is_atom_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_~".contains(&b)
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Email {
    /// Personal data stays out of logs and panics.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

/// A telephone number: digits, with a leading `+` when it was typed (or typed as `00`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is not a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a telephone number has 3 to 15 digits, like 024 5555 0100")]
pub struct NotAPhone;

impl Phone {
    /// Parses a number as people type it: spaces, dots, dashes and brackets are dropped, Persian digits mended.
    ///
    /// Three digits are enough for an extension; fifteen is the most an international number has (ITU-T E.164).
    pub fn parse(text: &str) -> Result<Self, NotAPhone> {
        let mut number = String::new();
        for c in text.trim().chars().filter(|c| !shows_nothing(*c)).map(ascii_digit) {
            match c {
                '0'..='9' => number.push(c),
                '+' if number.is_empty() => number.push(c),
                ' ' | '.' | '-' | '(' | ')' | '/' | '\u{a0}' => {}
                _ => return Err(NotAPhone),
            }
        }
        if let Some(international) = number.strip_prefix("00") {
            number = format!("+{international}");
        }
        let digits = number.trim_start_matches('+').len();
        if (3..=15).contains(&digits) { Ok(Self(number)) } else { Err(NotAPhone) }
    }

    /// The number, digits only behind an optional `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    /// Personal data stays out of logs and panics.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

impl TryFrom<String> for Phone {
    type Error = NotAPhone;

    fn try_from(text: String) -> Result<Self, NotAPhone> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}
