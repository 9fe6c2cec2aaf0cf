//! What the one who sent a ticket does to it: one address a deed, `POST /t/{code}/<name>`.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::ticket::{Action, Actor, Command, FormValues, read_text};
use themes::view::form::FieldError;

use super::super::failure::Failure;
use super::super::forms::{Posted, text_error};
use super::super::reader::Reader;
use super::owner::owned;
use super::ticket::OwnerPage;
use crate::desk::Desk;
use crate::tickets::{Acting, act};

/// Something that the owner's page has a button for.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct Deed {
    /// What its address calls it.
    pub(in crate::http) name: &'static str,
    /// What it is.
    pub(in crate::http) action: Action,
    /// The fields of its form, beside the token and the version.
    pub(in crate::http) fields: &'static [&'static str],
    /// The key of the sentence that says it is done, without `notice-`.
    pub(in crate::http) done: &'static str,
}

const fn deed(name: &'static str, action: Action, fields: &'static [&'static str], done: &'static str) -> Deed {
    Deed { name, action, fields, done }
}

/// Every deed. Sending a rejected ticket again has a form of its own.
pub(in crate::http) const DEEDS: [Deed; 5] = [
    deed("reply", Action::Reply, &["text"], "replied"),
    deed("confirm", Action::Confirm, &[], "confirmed"),
    deed("reopen", Action::Reopen, &["text"], "opened-again"),
    deed("chase", Action::Chase, &[], "chased"),
    deed("withdraw", Action::Withdraw, &[], "withdrawn"),
];

/// Does it, and leads back to the ticket; what cannot be done, or read, comes back with what was typed.
pub(in crate::http) async fn do_it(
    deed: Deed,
    desk: &Desk,
    reader: &Reader,
    code: &str,
    headers: &HeaderMap,
    posted: &Posted,
) -> Result<Response, Failure> {
    let ticket = owned(desk, code, headers, posted).await?;
    posted.has_only(&[&["csrf", "version"], deed.fields].concat())?;
    let again = OwnerPage::tried(deed.name, posted.values.get("text"));
    let command = match command(deed.action, &posted.values) {
        Ok(command) => command,
        Err(error) => {
            let again = OwnerPage { error: Some(error), ..again };
            return again.render(desk, reader, headers, &ticket, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let seen = posted.values.get("version").parse().ok();
    let acting = Acting { code: ticket.code, actor: Actor::Requester, command, seen };
    match act(desk, &desk.bundle().catalog, &acting).await {
        Ok(_) => Ok(Redirect::to(&format!("/t/{}?done={}", ticket.code, deed.done)).into_response()),
        Err(error) => {
            let refused = Some(error.key().ok_or(error)?);
            let ticket = desk.store().head(ticket.code).await?.ok_or(Failure::NotFound)?;
            OwnerPage { refused, ..again }.render(desk, reader, headers, &ticket, StatusCode::CONFLICT).await
        }
    }
}

/// What a form asks for; or what is wrong with its text.
pub(in crate::http) fn command(action: Action, values: &FormValues) -> Result<Command, FieldError> {
    let text = || read_text(values.get("text")).map_err(text_error);
    Ok(match action {
        Action::Reply => Command::Reply { text: text()? },
        Action::Reopen => Command::Reopen { member: None, text: text()? },
        Action::Chase => Command::Chase,
        Action::Withdraw => Command::Withdraw,
        // The owner's only other deed.
        _ => Command::Confirm,
    })
}
