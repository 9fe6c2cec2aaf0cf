//! Doing something to a ticket that exists.

use domain::catalog::Catalog;
use domain::code::TicketCode;
use domain::ticket::{Actor, Command, Event, EventKind, Personal, Refusal, Ticket, decide_all};

use super::{NotKept, keep};
use crate::desk::Desk;
use crate::store::StoreError;

/// Somebody doing something to a ticket.
#[derive(Debug, Clone)]
pub struct Acting {
    /// Which ticket.
    pub code: TicketCode,
    /// In which role.
    pub actor: Actor,
    /// What: all of it, in this order, or nothing.
    pub commands: Vec<Command>,
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
    /// A file that comes with it cannot be had.
    #[error(transparent)]
    NotKept(#[from] NotKept),
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
            Self::NotKept(NotKept::Gone(_)) => Some("problem-file-gone".to_owned()),
            Self::NotKept(NotKept::Files(_)) | Self::NotFound | Self::Store(_) => None,
        }
    }
}

/// How often an append that lost against another is decided anew.
const ATTEMPTS: u32 = 4;

/// Carries out commands. The same sent twice (a double click, a retry) is done once and succeeds twice.
pub async fn act(desk: &Desk, catalog: &Catalog, acting: &Acting) -> Result<Ticket, ActError> {
    for _ in 0..ATTEMPTS {
        let ticket = desk.store().head(acting.code).await.map_err(ActError::Store)?.ok_or(ActError::NotFound)?;
        if let Some(seen) = acting.seen.filter(|seen| *seen != ticket.version) {
            let since = desk.store().events(acting.code, seen.saturating_add(1)).await.map_err(ActError::Store)?;
            let is_done = |command| since.iter().any(|event| event.by == acting.actor && is_done_by(command, event));
            if acting.commands.iter().all(is_done) {
                return Ok(ticket);
            }
            // A note of the desk is no news to the requester: what they typed meanwhile is not held up by it. And what
            // they think of a stage that is over, or who else is to know, nothing changes.
            let is_apart = matches!(
                acting.commands[..],
                [Command::Rate { .. } | Command::Follow { .. } | Command::SmsOn { .. } | Command::SmsOff]
            );
            let is_outdated = acting.actor != Actor::Requester || since.iter().any(|event| is_news(&event.kind));
            if is_outdated && !is_apart {
                return Err(ActError::Changed);
            }
        }
        let (expected, now) = (ticket.version, desk.now());
        let (after, events) = decide_all(acting.code, Some(ticket), &acting.commands, &acting.actor, catalog, now)?;
        keep(desk, &acting.commands).await?;
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

/// Whether an event is what the command would have brought about.
fn is_done_by(command: &Command, event: &Event) -> bool {
    let said = |text: &str| matches!(&event.personal, Some(Personal::Message { text: said, .. }) if said == text);
    match (command, &event.kind) {
        (Command::Accept { .. }, EventKind::Accepted { .. })
        | (Command::Resume { .. }, EventKind::Resumed { .. })
        | (Command::SignOff { .. }, EventKind::SignedOff)
        | (Command::SmsOff, EventKind::SmsOff)
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
        (Command::Reclassify { request_type, .. }, EventKind::Reclassified { request_type: became, .. }) => {
            request_type == became
        }
        (Command::HandUp { to, .. }, EventKind::HandedUp { to: went }) => to == went,
        (Command::Register { number, .. }, EventKind::Registered { number: written }) => number.trim() == written,
        (Command::Merge { into, .. }, EventKind::Closed { duplicate_of, .. }) => Some(*into) == *duplicate_of,
        (Command::Assign { to, .. }, EventKind::Assigned) => {
            matches!(&event.personal, Some(Personal::Member { name } | Personal::Given { to: name, .. }) if name == to)
        }
        (Command::Follow { people }, EventKind::Followed { .. }) => {
            matches!(&event.personal, Some(Personal::People { emails }) if emails == people)
        }
        (Command::SmsOn { number }, EventKind::SmsOn) => {
            matches!(&event.personal, Some(Personal::Phone { number: proved }) if proved == number)
        }
        (Command::Rate { stage, score, text }, EventKind::Rated { stage: judged, score: given }) => {
            stage == judged && score == given && (said(text) || text.is_empty() && event.personal.is_none())
        }
        // Without script the second click uploads the same files under other ids.
        (Command::Attach { files }, EventKind::Attached { files: refs }) => {
            files.iter().map(|upload| upload.file.bytes).eq(refs.iter().map(|file| file.bytes))
                && matches!(&event.personal, Some(Personal::Files { names })
                        if files.iter().map(|upload| &upload.name).eq(names))
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
