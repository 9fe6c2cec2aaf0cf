//! Request types: what people can ask for, and what the desk promises for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::field::{Choice, Field};
use crate::ids::{ArticleId, DeskId, FieldId};
use crate::lang::Text;
use crate::ticket::Stage;
use crate::working_time::WorkingSpan;

/// `requests/<id>.toml`: something people can ask for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestType {
    /// The desk that decides.
    pub desk: DeskId,
    /// Position in the catalogue, lowest first.
    #[serde(default)]
    pub weight: i32,
    /// What the requester wants, in their words: "Something does not work".
    pub label: Text,
    /// When to choose this, in one sentence.
    #[serde(default)]
    pub summary: Text,
    /// Who asks: the choices of "I am a …". Empty: the question is not asked.
    #[serde(default)]
    pub audience: Vec<Choice>,
    /// Offered priorities, lowest first. Empty: the question is not asked.
    #[serde(default)]
    pub priorities: Vec<Priority>,
    /// What a specialist may say such a request is about when classifying it.
    #[serde(default)]
    pub natures: Vec<Choice>,
    /// Working time each stage may take.
    #[serde(default)]
    pub stages: StageLimits,
    /// Stages that may take another time when the priority is this one.
    #[serde(default)]
    pub limits: BTreeMap<Priority, StageLimits>,
    /// Whether a lead has to sign the answer off.
    #[serde(default)]
    pub sign_off: SignOff,
    /// When the requester has to show that the address is theirs.
    #[serde(default)]
    pub verify_contact: VerifyContact,
    /// A title that says enough, shown to people whose own says little: "Checkout page fails for Visa cards".
    #[serde(default)]
    pub title_example: Text,
    /// The article that tells the way of such a request from the form to its end; the form links to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<ArticleId>,
    /// The field, a day or a day and a time, that says by when the answer is needed. The queue sorts by it where it is
    /// earlier than what the desk promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<FieldId>,
    /// Fields beyond the ones every form has (title, description, name, e-mail, phone).
    #[serde(default)]
    pub fields: Vec<Field>,
}

impl RequestType {
    /// Names this version of the form: sixteen hexadecimal digits that change whenever a question does.
    ///
    /// The form sends it back, so that answers are never read against questions that were not asked.
    pub fn form_hash(&self) -> String {
        let questions = (&self.label, &self.audience, &self.priorities, &self.fields);
        let bytes = serde_json::to_vec(&questions).expect("a form has only string keys");
        let digest = Sha256::digest(&bytes);
        let head = digest.first_chunk().expect("SHA-256 has 32 bytes");
        format!("{:016x}", u64::from_be_bytes(*head))
    }

    /// How long a stage may take: as the priority says, else the type, else the desk. `None`: as long as it takes.
    pub fn limit(&self, stage: Stage, priority: Option<Priority>, desk: &StageLimits) -> Option<WorkingSpan> {
        self.find(priority, desk, |limits| limits.of(stage))
    }

    /// The first of the priority's limits, the type's own and the desk's that says something.
    pub fn find<T>(
        &self,
        priority: Option<Priority>,
        desk: &StageLimits,
        look: impl Fn(&StageLimits) -> Option<T>,
    ) -> Option<T> {
        let by_priority = priority.and_then(|priority| self.limits.get(&priority));
        by_priority.into_iter().chain([&self.stages, desk]).find_map(look)
    }
}

/// Working time allowed for each stage of a ticket, and for what happens between stages. What is left out is looked up
/// at the desk, and has no limit when the desk says nothing either.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StageLimits {
    /// From sending until the desk has decided to classify, accept, reject or refer.
    pub receive: Option<WorkingSpan>,
    /// From classifying until the desk has decided to accept, reject or refer.
    pub check: Option<WorkingSpan>,
    /// From accepting until the answer.
    pub handle: Option<WorkingSpan>,
    /// From the answer until a lead has signed it off.
    pub report: Option<WorkingSpan>,
    /// From the answer until silence counts as a confirmation.
    pub confirm: Option<WorkingSpan>,
    /// From a question to the requester until they are reminded of it.
    pub reminder: Option<WorkingSpan>,
    /// From a question or a rejection until the ticket is closed when the requester stays silent.
    pub give_up: Option<WorkingSpan>,
    /// From closing until the requester can no longer say that it is not solved.
    pub reopen: Option<WorkingSpan>,
}

impl StageLimits {
    /// The limit of one stage.
    pub fn of(&self, stage: Stage) -> Option<WorkingSpan> {
        match stage {
            Stage::Receive => self.receive,
            Stage::Check => self.check,
            Stage::Handle => self.handle,
            Stage::Report => self.report,
            Stage::Confirm => self.confirm,
        }
    }
}

/// Whether an answer has to be signed off before the ticket can be closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignOff {
    /// Nobody signs.
    #[default]
    None,
    /// Closing needs a lead's signature as well as the requester's confirmation.
    Required,
}

/// When the requester has to show that the address is theirs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerifyContact {
    /// By opening the link in the receipt's mail, whenever they like.
    #[default]
    AfterSubmit,
    /// By a one-time code, before the request is taken.
    BeforeSubmit,
}

/// How urgent the requester says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Can wait.
    Low,
    /// Ordinary.
    Medium,
    /// Work is hindered.
    High,
    /// Work has stopped.
    Urgent,
}

impl Priority {
    /// The priority's name in forms and translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    /// The priority of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Low, Self::Medium, Self::High, Self::Urgent].into_iter().find(|priority| priority.as_str() == name)
    }
}
