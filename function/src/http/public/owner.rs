//! How the one who sent a ticket gets to it, and leaves; and how whoever follows it leaves.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::code::TicketCode;
use domain::ticket::{Actor, Command, Ticket};
use serde::Deserialize;
use themes::view::shell::Page;
use themes::view::ticket::{OpenView, StopView};

use super::super::cookies;
use super::super::failure::Failure;
use super::super::forms::Posted;
use super::super::pages::{page, shell};
use super::super::reader::{ClientAddress, Reader};
use super::lookup::{Found, find};
use super::ticket::owner_cookie;
use crate::desk::Desk;
use crate::keys::LinkFrom;
use crate::tickets::{ActError, Acting, act, prove_contact};

#[derive(Deserialize)]
pub(in crate::http) struct Link {
    #[serde(default)]
    key: String,
}

/// `GET /t/{code}/open?key=`: a button. Mail scanners follow links; they press no buttons.
pub(in crate::http) async fn ask_to_open(
    State(desk): State<Desk>,
    reader: Reader,
    Path(code): Path<String>,
    Query(link): Query<Link>,
) -> Result<Response, Failure> {
    let code = TicketCode::parse(&code).map_err(|_| Failure::NotFound)?;
    let bundle = desk.bundle();
    // The ticket is not looked up yet: the button's page tells nobody whether it exists. Its language is the link's.
    let lang = reader.lang(&bundle.catalog);
    let view = OpenView {
        shell: shell(&bundle, &lang),
        page: Page::named("open", "open-title").noindex(),
        code: code.to_string(),
        key: link.key,
    };
    let mut response = page(&bundle.theme, StatusCode::OK, &lang, &view)?;
    // The address of this page holds the secret; it goes no further.
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

/// `POST /t/{code}/open`: turns the link's secret into a cookie.
pub(in crate::http) async fn open(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let Found::Ticket(ticket) = find(&desk, client, &code).await? else { return Err(Failure::NotFound) };
    let Some(from) = desk.keys().opens(posted.values.get("key"), ticket.code, ticket.link_rotation) else {
        return Err(Failure::NotFound);
    };
    let bundle = desk.bundle();
    if from == LinkFrom::Mail {
        prove_contact(&desk, &bundle.catalog, &ticket).await?;
    }
    let value = desk.keys().owner_cookie(ticket.code, ticket.link_rotation);
    let cookie = cookies::owner(&bundle.catalog.portal, ticket.code, &value);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&format!("/t/{}", ticket.code))).into_response())
}

/// The ticket, if the request carries its owner's cookie and the form the cookie's token. Whether there is such a ticket
/// makes no difference to anybody else.
pub(super) async fn owned(desk: &Desk, code: &str, headers: &HeaderMap, posted: &Posted) -> Result<Ticket, Failure> {
    let code = TicketCode::parse(code).map_err(|_| Failure::NotFound)?;
    let ended = |status| Failure::Ended(status, Box::new(posted.values.clone()));
    let ticket = desk.store().head(code).await?.ok_or_else(|| ended(StatusCode::UNAUTHORIZED))?;
    let cookie = owner_cookie(desk, headers, &ticket).ok_or_else(|| ended(StatusCode::UNAUTHORIZED))?;
    if !desk.keys().is_csrf(posted.values.get("csrf"), cookie) {
        return Err(ended(StatusCode::FORBIDDEN));
    }
    Ok(ticket)
}

/// `POST /t/{code}/forget`: takes the cookie off this computer.
pub(in crate::http) async fn forget(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Failure> {
    let ticket = owned(&desk, &code, &headers, &posted).await?;
    let cookie = cookies::forget_owner(&desk.bundle().catalog.portal, ticket.code);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&format!("/t/{}", ticket.code))).into_response())
}

/// `GET /t/{code}/stop?key=`: a button for somebody who follows the ticket and does not want to.
pub(in crate::http) async fn ask_to_stop(
    State(desk): State<Desk>,
    reader: Reader,
    Path(code): Path<String>,
    Query(link): Query<Link>,
) -> Result<Response, Failure> {
    let code = TicketCode::parse(&code).map_err(|_| Failure::NotFound)?;
    stop_page(&desk, &reader, code, link.key, false)
}

/// `POST /t/{code}/stop`: takes them off the list. Whoever is not on it, or not any more, is told the same.
pub(in crate::http) async fn stop(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    posted.has_only(&["key"])?;
    let Found::Ticket(ticket) = find(&desk, client, &code).await? else { return Err(Failure::NotFound) };
    let followers = ticket.summary.as_ref().map(|summary| summary.followers.as_slice()).unwrap_or_default();
    if let Some(leaving) = desk.keys().stops(posted.values.get("key"), ticket.code, followers) {
        let people = followers.iter().filter(|follower| *follower != leaving).cloned().collect();
        let command = Command::Follow { people };
        let acting =
            Acting { code: ticket.code, actor: Actor::Requester, commands: vec![command], seen: Some(ticket.version) };
        match act(&desk, &desk.bundle().catalog, &acting).await {
            // Of a ticket that is over nothing more is told.
            Ok(_) | Err(ActError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    stop_page(&desk, &reader, ticket.code, String::new(), true)
}

fn stop_page(desk: &Desk, reader: &Reader, code: TicketCode, key: String, done: bool) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let page_data = Page::named("stop", "stop-title").noindex();
    let view = StopView { shell: shell(&bundle, &lang), page: page_data, code: code.to_string(), key, done };
    let mut response = page(&bundle.theme, StatusCode::OK, &lang, &view)?;
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}
