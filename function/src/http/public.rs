//! What anyone may do: ask, look a ticket up, and act on their own.

pub(super) mod ask;
pub(super) mod lookup;
pub(super) mod owner;
pub(super) mod ticket;
