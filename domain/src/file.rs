//! Files that come with tickets: which are taken, how many, and what they are called.

mod kind;
mod name;

pub use kind::{Kind, NotTaken, accepted};
pub use name::clean;

/// The largest file, in bytes: ten megabytes hold a telephone's photo, a scan of twenty pages, or a minute of a screen; what
/// is larger belongs on a drive, with a link.
pub const LARGEST: usize = 10 * 1024 * 1024;

/// The largest file that whatever stands before a desk lets through, in bytes: Lambda takes and gives six megabytes, in which
/// API Gateway writes four bytes for three. What is larger goes past the desk, where there is such a way.
pub const LARGEST_THROUGH_DESK: usize = 4 * 1024 * 1024;

/// The most files that come with one form or message, in all its fields. Ten screenshots tell a story; more come with the
/// next message.
pub const MOST_AT_ONCE: u16 = 10;
