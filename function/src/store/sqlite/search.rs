//! Finding tickets by their words (FTS5), written in the transaction of the events the words are from.

use std::collections::BTreeSet;

use domain::ticket::{Event, Personal, Ticket};
use rusqlite::{OptionalExtension, Transaction, params};

use super::connections::{Outcome, failure};
use super::tickets::read_head;
use crate::store::{Cursor, Page, SearchQuery, StoreError};

/// What events say, as words.
pub(super) fn words(events: &[Event]) -> BTreeSet<String> {
    events.iter().filter_map(|event| event.personal.as_ref()).flat_map(Personal::words).collect()
}

/// Makes a ticket found at its desk by what it was found by before and `more`; by nothing it was before once it is
/// `erased`.
pub(super) fn keep(db: &Transaction<'_>, code: &str, desk: &str, more: &BTreeSet<String>, erased: bool) -> Outcome<()> {
    let place = place(db, code)?;
    let Some((at, kept)) = at_place(db, place)? else {
        return insert(db, place, code, desk, more);
    };
    let before: BTreeSet<&str> = kept.split_whitespace().filter(|_| !erased).collect();
    let words: BTreeSet<&str> = before.iter().copied().chain(more.iter().map(String::as_str)).collect();
    if at == desk && words.len() == before.len() && !erased {
        return Ok(());
    }
    let words = words.into_iter().collect::<Vec<_>>().join(" ");
    db.prepare_cached("UPDATE findable SET desk = ?2, words = ?3 WHERE rowid = ?1")
        .and_then(|mut statement| statement.execute(params![place, desk, words]))
        .map_err(failure)?;
    Ok(())
}

/// A ticket's place among those that are found.
fn place(db: &Transaction<'_>, code: &str) -> Outcome<i64> {
    db.prepare_cached("SELECT position FROM events WHERE code = ?1 AND seq = 1")
        .and_then(|mut statement| statement.query_row([code], |row| row.get(0)))
        .map_err(failure)
}

/// Desk and words at a place.
fn at_place(db: &Transaction<'_>, place: i64) -> Outcome<Option<(String, String)>> {
    db.prepare_cached("SELECT desk, words FROM findable WHERE rowid = ?1")
        .and_then(|mut statement| statement.query_row([place], |row| Ok((row.get(0)?, row.get(1)?))).optional())
        .map_err(failure)
}

/// The desk at which a ticket is found, and the words.
pub(super) fn kept(db: &Transaction<'_>, code: &str) -> Outcome<Option<(String, String)>> {
    at_place(db, place(db, code)?)
}

fn insert(db: &Transaction<'_>, place: i64, code: &str, desk: &str, words: &BTreeSet<String>) -> Outcome<()> {
    let words = words.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    db.prepare_cached("INSERT INTO findable (rowid, code, desk, words) VALUES (?1, ?2, ?3, ?4)")
        .and_then(|mut statement| statement.execute(params![place, code, desk, words]))
        .map_err(failure)?;
    Ok(())
}

/// Makes all tickets found that were there before they could be.
pub(super) fn keep_all(db: &Transaction<'_>) -> Outcome<()> {
    let mut tickets = db
        .prepare(
            "SELECT first.position, tickets.code, tickets.desk FROM tickets
             JOIN events AS first ON first.code = tickets.code AND first.seq = 1 ORDER BY first.position",
        )
        .map_err(failure)?;
    let tickets = tickets
        .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))
        .map_err(failure)?;
    for ticket in tickets {
        let (place, code, desk) = ticket.map_err(failure)?;
        let mut said = db
            .prepare_cached("SELECT personal FROM events WHERE code = ?1 AND personal IS NOT NULL")
            .map_err(failure)?;
        let said = said.query_map([&code], |row| row.get::<_, String>(0)).map_err(failure)?;
        let mut words = BTreeSet::new();
        for personal in said {
            let personal: Personal = serde_json::from_str(&personal.map_err(failure)?).map_err(StoreError::failed)?;
            words.extend(personal.words());
        }
        insert(db, place, &code, &desk, &words)?;
    }
    Ok(())
}

pub(super) fn page(db: &Transaction<'_>, query: &SearchQuery) -> Outcome<Page<Ticket>> {
    if query.words.is_empty() || query.desks.is_empty() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    let before = match &query.after {
        Some(cursor) => cursor.0.parse().map_err(StoreError::failed)?,
        None => i64::MAX,
    };
    // Foreign tickets are left out by the index itself: they cost nothing, not even time.
    let mut statement = db
        .prepare_cached(
            "SELECT tickets.head, tickets.personal, findable.rowid FROM findable
             JOIN tickets ON tickets.code = findable.code
             WHERE findable MATCH ?1 AND findable.rowid < ?2 ORDER BY findable.rowid DESC LIMIT ?3",
        )
        .map_err(failure)?;
    // One row more than asked for tells whether there is another page.
    let found = statement
        .query_map(params![expression(query), before, query.limit + 1], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, i64>(2)?))
        })
        .map_err(failure)?;
    let mut rows = Vec::new();
    let mut last = None;
    for row in found {
        let (head, personal, place) = row.map_err(failure)?;
        if rows.len() == query.limit as usize {
            return Ok(Page { rows, next: last.map(|place: i64| Cursor(place.to_string())) });
        }
        rows.push(read_head(&head, personal)?);
        last = Some(place);
    }
    Ok(Page { rows, next: None })
}

/// `desk : ("it" OR "training") AND words : ("may" AND "chieu")`
fn expression(query: &SearchQuery) -> String {
    let all = |terms: &mut dyn Iterator<Item = &str>, join: &str| {
        // Neither words nor ids hold a quote; doubled, one would be a letter like any other.
        terms.map(|term| format!("\"{}\"", term.replace('"', "\"\""))).collect::<Vec<_>>().join(join)
    };
    let desks = all(&mut query.desks.iter().map(domain::ids::DeskId::as_str), " OR ");
    let words = all(&mut query.words.iter().map(String::as_str), " AND ");
    format!("desk : ({desks}) AND words : ({words})")
}
