//! Looking a whole store over: is every ticket what its log says, and which files belong to them?

use std::path::Path;

use anyhow::ensure;
use domain::ticket::{Event, EventKind, FileRef, fold};
use rusqlite::{Connection, OpenFlags};

use super::connections::{BUSY_TIMEOUT, failure};
use super::tickets;
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

/// Reads every page of a store that nobody writes to, and every ticket with its log.
pub fn survey(path: &Path) -> Result<Survey> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags).map_err(failure)?;
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
