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
use crate::mail::{Kept, Letter, Mailbox, Message};
use crate::sms::TextMessage;

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
    let kept = mailbox.messages().map_err(|error| Failure::Broken(error.into()))?;
    let summary = |kept: Kept| {
        let url = format!("/_mail/{}", kept.message.id());
        let at = Moment::new(kept.at, &TimeZone::system(), &lang, desk.now());
        match kept.message {
            Message::Letter(letter) => MailSummary { url, to: letter.to.to_string(), subject: letter.subject, at },
            Message::Text(text) => MailSummary { url, to: text.to.as_str().to_owned(), subject: text.body, at },
        }
    };
    let view = MailboxView {
        shell: shell_at(&bundle, &lang, "/_mail"),
        page: Page::named("mailbox", "mailbox-title").noindex(),
        messages: kept.into_iter().map(summary).collect(),
    };
    page(&bundle.theme, StatusCode::OK, &lang, &view)
}

async fn show(
    State((desk, mailbox)): State<(Desk, Mailbox)>,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let kept = mailbox.message(&id).ok_or(Failure::NotFound)?;
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let (page_of, from, to, body) = match kept.message {
        Message::Letter(Letter { from, to, subject, body, .. }) => {
            let from = format!("{} <{}>", from.name, from.email);
            (Page::titled("mailbox", subject), Some(from), to.to_string(), body)
        }
        Message::Text(TextMessage { to, body, .. }) => {
            let title = bundle.theme.text(&lang, "mailbox-sms", &[]);
            (Page::titled("mailbox", title), None, to.as_str().to_owned(), body)
        }
    };
    let view = MailMessageView {
        shell: shell_at(&bundle, &lang, &format!("/_mail/{id}")),
        page: page_of.noindex(),
        mailbox_url: "/_mail".to_owned(),
        from,
        to,
        at: Moment::new(kept.at, &TimeZone::system(), &lang, desk.now()),
        body: runs(&body),
    };
    page(&bundle.theme, StatusCode::OK, &lang, &view)
}
