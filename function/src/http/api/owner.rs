//! Who may see and do everything about a ticket: whoever carries its owner's token.

use std::net::IpAddr;

use axum::http::{HeaderMap, StatusCode, header};
use domain::ticket::Ticket;
use themes::view::form::FieldError;

use super::super::public::lookup::{Found, find};
use super::problem::Unanswered;
use crate::desk::Desk;

/// The ticket of a typed code. Misses are counted as those of the pages are.
pub(super) async fn found(desk: &Desk, client: IpAddr, typed: &str) -> Result<Ticket, Unanswered> {
    match find(desk, client, typed).await? {
        Found::Ticket(ticket) => Ok(*ticket),
        Found::NoCode | Found::Unknown => Err(Unanswered::new(StatusCode::NOT_FOUND)),
    }
}

/// The token of `Authorization: Bearer`; `None` without that header. Whoever sends it in another shape hears so rather
/// than being taken for nobody.
pub(super) fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Unanswered> {
    let Some(sent) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let sent = sent.to_str().ok().and_then(|sent| sent.split_once(' '));
    let token = sent.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    token.map(Some).ok_or_else(wrong)
}

fn wrong() -> Unanswered {
    Unanswered::at(StatusCode::UNAUTHORIZED, FieldError::new("Authorization", "api-problem-token"))
}

/// Whether a request is the owner's: `false` without a token.
pub(super) fn is_owner(desk: &Desk, ticket: &Ticket, headers: &HeaderMap) -> Result<bool, Unanswered> {
    let Some(token) = bearer(headers)? else { return Ok(false) };
    let own = desk.keys().is_owner_token(token, ticket.code, ticket.link_rotation);
    if own { Ok(true) } else { Err(wrong()) }
}

/// The ticket, if the request is its owner's.
pub(super) async fn owned(desk: &Desk, client: IpAddr, typed: &str, headers: &HeaderMap) -> Result<Ticket, Unanswered> {
    let ticket = found(desk, client, typed).await?;
    if is_owner(desk, &ticket, headers)? { Ok(ticket) } else { Err(Unanswered::new(StatusCode::UNAUTHORIZED)) }
}
