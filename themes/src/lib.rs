//! Deskmark's theme: templates, styles, scripts, icons and strings, and the one environment that renders them.
//!
//! Site pages, desk pages and messages all go through [`Theme::render`] and [`Theme::mail`], each from a struct in
//! [`view`]. The generator and the desk build the same [`view::shell::Shell`], so that they never disagree.

mod assets;
mod colour;
mod filters;
mod rooms;
mod strings;
mod template_error;

pub mod dates;
pub mod theme;
pub mod view;

pub use assets::Asset;
pub use dates::{Due, Moment};
pub use strings::StringsError;
pub use template_error::{TemplateError, TemplateProblem};
pub use theme::{Mail, Overrides, Theme, ThemeError, overrides_in};
pub use view::{MailView, View};
