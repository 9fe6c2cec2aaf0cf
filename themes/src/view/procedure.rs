//! Procedures: the document control on their page, and the register that lists them.

use serde::Serialize;

use super::shell::{Page, Shell};
use super::site::ArticleLink;
use super::templates;

/// The document control of a procedure.
#[derive(Debug, Clone, Serialize)]
pub struct ControlBlock {
    /// Its code: `ĐTTT.08`.
    pub code: String,
    /// Its issue: `3`, `3.1`.
    pub issue: String,
    /// The day from which it is in force, as people write it.
    pub effective: String,
    /// The day of its next review, as people write it.
    pub next_review: Option<String>,
    /// What it is based on.
    pub legal_basis: Vec<String>,
    /// Who keeps it.
    pub owner: String,
    /// Who checked this issue.
    pub checked_by: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Its issues, in the order of the front matter.
    pub revisions: Vec<RevisionRow>,
}

/// A row of a procedure's revision table.
#[derive(Debug, Clone, Serialize)]
pub struct RevisionRow {
    /// The issue.
    pub issue: String,
    /// The day, as people write it.
    pub date: String,
    /// What changed.
    pub change: String,
}

/// The register of a language's procedures.
#[derive(Debug, Clone, Serialize)]
pub struct ProceduresView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `procedures-title`.
    pub page: Page,
    /// In the order of their codes.
    pub procedures: Vec<ProcedureRow>,
}

/// A procedure in the register.
#[derive(Debug, Clone, Serialize)]
pub struct ProcedureRow {
    /// Its page.
    pub article: ArticleLink,
    /// Its code.
    pub code: String,
    /// Its issue.
    pub issue: String,
    /// The day from which it is in force, as people write it.
    pub effective: String,
    /// Who keeps it.
    pub owner: String,
    /// The day of its next review, as people write it.
    pub next_review: Option<String>,
    /// Whether that day has passed.
    pub review_overdue: bool,
}

templates! { View: ProceduresView => "site/procedures.html" }
