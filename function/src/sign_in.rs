//! One-time codes by mail: for signing in to the desk or to one's own tickets, which opens a session kept on the server;
//! and for showing that an address is the sender's before a request is taken. A number is shown to be one's own by a code
//! that is texted to it.

use std::net::IpAddr;

use domain::contact::{Email, Phone, ascii_digit};
use domain::lang::Lang;
use domain::ticket::Ticket;
use jiff::{SignedDuration, Timestamp};

use crate::desk::Desk;
use crate::keys::{random, session_id};
use crate::limits::{self, Limited};
use crate::mail::MailError;
use crate::mail::letters::{CannotWrite, Writer};
use crate::sms::{SmsError, count_code};
use crate::store::{OneTimeCode, Session, StoreError, Tried};

/// How long a code that was mailed works.
pub const MINUTES: u32 = 10;
/// Wrong tries that end a code.
const TRIES: u32 = 3;

/// Where a code leads. Codes and sessions of one door open no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// To the desk, for its members.
    Desk,
    /// To the tickets that were sent with an address, for whoever reads its mail.
    My,
}

impl Door {
    /// Its name in what is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::My => "my",
        }
    }

    /// The page that asks for an address.
    pub fn path(self) -> &'static str {
        match self {
            Self::Desk => "/desk/sign-in",
            Self::My => "/my",
        }
    }

    /// A working day at the desk, and long enough to read an answer at home; then a new code.
    fn session(self) -> SignedDuration {
        match self {
            Self::Desk => SignedDuration::from_hours(12),
            Self::My => SignedDuration::from_hours(1),
        }
    }
}

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
    /// The service does not take the text message.
    #[error(transparent)]
    Sms(#[from] SmsError),
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

/// Sends a code to an address, and returns its id.
///
/// For the desk, addresses that are no member's get none: a code is kept for them too, which nobody is told and which
/// signs nobody in, so that neither this answer nor what follows a wrong try tells who is a member. For one's own
/// tickets every address gets one, whether or not there are any: nothing is looked up, so that not even the time it takes
/// tells.
pub async fn send_code(
    desk: &Desk,
    door: Door,
    client: IpAddr,
    email: &Email,
    lang: &Lang,
) -> Result<String, SendError> {
    let bundle = desk.bundle();
    within_limits(desk, client, &email.bucket()).await?;
    let writer = Writer { bundle: &bundle, keys: desk.keys(), now: desk.now() };
    let lang = match door {
        Door::Desk => {
            let member = bundle.catalog.desks.values().find_map(|listed| listed.member(email.as_str()));
            member.map(|member| writer.lang_of(member))
        }
        Door::My => {
            within_the_day(desk).await?;
            Some(lang.clone())
        }
    };
    let ends_at = desk.now() + SignedDuration::from_mins(i64::from(MINUTES));
    let issued = keep(desk, door.as_str(), lang.as_ref().map_or("", |_| email.as_str()), ends_at).await?;
    let Some(lang) = lang else { return Ok(issued.id) };
    desk.mailer().send(&writer.sign_in(door, &issued.id, &issued.code, email, &lang, MINUTES)?).await?;
    Ok(issued.id)
}

/// Makes a code for the desk without sending it: for the links that `deskmark serve` prints on the machine it runs on.
pub async fn issue(desk: &Desk, email: &Email, ends_at: Timestamp) -> Result<Issued, SendError> {
    keep(desk, Door::Desk.as_str(), email.as_str(), ends_at).await
}

async fn keep(desk: &Desk, purpose: &str, sent_to: &str, ends_at: Timestamp) -> Result<Issued, SendError> {
    let issued = Issued { id: random::id()?, code: random::one_time_code()? };
    let kept = OneTimeCode {
        id: issued.id.clone(),
        digest: desk.keys().one_time_code(purpose, &issued.id, &issued.code),
        sent_to: sent_to.to_owned(),
        tries: TRIES,
        ends_at,
    };
    desk.store().put_one_time_code(&kept).await?;
    Ok(issued)
}

async fn within_limits(desk: &Desk, client: IpAddr, contact: &str) -> Result<(), Limited> {
    let limits = desk.bundle().catalog.portal.limits;
    limits::hour(desk, "codes-client", &limits::network(client), limits.codes_per_client).await?;
    limits::hour(desk, "codes-contact", contact, limits.codes_per_contact).await
}

/// Members are few and known; everybody else could be sent mail by a robot with many addresses.
async fn within_the_day(desk: &Desk) -> Result<(), Limited> {
    limits::day(desk, "codes-day", desk.bundle().catalog.portal.limits.codes_per_day).await
}

async fn attempt(desk: &Desk, purpose: &str, id: &str, typed: &str) -> Result<Tried, StoreError> {
    let code: String = typed.chars().map(ascii_digit).filter(char::is_ascii_digit).collect();
    desk.store().try_one_time_code(id, &desk.keys().one_time_code(purpose, id, &code), desk.now()).await
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
pub async fn enter(desk: &Desk, door: Door, id: &str, typed: &str) -> Result<Entered, SendError> {
    match attempt(desk, door.as_str(), id, typed).await? {
        Tried::Wrong { left } => Ok(Entered::Wrong { left }),
        Tried::Gone => Ok(Entered::Gone),
        Tried::Right { sent_to: email } => {
            let secret = random::secret()?;
            let session = Session { id: session_id(door, &secret), email, ends_at: desk.now() + door.session() };
            desk.store().put_session(&session).await?;
            Ok(Entered::Session { secret, seconds: door.session().as_secs() })
        }
    }
}

/// What codes that prove an address or a number are good for. No number is an address.
const PROOF: &str = "proof";

/// Sends a code to the address that a request is about to be sent with, and returns its id.
pub async fn send_proof(desk: &Desk, client: IpAddr, email: &Email, lang: &Lang) -> Result<String, SendError> {
    within_limits(desk, client, &email.bucket()).await?;
    within_the_day(desk).await?;
    let ends_at = desk.now() + SignedDuration::from_mins(i64::from(MINUTES));
    let issued = keep(desk, PROOF, email.as_str(), ends_at).await?;
    let bundle = desk.bundle();
    let writer = Writer { bundle: &bundle, keys: desk.keys(), now: desk.now() };
    desk.mailer().send(&writer.proof(&issued.id, &issued.code, email, lang, MINUTES)?).await?;
    Ok(issued.id)
}

/// Texts a code to the number that is to be told of a ticket, and returns its id. `None`: this desk sends no text messages.
pub async fn text_proof(desk: &Desk, client: IpAddr, to: &Phone, about: &Ticket) -> Result<Option<String>, SendError> {
    let bundle = desk.bundle();
    let Some((texter, sms)) = desk.texting(&bundle.catalog.portal) else { return Ok(None) };
    within_limits(desk, client, to.as_str()).await?;
    within_the_day(desk).await?;
    count_code(desk, sms, &about.desk, to).await?;
    let ends_at = desk.now() + SignedDuration::from_mins(i64::from(MINUTES));
    let issued = keep(desk, PROOF, to.as_str(), ends_at).await?;
    let writer = Writer { bundle: &bundle, keys: desk.keys(), now: desk.now() };
    texter.send(&writer.text_proof(&issued.id, &issued.code, to, &about.lang)).await?;
    Ok(Some(issued.id))
}

/// What came of proving an address or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proved {
    /// It is theirs.
    Yes,
    /// The code is wrong; this many tries are left.
    Wrong {
        /// At least 1.
        left: u32,
    },
    /// The code is used up, has ended, or was sent elsewhere.
    Gone,
}

/// Tries the code that was sent to an address or a number.
pub async fn prove(desk: &Desk, id: &str, typed: &str, to: &str) -> Result<Proved, SendError> {
    Ok(match attempt(desk, PROOF, id, typed).await? {
        Tried::Right { sent_to } if sent_to == to => Proved::Yes,
        Tried::Wrong { left } => Proved::Wrong { left },
        Tried::Right { .. } | Tried::Gone => Proved::Gone,
    })
}
