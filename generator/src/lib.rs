//! Turns a folder of Markdown into a help centre and the configuration of its desk.
//!
//! `source` reads, `site` models, `markdown` renders texts, `check` judges, `render` makes pages, `output` writes.

pub mod check;
pub mod content;
pub mod diagnostics;
pub mod markdown;
pub mod render;
pub mod site;
pub mod source;
