//! What people wrote, and who they are: the part of an event that can be erased.

use serde::{Deserialize, Serialize};

use crate::contact::{Email, Phone};
use crate::ids::FieldId;

/// What people wrote, and who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Personal {
    /// The request as it was sent.
    Submission(Box<Submission>),
    /// A message of the conversation.
    Message {
        /// The writer's name.
        author: String,
        /// What they wrote.
        text: String,
    },
    /// The member who acted.
    Member {
        /// Their name.
        name: String,
    },
    /// Names of attached files, in the order of the event.
    Files {
        /// The names, as they were on the sender's machine.
        names: Vec<String>,
    },
    /// Whoever follows the ticket beside the requester.
    People {
        /// Where they are told.
        emails: Vec<Email>,
    },
}

/// A request as it was sent: what was asked is kept with the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// One line.
    pub title: String,
    /// What happened, at most [`LONGEST_TEXT`](super::LONGEST_TEXT) bytes.
    pub description: String,
    /// The requester's name.
    pub name: String,
    /// Where answers go.
    pub email: Email,
    /// Where the desk may call.
    pub phone: Option<Phone>,
    /// Answers to the request type's own fields; unanswered ones are left out.
    pub answers: Vec<Answer>,
    /// The member who wrote it down after a call or a visit: the description is then what was said and agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_by: Option<String>,
}

/// An answered field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The field.
    pub field: FieldId,
    /// The question as it was put, in the requester's language.
    pub label: String,
    /// The answer; of a choice, the words that were shown.
    pub value: String,
}
