//! Heads, events and submission markers.

use domain::code::TicketCode;
use domain::ticket::{Event, Personal, Ticket};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use super::connections::{Outcome, failure};
use super::queue::queue_key;
use crate::store::{Created, Cursor, Page, Result, StoreError, Submitted};

/// A head as its row: the summary, which is personal, stands in a column of its own.
pub(super) struct HeadRow {
    code: String,
    version: u32,
    desk: String,
    state: &'static str,
    queue_key: Option<String>,
    alarm_at: Option<i64>,
    contact: Option<String>,
    contact_key: Option<String>,
    head: String,
    personal: Option<String>,
}

impl HeadRow {
    pub(super) fn of(ticket: &Ticket) -> Result<Self> {
        let personal = ticket.summary.as_ref().map(to_json).transpose()?;
        let bare = Ticket { summary: None, ..ticket.clone() };
        Ok(Self {
            code: ticket.code.to_string(),
            version: ticket.version,
            desk: ticket.desk.to_string(),
            state: ticket.state.as_str(),
            queue_key: queue_key(ticket),
            alarm_at: ticket.alarm().map(|alarm| alarm.at.as_microsecond()),
            contact: ticket.contact.clone(),
            contact_key: ticket.contact.as_ref().map(|_| contact_key(ticket)),
            head: to_json(&bare)?,
            personal,
        })
    }

    pub(super) fn code(&self) -> &str {
        &self.code
    }

    pub(super) fn desk(&self) -> &str {
        &self.desk
    }

    /// Where it stands in the indexes.
    pub(super) fn places(&self) -> Places {
        let (desk, state, queue_key) = (self.desk.clone(), self.state.to_owned(), self.queue_key.clone());
        (desk, state, queue_key, self.alarm_at, self.contact.clone(), self.contact_key.clone())
    }
}

/// Desk, state, and the keys of the queue, the alarm, the contact and the contact's order.
pub(super) type Places = (String, String, Option<String>, Option<i64>, Option<String>, Option<String>);

/// Sorts a contact's tickets by age; the code tells those of one moment apart.
fn contact_key(ticket: &Ticket) -> String {
    format!("{:020}#{}", ticket.created_at.as_microsecond(), ticket.code)
}

/// An event as its row.
pub(super) struct EventRow {
    seq: u32,
    envelope: String,
    personal: Option<String>,
}

pub(super) fn event_rows(events: &[Event]) -> Result<Vec<EventRow>> {
    let row = |event: &Event| {
        let personal = event.personal.as_ref().map(to_json).transpose()?;
        let envelope = to_json(&Event { personal: None, ..event.clone() })?;
        Ok(EventRow { seq: event.seq, envelope, personal })
    };
    events.iter().map(row).collect()
}

pub(super) struct NewTicket {
    id: String,
    body: [u8; 32],
    pub(super) head: HeadRow,
    events: Vec<EventRow>,
}

impl NewTicket {
    pub(super) fn of(submitted: &Submitted<'_>) -> Result<Self> {
        Ok(Self {
            id: submitted.id.0.clone(),
            body: *submitted.body,
            head: HeadRow::of(submitted.head)?,
            events: event_rows(submitted.events)?,
        })
    }
}

pub(super) fn create(db: &Transaction<'_>, new: &NewTicket) -> Outcome<Created> {
    let before = db
        .query_row("SELECT code, body FROM submissions WHERE id = ?1", [&new.id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, [u8; 32]>(1)?))
        })
        .optional()
        .map_err(failure)?;
    if let Some((code, body)) = before {
        return Ok(if body == new.body { Created::Before(read_code(&code)?) } else { Created::Differs });
    }
    if head_version(db, &new.head.code)?.is_some() {
        return Err(StoreError::Conflict);
    }
    put_submission(db, &new.id, &new.head.code, &new.body)?;
    put_head(db, &new.head)?;
    put_events(db, &new.head.code, &new.events)?;
    Ok(Created::Now)
}

pub(super) fn put_submission(db: &Transaction<'_>, id: &str, code: &str, body: &[u8; 32]) -> Outcome<()> {
    db.execute("INSERT INTO submissions (id, code, body) VALUES (?1, ?2, ?3)", params![id, code, body])
        .map_err(failure)?;
    Ok(())
}

/// `erased`: the event that takes the personal parts of those before it away.
pub(super) fn append(
    db: &Transaction<'_>,
    head: &HeadRow,
    expected: u32,
    events: &[EventRow],
    erased: Option<u32>,
) -> Outcome<()> {
    if head_version(db, &head.code)? != Some(expected) {
        return Err(StoreError::Conflict);
    }
    put_head(db, head)?;
    put_events(db, &head.code, events)?;
    if let Some(seq) = erased {
        db.execute("UPDATE events SET personal = NULL WHERE code = ?1 AND seq < ?2", params![head.code, seq])
            .map_err(failure)?;
    }
    Ok(())
}

pub(super) fn head_version(db: &Transaction<'_>, code: &str) -> Outcome<Option<u32>> {
    db.query_row("SELECT version FROM tickets WHERE code = ?1", [code], |row| row.get(0)).optional().map_err(failure)
}

pub(super) fn put_head(db: &Transaction<'_>, row: &HeadRow) -> Outcome<()> {
    db.prepare_cached(
        "INSERT INTO tickets (code, version, desk, state, queue_key, alarm_at, contact, contact_key, head, personal)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT DO UPDATE SET version = excluded.version, desk = excluded.desk, state = excluded.state,
            queue_key = excluded.queue_key, alarm_at = excluded.alarm_at, contact = excluded.contact,
            contact_key = excluded.contact_key, head = excluded.head, personal = excluded.personal",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            row.code,
            row.version,
            row.desk,
            row.state,
            row.queue_key,
            row.alarm_at,
            row.contact,
            row.contact_key,
            row.head,
            row.personal
        ])
    })
    .map_err(failure)?;
    Ok(())
}

pub(super) fn put_events(db: &Transaction<'_>, code: &str, events: &[EventRow]) -> Outcome<()> {
    let mut statement = db
        .prepare_cached("INSERT INTO events (code, seq, envelope, personal) VALUES (?1, ?2, ?3, ?4)")
        .map_err(failure)?;
    for event in events {
        statement.execute(params![code, event.seq, event.envelope, event.personal]).map_err(failure)?;
    }
    Ok(())
}

pub(super) fn submission(db: &Transaction<'_>, id: &str) -> Outcome<Option<TicketCode>> {
    db.query_row("SELECT code FROM submissions WHERE id = ?1", [id], |row| row.get::<_, String>(0))
        .optional()
        .map_err(failure)?
        .map(|code| read_code(&code))
        .transpose()
}

pub(super) fn head(db: &Transaction<'_>, code: TicketCode) -> Outcome<Option<Ticket>> {
    let found = db
        .prepare_cached("SELECT head, personal FROM tickets WHERE code = ?1")
        .and_then(|mut statement| {
            statement.query_row([code.to_string()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?))).optional()
        })
        .map_err(failure)?;
    found.map(|(head, personal)| read_head(&head, personal)).transpose()
}

pub(super) fn events(db: &Transaction<'_>, code: TicketCode, from_seq: u32) -> Outcome<Vec<Event>> {
    let mut statement = db
        .prepare_cached("SELECT envelope, personal FROM events WHERE code = ?1 AND seq >= ?2 ORDER BY seq")
        .map_err(failure)?;
    let rows = statement
        .query_map(params![code.to_string(), from_seq], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
        })
        .map_err(failure)?;
    rows.map(|row| {
        let (envelope, personal) = row.map_err(failure)?;
        read_event(&envelope, personal.as_deref())
    })
    .collect()
}

pub(super) fn by_contact(
    db: &Transaction<'_>,
    contact: &str,
    after: Option<&Cursor>,
    limit: u32,
) -> Outcome<Page<TicketCode>> {
    // `~` comes after every key.
    let before = after.map_or("~", |cursor| cursor.0.as_str());
    let mut statement = db
        .prepare_cached(
            "SELECT code, contact_key FROM tickets WHERE contact = ?1 AND contact_key < ?2
             ORDER BY contact_key DESC LIMIT ?3",
        )
        .map_err(failure)?;
    // One row more than asked for tells whether there is another page.
    let found = statement
        .query_map(params![contact, before, limit + 1], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .map_err(failure)?;
    let mut rows = Vec::new();
    let mut last_key = None;
    for row in found {
        let (code, key) = row.map_err(failure)?;
        if rows.len() == limit as usize {
            return Ok(Page { rows, next: last_key.map(Cursor) });
        }
        rows.push(read_code(&code)?);
        last_key = Some(key);
    }
    Ok(Page { rows, next: None })
}

pub(super) fn due_alarms(db: &Transaction<'_>, until: Timestamp, at_most: u32) -> Outcome<Vec<TicketCode>> {
    let mut statement = db
        .prepare_cached("SELECT code FROM tickets WHERE alarm_at <= ?1 ORDER BY alarm_at, code LIMIT ?2")
        .map_err(failure)?;
    let rows = statement
        .query_map(params![until.as_microsecond(), at_most], |row| row.get::<_, String>(0))
        .map_err(failure)?;
    rows.map(|row| read_code(&row.map_err(failure)?)).collect()
}

fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(StoreError::failed)
}

pub(super) fn read_head(head: &str, personal: Option<String>) -> Outcome<Ticket> {
    let mut ticket: Ticket = serde_json::from_str(head).map_err(StoreError::failed)?;
    if let Some(personal) = personal {
        ticket.summary = Some(serde_json::from_str(&personal).map_err(StoreError::failed)?);
    }
    Ok(ticket)
}

pub(super) fn read_event(envelope: &str, personal: Option<&str>) -> Outcome<Event> {
    let mut event: Event = serde_json::from_str(envelope).map_err(StoreError::failed)?;
    if let Some(personal) = personal {
        let personal: Personal = serde_json::from_str(personal).map_err(StoreError::failed)?;
        event.personal = Some(personal);
    }
    Ok(event)
}

pub(super) fn read_code(code: &str) -> Outcome<TicketCode> {
    TicketCode::parse(code).map_err(StoreError::failed)
}
