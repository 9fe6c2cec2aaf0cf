//! Canned replies, and what is filled in where one is used.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::ids::DeskId;
use crate::lang::Lang;

/// A canned reply: `replies/<id>.md`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// As listed to staff.
    pub title: String,
    /// The language it is written in.
    pub lang: Lang,
    /// The desk that uses it; every desk when absent.
    #[serde(default)]
    pub desk: Option<DeskId>,
    /// The text, with a [`Variable`] wherever a ticket has something of its own to say.
    #[serde(default)]
    pub body: String,
}

impl Reply {
    /// The text for one ticket. What is between braces and no variable stays as it is written.
    pub fn filled(&self, value: impl Fn(Variable) -> String) -> String {
        let mut filled = String::new();
        let mut from = 0;
        for (place, name) in places(&self.body) {
            let Some(variable) = Variable::parse(name) else { continue };
            filled.push_str(&self.body[from..place.start]);
            filled.push_str(&value(variable));
            from = place.end;
        }
        filled + &self.body[from..]
    }
}

/// What a canned reply can have filled in: written `{{ requester }}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// The requester's name.
    Requester,
    /// The ticket's code.
    Code,
    /// The name of the member who answers.
    Member,
    /// The desk's name, in the requester's language.
    Desk,
    /// The address of the ticket's status page.
    StatusUrl,
    /// The next promise in words, in the requester's language.
    Due,
}

impl Variable {
    /// Every variable.
    pub const ALL: [Self; 6] = [Self::Requester, Self::Code, Self::Member, Self::Desk, Self::StatusUrl, Self::Due];

    /// What it is called between the braces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Requester => "requester",
            Self::Code => "code",
            Self::Member => "member",
            Self::Desk => "desk",
            Self::StatusUrl => "status_url",
            Self::Due => "due",
        }
    }

    /// The variable of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variable| variable.as_str() == name)
    }
}

/// The places `{{ name }}` of a text, with what stands in each.
pub fn places(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|at| at + from) {
        let Some(close) = text[open..].find("}}").map(|at| at + open) else { break };
        found.push((open..close + 2, text[open + 2..close].trim()));
        from = close + 2;
    }
    found
}
