//! Events: what has happened to a ticket. An event is never changed; its personal part may be erased.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::channel::Channel;
use super::clock::{Clock, Patience, Promise, Rest, Stage};
use super::personal::Personal;
use crate::catalog::{Priority, Role};
use crate::code::TicketCode;
use crate::ids::{ArticleId, DeskId, FieldId, FileId, RequestTypeId};
use crate::lang::Lang;
use crate::reading::{Revision, StepNumber};

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
        /// How it came in.
        #[serde(default, skip_serializing_if = "Channel::is_web")]
        channel: Channel,
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
        /// The steps they had ticked.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ticked: Vec<StepNumber>,
        /// The promise for the first stage.
        clock: Option<Clock>,
        /// The promise for all of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<Promise>,
        /// By when the requester needs the answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deadline: Option<Timestamp>,
        /// What the desk should look at.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        flags: Vec<Flag>,
    },
    /// The requester opened a link that only the ticket's mail contains: the address is theirs.
    ContactProved,
    /// The requester typed the code that was texted to a number: they are told there as well.
    SmsOn,
    /// No more text messages.
    SmsOff,
    /// The desk said what kind of request it is.
    Classified {
        /// How urgent it is.
        priority: Option<Priority>,
        /// Who asks.
        audience: Option<FieldId>,
        /// What it is about.
        nature: Option<FieldId>,
        /// The promise for checking it.
        clock: Option<Clock>,
    },
    /// The desk took the ticket on.
    Accepted {
        /// The promise for the answer.
        clock: Option<Clock>,
    },
    /// The desk sent the ticket back: not theirs, or not complete.
    Rejected {
        /// How long the requester may take to complete it.
        #[serde(default)]
        patience: Patience,
    },
    /// Another desk, or somebody else at this one, decides anew.
    Referred {
        /// The desk.
        to: DeskId,
        /// Whom there it is for; its experts when nobody is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
        /// The promise for the new decision.
        clock: Option<Clock>,
        /// The new promise for all of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<Promise>,
    },
    /// The requester completed a rejected ticket and sent it again.
    Resubmitted {
        /// As the requester chose it.
        priority: Option<Priority>,
        /// As the requester chose it.
        audience: Option<FieldId>,
        /// The promise for the new decision.
        clock: Option<Clock>,
        /// The new promise for all of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<Promise>,
        /// By when the requester needs the answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deadline: Option<Timestamp>,
        /// What the desk should look at.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        flags: Vec<Flag>,
    },
    /// The requester wrote more.
    Replied,
    /// A member of the desk works on it from now on.
    Assigned,
    /// It turned out to be another type of request.
    Reclassified {
        /// Which.
        request_type: RequestTypeId,
        /// How urgent it is.
        priority: Option<Priority>,
        /// The promise of that type for the stage it is in.
        clock: Option<Clock>,
        /// The new promise for what is left.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<Promise>,
    },
    /// The desk wrote something down for itself.
    Noted,
    /// The desk asked the requester something; the promise stands still.
    Asked {
        /// What is left of the promise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rest: Option<Rest>,
        /// How long the requester may take.
        #[serde(default)]
        patience: Patience,
    },
    /// The question is answered, or the desk goes on without: the promise runs again.
    Resumed {
        /// The rest of the promise.
        clock: Option<Clock>,
        /// The promise for all of it, later by as long as it stood still.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<Promise>,
    },
    /// The desk answered.
    Answered {
        /// Articles the answer points to.
        articles: Vec<ArticleId>,
        /// The promise for signing it off.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clock: Option<Clock>,
        /// How long the requester may take to confirm.
        #[serde(default)]
        patience: Patience,
        /// Whether a lead has to sign it off.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        needs_sign_off: bool,
    },
    /// The desk gave the ticket to the next tier, with the promise it has.
    HandedUp {
        /// The other tier's desk.
        to: DeskId,
    },
    /// A lead signed the answer off.
    SignedOff,
    /// The requester confirmed the answer, or said nothing for as long as they could. Closing needs more.
    Confirmed,
    /// The answer does not help: the desk works on it again.
    Reopened {
        /// The promise for the next answer.
        clock: Option<Clock>,
        /// The new promise for all of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<Promise>,
    },
    /// Four fifths of the promise are over.
    Warned,
    /// The promise was not kept.
    Overdue,
    /// The promise was not kept, and somebody was told.
    Escalated {
        /// Which rung of the ladder, from 0.
        rung: u8,
        /// Who was told.
        to: Role,
        /// At which desk; the ticket's own when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        desk: Option<DeskId>,
    },
    /// The requester was reminded of a question.
    Reminded,
    /// The requester asked where the answer is, the promise having passed.
    Chased,
    /// The requester judged a stage.
    Rated {
        /// Which.
        stage: Stage,
        /// From 1 (bad) to 5 (good).
        score: u8,
    },
    /// Files came with the ticket. Their names are personal.
    Attached {
        /// The files.
        files: Vec<FileRef>,
    },
    /// An office system has the ticket under a number of its own.
    Registered {
        /// The number.
        number: String,
    },
    /// Other people follow the ticket from now on, in place of those who did.
    Followed {
        /// How many.
        people: u8,
    },
    /// The ticket ended.
    Closed {
        /// How.
        outcome: Outcome,
        /// Until when it can be opened again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reopen_until: Option<Timestamp>,
        /// The ticket it is a duplicate of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        duplicate_of: Option<TicketCode>,
    },
    /// The requester was forgotten: the personal parts of all events up to here are gone.
    Erased,
}

impl EventKind {
    /// The promise that begins, or goes on, with it.
    pub fn clock(&self) -> Option<&Clock> {
        match self {
            Self::Submitted { clock, .. }
            | Self::Classified { clock, .. }
            | Self::Accepted { clock }
            | Self::Referred { clock, .. }
            | Self::Resubmitted { clock, .. }
            | Self::Reclassified { clock, .. }
            | Self::Resumed { clock, .. }
            | Self::Answered { clock, .. }
            | Self::Reopened { clock, .. } => clock.as_ref(),
            _ => None,
        }
    }
}

/// What a desk should look at in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A text seems to hold a password or a key.
    Secret,
    /// A day that was asked for is nearer than the form allows.
    TooNear,
}

impl Flag {
    /// The flag's name in translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::TooNear => "too_near",
        }
    }
}

/// A file that was uploaded, without its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// Which.
    pub id: FileId,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A file that was uploaded, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Which file, and how large.
    pub file: FileRef,
    /// What it was called on the sender's machine.
    pub name: String,
}

/// How a ticket ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The requester confirmed, or the desk closed it after answering, or nobody objected to the answer.
    Solved,
    /// The requester took it back.
    Withdrawn,
    /// The desk rejected it, and the requester did not complete it.
    Rejected,
    /// The requester did not answer a question.
    NoReply,
    /// Another ticket is about the same.
    Duplicate,
}

impl Outcome {
    /// Every way to end.
    pub const ALL: [Self; 5] = [Self::Solved, Self::Withdrawn, Self::Rejected, Self::NoReply, Self::Duplicate];

    /// The outcome's name in translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Withdrawn => "withdrawn",
            Self::Rejected => "rejected",
            Self::NoReply => "no_reply",
            Self::Duplicate => "duplicate",
        }
    }
}
