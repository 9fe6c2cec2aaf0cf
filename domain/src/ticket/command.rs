//! Commands: what somebody wants to happen; and the reasons it may not.

use jiff::Timestamp;

use super::channel::Channel;
use super::clock::Stage;
use super::event::{Flag, Upload};
use super::personal::Submission;
use super::rights::Action;
use super::state::State;
use crate::catalog::{Priority, Role};
use crate::code::TicketCode;
use crate::contact::{Email, Phone};
use crate::ids::{ArticleId, DeskId, FieldId, RequestTypeId};
use crate::lang::Lang;
use crate::reading::CameFrom;

/// What somebody wants to happen to a ticket. `member` is the acting member's name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are what the event of the same name says, or a name or a text")]
pub enum Command {
    /// Send it, or write it down for somebody who called or came. Only where there is no ticket yet.
    Submit {
        request_type: RequestTypeId,
        channel: Channel,
        lang: Lang,
        priority: Option<Priority>,
        audience: Option<FieldId>,
        came_from: Option<CameFrom>,
        deadline: Option<Timestamp>,
        flags: Vec<Flag>,
        submission: Box<Submission>,
    },
    /// The requester came by a link that only the mail contains.
    ProveContact,
    /// The desk says what kind of request it is.
    Classify { member: String, priority: Option<Priority>, audience: Option<FieldId>, nature: Option<FieldId> },
    /// The desk takes it on.
    Accept { member: String },
    /// The desk sends it back, and says why.
    Reject { member: String, reason: String },
    /// Another desk, or a role at this one, is to decide.
    Refer { member: String, to: DeskId, role: Option<Role>, text: String },
    /// The requester completes a rejected ticket.
    Resubmit {
        priority: Option<Priority>,
        audience: Option<FieldId>,
        deadline: Option<Timestamp>,
        flags: Vec<Flag>,
        submission: Box<Submission>,
    },
    /// The requester takes it back.
    Withdraw,
    /// The requester writes more; after an answer this opens the ticket again.
    Reply { text: String },
    /// A lead gives it to a member; to nobody with an empty name.
    Assign { member: String, to: String },
    /// It is another type of request. Without a priority it keeps its own, where the type offers that one.
    Reclassify { member: String, request_type: RequestTypeId, priority: Option<Priority> },
    /// A member writes something down that only the desk sees.
    Note { member: String, text: String },
    /// The desk asks the requester something.
    Ask { member: String, text: String },
    /// The desk goes on without a reply.
    Resume { member: String },
    /// The desk answers.
    Answer { member: String, text: String, articles: Vec<ArticleId> },
    /// The next tier's desk takes over, with the promise as it runs.
    HandUp { member: String, to: DeskId, text: String },
    /// A lead signs the answer off.
    SignOff { member: String },
    /// The requester confirms the answer.
    Confirm,
    /// The answer does not help; `member` is none when the requester says so.
    Reopen { member: Option<String>, text: String },
    /// The desk closes an answered ticket.
    Close { member: String },
    /// The desk closes it as a duplicate.
    Merge { member: String, into: TicketCode },
    /// The requester asks where the answer is.
    Chase,
    /// The requester judges a stage, from 1 to 5; the text may be empty.
    Rate { stage: Stage, score: u8, text: String },
    /// Files that were uploaded come with it.
    Attach { files: Vec<Upload> },
    /// The ticket's number in an office system.
    Register { member: String, number: String },
    /// Who else is told, in place of those who were.
    Follow { people: Vec<Email> },
    /// The requester has shown that a number is theirs, and is to be told there as well.
    SmsOn { number: Phone },
    /// The requester wants no more text messages.
    SmsOff,
    /// The requester is to be forgotten.
    Erase,
    /// The clock does what is due: warns, tells a rung, reminds, gives up.
    Alarm,
}

impl Command {
    /// What it is called in the table of rights.
    pub fn action(&self) -> Action {
        match self {
            Self::Submit { .. } => Action::Submit,
            Self::ProveContact => Action::ProveContact,
            Self::Classify { .. } => Action::Classify,
            Self::Accept { .. } => Action::Accept,
            Self::Reject { .. } => Action::Reject,
            Self::Refer { .. } => Action::Refer,
            Self::Resubmit { .. } => Action::Resubmit,
            Self::Withdraw => Action::Withdraw,
            Self::Reply { .. } => Action::Reply,
            Self::Assign { .. } => Action::Assign,
            Self::Reclassify { .. } => Action::Reclassify,
            Self::Note { .. } => Action::Note,
            Self::Ask { .. } => Action::Ask,
            Self::Resume { .. } => Action::Resume,
            Self::Answer { .. } => Action::Answer,
            Self::HandUp { .. } => Action::HandUp,
            Self::SignOff { .. } => Action::SignOff,
            Self::Confirm => Action::Confirm,
            Self::Reopen { .. } => Action::Reopen,
            Self::Close { .. } => Action::Close,
            Self::Merge { .. } => Action::Merge,
            Self::Chase => Action::Chase,
            Self::Rate { .. } => Action::Rate,
            Self::Attach { .. } => Action::Attach,
            Self::Register { .. } => Action::Register,
            Self::Follow { .. } => Action::Follow,
            Self::SmsOn { .. } => Action::SmsOn,
            Self::SmsOff => Action::SmsOff,
            Self::Erase => Action::Erase,
            Self::Alarm => Action::Alarm,
        }
    }
}

/// Why a command changes nothing. Each has its words in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not in the state the ticket is in now.
    #[error("this cannot be done while the ticket is {}", .0.as_str())]
    State(State),
    /// Not by this person.
    #[error("this is for somebody else to do")]
    Actor,
    /// There is nothing left to do: it has been done already, or its time has not come.
    #[error("there is nothing to do")]
    Nothing,
    /// The ticket's request type is not in the catalog any more.
    #[error("the request type is not in the catalog")]
    RequestType,
    /// There is no such desk.
    #[error("there is no such desk")]
    NoSuchDesk,
    /// The ticket is at that desk.
    #[error("the ticket is at that desk already")]
    SameDesk,
    /// A choice that the request type does not offer.
    #[error("the request type does not offer that choice")]
    NotOffered,
    /// The promise has not passed.
    #[error("the promised time has not passed")]
    TooEarly,
    /// The desk was chased within a day.
    #[error("the desk has been reminded within the last day")]
    ChasedAlready,
    /// Too late to open it again, or closed in a way that stays.
    #[error("it can no longer be opened again")]
    ReopenOver,
    /// Closing needs the requester's confirmation and a lead's signature.
    #[error("closing needs both the requester's confirmation and a lead's signature")]
    NeedsBoth,
    /// Nobody has to sign this ticket off.
    #[error("this ticket needs no signature")]
    NoSignOff,
    /// The stage is not over.
    #[error("this stage is not over")]
    NoSuchStage,
    /// A score outside 1 to 5.
    #[error("a score is a number from 1 to 5")]
    Score,
    /// A closed ticket's judgement stays.
    #[error("the judgement of a closed ticket stays")]
    RatedAlready,
    /// More files than a ticket may have, or none.
    #[error("a ticket has at most {} files", super::rights::MOST_FILES)]
    Files,
    /// More followers than a ticket may have.
    #[error("at most {} people follow a ticket", super::rights::MOST_FOLLOWERS)]
    Followers,
    /// A ticket is no duplicate of itself.
    #[error("a ticket is no duplicate of itself")]
    Itself,
    /// Not a number that an office system gives.
    #[error("a registration number has 1 to {} characters, in one line", super::rights::LONGEST_NUMBER)]
    Number,
    /// Whoever sends mail to others by a ticket has shown that its own address is theirs.
    #[error("the requester's address has to be proved first")]
    Unproved,
}

impl Refusal {
    /// Every refusal, in every state it can name.
    pub fn all() -> Vec<Self> {
        let rest = [
            Self::Actor,
            Self::Nothing,
            Self::RequestType,
            Self::NoSuchDesk,
            Self::SameDesk,
            Self::NotOffered,
            Self::TooEarly,
            Self::ChasedAlready,
            Self::ReopenOver,
            Self::NeedsBoth,
            Self::NoSignOff,
            Self::NoSuchStage,
            Self::Score,
            Self::RatedAlready,
            Self::Files,
            Self::Followers,
            Self::Itself,
            Self::Number,
            Self::Unproved,
        ];
        State::ALL.into_iter().map(Self::State).chain(rest).collect()
    }

    /// The name of its message: `refusal-<key>` in the string files.
    pub fn key(self) -> &'static str {
        match self {
            Self::State(State::New) => "state-new",
            Self::State(State::Classified) => "state-classified",
            Self::State(State::Rejected) => "state-rejected",
            Self::State(State::InProgress) => "state-in_progress",
            Self::State(State::Waiting) => "state-waiting",
            Self::State(State::Answered) => "state-answered",
            Self::State(State::Closed) => "state-closed",
            Self::Actor => "actor",
            Self::Nothing => "nothing",
            Self::RequestType => "request-type",
            Self::NoSuchDesk => "no-such-desk",
            Self::SameDesk => "same-desk",
            Self::NotOffered => "not-offered",
            Self::TooEarly => "too-early",
            Self::ChasedAlready => "chased-already",
            Self::ReopenOver => "reopen-over",
            Self::NeedsBoth => "needs-both",
            Self::NoSignOff => "no-sign-off",
            Self::NoSuchStage => "no-such-stage",
            Self::Score => "score",
            Self::RatedAlready => "rated-already",
            Self::Files => "files",
            Self::Followers => "followers",
            Self::Itself => "itself",
            Self::Number => "number",
            Self::Unproved => "unproved",
        }
    }
}
