//! Who is writing an answer to a ticket: told by their page, shown to their colleagues.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::ticket::{Action, Refusal, State as TicketState, Ticket, permits};
use jiff::SignedDuration;

use super::super::failure::Failure;
use super::super::forms::Posted;
use super::session::Member;
use super::ticket::load;
use crate::desk::Desk;

/// Somebody who has typed nothing for so long is not writing any more. A page tells three times as often
/// (`themes/scripts/writing.js`), so that one lost word makes no difference.
const LASTS: SignedDuration = SignedDuration::from_secs(45);

/// `POST /desk/t/{code}/writing`: the member is typing an answer. It is no part of the ticket, and ends by itself.
pub(in crate::http) async fn tell(
    State(desk): State<Desk>,
    member: Member,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<StatusCode, Failure> {
    let ticket = load(&desk, &member, &code).await?;
    member.check(&desk, &posted.values)?;
    posted.has_only(&["csrf"])?;
    let now = desk.now();
    match permits(&ticket, Action::Answer, &member.acting_on(&ticket)?, now) {
        Ok(()) => desk.store().put_writing(ticket.code, &member.email, now + LASTS).await?,
        // Answered meanwhile, perhaps by whoever was first: their page says so by itself.
        Err(Refusal::State(_)) => {}
        Err(_) => return Err(Failure::Conflict),
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The names of colleagues at the ticket's desk who are writing an answer to it.
pub(super) async fn others(desk: &Desk, member: &Member, ticket: &Ticket) -> Result<Vec<String>, Failure> {
    if ticket.state != TicketState::InProgress {
        return Ok(Vec::new());
    }
    let bundle = desk.bundle();
    let listed = bundle.catalog.desks.get(&ticket.desk);
    let writing = desk.store().writing(ticket.code, desk.now()).await?;
    let others = writing.iter().filter(|email| **email != member.email);
    Ok(others.filter_map(|email| Some(listed?.member(email)?.name.clone())).collect())
}
