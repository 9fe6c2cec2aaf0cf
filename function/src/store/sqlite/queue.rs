//! A desk's queue: a page of it, and its figures. One statement each.

use std::ops::Range;

use domain::catalog::Priority;
use domain::ids::{DeskId, FieldId, RequestTypeId};
use domain::ticket::{State, Ticket};
use jiff::Timestamp;
use rusqlite::{Transaction, named_params, params_from_iter};

use super::connections::{Outcome, failure};
use super::tickets::read_head;
use crate::store::{Cursor, Figure, Figures, Handler, Narrowed, Page, QueueQuery};

/// Sorts what is due before what is not, then by time. `None` for a closed ticket, which is in no queue.
pub(super) fn queue_key(ticket: &Ticket) -> Option<String> {
    if ticket.state == State::Closed {
        return None;
    }
    Some(match ticket.queue_at() {
        Some(due) => format!("{}#{}", due_from(due), ticket.code),
        None => format!("1#{:020}#{}", ticket.created_at.as_microsecond(), ticket.code),
    })
}

/// Comes before the key of everything that is due at `at` or later, and behind all that is due earlier.
fn due_from(at: Timestamp) -> String {
    // Nothing was promised before 1970, and a minus would not sort.
    format!("0#{:020}", at.as_microsecond().max(0))
}

pub(super) fn page(db: &Transaction<'_>, query: &QueueQuery) -> Outcome<Page<Ticket>> {
    let (sql, values) = statement(query);
    let mut statement = db.prepare_cached(&sql).map_err(failure)?;
    let rows = statement
        .query_map(params_from_iter(values), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, String>(2)?))
        })
        .map_err(failure)?;
    let mut tickets = Vec::new();
    let mut last_key = None;
    for row in rows {
        let (head, personal, key) = row.map_err(failure)?;
        if tickets.len() == query.limit as usize {
            return Ok(Page { rows: tickets, next: last_key.map(Cursor) });
        }
        tickets.push(read_head(&head, personal)?);
        last_key = Some(key);
    }
    Ok(Page { rows: tickets, next: None })
}

/// The statement that reads a page, and its values in order. Each way of narrowing has an index of its own.
fn statement(query: &QueueQuery) -> (String, Vec<String>) {
    let Narrowed { state, request_type, priority, handler, nature, audience, due } = &query.only;
    let mut sql = "SELECT head, personal, queue_key FROM tickets WHERE desk = ?".to_owned();
    let mut values = vec![query.desk.to_string()];
    let mut only = |condition: &str, value: Option<String>| {
        if let Some(value) = value {
            sql.push_str(" AND ");
            sql.push_str(condition);
            values.push(value);
        }
    };
    let after = query.after.as_ref().map_or("", |cursor| cursor.0.as_str()).to_owned();
    let from = due.as_ref().map(|due| due_from(due.start)).unwrap_or_default();
    only("queue_key > ?", Some(after.max(from)));
    only("queue_key < ?", due.as_ref().map(|due| due_from(due.end)));
    only("state = ?", state.map(State::as_str).map(str::to_owned));
    only("request_type = ?", request_type.as_ref().map(RequestTypeId::to_string));
    only("priority = ?", priority.map(Priority::as_str).map(str::to_owned));
    only("nature = ?", nature.as_ref().map(FieldId::to_string));
    only("audience = ?", audience.as_ref().map(FieldId::to_string));
    match handler {
        Some(Handler::Member(name)) => only("handler = ?", Some(name.clone())),
        Some(Handler::Nobody) => sql.push_str(" AND handler IS NULL"),
        None => {}
    }
    // One row more than asked for tells whether there is another page.
    sql.push_str(" ORDER BY queue_key LIMIT ?");
    values.push((query.limit + 1).to_string());
    (sql, values)
}

pub(super) fn figures(db: &Transaction<'_>, desk: &DeskId, today: &Range<Timestamp>, at_most: u32) -> Outcome<Figures> {
    // Each is counted in an index, and no further than needed.
    let count = |condition: &str| {
        format!("(SELECT count(*) FROM (SELECT 1 FROM tickets WHERE desk = :desk AND {condition} LIMIT :limit))")
    };
    let sql = format!(
        "SELECT {}, {}, {}, {}, {}",
        count("queue_key IS NOT NULL"),
        count("queue_key IS NOT NULL AND state = :new"),
        count("queue_key < :now"),
        count("queue_key > :now AND queue_key < :midnight"),
        count("queue_key IS NOT NULL AND state = :waiting"),
    );
    let mut statement = db.prepare_cached(&sql).map_err(failure)?;
    let named = named_params! {
        ":desk": desk.as_str(),
        ":limit": at_most + 1,
        ":new": State::New.as_str(),
        ":waiting": State::Waiting.as_str(),
        ":now": due_from(today.start),
        ":midnight": due_from(today.end),
    };
    statement
        .query_row(named, |row| {
            let figure = |column: usize| row.get(column).map(|found| Figure::up_to(at_most, found));
            Ok(Figures {
                open: figure(0)?,
                new: figure(1)?,
                overdue: figure(2)?,
                due_today: figure(3)?,
                waiting: figure(4)?,
            })
        })
        .map_err(failure)
}
