//! The store on AWS: two DynamoDB tables, declared in `infra/template.yaml`.
//!
//! `keys` is the only place that spells a key, an attribute or an expression; `items` turns tickets into items and
//! back; `tickets`, `lists`, `profiles` and `signals` hold one function for every method of [`Store`].

mod errors;
mod items;
mod keys;
mod lists;
mod offline;
mod profiles;
mod search;
mod signals;
mod tickets;

use std::ops::Range;
use std::time::Duration;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Builder;
use domain::code::TicketCode;
use domain::ids::DeskId;
use domain::signal::{Counted, Signal};
use domain::ticket::{Event, Ticket};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{
    Claim, Created, Cursor, Figures, Inventory, Kept, Moving, Offline, OneTimeCode, Page, Profile, QueueQuery, Result,
    SearchQuery, Session, SessionId, Store, SubmissionId, Submitted, Tried,
};

pub use items::{Item, NotAnItem, read_logged};

/// The names of the two tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// Heads, events and submission markers.
    pub tickets: String,
    /// Limits, signals, one-time codes, sessions and effect markers.
    pub signals: String,
}

/// A [`Store`] in DynamoDB.
///
/// What must be exact is read strongly consistently; the queue and the alarms come from indexes, which lag behind
/// by milliseconds, so whoever acts on them loads the head first.
#[derive(Debug, Clone)]
pub struct DynamoStore {
    client: Client,
    tables: Tables,
}

impl DynamoStore {
    /// A store in these tables.
    pub fn new(client: Client, tables: Tables) -> Self {
        Self { client, tables }
    }

    /// A store in these tables, its client made for requests somebody waits for: no call takes longer than
    /// [`CALL`], its retries included, and then says [`StoreError::Busy`](super::StoreError::Busy).
    pub fn connect(config: &SdkConfig, tables: Tables) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(CALL)
            .build();
        let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(FIRST_BACKOFF);
        let config = Builder::from(config).timeout_config(timeouts).retry_config(retries).build();
        Self::new(Client::from_conf(config), tables)
    }
}

/// DynamoDB answers in milliseconds; an attempt that takes this long is stuck.
const ATTEMPT: Duration = Duration::from_secs(2);
const CONNECT: Duration = Duration::from_secs(1);
/// The longest a call takes: two that fail one after the other still leave the function time to say so
/// (`infra/template.yaml`: 15 s).
pub const CALL: Duration = Duration::from_secs(6);
const ATTEMPTS: u32 = 4;
/// The SDK's own first pause is a second, made for services slower than this one.
const FIRST_BACKOFF: Duration = Duration::from_millis(50);

#[async_trait]
impl Store for DynamoStore {
    async fn create(&self, submitted: &Submitted<'_>) -> Result<Created> {
        tickets::create(self, submitted).await
    }

    async fn submission(&self, id: &SubmissionId) -> Result<Option<TicketCode>> {
        tickets::submission(self, id).await
    }

    async fn head(&self, code: TicketCode) -> Result<Option<Ticket>> {
        tickets::head(self, code).await
    }

    async fn events(&self, code: TicketCode, from_seq: u32) -> Result<Vec<Event>> {
        tickets::events(self, code, from_seq).await
    }

    async fn append(&self, head: &Ticket, expected: u32, events: &[Event]) -> Result<()> {
        tickets::append(self, head, expected, events).await
    }

    async fn queue(&self, query: &QueueQuery) -> Result<Page<Ticket>> {
        lists::queue(self, query).await
    }

    async fn figures(&self, desk: &DeskId, today: Range<Timestamp>, at_most: u32) -> Result<Figures> {
        lists::figures(self, desk, &today, at_most).await
    }

    async fn search(&self, query: &SearchQuery) -> Result<Page<Ticket>> {
        search::search(self, query).await
    }

    async fn make_findable(&self, code: TicketCode) -> Result<()> {
        search::make_findable(self, code).await
    }

    async fn by_contact(&self, contact: &str, after: Option<&Cursor>, limit: u32) -> Result<Page<TicketCode>> {
        lists::by_contact(self, contact, after, limit).await
    }

    async fn due_alarms(&self, until: Timestamp, at_most: u32) -> Result<Vec<TicketCode>> {
        lists::due_alarms(self, until, at_most).await
    }

    async fn count(&self, bucket: &str, seconds: u32, now: Timestamp) -> Result<u32> {
        signals::count(self, bucket, seconds, now).await
    }

    async fn used(&self, bucket: &str, seconds: u32, now: Timestamp) -> Result<u32> {
        signals::used(self, bucket, seconds, now).await
    }

    async fn add_signal(&self, day: Date, signal: &Signal) -> Result<()> {
        signals::add_signal(self, day, signal).await
    }

    async fn signals(&self, from: Date, to: Date, at_most: u32) -> Result<Vec<Counted>> {
        signals::signals(self, from, to, at_most).await
    }

    async fn put_one_time_code(&self, code: &OneTimeCode) -> Result<()> {
        signals::put_one_time_code(self, code).await
    }

    async fn try_one_time_code(&self, id: &str, digest: &[u8; 32], now: Timestamp) -> Result<Tried> {
        signals::try_one_time_code(self, id, digest, now).await
    }

    async fn put_session(&self, session: &Session) -> Result<()> {
        signals::put_session(self, session).await
    }

    async fn session(&self, id: &SessionId, now: Timestamp) -> Result<Option<Session>> {
        signals::session(self, id, now).await
    }

    async fn end_session(&self, id: &SessionId) -> Result<()> {
        signals::end_session(self, id).await
    }

    async fn put_profile(&self, profile: &Profile) -> Result<()> {
        profiles::put_profile(self, profile).await
    }

    async fn profile(&self, email: &str) -> Result<Option<Profile>> {
        profiles::profile(self, email).await
    }

    async fn put_writing(&self, code: TicketCode, email: &str, ends_at: Timestamp) -> Result<()> {
        signals::put_writing(self, code, email, ends_at).await
    }

    async fn writing(&self, code: TicketCode, now: Timestamp) -> Result<Vec<String>> {
        signals::writing(self, code, now).await
    }

    async fn claim_effect(&self, key: &str, lease_until: Timestamp, now: Timestamp) -> Result<Claim> {
        signals::claim_effect(self, key, lease_until, now).await
    }

    async fn finish_effect(&self, key: &str) -> Result<()> {
        signals::finish_effect(self, key).await
    }

    async fn release_effect(&self, key: &str) -> Result<()> {
        signals::release_effect(self, key).await
    }
}

#[async_trait]
impl Offline for DynamoStore {
    async fn inventory(&self) -> Result<Inventory> {
        offline::inventory(self).await
    }

    async fn move_in(&self, tickets: &[Moving]) -> Result<()> {
        offline::move_in(self, tickets).await
    }

    async fn put_done(&self, effects: &[String]) -> Result<()> {
        offline::put_done(self, effects).await
    }

    async fn put_signals(&self, counts: &[Counted]) -> Result<()> {
        offline::put_signals(self, counts).await
    }

    async fn kept(&self, code: TicketCode) -> Result<Kept> {
        offline::kept(self, code).await
    }

    async fn mend(&self, head: &Ticket, version: Option<u32>) -> Result<()> {
        offline::mend(self, head, version).await
    }

    async fn is_findable(&self, head: &Ticket, events: &[Event]) -> Result<bool> {
        offline::is_findable(self, head, events).await
    }

    async fn mend_findable(&self, head: &Ticket, _: &[Event]) -> Result<()> {
        search::make_findable(self, head.code).await
    }
}
