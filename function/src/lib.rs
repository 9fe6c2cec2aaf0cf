//! Deskmark's desk.
