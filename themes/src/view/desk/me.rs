//! A member's own page.

use domain::ticket::FormValues;
use serde::Serialize;

use crate::view::form::{FieldError, FormError, told_at};
use crate::view::inputs::{Input, blank};
use crate::view::shell::{Page, Shell};
use crate::view::templates;

/// What a member says of themselves: a signature, and when they are away.
#[derive(Debug, Clone, Serialize)]
pub struct MeView {
    /// The frame, with [`Shell::staff`].
    pub shell: Shell,
    /// Meta data; named `me-title`.
    pub page: Page,
    /// The address they sign in with.
    pub email: String,
    /// `signature` and `away_until`.
    pub inputs: Vec<Input>,
    /// What is wrong with them.
    pub errors: Vec<FormError>,
    /// Whether it has just been saved.
    pub saved: bool,
}

impl MeView {
    /// The page with what was typed, or was saved before.
    pub fn new(shell: Shell, email: String, values: &FormValues, errors: &[FieldError], saved: bool) -> Self {
        let input = |name: &str, kind| Input {
            label_key: format!("field-{name}"),
            hint_key: format!("hint-{name}"),
            ..blank(name, kind, false, values)
        };
        let mut inputs = vec![input("signature", "long_text"), input("away_until", "date")];
        let errors = told_at(&mut inputs, errors);
        Self { shell, page: Page::named("me", "me-title").noindex(), email, inputs, errors, saved }
    }
}

templates! { View:
    MeView => "desk/me.html",
}
