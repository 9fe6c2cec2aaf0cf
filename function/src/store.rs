//! Where tickets are kept: one trait, shaped by use, and its implementations.
//!
//! Every method is in the contract suite (`tests/suite/store_contract.rs`), which each implementation must pass.

#[cfg(feature = "aws")]
pub mod dynamodb;
mod offline;
mod queue;
mod rows;
pub mod sqlite;

use std::ops::Range;

use async_trait::async_trait;
use domain::code::TicketCode;
use domain::ids::DeskId;
use domain::signal::{Counted, Signal};
use domain::ticket::{Event, EventKind, Ticket};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

pub use offline::{Inventory, Kept, Moving, Offline, Sending};
pub use queue::{Figure, Figures, Handler, Narrowed, QueueQuery};
pub use rows::{
    Claim, Created, Cursor, OneTimeCode, Page, Profile, SearchQuery, Session, SessionId, SubmissionId, Submitted, Tried,
};

/// What a store can fail with.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody appended in between: load again and decide anew.
    #[error("the ticket has changed in the meantime")]
    Conflict,
    /// The store cannot take the request now; the same call may succeed later.
    #[error("the store is busy")]
    Busy(#[source] anyhow::Error),
    /// The store failed, or what it holds cannot be read.
    #[error("the store failed")]
    Failed(#[source] anyhow::Error),
}

impl StoreError {
    /// Wraps a failure of the store.
    pub fn failed(source: impl Into<anyhow::Error>) -> Self {
        Self::Failed(source.into())
    }
}

/// The event that takes the personal parts of those before it away, where one of these does.
fn erased_before(events: &[Event]) -> Option<u32> {
    events.iter().rev().find(|event| event.kind == EventKind::Erased).map(|event| event.seq)
}

/// How many days a signal's count is kept: a year and a month, so that a report can compare with the year before.
pub const SIGNALS_ARE_KEPT: u16 = 400;

/// The first day worth looking at for counts up to `to`.
fn first_day_of_signals(from: Date, to: Date) -> Date {
    from.max(to.saturating_sub(i64::from(SIGNALS_ARE_KEPT).days()))
}

/// When a day's counts may be forgotten, in seconds since 1970.
fn signals_end(day: Date) -> i64 {
    let start = day.to_zoned(jiff::tz::TimeZone::UTC).map_or(i64::MAX, |start| start.timestamp().as_second());
    start.saturating_add(i64::from(SIGNALS_ARE_KEPT + 1) * 24 * 60 * 60)
}

/// What a store call returns.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Keeps tickets, and the small things with an end: limits, one-time codes, sessions, who is writing, markers.
///
/// Every time is passed in. Nothing that has an end is removed by a clock of the store's own: a read compares the
/// end with the `now` it is given.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Writes a new ticket's head and events, and the marker of its submission, in one transaction.
    ///
    /// With a marker already there nothing is written: [`Created::Before`] names the ticket when the body is the same,
    /// [`Created::Differs`] tells that the id was used for something else. A code that exists already is a
    /// [`StoreError::Conflict`]: draw another.
    async fn create(&self, submitted: &Submitted<'_>) -> Result<Created>;

    /// The ticket a submission led to, when it was sent before.
    async fn submission(&self, id: &SubmissionId) -> Result<Option<TicketCode>>;

    /// A ticket's head, as it is at this moment.
    async fn head(&self, code: TicketCode) -> Result<Option<Ticket>>;

    /// A ticket's events from `from_seq` (1 for all), in order.
    async fn events(&self, code: TicketCode, from_seq: u32) -> Result<Vec<Event>>;

    /// Appends events and replaces the head, in one transaction, if the stored head is at version `expected`;
    /// otherwise [`StoreError::Conflict`] and nothing is written. `head.version` is the last event's `seq`.
    ///
    /// An [`Erased`](domain::ticket::EventKind::Erased) among them takes the personal parts of all events before it out of
    /// the log, in the same transaction: where that does not fit into one, the oldest go before.
    async fn append(&self, head: &Ticket, expected: u32, events: &[Event]) -> Result<()>;

    /// A page of a desk's open tickets, earliest due first; those without a running promise last, oldest first.
    /// Rows are for showing: [`Ticket::contact`] may be left out of them. A page may have fewer rows than asked for, even
    /// none, and still be followed by another: looking for what is rare ends somewhere.
    async fn queue(&self, query: &QueueQuery) -> Result<Page<Ticket>>;

    /// How a desk's queue stands; `today` is from now until the desk's midnight. Nothing is counted beyond `at_most`,
    /// and a store may look at the first `at_most` tickets of the queue alone.
    async fn figures(&self, desk: &DeskId, today: Range<Timestamp>, at_most: u32) -> Result<Figures>;

    /// A page of the tickets that have all the words looked for, the latest first: closed ones, too. Those of other desks
    /// are not looked at. A page may be short, as that of a queue.
    async fn search(&self, query: &SearchQuery) -> Result<Page<Ticket>>;

    /// Makes a ticket found by what it is now: after it was sent or sent again, moved to another desk, or its requester
    /// was erased. May be repeated. A store that does so as it writes has nothing left to do.
    async fn make_findable(&self, code: TicketCode) -> Result<()>;

    /// A page of the tickets of one contact (as [`Ticket::contact`] names them), newest first: closed ones, too.
    async fn by_contact(&self, contact: &str, after: Option<&Cursor>, limit: u32) -> Result<Page<TicketCode>>;

    /// Codes of tickets whose alarm is at or before `until`, earliest first.
    async fn due_alarms(&self, until: Timestamp, at_most: u32) -> Result<Vec<TicketCode>>;

    /// Counts one more use of `bucket` and returns the count in the window that `now` falls in, this one included.
    ///
    /// Windows are `seconds` long and start at multiples of it. Buckets hold no personal data: hash it first.
    async fn count(&self, bucket: &str, seconds: u32, now: Timestamp) -> Result<u32>;

    /// How often `bucket` was used in the window that `now` falls in, without counting.
    async fn used(&self, bucket: &str, seconds: u32, now: Timestamp) -> Result<u32>;

    /// Counts a signal once more on `day`. The count is kept for [`SIGNALS_ARE_KEPT`] days from then, and may be
    /// forgotten later.
    async fn add_signal(&self, day: Date, signal: &Signal) -> Result<()>;

    /// The counts of the days from `from` to `to`, both included, by day and then by the signal's name; at most
    /// `at_most` of them, and none of days more than [`SIGNALS_ARE_KEPT`] before `to`.
    async fn signals(&self, from: Date, to: Date, at_most: u32) -> Result<Vec<Counted>>;

    /// Keeps a one-time code until it is used up or has ended. An earlier one of the same id is replaced.
    async fn put_one_time_code(&self, code: &OneTimeCode) -> Result<()>;

    /// Tries a one-time code. The right one is spent by this; a wrong one uses up a try. Safe against two at once.
    async fn try_one_time_code(&self, id: &str, digest: &[u8; 32], now: Timestamp) -> Result<Tried>;

    /// Keeps a staff session.
    async fn put_session(&self, session: &Session) -> Result<()>;

    /// A session that has not ended at `now`.
    async fn session(&self, id: &SessionId, now: Timestamp) -> Result<Option<Session>>;

    /// Ends a session. Ending one that is not there is no error.
    async fn end_session(&self, id: &SessionId) -> Result<()>;

    /// Keeps what a member says of themselves, in place of what they said before.
    async fn put_profile(&self, profile: &Profile) -> Result<()>;

    /// What the member with this normalised address says of themselves.
    async fn profile(&self, email: &str) -> Result<Option<Profile>>;

    /// Keeps until `ends_at` that the member with this address is writing an answer to a ticket. Kept again, it lasts longer.
    async fn put_writing(&self, code: TicketCode, email: &str, ends_at: Timestamp) -> Result<()>;

    /// The addresses of those who are writing an answer to a ticket at `now`, in the order of the alphabet.
    async fn writing(&self, code: TicketCode, now: Timestamp) -> Result<Vec<String>>;

    /// Claims an effect (`<code>#<seq>#<effect>`) until `lease_until`, unless it is done or claimed by another until later than `now`.
    async fn claim_effect(&self, key: &str, lease_until: Timestamp, now: Timestamp) -> Result<Claim>;

    /// Marks a claimed effect as done, for good.
    async fn finish_effect(&self, key: &str) -> Result<()>;

    /// Gives a claimed effect back after a failure, so that it is tried again. A finished one stays finished.
    async fn release_effect(&self, key: &str) -> Result<()>;
}
