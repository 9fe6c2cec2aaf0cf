//! Mail by SMTP.

use std::time::Duration;

use async_trait::async_trait;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::{Letter, MailError, Mailer};

/// Longest wait for one answer of the server. It leaves the function, which has 15 s, time to say what happened.
const PATIENCE: Duration = Duration::from_secs(8);

/// Sends letters through a mail server.
#[derive(Debug, Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// A server by its URL: `smtps://user:password@mail.example.org`, `smtp://user:password@mail.example.org?tls=required`,
    /// or `smtp://127.0.0.1:25` for a relay on this machine.
    pub fn new(url: &str) -> Result<Self, lettre::transport::smtp::Error> {
        Ok(Self { transport: AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.timeout(Some(PATIENCE)).build() })
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = message(letter).map_err(MailError::Refused)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(MailError::Refused(error.into())),
            Err(error) => Err(MailError::Unavailable(error.into())),
        }
    }
}

fn message(letter: &Letter) -> anyhow::Result<Message> {
    let sender: Address = letter.from.email.as_str().parse()?;
    let id = format!("<{}@{}>", letter.id, sender.domain());
    let message = Message::builder()
        .message_id(Some(id))
        .from(Mailbox::new(Some(letter.from.name.clone()), sender))
        .to(Mailbox::new(None, letter.to.as_str().parse()?))
        .subject(letter.subject.clone())
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", letter.lang.as_str()))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.body.clone())?;
    Ok(message)
}

/// RFC 3834's `Auto-Submitted` keeps other machines from answering.
fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
