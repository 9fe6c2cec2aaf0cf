//! Events: what has happened to a ticket. An event is never changed; its personal part may be erased.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::calendar::WorkCalendar;
use crate::catalog::{Priority, Role, Rung};
use crate::contact::{Email, Phone};
use crate::ids::{ArticleId, DeskId, FieldId, RequestTypeId};
use crate::lang::Lang;
use crate::reading::{Revision, StepNumber};
use crate::working_time::{WorkingMinutes, WorkingSpan};

/// One thing that happened: an envelope that names nobody, and a personal part that can be erased without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the ticket's log, from 1.
    pub seq: u32,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it, by role.
    pub by: Actor,
    /// What happened.
    pub kind: EventKind,
    /// What people wrote, and who they are. `None` when there is nothing personal, or it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<Personal>,
}

/// In which role somebody acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The one who sent the ticket.
    Requester,
    /// A member of a desk.
    Staff {
        /// The desk they acted for.
        desk: DeskId,
        /// Their role there.
        role: Role,
    },
    /// The clock.
    Clock,
}

/// What happened, with nothing in it that tells who the requester is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The ticket was sent.
    Submitted {
        /// What was asked for.
        request_type: RequestTypeId,
        /// The desk that decides.
        desk: DeskId,
        /// The language to answer in.
        lang: Lang,
        /// As the requester chose it.
        priority: Option<Priority>,
        /// As the requester chose it.
        audience: Option<FieldId>,
        /// The article they came from.
        article: Option<ArticleId>,
        /// The article's text as they read it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<Revision>,
        /// The step they were stuck at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<StepNumber>,
        /// The promise for the first stage.
        clock: Clock,
    },
    /// The requester opened a link that only the ticket's mail contains: the address is theirs.
    ContactProved,
    /// The desk took the ticket on.
    Accepted {
        /// The promise for the answer.
        clock: Clock,
    },
    /// The requester wrote more.
    Replied,
    /// The desk answered.
    Answered {
        /// Articles the answer points to.
        articles: Vec<ArticleId>,
    },
    /// The requester wrote that the answer does not help.
    Reopened {
        /// The promise for the next answer.
        clock: Clock,
    },
    /// The promise was not kept, and somebody was told.
    Escalated {
        /// Which rung of the ladder, from 0.
        rung: u8,
        /// Who was told.
        to: Role,
    },
    /// The ticket ended.
    Closed {
        /// How.
        outcome: Outcome,
    },
}

/// A stage of a ticket's life that has a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The desk decides whether the request is theirs.
    Receive,
    /// The desk works on the answer.
    Handle,
}

impl Stage {
    /// The stage's name in translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Handle => "handle",
        }
    }
}

/// A running promise, frozen when it started: later configuration touches new clocks only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// What is promised.
    pub stage: Stage,
    /// Since when.
    pub started_at: Timestamp,
    /// In how much working time.
    pub limit: WorkingMinutes,
    /// By when.
    pub due_at: Timestamp,
    /// Who is told when it is not kept, in order of time.
    pub rungs: Vec<RungAlarm>,
}

/// A rung of the escalation ladder as a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RungAlarm {
    /// When they are told.
    pub at: Timestamp,
    /// Who.
    pub to: Role,
}

impl Clock {
    /// Starts a stage's clock: its promise in the desk's calendar, and the ladder behind it.
    pub fn start(stage: Stage, limit: WorkingSpan, ladder: &[Rung], calendar: &WorkCalendar, now: Timestamp) -> Self {
        let limit = calendar.minutes(limit);
        let due_at = calendar.due_at(now, limit);
        let mut rungs: Vec<_> = ladder
            .iter()
            .map(|rung| RungAlarm { at: calendar.due_at(due_at, calendar.minutes(rung.after)), to: rung.to })
            .collect();
        rungs.sort_by_key(|rung| rung.at);
        // Told rungs are counted in a byte.
        rungs.truncate(usize::from(u8::MAX));
        Self { stage, started_at: now, limit, due_at, rungs }
    }
}

/// How a ticket ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The requester confirmed, or the desk closed it after answering.
    Solved,
}

/// What people wrote, and who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Personal {
    /// The request as it was sent.
    Submission(Box<Submission>),
    /// A message of the conversation.
    Message {
        /// The writer's name.
        author: String,
        /// What they wrote.
        text: String,
    },
    /// The member who acted.
    Member {
        /// Their name.
        name: String,
    },
}

/// A request as it was sent: what was asked is kept with the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// One line.
    pub title: String,
    /// What happened, at most [`LONGEST_TEXT`](super::LONGEST_TEXT) bytes.
    pub description: String,
    /// The requester's name.
    pub name: String,
    /// Where answers go.
    pub email: Email,
    /// Where the desk may call.
    pub phone: Option<Phone>,
    /// Answers to the request type's own fields; unanswered ones are left out.
    pub answers: Vec<Answer>,
}

/// An answered field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The field.
    pub field: FieldId,
    /// The question as it was put, in the requester's language.
    pub label: String,
    /// The answer; of a choice, the words that were shown.
    pub value: String,
}
