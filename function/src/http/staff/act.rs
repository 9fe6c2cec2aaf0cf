//! What members do to a ticket: one address a deed, `POST /desk/t/{code}/<name>`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalog::{Catalog, Member as Listed, Priority};
use domain::code::TicketCode;
use domain::ids::{ArticleId, DeskId, FieldId};
use domain::ticket::{Action, Actor, Command, FormValues, Ticket, read_text};
use themes::view::form::FieldError;

use super::super::failure::Failure;
use super::super::forms::{Posted, text_error};
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
pub(in crate::http) const DEEDS: [Deed; 13] = [
    deed("accept", Action::Accept, &[], "accepted"),
    deed("answer", Action::Answer, &["text", "article"], "answered"),
    deed("close", Action::Close, &[], "closed"),
    deed("reject", Action::Reject, &["text"], "rejected"),
    deed("refer", Action::Refer, &["to", "text"], "referred"),
    deed("classify", Action::Classify, &["priority", "audience", "nature"], "classified"),
    deed("note", Action::Note, &["text"], "noted"),
    deed("assign", Action::Assign, &["to"], "assigned"),
    deed("ask", Action::Ask, &["text"], "asked"),
    deed("resume", Action::Resume, &[], "resumed"),
    deed("sign-off", Action::SignOff, &[], "signed-off"),
    deed("reopen", Action::Reopen, &["text"], "reopened"),
    deed("erase", Action::Erase, &[], "erased"),
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
        Err(Failure::NotFound) if deed.action == Action::Refer => return passed_on(desk, member, code, posted).await,
        found => found?,
    };
    member.check(desk, &posted.values)?;
    posted.has_only(&[&["csrf", "version"], deed.fields].concat())?;
    let seen: u32 = posted.values.get("version").parse().map_err(|_| Failure::BadRequest)?;
    let bundle = desk.bundle();
    let again = Shown::tried(deed.name, &posted.values);
    let command = match command(deed.action, member, &posted.values, &bundle.catalog, &ticket.desk) {
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

/// The ticket's page; the queue it left, when it is at a desk now where it does not exist for them.
fn next_page(member: &Member, before: &DeskId, after: &Ticket, done: &str) -> String {
    match member.role_at(&after.desk) {
        Some(_) => format!("/desk/t/{}?done={done}", after.code),
        None => format!("{}?done={done}", queue_path(before, None)),
    }
}

/// The second click on "pass it on" finds the ticket gone. It succeeds like the first; for anything else the ticket
/// does not exist.
async fn passed_on(desk: &Desk, member: &Member, code: &str, posted: &Posted) -> Result<Response, Failure> {
    let code = TicketCode::parse(code).map_err(|_| Failure::NotFound)?;
    member.check(desk, &posted.values).map_err(|_| Failure::NotFound)?;
    let seen: u32 = posted.values.get("version").parse().map_err(|_| Failure::NotFound)?;
    let catalog = &desk.bundle().catalog;
    for (own, role) in &member.desks {
        let Ok(command) = command(Action::Refer, member, &posted.values, catalog, own) else { continue };
        let actor = Actor::Staff { desk: own.clone(), role: *role };
        match act(desk, catalog, &Acting { code, actor, command, seen: Some(seen) }).await {
            Ok(after) => return Ok(Redirect::to(&next_page(member, own, &after, "referred")).into_response()),
            Err(ActError::Store(error)) => return Err(error.into()),
            Err(_) => {}
        }
    }
    Err(Failure::NotFound)
}

/// What a form asks for; or what is wrong with one of its fields.
fn command(
    action: Action,
    member: &Member,
    values: &FormValues,
    catalog: &Catalog,
    at: &DeskId,
) -> Result<Command, FieldError> {
    let member = member.name.clone();
    let text = || read_text(values.get("text")).map_err(text_error);
    Ok(match action {
        Action::Accept => Command::Accept { member },
        Action::Answer => {
            let cited = ArticleId::parse(values.get("article")).ok();
            let articles = cited.filter(|id| catalog.articles.iter().any(|article| article.id == *id));
            Command::Answer { member, text: text()?, articles: articles.into_iter().collect() }
        }
        Action::Reject => Command::Reject { member, reason: text()? },
        Action::Refer => {
            let to = DeskId::parse(values.get("to")).ok().filter(|to| catalog.desks.contains_key(to));
            let to = to.ok_or_else(|| FieldError::new("to", "refusal-no-such-desk"))?;
            let text = if values.get("text").trim().is_empty() { String::new() } else { text()? };
            Command::Refer { member, to, role: None, text }
        }
        Action::Classify => Command::Classify {
            member,
            priority: optional(values, "priority", Priority::parse)?,
            audience: optional(values, "audience", |id| FieldId::parse(id).ok())?,
            nature: optional(values, "nature", |id| FieldId::parse(id).ok())?,
        },
        Action::Note => Command::Note { member, text: text()? },
        Action::Assign => {
            let chosen = workers(catalog, at).find(|worker| worker.email == values.get("to"));
            let chosen = chosen.ok_or_else(|| FieldError::new("to", "problem-not-offered"))?;
            Command::Assign { to: chosen.name.clone() }
        }
        Action::Ask => Command::Ask { member, text: text()? },
        Action::Resume => Command::Resume { member },
        Action::SignOff => Command::SignOff { member },
        Action::Erase => Command::Erase,
        Action::Reopen => Command::Reopen { member: Some(member), text: text()? },
        // The desk's only other deed.
        _ => Command::Close { member },
    })
}

fn optional<T>(
    values: &FormValues,
    field: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, FieldError> {
    match values.get(field) {
        "" => Ok(None),
        typed => parse(typed).map(Some).ok_or_else(|| FieldError::new(field, "problem-not-offered")),
    }
}

/// Whoever works at a desk. Directors only read.
pub(in crate::http) fn workers<'c>(catalog: &'c Catalog, desk: &DeskId) -> impl Iterator<Item = &'c Listed> + use<'c> {
    let members = catalog.desks.get(desk).into_iter().flat_map(|desk| &desk.members);
    members.filter(|member| member.role != domain::catalog::Role::Director)
}
