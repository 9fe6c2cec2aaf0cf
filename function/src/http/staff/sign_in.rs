//! The pages of signing in and out.

use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::contact::Email;
use serde::Deserialize;
use themes::view::desk::{SignInCodeView, SignInOpenView, SignInView};
use themes::view::form::FieldError;
use themes::view::shell::Page;

use super::super::cookies;
use super::super::failure::Failure;
use super::super::forms::Posted;
use super::super::pages::{page, shell, shell_at};
use super::super::reader::{ClientAddress, Reader};
use super::session::Member;
use crate::desk::Desk;
use crate::limits::Limited;
use crate::sign_in::{Entered, SendError, enter, send_code as send};

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Limited(limited) => limited.into(),
            SendError::Store(error) => error.into(),
            SendError::Random(error) => error.into(),
            SendError::Mail(error) => Self::Busy(error.into()),
            SendError::Letter(error) => Self::Broken(error.into()),
        }
    }
}

/// `GET /desk/sign-in`.
pub(in crate::http) async fn ask(State(desk): State<Desk>, reader: Reader) -> Result<Response, Failure> {
    ask_email(&desk, &reader, "", None, StatusCode::OK)
}

/// `POST /desk/sign-in`: sends a code to a member, and says the same to everybody.
pub(in crate::http) async fn send_code(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    posted: Posted,
) -> Result<Response, Failure> {
    let typed = posted.values.get("email");
    let again = |key: &str, status| ask_email(&desk, &reader, typed, Some(FieldError::new("email", key)), status);
    if typed.trim().is_empty() {
        return again("problem-missing-email", StatusCode::UNPROCESSABLE_ENTITY);
    }
    let Ok(email) = Email::parse(typed) else {
        return again("problem-not-an-email", StatusCode::UNPROCESSABLE_ENTITY);
    };
    match send(&desk, client, &email).await {
        Ok(id) => ask_for_code(&desk, &reader, &id, email.as_str(), None, StatusCode::OK),
        Err(SendError::Limited(Limited::TooMany { retry_after })) => {
            let mut page = again("problem-too-many", StatusCode::TOO_MANY_REQUESTS)?;
            page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
            Ok(page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /desk/sign-in/code`: where the browser's back button may lead. There is nothing to type a code into any more.
pub(in crate::http) async fn ask_code() -> Redirect {
    Redirect::to("/desk/sign-in")
}

#[derive(Deserialize)]
pub(in crate::http) struct Link {
    #[serde(default)]
    id: String,
    #[serde(default)]
    code: String,
}

/// `GET /desk/sign-in/open?id=&code=`: a button, since following a link signs nobody in.
pub(in crate::http) async fn ask_to_open(
    State(desk): State<Desk>,
    reader: Reader,
    Query(link): Query<Link>,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let view = SignInOpenView {
        shell: shell(&bundle, &lang),
        page: Page::named("sign-in", "sign-in-open-title").noindex(),
        id: link.id,
        code: link.code,
    };
    let mut response = page(&bundle.theme, StatusCode::OK, &lang, &view)?;
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

/// `POST /desk/sign-in/code`: the right code opens a session.
pub(in crate::http) async fn try_code(
    State(desk): State<Desk>,
    reader: Reader,
    posted: Posted,
) -> Result<Response, Failure> {
    let (id, email) = (posted.values.get("id"), posted.values.get("email"));
    match enter(&desk, id, posted.values.get("code")).await? {
        Entered::Session { secret, seconds } => {
            let cookie = cookies::staff(&desk.bundle().catalog.portal, &secret, seconds);
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/desk")).into_response())
        }
        Entered::Wrong { left } => {
            let error = FieldError::new("code", "problem-code-wrong").with("left", left.to_string());
            ask_for_code(&desk, &reader, id, email, Some(error), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Entered::Gone => {
            let error = FieldError::new("email", "problem-code-gone");
            ask_email(&desk, &reader, email, Some(error), StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
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

fn ask_email(
    desk: &Desk,
    reader: &Reader,
    email: &str,
    error: Option<FieldError>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let view = SignInView {
        shell: shell_at(&bundle, &lang, "/desk/sign-in"),
        page: Page::named("sign-in", "sign-in-title").noindex(),
        email: email.to_owned(),
        error,
    };
    page(&bundle.theme, status, &lang, &view)
}

fn ask_for_code(
    desk: &Desk,
    reader: &Reader,
    id: &str,
    email: &str,
    error: Option<FieldError>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let view = SignInCodeView {
        shell: shell(&bundle, &lang),
        page: Page::named("sign-in", "code-title").noindex(),
        email: email.to_owned(),
        id: id.to_owned(),
        error,
    };
    page(&bundle.theme, status, &lang, &view)
}
