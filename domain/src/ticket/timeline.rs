//! The stages of a ticket's life, as its head remembers them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clock::Stage;

/// The most stages a head remembers: a ticket sent to and fro for ever still fits its row. The events have them all.
pub const LONGEST_TIMELINE: usize = 20;

/// One stage in a ticket's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenEntry", into = "WrittenEntry")]
pub struct TimelineEntry {
    /// Which.
    pub stage: Stage,
    /// Since when.
    pub started_at: Timestamp,
    /// What was promised.
    pub due_at: Option<Timestamp>,
    /// Until when; `None` while it runs.
    pub ended_at: Option<Timestamp>,
    /// What ended it. Entries from before this was kept have none.
    pub ended_by: Option<Ending>,
}

/// A [`TimelineEntry`] in a stored head. Every write of a ticket pays for each kilobyte of its head, and names are half of
/// an entry.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenEntry {
    /// The values in order.
    Row(Stage, Timestamp, Option<Timestamp>, Option<Timestamp>, Option<Ending>),
    /// By name, as it was written before.
    Named {
        stage: Stage,
        started_at: Timestamp,
        due_at: Option<Timestamp>,
        ended_at: Option<Timestamp>,
        #[serde(default)]
        ended_by: Option<Ending>,
    },
}

impl From<WrittenEntry> for TimelineEntry {
    fn from(written: WrittenEntry) -> Self {
        match written {
            WrittenEntry::Row(stage, started_at, due_at, ended_at, ended_by)
            | WrittenEntry::Named { stage, started_at, due_at, ended_at, ended_by } => {
                Self { stage, started_at, due_at, ended_at, ended_by }
            }
        }
    }
}

impl From<TimelineEntry> for WrittenEntry {
    fn from(TimelineEntry { stage, started_at, due_at, ended_at, ended_by }: TimelineEntry) -> Self {
        Self::Row(stage, started_at, due_at, ended_at, ended_by)
    }
}

/// What ended a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The desk said what kind of request it is.
    Classified,
    /// The desk took it on.
    Accepted,
    /// The desk sent it back.
    Rejected,
    /// It went to another desk.
    Referred,
    /// It became another type of request.
    Reclassified,
    /// The desk answered.
    Answered,
    /// A lead signed the answer off.
    SignedOff,
    /// The desk works on it again.
    Reopened,
    /// The ticket was closed.
    Closed,
}

impl Ending {
    /// The ending's name in translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Classified => "classified",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Referred => "referred",
            Self::Reclassified => "reclassified",
            Self::Answered => "answered",
            Self::SignedOff => "signed_off",
            Self::Reopened => "reopened",
            Self::Closed => "closed",
        }
    }
}
