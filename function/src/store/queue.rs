//! What of a desk's queue is asked for, and its figures.

use std::ops::Range;

use domain::catalog::Priority;
use domain::ids::{DeskId, FieldId, RequestTypeId};
use domain::ticket::{State, Ticket};
use jiff::Timestamp;

use super::Cursor;

/// Which part of a desk's queue is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueQuery {
    /// Whose tickets.
    pub desk: DeskId,
    /// Which of them. Closed tickets are in no queue.
    pub only: Narrowed,
    /// Where the page starts.
    pub after: Option<Cursor>,
    /// How many rows at most.
    pub limit: u32,
}

/// What a queue is narrowed to: all that is said has to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// In this state.
    pub state: Option<State>,
    /// Of this type.
    pub request_type: Option<RequestTypeId>,
    /// As urgent as this.
    pub priority: Option<Priority>,
    /// Whose work it is.
    pub handler: Option<Handler>,
    /// About this.
    pub nature: Option<FieldId>,
    /// Asked by one of these.
    pub audience: Option<FieldId>,
    /// With [`Ticket::queue_at`] in this time.
    pub due: Option<Range<Timestamp>>,
}

/// Whose work a ticket is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handler {
    /// Nobody's yet.
    Nobody,
    /// The member's of this name.
    Member(String),
}

impl Narrowed {
    /// Only those in one state.
    pub fn to(state: State) -> Self {
        Self { state: Some(state), ..Self::default() }
    }

    /// Whether a ticket is among those asked for.
    pub fn takes(&self, ticket: &Ticket) -> bool {
        fn fits<T: PartialEq>(wanted: Option<&T>, own: Option<&T>) -> bool {
            wanted.is_none() || wanted == own
        }
        let handler = match &self.handler {
            None => true,
            Some(Handler::Nobody) => ticket.handler.is_none(),
            Some(Handler::Member(name)) => ticket.handler.as_ref() == Some(name),
        };
        let is_in = |due: &Range<Timestamp>| ticket.queue_at().is_some_and(|at| due.contains(&at));
        handler
            && fits(self.state.as_ref(), Some(&ticket.state))
            && fits(self.request_type.as_ref(), Some(&ticket.request_type))
            && fits(self.priority.as_ref(), ticket.priority.as_ref())
            && fits(self.nature.as_ref(), ticket.nature.as_ref())
            && fits(self.audience.as_ref(), ticket.audience.as_ref())
            && self.due.as_ref().is_none_or(is_in)
    }

    /// Whether it is about more than the time, so that rows have to be looked at one by one.
    pub fn picks(&self) -> bool {
        *self != Self { due: self.due.clone(), ..Self::default() }
    }
}

/// How many tickets there are, as far as they were counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figure {
    /// So many at least.
    pub count: u32,
    /// There may be more.
    pub more: bool,
}

impl Figure {
    /// What was found where one more than `at_most` was looked for.
    pub fn up_to(at_most: u32, found: u32) -> Self {
        Self { count: found.min(at_most), more: found > at_most }
    }
}

/// A desk's queue at a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Open tickets.
    pub open: Figure,
    /// Not decided on yet.
    pub new: Figure,
    /// With [`Ticket::queue_at`] passed.
    pub overdue: Figure,
    /// With [`Ticket::queue_at`] later today.
    pub due_today: Figure,
    /// Waiting for their requesters.
    pub waiting: Figure,
}
