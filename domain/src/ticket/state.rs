//! The state a ticket's events fold to.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::{Clock, Outcome, Stage};
use crate::catalog::{Priority, Role};
use crate::code::TicketCode;
use crate::contact::Email;
use crate::ids::{ArticleId, DeskId, FieldId, RequestTypeId};
use crate::lang::Lang;

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Sent; the desk has not decided yet.
    New,
    /// The desk is working on it.
    InProgress,
    /// The desk has answered.
    Answered,
    /// Over.
    Closed,
}

impl State {
    /// The state's name in URLs and translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::InProgress => "in_progress",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::New, Self::InProgress, Self::Answered, Self::Closed].into_iter().find(|state| state.as_str() == name)
    }
}

/// A ticket's head: the fold of its events. Anyone who has the code may see it, except [`Ticket::handler`] and [`Ticket::summary`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The public code.
    pub code: TicketCode,
    /// How many events are folded in: the version to append at.
    pub version: u32,
    /// Where it stands.
    pub state: State,
    /// What was asked for.
    pub request_type: RequestTypeId,
    /// The desk responsible.
    pub desk: DeskId,
    /// The language to answer in.
    pub lang: Lang,
    /// As the requester chose it.
    pub priority: Option<Priority>,
    /// As the requester chose it.
    pub audience: Option<FieldId>,
    /// The article the requester came from.
    pub article: Option<ArticleId>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// The promise that is running.
    pub clock: Option<Clock>,
    /// How many rungs of the running clock's ladder have been told.
    pub rungs_told: u8,
    /// Every stage begun so far, in order.
    pub timeline: Vec<TimelineEntry>,
    /// When it was last answered.
    pub answered_at: Option<Timestamp>,
    /// When and how it ended.
    pub closed: Option<(Timestamp, Outcome)>,
    /// Whether the requester has shown that the address is theirs.
    pub contact_proved: bool,
    /// Counts up to make every earlier owner's link worthless.
    pub link_rotation: u32,
    /// The name of the member who works on it. For colleagues, not for the public.
    pub handler: Option<String>,
    /// Who asks, and about what. `None` once the requester was erased.
    pub summary: Option<Summary>,
}

/// The personal part of a head: what a row of the desk's queue shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The request's title.
    pub title: String,
    /// The requester's name.
    pub name: String,
    /// Where answers go.
    pub email: Email,
}

/// One stage in a ticket's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// Which.
    pub stage: Stage,
    /// Since when.
    pub started_at: Timestamp,
    /// What was promised.
    pub due_at: Timestamp,
    /// Until when; `None` while it runs.
    pub ended_at: Option<Timestamp>,
}

/// Something the clock has to do to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alarm {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: AlarmKind,
}

/// What an [`Alarm`] is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlarmKind {
    /// The promise was not kept: tell the next rung.
    Escalate {
        /// Which rung of the ladder, from 0.
        rung: u8,
        /// Who is on it.
        to: Role,
    },
}

impl Ticket {
    /// The next thing the clock has to do, if any.
    pub fn alarm(&self) -> Option<Alarm> {
        let clock = self.clock.as_ref()?;
        let rung = clock.rungs.get(usize::from(self.rungs_told))?;
        Some(Alarm { at: rung.at, kind: AlarmKind::Escalate { rung: self.rungs_told, to: rung.to } })
    }

    /// When the running promise falls due.
    pub fn due_at(&self) -> Option<Timestamp> {
        self.clock.as_ref().map(|clock| clock.due_at)
    }

    /// True once the running promise has passed.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.due_at().is_some_and(|due| due < now)
    }
}
