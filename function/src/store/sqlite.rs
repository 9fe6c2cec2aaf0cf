//! The store inside `deskmark`: one SQLite file, written by one connection, read by several.

mod connections;
mod log;
mod offline;
mod profiles;
mod queue;
mod search;
mod signals;
mod survey;
mod tickets;

use std::ops::Range;
use std::path::Path;

use async_trait::async_trait;
use domain::code::TicketCode;
use domain::ids::DeskId;
use domain::signal::{Counted, Signal};
use domain::ticket::{Event, Ticket};
use jiff::Timestamp;
use jiff::civil::Date;

use self::connections::Connections;
use super::{
    Claim, Created, Cursor, Figures, Inventory, Kept, Moving, Offline, OneTimeCode, Page, Profile, QueueQuery, Result,
    SearchQuery, Session, SessionId, Store, StoreError, SubmissionId, Submitted, Tried, erased_before,
};

pub use log::Logged;
pub use survey::{State, Survey, copy, state, survey};

/// A [`Store`] in a SQLite file (WAL, `synchronous=FULL`: what was acknowledged survives a power cut).
#[derive(Debug, Clone)]
pub struct SqliteStore {
    connections: Connections,
}

impl SqliteStore {
    /// Opens the file, creating it and its tables where there are none.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self { connections: Connections::open(path)? })
    }

    /// Creates many tickets in one transaction, for moving in with them: all, or none where one was there before.
    pub async fn create_all(&self, many: &[Submitted<'_>]) -> Result<()> {
        let new = |submitted: &Submitted<'_>| Ok((tickets::NewTicket::of(submitted)?, search::words(submitted.events)));
        let many = many.iter().map(new).collect::<Result<Vec<_>>>()?;
        self.connections
            .write(move |db| {
                for (rows, words) in &many {
                    match tickets::create(db, rows)? {
                        Created::Now => search::keep(db, rows.head.code(), rows.head.desk(), words, false)?,
                        Created::Before(_) | Created::Differs => return Err(StoreError::Conflict),
                    }
                }
                Ok(())
            })
            .await
    }

    /// Events after a position of the log, at most `at_most`.
    pub async fn events_after(&self, position: i64, at_most: u32) -> Result<Vec<Logged>> {
        self.connections.read(move |db| log::events_after(db, position, at_most)).await
    }

    /// How far `worker` has followed the log; 0 at first.
    pub async fn followed(&self, worker: &'static str) -> Result<i64> {
        self.connections.read(move |db| log::followed(db, worker)).await
    }

    /// Remembers how far `worker` has followed the log.
    pub async fn set_followed(&self, worker: &'static str, position: i64) -> Result<()> {
        self.connections.write(move |db| log::set_followed(db, worker, position)).await
    }

    /// Gives back every effect that a worker held when it died. Only for a worker that has the file to itself.
    pub async fn release_unfinished_effects(&self) -> Result<()> {
        self.connections.write(signals::release_unfinished_effects).await
    }

    /// Writes everything from the write-ahead log into the file itself, so that the file alone is the whole store.
    pub async fn settle(&self) -> Result<()> {
        self.connections.settle().await
    }

    /// Removes limits, signals, codes and sessions that have ended.
    pub async fn forget_ended(&self, now: Timestamp) -> Result<()> {
        self.connections.write(move |db| signals::forget_ended(db, now)).await
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn create(&self, submitted: &Submitted<'_>) -> Result<Created> {
        let rows = tickets::NewTicket::of(submitted)?;
        let words = search::words(submitted.events);
        self.connections
            .write(move |db| {
                let created = tickets::create(db, &rows)?;
                if created == Created::Now {
                    search::keep(db, rows.head.code(), rows.head.desk(), &words, false)?;
                }
                Ok(created)
            })
            .await
    }

    async fn submission(&self, id: &SubmissionId) -> Result<Option<TicketCode>> {
        let id = id.0.clone();
        self.connections.read(move |db| tickets::submission(db, &id)).await
    }

    async fn head(&self, code: TicketCode) -> Result<Option<Ticket>> {
        self.connections.read(move |db| tickets::head(db, code)).await
    }

    async fn events(&self, code: TicketCode, from_seq: u32) -> Result<Vec<Event>> {
        self.connections.read(move |db| tickets::events(db, code, from_seq)).await
    }

    async fn append(&self, head: &Ticket, expected: u32, events: &[Event]) -> Result<()> {
        let erased = erased_before(events);
        let words = search::words(events);
        let (head, events) = (tickets::HeadRow::of(head)?, tickets::event_rows(events)?);
        self.connections
            .write(move |db| {
                tickets::append(db, &head, expected, &events, erased)?;
                search::keep(db, head.code(), head.desk(), &words, erased.is_some())
            })
            .await
    }

    async fn queue(&self, query: &QueueQuery) -> Result<Page<Ticket>> {
        let query = query.clone();
        self.connections.read(move |db| queue::page(db, &query)).await
    }

    async fn figures(&self, desk: &DeskId, today: Range<Timestamp>, at_most: u32) -> Result<Figures> {
        let desk = desk.clone();
        self.connections.read(move |db| queue::figures(db, &desk, &today, at_most)).await
    }

    async fn search(&self, query: &SearchQuery) -> Result<Page<Ticket>> {
        let query = query.clone();
        self.connections.read(move |db| search::page(db, &query)).await
    }

    async fn make_findable(&self, _: TicketCode) -> Result<()> {
        Ok(())
    }

    async fn by_contact(&self, contact: &str, after: Option<&Cursor>, limit: u32) -> Result<Page<TicketCode>> {
        let (contact, after) = (contact.to_owned(), after.cloned());
        self.connections.read(move |db| tickets::by_contact(db, &contact, after.as_ref(), limit)).await
    }

    async fn due_alarms(&self, until: Timestamp, at_most: u32) -> Result<Vec<TicketCode>> {
        self.connections.read(move |db| tickets::due_alarms(db, until, at_most)).await
    }

    async fn count(&self, bucket: &str, seconds: u32, now: Timestamp) -> Result<u32> {
        let bucket = bucket.to_owned();
        self.connections.write(move |db| signals::count(db, &bucket, seconds, now)).await
    }

    async fn used(&self, bucket: &str, seconds: u32, now: Timestamp) -> Result<u32> {
        let bucket = bucket.to_owned();
        self.connections.read(move |db| signals::used(db, &bucket, seconds, now)).await
    }

    async fn add_signal(&self, day: Date, signal: &Signal) -> Result<()> {
        let signal = signal.clone();
        self.connections.write(move |db| signals::add_signal(db, day, &signal)).await
    }

    async fn signals(&self, from: Date, to: Date, at_most: u32) -> Result<Vec<Counted>> {
        self.connections.read(move |db| signals::signals(db, from, to, at_most)).await
    }

    async fn put_one_time_code(&self, code: &OneTimeCode) -> Result<()> {
        let code = code.clone();
        self.connections.write(move |db| signals::put_one_time_code(db, &code)).await
    }

    async fn try_one_time_code(&self, id: &str, digest: &[u8; 32], now: Timestamp) -> Result<Tried> {
        let (id, digest) = (id.to_owned(), *digest);
        self.connections.write(move |db| signals::try_one_time_code(db, &id, &digest, now)).await
    }

    async fn put_session(&self, session: &Session) -> Result<()> {
        let session = session.clone();
        self.connections.write(move |db| signals::put_session(db, &session)).await
    }

    async fn session(&self, id: &SessionId, now: Timestamp) -> Result<Option<Session>> {
        let id = *id;
        self.connections.read(move |db| signals::session(db, id, now)).await
    }

    async fn end_session(&self, id: &SessionId) -> Result<()> {
        let id = *id;
        self.connections.write(move |db| signals::end_session(db, id)).await
    }

    async fn put_profile(&self, profile: &Profile) -> Result<()> {
        let profile = profile.clone();
        self.connections.write(move |db| profiles::put_profile(db, &profile)).await
    }

    async fn profile(&self, email: &str) -> Result<Option<Profile>> {
        let email = email.to_owned();
        self.connections.read(move |db| profiles::profile(db, &email)).await
    }

    async fn put_writing(&self, code: TicketCode, email: &str, ends_at: Timestamp) -> Result<()> {
        let email = email.to_owned();
        self.connections.write(move |db| signals::put_writing(db, code, &email, ends_at)).await
    }

    async fn writing(&self, code: TicketCode, now: Timestamp) -> Result<Vec<String>> {
        self.connections.read(move |db| signals::writing(db, code, now)).await
    }

    async fn claim_effect(&self, key: &str, lease_until: Timestamp, now: Timestamp) -> Result<Claim> {
        let key = key.to_owned();
        self.connections.write(move |db| signals::claim_effect(db, &key, lease_until, now)).await
    }

    async fn finish_effect(&self, key: &str) -> Result<()> {
        let key = key.to_owned();
        self.connections.write(move |db| signals::finish_effect(db, &key)).await
    }

    async fn release_effect(&self, key: &str) -> Result<()> {
        let key = key.to_owned();
        self.connections.write(move |db| signals::release_effect(db, &key)).await
    }
}

#[async_trait]
impl Offline for SqliteStore {
    async fn inventory(&self) -> Result<Inventory> {
        self.connections.read(offline::inventory).await
    }

    async fn move_in(&self, tickets: &[Moving]) -> Result<()> {
        let rows = tickets.iter().map(offline::Rows::of).collect::<Result<Vec<_>>>()?;
        self.connections.write(move |db| offline::move_in(db, &rows)).await
    }

    async fn put_done(&self, effects: &[String]) -> Result<()> {
        let effects = effects.to_vec();
        self.connections.write(move |db| offline::put_done(db, &effects)).await
    }

    async fn put_signals(&self, counts: &[Counted]) -> Result<()> {
        let counts = counts.to_vec();
        self.connections.write(move |db| offline::put_signals(db, &counts)).await
    }

    async fn kept(&self, code: TicketCode) -> Result<Kept> {
        self.connections.read(move |db| offline::kept(db, code)).await
    }

    async fn mend(&self, head: &Ticket, version: Option<u32>) -> Result<()> {
        let head = tickets::HeadRow::of(head)?;
        self.connections.write(move |db| offline::mend(db, &head, version)).await
    }

    async fn is_findable(&self, head: &Ticket, events: &[Event]) -> Result<bool> {
        let (head, words) = (head.clone(), search::words(events));
        self.connections.read(move |db| offline::is_findable(db, &head, &words)).await
    }

    async fn mend_findable(&self, head: &Ticket, events: &[Event]) -> Result<()> {
        let (code, desk, words) = (head.code.to_string(), head.desk.to_string(), search::words(events));
        // What it was found by before counts for nothing.
        self.connections.write(move |db| search::keep(db, &code, &desk, &words, true)).await
    }
}
