//! What each page shows: one serialisable struct a page. Field names are what the templates use.

pub mod bulk;
pub mod desk;
pub mod error;
pub mod file;
pub mod form;
pub mod found;
pub mod inputs;
pub mod local;
pub mod mail;
pub mod narrowing;
pub mod procedure;
pub mod review;
pub mod shell;
pub mod sign_in;
pub mod site;
pub mod ticket;

use serde::Serialize;

/// A page: its data and the template that shows it.
pub trait View: Serialize {
    /// The template's path inside `templates/`.
    const TEMPLATE: &'static str;
}

/// A message: its template's first line is the subject, the rest after a blank line is the body.
pub trait MailView: Serialize {
    /// The template's path inside `templates/`.
    const TEMPLATE: &'static str;
}

/// Ties views to their templates.
macro_rules! templates {
    ($trait:ident: $($view:ty => $template:literal),+ $(,)?) => {
        $(impl $crate::view::$trait for $view {
            const TEMPLATE: &'static str = $template;
        })+
    };
}
pub(crate) use templates;
