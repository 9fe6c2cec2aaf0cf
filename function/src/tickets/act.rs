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

impl ActError {
    /// The key of the sentence that tells it on the ticket's page; `None` when that page cannot be shown.
    pub fn key(&self) -> Option<String> {
        match self {
            Self::Changed => Some("conflict".to_owned()),
            Self::Refused(refusal) => Some(format!("refusal-{}", refusal.key())),
            Self::NotFound | Self::Store(_) => None,
        }
    }
}

/// How often an append that lost against another is decided anew.
const ATTEMPTS: u32 = 4;

/// Carries out a command. The same command sent twice (a double click, a retry) is done once and succeeds twice.
pub async fn act(desk: &Desk, catalog: &Catalog, acting: &Acting) -> Result<Ticket, ActError> {
    for _ in 0..ATTEMPTS {
        let ticket = desk.store().head(acting.code).await.map_err(ActError::Store)?.ok_or(ActError::NotFound)?;
        if let Some(seen) = acting.seen.filter(|seen| *seen != ticket.version) {
            let since = desk.store().events(acting.code, seen.saturating_add(1)).await.map_err(ActError::Store)?;
            if since.iter().any(|event| is_done_by(acting, event)) {
                return Ok(ticket);
            }
            // A note of the desk is no news to the requester: what they typed meanwhile is not held up by it. And what
            // they think of a stage that is over, or who else is to know, nothing changes.
            let is_apart = matches!(acting.command, Command::Rate { .. } | Command::Follow { .. });
            let is_outdated = acting.actor != Actor::Requester || since.iter().any(|event| is_news(&event.kind));
            if is_outdated && !is_apart {
                return Err(ActError::Changed);
            }
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
            | (Command::Resume { .. }, EventKind::Resumed { .. })
            | (Command::SignOff { .. }, EventKind::SignedOff)
            | (Command::Erase, EventKind::Erased)
            | (Command::Chase, EventKind::Chased)
            | (Command::Confirm, EventKind::Confirmed)
            | (Command::Confirm | Command::Close { .. } | Command::Withdraw, EventKind::Closed { .. }) => true,
            (Command::Answer { text, .. }, EventKind::Answered { .. })
            | (Command::Reject { reason: text, .. }, EventKind::Rejected { .. })
            | (Command::Ask { text, .. }, EventKind::Asked { .. })
            | (Command::Note { text, .. }, EventKind::Noted)
            | (Command::Reopen { text, .. }, EventKind::Reopened { .. })
            | (Command::Reply { text }, EventKind::Replied | EventKind::Resumed { .. } | EventKind::Reopened { .. }) => {
                said(text)
            }
            (Command::Refer { to, role, .. }, EventKind::Referred { to: went, role: whom, .. }) => {
                to == went && role == whom
            }
            (
                Command::Classify { priority, audience, nature, .. },
                EventKind::Classified { priority: as_priority, audience: from, nature: about, .. },
            ) => priority == as_priority && audience == from && nature == about,
            (Command::Assign { to }, EventKind::Assigned) => {
                matches!(&event.personal, Some(Personal::Member { name }) if name == to)
            }
            (Command::Follow { people }, EventKind::Followed { .. }) => {
                matches!(&event.personal, Some(Personal::People { emails }) if emails == people)
            }
            (Command::Rate { stage, score, text }, EventKind::Rated { stage: judged, score: given }) => {
                stage == judged && score == given && (said(text) || text.is_empty() && event.personal.is_none())
            }
            (Command::Resubmit { submission, .. }, EventKind::Resubmitted { .. }) => {
                matches!(&event.personal, Some(Personal::Submission(sent)) if sent == submission)
            }
            _ => false,
        }
}

/// Whether an event changes what the requester's page says.
fn is_news(kind: &EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Noted
            | EventKind::Assigned
            | EventKind::Registered { .. }
            | EventKind::Warned
            | EventKind::Overdue
            | EventKind::Escalated { .. }
            | EventKind::Reminded
    )
}
