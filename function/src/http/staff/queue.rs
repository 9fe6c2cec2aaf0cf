//! A desk's queue: what is due first.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalog::Catalog;
use domain::ids::DeskId;
use domain::lang::Lang;
use domain::ticket::Ticket;
use jiff::Timestamp;
use themes::Due;
use themes::view::desk::{QueueRow, QueueView};
use themes::view::shell::{LanguageTarget, Page};

use super::super::failure::Failure;
use super::super::fresh::unless_known;
use super::super::pages::{Told, desk_name, escaped, page, priority};
use super::bulk;
use super::narrowing::{self, Choices, Looking};
use super::session::Member;
use crate::desk::Desk;
use crate::store::{Cursor, QueueQuery};

/// As many rows as fit two screens.
const ROWS: u32 = 25;
/// What a sealed cursor is for: it opens only the list it was made for.
const CURSOR: &str = "queue cursor";

/// `GET /desk`: the first of the member's desks.
pub(in crate::http) async fn first_desk(member: Member) -> Result<Response, Failure> {
    let (desk, _) = member.desks.first().ok_or(Failure::NotFound)?;
    Ok(Redirect::to(&format!("/desk/q/{desk}")).into_response())
}

/// `GET /desk/q/{desk}`. Open, it asks for itself again: what others do shows up in it.
pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    member: Member,
    Path(id): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let id = DeskId::parse(&id).map_err(|_| Failure::NotFound)?;
    member.role_at(&id).ok_or(Failure::NotFound)?;
    let bundle = desk.bundle();
    let now = desk.now();
    let looking = Looking { catalog: &bundle.catalog, keys: desk.keys(), member: &member, desk: &id, now };
    let choices = looking.read(&asked).ok_or(Failure::NotFound)?;
    let path = choices.path(&id);
    let after = match asked.get("after") {
        Some(sealed) => {
            let cursor = desk.keys().unseal(&format!("{CURSOR} {path}"), sealed).ok_or(Failure::BadRequest)?;
            Some(Cursor(cursor.to_owned()))
        }
        None => None,
    };
    let first = after.is_none();
    let query = QueueQuery { desk: id.clone(), only: looking.narrowed(&choices), after, limit: ROWS };
    let found = desk.store().queue(&query).await?;
    let figures = narrowing::figures(&desk, looking).await?;
    let rows = rows(&bundle.catalog, &member.lang, now, &found.rows, None);
    let join = if path.contains('?') { '&' } else { '?' };
    let next = found.next.map(|cursor| {
        format!("{path}{join}after={}", escaped(&desk.keys().seal(&format!("{CURSOR} {path}"), &cursor.0)))
    });
    let shell = member
        .shell(&desk, &bundle, &id)
        .linking(|code| LanguageTarget { url: format!("{path}{join}lang={code}"), fallback: false });
    let done = asked.get("done").filter(|done| ["referred", "handed-up"].contains(&done.as_str()));
    let view = QueueView {
        shell,
        page: Page::titled("queue", desk_name(&bundle.catalog, &id, &member.lang)).noindex(),
        figures: looking.figures(&choices, &figures),
        filters: looking.tabs(&choices),
        narrowing: looking.form(&choices),
        rows,
        next_url: next,
        first_url: (!first).then(|| path.clone()),
        notice: done.cloned(),
        bulk: bulk::offers(&bundle.catalog, &member, &id),
    };
    unless_known(&headers, page(&bundle.theme, StatusCode::OK, &member.lang, &view)?).await
}

/// The path of a desk's whole queue.
pub(in crate::http) fn queue_path(desk: &DeskId) -> String {
    Choices::default().path(desk)
}

/// Rows of tickets as they are shown; `current` is the one shown beside them.
pub(in crate::http) fn rows(
    catalog: &Catalog,
    lang: &Lang,
    now: Timestamp,
    tickets: &[Ticket],
    current: Option<&Ticket>,
) -> Vec<QueueRow> {
    let row = |ticket: &Ticket| {
        let told = Told { catalog, lang, now, ticket };
        QueueRow {
            code: ticket.code.to_string(),
            url: format!("/desk/t/{}", ticket.code),
            title: told.title(),
            requester: told.requester(),
            kind: told.kind(),
            state: ticket.state.as_str().to_owned(),
            priority: priority(ticket),
            due: ticket.due_at().map(|due| Due::new(due, &catalog.zone_of(&ticket.desk), lang, now)),
            wanted: ticket.is_wanted_before_due().then_some(ticket.deadline).flatten().map(|at| told.moment(at)),
            assignee: ticket.handler.clone().unwrap_or_default(),
            version: ticket.version,
            current: current.is_some_and(|current| current.code == ticket.code),
        }
    };
    tickets.iter().map(row).collect()
}
