//! Following the log by position: what the local effects worker does.

use domain::code::TicketCode;
use domain::ticket::Event;
use rusqlite::{OptionalExtension, Transaction, params};

use super::connections::{Outcome, failure};
use super::tickets::{read_code, read_event};

/// An event with its place in the whole log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Rises with every event of every ticket.
    pub position: i64,
    /// Whose event it is.
    pub code: TicketCode,
    /// The event.
    pub event: Event,
}

pub(super) fn events_after(db: &Transaction<'_>, position: i64, at_most: u32) -> Outcome<Vec<Logged>> {
    let mut statement = db
        .prepare_cached(
            "SELECT position, code, envelope, personal FROM events WHERE position > ?1 ORDER BY position LIMIT ?2",
        )
        .map_err(failure)?;
    let rows = statement
        .query_map(params![position, at_most], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, Option<String>>(3)?,
            ))
        })
        .map_err(failure)?;
    rows.map(|row| {
        let (position, code, envelope, personal) = row.map_err(failure)?;
        Ok(Logged { position, code: read_code(&code)?, event: read_event(&envelope, personal.as_deref())? })
    })
    .collect()
}

pub(super) fn followed(db: &Transaction<'_>, worker: &str) -> Outcome<i64> {
    let position = db
        .query_row("SELECT position FROM followed WHERE worker = ?1", [worker], |row| row.get(0))
        .optional()
        .map_err(failure)?;
    Ok(position.unwrap_or(0))
}

pub(super) fn set_followed(db: &Transaction<'_>, worker: &str, position: i64) -> Outcome<()> {
    db.execute(
        "INSERT INTO followed (worker, position) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET position = excluded.position",
        params![worker, position],
    )
    .map_err(failure)?;
    Ok(())
}
