//! What has happened to a ticket: on its page, and as the paper an office files.

use serde::Serialize;

use crate::dates::Moment;
use crate::view::shell::{Page, Shell};
use crate::view::templates;
use crate::view::ticket::{Answer, Cited, StageRating};

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryEntry {
    /// When.
    pub at: Moment,
    /// The key of its words without `history-`: `submitted`, `assigned`.
    pub what: &'static str,
    /// To which desk, which file, how it ended; may be empty.
    pub detail: String,
    /// Who did it; empty where no name is kept.
    pub name: String,
    /// The key of what they are: `role-lead`, `queue-requester`, `history-clock`.
    pub role: String,
    /// The desk they did it for, where that is not the ticket's; may be empty.
    pub desk: String,
    /// The promise that began with it.
    pub due: Option<Moment>,
}

/// A ticket on paper: one or two sheets of A4.
#[derive(Debug, Clone, Serialize)]
pub struct RecordView {
    /// The frame, with [`Shell::staff`].
    pub shell: Shell,
    /// Meta data; named `record-title`.
    pub page: Page,
    /// The code.
    pub code: String,
    /// Its number in an office system; may be empty.
    pub number: String,
    /// The desk's name.
    pub desk: String,
    /// The request type's label.
    pub kind: String,
    /// How it came in: `web`, `phone`, `in_person`.
    pub channel: &'static str,
    /// `low`, `medium`, `high`, `urgent`.
    pub priority: Option<String>,
    /// When it was sent.
    pub sent: Moment,
    /// By when the requester needs it.
    pub deadline: Option<Moment>,
    /// The requester's name; empty once they were erased.
    pub requester: String,
    /// Their e-mail address.
    pub email: String,
    /// Their telephone number; may be empty.
    pub phone: String,
    /// The request in one line; empty once its requester was erased.
    pub subject: String,
    /// What was asked.
    pub paragraphs: Vec<String>,
    /// The form's other answers.
    pub answers: Vec<Answer>,
    /// Every stage.
    pub stages: Vec<RecordStage>,
    /// What was answered.
    pub replies: Vec<RecordReply>,
    /// `new`, `in_progress`, `answered`, `closed`.
    pub state: String,
    /// As in [`crate::view::ticket::StatusView::outcome`].
    pub outcome: Option<String>,
    /// When it ended.
    pub closed: Option<Moment>,
    /// What the requester thinks of stages that are over.
    pub ratings: Vec<StageRating>,
    /// The lines to sign on.
    pub signatures: Vec<Signature>,
    /// When it was printed.
    pub printed: Moment,
}

/// A stage on paper.
#[derive(Debug, Clone, Serialize)]
pub struct RecordStage {
    /// The key of its words without `stage-`: `receive`, `check`, `handle`, `report`.
    pub stage: &'static str,
    /// How much working time it may take: `4 giờ`; empty where there is no limit.
    pub limit: String,
    /// Since when.
    pub started: Moment,
    /// What was promised.
    pub due: Option<Moment>,
    /// Until when; `None` while it runs.
    pub ended: Option<Moment>,
    /// Whether the promise was not kept.
    pub late: bool,
    /// Who ended it; empty where no name is kept.
    pub who: String,
}

/// An answer on paper.
#[derive(Debug, Clone, Serialize)]
pub struct RecordReply {
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: Moment,
    /// The text, one string a paragraph.
    pub paragraphs: Vec<String>,
    /// Articles it points to.
    pub articles: Vec<Cited>,
}

/// A line to sign on.
#[derive(Debug, Clone, Serialize)]
pub struct Signature {
    /// The key of whose it is, without `record-sign-`: `expert`, `lead`, `requester`.
    pub role: &'static str,
    /// Their name; may be empty.
    pub name: String,
    /// When they did here what the signature stands for.
    pub at: Option<Moment>,
}

templates! { View:
    RecordView => "desk/record.html",
}
