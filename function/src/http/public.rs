//! What anyone may do: ask, look a ticket up, act on their own, and tell whether an article helped.

pub(super) mod act;
pub(super) mod ask;
pub(super) mod lookup;
pub(super) mod my;
pub(super) mod owner;
mod proof;
pub(super) mod resubmit;
pub(super) mod signals;
pub(super) mod sms;
pub(super) mod ticket;
