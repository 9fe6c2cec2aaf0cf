//! Who may do what, and when: one table, asked by [`decide`](super::decide()) and by the pages that show buttons.

use jiff::{SignedDuration, Timestamp};

use super::command::Refusal;
use super::event::{Actor, Outcome};
use super::state::{State, Ticket};
use crate::catalog::Role;

/// The most files a ticket may have.
pub(super) const MOST_FILES: usize = 50;
/// The most people who may follow a ticket beside its requester.
pub(super) const MOST_FOLLOWERS: usize = 10;
/// The longest number an office system gives, in characters.
pub(super) const LONGEST_NUMBER: usize = 64;
/// How long the desk is left alone after it was asked where the answer is.
const CHASED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What can be done to a ticket: a [`Command`](super::Command) without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the command of the same name")]
pub enum Action {
    Submit,
    ProveContact,
    Classify,
    Accept,
    Reject,
    Refer,
    Resubmit,
    Withdraw,
    Reply,
    Assign,
    Reclassify,
    Note,
    Ask,
    Resume,
    Answer,
    HandUp,
    SignOff,
    Confirm,
    Reopen,
    Close,
    Merge,
    Chase,
    Rate,
    Attach,
    Register,
    Follow,
    SmsOn,
    SmsOff,
    Erase,
    Alarm,
}

/// Who acts, as the table tells people apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Party {
    /// The one who sent the ticket.
    Requester,
    /// A specialist of the ticket's desk.
    Expert,
    /// A lead of the ticket's desk.
    Lead,
    /// An admin of the ticket's desk.
    Admin,
    /// The clock.
    Clock,
}

impl Party {
    /// Which party somebody is to a ticket. `None`: a director, who only reads, or somebody of another desk.
    pub fn of(actor: &Actor, ticket: &Ticket) -> Option<Self> {
        match actor {
            Actor::Requester => Some(Self::Requester),
            Actor::Clock => Some(Self::Clock),
            Actor::Staff { desk, .. } if *desk != ticket.desk => None,
            Actor::Staff { role, .. } => match role {
                Role::Expert => Some(Self::Expert),
                Role::Lead => Some(Self::Lead),
                Role::Admin => Some(Self::Admin),
                Role::Director => None,
            },
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Right {
    /// What may be done.
    pub action: Action,
    /// By whom.
    pub parties: &'static [Party],
    /// While the ticket is in one of these states.
    pub states: &'static [State],
}

use Party::{Admin, Clock, Expert, Lead, Requester};
use State::{Answered, Classified, InProgress, New, Rejected, Waiting};

const THE_REQUESTER: &[Party] = &[Requester];
const THE_DESK: &[Party] = &[Expert, Lead, Admin];
const LEADS: &[Party] = &[Lead, Admin];
const REQUESTER_AND_DESK: &[Party] = &[Requester, Expert, Lead, Admin];
const REQUESTER_AND_LEADS: &[Party] = &[Requester, Lead, Admin];
const ALWAYS: &[State] = &State::ALL;
const OPEN: &[State] = &[New, Classified, Rejected, InProgress, Waiting, Answered];
/// The desk has not decided yet.
const UNDECIDED: &[State] = &[New, Classified];
/// It is the desk's turn.
const AT_THE_DESK: &[State] = &[New, Classified, InProgress];

const fn right(action: Action, parties: &'static [Party], states: &'static [State]) -> Right {
    Right { action, parties, states }
}

/// Who may do what, in which states. Nothing else is allowed.
pub const RIGHTS: [Right; 30] = [
    // Only where there is no ticket yet.
    right(Action::Submit, REQUESTER_AND_DESK, &[]),
    right(Action::ProveContact, THE_REQUESTER, ALWAYS),
    right(Action::Classify, THE_DESK, &[New]),
    right(Action::Accept, THE_DESK, UNDECIDED),
    right(Action::Reject, THE_DESK, UNDECIDED),
    right(Action::Refer, THE_DESK, AT_THE_DESK),
    right(Action::Resubmit, THE_REQUESTER, &[Rejected]),
    right(Action::Withdraw, THE_REQUESTER, OPEN),
    right(Action::Reply, THE_REQUESTER, OPEN),
    right(Action::Assign, LEADS, &[New, Classified, InProgress, Waiting]),
    right(Action::Reclassify, THE_DESK, AT_THE_DESK),
    right(Action::Note, THE_DESK, ALWAYS),
    right(Action::Ask, THE_DESK, &[InProgress]),
    right(Action::Resume, THE_DESK, &[Waiting]),
    right(Action::Answer, THE_DESK, &[InProgress]),
    right(Action::HandUp, THE_DESK, &[InProgress]),
    right(Action::SignOff, LEADS, &[Answered]),
    right(Action::Confirm, THE_REQUESTER, &[Answered]),
    right(Action::Reopen, REQUESTER_AND_LEADS, &[Answered, State::Closed]),
    right(Action::Close, THE_DESK, &[Answered]),
    right(Action::Merge, THE_DESK, OPEN),
    right(Action::Chase, THE_REQUESTER, &[New, Classified, InProgress, Answered]),
    right(Action::Rate, THE_REQUESTER, ALWAYS),
    right(Action::Attach, REQUESTER_AND_DESK, OPEN),
    right(Action::Register, THE_DESK, OPEN),
    right(Action::Follow, REQUESTER_AND_DESK, OPEN),
    right(Action::SmsOn, THE_REQUESTER, OPEN),
    right(Action::SmsOff, THE_REQUESTER, OPEN),
    right(Action::Erase, &[Admin], ALWAYS),
    right(Action::Alarm, &[Clock], ALWAYS),
];

/// Whether somebody may do something to a ticket at `now`; and if not, why. What the command carries is judged when
/// it is given.
pub fn permits(ticket: &Ticket, action: Action, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
    if action == Action::Submit {
        return Err(Refusal::Nothing);
    }
    let party = Party::of(actor, ticket).ok_or(Refusal::Actor)?;
    let right = RIGHTS.iter().find(|right| right.action == action && right.parties.contains(&party));
    let right = right.ok_or(Refusal::Actor)?;
    if !right.states.contains(&ticket.state) {
        return Err(Refusal::State(ticket.state));
    }
    let refusal = match action {
        Action::ProveContact if ticket.contact_proved => Refusal::Nothing,
        // Else a stranger could have the portal write to strangers.
        Action::Follow if party == Requester && !ticket.contact_proved => Refusal::Unproved,
        // Whoever was forgotten is not told anything.
        Action::SmsOn if ticket.summary.is_none() => Refusal::Nothing,
        Action::SmsOff if ticket.texts_to().is_none() => Refusal::Nothing,
        Action::Erase if ticket.erased => Refusal::Nothing,
        Action::Confirm if ticket.closing.is_some_and(|closing| closing.confirmed) => Refusal::Nothing,
        Action::SignOff if ticket.closing.is_none() => Refusal::NoSignOff,
        Action::SignOff if ticket.closing.is_some_and(|closing| closing.signed_off) => Refusal::Nothing,
        Action::Close if ticket.closing.is_some() => Refusal::NeedsBoth,
        Action::Reopen if ticket.state == State::Closed && !can_be_reopened(ticket, now) => Refusal::ReopenOver,
        Action::Chase if !ticket.is_promise_broken(now) || !is_at_the_desk(ticket) => Refusal::TooEarly,
        Action::Chase if ticket.chased_at.is_some_and(|at| now < at.saturating_add(CHASED_FOR).unwrap_or(at)) => {
            Refusal::ChasedAlready
        }
        Action::Alarm if ticket.alarm().is_none_or(|alarm| now < alarm.at) => Refusal::Nothing,
        _ => return Ok(()),
    };
    Err(refusal)
}

/// An answered ticket is at the desk only while a lead has to sign it off.
fn is_at_the_desk(ticket: &Ticket) -> bool {
    ticket.state != Answered || ticket.closing.is_some_and(|closing| !closing.signed_off)
}

fn can_be_reopened(ticket: &Ticket, now: Timestamp) -> bool {
    matches!(ticket.closed, Some((_, Outcome::Solved | Outcome::NoReply)))
        && ticket.reopen_until.is_some_and(|until| now < until)
}
