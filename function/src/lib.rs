//! Deskmark's desk.

pub mod store;
