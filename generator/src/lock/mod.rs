//! What is remembered from one publication to the next, in files that are committed with the content.

pub mod addresses;
mod changes;
mod drift;
mod published;
pub mod translations;

pub use self::changes::Change;
pub use self::drift::{Drift, drift};
pub use self::published::{anchors, published};
pub use self::translations::{Known, Record, Translations};
