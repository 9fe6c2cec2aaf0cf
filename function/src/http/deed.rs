//! Something that a ticket's page has a button for: one address each, `POST …/{code}/<name>`.

use domain::ticket::Action;

/// A button of a ticket's page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deed {
    /// What its address calls it.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) action: Action,
    /// The fields of its form, beside the token and the version.
    pub(super) fields: &'static [&'static str],
    /// The key of the sentence that says it is done, without `notice-`.
    pub(super) done: &'static str,
}

/// A row of a table of deeds.
pub(super) const fn deed(
    name: &'static str,
    action: Action,
    fields: &'static [&'static str],
    done: &'static str,
) -> Deed {
    Deed { name, action, fields, done }
}
