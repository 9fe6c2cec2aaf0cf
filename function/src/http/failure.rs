//! Everything that can go wrong with a request, and the page that tells it.

use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

use domain::ticket::FormValues;
use themes::view::form::FieldError;

use crate::files::FilesError;
use crate::keys::random;
use crate::limits::Limited;
use crate::store::StoreError;
use crate::tickets::{ActError, NotKept};

/// Why there is no page. The frame turns it into one, in the reader's language.
#[derive(Debug)]
pub(super) enum Failure {
    /// There is nothing here, or nothing that this reader may know of.
    NotFound,
    /// The request comes from another site, or its form is from another session.
    Forbidden,
    /// What was posted is the owner's to do, and this browser is not theirs (any longer), or the page is of an earlier
    /// visit. Whoever typed something gets it back, so that it can be copied.
    Ended(StatusCode, Box<FormValues>),
    /// Only for signed-in staff.
    SignIn,
    /// It cannot be done in the state the ticket is in now.
    Conflict,
    /// The request cannot be read.
    BadRequest,
    /// A field holds what it cannot. For small forms that nobody fills in by hand; others come back with what was typed.
    Field(FieldError),
    /// Another method is needed here.
    WrongMethod,
    /// Too many for now.
    TooMany {
        /// Seconds until it can be tried again.
        retry_after: u32,
    },
    /// The store is busy, or the mail server away. Whoever typed something gets it back.
    Busy(anyhow::Error, Box<FormValues>),
    /// Something broke on our side.
    Broken(anyhow::Error),
}

/// What the frame needs to know of a failure to write its page.
#[derive(Debug, Clone, Default)]
pub(super) struct Failed {
    /// What is wrong with a field.
    pub(super) problem: Option<FieldError>,
    /// What was typed.
    pub(super) typed: FormValues,
}

/// When whoever met a busy store may try again, in seconds. Long enough for DynamoDB to make room for more.
pub(super) const BUSY_FOR: u32 = 10;

impl Failure {
    /// The same with what was typed, where that comes back with it.
    pub(super) fn keeping(self, typed: &FormValues) -> Self {
        match self {
            Self::Busy(source, _) => Self::Busy(source, Box::new(typed.clone())),
            other => other,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::SignIn => return Redirect::to("/desk/sign-in").into_response(),
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Ended(status, _) => *status,
            Self::Conflict => StatusCode::CONFLICT,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Field(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(source, _) => {
                tracing::warn!(error = %format_args!("{source:#}"), "the store is busy");
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Broken(source) => {
                tracing::error!(error = %format_args!("{source:#}"), "a request failed");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let mut response = status.into_response();
        let mut failed = Failed::default();
        match self {
            Self::TooMany { retry_after } => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
            }
            Self::Busy(_, typed) => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(BUSY_FOR));
                failed.typed = *typed;
            }
            Self::Field(problem) => failed.problem = Some(problem),
            Self::Ended(_, typed) => failed.typed = *typed,
            _ => {}
        }
        response.extensions_mut().insert(failed);
        response
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Conflict,
            StoreError::Busy(source) => Self::Busy(source, Box::default()),
            StoreError::Failed(source) => Self::Broken(source),
        }
    }
}

impl From<Limited> for Failure {
    fn from(limited: Limited) -> Self {
        match limited {
            Limited::TooMany { retry_after } => Self::TooMany { retry_after },
            Limited::Store(error) => error.into(),
        }
    }
}

impl From<ActError> for Failure {
    fn from(error: ActError) -> Self {
        match error {
            ActError::NotFound => Self::NotFound,
            ActError::Changed | ActError::Refused(_) | ActError::NotKept(NotKept::Gone(_)) => Self::Conflict,
            ActError::NotKept(NotKept::Files(error)) => error.into(),
            ActError::Store(error) => error.into(),
        }
    }
}

impl From<FilesError> for Failure {
    fn from(error: FilesError) -> Self {
        Self::Broken(error.into())
    }
}

impl From<themes::ThemeError> for Failure {
    fn from(error: themes::ThemeError) -> Self {
        Self::Broken(error.into())
    }
}

impl From<random::Failure> for Failure {
    fn from(error: random::Failure) -> Self {
        Self::Broken(anyhow::anyhow!("no random numbers: {error}"))
    }
}

pub(super) async fn not_found(_: Uri) -> Failure {
    Failure::NotFound
}

pub(super) async fn wrong_method() -> Failure {
    Failure::WrongMethod
}
