//! The state a ticket's events fold to.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clock::{Clock, Patience, Promise, Rest, Stage};
use super::event::{Flag, Outcome};
use super::timeline::TimelineEntry;
use crate::catalog::{Priority, Role};
use crate::code::TicketCode;
use crate::contact::{Email, Phone};
use crate::ids::{ArticleId, DeskId, FieldId, RequestTypeId};
use crate::lang::Lang;

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Sent; the desk has not decided yet.
    New,
    /// The desk knows what kind of request it is, and checks it.
    Classified,
    /// Sent back: the requester may complete it and send it again.
    Rejected,
    /// The desk is working on it.
    InProgress,
    /// The desk waits for the requester's reply.
    Waiting,
    /// The desk has answered.
    Answered,
    /// Over.
    Closed,
}

impl State {
    /// Every state, in the order of a ticket's life.
    pub const ALL: [Self; 7] =
        [Self::New, Self::Classified, Self::Rejected, Self::InProgress, Self::Waiting, Self::Answered, Self::Closed];

    /// The state's name in URLs and translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Classified => "classified",
            Self::Rejected => "rejected",
            Self::InProgress => "in_progress",
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A ticket's head: the fold of its events. Anyone who has the code may see it, except [`Ticket::handler`],
/// [`Ticket::contact`] and [`Ticket::summary`].
///
/// What most tickets do not have is left out when a head is written, and absent in heads from before it existed.
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
    /// Whom at the desk it was referred to by name of a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressed_to: Option<Role>,
    /// The language to answer in.
    pub lang: Lang,
    /// As the requester chose it, or the desk since.
    pub priority: Option<Priority>,
    /// As the requester chose it, or the desk since.
    pub audience: Option<FieldId>,
    /// What the desk says it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<FieldId>,
    /// The article the requester came from.
    pub article: Option<ArticleId>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// How often it was sent again after a rejection.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub resubmitted: u16,
    /// By when the requester needs the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    /// What the desk should look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// The promise that is running.
    pub clock: Option<Clock>,
    /// The promise that stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<Paused>,
    /// What has been said of the running promise so far.
    #[serde(default, skip_serializing_if = "Told::is_nothing")]
    pub told: Told,
    /// How many rungs of the running clock's ladder have been told.
    pub rungs_told: u8,
    /// The promise for all stages together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Promise>,
    /// What the clock does while it is the requester's turn.
    #[serde(default, skip_serializing_if = "is_endless")]
    pub patience: Patience,
    /// The stages begun so far, in order: the last [`LONGEST_TIMELINE`](super::LONGEST_TIMELINE) of them.
    pub timeline: Vec<TimelineEntry>,
    /// When it was last answered.
    pub answered_at: Option<Timestamp>,
    /// What an answer that has to be signed off has so far. `None`: nobody has to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// When and how it ended.
    pub closed: Option<(Timestamp, Outcome)>,
    /// Until when it can be opened again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopen_until: Option<Timestamp>,
    /// The ticket it is a duplicate of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<TicketCode>,
    /// When the requester last asked where the answer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chased_at: Option<Timestamp>,
    /// What the requester thinks of the stages, one judgement each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<Rating>,
    /// How many files it has.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub files: u16,
    /// Its number in an office system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Whether the requester has shown that the address is theirs.
    pub contact_proved: bool,
    /// Whether the requester was forgotten.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    /// Counts up to make every earlier owner's link worthless.
    pub link_rotation: u32,
    /// The name of the member who works on it. For colleagues, not for the public.
    pub handler: Option<String>,
    /// Whose it is: a name that the server's key makes of the address, set when the ticket is made, for finding it again.
    /// `None` once the requester was erased, and in heads from before it existed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Who asks, and about what. `None` once the requester was erased.
    pub summary: Option<Summary>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(count: &u16) -> bool {
    *count == 0
}

fn is_endless(patience: &Patience) -> bool {
    *patience == Patience::default()
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
    /// Who else is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub followers: Vec<Email>,
    /// The number they have shown to be theirs, where they want text messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texts_to: Option<TextsTo>,
}

/// Where a requester is told by text message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextsTo {
    /// The number, with its calling code.
    pub number: Phone,
    /// The event that turned it on: of what was before, nothing is texted, however late it is followed.
    pub since: u32,
}

/// What has been said of a running promise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Nothing yet.
    #[default]
    Nothing,
    /// That it will soon fall due.
    Warned,
    /// That it was not kept.
    Overdue,
}

impl Told {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }
}

/// The two things that close a ticket whose answer has to be signed off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The requester has confirmed the answer.
    pub confirmed: bool,
    /// A lead has signed it off.
    pub signed_off: bool,
}

/// A promise that stands still while the desk waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    /// As it ran.
    pub clock: Clock,
    /// What is left of it.
    pub rest: Rest,
}

/// A judgement of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// Which.
    pub stage: Stage,
    /// From 1 (bad) to 5 (good).
    pub score: u8,
}

/// Something the clock has to do to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: AlarmKind,
}

/// What an [`Alarm`] is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlarmKind {
    /// The promise falls due soon: warn the desk.
    Warn,
    /// The promise was not kept: write it down.
    Overdue,
    /// The promise was not kept: tell the next rung.
    Escalate {
        /// Which rung of the ladder, from 0.
        rung: u8,
        /// Who is on it.
        to: Role,
        /// At which desk; the ticket's own when absent.
        desk: Option<DeskId>,
    },
    /// The requester has not replied: remind them.
    Remind,
    /// The requester has been silent for too long: go on without them.
    GiveUp,
}

impl Ticket {
    /// The next thing the clock has to do, if any.
    pub fn alarm(&self) -> Option<Alarm> {
        let Patience { remind_at, ends_at } = self.patience;
        let remind = remind_at.map(|at| Alarm { at, kind: AlarmKind::Remind });
        let give_up = ends_at.map(|at| Alarm { at, kind: AlarmKind::GiveUp });
        [self.clock.as_ref().and_then(|clock| self.alarm_of(clock)), remind, give_up]
            .into_iter()
            .flatten()
            .min_by_key(|alarm| alarm.at)
    }

    fn alarm_of(&self, clock: &Clock) -> Option<Alarm> {
        if let Some(at) = clock.warn_at.filter(|at| self.told == Told::Nothing && *at < clock.due_at) {
            return Some(Alarm { at, kind: AlarmKind::Warn });
        }
        if self.told != Told::Overdue {
            return Some(Alarm { at: clock.due_at, kind: AlarmKind::Overdue });
        }
        let rung = clock.rungs.get(usize::from(self.rungs_told))?;
        let kind = AlarmKind::Escalate { rung: self.rungs_told, to: rung.to, desk: rung.desk.clone() };
        Some(Alarm { at: rung.at, kind })
    }

    /// When the running promise falls due.
    pub fn due_at(&self) -> Option<Timestamp> {
        self.clock.as_ref().map(|clock| clock.due_at)
    }

    /// What the queue sorts by: the promise, or the requester's own deadline while it is the desk's turn and that is
    /// earlier.
    pub fn queue_at(&self) -> Option<Timestamp> {
        if self.is_wanted_before_due() { self.deadline } else { self.due_at() }
    }

    /// Whether the desk has it and the requester needs it before the running promise falls due.
    pub fn is_wanted_before_due(&self) -> bool {
        let is_at_the_desk = matches!(self.state, State::New | State::Classified | State::InProgress);
        let deadline = self.deadline.filter(|_| is_at_the_desk);
        deadline.is_some_and(|deadline| self.due_at().is_none_or(|due| deadline < due))
    }

    /// When something was last done about it that its timeline shows.
    pub fn changed_at(&self) -> Timestamp {
        let stages = self.timeline.iter().flat_map(|entry| [Some(entry.started_at), entry.ended_at]);
        let others = [self.answered_at, self.chased_at, self.closed.map(|(at, _)| at)];
        stages.chain(others).flatten().fold(self.created_at, Timestamp::max)
    }

    /// Where the requester is told by text message.
    pub fn texts_to(&self) -> Option<&Phone> {
        self.summary.as_ref()?.texts_to.as_ref().map(|to| &to.number)
    }

    /// Where they are told of the event of that number.
    pub fn texts_of(&self, seq: u32) -> Option<&Phone> {
        let since = self.summary.as_ref()?.texts_to.as_ref()?.since;
        self.texts_to().filter(|_| since < seq)
    }

    /// True once the running promise has passed.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.due_at().is_some_and(|due| due < now)
    }

    /// True once the running promise, or the one for all stages, has passed.
    pub fn is_promise_broken(&self, now: Timestamp) -> bool {
        self.is_overdue(now) || self.total.is_some_and(|total| total.due_at < now)
    }

    /// True once a stage is over, so that the requester can judge it.
    pub fn is_over(&self, stage: Stage) -> bool {
        match stage {
            Stage::Confirm => self.answered_at.is_some(),
            _ => self.timeline.iter().any(|entry| entry.stage == stage && entry.ended_at.is_some()),
        }
    }

    /// True while a stage that is over can be judged, or judged anew: one vote a stage, which stays once the ticket is
    /// closed.
    pub fn is_rating_open(&self, stage: Stage) -> bool {
        let is_rated = self.ratings.iter().any(|rating| rating.stage == stage);
        self.is_over(stage) && !(is_rated && self.state == State::Closed)
    }

    /// The stage the ticket is in; `None` while nothing is promised by the desk.
    pub fn stage(&self) -> Option<Stage> {
        self.timeline.last().filter(|entry| entry.ended_at.is_none()).map(|entry| entry.stage)
    }
}
