//! Signing in to the desk, and out.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use super::super::cookies;
use super::super::doors::{self, Link};
use super::super::failure::Failure;
use super::super::forms::Posted;
use super::super::reader::{ClientAddress, Reader};
use super::session::Member;
use crate::desk::Desk;
use crate::sign_in::Door;

/// `GET /desk/sign-in`.
pub(in crate::http) async fn ask(State(desk): State<Desk>, reader: Reader) -> Result<Response, Failure> {
    doors::ask(&desk, &reader, Door::Desk)
}

/// `POST /desk/sign-in`: sends a code to a member, and says the same to everybody.
pub(in crate::http) async fn send_code(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    posted: Posted,
) -> Result<Response, Failure> {
    doors::send_code(&desk, client, &reader, Door::Desk, &posted).await
}

/// `GET /desk/sign-in/code`: where the browser's back button may lead. There is nothing to type a code into any more.
pub(in crate::http) async fn ask_code() -> Redirect {
    Redirect::to(Door::Desk.path())
}

/// `GET /desk/sign-in/open?id=&code=`.
pub(in crate::http) async fn ask_to_open(
    State(desk): State<Desk>,
    reader: Reader,
    Query(link): Query<Link>,
) -> Result<Response, Failure> {
    doors::ask_to_open(&desk, &reader, Door::Desk, link)
}

/// `POST /desk/sign-in/code`.
pub(in crate::http) async fn try_code(
    State(desk): State<Desk>,
    reader: Reader,
    posted: Posted,
) -> Result<Response, Failure> {
    doors::try_code(&desk, &reader, Door::Desk, &posted).await
}

/// `POST /desk/sign-out`.
pub(in crate::http) async fn sign_out(
    State(desk): State<Desk>,
    member: Member,
    posted: Posted,
) -> Result<Response, Failure> {
    member.check(&desk, &posted.values)?;
    desk.store().end_session(&member.session()).await?;
    let cookie = cookies::forget_staff(&desk.bundle().catalog.portal);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/desk/sign-in")).into_response())
}
