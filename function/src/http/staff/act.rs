//! What members do to a ticket: one address a deed, `POST /desk/t/{code}/<name>`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalog::Catalog;
use domain::code::TicketCode;
use domain::ids::DeskId;
use domain::ticket::{Action, Actor, Command, Ticket};
use themes::view::form::FieldError;

use super::super::deed::{Deed, deed};
use super::super::failure::Failure;
use super::super::forms::{FILES, Posted};
use super::command::{command, no_such_ticket};
use super::queue::queue_path;
use super::session::Member;
use super::ticket::{Shown, load};
use crate::desk::Desk;
use crate::members::{is_handler_away, profile};
use crate::tickets::{ActError, Acting, act};

/// Every deed.
pub(in crate::http) const DEEDS: [Deed; 18] = [
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
    deed("attach", Action::Attach, &[], "attached"),
    deed("erase", Action::Erase, &[], "erased"),
];

/// What is told after a ticket was given to somebody who is away.
pub(super) const ASSIGNED_AWAY: &str = "assigned-away";

/// What the requester reads may bring files. What colleagues write to each other brings none: a file is the requester's too.
const TAKE_FILES: [Action; 4] = [Action::Answer, Action::Ask, Action::Reject, Action::Attach];

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
    posted.has_only_of(deed, TAKE_FILES.contains(&deed.action))?;
    let seen: u32 = posted.values.get("version").parse().map_err(|_| Failure::BadRequest)?;
    let bundle = desk.bundle();
    let again = Shown::tried(deed.name, &posted.values);
    let signature = match deed.action {
        Action::Answer | Action::Ask => profile(desk, &member.email).await?.signature,
        _ => String::new(),
    };
    let commands = match commands(deed.action, member, posted, &bundle.catalog, &ticket.desk, &signature) {
        Ok(commands) if !are_theirs(desk, member, &commands).await? => Err(no_such_ticket()),
        read => read,
    };
    let commands = match commands {
        Ok(commands) => commands,
        Err(error) => {
            let again = Shown { error: Some(error), ..again };
            return again.render(desk, member, &ticket, posted.status()).await;
        }
    };
    let acting = Acting { code: ticket.code, actor: member.acting_on(&ticket)?, commands, seen: Some(seen) };
    match act(desk, &bundle.catalog, &acting).await {
        Ok(after) => {
            let is_away = deed.action == Action::Assign && is_handler_away(desk, &bundle.catalog, &after).await?;
            let done = if is_away { ASSIGNED_AWAY } else { deed.done };
            Ok(Redirect::to(&next_page(member, &ticket.desk, &after, done)).into_response())
        }
        Err(error) => {
            let refused = Some(error.key().ok_or(error)?);
            let ticket = load(desk, member, code).await?;
            Shown { refused, ..again }.render(desk, member, &ticket, StatusCode::CONFLICT).await
        }
    }
}

/// Whether what commands name is there for a member: another ticket may be at a desk they do not belong to.
async fn are_theirs(desk: &Desk, member: &Member, commands: &[Command]) -> Result<bool, Failure> {
    for command in commands {
        if let Command::Merge { into, .. } = command {
            let ticket = desk.store().head(*into).await?;
            if ticket.is_none_or(|ticket| member.role_at(&ticket.desk).is_none()) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The ticket's page; the queue it left, when it is at a desk now where it does not exist for them.
fn next_page(member: &Member, before: &DeskId, after: &Ticket, done: &str) -> String {
    match member.role_at(&after.desk) {
        Some(_) => format!("/desk/t/{}?done={done}", after.code),
        None => format!("{}?done={done}", queue_path(before)),
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
        let Ok(command) = command(deed.action, member, &posted.values, catalog, own, "") else { continue };
        let actor = Actor::Staff { desk: own.clone(), role: *role };
        match act(desk, catalog, &Acting { code, actor, commands: vec![command], seen: Some(seen) }).await {
            Ok(after) => return Ok(Redirect::to(&next_page(member, own, &after, deed.done)).into_response()),
            Err(ActError::Store(error)) => return Err(error.into()),
            Err(_) => {}
        }
    }
    Err(Failure::NotFound)
}

/// What a form asks for, its files included; or what is wrong with one of its fields.
fn commands(
    action: Action,
    member: &Member,
    posted: &Posted,
    catalog: &Catalog,
    at: &DeskId,
    signature: &str,
) -> Result<Vec<Command>, FieldError> {
    let files = if TAKE_FILES.contains(&action) { posted.files()? } else { Vec::new() };
    if action == Action::Attach && files.is_empty() {
        return Err(FieldError::new(FILES, "problem-missing-files"));
    }
    let said = (action != Action::Attach)
        .then(|| command(action, member, &posted.values, catalog, at, signature))
        .transpose()?;
    let attach = (!files.is_empty()).then_some(Command::Attach { files });
    Ok(said.into_iter().chain(attach).collect())
}
