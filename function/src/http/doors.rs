//! The pages of signing in by a one-time code, for either door.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::contact::Email;
use serde::Deserialize;
use themes::view::form::FieldError;
use themes::view::shell::Page;
use themes::view::sign_in::{Door as Shown, SignInCodeView, SignInOpenView, SignInView};

use super::cookies;
use super::failure::{BUSY_FOR, Failure};
use super::forms::Posted;
use super::pages::{page, shell, shell_at};
use super::reader::Reader;
use crate::desk::Desk;
use crate::limits::Limited;
use crate::sign_in::{Door, Entered, SendError, enter, send_code as send};

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Limited(limited) => limited.into(),
            SendError::Store(error) => error.into(),
            SendError::Random(error) => error.into(),
            SendError::Mail(error) => Self::Busy(error.into(), Box::default()),
            SendError::Sms(error) => Self::Busy(error.into(), Box::default()),
            SendError::Letter(error) => Self::Broken(error.into()),
        }
    }
}

/// A door as its pages know it.
fn shown(door: Door) -> Shown {
    Shown { path: door.path(), words: door.as_str() }
}

/// What a door's pages are.
fn kind(door: Door) -> &'static str {
    match door {
        Door::Desk => "sign-in",
        Door::My => "my",
    }
}

/// The secrets of a mailed link.
#[derive(Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    id: String,
    #[serde(default)]
    code: String,
}

/// Asks for an address.
pub(super) fn ask(desk: &Desk, reader: &Reader, door: Door) -> Result<Response, Failure> {
    ask_email(desk, reader, door, "", None, StatusCode::OK)
}

/// Sends a code, and says the same to everybody.
pub(super) async fn send_code(
    desk: &Desk,
    client: std::net::IpAddr,
    reader: &Reader,
    door: Door,
    posted: &Posted,
) -> Result<Response, Failure> {
    let typed = posted.values.get("email");
    let again = |key: &str, status| ask_email(desk, reader, door, typed, Some(FieldError::new("email", key)), status);
    if typed.trim().is_empty() {
        return again("problem-missing-email", StatusCode::UNPROCESSABLE_ENTITY);
    }
    let Ok(email) = Email::parse(typed) else {
        return again("problem-not-an-email", StatusCode::UNPROCESSABLE_ENTITY);
    };
    let bundle = desk.bundle();
    if door == Door::My && bundle.catalog.portal.is_own(&email) {
        return again("problem-own-address", StatusCode::UNPROCESSABLE_ENTITY);
    }
    match send(desk, door, client, &email, &reader.lang(&bundle.catalog)).await {
        Ok(id) => ask_for_code(desk, reader, door, &id, email.as_str(), None),
        Err(SendError::Limited(Limited::TooMany { retry_after })) => {
            let mut page = again("problem-too-many", StatusCode::TOO_MANY_REQUESTS)?;
            page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
            Ok(page)
        }
        Err(error) => match Failure::from(error) {
            Failure::Busy(source, _) => {
                tracing::warn!(error = %format_args!("{source:#}"), "a code could not be sent");
                let mut page = again("problem-code-not-sent", StatusCode::SERVICE_UNAVAILABLE)?;
                page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(BUSY_FOR));
                Ok(page)
            }
            failure => Err(failure),
        },
    }
}

/// A button, since following a link signs nobody in.
pub(super) fn ask_to_open(desk: &Desk, reader: &Reader, door: Door, link: Link) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let view = SignInOpenView {
        shell: shell(&bundle, &lang),
        page: Page::named(kind(door), format!("door-open-title-{}", door.as_str())).noindex(),
        door: shown(door),
        id: link.id,
        code: link.code,
    };
    let mut response = page(&bundle.theme, StatusCode::OK, &lang, &view)?;
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

/// The right code opens a session.
pub(super) async fn try_code(desk: &Desk, reader: &Reader, door: Door, posted: &Posted) -> Result<Response, Failure> {
    let (id, email) = (posted.values.get("id"), posted.values.get("email"));
    match enter(desk, door, id, posted.values.get("code")).await? {
        Entered::Session { secret, seconds } => {
            let bundle = desk.bundle();
            let portal = &bundle.catalog.portal;
            let (cookie, to) = match door {
                // Members read the desk in a language of their own.
                Door::Desk => (cookies::staff(portal, &secret, seconds), "/desk".to_owned()),
                Door::My => (cookies::my(portal, &secret), format!("/my?lang={}", reader.lang(&bundle.catalog))),
            };
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response())
        }
        Entered::Wrong { left } => {
            let error = FieldError::new("code", "problem-code-wrong").with("left", left.to_string());
            ask_for_code(desk, reader, door, id, email, Some(error))
        }
        Entered::Gone => {
            let error = FieldError::new("email", "problem-code-gone");
            ask_email(desk, reader, door, email, Some(error), StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

fn ask_email(
    desk: &Desk,
    reader: &Reader,
    door: Door,
    email: &str,
    error: Option<FieldError>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let view = SignInView {
        shell: shell_at(&bundle, &lang, door.path()),
        page: Page::named(kind(door), format!("door-title-{}", door.as_str())).noindex(),
        door: shown(door),
        email: email.to_owned(),
        error,
    };
    page(&bundle.theme, status, &lang, &view)
}

fn ask_for_code(
    desk: &Desk,
    reader: &Reader,
    door: Door,
    id: &str,
    email: &str,
    error: Option<FieldError>,
) -> Result<Response, Failure> {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = SignInCodeView {
        shell: shell(&bundle, &lang),
        page: Page::named(kind(door), "code-title").noindex(),
        door: shown(door),
        email: email.to_owned(),
        id: id.to_owned(),
        error,
    };
    page(&bundle.theme, status, &lang, &view)
}
