//! Pages of the desk: the queue, a ticket.

mod entry;
mod me;
mod record;

use serde::Serialize;

use super::bulk::{BulkOffers, Undo};
use super::file::FileInput;
use super::form::FieldError;
use super::inputs::InputOption;
use super::narrowing::{Narrowing, QueueFigure};
use super::shell::{Page, Shell};
use super::templates;
use super::ticket::{Answer, Counted, Message, StageRating, TimelineEntry};
use crate::dates::{Due, Moment};

pub use entry::{EntryTypesView, EntryView};
pub use me::MeView;
pub use record::{HistoryEntry, RecordReply, RecordStage, RecordView, Signature};

/// A row of the queue.
#[derive(Debug, Clone, Serialize)]
pub struct QueueRow {
    /// The code.
    pub code: String,
    /// The path of the ticket.
    pub url: String,
    /// The requester's title.
    pub title: String,
    /// The requester's name.
    pub requester: String,
    /// The request type's label.
    pub kind: String,
    /// `new`, `in_progress`, `answered`.
    pub state: String,
    /// `low`, `medium`, `high`, `urgent`.
    pub priority: Option<String>,
    /// The next promise; `None` when no clock runs.
    pub due: Option<Due>,
    /// By when the requester needs it, where that is before the promise: then the queue sorts by it.
    pub wanted: Option<Moment>,
    /// Who works on it; empty when nobody does.
    pub assignee: String,
    /// Its version, posted with what is done to several.
    pub version: u32,
    /// Whether it is the ticket shown beside the queue.
    pub current: bool,
}

/// A state the queue can be narrowed to.
#[derive(Debug, Clone, Serialize)]
pub struct Filter {
    /// `all`, `new`, `in_progress`, `answered`.
    pub state: String,
    /// The path of the queue with it.
    pub url: String,
    /// Whether it is on.
    pub current: bool,
}

/// A desk's queue.
#[derive(Debug, Clone, Serialize)]
pub struct QueueView {
    /// The frame, with [`Shell::staff`].
    pub shell: Shell,
    /// Meta data; its title is the desk's name.
    pub page: Page,
    /// How the queue stands.
    pub figures: Vec<QueueFigure>,
    /// The states it can be narrowed to.
    pub filters: Vec<Filter>,
    /// What else it can be narrowed to.
    pub narrowing: Narrowing,
    /// Due first.
    pub rows: Vec<QueueRow>,
    /// The path of the following rows.
    pub next_url: Option<String>,
    /// The path back to the start.
    pub first_url: Option<String>,
    /// The key of a sentence about what has just happened, without `notice-`: `accepted`, `answered`, `closed`.
    pub notice: Option<String>,
    /// What can be done to several at once; `None` for whoever only reads.
    pub bulk: Option<BulkOffers>,
}

/// A canned reply to insert.
#[derive(Debug, Clone, Serialize)]
pub struct CannedReply {
    /// Its id.
    pub id: String,
    /// As listed.
    pub title: String,
    /// The text.
    pub body: String,
}

/// An article that can be cited.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleChoice {
    /// Its id, posted in the field `article`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its path.
    pub url: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// What the desk can do with the ticket now.
#[expect(clippy::struct_excessive_bools, reason = "each is a button, or none")]
#[derive(Debug, Clone, Default, Serialize)]
pub struct Actions {
    /// Accept it.
    pub accept: bool,
    /// Answer it.
    pub answer: bool,
    /// Go on without the requester's reply.
    pub resume: bool,
    /// Sign the answer off.
    pub sign_off: bool,
    /// Close it.
    pub close: bool,
    /// Ask the requester something.
    pub ask: bool,
    /// Send it back, with a reason.
    pub reject: bool,
    /// Pass it on to another desk.
    pub refer: bool,
    /// Say what kind of request it is.
    pub classify: bool,
    /// Give it to a member.
    pub assign: bool,
    /// Add files for the requester.
    pub attach: bool,
    /// Write something down for the desk.
    pub note: bool,
    /// Open it again.
    pub reopen: bool,
    /// Make it another type of request.
    pub reclassify: bool,
    /// Give it to the next tier.
    pub hand_up: bool,
    /// Write down its number in an office system.
    pub register: bool,
    /// Close it as a duplicate.
    pub merge: bool,
    /// Forget whoever sent it.
    pub erase: bool,
}

/// What the forms behind the less frequent actions offer to choose from.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Offers {
    /// The other desks, for passing it on, and at the end its own.
    pub desks: Vec<InputOption>,
    /// Roles there that can be named.
    pub roles: Vec<InputOption>,
    /// The next tiers' desks.
    pub tiers: Vec<InputOption>,
    /// The desk's other types of request.
    pub types: Vec<InputOption>,
    /// Members who work at this desk.
    pub members: Vec<InputOption>,
    /// Priorities of the request type, for classifying it.
    pub priorities: Vec<InputOption>,
    /// Who asks, as the request type offers it.
    pub audiences: Vec<InputOption>,
    /// What it is about, as the request type offers it.
    pub natures: Vec<InputOption>,
}

/// The article a requester came from.
#[derive(Debug, Clone, Serialize)]
pub struct CameFrom {
    /// Its title.
    pub title: String,
    /// Its path.
    pub url: String,
    /// The step they were stuck at.
    pub step: Option<Step>,
    /// The steps they had ticked.
    pub ticked: Vec<Step>,
    /// Whether they read another text than the one published now.
    pub changed: bool,
}

/// A step of an article.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// The step's anchor on the article's page, without `#`.
    pub anchor: String,
    /// Its number.
    pub number: String,
    /// The platform whose steps they are; empty when they are for all.
    pub platform: String,
}

/// Another ticket of the same requester.
#[derive(Debug, Clone, Serialize)]
pub struct OtherTicket {
    /// Its path.
    pub url: String,
    /// Its title.
    pub title: String,
    /// `new`, `in_progress`, `answered`, `closed`.
    pub state: String,
    /// As in [`super::ticket::StatusView::outcome`].
    pub outcome: Option<String>,
    /// When it was sent.
    pub sent: Moment,
    /// Whether it was closed as a duplicate of the one it is shown with.
    pub is_duplicate: bool,
}

/// A ticket on the desk.
#[derive(Debug, Clone, Serialize)]
pub struct DeskTicketView {
    /// The frame, with [`Shell::staff`].
    pub shell: Shell,
    /// Meta data; its title is the ticket's.
    pub page: Page,
    /// The code.
    pub code: String,
    /// `new`, `in_progress`, `answered`, `closed`.
    pub state: String,
    /// As in [`super::ticket::StatusView::outcome`].
    pub outcome: Option<String>,
    /// The request type's label.
    pub kind: String,
    /// The path of the desk's queue.
    pub queue_url: String,
    /// The path of the ticket before it in the queue; of the queue where there is none.
    pub previous_url: String,
    /// The path of the ticket behind it in the queue, of the first one where it has left the queue; else of the queue.
    pub next_url: String,
    /// The desk's name.
    pub desk: String,
    /// `low`, `medium`, `high`, `urgent`.
    pub priority: Option<String>,
    /// The role it was referred to by name: `lead`, `admin`.
    pub addressed_to: Option<&'static str>,
    /// What to look at: `secret`, `too_near`.
    pub flags: Vec<&'static str>,
    /// Its number in an office system, or what was typed for it; may be empty.
    pub number: String,
    /// The ticket it is a duplicate of.
    pub duplicate_of: Option<String>,
    /// Who works on it; empty when nobody does.
    pub assignee: String,
    /// "away until 4 December", where they are.
    pub assignee_away: Option<String>,
    /// When it was sent.
    pub sent: Moment,
    /// How it came in: `web`, `phone`, `in_person`.
    pub channel: &'static str,
    /// The next promise; `None` when no clock runs.
    pub due: Option<Due>,
    /// The requester's name.
    pub requester: String,
    /// The requester's e-mail address.
    pub email: String,
    /// Whether letters to it come back, or are called spam: none are sent for now.
    pub comes_back: bool,
    /// The requester's telephone number; may be empty.
    pub phone: String,
    /// Whether they are told there by text message.
    pub is_texted: bool,
    /// What the requester had read.
    pub came_from: Option<CameFrom>,
    /// What was asked and answered.
    pub answers: Vec<Answer>,
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// The stages.
    pub timeline: Vec<TimelineEntry>,
    /// How the running promise was counted, where that can be told in a few lines.
    pub counted: Option<Counted>,
    /// The requester's other tickets at the member's desks, newest first.
    pub others: Vec<OtherTicket>,
    /// What the requester thinks of stages that are over.
    pub ratings: Vec<StageRating>,
    /// What can be done.
    pub actions: Actions,
    /// What its forms offer.
    pub offers: Offers,
    /// Colleagues who are writing an answer to it.
    pub writing: Vec<String>,
    /// Canned replies in the requester's language.
    pub replies: Vec<CannedReply>,
    /// What is put under an answer or a question; may be empty.
    pub signature: String,
    /// Articles in the requester's language.
    pub articles: Vec<ArticleChoice>,
    /// The root of the search index in the requester's language, for suggesting one of them.
    pub index_url: String,
    /// The requester's language tag, for the answer's `lang`.
    pub requester_lang: String,
    /// `ltr` or `rtl`, for the answer's `dir`.
    pub requester_dir: &'static str,
    /// The ticket's version, posted in the field `version`.
    pub version: u32,
    /// The key of the sentence that says why nothing was done: `conflict`, `refusal-…`. What was typed is kept.
    pub refused: Option<String>,
    /// What was tried, as its address calls it: `answer`, `reject`. Empty when nothing was.
    pub tried: String,
    /// What was typed with it.
    pub text: String,
    /// The code that was typed, of the ticket it should be a duplicate of.
    pub typed_code: String,
    /// What is wrong with a field of it.
    pub error: Option<FieldError>,
    /// Where files are chosen to go with what was tried, and those that go along.
    pub files: FileInput,
    /// Everything that has happened.
    pub history: Vec<HistoryEntry>,
    /// Whether an article can be made of it.
    pub drafts: bool,
    /// The queue, shown beside the ticket on wide screens.
    pub rows: Vec<QueueRow>,
    /// As in [`QueueView::notice`].
    pub notice: Option<String>,
    /// What takes back what the notice tells.
    pub undo: Option<Undo>,
}

/// The question before whoever sent a ticket is forgotten.
#[derive(Debug, Clone, Serialize)]
pub struct EraseView {
    /// The frame, with [`Shell::staff`].
    pub shell: Shell,
    /// Meta data; named `erase-title`.
    pub page: Page,
    /// The code.
    pub code: String,
    /// The ticket's title.
    pub subject: String,
    /// The requester's name.
    pub requester: String,
    /// The ticket's version, posted in the field `version`.
    pub version: u32,
}

templates! { View:
    EraseView => "desk/erase.html",
    QueueView => "desk/queue.html",
    DeskTicketView => "desk/ticket.html",
}
