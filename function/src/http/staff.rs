//! What signed-in members of desks do.

pub(super) mod act;
mod beside;
pub(super) mod bulk;
mod command;
pub(super) mod entry;
pub(super) mod erase;
pub(super) mod export;
pub(super) mod me;
mod narrowing;
mod offers;
pub(super) mod queue;
pub(super) mod search;
pub(super) mod session;
pub(super) mod sign_in;
pub(super) mod ticket;
mod undo;
pub(super) mod writing;
