//! What follows from an event outside the store. Each effect has a marker, so that an event delivered twice shows once.

pub mod worker;

use domain::catalog::Member;
use domain::code::TicketCode;
use domain::contact::Email;
use domain::ticket::{Event, EventKind, Personal, Summary, Ticket};
use jiff::ToSpan;

use crate::desk::Desk;
use crate::mail::letters::{CannotWrite, Writer};
use crate::mail::{Letter, MailError};
use crate::store::{Claim, StoreError};

/// Why effects of an event are still to be done. Trying again is safe.
#[derive(Debug, thiserror::Error)]
pub enum EffectError {
    /// The mail server is away.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The letter cannot be written with this edition of the portal.
    #[error(transparent)]
    Letter(#[from] CannotWrite),
    /// Another worker is at it and may still fail.
    #[error("another worker holds the effect")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How long a worker may take over one letter before another may try.
const LEASE_SECONDS: i64 = 60;

/// Carries out everything that follows from an event. Done already: nothing happens.
pub async fn run_for(desk: &Desk, code: TicketCode, event: &Event) -> Result<(), EffectError> {
    if !has_effects(&event.kind) {
        return Ok(());
    }
    let Some(ticket) = desk.store().head(code).await? else { return Ok(()) };
    for letter in letters(desk, &ticket, event)? {
        send_once(desk, &letter).await?;
    }
    Ok(())
}

fn has_effects(kind: &EventKind) -> bool {
    match kind {
        EventKind::Submitted { .. }
        | EventKind::Answered { .. }
        | EventKind::Rejected { .. }
        | EventKind::Asked { .. }
        | EventKind::Reminded
        | EventKind::Referred { .. }
        | EventKind::Escalated { .. } => true,
        EventKind::ContactProved
        | EventKind::Classified { .. }
        | EventKind::Accepted { .. }
        | EventKind::Resubmitted { .. }
        | EventKind::Replied
        | EventKind::Assigned
        | EventKind::Reclassified { .. }
        | EventKind::Noted
        | EventKind::Resumed { .. }
        | EventKind::HandedUp { .. }
        | EventKind::SignedOff
        | EventKind::Confirmed
        | EventKind::Reopened { .. }
        | EventKind::Warned
        | EventKind::Overdue
        | EventKind::Chased
        | EventKind::Rated { .. }
        | EventKind::Attached { .. }
        | EventKind::Registered { .. }
        | EventKind::Followed { .. }
        | EventKind::Closed { .. }
        | EventKind::Erased => false,
    }
}

/// The letters that follow from an event. The requester's are left out once they were erased.
fn letters(desk: &Desk, ticket: &Ticket, event: &Event) -> Result<Vec<Letter>, CannotWrite> {
    let bundle = desk.bundle();
    let writer = Writer { bundle: &bundle, keys: desk.keys(), now: desk.now() };
    let requester: Option<&Summary> = ticket.summary.as_ref();
    match (&event.kind, &event.personal, requester) {
        (EventKind::Submitted { .. }, _, Some(to)) => Ok(vec![writer.receipt(ticket, to, event)?]),
        (EventKind::Answered { articles, .. }, Some(Personal::Message { text, .. }), Some(to)) => {
            Ok(vec![writer.answer(ticket, to, event, text, articles)?])
        }
        (EventKind::Escalated { to: role, desk: tier, .. }, _, _) => {
            let told = tier.as_ref().unwrap_or(&ticket.desk);
            let members = bundle.catalog.desks.get(told).into_iter().flat_map(|desk| desk.with_role(*role));
            let letter = |member: &Member| {
                let to = Email::parse(&member.email).ok()?;
                Some(writer.escalation(ticket, member, &to, event))
            };
            members.filter_map(letter).collect()
        }
        (_, _, Some(to)) => Ok(writer.news(ticket, to, event)?.into_iter().collect()),
        _ => Ok(Vec::new()),
    }
}

async fn send_once(desk: &Desk, letter: &Letter) -> Result<(), EffectError> {
    let now = desk.now();
    let lease_until = now + LEASE_SECONDS.seconds();
    match desk.store().claim_effect(&letter.id, lease_until, now).await? {
        Claim::Done => return Ok(()),
        Claim::Busy => return Err(EffectError::Busy),
        Claim::Yours => {}
    }
    match desk.mailer().send(letter).await {
        Ok(()) => {}
        // Trying again would not help, and must not hold up the letters behind it.
        Err(MailError::Refused(source)) => {
            tracing::error!(letter = letter.id, error = %format_args!("{source:#}"), "a letter was refused for good");
        }
        Err(unavailable) => {
            desk.store().release_effect(&letter.id).await?;
            return Err(unavailable.into());
        }
    }
    desk.store().finish_effect(&letter.id).await?;
    Ok(())
}
