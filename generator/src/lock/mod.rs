//! What is remembered from one publication to the next, in files that are committed with the content.

pub mod addresses;
mod published;

pub use self::published::{anchors, published};
