//! The messages Deskmark sends: plain text, the state and the one next step first.
//!
//! Every struct renders in the reader's language; links are absolute.

use serde::Serialize;

use super::templates;
use crate::dates::Moment;

/// A ticket has arrived. Neutral (without the requester's words) until the contact is proved.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptMail {
    /// The help centre's name.
    pub portal: String,
    /// The code.
    pub code: String,
    /// The requester's title; `None` in a neutral message.
    pub title: Option<String>,
    /// The desk that has it.
    pub desk: String,
    /// By when the desk has looked at it.
    pub promise: Option<Moment>,
    /// The private link.
    pub owner_url: String,
    /// The public status.
    pub status_url: String,
}

/// Something that the requester should know of.
#[derive(Debug, Clone, Serialize)]
pub struct NewsMail {
    /// The help centre's name.
    pub portal: String,
    /// The code.
    pub code: String,
    /// What happened, as the words of the theme name it: `accepted`, `rejected`, `referred`, `asked`, `reminded`,
    /// `answered`, `reopened`, `attached`, `closed`.
    pub news: &'static str,
    /// The requester's title; `None` in a neutral message.
    pub title: Option<String>,
    /// The desk that did it; of a ticket that was passed on, the new one.
    pub desk: String,
    /// How a closed ticket ended, and by whom, without `closed-`: `solved-requester`, `solved-staff`, `no_reply`.
    pub why: Option<String>,
    /// What the desk wrote; `None` in a neutral message, or when it wrote nothing.
    pub text: Option<String>,
    /// Titles and links of articles cited.
    pub articles: Vec<MailLink>,
    /// By when the desk does the next thing.
    pub promise: Option<Moment>,
    /// Until when the requester may take.
    pub until: Option<Moment>,
    /// Until when a closed ticket can be opened again.
    pub reopen_until: Option<Moment>,
    /// The private link.
    pub owner_url: String,
}

/// A link in a message.
#[derive(Debug, Clone, Serialize)]
pub struct MailLink {
    /// The title.
    pub title: String,
    /// The absolute URL.
    pub url: String,
}

/// Something that somebody who follows a ticket may know of: what its status page shows, too.
#[derive(Debug, Clone, Serialize)]
pub struct FollowMail {
    /// The help centre's name.
    pub portal: String,
    /// The code.
    pub code: String,
    /// What happened, as the timeline names it: `accepted`, `rejected`, `referred`, `answered`, `reopened`, `closed`.
    pub news: &'static str,
    /// The desk responsible.
    pub desk: String,
    /// The public status.
    pub status_url: String,
    /// The page with the button that ends these letters.
    pub stop_url: String,
}

/// Something that a member of the desk should know of.
#[derive(Debug, Clone, Serialize)]
pub struct DeskMail {
    /// The help centre's name.
    pub portal: String,
    /// The code.
    pub code: String,
    /// What happened, as the words of the theme name it: `received`, `replied`, `overdue`, `escalated`.
    pub news: &'static str,
    /// The desk.
    pub desk: String,
    /// The state: `new`, `in_progress`.
    pub state: String,
    /// The promise that is running, or was not kept.
    pub due: Option<Moment>,
    /// Who works on it; empty when nobody does.
    pub assignee: String,
    /// The ticket on the desk.
    pub ticket_url: String,
}

/// The one-time code of a member of staff.
#[derive(Debug, Clone, Serialize)]
pub struct SignInMail {
    /// The help centre's name.
    pub portal: String,
    /// The code.
    pub code: String,
    /// The page with the button.
    pub open_url: String,
    /// For how many minutes it works.
    pub minutes: u32,
}

/// The one-time code that shows that an address is the sender's.
#[derive(Debug, Clone, Serialize)]
pub struct ProofMail {
    /// The help centre's name.
    pub portal: String,
    /// The code.
    pub code: String,
    /// For how many minutes it works.
    pub minutes: u32,
}

templates! { MailView:
    ReceiptMail => "mail/receipt.txt",
    NewsMail => "mail/news.txt",
    FollowMail => "mail/follow.txt",
    DeskMail => "mail/desk.txt",
    ProofMail => "mail/proof.txt",
    SignInMail => "mail/sign_in.txt",
}
