//! Signing in by a one-time code: to the desk, or to a requester's own tickets; and the list of these.

use serde::Serialize;

use super::form::FieldError;
use super::shell::{Page, Shell};
use super::templates;
use crate::dates::{Due, Moment};

/// Where a one-time code leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Door {
    /// The page that asks for an address, `/desk/sign-in` or `/my`; the code is typed below it.
    pub path: &'static str,
    /// What the keys of its sentences end with: `desk` or `my`.
    pub words: &'static str,
}

/// Asking for a one-time code.
#[derive(Debug, Clone, Serialize)]
pub struct SignInView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `door-title-desk` or `door-title-my`.
    pub page: Page,
    /// Where it leads.
    pub door: Door,
    /// What was typed.
    pub email: String,
    /// Why no code was sent; its field is `email`.
    pub error: Option<FieldError>,
}

/// Entering the one-time code.
#[derive(Debug, Clone, Serialize)]
pub struct SignInCodeView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `code-title`.
    pub page: Page,
    /// Where it leads.
    pub door: Door,
    /// Where the mail went.
    pub email: String,
    /// Which code it is; posted back in the field `id`.
    pub id: String,
    /// Why the code was refused; its field is `code`.
    pub error: Option<FieldError>,
}

/// The button behind a sign-in link: signing in is a POST.
#[derive(Debug, Clone, Serialize)]
pub struct SignInOpenView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `door-open-title-desk` or `door-open-title-my`.
    pub page: Page,
    /// Where it leads.
    pub door: Door,
    /// Posted in the field `id`.
    pub id: String,
    /// Posted in the field `code`.
    pub code: String,
}

/// A one-time code that is asked for where an address has to be proved before a request is taken, or a number before
/// text messages go there.
#[derive(Debug, Clone, Serialize)]
pub struct Proof {
    /// The address or the number it was sent to.
    pub to: String,
    /// Which code it is; posted back in the field `proof`.
    pub id: String,
    /// Why the code was refused; its field is `proof-code`.
    pub error: Option<FieldError>,
}

/// A requester's tickets, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct MyView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `door-title-my`.
    pub page: Page,
    /// Whose they are.
    pub email: String,
    /// The tickets.
    pub rows: Vec<MyRow>,
    /// The path of the following rows.
    pub next_url: Option<String>,
    /// The token its forms carry in the field `csrf`.
    pub csrf: String,
}

/// One of a requester's tickets.
#[derive(Debug, Clone, Serialize)]
pub struct MyRow {
    /// The code; `POST /my/t/<code>` opens it.
    pub code: String,
    /// Its title.
    pub title: String,
    /// `new`, `in_progress`, `answered`, `closed`.
    pub state: String,
    /// How it ended, when closed.
    pub outcome: Option<String>,
    /// The desk responsible now.
    pub desk: String,
    /// The next promise.
    pub due: Option<Due>,
    /// When something was last done.
    pub changed: Moment,
}

templates! { View:
    SignInView => "sign_in/email.html",
    SignInCodeView => "sign_in/code.html",
    SignInOpenView => "sign_in/open.html",
    MyView => "ticket/my.html",
}
