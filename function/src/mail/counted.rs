//! Mail that is counted as it is sent.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Letter, MailError, Mailer};

/// Sends by another mailer, and logs for each letter whether it was sent.
pub struct Counted(pub Arc<dyn Mailer>);

#[async_trait]
impl Mailer for Counted {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let sent = self.0.send(letter).await;
        if sent.is_ok() {
            tracing::info!(letters_sent = 1, "a letter was sent");
        } else {
            tracing::warn!(letters_failed = 1, "a letter was not sent");
        }
        sent
    }
}
