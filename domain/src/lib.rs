//! Deskmark's vocabulary: what a ticket, a desk, a request type, a calendar and a code are, and the rules they obey.
//!
//! Nothing here performs I/O, reads a clock or draws randomness: time, ids and random bytes come in as arguments.

pub mod calendar;
pub mod catalog;
pub mod code;
pub mod contact;
pub mod file;
pub mod ids;
pub mod lang;
pub mod reading;
pub mod secrets;
pub mod signal;
pub mod ticket;
pub mod words;
pub mod working_time;
