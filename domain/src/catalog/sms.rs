//! Text messages to requesters who ask for them: the `[sms]` table of `portal.toml`. Each one costs money, so every number
//! in it is a limit.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::contact::Phone;

/// The `[sms]` table of `portal.toml`: where messages may go, and how many of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    /// The countries messages are sent to, by their calling codes; the first is that of numbers typed without one. Numbers
    /// elsewhere are refused: whoever is paid for messages to far-away numbers has no use for this portal.
    #[serde(deserialize_with = "some")]
    pub countries: Vec<CallingCode>,
    /// Messages sent on a day (in UTC). Codes are half of them at most; news beyond it go by mail alone.
    #[serde(default = "per_day")]
    pub per_day: u32,
    /// Of these, about tickets of one desk.
    #[serde(default = "per_desk")]
    pub per_desk: u32,
    /// Messages to one number in an hour.
    #[serde(default = "per_number")]
    pub per_number: u32,
}

/// Without a country there is nobody to send to, which is said by leaving the table out.
fn some<'de, D: Deserializer<'de>>(reader: D) -> Result<Vec<CallingCode>, D::Error> {
    let countries = Vec::deserialize(reader)?;
    if countries.is_empty() {
        return Err(Error::custom("list the calling code of at least one country, like \"+84\", or leave [sms] out"));
    }
    Ok(countries)
}

/// What a desk of some ten tickets a day needs, and a script cannot make dear.
fn per_day() -> u32 {
    200
}

fn per_desk() -> u32 {
    100
}

/// A code that was asked for twice, and the stages a ticket goes through in an hour.
fn per_number() -> u32 {
    6
}

impl Sms {
    /// A number as messages are sent to it, `+84901234567`; `None` when it is in none of the countries, or too short or too
    /// long there.
    ///
    /// Without a calling code it is one of the first country, where a leading 0 is for calls inside it.
    pub fn reach(&self, typed: &Phone) -> Option<Phone> {
        let typed = typed.as_str();
        let number = if typed.starts_with('+') {
            typed.to_owned()
        } else {
            let inside = typed.strip_prefix('0').unwrap_or(typed);
            format!("{}{inside}", self.countries.first()?.as_str())
        };
        let is_there = self.countries.iter().any(|country| {
            let rest = number.strip_prefix(country.as_str()).unwrap_or_default();
            // A 0 behind the calling code was typed out of habit, or is nobody's.
            rest.len() >= SHORTEST && !rest.starts_with('0')
        });
        Phone::parse(&number).ok().filter(|_| is_there)
    }
}

/// No country has shorter numbers of mobile telephones behind its calling code.
const SHORTEST: usize = 5;

/// A country's calling code, `+84` (ITU-T E.164); or the beginning of its numbers, `+1604`, where one code is shared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CallingCode(String);

/// Why a text is not a calling code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a calling code: write it with its plus, like \"+84\"")]
pub struct NotACallingCode(String);

impl CallingCode {
    /// The code, with its plus.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CallingCode {
    type Error = NotACallingCode;

    fn try_from(text: String) -> Result<Self, NotACallingCode> {
        let digits = text.strip_prefix('+').unwrap_or_default();
        let fits =
            (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        if fits { Ok(Self(text)) } else { Err(NotACallingCode(text)) }
    }
}

impl From<CallingCode> for String {
    fn from(code: CallingCode) -> Self {
        code.0
    }
}
