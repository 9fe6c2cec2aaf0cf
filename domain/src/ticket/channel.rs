//! The ways a request comes in.

use serde::{Deserialize, Serialize};

/// How a request came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Its requester sent it: by the form, or by a program.
    #[default]
    Web,
    /// Somebody called, and a member wrote it down.
    Phone,
    /// Somebody came, and a member wrote it down.
    InPerson,
}

impl Channel {
    /// Those by which a member takes a request down.
    pub const BY_MEMBERS: [Self; 2] = [Self::Phone, Self::InPerson];

    /// The channel's name in forms and translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Phone => "phone",
            Self::InPerson => "in_person",
        }
    }

    /// The channel of that name by which a member takes a request down.
    pub fn by_members(name: &str) -> Option<Self> {
        Self::BY_MEMBERS.into_iter().find(|channel| channel.as_str() == name)
    }

    /// Whether its requester sent it.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn is_web(&self) -> bool {
        *self == Self::Web
    }
}
