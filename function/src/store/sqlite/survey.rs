//! Looking a whole store over: is every ticket what its log says, and which files belong to them?

use std::path::Path;

use anyhow::ensure;
use domain::ticket::{Event, EventKind, FileRef, fold};
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::connections::{BUSY_TIMEOUT, MIGRATIONS, failure};
use super::tickets;
use crate::effects::worker;
use crate::store::{Result, StoreError};

/// What a store holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// How many tickets.
    pub tickets: u64,
    /// How many events they are made of.
    pub events: u64,
    /// The files that came with them, but for those of erased people.
    pub files: Vec<FileRef>,
}

/// Copies the store in `from` as it is at one moment into a new file. Whoever works with it goes on meanwhile.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(from, flags).map_err(failure)?;
    db.busy_timeout(BUSY_TIMEOUT).map_err(failure)?;
    let to = to.to_str().ok_or_else(|| StoreError::failed(anyhow::anyhow!("the path is not Unicode")))?;
    db.execute("VACUUM INTO ?1", [to]).map_err(failure)?;
    Ok(())
}

/// How a store is, at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// How many tickets.
    pub tickets: u32,
    /// Events that the worker has not come to: their letters are still to be sent.
    pub waiting: u32,
    /// When the last event was written, by the clock of then.
    pub newest: Option<Timestamp>,
    /// The version of its tables, and the one this program makes of them.
    pub versions: (u32, u32),
}

/// Looks at a store, which may be in use.
pub fn state(path: &Path) -> Result<State> {
    let db = reader(path)?;
    let verdict: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(failure)?;
    if verdict != "ok" {
        return Err(StoreError::failed(anyhow::anyhow!("the file is damaged: {verdict}")));
    }
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, u32>(0)).map_err(failure);
    let last = "SELECT envelope FROM events ORDER BY position DESC LIMIT 1";
    let last = db.query_row(last, [], |row| row.get::<_, String>(0)).optional().map_err(failure)?;
    let waiting = "SELECT count(*) FROM events
         WHERE position > coalesce((SELECT position FROM followed WHERE worker = ?1), 0)";
    Ok(State {
        tickets: number("SELECT count(*) FROM tickets")?,
        waiting: db.query_row(waiting, [worker::NAME], |row| row.get(0)).map_err(failure)?,
        newest: last.map(|envelope| tickets::read_event(&envelope, None)).transpose()?.map(|event| event.at),
        versions: (number("PRAGMA user_version")?, u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)),
    })
}

fn reader(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(failure)?;
    db.busy_timeout(BUSY_TIMEOUT).map_err(failure)?;
    Ok(db)
}

/// Reads every page of a store that nobody writes to, and every ticket with its log.
pub fn survey(path: &Path) -> Result<Survey> {
    let mut db = reader(path)?;
    let db = db.transaction().map_err(failure)?;
    let verdict: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(failure)?;
    if verdict != "ok" {
        return Err(StoreError::failed(anyhow::anyhow!("the file is damaged: {verdict}")));
    }
    let mut survey = Survey::default();
    let mut codes = db.prepare("SELECT code FROM tickets").map_err(failure)?;
    let mut rows = codes.query([]).map_err(failure)?;
    while let Some(row) = rows.next().map_err(failure)? {
        let code = tickets::read_code(&row.get::<_, String>(0).map_err(failure)?)?;
        let head = tickets::head(&db, code)?;
        let events = tickets::events(&db, code, 1)?;
        let folded = fold(code, &events);
        let state = |ticket: &domain::ticket::Ticket| (ticket.version, ticket.state, ticket.desk.clone());
        if head.as_ref().map(state) != folded.as_ref().map(state) {
            return Err(StoreError::failed(anyhow::anyhow!("the ticket {code} is not what its events say")));
        }
        survey.tickets += 1;
        survey.events += events.len() as u64;
        survey.files.extend(files(&events));
    }
    let all: i64 = db.query_row("SELECT count(*) FROM events", [], |row| row.get(0)).map_err(failure)?;
    let whole = || -> anyhow::Result<()> {
        ensure!(u64::try_from(all)? == survey.events, "there are events of tickets that are not there");
        Ok(())
    };
    whole().map_err(StoreError::failed)?;
    Ok(survey)
}

/// The files a ticket has. Those from before its requester was erased are gone.
fn files(events: &[Event]) -> Vec<FileRef> {
    let erased = events.iter().rposition(|event| event.kind == EventKind::Erased);
    let since = erased.map_or(events, |erased| &events[erased..]);
    since
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Attached { files } => Some(files.clone()),
            _ => None,
        })
        .flatten()
        .collect()
}
