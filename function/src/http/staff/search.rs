//! `GET /desk/search`: tickets of the member's own desks, by code, by who sent them, by words.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::code::{NotACode, TicketCode};
use domain::ids::DeskId;
use domain::ticket::Ticket;
use domain::words;
use themes::view::found::{FoundRow, FoundView};
use themes::view::inputs::InputOption;
use themes::view::shell::{LanguageTarget, Page};

use super::super::failure::Failure;
use super::super::pages::{Told, desk_name, escaped, page};
use super::session::Member;
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::store::{Cursor, SearchQuery};

/// As many rows as fit two screens.
const ROWS: u32 = 25;
/// The longest query, in characters: longer ones are a paste that went wrong.
const LONGEST: usize = 200;
/// What a sealed cursor is for: it opens only the list it was made for.
const CURSOR: &str = "search cursor";

pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    member: Member,
    Query(asked): Query<HashMap<String, String>>,
) -> Result<Response, Failure> {
    let query: String = asked.get("q").map(|query| query.trim().chars().take(LONGEST).collect()).unwrap_or_default();
    let only = asked.get("desk").filter(|id| !id.is_empty());
    let own = member.desks.iter().map(|(id, _)| id);
    let desks: Vec<DeskId> = own.filter(|id| only.is_none_or(|only| id.as_str() == only)).cloned().collect();
    let first_desk = desks.first().ok_or(Failure::NotFound)?;

    let code = TicketCode::parse(&query);
    if let Ok(code) = code {
        let ticket = desk.store().head(code).await?.filter(|ticket| desks.contains(&ticket.desk));
        if let Some(ticket) = ticket {
            return Ok(Redirect::to(&format!("/desk/t/{}", ticket.code)).into_response());
        }
    }

    let mut path = format!("/desk/search?q={}", escaped(&query));
    if let Some(only) = only {
        path = format!("{path}&desk={only}");
    }
    let sealed = format!("{CURSOR} {path}");
    let after = match asked.get("after") {
        Some(after) => Some(Cursor(desk.keys().unseal(&sealed, after).ok_or(Failure::BadRequest)?.to_owned())),
        None => None,
    };
    let is_first = after.is_none();
    let search = SearchQuery { desks: desks.clone(), words: words::asked(&query), after, limit: ROWS };
    let found = desk.store().search(&search).await?;

    let bundle = desk.bundle();
    let mut shell = member
        .shell(&desk, &bundle, first_desk)
        .linking(|code| LanguageTarget { url: format!("{path}&lang={code}"), fallback: false });
    for tab in shell.staff.iter_mut().flat_map(|staff| &mut staff.desks) {
        tab.current = false;
    }
    let next = found.next.map(|cursor| desk.keys().seal(&sealed, &cursor.0));
    let view = FoundView {
        shell,
        page: Page::named("desk-search", "desk-search-title").noindex(),
        query,
        desks: offered(&bundle, &member, only),
        rows: found.rows.iter().map(|ticket| row(&desk, &bundle, &member, ticket)).collect(),
        next_url: next.map(|after| format!("{path}&after={}", escaped(&after))),
        first_url: (!is_first).then(|| path.clone()),
        is_like_a_code: matches!(code, Err(NotACode::Check)),
    };
    page(&bundle.theme, StatusCode::OK, &member.lang, &view)
}

/// The member's desks, where there is something to choose.
fn offered(bundle: &Bundle, member: &Member, only: Option<&String>) -> Vec<InputOption> {
    let option = |id: &DeskId| {
        let name = desk_name(&bundle.catalog, id, &member.lang);
        InputOption::labelled(id.as_str(), name).chosen_if(only.map_or("", String::as_str))
    };
    if member.desks.len() < 2 {
        return Vec::new();
    }
    member.desks.iter().map(|(id, _)| option(id)).collect()
}

fn row(desk: &Desk, bundle: &Bundle, member: &Member, ticket: &Ticket) -> FoundRow {
    let told = Told { catalog: &bundle.catalog, lang: &member.lang, now: desk.now(), ticket };
    FoundRow {
        code: ticket.code.to_string(),
        url: format!("/desk/t/{}", ticket.code),
        title: told.title(),
        requester: told.requester(),
        kind: told.kind(),
        state: ticket.state.as_str().to_owned(),
        desk: told.desk_name(),
        sent: told.moment(ticket.created_at),
    }
}
