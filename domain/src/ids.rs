//! Names people give to desks, request types, calendars and articles in the portal's files.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an id: use lower-case letters a-z, digits and hyphens (at most 64), starting with a letter or digit"
)]
pub struct NotAnId(pub String);

fn check(text: &str) -> Result<(), NotAnId> {
    let fits = (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-');
    if fits { Ok(()) } else { Err(NotAnId(text.to_owned())) }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Parses an id: lower-case letters, digits and hyphens, at most 64.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                check(text)?;
                Ok(Self(text.to_owned()))
            }

            /// The id as written.
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
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                check(&text)?;
                Ok(Self(text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id!(
    /// A desk: the file name of `desks/<id>.toml`.
    DeskId
);
id!(
    /// A request type: the file name of `requests/<id>.toml`.
    RequestTypeId
);
id!(
    /// A working calendar: the file name of `calendars/<id>.toml`.
    CalendarId
);
id!(
    /// A canned reply: the file name of `replies/<id>.md`.
    ReplyId
);
id!(
    /// An article's permanent id, the same in every language it is translated to.
    ArticleId
);
id!(
    /// A field of a request type's form.
    FieldId
);
id!(
    /// A file that was uploaded: made by the server, and no name.
    FileId
);
