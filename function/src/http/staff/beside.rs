//! What stands beside a ticket: how it came, what its requester had read, what else they have asked, who is away.

use domain::catalog::{Catalog, Member as Listed};
use domain::lang::Lang;
use domain::reading::{Revision, StepNumber};
use domain::ticket::{Channel, Event, EventKind, Ticket};
use jiff::Timestamp;
use jiff::civil::Date;
use themes::view::desk::{CameFrom, OtherTicket, Step};

use super::super::failure::Failure;
use super::super::pages::{Told, outcome};
use super::command::workers;
use super::session::Member;
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::members::away_until;
use crate::tickets::of_contact;

/// How many of the requester's tickets are looked through for others at the member's desks.
const OTHERS: u32 = 20;

/// The requester's other tickets at the member's desks, newest first. What they have elsewhere is told by nothing.
pub(super) async fn others(desk: &Desk, member: &Member, ticket: &Ticket) -> Result<Vec<Ticket>, Failure> {
    let Some(contact) = &ticket.contact else { return Ok(Vec::new()) };
    let found = of_contact(desk, contact, None, OTHERS).await?;
    let is_there = |other: &Ticket| other.code != ticket.code && member.role_at(&other.desk).is_some();
    Ok(found.rows.into_iter().filter(is_there).collect())
}

/// One of them, as the page of `ticket` shows it.
pub(super) fn other(catalog: &Catalog, lang: &Lang, now: Timestamp, ticket: &Ticket, other: &Ticket) -> OtherTicket {
    let told = Told { catalog, lang, now, ticket: other };
    OtherTicket {
        url: format!("/desk/t/{}", other.code),
        title: told.title(),
        state: other.state.as_str().to_owned(),
        outcome: outcome(other),
        sent: told.moment(other.created_at),
        is_duplicate: other.duplicate_of == Some(ticket.code),
    }
}

/// Who of a desk is away, by name, and until when: of whoever may be given the ticket where it can be `assigned`, else of
/// whoever works on it. Nobody has to know of a ticket that is over.
pub(super) async fn away(
    desk: &Desk,
    bundle: &Bundle,
    ticket: &Ticket,
    assigned: bool,
) -> Result<Vec<(String, Date)>, Failure> {
    let is_shown = |member: &&Listed| assigned || ticket.handler.as_ref() == Some(&member.name);
    let mut away = Vec::new();
    for member in workers(&bundle.catalog, &ticket.desk).filter(|_| ticket.closed.is_none()).filter(is_shown) {
        let until = away_until(desk, &bundle.catalog, &ticket.desk, member).await?;
        away.extend(until.map(|day| (member.name.clone(), day)));
    }
    Ok(away)
}

/// How the ticket came in.
pub(super) fn channel(events: &[Event]) -> Channel {
    let channel = events.iter().find_map(|event| match &event.kind {
        EventKind::Submitted { channel, .. } => Some(*channel),
        _ => None,
    });
    channel.unwrap_or_default()
}

/// The article the requester came from, as it is now. It has changed when it is nowhere as they read it: a page that
/// stands in for a translation shows the text of another language.
pub(super) fn came_from(bundle: &Bundle, ticket: &Ticket, events: &[Event]) -> Option<CameFrom> {
    let article = bundle.catalog.article(ticket.article.as_ref()?, &ticket.lang)?;
    let (revision, step, done) = events.iter().find_map(|event| match &event.kind {
        EventKind::Submitted { revision, step, ticked, .. } => Some((revision.as_ref(), step.as_ref(), ticked)),
        _ => None,
    })?;
    let translations = || bundle.catalog.articles.iter().filter(|translation| translation.id == article.id);
    let is_there = |revision: &Revision| translations().any(|translation| translation.revision == revision.as_str());
    let told = translations().all(|translation| !translation.revision.is_empty());
    let link = |step: &StepNumber| {
        let (platform, number) = step.parts();
        Step {
            anchor: format!("step-{step}"),
            number: number.to_owned(),
            platform: platform.unwrap_or_default().to_owned(),
        }
    };
    Some(CameFrom {
        title: article.title.clone(),
        url: article.url.clone(),
        step: step.map(link),
        ticked: done.iter().map(link).collect(),
        changed: told && revision.is_some_and(|revision| !is_there(revision)),
    })
}
