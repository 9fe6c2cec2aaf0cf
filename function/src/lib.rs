//! Deskmark's desk: HTTP, stores, effects and the sweep. One router, run as a Lambda function or inside `deskmark`.

#[cfg(feature = "aws")]
pub mod aws;
pub mod backup;
pub mod bundle;
pub mod config;
pub mod desk;
pub mod effects;
pub mod files;
pub mod http;
pub mod keys;
pub mod limits;
pub mod local;
pub mod mail;
pub mod members;
pub mod moving;
pub mod repair;
pub mod returned;
pub mod sign_in;
pub mod signals;
pub mod sms;
pub mod store;
pub mod sweep;
pub mod tickets;

pub use desk::{Desk, Parts, system_clock};
pub use http::router;
