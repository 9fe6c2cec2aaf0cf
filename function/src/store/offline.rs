//! What a store is asked while nobody waits: to go through all of it. No request does.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::code::TicketCode;
use domain::signal::Counted;
use domain::ticket::{Event, Ticket};

use super::{Profile, Result, Store, SubmissionId};

/// A sending that led to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sending {
    /// Which sending it was.
    pub id: String,
    /// Digest of everything that was sent.
    pub body: [u8; 32],
}

impl Sending {
    /// The id as the rest of the store knows it.
    pub fn id(&self) -> SubmissionId {
        SubmissionId(self.id.clone())
    }
}

/// Everything that stays, but for the tickets' heads and events. What has an end of its own (limits, codes, sessions) is
/// not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Tickets with a head.
    pub tickets: BTreeSet<TicketCode>,
    /// Tickets of which only events are there: half moved in, or their head was lost.
    pub headless: BTreeSet<TicketCode>,
    /// The sendings that led to each ticket.
    pub sendings: BTreeMap<TicketCode, BTreeSet<Sending>>,
    /// Effects that were carried out.
    pub done: BTreeSet<String>,
    /// What members say of themselves, in the order of their addresses.
    pub profiles: Vec<Profile>,
    /// What readers told, by day and then by the signal's name.
    pub signals: Vec<Counted>,
}

/// A ticket that moves in from another store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moving {
    /// Its head: the fold of its events, and whose it is.
    pub head: Ticket,
    /// All of its events.
    pub events: Vec<Event>,
    /// What led to it.
    pub sendings: Vec<Sending>,
}

/// A head as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its version; `None` where there is no head, or none that can be read.
    pub version: Option<u32>,
    /// The head; `None` where there is none that can be read.
    pub head: Option<Ticket>,
    /// Whether it stands in the queue, among the alarms and among its requester's tickets where its own words say.
    pub in_place: bool,
}

/// Going through all of a store: moving out of it and into it, and mending it.
#[async_trait]
pub trait Offline: Store {
    /// What is there. A ticket that is made meanwhile may be left out.
    async fn inventory(&self) -> Result<Inventory>;

    /// Takes tickets in, each whole or not at all. Nothing follows from their events: their letters went out where they
    /// come from. Events of a ticket without a head are written over; one with a head is a
    /// [`StoreError::Conflict`](super::StoreError::Conflict).
    async fn move_in(&self, tickets: &[Moving]) -> Result<()>;

    /// Takes effects in that were carried out.
    async fn put_done(&self, effects: &[String]) -> Result<()>;

    /// Takes counts in, in place of those of the same day and name.
    async fn put_signals(&self, counts: &[Counted]) -> Result<()>;

    /// A ticket's head as it is kept.
    async fn kept(&self, code: TicketCode) -> Result<Kept>;

    /// Writes a head as its log says, if the head kept is still the one of this version; otherwise
    /// [`StoreError::Conflict`](super::StoreError::Conflict).
    async fn mend(&self, head: &Ticket, version: Option<u32>) -> Result<()>;

    /// Whether a ticket is found by what its log says, and by nothing else.
    async fn is_findable(&self, head: &Ticket, events: &[Event]) -> Result<bool>;

    /// Makes it so.
    async fn mend_findable(&self, head: &Ticket, events: &[Event]) -> Result<()>;
}
