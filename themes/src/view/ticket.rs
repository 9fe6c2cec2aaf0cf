//! A ticket as its requester sees it: receipt, public status, the owner's view, and the ways to them.

use serde::Serialize;

use super::file::{Attached, FileInput};
use super::form::FieldError;
use super::shell::{Page, Shell};
use super::sign_in::Proof;
use super::templates;
use crate::dates::Moment;

/// Where a [`TimelineEntry`] stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// It has happened.
    Done,
    /// It is happening.
    Now,
    /// It comes next.
    Next,
}

/// A stage of a ticket on its timeline.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineEntry {
    /// Done, now or next.
    pub state: EntryState,
    /// The key of its words without `timeline-`: a stage (`receive`, `check`, `handle`, `report`, `confirm`), what ended
    /// one (`accepted`, `referred`, `answered`, …), or `sent`, `resubmitted`, `reopened`, `waiting`, `complete`.
    pub stage: String,
    /// The desk responsible; never a person. May be empty.
    pub who: String,
    /// The role responsible there: `expert`, `lead`. `None` beside an empty `who`, and where it does not matter any more.
    pub role: Option<String>,
    /// When it happened.
    pub at: Option<Moment>,
    /// By when it is promised.
    pub by: Option<Moment>,
    /// Whether the promise has passed.
    pub overdue: bool,
}

/// How a promise was counted.
#[derive(Debug, Clone, Serialize)]
pub struct Counted {
    /// How much working time was promised: `4 giờ`.
    pub limit: String,
    /// Since when it is counted.
    pub from: Moment,
    /// Every day until it falls due.
    pub days: Vec<CountedDay>,
}

/// A day on the way to a promise.
#[derive(Debug, Clone, Serialize)]
pub struct CountedDay {
    /// `thứ Hai, 30/11`.
    pub day: String,
    /// Opening hours that count; empty on a day without any.
    pub hours: Vec<String>,
    /// How much time that is.
    pub counted: String,
    /// What the day is called where it is a holiday; may be empty.
    pub holiday: String,
}

/// The page after sending.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `receipt-title`.
    pub page: Page,
    /// `7K3Q-9M2X-W4HT`.
    pub code: String,
    /// The id of the request type; the script clears that form's draft.
    pub request_type: String,
    /// The desk that has it now.
    pub desk: String,
    /// By when the desk has looked at it.
    pub promise: Option<Moment>,
    /// The private link, shown only to the one who has just sent it.
    pub owner_url: Option<String>,
    /// The path of the public status, `/t/<code>`.
    pub status_url: String,
    /// The address the receipt was mailed to, when that may be shown.
    pub mailed_to: Option<String>,
    /// Where text messages can be turned on, where there are any.
    pub sms_url: Option<String>,
}

/// What anyone with the code sees: no names, no text.
#[derive(Debug, Clone, Serialize)]
pub struct StatusView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `status-title`.
    pub page: Page,
    /// The code.
    pub code: String,
    /// `new`, `in_progress`, `answered`, `closed`.
    pub state: String,
    /// The key of the sentence about it, without `state-text-`: the state, or `confirmed` while the lead has yet to sign.
    pub stands: &'static str,
    /// `solved`, `withdrawn`, `rejected`, `no_reply`, `duplicate`, when closed.
    pub outcome: Option<String>,
    /// The desk responsible now.
    pub desk: String,
    /// The role responsible now: `expert`, `lead`. `None` while nobody is.
    pub role: Option<String>,
    /// The next promise.
    pub promise: Option<Moment>,
    /// Whether that promise has passed.
    pub overdue: bool,
    /// How it was counted, where that can be told in a few lines.
    pub counted: Option<Counted>,
    /// The stages, first to last.
    pub timeline: Vec<TimelineEntry>,
}

/// Who wrote a message, seen from the reader of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The reader.
    You,
    /// The desk (on the requester's page) or a colleague (on the desk's).
    Desk,
    /// The requester (on the desk's page).
    Requester,
}

/// A message of the conversation.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// Which side it is on.
    pub who: Who,
    /// The author as shown: a desk's name, a person's. Empty for [`Who::You`].
    pub author: String,
    /// When.
    pub at: Moment,
    /// `description`, `phone`, `in_person` (what was said in a call or a visit), `resubmitted`, `reply`, `answer`, `question`, `rejection`, `chased`, `note`,
    /// `referral`, or `files` without a word.
    pub kind: String,
    /// The text, one string a paragraph; line breaks inside are kept.
    pub paragraphs: Vec<String>,
    /// Articles the message points to.
    pub articles: Vec<Cited>,
    /// Files that came with it.
    pub files: Vec<Attached>,
}

/// An article cited in an answer.
#[derive(Debug, Clone, Serialize)]
pub struct Cited {
    /// The title.
    pub title: String,
    /// The path.
    pub url: String,
}

/// A question and its frozen answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The question as it was asked; empty when [`Answer::label_key`] names it.
    pub label: String,
    /// The key of the question for fields every form has: `field-name`. May be empty.
    pub label_key: String,
    /// What was answered; may have line breaks.
    pub value: String,
    /// The key of the answer where it is a word of the theme (`priority-high`). May be empty.
    pub value_key: String,
}

/// A stage that is over, and what the requester thinks of it.
#[derive(Debug, Clone, Serialize)]
pub struct StageRating {
    /// The key of its words without `rate-`: `receive`, `check`, `handle`, `report`, `confirm`.
    pub stage: &'static str,
    /// From 1 (bad) to 5 (good); `None` until it was judged.
    pub score: Option<u8>,
    /// Why; may be empty.
    pub text: String,
    /// Whether it can still be said, or changed.
    pub open: bool,
    /// What is wrong with what was chosen or typed just now.
    pub error: Option<FieldError>,
}

/// The requester's own view, behind the private link.
#[derive(Debug, Clone, Serialize)]
pub struct OwnerView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; its title is the ticket's.
    pub page: Page,
    /// The code.
    pub code: String,
    /// As in [`StatusView::state`].
    pub state: String,
    /// As in [`StatusView::stands`].
    pub stands: &'static str,
    /// As in [`StatusView::outcome`].
    pub outcome: Option<String>,
    /// The desk responsible now.
    pub desk: String,
    /// The next promise.
    pub promise: Option<Moment>,
    /// Whether that promise has passed.
    pub overdue: bool,
    /// How it was counted, where that can be told in a few lines.
    pub counted: Option<Counted>,
    /// The stages.
    pub timeline: Vec<TimelineEntry>,
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// What was sent.
    pub answers: Vec<Answer>,
    /// Stages that are over.
    pub ratings: Vec<StageRating>,
    /// What can be done.
    pub actions: OwnerActions,
    /// From when the desk can be reminded of its promise; `None` when it can be now, or nothing is promised.
    pub chase_from: Option<Moment>,
    /// Until when the requester can act before the ticket is closed without them.
    pub turn_ends: Option<Moment>,
    /// The token its forms carry in the field `csrf`.
    pub csrf: String,
    /// The ticket's version, posted in the field `version`: a form sent twice counts once.
    pub version: u32,
    /// The key of a sentence about what has just happened, without `notice-`: `replied`, `confirmed`.
    pub notice: Option<String>,
    /// The key of the sentence that says why nothing was done: `conflict`, `refusal-…`.
    pub refused: Option<String>,
    /// What was tried, as its address calls it: `reply`, `reopen`, `rate`. Empty when nothing was.
    pub tried: String,
    /// What was typed with it, kept when it was refused.
    pub text: String,
    /// What is wrong with a field of it.
    pub error: Option<FieldError>,
    /// Where files are chosen to go with a reply.
    pub files: FileInput,
    /// Addresses that follow the ticket.
    pub followers: Vec<String>,
    /// What was typed for another one.
    pub follow_typed: String,
    /// What is wrong with that.
    pub follow_error: Option<FieldError>,
    /// Text messages, where the portal sends them and the ticket can have them.
    pub sms: Option<SmsView>,
}

/// Being told by text message as well: a number is typed, then the code that was texted to it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SmsView {
    /// Where messages go; `None` while they do not.
    pub number: Option<String>,
    /// What was typed for a number, or what the form of the request says.
    pub typed: String,
    /// The code that is asked for.
    pub proof: Option<Proof>,
    /// What is wrong with the number.
    pub error: Option<FieldError>,
}

/// What the requester can do with the ticket now.
#[expect(clippy::struct_excessive_bools, reason = "each is a button, or none")]
#[derive(Debug, Clone, Default, Serialize)]
pub struct OwnerActions {
    /// Write more.
    pub reply: bool,
    /// Confirm the answer.
    pub confirm: bool,
    /// Complete it and send it again.
    pub resubmit: bool,
    /// Open it again after it was closed.
    pub reopen: bool,
    /// Remind the desk of its promise.
    pub chase: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Let others follow it.
    pub follow: bool,
}

/// The button by which somebody stops following a ticket.
#[derive(Debug, Clone, Serialize)]
pub struct StopView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `stop-title`.
    pub page: Page,
    /// The code.
    pub code: String,
    /// The secret of the link.
    pub key: String,
    /// Whether it is done.
    pub done: bool,
}

/// The button behind the private link: opening is a POST, so that mail scanners open nothing.
#[derive(Debug, Clone, Serialize)]
pub struct OpenView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `open-title`.
    pub page: Page,
    /// The code.
    pub code: String,
    /// The secret of the link.
    pub key: String,
}

/// Looking a ticket up by its code.
#[derive(Debug, Clone, Serialize)]
pub struct LookupView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `lookup-title`.
    pub page: Page,
    /// What was typed.
    pub code: String,
    /// What is wrong with it: `error-code-shape`, `error-code-unknown`; its field is `code`.
    pub error: Option<FieldError>,
}

/// The page after telling whether an article helped, where no script stays on the article's.
#[derive(Debug, Clone, Serialize)]
pub struct ThanksView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `thanks-title`.
    pub page: Page,
    /// The article, to go back to.
    pub article: Cited,
    /// The request form, for whom the article did not help.
    pub ask_url: Option<String>,
}

templates! { View:
    ReceiptView => "ticket/receipt.html",
    StatusView => "ticket/status.html",
    OwnerView => "ticket/owner.html",
    OpenView => "ticket/open.html",
    StopView => "ticket/stop.html",
    LookupView => "ticket/lookup.html",
    ThanksView => "ticket/thanks.html",
}
