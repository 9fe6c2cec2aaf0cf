//! The page for everything that went wrong.

use serde::Serialize;

use super::form::FieldError;
use super::shell::{Page, Shell};
use super::templates;
use super::ticket::Answer;

/// What happened and what to do next; never how it happened inside.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named as [`ErrorView::new`] says.
    pub page: Page,
    /// The HTTP status.
    pub status: u16,
    /// Its words in `strings/*.ftl` are `error-page-<kind>-title` and `error-page-<kind>-text`.
    pub kind: &'static str,
    /// What is wrong with a field of what was sent.
    pub problem: Option<FieldError>,
    /// What was typed and could not be sent.
    pub kept: Vec<Answer>,
    /// What to tell the people who look into it; may be empty.
    pub request_id: String,
}

impl ErrorView {
    /// The page for an HTTP status. Statuses without own words read as their class does.
    pub fn new(shell: Shell, status: u16, request_id: impl Into<String>) -> Self {
        let kind = match status {
            401 => "signed-out",
            403 => "forbidden",
            404 => "not-found",
            405 | 415 => "wrong-way",
            409 => "conflict",
            413 => "too-large",
            429 => "too-many",
            503 => "busy",
            400..=499 => "not-understood",
            _ => "broken",
        };
        let page = Page::named("error", format!("error-page-{kind}-title")).noindex();
        Self { shell, page, status, kind, problem: None, kept: Vec::new(), request_id: request_id.into() }
    }
}

templates! { View: ErrorView => "error.html" }
