//! Forgetting whoever sent a ticket: the question before it. The deed itself is one of `act`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ticket::{Action, permits};
use themes::view::desk::EraseView;
use themes::view::shell::Page;

use super::super::failure::Failure;
use super::super::pages::{Told, page};
use super::session::Member;
use super::ticket::load;
use crate::desk::Desk;

/// `GET /desk/t/{code}/erase`: what will be gone, and a button. Only for whoever may press it.
pub(in crate::http) async fn ask(
    State(desk): State<Desk>,
    member: Member,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let ticket = load(&desk, &member, &code).await?;
    permits(&ticket, Action::Erase, &member.acting_on(&ticket)?, desk.now()).map_err(|_| Failure::NotFound)?;
    let bundle = desk.bundle();
    let told = Told { catalog: &bundle.catalog, lang: &member.lang, now: desk.now(), ticket: &ticket };
    let view = EraseView {
        shell: member.shell(&desk, &bundle, &ticket.desk),
        page: Page::named("erase", "erase-title").noindex(),
        code: ticket.code.to_string(),
        subject: told.title(),
        requester: told.requester(),
        version: ticket.version,
    };
    page(&bundle.theme, StatusCode::OK, &member.lang, &view)
}
