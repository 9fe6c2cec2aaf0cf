//! What the one who sent a ticket does to it: one address a deed, `POST /t/{code}/<name>`.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalog::Portal;
use domain::contact::Email;
use domain::ticket::{Action, Actor, Command, Problem, Stage, Ticket, read_text};
use themes::view::form::FieldError;

use super::super::deed::{Deed, deed};
use super::super::failure::Failure;
use super::super::forms::{Posted, text_error};
use super::super::reader::Reader;
use super::owner::owned;
use super::ticket::OwnerPage;
use crate::desk::Desk;
use crate::tickets::{Acting, act};

/// Every deed. Sending a rejected ticket again has a form of its own.
pub(in crate::http) const DEEDS: [Deed; 9] = [
    deed("reply", Action::Reply, &["text"], "replied"),
    deed("confirm", Action::Confirm, &[], "confirmed"),
    deed("reopen", Action::Reopen, &["text"], "opened-again"),
    deed("chase", Action::Chase, &[], "chased"),
    deed("withdraw", Action::Withdraw, &[], "withdrawn"),
    deed("rate", Action::Rate, &["stage", "score", "text"], "rated"),
    deed("follow", Action::Follow, &["email"], "followed"),
    deed("unfollow", Action::Follow, &["email"], "unfollowed"),
    deed("sms-off", Action::SmsOff, &[], "sms-off"),
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
    posted.has_only_of(deed, deed.action == Action::Reply)?;
    let again = OwnerPage::tried(deed.name, &posted.values);
    let commands = match commands(deed, &ticket, posted, &desk.bundle().catalog.portal) {
        Ok(commands) => commands,
        Err(error) => {
            let again = OwnerPage { error: Some(error), ..again };
            return again.render(desk, reader, headers, &ticket, posted.status()).await;
        }
    };
    let done = if matches!(commands[..], [Command::Attach { .. }]) { "attached" } else { deed.done };
    let seen = posted.values.get("version").parse().ok();
    let acting = Acting { code: ticket.code, actor: Actor::Requester, commands, seen };
    match act(desk, &desk.bundle().catalog, &acting).await {
        Ok(_) => Ok(Redirect::to(&format!("/t/{}?done={}", ticket.code, done)).into_response()),
        Err(error) => {
            let refused = Some(error.key().ok_or(error)?);
            let ticket = desk.store().head(ticket.code).await?.ok_or(Failure::NotFound)?;
            OwnerPage { refused, ..again }.render(desk, reader, headers, &ticket, StatusCode::CONFLICT).await
        }
    }
}

/// What a form asks for; or what is wrong with its text or its files.
pub(in crate::http) fn commands(
    deed: Deed,
    ticket: &Ticket,
    posted: &Posted,
    portal: &Portal,
) -> Result<Vec<Command>, FieldError> {
    let text = || read_text(posted.values.get("text")).map_err(text_error);
    let one = match deed.action {
        Action::Reply => {
            let files = posted.files()?;
            let attach = (!files.is_empty()).then_some(Command::Attach { files });
            // Files may come without a word.
            let reply = match read_text(posted.values.get("text")) {
                Err(Problem::Missing) if attach.is_some() => None,
                read => Some(Command::Reply { text: read.map_err(text_error)? }),
            };
            return Ok(reply.into_iter().chain(attach).collect());
        }
        Action::Reopen => Command::Reopen { member: None, text: text()? },
        Action::Chase => Command::Chase,
        Action::Withdraw => Command::Withdraw,
        Action::SmsOff => Command::SmsOff,
        Action::Follow => {
            let refuse = |key: &str| FieldError::new("email", key);
            let email = Email::parse(posted.values.get("email")).map_err(|_| refuse("problem-not-an-email"))?;
            let summary = ticket.summary.as_ref();
            let mut people = summary.map(|summary| summary.followers.clone()).unwrap_or_default();
            people.retain(|follower| *follower != email);
            if deed.name == "follow" {
                if portal.is_own(&email) {
                    return Err(refuse("problem-own-address"));
                }
                if summary.is_some_and(|summary| summary.email == email) {
                    return Err(refuse("problem-follows-already"));
                }
                people.push(email);
            }
            Command::Follow { people }
        }
        Action::Rate => {
            let stage = Stage::parse(posted.values.get("stage"));
            let stage = stage.ok_or_else(|| FieldError::new("stage", "refusal-no-such-stage"))?;
            let score = posted.values.get("score").parse().map_err(|_| FieldError::new("score", "refusal-score"))?;
            let text = if posted.values.get("text").trim().is_empty() { String::new() } else { text()? };
            Command::Rate { stage, score, text }
        }
        // The owner's only other deed.
        _ => Command::Confirm,
    };
    Ok(vec![one])
}
