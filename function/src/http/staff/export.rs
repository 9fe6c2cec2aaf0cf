//! `GET /desk/q/{desk}/export.csv`: a queue as a table, narrowed down as it is shown. For leads and admins of the desk.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::catalog::{Choice, RequestType, Role};
use domain::ids::{DeskId, FieldId};
use domain::lang::Lang;
use domain::ticket::Ticket;
use futures_util::stream;
use jiff::Timestamp;

use super::super::failure::Failure;
use super::super::files::SANDBOX;
use super::super::pages::Told;
use super::narrowing::Looking;
use super::session::Member;
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::store::{QueueQuery, StoreError};

/// Rows in memory at once.
const AT_ONCE: u32 = 500;
/// Tells spreadsheets that what follows is UTF-8 (Excel reads a file without it in the machine's own code page).
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// What the columns are called.
const COLUMNS: [&str; 13] = [
    "export-code",
    "export-title",
    "queue-requester",
    "export-email",
    "queue-kind",
    "queue-state",
    "filter-priority",
    "filter-nature",
    "filter-group",
    "queue-assignee",
    "export-sent",
    "queue-due",
    "export-wanted",
];

/// Who takes whole queues along: the same people who answer for them.
pub(super) fn may_export(role: Role) -> bool {
    matches!(role, Role::Lead | Role::Admin)
}

pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    member: Member,
    Path(id): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Result<Response, Failure> {
    let id = DeskId::parse(&id).map_err(|_| Failure::NotFound)?;
    let role = member.role_at(&id).filter(|role| may_export(*role)).ok_or(Failure::NotFound)?;
    let bundle = desk.bundle();
    let now = desk.now();
    let looking = Looking { catalog: &bundle.catalog, keys: desk.keys(), member: &member, desk: &id, now };
    let choices = looking.read(&asked).ok_or(Failure::NotFound)?;
    let query = QueueQuery { desk: id.clone(), only: looking.narrowed(&choices), after: None, limit: AT_ONCE };
    let today = now.to_zoned(bundle.catalog.zone_of(&id)).date();
    // Who it was can be told from a list of members, and from nothing else.
    let by = desk.keys().pseudonym(&member.email);
    tracing::info!(desk = %id, role = role.as_str(), by, "a queue is exported");

    let table = Table { bundle, lang: member.lang.clone(), now };
    let head = [BYTE_ORDER_MARK.to_vec(), lines([table.titles()])?].concat();
    // The first rows are read before anything is answered, so that a store that is busy is told as such.
    let (first, after) = table.read(&desk, query.clone()).await?;
    let rest = stream::try_unfold((desk, table, after.map(|after| QueueQuery { after: Some(after), ..query })), more);
    let body = stream::iter([Ok(Bytes::from(head)), Ok(Bytes::from(first))]);
    let body = futures_util::StreamExt::chain(body, rest);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present")),
        (header::CONTENT_DISPOSITION, named(&id, &today.to_string())),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX)),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

/// The rows behind those that were read, and where the next begin.
async fn more(
    (desk, table, query): (Desk, Table, Option<QueueQuery>),
) -> Result<Option<(Bytes, (Desk, Table, Option<QueueQuery>))>, StoreError> {
    let Some(query) = query else { return Ok(None) };
    let (rows, after) = table.read(&desk, query.clone()).await?;
    let next = after.map(|after| QueueQuery { after: Some(after), ..query });
    Ok(Some((Bytes::from(rows), (desk, table, next))))
}

/// An id is ASCII without a quote, and so is a day.
fn named(desk: &DeskId, day: &str) -> HeaderValue {
    let name = format!("attachment; filename=\"{desk}-{day}.csv\"");
    HeaderValue::from_str(&name).expect("ids and days are ASCII")
}

/// How rows are written.
struct Table {
    bundle: Arc<Bundle>,
    lang: Lang,
    now: Timestamp,
}

type Row = [String; COLUMNS.len()];

impl Table {
    async fn read(
        &self,
        desk: &Desk,
        query: QueueQuery,
    ) -> Result<(Vec<u8>, Option<crate::store::Cursor>), StoreError> {
        let page = desk.store().queue(&query).await?;
        Ok((lines(page.rows.iter().map(|ticket| self.row(ticket)))?, page.next))
    }

    fn titles(&self) -> Row {
        COLUMNS.map(|key| self.word(key))
    }

    fn word(&self, key: &str) -> String {
        self.bundle.theme.text(&self.lang, key, &[])
    }

    fn row(&self, ticket: &Ticket) -> Row {
        let catalog = &self.bundle.catalog;
        let told = Told { catalog, lang: &self.lang, now: self.now, ticket };
        let zone = catalog.zone_of(&ticket.desk);
        // As spreadsheets read it in every language.
        let moment = |at: Option<Timestamp>| {
            at.map(|at| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
        };
        let choice = |id: Option<&FieldId>, of: fn(&RequestType) -> &Vec<Choice>| {
            let choices = catalog.request_types.get(&ticket.request_type).into_iter().flat_map(of);
            let label = choices.into_iter().find(|choice| Some(&choice.value) == id).map(|choice| &choice.label);
            label.map(|label| catalog.text(label, &self.lang).to_owned()).unwrap_or_default()
        };
        let (title, name, email) = match &ticket.summary {
            Some(summary) => (summary.title.clone(), summary.name.clone(), summary.email.to_string()),
            None => Default::default(),
        };
        let priority = ticket.priority.map(|priority| self.word(&format!("priority-short-{}", priority.as_str())));
        [
            ticket.code.to_string(),
            title,
            name,
            email,
            told.kind(),
            self.word(&format!("state-{}", ticket.state.as_str())),
            priority.unwrap_or_default(),
            choice(ticket.nature.as_ref(), |listed| &listed.natures),
            choice(ticket.audience.as_ref(), |listed| &listed.audience),
            ticket.handler.clone().unwrap_or_default(),
            moment(Some(ticket.created_at)),
            moment(ticket.due_at()),
            moment(ticket.deadline),
        ]
    }
}

/// Rows as RFC 4180 writes them.
fn lines(rows: impl IntoIterator<Item = Row>) -> Result<Vec<u8>, StoreError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| inert(cell).into_owned());
        writer.write_record(cells).map_err(StoreError::failed)?;
    }
    writer.into_inner().map_err(|error| StoreError::failed(error.into_error()))
}

/// A cell that no spreadsheet takes for a formula: an apostrophe before it says that it is a text. (OWASP, "CSV
/// Injection"; full-width signs are read as their ordinary ones where people write with an input method.)
fn inert(cell: &str) -> Cow<'_, str> {
    let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠' | '−');
    // What comes before may be dropped on the way in: blanks, quotes, marks that show nothing.
    let dropped = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '«' | '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    let is_formula = cell.trim_start_matches(dropped).starts_with(begins);
    if is_formula || cell.starts_with(['\t', '\r', '\n']) { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_a_formula_is_a_text() {
        for cell in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n1",
            "\t1",
            "＝1",
            "＠a",
            " =1",
            "\"=1\"",
            "'=1",
            "“=1”",
            "\u{200b}=1",
            "\u{feff}=1",
            "%0A=1",
            "|calc",
        ] {
            assert_eq!(inert(cell), format!("'{cell}"), "{cell:?}");
        }
        for cell in
            ["", "a=1", "7K3Q-9M2X-W4HT", "2026-11-23 10:30", "\"quoted\"", "'s-Gravenhage", "Đỗ", "رمز", "5 - 3"]
        {
            assert_eq!(inert(cell), cell);
        }
    }
}
