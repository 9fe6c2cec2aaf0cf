//! What the Lambda function, and the desk on one machine, are told by their environment.

use std::fmt;
use std::path::PathBuf;

use anyhow::Context;

/// Settings of every role of the Lambda function.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `DESKMARK_TICKETS_TABLE`: the table of tickets.
    pub tickets_table: String,
    /// `DESKMARK_SIGNALS_TABLE`: the table of things with an end.
    pub signals_table: String,
    /// `DESKMARK_BUNDLE`: where what `deskmark build` wrote as `dist/desk` is, a folder or `s3://BUCKET/desk`.
    pub bundle: BundleAt,
    /// `DESKMARK_SECRET`, or the name of its parameter in `DESKMARK_SECRET_PARAMETER`: at least 32 bytes, the same for
    /// every role, and kept: a new one makes every link worthless.
    pub secret: Secret,
    /// `DESKMARK_SMTP_URL`, or the name of its parameter in `DESKMARK_SMTP_URL_PARAMETER`: the mail server,
    /// `smtps://user:password@mail.example.org`. Without either, mail goes out by SES.
    pub smtp_url: Option<Secret>,
    /// `DESKMARK_SES_CONFIGURATION_SET`: what SES does with the mail beside sending it, such as telling of bounces.
    pub ses_configuration_set: Option<String>,
    /// `DESKMARK_SMS`: `sns` where text messages are sent. Without it none are, and nobody is asked for a number.
    pub sms: Option<Sms>,
    /// `DESKMARK_FILES_BUCKET`: the bucket of what comes with tickets. Without it, forms say that files cannot be taken.
    pub files_bucket: Option<String>,
    /// `DESKMARK_ORIGIN_SECRET`: what CloudFront sends along in `x-deskmark-origin`, so that nobody goes around it; and
    /// behind a space the former one, while the two are changed. Empty: there is no CloudFront before the gateway.
    pub origin_secrets: Vec<String>,
}

/// Where the desk's bundles are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleAt {
    /// A folder of this machine.
    Folder(PathBuf),
    /// Below a prefix of a bucket: `desk/current`, `desk/<hash>/catalog.json`.
    S3 {
        /// The bucket's name.
        bucket: String,
        /// Without a slash at its ends.
        prefix: String,
    },
}

/// Text messages go out by SNS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sms {
    /// `DESKMARK_SMS_SENDER_ID`: the name telephones show, where the country has them and it is registered there: 1 to 11
    /// letters and digits, at least one of them a letter. Without it, SNS has one of its own.
    pub sender_id: Option<String>,
}

/// A setting that nobody may read who does not need it.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// The secret itself, in the environment.
    Given(String),
    /// The name of the Systems Manager's parameter (a `SecureString`) that holds it.
    Parameter(String),
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(_) => f.write_str("Given(…)"),
            Self::Parameter(name) => f.debug_tuple("Parameter").field(name).finish(),
        }
    }
}

impl Settings {
    /// Reads the environment. The error names the variable that is missing or wrong, and never its value.
    pub fn from_env() -> anyhow::Result<Self> {
        Self::read(&variable)
    }

    fn read(variable: &impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let needed = |name: &str| variable(name).with_context(|| format!("the environment variable {name} is not set"));
        let secret = |name: &str| {
            let parameter = variable(&format!("{name}_PARAMETER")).map(Secret::Parameter);
            variable(name).map(Secret::Given).or(parameter)
        };
        Ok(Self {
            tickets_table: needed("DESKMARK_TICKETS_TABLE")?,
            signals_table: needed("DESKMARK_SIGNALS_TABLE")?,
            bundle: BundleAt::parse(&needed("DESKMARK_BUNDLE")?)?,
            secret: secret("DESKMARK_SECRET")
                .context("neither of the environment variables DESKMARK_SECRET and DESKMARK_SECRET_PARAMETER is set")?,
            smtp_url: secret("DESKMARK_SMTP_URL"),
            ses_configuration_set: variable("DESKMARK_SES_CONFIGURATION_SET"),
            sms: Sms::parse(variable("DESKMARK_SMS").as_deref(), variable("DESKMARK_SMS_SENDER_ID"))?,
            files_bucket: variable("DESKMARK_FILES_BUCKET"),
            origin_secrets: origin_secrets(&variable("DESKMARK_ORIGIN_SECRET").unwrap_or_default())?,
        })
    }
}

impl BundleAt {
    fn parse(text: &str) -> anyhow::Result<Self> {
        let Some(place) = text.strip_prefix("s3://") else { return Ok(Self::Folder(text.into())) };
        let place = place.trim_end_matches('/').split_once('/');
        let place = place.filter(|(bucket, prefix)| !bucket.is_empty() && !prefix.is_empty());
        let (bucket, prefix) = place.context(
            "the environment variable DESKMARK_BUNDLE names no prefix of a bucket: it is written s3://BUCKET/desk",
        )?;
        Ok(Self::S3 { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }
}

impl Sms {
    fn parse(way: Option<&str>, sender_id: Option<String>) -> anyhow::Result<Option<Self>> {
        let Some(way) = way else {
            anyhow::ensure!(
                sender_id.is_none(),
                "the environment variable DESKMARK_SMS_SENDER_ID is of no use without DESKMARK_SMS"
            );
            return Ok(None);
        };
        anyhow::ensure!(way == "sns", "the environment variable DESKMARK_SMS has to be sns, or not to be there");
        anyhow::ensure!(
            sender_id.as_deref().is_none_or(is_sender_id),
            "the environment variable DESKMARK_SMS_SENDER_ID has to hold 1 to 11 letters and digits, at least one of them a \
             letter"
        );
        Ok(Some(Self { sender_id }))
    }
}

/// What SNS takes as a sender's name: <https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html>
fn is_sender_id(text: &str) -> bool {
    (1..=11).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Whoever guesses one of these is as many clients as they like: a short one is a slip.
const SHORTEST_ORIGIN_SECRET: usize = 16;

fn origin_secrets(text: &str) -> anyhow::Result<Vec<String>> {
    let secrets: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let fits = secrets.len() <= 2 && secrets.iter().all(|secret| secret.len() >= SHORTEST_ORIGIN_SECRET);
    anyhow::ensure!(
        fits,
        "the environment variable DESKMARK_ORIGIN_SECRET has to hold one secret of at least {SHORTEST_ORIGIN_SECRET} \
         characters, or two of them with a space between"
    );
    Ok(secrets)
}

/// `DESKMARK_SMTP_URL`, where it is set. It holds a password, so it is never an argument, and never shown.
pub fn smtp_url() -> Option<String> {
    variable("DESKMARK_SMTP_URL")
}

/// A variable that is set to something: a template has no other way to leave one out.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests;
