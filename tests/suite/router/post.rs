//! The post office of a desk in this process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use function::mail::{Letter, MailError, Mailer};
use function::sms::{SmsError, TextMessage, Texter};

/// Keeps every letter and text message it is handed, repeated ones too (the mailbox of `deskmark serve` would not show
/// those), and can be closed, or refuse an address or a number for good.
#[derive(Clone, Default)]
pub struct Post(Arc<PostOffice>);

#[derive(Default)]
struct PostOffice {
    letters: Mutex<Vec<Letter>>,
    texts: Mutex<Vec<TextMessage>>,
    closed: AtomicBool,
    refused: Mutex<Option<String>>,
}

impl PostOffice {
    fn refuses(&self, to: &str) -> bool {
        self.refused.lock().expect("nobody panics here").as_deref() == Some(to)
    }
}

impl Post {
    pub fn close(&self) {
        self.0.closed.store(true, Ordering::SeqCst);
    }

    pub fn reopen(&self) {
        self.0.closed.store(false, Ordering::SeqCst);
    }

    pub fn refuse(&self, to: &str) {
        *self.0.refused.lock().expect("nobody panics here") = Some(to.to_owned());
    }

    /// Every letter so far, oldest first.
    pub fn letters(&self) -> Vec<Letter> {
        self.0.letters.lock().expect("nobody panics here").clone()
    }

    /// Every text message so far, oldest first.
    pub fn texts(&self) -> Vec<TextMessage> {
        self.0.texts.lock().expect("nobody panics here").clone()
    }
}

#[async_trait]
impl Mailer for Post {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        if self.0.closed.load(Ordering::SeqCst) {
            return Err(MailError::Unavailable(anyhow::anyhow!("closed")));
        }
        if self.0.refuses(letter.to.as_str()) {
            return Err(MailError::Refused(anyhow::anyhow!("no such address")));
        }
        self.0.letters.lock().expect("nobody panics here").push(letter.clone());
        Ok(())
    }
}

#[async_trait]
impl Texter for Post {
    async fn send(&self, message: &TextMessage) -> Result<(), SmsError> {
        if self.0.closed.load(Ordering::SeqCst) {
            return Err(SmsError::Unavailable(anyhow::anyhow!("closed")));
        }
        if self.0.refuses(message.to.as_str()) {
            return Err(SmsError::Refused(anyhow::anyhow!("no such number")));
        }
        self.0.texts.lock().expect("nobody panics here").push(message.clone());
        Ok(())
    }
}
