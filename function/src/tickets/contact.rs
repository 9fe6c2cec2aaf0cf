//! Tickets and the address they were sent with.

use domain::catalog::Catalog;
use domain::ticket::{Actor, Command, Refusal, Ticket};

use super::{ActError, Acting, act};
use crate::desk::Desk;
use crate::store::{Cursor, Page, Result};

/// Part of the tickets that were sent with an address, newest first. `contact` is its name in the index
/// ([`Keys::contact`](crate::keys::Keys::contact)).
pub async fn of_contact(desk: &Desk, contact: &str, after: Option<&Cursor>, at_most: u32) -> Result<Page<Ticket>> {
    let found = desk.store().by_contact(contact, after, at_most).await?;
    let mut rows = Vec::new();
    for code in found.rows {
        // The index may lag: what was erased a moment ago is not shown.
        rows.extend(desk.store().head(code).await?.filter(|ticket| ticket.contact.as_deref() == Some(contact)));
    }
    Ok(Page { rows, next: found.next })
}

/// Writes down that the ticket's address is its requester's: they have read mail that went nowhere else. Known already:
/// nothing happens.
pub async fn prove_contact(desk: &Desk, catalog: &Catalog, ticket: &Ticket) -> std::result::Result<(), ActError> {
    if ticket.contact_proved {
        return Ok(());
    }
    let commands = vec![Command::ProveContact];
    let acting = Acting { code: ticket.code, actor: Actor::Requester, commands, seen: None };
    match act(desk, catalog, &acting).await {
        Ok(_) | Err(ActError::Refused(Refusal::Nothing)) => Ok(()),
        Err(error) => Err(error),
    }
}
