//! Signing in: a one-time code by mail, then a session kept on the server.

use std::net::IpAddr;

use domain::contact::{Email, ascii_digit};
use domain::lang::Lang;
use jiff::{SignedDuration, Timestamp};

use crate::desk::Desk;
use crate::keys::{random, session_id};
use crate::limits::{self, Limited};
use crate::mail::MailError;
use crate::mail::letters::{CannotWrite, Writer};
use crate::store::{OneTimeCode, Session, StoreError, Tried};

/// How long a code that was mailed works.
pub const MINUTES: u32 = 10;
/// Wrong tries that end a code.
const TRIES: u32 = 3;
/// A working day at the desk; then a new code.
const SESSION: SignedDuration = SignedDuration::from_hours(12);

/// Why no code was sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Too many for now.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// The letter cannot be written.
    #[error(transparent)]
    Letter(#[from] CannotWrite),
    /// The mail server does not take it.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The operating system has no randomness to give.
    #[error("no random numbers")]
    Random(#[from] random::Failure),
}

/// A code to sign in with.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Names the code; not secret.
    pub id: String,
    /// The code itself.
    pub code: String,
}

/// Sends a member of any desk a code, and returns its id. For others a code is kept too, which nobody is told and which
/// signs nobody in: neither this answer nor what follows a wrong try tells who is a member.
pub async fn send_code(desk: &Desk, client: IpAddr, email: &Email) -> Result<String, SendError> {
    let bundle = desk.bundle();
    let limits = bundle.catalog.portal.limits;
    limits::hour(desk, "codes-client", &limits::network(client), limits.codes_per_client).await?;
    limits::hour(desk, "codes-contact", &email.bucket(), limits.codes_per_contact).await?;
    let member = bundle.catalog.desks.values().find_map(|listed| listed.member(email.as_str()));
    let ends_at = desk.now() + SignedDuration::from_mins(i64::from(MINUTES));
    let issued = keep(desk, member.map_or("", |_| email.as_str()), ends_at).await?;
    let Some(member) = member else { return Ok(issued.id) };
    let writer = Writer { bundle: &bundle, keys: desk.keys(), now: desk.now() };
    let lang: Lang = writer.lang_of(member);
    desk.mailer().send(&writer.sign_in(&issued.id, &issued.code, email, &lang, MINUTES)?).await?;
    Ok(issued.id)
}

/// Makes a code without sending it: for the links that `deskmark serve` prints on the machine it runs on.
pub async fn issue(desk: &Desk, email: &Email, ends_at: Timestamp) -> Result<Issued, SendError> {
    keep(desk, email.as_str(), ends_at).await
}

async fn keep(desk: &Desk, email: &str, ends_at: Timestamp) -> Result<Issued, SendError> {
    let issued = Issued { id: random::id()?, code: random::one_time_code()? };
    let kept = OneTimeCode {
        id: issued.id.clone(),
        digest: desk.keys().one_time_code(&issued.id, &issued.code),
        email: email.to_owned(),
        tries: TRIES,
        ends_at,
    };
    desk.store().put_one_time_code(&kept).await?;
    Ok(issued)
}

/// What came of entering a code.
#[derive(Debug, Clone)]
pub enum Entered {
    /// Signed in.
    Session {
        /// The secret for the cookie; kept nowhere.
        secret: String,
        /// Seconds until the session ends.
        seconds: i64,
    },
    /// Wrong; this many tries are left.
    Wrong {
        /// At least 1.
        left: u32,
    },
    /// The code is used up, or has ended.
    Gone,
}

/// Tries a code as people type it: spaces, dashes and Persian digits are mended.
pub async fn enter(desk: &Desk, id: &str, typed: &str) -> Result<Entered, SendError> {
    let code: String = typed.chars().map(ascii_digit).filter(char::is_ascii_digit).collect();
    let now = desk.now();
    match desk.store().try_one_time_code(id, &desk.keys().one_time_code(id, &code), now).await? {
        Tried::Wrong { left } => Ok(Entered::Wrong { left }),
        Tried::Gone => Ok(Entered::Gone),
        Tried::Right { email } => {
            let secret = random::secret()?;
            let session = Session { id: session_id(&secret), email, ends_at: now + SESSION };
            desk.store().put_session(&session).await?;
            Ok(Entered::Session { secret, seconds: SESSION.as_secs() })
        }
    }
}
