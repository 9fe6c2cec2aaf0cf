//! A ticket that was answered, as the draft of an article to download.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::super::failure::Failure;
use super::session::Member;
use super::ticket::load;
use crate::desk::Desk;
use crate::tickets::draft;

/// `GET /desk/t/{code}/draft.md`.
pub(in crate::http) async fn download(
    State(desk): State<Desk>,
    member: Member,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let ticket = load(&desk, &member, &code).await?;
    let events = desk.store().events(ticket.code, 1).await?;
    let text = draft(&desk, &desk.bundle().catalog, &ticket, &events).await?.ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "text/markdown; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"draft.md\""),
    ];
    Ok((headers, text).into_response())
}
