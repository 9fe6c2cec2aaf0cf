//! Text messages: what one is, and the ways to send it.

#[cfg(feature = "aws")]
mod sns;

use async_trait::async_trait;
use domain::contact::Phone;
use domain::lang::Lang;
use serde::{Deserialize, Serialize};

#[cfg(feature = "aws")]
pub use sns::Sns;

/// One text message to one number. It says nothing that whoever has the ticket's code may not know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TextMessage {
    /// Unique and made from what the message is about: letters, digits, dashes.
    pub id: String,
    /// The recipient, `+84901234567`.
    pub to: Phone,
    /// The language it is written in.
    pub lang: Lang,
    /// Plain text, of two parts at most (134 characters outside the GSM alphabet).
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
