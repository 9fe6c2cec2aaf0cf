//! A requester's own tickets, for whoever reads the mail of the address they were sent with.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::code::TicketCode;
use domain::contact::Email;
use domain::ticket::Ticket;
use serde::Deserialize;
use themes::Due;
use themes::view::shell::Page;
use themes::view::sign_in::{MyRow, MyView};

use super::super::cookies;
use super::super::doors::{self, Link};
use super::super::failure::Failure;
use super::super::forms::Posted;
use super::super::pages::{Told, escaped, outcome, page, shell_at};
use super::super::reader::{ClientAddress, Reader};
use crate::desk::Desk;
use crate::keys::session_id;
use crate::sign_in::Door;
use crate::store::Cursor;
use crate::tickets::{of_contact, prove_contact};

/// Each row is a read of its own.
const ROWS: u32 = 20;

/// Whoever has typed the code that was mailed to an address.
struct Visitor<'a> {
    email: Email,
    /// The secret of the session, as the cookie has it.
    secret: &'a str,
}

impl<'a> Visitor<'a> {
    async fn of(desk: &Desk, headers: &'a HeaderMap) -> Result<Option<Self>, Failure> {
        let Some(secret) = cookies::my_of(headers) else { return Ok(None) };
        let session = desk.store().session(&session_id(Door::My, secret), desk.now()).await?;
        let email = session.and_then(|session| Email::parse(&session.email).ok());
        Ok(email.map(|email| Self { email, secret }))
    }

    /// The visitor of a form that this session made.
    async fn posting(desk: &Desk, headers: &'a HeaderMap, posted: &Posted) -> Result<Self, Failure> {
        let visitor = Self::of(desk, headers).await?.ok_or(Failure::NotFound)?;
        let own = desk.keys().is_csrf(posted.values.get("csrf"), visitor.secret);
        if own { Ok(visitor) } else { Err(Failure::Forbidden) }
    }

    /// What a sealed cursor of their list is for.
    fn cursor(&self, desk: &Desk) -> String {
        format!("my cursor {}", desk.keys().contact(&self.email))
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct Part {
    after: Option<String>,
}

/// `GET /my`: the tickets; or, signed out, the question for an address.
pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    reader: Reader,
    Query(part): Query<Part>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(visitor) = Visitor::of(&desk, &headers).await? else { return doors::ask(&desk, &reader, Door::My) };
    let (contact, purpose) = (desk.keys().contact(&visitor.email), visitor.cursor(&desk));
    let after = match &part.after {
        Some(sealed) => Some(Cursor(desk.keys().unseal(&purpose, sealed).ok_or(Failure::BadRequest)?.to_owned())),
        None => None,
    };
    let found = of_contact(&desk, &contact, after.as_ref(), ROWS).await?;
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let row = |ticket| row(&Told { catalog: &bundle.catalog, lang: &lang, now: desk.now(), ticket });
    let view = MyView {
        shell: shell_at(&bundle, &lang, Door::My.path()),
        page: Page::named("my", "door-title-my").noindex(),
        rows: found.rows.iter().map(row).collect(),
        next_url: found
            .next
            .map(|next| format!("/my?lang={lang}&after={}", escaped(&desk.keys().seal(&purpose, &next.0)))),
        csrf: desk.keys().csrf(visitor.secret),
        email: visitor.email.to_string(),
    };
    page(&bundle.theme, StatusCode::OK, &lang, &view)
}

fn row(told: &Told<'_>) -> MyRow {
    let ticket = told.ticket;
    MyRow {
        code: ticket.code.to_string(),
        title: told.title(),
        state: ticket.state.as_str().to_owned(),
        outcome: outcome(ticket),
        desk: told.desk_name(),
        due: ticket.due_at().map(|due| Due::new(due, &told.catalog.zone_of(&ticket.desk), told.lang, told.now)),
        changed: told.moment(ticket.changed_at()),
    }
}

/// `POST /my`: sends a code.
pub(in crate::http) async fn send_code(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    posted: Posted,
) -> Result<Response, Failure> {
    doors::send_code(&desk, client, &reader, Door::My, &posted).await
}

/// `GET /my/code`: where the browser's back button may lead.
pub(in crate::http) async fn ask_code() -> Redirect {
    Redirect::to(Door::My.path())
}

/// `GET /my/open?id=&code=`.
pub(in crate::http) async fn ask_to_open(
    State(desk): State<Desk>,
    reader: Reader,
    Query(link): Query<Link>,
) -> Result<Response, Failure> {
    doors::ask_to_open(&desk, &reader, Door::My, link)
}

/// `POST /my/code`.
pub(in crate::http) async fn try_code(
    State(desk): State<Desk>,
    reader: Reader,
    posted: Posted,
) -> Result<Response, Failure> {
    doors::try_code(&desk, &reader, Door::My, &posted).await
}

/// `POST /my/t/{code}`: opens a ticket of theirs as its owner. The address is proved: they have just read its mail.
pub(in crate::http) async fn open(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Failure> {
    let visitor = Visitor::posting(&desk, &headers, &posted).await?;
    posted.has_only(&["csrf"])?;
    let code = TicketCode::parse(&code).map_err(|_| Failure::NotFound)?;
    let contact = desk.keys().contact(&visitor.email);
    let is_theirs = |ticket: &Ticket| ticket.contact.as_ref() == Some(&contact);
    let ticket = desk.store().head(code).await?.filter(is_theirs).ok_or(Failure::NotFound)?;
    let bundle = desk.bundle();
    prove_contact(&desk, &bundle.catalog, &ticket).await?;
    let value = desk.keys().owner_cookie(code, ticket.link_rotation);
    let cookie = cookies::owner(&bundle.catalog.portal, code, &value);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&format!("/t/{code}"))).into_response())
}

/// `POST /my/sign-out`.
pub(in crate::http) async fn sign_out(
    State(desk): State<Desk>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Failure> {
    let visitor = Visitor::posting(&desk, &headers, &posted).await?;
    desk.store().end_session(&session_id(Door::My, visitor.secret)).await?;
    let cookie = cookies::forget_my(&desk.bundle().catalog.portal);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(Door::My.path())).into_response())
}
