//! What people wrote, and who they are: the part of an event that can be erased.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::contact::{Email, Phone};
use crate::ids::FieldId;
use crate::words::words;

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
    /// The member a ticket was given to.
    Given {
        /// Their name.
        to: String,
        /// The name of whoever gave it to them.
        by: String,
    },
    /// Names of attached files, in the order of the event.
    Files {
        /// The names, as they were on the sender's machine.
        names: Vec<String>,
    },
    /// Where text messages go.
    Phone {
        /// The number, with its calling code.
        number: Phone,
    },
    /// Whoever follows the ticket beside the requester.
    People {
        /// Where they are told.
        emails: Vec<Email>,
    },
}

impl Personal {
    /// The words its ticket is found by. Not the name of whoever wrote it: it stands at every message of a desk.
    pub fn words(&self) -> BTreeSet<String> {
        match self {
            Self::Submission(sent) => sent.words(),
            Self::Message { text, .. } => words(text),
            Self::Files { names } => names.iter().flat_map(|name| words(name)).collect(),
            Self::Phone { number } => words(number.as_str()),
            Self::Member { .. } | Self::Given { .. } | Self::People { .. } => BTreeSet::new(),
        }
    }
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

impl Submission {
    /// The words it is found by at a glance: its title's, and those of who sent it.
    pub fn words_at_a_glance(&self) -> BTreeSet<String> {
        let phone = self.phone.as_ref().map(|phone| words(phone.as_str())).unwrap_or_default();
        [words(&self.title), words(&self.name), words(self.email.as_str()), phone].into_iter().flatten().collect()
    }

    /// All the words it is found by.
    fn words(&self) -> BTreeSet<String> {
        let answers = self.answers.iter().flat_map(|answer| words(&answer.value));
        answers.chain(words(&self.description)).chain(self.words_at_a_glance()).collect()
    }
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
