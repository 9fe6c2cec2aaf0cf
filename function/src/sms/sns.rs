//! Text messages by SNS, which hands them to the telephones' networks.

use anyhow::anyhow;
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sns::Client;
use aws_sdk_sns::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_sns::operation::publish::PublishError;
use aws_sdk_sns::types::MessageAttributeValue;

use super::{SmsError, TextMessage, Texter};

/// Sends text messages by SNS. What it takes may still not arrive (a number nobody has, the month's money is spent): only
/// its metrics tell.
#[derive(Debug, Clone)]
pub struct Sns {
    client: Client,
    sender_id: Option<String>,
}

impl Sns {
    /// A sender's id is the name that telephones show; without it SNS has one of its own.
    pub fn connect(config: &SdkConfig, sender_id: Option<String>) -> Self {
        Self { client: Client::new(config), sender_id }
    }
}

#[async_trait]
impl Texter for Sns {
    async fn send(&self, message: &TextMessage) -> Result<(), SmsError> {
        // Someone waits for it, as for a code to pay with; SNS's other type is for advertisements, sent the cheapest way.
        let kind = text("Transactional").map_err(|error| SmsError::Refused(error.into()))?;
        let mut call = self.client.publish().phone_number(message.to.as_str()).message(&message.body);
        call = call.message_attributes("AWS.SNS.SMS.SMSType", kind);
        if let Some(sender_id) = &self.sender_id {
            let sender_id = text(sender_id).map_err(|error| SmsError::Refused(error.into()))?;
            call = call.message_attributes("AWS.SNS.SMS.SenderID", sender_id);
        }
        match call.send().await {
            Ok(_) => {
                tracing::info!(texts_sent = 1, "a text message was sent");
                Ok(())
            }
            Err(error) => {
                tracing::warn!(texts_failed = 1, "a text message was not sent");
                Err(told(error))
            }
        }
    }
}

fn text(value: &str) -> Result<MessageAttributeValue, BuildError> {
    MessageAttributeValue::builder().data_type("String").string_value(value).build()
}

/// What a failure means for the message. SNS repeats numbers in its messages, so only its code is passed on.
///
/// A message that waits is news for nobody once it goes, and holds up what is behind it: so it waits only for what passes by
/// itself. What somebody has to mend first (a right that is missing, a limit of the account) refuses it for good.
fn told(error: SdkError<PublishError>) -> SmsError {
    match &error {
        SdkError::ServiceError(answer) => {
            let code = answer.err().code().unwrap_or("without a code");
            let source = anyhow!("SNS answered {code}");
            // It says `Throttled` with 429, and what stands before every service of AWS says `Throttling…` with 400.
            let status = answer.raw().status();
            let passes = status.is_server_error() || status.as_u16() == 429 || code.starts_with("Throttl");
            if passes { SmsError::Unavailable(source) } else { SmsError::Refused(source) }
        }
        // It never left: there is no such region, or no such value.
        SdkError::ConstructionFailure(_) => SmsError::Refused(error.into()),
        _ => SmsError::Unavailable(error.into()),
    }
}
