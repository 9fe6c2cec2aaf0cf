//! Use cases on tickets: load, decide, append.

mod act;
mod submit;

pub use act::{ActError, Acting, act};
pub use submit::{Sent, SubmitError, submit};
