//! Pages only `deskmark serve` has: the mailbox that shows what would have been sent.

use serde::Serialize;

use super::shell::{Page, Shell};
use super::templates;
use crate::dates::Moment;

/// A message in the mailbox's list.
#[derive(Debug, Clone, Serialize)]
pub struct MailSummary {
    /// The path of the message.
    pub url: String,
    /// The recipient.
    pub to: String,
    /// The subject; of a text message, all of it.
    pub subject: String,
    /// When it was sent.
    pub at: Moment,
}

/// The mailbox.
#[derive(Debug, Clone, Serialize)]
pub struct MailboxView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `mailbox-title`.
    pub page: Page,
    /// Newest first.
    pub messages: Vec<MailSummary>,
}

/// A message of the mailbox.
#[derive(Debug, Clone, Serialize)]
pub struct MailMessageView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; its title is the subject.
    pub page: Page,
    /// The path of the mailbox.
    pub mailbox_url: String,
    /// The sender; text messages name none.
    pub from: Option<String>,
    /// The recipient.
    pub to: String,
    /// When it was sent.
    pub at: Moment,
    /// The text, from [`runs`].
    pub body: Vec<Run>,
}

/// A stretch of text, or a link in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The text as written.
    pub text: String,
    /// Where it leads, when it is a link.
    pub href: Option<String>,
}

/// Cuts a plain text at its `http(s)` links.
pub fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(start) = link_start(rest) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| c.is_whitespace() || "<>\"'".contains(c)).unwrap_or(from.len());
        let link = from[..end].trim_end_matches(['.', ',', ';', ')', '،', '؛']);
        if !before.is_empty() {
            runs.push(Run { text: before.to_owned(), href: None });
        }
        runs.push(Run { text: link.to_owned(), href: Some(link.to_owned()) });
        rest = &from[link.len()..];
    }
    if !rest.is_empty() {
        runs.push(Run { text: rest.to_owned(), href: None });
    }
    runs
}

fn link_start(text: &str) -> Option<usize> {
    [text.find("https://"), text.find("http://")].into_iter().flatten().min()
}

templates! { View:
    MailboxView => "local/mailbox.html",
    MailMessageView => "local/message.html",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_cut_out_and_end_before_punctuation() {
        let text = "Mở http://127.0.0.1:4000/t/7K3Q?key=a. Xong";
        let parts: Vec<_> = runs(text).into_iter().map(|run| (run.text, run.href.is_some())).collect();
        let expected = [("Mở ", false), ("http://127.0.0.1:4000/t/7K3Q?key=a", true), (". Xong", false)];
        assert_eq!(parts, expected.map(|(text, link)| (text.to_owned(), link)));
        assert_eq!(runs(""), []);
    }
}
