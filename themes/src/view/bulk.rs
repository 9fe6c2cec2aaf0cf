//! The desk: several tickets at once, and taking things back.

use serde::Serialize;

use super::inputs::InputOption;
use super::shell::{Page, Shell};
use super::templates;

/// What can be done to several tickets of a queue.
#[derive(Debug, Clone, Serialize)]
pub struct BulkOffers {
    /// Where the form goes.
    pub action: String,
    /// Who they can be given to; empty for whoever gives to nobody.
    pub members: Vec<InputOption>,
    /// Where they can be passed on to.
    pub desks: Vec<InputOption>,
}

/// What came of doing something to several tickets.
#[derive(Debug, Clone, Serialize)]
pub struct BulkView {
    /// The frame, with [`Shell::staff`].
    pub shell: Shell,
    /// Meta data; named `bulk-title`.
    pub page: Page,
    /// The desk's name.
    pub desk: String,
    /// The path of its queue.
    pub queue_url: String,
    /// Where the form goes that takes it back.
    pub action: String,
    /// What was done, as the field `do` names it: `assign`, `refer`, `close`, `reopen`.
    pub what: String,
    /// The key of the sentence that says why nothing was done at all.
    pub problem: Option<&'static str>,
    /// To which it was done.
    pub done: Vec<BulkDone>,
    /// To which it was not done.
    pub refused: Vec<BulkRefused>,
    /// What takes it back, posted in the field `do`.
    pub undo: Option<&'static str>,
}

/// A ticket to which it was done.
#[derive(Debug, Clone, Serialize)]
pub struct BulkDone {
    /// Its code.
    pub code: String,
    /// Its title; empty where it was passed on before.
    pub title: String,
    /// Its path; `None` where it has left the desk.
    pub url: Option<String>,
    /// Its version now.
    pub version: u32,
    /// Whether that can be taken back.
    pub back: bool,
    /// The address of whoever had it before it was assigned, or `nobody`; else empty.
    pub was: String,
}

/// A ticket to which it was not done.
#[derive(Debug, Clone, Serialize)]
pub struct BulkRefused {
    /// Its code.
    pub code: String,
    /// Its title; empty where it is not at this desk.
    pub title: String,
    /// Its path; `None` where it is not at this desk.
    pub url: Option<String>,
    /// The key of the sentence that says why.
    pub reason: String,
}

/// A button that takes back what has just been done to a ticket.
#[derive(Debug, Clone, Serialize)]
pub struct Undo {
    /// The deed that does it, as its address calls it.
    pub deed: &'static str,
    /// The field of its form.
    pub field: &'static str,
    /// What that says.
    pub value: String,
}

templates! { View: BulkView => "desk/bulk.html" }
