//! A mail server that takes everything and shows it.

use std::process::Command;

use serde::Deserialize;

use super::process::Running;
use super::{tool, wait_until};

/// A message as the server received it.
#[derive(Debug, Clone, Deserialize)]
pub struct Mail {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// Every header, decoded, lower-case names.
    pub headers: Vec<(String, String)>,
    /// The plain-text part, decoded.
    pub text: String,
}

impl Mail {
    /// The first header of that (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The subject.
    pub fn subject(&self) -> &str {
        self.header("subject").unwrap_or_default()
    }

    /// The first link in the text that holds `part`.
    #[track_caller]
    pub fn link(&self, part: &str) -> String {
        self.text
            .split_whitespace()
            .map(|word| word.trim_matches(['<', '>']))
            .find(|word| word.starts_with("http") && word.contains(part))
            .unwrap_or_else(|| panic!("no link with {part} in:\n{}", self.text))
            .to_owned()
    }
}

/// The server: aiosmtpd, an SMTP implementation that is not ours, so that what it accepts others will too.
pub struct SmtpSink {
    process: Running,
    port: u16,
}

impl SmtpSink {
    /// Listens on a free port of this machine.
    pub fn start() -> Self {
        let script = super::root().join("tests/suite/harness/smtp_sink.py");
        let mut process = Running::start(Command::new(tool("venv/bin/python")).arg(script));
        let port = process.wait_for_line("its port", |line| line.strip_prefix("port ")?.parse().ok());
        Self { process, port }
    }

    /// Its address, for `DESKMARK_SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What has come so far, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        let log = self.process.log();
        let mails = log.iter().filter_map(|line| line.strip_prefix("mail "));
        mails.map(|mail| serde_json::from_str(mail).expect("the sink writes a mail a line")).collect()
    }

    /// Waits for a message that `wanted` recognises.
    pub fn wait_for(&self, what: &str, wanted: impl Fn(&Mail) -> bool) -> Mail {
        wait_until(what, || self.mails().into_iter().find(|mail| wanted(mail)))
    }
}
