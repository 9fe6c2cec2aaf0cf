//! What members do to a ticket: one address a deed, `POST /desk/t/{code}/<name>`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::code::TicketCode;
use domain::ids::DeskId;
use domain::ticket::{Action, Actor, Command, Ticket};

use super::super::failure::Failure;
use super::super::forms::Posted;
use super::command::{command, no_such_ticket};
use super::queue::queue_path;
use super::session::Member;
use super::ticket::{Shown, load};
use crate::desk::Desk;
use crate::tickets::{ActError, Acting, act};

/// Something that the ticket's page has a button for.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct Deed {
    /// What its address calls it.
    pub(in crate::http) name: &'static str,
    /// What it is.
    action: Action,
    /// The fields of its form, beside the token and the version.
    fields: &'static [&'static str],
    /// The key of the sentence that says it is done, without `notice-`.
    pub(in crate::http) done: &'static str,
}

const fn deed(name: &'static str, action: Action, fields: &'static [&'static str], done: &'static str) -> Deed {
    Deed { name, action, fields, done }
}

/// Every deed.
pub(in crate::http) const DEEDS: [Deed; 16] = [
    deed("accept", Action::Accept, &[], "accepted"),
    deed("answer", Action::Answer, &["text", "article"], "answered"),
    deed("close", Action::Close, &[], "closed"),
    deed("reject", Action::Reject, &["text"], "rejected"),
    deed("refer", Action::Refer, &["to", "role", "text"], "referred"),
    deed("classify", Action::Classify, &["priority", "audience", "nature"], "classified"),
    deed("reclassify", Action::Reclassify, &["request_type"], "reclassified"),
    deed("note", Action::Note, &["text"], "noted"),
    deed("assign", Action::Assign, &["to"], "assigned"),
    deed("ask", Action::Ask, &["text"], "asked"),
    deed("resume", Action::Resume, &[], "resumed"),
    deed("hand-up", Action::HandUp, &["to", "text"], "handed-up"),
    deed("register", Action::Register, &["number"], "registered"),
    deed("merge", Action::Merge, &["code"], "merged"),
    deed("sign-off", Action::SignOff, &[], "signed-off"),
    deed("reopen", Action::Reopen, &["text"], "reopened"),
];

/// Does it, and leads back to the ticket; what cannot be done, or read, comes back with what was typed.
pub(in crate::http) async fn do_it(
    deed: Deed,
    desk: &Desk,
    member: &Member,
    code: &str,
    posted: &Posted,
) -> Result<Response, Failure> {
    let ticket = match load(desk, member, code).await {
        // Passed on to a desk that is not theirs, perhaps by this very form a moment ago.
        Err(Failure::NotFound) if leaves_the_desk(deed.action) => {
            return passed_on(deed, desk, member, code, posted).await;
        }
        found => found?,
    };
    member.check(desk, &posted.values)?;
    posted.has_only(&[&["csrf", "version"], deed.fields].concat())?;
    let seen: u32 = posted.values.get("version").parse().map_err(|_| Failure::BadRequest)?;
    let bundle = desk.bundle();
    let again = Shown::tried(deed.name, &posted.values);
    let command = match command(deed.action, member, &posted.values, &bundle.catalog, &ticket.desk) {
        Ok(Command::Merge { into, .. }) if !is_theirs(desk, member, into).await? => Err(no_such_ticket()),
        read => read,
    };
    let command = match command {
        Ok(command) => command,
        Err(error) => {
            let again = Shown { error: Some(error), ..again };
            return again.render(desk, member, &ticket, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let acting = Acting { code: ticket.code, actor: member.acting_on(&ticket)?, command, seen: Some(seen) };
    match act(desk, &bundle.catalog, &acting).await {
        Ok(after) => Ok(Redirect::to(&next_page(member, &ticket.desk, &after, deed.done)).into_response()),
        Err(error) => {
            let refused = Some(error.key().ok_or(error)?);
            let ticket = load(desk, member, code).await?;
            Shown { refused, ..again }.render(desk, member, &ticket, StatusCode::CONFLICT).await
        }
    }
}

/// Whether a ticket is there for a member: what they name it as may be at a desk they do not belong to.
async fn is_theirs(desk: &Desk, member: &Member, code: TicketCode) -> Result<bool, Failure> {
    let ticket = desk.store().head(code).await?;
    Ok(ticket.is_some_and(|ticket| member.role_at(&ticket.desk).is_some()))
}

/// The ticket's page; the queue it left, when it is at a desk now where it does not exist for them.
fn next_page(member: &Member, before: &DeskId, after: &Ticket, done: &str) -> String {
    match member.role_at(&after.desk) {
        Some(_) => format!("/desk/t/{}?done={done}", after.code),
        None => format!("{}?done={done}", queue_path(before, None)),
    }
}

/// What takes a ticket to a desk where its member may have no part.
fn leaves_the_desk(action: Action) -> bool {
    matches!(action, Action::Refer | Action::HandUp)
}

/// The second click on "pass it on" finds the ticket gone. It succeeds like the first; for anything else the ticket
/// does not exist.
async fn passed_on(deed: Deed, desk: &Desk, member: &Member, code: &str, posted: &Posted) -> Result<Response, Failure> {
    let code = TicketCode::parse(code).map_err(|_| Failure::NotFound)?;
    member.check(desk, &posted.values).map_err(|_| Failure::NotFound)?;
    let seen: u32 = posted.values.get("version").parse().map_err(|_| Failure::NotFound)?;
    let catalog = &desk.bundle().catalog;
    for (own, role) in &member.desks {
        let Ok(command) = command(deed.action, member, &posted.values, catalog, own) else { continue };
        let actor = Actor::Staff { desk: own.clone(), role: *role };
        match act(desk, catalog, &Acting { code, actor, command, seen: Some(seen) }).await {
            Ok(after) => return Ok(Redirect::to(&next_page(member, own, &after, deed.done)).into_response()),
            Err(ActError::Store(error)) => return Err(error.into()),
            Err(_) => {}
        }
    }
    Err(Failure::NotFound)
}
