//! A code shows that an address, or a number, is the requester's. Where a type of request asks for it, that is the step
//! between the review and the ticket: everything that was typed travels with the page; a ticket is made only at the end.

use std::net::IpAddr;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::catalog::VerifyContact;
use domain::contact::Email;
use domain::ticket::FormValues;
use themes::view::form::FieldError;
use themes::view::sign_in::Proof;

use super::super::failure::Failure;
use super::ask::Asked;
use crate::desk::Desk;
use crate::limits::Limited;
use crate::sign_in::{Proved, SendError, prove, send_proof};

/// What was typed on a page that asks for a code. None of it is the form's.
#[derive(Default)]
pub(super) struct Typed {
    id: String,
    code: String,
    again: bool,
}

/// How far the proof is.
pub(super) enum Attempt {
    /// The address is theirs.
    Proved,
    /// There is no code, or none that still works: it may not be needed any more, else another one is.
    NoCode {
        /// What to say about the one there was.
        error: Option<FieldError>,
    },
    /// The code can be tried again.
    Wrong(Proof),
}

impl Typed {
    /// Takes it out of what was posted. Where no code is asked for, such fields are unknown like any others.
    pub(super) fn take(asked: &Asked<'_>, values: &mut FormValues) -> Self {
        if asked.definition.verify_contact != VerifyContact::BeforeSubmit {
            return Self::default();
        }
        Self::of(values)
    }

    /// The same on a page that always asks for a code.
    pub(super) fn of(values: &mut FormValues) -> Self {
        let mut take = |name: &str| values.typed.remove(name).unwrap_or_default();
        Self { id: take("proof"), code: take("proof-code"), again: !take("proof-again").is_empty() }
    }

    /// Tries the code for an address, or a number.
    pub(super) async fn attempt(self, desk: &Desk, to: &str) -> Result<Attempt, Failure> {
        if self.id.is_empty() || self.again {
            return Ok(Attempt::NoCode { error: None });
        }
        let error = if self.code.trim().is_empty() {
            FieldError::new("proof-code", "problem-no-code")
        } else {
            match prove(desk, &self.id, &self.code, to).await? {
                Proved::Yes => return Ok(Attempt::Proved),
                Proved::Wrong { left } => {
                    FieldError::new("proof-code", "problem-code-wrong").with("left", left.to_string())
                }
                Proved::Gone => {
                    let error = Some(FieldError::new("proof-code", "problem-code-renewed"));
                    return Ok(Attempt::NoCode { error });
                }
            }
        };
        Ok(Attempt::Wrong(Proof { to: to.to_owned(), id: self.id, error: Some(error) }))
    }
}

/// Sends a code, and shows the review with a field for it. Nothing that was typed is lost when that cannot be done.
pub(super) async fn ask(
    desk: &Desk,
    asked: &Asked<'_>,
    client: IpAddr,
    email: &Email,
    error: Option<FieldError>,
) -> Result<Response, Failure> {
    match send_proof(desk, client, email, &asked.lang).await {
        Ok(id) => {
            let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            asked.review_with(status, Proof { to: email.to_string(), id, error })
        }
        Err(SendError::Limited(Limited::TooMany { retry_after })) => {
            let problem = FieldError::new("", "problem-too-many");
            let mut page = asked.review(StatusCode::TOO_MANY_REQUESTS, Some(problem))?;
            page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
            Ok(page)
        }
        Err(SendError::Mail(error)) => {
            tracing::warn!(error = %format_args!("{:#}", anyhow::Error::from(error)), "a code could not be sent");
            asked.review(StatusCode::SERVICE_UNAVAILABLE, Some(FieldError::new("", "problem-code-not-sent")))
        }
        Err(error) => Err(error.into()),
    }
}
