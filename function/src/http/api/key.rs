//! `Idempotency-Key`: what is sent twice is done once.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use domain::code::TicketCode;
use jiff::SignedDuration;
use themes::view::form::FieldError;
use utoipa::IntoParams;

use super::problem::Unanswered;
use crate::desk::Desk;
use crate::store::{Claim, StoreError};

/// A name that the client gives to one sending.
#[derive(Debug, IntoParams)]
#[into_params(names("Idempotency-Key"), parameter_in = Header)]
pub(super) struct IdempotencyKey(
    /// A new one for everything that is sent, the same when it is sent again; a UUID. It is as good as a password to
    /// what was sent with it.
    #[param(min_length = 16, max_length = 128, pattern = "^[!-~]+$")]
    pub(super) String,
);

const HEADER: &str = "Idempotency-Key";

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Unanswered;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Unanswered> {
        let mut values = parts.headers.get_all(HEADER).iter();
        let only = values.next().filter(|_| values.next().is_none()).and_then(|value| value.to_str().ok());
        let fits = |key: &&str| (16..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
        let key = only.filter(fits).map(|key| Self(key.to_owned()));
        key.ok_or_else(|| Unanswered::at(StatusCode::BAD_REQUEST, FieldError::new(HEADER, "api-problem-key")))
    }
}

/// The key came before with something else.
pub(super) fn used() -> Unanswered {
    Unanswered::fields(vec![FieldError::new(HEADER, "api-problem-key-used")])
}

/// Long enough for the slowest store. Whoever holds a key longer than this has crashed.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// When to ask again while the same is being done.
const SOON: u32 = 5;

/// The key of something done to a ticket, kept in two markers: that it was used, and with what.
pub(super) struct Held<'a> {
    desk: &'a Desk,
    used: String,
    with: String,
}

/// What came of holding a key.
pub(super) enum Turn<'a> {
    /// Do it, then [`Held::done`]; or [`Held::undone`].
    Yours(Held<'a>),
    /// It was done before.
    Before,
}

/// Holds a key for one ticket and what is to be done to it.
pub(super) async fn hold<'a>(
    desk: &'a Desk,
    code: TicketCode,
    key: &IdempotencyKey,
    what: &str,
) -> Result<Turn<'a>, Unanswered> {
    let name = |text: &str| format!("{code}#api#{}", desk.keys().pseudonym(text));
    let held = Held { desk, used: name(&key.0), with: name(&format!("{} {what}", key.0)) };
    let now = desk.now();
    let claim = async |key: &str| desk.store().claim_effect(key, now + LEASE, now).await;
    match claim(&held.used).await? {
        Claim::Busy => {
            let busy = FieldError::new(HEADER, "api-problem-key-busy");
            Err(Unanswered::at(StatusCode::CONFLICT, busy).retry_after(SOON))
        }
        Claim::Yours => match claim(&held.with).await? {
            // It was done, and the server stopped before it could say so.
            Claim::Done => {
                held.done().await?;
                Ok(Turn::Before)
            }
            Claim::Yours | Claim::Busy => Ok(Turn::Yours(held)),
        },
        Claim::Done => match claim(&held.with).await? {
            Claim::Done => Ok(Turn::Before),
            Claim::Yours | Claim::Busy => {
                desk.store().release_effect(&held.with).await?;
                Err(used())
            }
        },
    }
}

impl Held<'_> {
    /// It is done: the key is used up. What it was used with comes first, so that a crash in between forgets nothing.
    pub(super) async fn done(&self) -> Result<(), StoreError> {
        self.desk.store().finish_effect(&self.with).await?;
        self.desk.store().finish_effect(&self.used).await
    }

    /// It could not be done: the key is as if it had not come.
    pub(super) async fn undone(&self) -> Result<(), StoreError> {
        self.desk.store().release_effect(&self.with).await?;
        self.desk.store().release_effect(&self.used).await
    }
}
