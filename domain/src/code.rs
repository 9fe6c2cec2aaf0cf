//! Ticket codes: `7K3Q-9M2X-W4HT`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Crockford's base 32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_SYMBOLS: usize = 11;
const SYMBOLS: usize = RANDOM_SYMBOLS + 1;

/// A ticket's public code: 55 random bits and a check symbol, written in fours.
///
/// The check symbol is a weighted sum over GF(32) whose weights are all different and not zero, so it catches every
/// single wrong symbol and every swap of two neighbours, and is itself a symbol of the same alphabet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketCode([u8; SYMBOLS]);

/// Why a text is not a ticket code. It does not repeat the text: a mistyped code is nobody's business in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACode {
    /// Not twelve symbols of the alphabet.
    #[error("a ticket code has 12 letters and digits, like 7K3Q-9M2X-W4HT")]
    Shape,
    /// Twelve symbols, but the check symbol does not fit the others.
    #[error("one of the letters or digits of this ticket code is not right")]
    Check,
}

impl TicketCode {
    /// The code made of the low 55 bits of `random`.
    pub fn from_random(random: u64) -> Self {
        let mut symbols = [0; SYMBOLS];
        for (place, symbol) in symbols.iter_mut().take(RANDOM_SYMBOLS).enumerate() {
            *symbol = ((random >> (5 * place)) & 31) as u8;
        }
        symbols[RANDOM_SYMBOLS] = check_symbol(&symbols);
        Self(symbols)
    }

    /// Reads a code as people type it: any case, O for 0, I or L for 1, spaces and dashes anywhere, Persian or Arabic digits.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let mut symbols = [0; SYMBOLS];
        let mut count = 0;
        for typed in text.chars().filter(|c| !is_filler(*c)) {
            if count == SYMBOLS {
                return Err(NotACode::Shape);
            }
            symbols[count] = symbol(typed).ok_or(NotACode::Shape)?;
            count += 1;
        }
        if count != SYMBOLS {
            return Err(NotACode::Shape);
        }
        if check_symbol(&symbols) == symbols[RANDOM_SYMBOLS] { Ok(Self(symbols)) } else { Err(NotACode::Check) }
    }
}

/// The sum of symbol × weight over the random symbols. The check symbol's own weight is 1, so none of these may be 1 or 0.
fn check_symbol(symbols: &[u8; SYMBOLS]) -> u8 {
    let mut sum = 0;
    let mut weight = 1;
    for &symbol in &symbols[..RANDOM_SYMBOLS] {
        weight = multiply(weight, 2);
        sum ^= multiply(symbol, weight);
    }
    sum
}

/// Multiplication in GF(32) modulo x⁵ + x² + 1, in which 2 generates all 31 non-zero elements.
fn multiply(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b > 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        a <<= 1;
        if a & 32 != 0 {
            a ^= 0b10_0101;
        }
        b >>= 1;
    }
    product
}

/// Characters people and keyboards put between symbols: white space, dashes, dots, and marks that show nothing.
fn is_filler(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '_' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{0640}')
        || crate::contact::shows_nothing(c)
}

fn symbol(typed: char) -> Option<u8> {
    let ascii = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => crate::contact::ascii_digit(other),
    };
    let byte = u8::try_from(ascii).ok()?;
    ALPHABET.iter().position(|&known| known == byte).and_then(|place| u8::try_from(place).ok())
}

impl fmt::Display for TicketCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, &symbol) in self.0.iter().enumerate() {
            if place > 0 && place % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(ALPHABET[usize::from(symbol)]))?;
        }
        Ok(())
    }
}

impl fmt::Debug for TicketCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TicketCode({self})")
    }
}

impl TryFrom<String> for TicketCode {
    type Error = NotACode;

    fn try_from(text: String) -> Result<Self, NotACode> {
        Self::parse(&text)
    }
}

impl From<TicketCode> for String {
    fn from(code: TicketCode) -> Self {
        code.to_string()
    }
}
