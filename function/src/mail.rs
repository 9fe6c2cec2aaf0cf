//! Outgoing mail: what a letter is, and the ways to send it.

#[cfg(feature = "aws")]
mod counted;
pub mod letters;
mod mailbox;
mod message;
#[cfg(feature = "aws")]
mod ses;
mod smtp;

use async_trait::async_trait;
use domain::contact::Email;
use domain::lang::Lang;
use serde::{Deserialize, Serialize};

#[cfg(feature = "aws")]
pub use counted::Counted;
pub use mailbox::{Kept, Mailbox, Message};
#[cfg(feature = "aws")]
pub use ses::Ses;
pub use smtp::{Smtp, SmtpError};

/// One message to one person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Letter {
    /// Unique and made from what the letter is about, so that a letter sent twice is recognised: letters, digits, dashes.
    pub id: String,
    /// The sender, `Name <address>`.
    pub from: Sender,
    /// The recipient.
    pub to: Email,
    /// The language it is written in.
    pub lang: Lang,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Who a letter is from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sender {
    /// The help centre's name.
    pub name: String,
    /// Its address.
    pub email: Email,
}

/// Why a letter was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It will not be taken however often it is tried.
    #[error("the mail server refuses the letter")]
    Refused(#[source] anyhow::Error),
    /// The mail server is away or busy: try again later.
    #[error("the mail server cannot take the letter now")]
    Unavailable(#[source] anyhow::Error),
}

/// Sends letters. Sending one twice shows once: by its id in the mailbox, by its `Message-ID` in mail.
#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    /// Hands a letter over. `Ok` means that somebody else keeps it now.
    async fn send(&self, letter: &Letter) -> Result<(), MailError>;
}

/// For the roles that send nothing: whatever they were to send is put off for the one that does.
#[derive(Debug, Clone, Copy)]
pub struct NoMail;

#[async_trait]
impl Mailer for NoMail {
    async fn send(&self, _: &Letter) -> Result<(), MailError> {
        Err(MailError::Unavailable(anyhow::anyhow!("no mail server is configured: set DESKMARK_SMTP_URL")))
    }
}
