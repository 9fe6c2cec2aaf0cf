//! What a reader had in front of them when they asked: which edition of an article, and the step they were at.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::ArticleId;

/// Why a text is not a revision or a step's number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// Not a [`Revision`].
    #[error("`{0}` is not a revision: eight of the digits 0-9 and a-f")]
    Revision(String),
    /// Not a [`StepNumber`].
    #[error("`{0}` is not a step's number: lower-case letters a-z, digits and hyphens, at most 40")]
    Step(String),
    /// Not a list of steps.
    #[error("`{0}` is not a list of at most {MOST_TICKED} steps: their numbers, with commas between")]
    Ticked(String),
}

/// Names an article's text as it was: the first eight hexadecimal digits of its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Revision(String);

impl Revision {
    /// The revision of a text.
    pub fn of(source: &str) -> Self {
        let digest = Sha256::digest(source.as_bytes());
        let head = digest.first_chunk().expect("SHA-256 has 32 bytes");
        Self(format!("{:08x}", u32::from_be_bytes(*head)))
    }

    /// Reads a revision as [`Revision::of`] writes it.
    pub fn parse(text: &str) -> Result<Self, NotRead> {
        let fits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if fits { Ok(Self(text.to_owned())) } else { Err(NotRead::Revision(text.to_owned())) }
    }
}

/// Which step of an article: what its anchor is called without `step-`. `3`, or `windows-3` where platforms differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StepNumber(String);

impl StepNumber {
    /// Reads a step's number.
    pub fn parse(text: &str) -> Result<Self, NotRead> {
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err(NotRead::Step(text.to_owned())) }
    }

    /// The platform whose steps it counts, and its place among them: `windows` and `3`.
    pub fn parts(&self) -> (Option<&str>, &str) {
        match self.0.rsplit_once('-') {
            Some((platform, number)) if !platform.is_empty() && !number.is_empty() => (Some(platform), number),
            _ => (None, &self.0),
        }
    }
}

macro_rules! text {
    ($($name:ident)+) => {
        $(impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotRead;

            fn try_from(text: String) -> Result<Self, NotRead> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        })+
    };
}

text! { Revision StepNumber }

/// The most steps a requester can have ticked: no article has as many.
pub const MOST_TICKED: usize = 60;

/// Reads the steps that were ticked: `1,2,windows-3`. Each is named once.
pub fn ticked(text: &str) -> Result<Vec<StepNumber>, NotRead> {
    let wrong = |_| NotRead::Ticked(text.chars().take(100).collect());
    let mut steps = Vec::new();
    for part in text.split(',').filter(|_| !text.is_empty()) {
        let step = StepNumber::parse(part).map_err(wrong)?;
        if !steps.contains(&step) {
            steps.push(step);
        }
        if steps.len() > MOST_TICKED {
            return Err(wrong(NotRead::Step(String::new())));
        }
    }
    Ok(steps)
}

/// The article a requester came from, as they read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameFrom {
    /// Which.
    pub article: ArticleId,
    /// Its text then.
    pub revision: Option<Revision>,
    /// The step they were stuck at.
    pub step: Option<StepNumber>,
    /// The steps they had ticked.
    pub ticked: Vec<StepNumber>,
}
