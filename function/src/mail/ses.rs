//! Mail by SES: the same message as by SMTP, handed to Amazon's API.

use anyhow::anyhow;
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{EmailContent, RawMessage};

use super::message::message;
use super::{Letter, MailError, Mailer};

/// Sends letters by SES (its API of version 2).
#[derive(Debug, Clone)]
pub struct Ses {
    client: Client,
    configuration_set: Option<String>,
}

impl Ses {
    /// A configuration set says whom SES tells of what comes back.
    pub fn connect(config: &SdkConfig, configuration_set: Option<String>) -> Self {
        Self { client: Client::new(config), configuration_set }
    }
}

#[async_trait]
impl Mailer for Ses {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = message(letter).map_err(MailError::Refused)?.formatted();
        let raw = RawMessage::builder().data(Blob::new(message)).build().map_err(|e| MailError::Refused(e.into()))?;
        let call = self.client.send_email().content(EmailContent::builder().raw(raw).build());
        let call = call.set_configuration_set_name(self.configuration_set.clone());
        match call.send().await {
            Ok(_) => Ok(()),
            Err(error) => Err(told(error, letter)),
        }
    }
}

/// What a failure means for the letter. SES repeats addresses in its messages, so only its code is passed on.
fn told(error: SdkError<SendEmailError>, letter: &Letter) -> MailError {
    let Some(said) = error.as_service_error() else { return MailError::Unavailable(error.into()) };
    let source = anyhow!("SES answered {}", said.code().unwrap_or("without a code"));
    let is_about_sender = said.message().is_some_and(|message| message.contains(letter.from.email.as_str()));
    match said {
        // A sender that is not verified (yet) is for the operator to mend; letters wait for it, as they do while the
        // account may send nothing.
        SendEmailError::MessageRejected(_) if is_about_sender => {
            MailError::Unavailable(source.context("the sender's address or domain is not verified"))
        }
        SendEmailError::MessageRejected(_) | SendEmailError::BadRequestException(_) => MailError::Refused(source),
        _ => MailError::Unavailable(source),
    }
}
