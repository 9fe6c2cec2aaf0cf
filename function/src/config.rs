//! What the Lambda function, and the desk on one machine, are told by their environment.

use std::path::PathBuf;

use anyhow::Context;

use crate::keys::Keys;

/// Settings of every role.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `DESKMARK_BUNDLE`: the folder that `deskmark build` wrote as `dist/desk`.
    pub bundle: PathBuf,
    /// `DESKMARK_SECRET`: at least 32 bytes, the same for every role, and kept: a new one makes every link worthless.
    pub keys: Keys,
    /// `DESKMARK_TICKETS_TABLE`: the table of tickets.
    pub tickets_table: String,
    /// `DESKMARK_SIGNALS_TABLE`: the table of things with an end.
    pub signals_table: String,
    /// `DESKMARK_SMTP_URL`: the mail server, `smtps://user:password@mail.example.org`. The sweep needs none.
    pub smtp_url: Option<String>,
}

impl Settings {
    /// Reads the environment. The error names the variable that is missing or wrong, and never its value.
    pub fn from_env() -> anyhow::Result<Self> {
        let secret = needed("DESKMARK_SECRET")?;
        Ok(Self {
            bundle: needed("DESKMARK_BUNDLE")?.into(),
            keys: Keys::new(secret.into_bytes()).context("DESKMARK_SECRET")?,
            tickets_table: needed("DESKMARK_TICKETS_TABLE")?,
            signals_table: needed("DESKMARK_SIGNALS_TABLE")?,
            smtp_url: smtp_url(),
        })
    }
}

/// `DESKMARK_SMTP_URL`, where it is set. It holds a password, so it is never an argument, and never shown.
pub fn smtp_url() -> Option<String> {
    std::env::var("DESKMARK_SMTP_URL").ok().filter(|url| !url.is_empty())
}

fn needed(name: &str) -> anyhow::Result<String> {
    let value = std::env::var(name).with_context(|| format!("the environment variable {name} is not set"))?;
    anyhow::ensure!(!value.is_empty(), "the environment variable {name} is empty");
    Ok(value)
}
