//! Going through the whole file.

use std::collections::{BTreeMap, BTreeSet};

use domain::code::TicketCode;
use domain::signal::Counted;
use domain::ticket::Ticket;
use rusqlite::{OptionalExtension, Transaction, params};

use super::connections::{Outcome, failure};
use super::tickets::{self, EventRow, HeadRow, read_code, read_head};
use super::{log, search};
use crate::effects::worker;
use crate::store::{Inventory, Kept, Moving, Profile, Result, Sending, StoreError, signals_end};

pub(super) fn inventory(db: &Transaction<'_>) -> Outcome<Inventory> {
    let mut tickets = BTreeSet::new();
    rows(db, "SELECT code FROM tickets", |code: String| {
        tickets.insert(read_code(&code)?);
        Ok(())
    })?;
    let mut sendings = BTreeMap::<TicketCode, BTreeSet<Sending>>::new();
    let mut statement = db.prepare("SELECT code, id, body FROM submissions").map_err(failure)?;
    let mut found = statement.query([]).map_err(failure)?;
    while let Some(row) = found.next().map_err(failure)? {
        let code = read_code(&row.get::<_, String>(0).map_err(failure)?)?;
        let sending = Sending { id: row.get(1).map_err(failure)?, body: row.get(2).map_err(failure)? };
        sendings.entry(code).or_default().insert(sending);
    }
    let mut done = BTreeSet::new();
    rows(db, "SELECT key FROM effects WHERE done = 1", |key| {
        done.insert(key);
        Ok(())
    })?;
    let (profiles, signals) = (profiles(db)?, signals(db)?);
    // Events refer to their ticket's head.
    Ok(Inventory { tickets, headless: BTreeSet::new(), sendings, done, profiles, signals })
}

fn rows(db: &Transaction<'_>, sql: &str, mut take: impl FnMut(String) -> Outcome<()>) -> Outcome<()> {
    let mut statement = db.prepare(sql).map_err(failure)?;
    let mut found = statement.query([]).map_err(failure)?;
    while let Some(row) = found.next().map_err(failure)? {
        take(row.get(0).map_err(failure)?)?;
    }
    Ok(())
}

fn profiles(db: &Transaction<'_>) -> Outcome<Vec<Profile>> {
    let mut emails = Vec::new();
    rows(db, "SELECT email FROM profiles ORDER BY email", |email| {
        emails.push(email);
        Ok(())
    })?;
    let mut found = Vec::new();
    for email in emails {
        found.extend(super::profiles::profile(db, &email)?);
    }
    Ok(found)
}

fn signals(db: &Transaction<'_>) -> Outcome<Vec<Counted>> {
    let mut statement = db.prepare("SELECT day, name, uses FROM signals ORDER BY day, name").map_err(failure)?;
    let mut found = statement.query([]).map_err(failure)?;
    let mut counted = Vec::new();
    while let Some(row) = found.next().map_err(failure)? {
        let (day, name): (String, String) = (row.get(0).map_err(failure)?, row.get(1).map_err(failure)?);
        counted.push(Counted {
            day: day.parse().map_err(StoreError::failed)?,
            signal: name.parse().map_err(StoreError::failed)?,
            count: row.get(2).map_err(failure)?,
        });
    }
    Ok(counted)
}

/// A ticket that moves in, as its rows.
pub(super) struct Rows {
    head: HeadRow,
    events: Vec<EventRow>,
    words: BTreeSet<String>,
    sendings: Vec<Sending>,
}

impl Rows {
    pub(super) fn of(moving: &Moving) -> Result<Self> {
        Ok(Self {
            head: HeadRow::of(&moving.head)?,
            events: tickets::event_rows(&moving.events)?,
            words: search::words(&moving.events),
            sendings: moving.sendings.clone(),
        })
    }
}

pub(super) fn move_in(db: &Transaction<'_>, many: &[Rows]) -> Outcome<()> {
    for rows in many {
        let code = rows.head.code();
        if tickets::head_version(db, code)?.is_some() {
            return Err(StoreError::Conflict);
        }
        for sending in &rows.sendings {
            tickets::put_submission(db, &sending.id, code, &sending.body)?;
        }
        tickets::put_head(db, &rows.head)?;
        tickets::put_events(db, code, &rows.events)?;
        search::keep(db, code, rows.head.desk(), &rows.words, false)?;
    }
    // The worker has nothing to do to them.
    let last = db.query_row("SELECT coalesce(max(position), 0) FROM events", [], |row| row.get(0)).map_err(failure)?;
    log::set_followed(db, worker::NAME, last)
}

pub(super) fn put_done(db: &Transaction<'_>, effects: &[String]) -> Outcome<()> {
    effects.iter().try_for_each(|key| super::signals::finish_effect(db, key))
}

pub(super) fn put_signals(db: &Transaction<'_>, counts: &[Counted]) -> Outcome<()> {
    let mut put = db
        .prepare("INSERT OR REPLACE INTO signals (day, name, uses, ends_at) VALUES (?1, ?2, ?3, ?4)")
        .map_err(failure)?;
    for Counted { day, signal, count } in counts {
        let ends_at = signals_end(*day).saturating_mul(1_000_000);
        put.execute(params![day.to_string(), signal.to_string(), count, ends_at]).map_err(failure)?;
    }
    Ok(())
}

pub(super) fn kept(db: &Transaction<'_>, code: TicketCode) -> Outcome<Kept> {
    let found = db
        .query_row(
            "SELECT head, personal, version, desk, state, queue_key, alarm_at, contact, contact_key FROM tickets
             WHERE code = ?1",
            [code.to_string()],
            |row| {
                let head: (String, Option<String>) = (row.get(0)?, row.get(1)?);
                let places: tickets::Places =
                    (row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?);
                Ok((head, row.get::<_, u32>(2)?, places))
            },
        )
        .optional()
        .map_err(failure)?;
    let Some(((head, personal), version, places)) = found else {
        return Ok(Kept { version: None, head: None, in_place: false });
    };
    let head = read_head(&head, personal).ok();
    let in_place = match &head {
        Some(head) => head.version == version && HeadRow::of(head)?.places() == places,
        None => false,
    };
    Ok(Kept { version: Some(version), head, in_place })
}

pub(super) fn mend(db: &Transaction<'_>, head: &HeadRow, version: Option<u32>) -> Outcome<()> {
    if tickets::head_version(db, head.code())? != version {
        return Err(StoreError::Conflict);
    }
    tickets::put_head(db, head)
}

pub(super) fn is_findable(db: &Transaction<'_>, head: &Ticket, words: &BTreeSet<String>) -> Outcome<bool> {
    let found = search::kept(db, &head.code.to_string())?;
    let Some((desk, kept)) = found else { return Ok(false) };
    Ok(desk == head.desk.as_str() && kept.split_whitespace().eq(words.iter().map(String::as_str)))
}
