//! Turns a folder of Markdown into a help centre and the configuration of its desk.
//!
//! `source` reads, `site` models, `markdown` renders texts, `check` judges, `render` makes pages, `output` writes.

pub mod build;
pub mod bundle;
pub mod check;
pub mod cli;
pub mod content;
pub mod diagnostics;
pub mod doctor;
pub mod former;
pub mod host;
pub mod import;
pub mod lock;
pub mod markdown;
pub mod net;
pub mod output;
pub mod phases;
#[cfg(feature = "aws")]
pub mod publish;
pub mod render;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod starter;
