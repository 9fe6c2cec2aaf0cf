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

/// The desk has answered.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerMail {
    /// The help centre's name.
    pub portal: String,
    /// The code.
    pub code: String,
    /// The requester's title; `None` in a neutral message.
    pub title: Option<String>,
    /// The desk that answered.
    pub desk: String,
    /// The answer; `None` in a neutral message.
    pub text: Option<String>,
    /// Titles and links of articles cited.
    pub articles: Vec<MailLink>,
    /// The private link.
    pub owner_url: String,
}

/// Something that the requester should know of: the ticket was sent back, or asked about, or passed on.
#[derive(Debug, Clone, Serialize)]
pub struct NewsMail {
    /// The help centre's name.
    pub portal: String,
    /// The code.
    pub code: String,
    /// What happened, as the words of the theme name it: `rejected`, `asked`, `reminded`, `referred`.
    pub news: &'static str,
    /// The requester's title; `None` in a neutral message.
    pub title: Option<String>,
    /// The desk that did it; of a ticket that was passed on, the new one.
    pub desk: String,
    /// What the desk wrote; `None` in a neutral message, or when it wrote nothing.
    pub text: Option<String>,
    /// By when the desk has looked at it.
    pub promise: Option<Moment>,
    /// Until when the requester may take.
    pub until: Option<Moment>,
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

/// A promise has passed: to a member of the desk.
#[derive(Debug, Clone, Serialize)]
pub struct EscalationMail {
    /// The help centre's name.
    pub portal: String,
    /// The code.
    pub code: String,
    /// The desk.
    pub desk: String,
    /// The state: `new`, `in_progress`.
    pub state: String,
    /// The promise that has passed.
    pub due: Moment,
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

templates! { MailView:
    ReceiptMail => "mail/receipt.txt",
    AnswerMail => "mail/answer.txt",
    NewsMail => "mail/news.txt",
    EscalationMail => "mail/escalation.txt",
    SignInMail => "mail/sign_in.txt",
}
