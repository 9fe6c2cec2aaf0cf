//! The generator from content to output, one binary.

mod again;
mod check_command;
mod code;
mod codes;
mod diagnostics;
mod drift;
mod foreign;
mod front_matter;
mod glossary;
mod hostile;
mod import;
mod languages;
mod links;
mod lock;
mod map;
mod markdown;
mod new;
mod output;
mod pages;
mod plain;
mod project;
mod reader;
mod search;
mod serve;
mod theme;
mod variants;
