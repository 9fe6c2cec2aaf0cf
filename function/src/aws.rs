//! The desk on AWS: put together from the environment, and what stands before it in each role.

pub mod gateway;
pub mod stream;

use std::sync::Arc;

use anyhow::Context;
use aws_config::BehaviorVersion;

use crate::bundle::Bundle;
use crate::config::Settings;
use crate::desk::{Desk, Parts, system_clock};
use crate::files::NoFiles;
use crate::mail::{Mailer, NoMail, Smtp};
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
    /// Reads `DESKMARK_ROLE`: `http`, `effects` or `sweep`.
    pub fn from_env() -> anyhow::Result<Self> {
        let name = std::env::var("DESKMARK_ROLE").unwrap_or_default();
        Self::parse(&name)
            .with_context(|| format!("the environment variable DESKMARK_ROLE is {name:?}, not http, effects or sweep"))
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

/// Puts the desk together for a role. Fails with the name of what is missing, so that a wrong deployment shows at its
/// first start and not at the first letter.
pub async fn desk(role: Role, settings: Settings) -> anyhow::Result<Desk> {
    let mailer: Arc<dyn Mailer> = match (role, &settings.smtp_url) {
        // What it brings about is mailed by the effects role.
        (Role::Sweep, _) => Arc::new(NoMail),
        (Role::Http | Role::Effects, Some(url)) => Arc::new(Smtp::new(url).context("DESKMARK_SMTP_URL")?),
        (Role::Http | Role::Effects, None) => anyhow::bail!("the environment variable DESKMARK_SMTP_URL is not set"),
    };
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let tables = Tables { tickets: settings.tickets_table, signals: settings.signals_table };
    Ok(Desk::new(Parts {
        store: Arc::new(DynamoStore::connect(&config, tables)),
        bundle: Bundle::load(&settings.bundle)?,
        keys: settings.keys,
        // Forms that ask for files say that they cannot be taken.
        files: Arc::new(NoFiles),
        mailer,
        clock: system_clock(),
    }))
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
