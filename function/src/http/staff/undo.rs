//! What takes back what has just been done: a button afterwards instead of a question before.

use domain::catalog::Catalog;
use domain::ticket::{Action, Event, EventKind, Ticket, evolve};
use themes::view::bulk::Undo;

use super::command::{NOBODY, workers};
use crate::bundle::Bundle;

/// The button behind a notice; `None` where what was done stays done. `may`: what the member may do now.
pub(super) fn undo(
    done: &str,
    bundle: &Bundle,
    ticket: &Ticket,
    events: &[Event],
    may: impl Fn(Action) -> bool,
) -> Option<Undo> {
    match done {
        "assigned" if may(Action::Assign) => {
            Some(Undo { deed: "assign", field: "to", value: assigned_before(&bundle.catalog, ticket, events) })
        }
        "closed" if may(Action::Reopen) => {
            Some(Undo { deed: "reopen", field: "text", value: reopening(bundle, ticket) })
        }
        _ => None,
    }
}

/// What the requester reads when closing is taken back, in their language: they have been told that it was closed.
pub(super) fn reopening(bundle: &Bundle, ticket: &Ticket) -> String {
    bundle.theme.text(&ticket.lang, "undo-close-text", &[])
}

/// The address of whoever had a ticket before it was last assigned; [`NOBODY`] where nobody had it, or they have left.
pub(super) fn assigned_before(catalog: &Catalog, ticket: &Ticket, events: &[Event]) -> String {
    let last = events.iter().rposition(|event| event.kind == EventKind::Assigned).unwrap_or(0);
    let before = events[..last].iter().fold(None, |head, event| evolve(ticket.code, head, event));
    let name = before.and_then(|before| before.handler);
    let worker = workers(catalog, &ticket.desk).find(|worker| Some(&worker.name) == name.as_ref());
    worker.map_or_else(|| NOBODY.to_owned(), |worker| worker.email.clone())
}
