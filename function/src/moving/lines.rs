//! The lines of an export, and reading them.

use std::io::BufRead;

use domain::code::TicketCode;
use domain::signal::Counted;
use domain::ticket::{Event, EventKind, fold};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::MoveError;
use crate::store::{Moving, Profile, Sending};

/// The way lines are written. Another one gets another number.
const VERSION: u32 = 1;

/// A line: `{"ticket":{…}}`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Line {
    /// The first.
    Deskmark { export: u32 },
    /// A ticket with its whole log. They come in the order of their codes.
    Ticket(Box<Ticket>),
    /// What a member says of themselves.
    Profile {
        email: String,
        signature: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away_until: Option<Date>,
    },
    /// How often readers told something on a day.
    Signal { day: Date, name: String, count: u32 },
    /// An effect that was carried out.
    Done(String),
    /// The last.
    End { tickets: u64, events: u64 },
}

/// A ticket as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    pub code: TicketCode,
    /// What led to it.
    sendings: Vec<SendingLine>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    events: Vec<Event>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SendingLine {
    id: String,
    /// In hexadecimal.
    body: String,
}

impl Line {
    pub fn beginning() -> Self {
        Self::Deskmark { export: VERSION }
    }

    pub fn of_profile(profile: Profile) -> Self {
        let Profile { email, signature, away_until } = profile;
        Self::Profile { email, signature, away_until }
    }

    pub fn of_signal(counted: &Counted) -> Self {
        Self::Signal { day: counted.day, name: counted.signal.to_string(), count: counted.count }
    }

    /// Whether it is the first line of an export that this program reads.
    pub fn begins(&self) -> Result<(), String> {
        match self {
            Self::Deskmark { export: VERSION } => Ok(()),
            Self::Deskmark { export } => Err(format!(
                "it was written by another version of Deskmark (export {export}, and this one reads {VERSION})"
            )),
            _ => Err("an export begins with {\"deskmark\":…}".to_owned()),
        }
    }
}

impl Ticket {
    pub fn of(moving: Moving) -> Self {
        let sending = |Sending { id, body }| SendingLine { id, body: crate::keys::hex(&body) };
        let erased = moving.events.iter().any(|event| event.kind == EventKind::Erased);
        Self {
            code: moving.head.code,
            sendings: moving.sendings.into_iter().map(sending).collect(),
            contact: moving.head.contact.filter(|_| !erased),
            events: moving.events,
        }
    }

    /// The ticket again. Or why its line is none.
    pub fn moving(self) -> Result<Moving, String> {
        let Self { code, sendings, contact, events } = self;
        let in_order = events.iter().map(|event| event.seq).eq(1..=u32::try_from(events.len()).unwrap_or(u32::MAX));
        let head = fold(code, &events).filter(|_| in_order);
        let mut head = head.ok_or_else(|| format!("the events of the ticket {code} do not make one"))?;
        head.contact = contact.filter(|_| !head.erased);
        let sending = |SendingLine { id, body }| Some(Sending { id, body: digest(&body)? });
        let sendings = sendings.into_iter().map(sending).collect::<Option<Vec<_>>>();
        let sendings = sendings.ok_or_else(|| format!("a sending of the ticket {code} has no digest"))?;
        Ok(Moving { head, events, sendings })
    }
}

/// Reads 32 bytes in hexadecimal.
fn digest(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() || !text.is_ascii() {
        return None;
    }
    for (byte, place) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[place..place + 2], 16).ok()?;
    }
    Some(bytes)
}

/// The lines of an export with their numbers, from 1. Whether they stand in the right order is not looked at.
pub fn read(export: impl BufRead) -> impl Iterator<Item = Result<(u64, Line), MoveError>> {
    (1..).zip(export.lines()).map(|(number, line)| {
        let line = serde_json::from_str(&line?).map_err(|error| wrong(number, &error))?;
        Ok((number, line))
    })
}

/// A line that is wrong.
pub fn wrong(line: u64, why: &impl ToString) -> MoveError {
    MoveError::Line { line, why: why.to_string() }
}
