//! What the staff's search shows.

use serde::Serialize;

use super::inputs::InputOption;
use super::shell::{Page, Shell};
use super::templates;
use crate::dates::Moment;

/// A ticket that was found.
#[derive(Debug, Clone, Serialize)]
pub struct FoundRow {
    /// The code.
    pub code: String,
    /// The path of the ticket.
    pub url: String,
    /// The requester's title.
    pub title: String,
    /// The requester's name; empty once they were erased.
    pub requester: String,
    /// The request type's label.
    pub kind: String,
    /// `new`, `in_progress`, `closed`.
    pub state: String,
    /// The desk's name.
    pub desk: String,
    /// When it was sent.
    pub sent: Moment,
}

/// The staff's search.
#[derive(Debug, Clone, Serialize)]
pub struct FoundView {
    /// The frame, with [`Shell::staff`].
    pub shell: Shell,
    /// Meta data; named `desk-search-title`.
    pub page: Page,
    /// What is looked for; empty when nothing is.
    pub query: String,
    /// The member's desks, to look at one alone; none when they have only one.
    pub desks: Vec<InputOption>,
    /// Latest first.
    pub rows: Vec<FoundRow>,
    /// The path of the following rows.
    pub next_url: Option<String>,
    /// The path back to the start.
    pub first_url: Option<String>,
    /// Whether it has the shape of a code, and a slip in it.
    pub is_like_a_code: bool,
}

templates! { View: FoundView => "desk/search.html" }
