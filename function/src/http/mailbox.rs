//! `/_mail`: what would have been sent. Only where mail stays on this machine.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use jiff::tz::TimeZone;
use themes::Moment;
use themes::view::local::{MailMessageView, MailSummary, MailboxView, runs};
use themes::view::shell::Page;

use super::failure::Failure;
use super::frame::frame;
use super::pages::{page, shell_at};
use super::reader::Reader;
use crate::desk::Desk;
use crate::mail::Mailbox;

/// The mailbox's pages.
pub fn mailbox_router(desk: Desk, mailbox: Mailbox) -> Router {
    Router::new()
        .route("/_mail", get(list))
        .route("/_mail/{id}", get(show))
        .with_state((desk.clone(), mailbox))
        .layer(from_fn_with_state(desk, frame))
}

async fn list(State((desk, mailbox)): State<(Desk, Mailbox)>, reader: Reader) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let letters = mailbox.letters().map_err(|error| Failure::Broken(error.into()))?;
    let summary = |kept: crate::mail::Kept| MailSummary {
        url: format!("/_mail/{}", kept.letter.id),
        to: kept.letter.to.to_string(),
        subject: kept.letter.subject,
        at: Moment::new(kept.at, &TimeZone::system(), &lang, desk.now()),
    };
    let view = MailboxView {
        shell: shell_at(&bundle, &lang, "/_mail"),
        page: Page::named("mailbox", "mailbox-title").noindex(),
        messages: letters.into_iter().map(summary).collect(),
    };
    page(&bundle.theme, StatusCode::OK, &lang, &view)
}

async fn show(
    State((desk, mailbox)): State<(Desk, Mailbox)>,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let kept = mailbox.letter(&id).ok_or(Failure::NotFound)?;
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let letter = kept.letter;
    let view = MailMessageView {
        shell: shell_at(&bundle, &lang, &format!("/_mail/{id}")),
        page: Page::titled("mailbox", letter.subject).noindex(),
        mailbox_url: "/_mail".to_owned(),
        from: format!("{} <{}>", letter.from.name, letter.from.email),
        to: letter.to.to_string(),
        at: Moment::new(kept.at, &TimeZone::system(), &lang, desk.now()),
        body: runs(&letter.body),
    };
    page(&bundle.theme, StatusCode::OK, &lang, &view)
}
