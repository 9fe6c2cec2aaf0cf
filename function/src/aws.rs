//! The desk on AWS: put together from the environment, and what stands before it in each role.

mod editions;
pub mod gateway;
mod https;
pub mod log;
pub mod notices;
mod parameters;
pub mod stream;

use std::sync::Arc;

use anyhow::Context;
use aws_config::{BehaviorVersion, SdkConfig};
use jiff::Timestamp;
use serde::Deserialize;

pub use self::editions::Editions;
pub use self::https::https;
use crate::bundle::Bundle;
use crate::config::{BundleAt, Settings};
use crate::desk::{Desk, Parts, system_clock};
use crate::files::{Bucket, Files, NoFiles};
use crate::keys::Keys;
use crate::mail::{Counted, Mailer, NoMail, Ses, Smtp};
use crate::sms::{Sns, Texter};
use crate::store::StoreError;
use crate::store::dynamodb::{DynamoStore, Tables};

/// What one function of `infra/template.yaml` does. They are one binary, so that they are always of one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Answers requests that come through API Gateway.
    Http,
    /// Carries out what follows from the events in the table's stream.
    Effects,
    /// Acts on alarms that are due, every minute.
    Sweep,
}

impl Role {
    /// Reads `_HANDLER`, which Lambda sets to the function's handler: `http`, `effects` or `sweep`.
    pub fn from_env() -> anyhow::Result<Self> {
        let name = std::env::var("_HANDLER").unwrap_or_default();
        Self::parse(&name).with_context(|| format!("the function's handler is {name:?}, not http, effects or sweep"))
    }

    fn parse(name: &str) -> Option<Self> {
        match name {
            "http" => Some(Self::Http),
            "effects" => Some(Self::Effects),
            "sweep" => Some(Self::Sweep),
            _ => None,
        }
    }
}

/// The desk in a role, and where its next editions come from.
pub struct Started {
    /// The desk.
    pub desk: Desk,
    /// The editions in a bucket; `None` where the bundle came with the function.
    pub editions: Option<Editions>,
}

impl Started {
    /// The desk for the next request, batch or sweep: with the edition that is published by now.
    pub async fn desk(&self) -> &Desk {
        if let Some(editions) = &self.editions {
            editions.look(&self.desk).await;
        }
        &self.desk
    }
}

/// What the effects role is handed, told apart by its shape.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Handed {
    /// By the tickets' stream.
    Events(stream::Batch),
    /// By the topic that SES tells of letters that came back.
    Notices(notices::Notices),
}

/// Carries out what follows from what was handed over; tells which events of the stream are to come again.
pub async fn follow(desk: &Desk, handed: Handed) -> Result<stream::Failures, StoreError> {
    match handed {
        Handed::Events(batch) => Ok(stream::follow(desk, batch).await),
        Handed::Notices(notices) => notices::heed(desk, notices).await.map(|()| stream::Failures::default()),
    }
}

/// What the environment says of the AWS account: region, credentials, endpoints. Whatever is made of it speaks through one
/// HTTP client.
pub async fn account() -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest()).http_client(https()).load().await
}

/// Puts the desk together for a role. Fails with the name of what is missing, so that a wrong deployment shows at its
/// first start and not at the first letter.
pub async fn start(role: Role, settings: &Settings) -> anyhow::Result<Started> {
    let config = account().await;
    // What the sweep brings about is mailed by the effects role.
    let smtp_url = settings.smtp_url.as_ref().filter(|_| role != Role::Sweep);
    let clock = system_clock();
    let (secrets, (editions, bundle)) = tokio::try_join!(
        parameters::read(&config, [Some(&settings.secret), smtp_url]),
        published(&config, &settings.bundle, clock()),
    )?;
    let [secret, smtp_url] = secrets;
    let mailer: Arc<dyn Mailer> = match (role, smtp_url) {
        (Role::Sweep, _) => Arc::new(NoMail),
        (Role::Http | Role::Effects, Some(url)) => Arc::new(Smtp::new(&url).context("DESKMARK_SMTP_URL")?),
        (Role::Http | Role::Effects, None) => Arc::new(Ses::connect(&config, settings.ses_configuration_set.clone())),
    };
    let mailer = Arc::new(Counted(mailer));
    // The sweep sends none, as it sends no letters.
    let sms = settings.sms.as_ref().filter(|_| role != Role::Sweep);
    let texter = sms.map(|sms| Arc::new(Sns::connect(&config, sms.sender_id.clone())) as Arc<dyn Texter>);
    let files: Arc<dyn Files> = match &settings.files_bucket {
        Some(bucket) => Arc::new(Bucket::connect(&config, bucket).context("DESKMARK_FILES_BUCKET")?),
        // Forms that ask for files say that they cannot be taken.
        None => Arc::new(NoFiles),
    };
    let tables = Tables { tickets: settings.tickets_table.clone(), signals: settings.signals_table.clone() };
    let desk = Desk::new(Parts {
        store: Arc::new(DynamoStore::connect(&config, tables)),
        bundle,
        keys: Keys::new(secret.unwrap_or_default().into_bytes()).context("DESKMARK_SECRET")?,
        files,
        mailer,
        texter,
        clock,
    });
    Ok(Started { desk, editions })
}

async fn published(config: &SdkConfig, at: &BundleAt, now: Timestamp) -> anyhow::Result<(Option<Editions>, Bundle)> {
    match at {
        BundleAt::Folder(folder) => Ok((None, Bundle::load(folder)?)),
        BundleAt::S3 { bucket, prefix } => {
            let (editions, bundle) = Editions::open(config, bucket, prefix, now).await?;
            Ok((Some(editions), bundle))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn a_role_goes_by_its_name_and_no_other() {
        assert_eq!(Role::parse("effects"), Some(Role::Effects));
        assert_eq!(Role::parse("Effects"), None);
        assert_eq!(Role::parse(""), None);
    }
}
