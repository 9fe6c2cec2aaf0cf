//! Looking a ticket up by its code.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::code::{NotACode, TicketCode};
use domain::lang::Lang;
use domain::ticket::Ticket;
use serde::Deserialize;
use themes::view::form::FieldError;
use themes::view::shell::{LanguageTarget, Page};
use themes::view::ticket::LookupView;

use super::super::failure::Failure;
use super::super::pages::{page, shell};
use super::super::reader::{ClientAddress, Reader};
use crate::desk::Desk;
use crate::limits;

#[derive(Deserialize)]
pub(in crate::http) struct LookUp {
    #[serde(default)]
    code: String,
}

/// `GET /t?code=`: leads to the ticket, or says what is wrong with the code.
pub(in crate::http) async fn look_up(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    Query(typed): Query<LookUp>,
) -> Result<Response, Failure> {
    let lang = reader.lang(&desk.bundle().catalog);
    if typed.code.trim().is_empty() {
        return Ok(Redirect::to(&format!("/{lang}/status/")).into_response());
    }
    match find(&desk, client, &typed.code).await? {
        Found::Ticket(ticket) => Ok(Redirect::to(&format!("/t/{}?lang={lang}", ticket.code)).into_response()),
        Found::NoCode => lookup_page(&desk, &lang, &typed.code, StatusCode::UNPROCESSABLE_ENTITY, "error-code-shape"),
        Found::Unknown => unknown(&desk, &lang, &typed.code),
    }
}

/// What a typed code leads to.
pub(in crate::http) enum Found {
    /// A ticket.
    Ticket(Box<Ticket>),
    /// It does not look like a code.
    NoCode,
    /// There is no ticket of that code, or its check symbol is wrong: the two are not told apart.
    Unknown,
}

/// Finds the ticket of a typed code. Misses are counted, so that codes cannot be walked.
pub(in crate::http) async fn find(desk: &Desk, client: std::net::IpAddr, typed: &str) -> Result<Found, Failure> {
    let parsed = TicketCode::parse(typed);
    if parsed == Err(NotACode::Shape) {
        return Ok(Found::NoCode);
    }
    // A wrong check symbol costs the same read as an unknown code: time tells nothing.
    let code = parsed.unwrap_or_else(|_| TicketCode::from_random(0));
    let ticket = desk.store().head(code).await?;
    if let Some(ticket) = ticket.filter(|_| parsed.is_ok()) {
        return Ok(Found::Ticket(Box::new(ticket)));
    }
    let most = desk.bundle().catalog.portal.limits.failed_lookups_per_client;
    limits::hour(desk, "lookups-client", &limits::network(client), most).await?;
    Ok(Found::Unknown)
}

/// The page that says there is no such ticket, whatever was wrong with the code.
pub(in crate::http) fn unknown(desk: &Desk, lang: &Lang, typed: &str) -> Result<Response, Failure> {
    lookup_page(desk, lang, typed, StatusCode::NOT_FOUND, "error-code-unknown")
}

fn lookup_page(desk: &Desk, lang: &Lang, typed: &str, status: StatusCode, error: &str) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let view = LookupView {
        shell: shell(&bundle, lang).linking(|code| LanguageTarget { url: format!("/{code}/status/"), fallback: false }),
        page: Page::named("lookup", "lookup-title").noindex(),
        code: typed.to_owned(),
        error: Some(FieldError::new("code", error)),
    };
    page(&bundle.theme, status, lang, &view)
}
