//! What members of desks say of themselves: the signature under their answers, and when they are away.

use domain::catalog::{Catalog, Member};
use domain::contact::Email;
use domain::ids::DeskId;
use domain::ticket::Ticket;
use jiff::civil::Date;

use crate::desk::Desk;
use crate::store::{Profile, Result};

/// What a member says of themselves; nothing until they have said something. `email` is normalised.
pub async fn profile(desk: &Desk, email: &str) -> Result<Profile> {
    let found = desk.store().profile(email).await?;
    Ok(found.unwrap_or_else(|| Profile { email: email.to_owned(), signature: String::new(), away_until: None }))
}

/// Today, where a desk is.
pub fn today(desk: &Desk, catalog: &Catalog, at: &DeskId) -> Date {
    desk.now().to_zoned(catalog.zone_of(at)).date()
}

/// The last day that a member of a desk is away; `None` while they are there.
pub async fn away_until(desk: &Desk, catalog: &Catalog, at: &DeskId, member: &Member) -> Result<Option<Date>> {
    let Ok(email) = Email::parse(&member.email) else { return Ok(None) };
    let today = today(desk, catalog, at);
    Ok(profile(desk, email.as_str()).await?.away_until.filter(|last| today <= *last))
}

/// Whether whoever works on a ticket is away now.
pub async fn is_handler_away(desk: &Desk, catalog: &Catalog, ticket: &Ticket) -> Result<bool> {
    let members = catalog.desks.get(&ticket.desk).map(|desk| &desk.members);
    let is_handler = |member: &&Member| ticket.handler.as_ref() == Some(&member.name);
    match members.and_then(|members| members.iter().find(is_handler)) {
        Some(handler) => Ok(away_until(desk, catalog, &ticket.desk, handler).await?.is_some()),
        None => Ok(false),
    }
}
