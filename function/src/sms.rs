//! Text messages: what one is, how many there may be, and the ways to send it.

#[cfg(feature = "aws")]
mod sns;
mod words;

use async_trait::async_trait;
use domain::catalog::Sms;
use domain::contact::Phone;
use domain::ids::DeskId;
use domain::lang::Lang;
use serde::{Deserialize, Serialize};

#[cfg(feature = "aws")]
pub use self::sns::Sns;
use crate::desk::Desk;
use crate::limits::{self, Limited};

/// One text message to one number. It says nothing that whoever has the ticket's code may not know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TextMessage {
    /// Unique and made from what the message is about: letters, digits, dashes.
    pub id: String,
    /// The recipient, `+84901234567`.
    pub to: Phone,
    /// The language it is written in.
    pub lang: Lang,
    /// Plain text, of two parts at most where the help centre's name and address are not long.
    pub body: String,
}

/// Why a text message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SmsError {
    /// It will not be taken however often it is tried.
    #[error("the text message is refused")]
    Refused(#[source] anyhow::Error),
    /// The service is away or busy: try again later.
    #[error("the text message cannot be taken now")]
    Unavailable(#[source] anyhow::Error),
}

/// Sends text messages. One that is sent twice is seen twice, so whoever sends makes sure that it is once.
#[async_trait]
pub trait Texter: Send + Sync + 'static {
    /// Hands a message over. `Ok` means that somebody else keeps it now.
    async fn send(&self, message: &TextMessage) -> Result<(), SmsError>;
}

/// Counts one more try of a message to a number about a ticket of a desk, or tells that there may be none: not to that
/// number in this hour, not by that desk or not at all on this day.
pub async fn count(desk: &Desk, sms: &Sms, about: &DeskId, to: &Phone) -> Result<(), Limited> {
    limits::hour(desk, "sms-number", to.as_str(), sms.per_number).await?;
    limits::day(desk, &format!("sms-desk-{about}"), sms.per_desk).await?;
    limits::day(desk, "sms-day", sms.per_day).await
}

/// The same for a code. Anybody can ask for codes, so they are half of a day's messages at most: no flood of them takes the
/// rest away from those who are waiting for news.
pub async fn count_code(desk: &Desk, sms: &Sms, about: &DeskId, to: &Phone) -> Result<(), Limited> {
    limits::day(desk, &format!("sms-codes-{about}"), sms.per_desk.div_ceil(2)).await?;
    limits::day(desk, "sms-codes", sms.per_day.div_ceil(2)).await?;
    count(desk, sms, about, to).await
}
