//! Doing something to a ticket that exists.

use domain::catalog::Catalog;
use domain::code::TicketCode;
use domain::ticket::{Actor, Command, Event, EventKind, Personal, Refusal, Ticket, decide, evolve};

use crate::desk::Desk;
use crate::store::StoreError;

/// Somebody doing something to a ticket.
#[derive(Debug, Clone)]
pub struct Acting {
    /// Which ticket.
    pub code: TicketCode,
    /// In which role.
    pub actor: Actor,
    /// What.
    pub command: Command,
    /// The version they were looking at. `None` when it does not matter what happened in between.
    pub seen: Option<u32>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such ticket.
    #[error("there is no such ticket")]
    NotFound,
    /// Somebody else changed it after the actor had looked.
    #[error("the ticket has changed since it was looked at")]
    Changed,
    /// It may not be done.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

/// How often an append that lost against another is decided anew.
const ATTEMPTS: u32 = 4;

/// Carries out a command. The same command sent twice (a double click, a retry) is done once and succeeds twice.
pub async fn act(desk: &Desk, catalog: &Catalog, acting: &Acting) -> Result<Ticket, ActError> {
    for _ in 0..ATTEMPTS {
        let ticket = desk.store().head(acting.code).await.map_err(ActError::Store)?.ok_or(ActError::NotFound)?;
        if let Some(seen) = acting.seen.filter(|seen| *seen != ticket.version) {
            let since = desk.store().events(acting.code, seen.saturating_add(1)).await.map_err(ActError::Store)?;
            return if since.iter().any(|event| is_done_by(acting, event)) {
                Ok(ticket)
            } else {
                Err(ActError::Changed)
            };
        }
        let events = decide(Some(&ticket), acting.command.clone(), &acting.actor, catalog, desk.now())?;
        let expected = ticket.version;
        let after = events.iter().try_fold(ticket, |ticket, event| evolve(acting.code, Some(ticket), event));
        let after = after.ok_or(ActError::NotFound)?;
        match desk.store().append(&after, expected, &events).await {
            Ok(()) => {
                desk.appended().notify_one();
                return Ok(after);
            }
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(ActError::Store(error)),
        }
    }
    Err(ActError::Changed)
}

/// Whether an event is what the command would have brought about, by the same actor.
fn is_done_by(acting: &Acting, event: &Event) -> bool {
    let said = |text: &str| matches!(&event.personal, Some(Personal::Message { text: said, .. }) if said == text);
    event.by == acting.actor
        && match (&acting.command, &event.kind) {
            (Command::Accept { .. }, EventKind::Accepted { .. })
            | (Command::Confirm, EventKind::Confirmed)
            | (Command::Confirm | Command::Close { .. }, EventKind::Closed { .. }) => true,
            (Command::Answer { text, .. }, EventKind::Answered { .. })
            | (Command::Reply { text }, EventKind::Replied | EventKind::Resumed { .. } | EventKind::Reopened { .. }) => {
                said(text)
            }
            _ => false,
        }
}
