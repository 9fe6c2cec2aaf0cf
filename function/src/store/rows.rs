//! What goes into and comes out of a store beside tickets and events.

use domain::code::TicketCode;
use domain::ids::DeskId;
use domain::ticket::{Event, Ticket};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Names one sending of a form: made by the server for the review page, or by the client of the JSON API.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SubmissionId(pub String);

/// A new ticket to be created.
#[derive(Debug, Clone, Copy)]
pub struct Submitted<'a> {
    /// Which sending this is.
    pub id: &'a SubmissionId,
    /// Digest of everything that was sent: tells a repeated sending from another one.
    pub body: &'a [u8; 32],
    /// The ticket's head.
    pub head: &'a Ticket,
    /// The ticket's events.
    pub events: &'a [Event],
}

/// What came of creating a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It was written now.
    Now,
    /// The same was sent before, and led to this ticket.
    Before(TicketCode),
    /// Something else was sent under this id before.
    Differs,
}

/// Where a page of a list ends. Made by a store, meaningful to it alone; signed before it leaves the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor(pub String);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// Where the next page starts; `None` on the last one.
    pub next: Option<Cursor>,
}

/// Which tickets are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    /// At these desks alone.
    pub desks: Vec<DeskId>,
    /// What they have to be found by, all of it: as [`domain::words::asked`] gives them. None: nothing is found.
    pub words: Vec<String>,
    /// Where the page starts.
    pub after: Option<Cursor>,
    /// How many rows at most.
    pub limit: u32,
}

/// A one-time code that was sent to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeCode {
    /// Names the sending; not secret.
    pub id: String,
    /// Digest of the code.
    pub digest: [u8; 32],
    /// The address or the number it was sent to; empty where nobody was to get one.
    pub sent_to: String,
    /// How many wrong tries end it.
    pub tries: u32,
    /// When it ends in any case.
    pub ends_at: Timestamp,
}

/// What came of trying a one-time code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// It was right, and is spent now.
    Right {
        /// The address or the number it was sent to.
        sent_to: String,
    },
    /// It was wrong; this many tries are left.
    Wrong {
        /// Tries left, at least 1.
        left: u32,
    },
    /// There is no such code any more: used, ended, or tried too often.
    Gone,
}

/// The secret in a staff member's cookie, as its digest: a read of the store signs nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionId(pub [u8; 32]);

/// A staff member who is signed in. What they may do is looked up in the catalog at every request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Digest of the cookie's secret.
    pub id: SessionId,
    /// The member's normalised address.
    pub email: String,
    /// Ends at the latest then.
    pub ends_at: Timestamp,
}

/// What a member of a desk says of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Their normalised address.
    pub email: String,
    /// What stands under their answers and questions; may be empty.
    pub signature: String,
    /// The last day they are away.
    pub away_until: Option<Date>,
}

/// What came of claiming an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It is yours to carry out.
    Yours,
    /// Somebody else is at it.
    Busy,
    /// It has been carried out.
    Done,
}
