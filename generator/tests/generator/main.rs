//! The generator from content to output, one binary.

mod again;
mod diagnostics;
mod hostile;
mod languages;
mod markdown;
mod output;
mod plain;
mod project;
mod reader;
mod serve;
mod theme;
