//! Mail by SMTP.

use std::time::Duration;

use async_trait::async_trait;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::message::message;
use super::{Letter, MailError, Mailer};

/// What a mail server, or its address, can fail with.
pub type SmtpError = lettre::transport::smtp::Error;

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
    pub fn new(url: &str) -> Result<Self, SmtpError> {
        Ok(Self { transport: AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.timeout(Some(PATIENCE)).build() })
    }
}

impl Smtp {
    /// Connects as for a letter (with encryption and password where the address has them), and sends none.
    pub async fn try_out(&self) -> Result<bool, SmtpError> {
        self.transport.test_connection().await
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

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::net::TcpListener;

    use domain::contact::Email;
    use domain::lang::Lang;

    use super::*;
    use crate::mail::Sender;

    fn letter() -> Letter {
        let email = |text| Email::parse(text).expect("an address");
        Letter {
            id: "1000-0000-0001-1".to_owned(),
            from: Sender { name: "Help".to_owned(), email: email("help@desk.example") },
            to: email("lan@desk.example"),
            lang: Lang::parse("en").expect("a tag"),
            subject: "Received".to_owned(),
            body: "It is here.\n".to_owned(),
        }
    }

    /// A client without cryptography, or with two it cannot choose between, would not get as far as a greeting.
    #[tokio::test]
    async fn smtps_starts_with_a_handshake_and_a_server_that_hangs_up_is_tried_again_later() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("a bound address").port();
        let heard = std::thread::spawn(move || {
            let (mut caller, _) = listener.accept().expect("a caller");
            let mut first = [0; 2];
            caller.read_exact(&mut first).expect("a greeting");
            first
        });
        let server = Smtp::new(&format!("smtps://127.0.0.1:{port}")).expect("a URL");
        let sent = server.send(&letter()).await;
        assert!(matches!(sent, Err(MailError::Unavailable(_))), "{sent:?}");
        // RFC 8446, 5.1: a record of type handshake, of a version 3.x.
        assert_eq!(heard.join().expect("somebody called"), [22, 3]);
    }
}
