//! Commands: what somebody wants to happen; and the reasons it may not.

use super::event::Submission;
use super::state::State;
use crate::catalog::Priority;
use crate::ids::{ArticleId, FieldId, RequestTypeId};
use crate::lang::Lang;
use crate::reading::CameFrom;

/// What somebody wants to happen to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Send it. Only where there is no ticket yet.
    Submit {
        /// What is asked for.
        request_type: RequestTypeId,
        /// The language to answer in.
        lang: Lang,
        /// As chosen.
        priority: Option<Priority>,
        /// As chosen.
        audience: Option<FieldId>,
        /// The article they came from.
        came_from: Option<CameFrom>,
        /// Everything they wrote.
        submission: Box<Submission>,
    },
    /// The requester came by a link that only the mail contains.
    ProveContact,
    /// The desk takes it on.
    Accept {
        /// The member's name.
        member: String,
    },
    /// The desk answers.
    Answer {
        /// The member's name.
        member: String,
        /// The answer.
        text: String,
        /// Articles it points to.
        articles: Vec<ArticleId>,
    },
    /// The requester writes more; after an answer this opens the ticket again.
    Reply {
        /// What they wrote.
        text: String,
    },
    /// The requester confirms the answer.
    Confirm,
    /// The desk closes an answered ticket.
    Close {
        /// The member's name.
        member: String,
    },
    /// The clock tells the next rung of the ladder.
    Escalate,
}

/// Why a command changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not in the state the ticket is in now.
    #[error("this cannot be done while the ticket is {}", .0.as_str())]
    State(State),
    /// Not by this person.
    #[error("this is for somebody else to do")]
    Actor,
    /// There is nothing left to do: it has been done already, or its time has not come.
    #[error("there is nothing to do")]
    Nothing,
    /// The ticket's request type is not in the catalog any more.
    #[error("the request type is not in the catalog")]
    RequestType,
}
