//! What stands above a queue: its figures, and what it can be narrowed to.

use serde::Serialize;

use super::inputs::InputOption;

/// A figure of the queue, and the way to the tickets it counts.
#[derive(Debug, Clone, Serialize)]
pub struct QueueFigure {
    /// `open`, `new`, `overdue`, `today`, `waiting`.
    pub name: &'static str,
    /// How many: `3`, `100+`.
    pub count: String,
    /// The path of the queue with these tickets alone.
    pub url: String,
    /// Whether they are what is shown.
    pub current: bool,
}

/// The form that narrows the queue.
#[derive(Debug, Clone, Serialize)]
pub struct Narrowing {
    /// Where it is sent to.
    pub action: String,
    /// The state that stays as it is; empty for all of them.
    pub state: String,
    /// What can be chosen.
    pub selects: Vec<NarrowingSelect>,
    /// What is chosen, each with the way back.
    pub chosen: Vec<Chosen>,
    /// The path of the same tickets as a table, for those who may take them along.
    pub export_url: Option<String>,
    /// The path of the queue with nothing chosen.
    pub clear_url: String,
}

/// One way to narrow the queue.
#[derive(Debug, Clone, Serialize)]
pub struct NarrowingSelect {
    /// The name it is sent under; `filter-` before it names its label.
    pub name: &'static str,
    /// What there is to choose from.
    pub options: Vec<InputOption>,
}

/// A choice that narrows the queue.
#[derive(Debug, Clone, Serialize)]
pub struct Chosen {
    /// As [`NarrowingSelect::name`].
    pub name: &'static str,
    /// What was chosen.
    pub option: InputOption,
    /// The path of the queue without it.
    pub url: String,
}
