//! Things with an end: limits, signals, one-time codes, sessions, who is writing, effect markers.

use domain::code::TicketCode;
use domain::signal::{Counted, Signal};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Transaction, params};
use subtle::ConstantTimeEq;

use super::connections::{Outcome, failure};
use crate::store::{Claim, OneTimeCode, Session, SessionId, StoreError, Tried, first_day_of_signals, signals_end};

pub(super) fn count(db: &Transaction<'_>, bucket: &str, seconds: u32, now: Timestamp) -> Outcome<u32> {
    let period = now.as_second().div_euclid(i64::from(seconds));
    let ends_at = (period + 1) * i64::from(seconds) * 1_000_000;
    db.query_row(
        "INSERT INTO counters (bucket, seconds, period, uses, ends_at) VALUES (?1, ?2, ?3, 1, ?4)
         ON CONFLICT DO UPDATE SET uses = uses + 1 RETURNING uses",
        params![bucket, seconds, period, ends_at],
        |row| row.get(0),
    )
    .map_err(failure)
}

pub(super) fn used(db: &Transaction<'_>, bucket: &str, seconds: u32, now: Timestamp) -> Outcome<u32> {
    let period = now.as_second().div_euclid(i64::from(seconds));
    let uses = db
        .query_row(
            "SELECT uses FROM counters WHERE bucket = ?1 AND seconds = ?2 AND period = ?3",
            params![bucket, seconds, period],
            |row| row.get(0),
        )
        .optional()
        .map_err(failure)?;
    Ok(uses.unwrap_or(0))
}

pub(super) fn add_signal(db: &Transaction<'_>, day: Date, signal: &Signal) -> Outcome<()> {
    db.execute(
        "INSERT INTO signals (day, name, uses, ends_at) VALUES (?1, ?2, 1, ?3)
         ON CONFLICT DO UPDATE SET uses = uses + 1",
        params![day.to_string(), signal.to_string(), signals_end(day).saturating_mul(1_000_000)],
    )
    .map_err(failure)?;
    Ok(())
}

pub(super) fn signals(db: &Transaction<'_>, from: Date, to: Date, at_most: u32) -> Outcome<Vec<Counted>> {
    let mut query = db
        .prepare_cached("SELECT day, name, uses FROM signals WHERE day BETWEEN ?1 AND ?2 ORDER BY day, name LIMIT ?3")
        .map_err(failure)?;
    let first = first_day_of_signals(from, to).to_string();
    let mut rows = query.query(params![first, to.to_string(), at_most]).map_err(failure)?;
    let mut counted = Vec::new();
    while let Some(row) = rows.next().map_err(failure)? {
        let (day, name): (String, String) = (row.get(0).map_err(failure)?, row.get(1).map_err(failure)?);
        counted.push(Counted {
            day: day.parse().map_err(StoreError::failed)?,
            signal: name.parse::<Signal>().map_err(StoreError::failed)?,
            count: row.get(2).map_err(failure)?,
        });
    }
    Ok(counted)
}

pub(super) fn put_one_time_code(db: &Transaction<'_>, code: &OneTimeCode) -> Outcome<()> {
    db.execute(
        "INSERT OR REPLACE INTO one_time_codes (id, digest, email, tries, ends_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![code.id, code.digest, code.sent_to, code.tries, code.ends_at.as_microsecond()],
    )
    .map_err(failure)?;
    Ok(())
}

pub(super) fn try_one_time_code(db: &Transaction<'_>, id: &str, digest: &[u8; 32], now: Timestamp) -> Outcome<Tried> {
    let found = db
        .query_row(
            "SELECT digest, email, tries FROM one_time_codes WHERE id = ?1 AND ends_at > ?2 AND tries > 0",
            params![id, now.as_microsecond()],
            |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, String>(1)?, row.get::<_, u32>(2)?)),
        )
        .optional()
        .map_err(failure)?;
    let Some((expected, sent_to, tries)) = found else { return Ok(Tried::Gone) };
    if bool::from(expected.ct_eq(digest)) {
        db.execute("DELETE FROM one_time_codes WHERE id = ?1", [id]).map_err(failure)?;
        return Ok(Tried::Right { sent_to });
    }
    db.execute("UPDATE one_time_codes SET tries = tries - 1 WHERE id = ?1", [id]).map_err(failure)?;
    Ok(if tries > 1 { Tried::Wrong { left: tries - 1 } } else { Tried::Gone })
}

pub(super) fn put_session(db: &Transaction<'_>, session: &Session) -> Outcome<()> {
    db.execute(
        "INSERT OR REPLACE INTO sessions (id, email, ends_at) VALUES (?1, ?2, ?3)",
        params![session.id.0, session.email, session.ends_at.as_microsecond()],
    )
    .map_err(failure)?;
    Ok(())
}

pub(super) fn session(db: &Transaction<'_>, id: SessionId, now: Timestamp) -> Outcome<Option<Session>> {
    let found = db
        .query_row(
            "SELECT email, ends_at FROM sessions WHERE id = ?1 AND ends_at > ?2",
            params![id.0, now.as_microsecond()],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
        )
        .optional()
        .map_err(failure)?;
    Ok(found.map(|(email, ends_at)| Session { id, email, ends_at: moment(ends_at) }))
}

pub(super) fn end_session(db: &Transaction<'_>, id: SessionId) -> Outcome<()> {
    db.execute("DELETE FROM sessions WHERE id = ?1", [id.0]).map_err(failure)?;
    Ok(())
}

pub(super) fn put_writing(db: &Transaction<'_>, code: TicketCode, email: &str, ends_at: Timestamp) -> Outcome<()> {
    db.execute(
        "INSERT OR REPLACE INTO writing (code, email, ends_at) VALUES (?1, ?2, ?3)",
        params![code.to_string(), email, ends_at.as_microsecond()],
    )
    .map_err(failure)?;
    Ok(())
}

pub(super) fn writing(db: &Transaction<'_>, code: TicketCode, now: Timestamp) -> Outcome<Vec<String>> {
    let mut query = db
        .prepare_cached("SELECT email FROM writing WHERE code = ?1 AND ends_at > ?2 ORDER BY email")
        .map_err(failure)?;
    let found = query.query_map(params![code.to_string(), now.as_microsecond()], |row| row.get(0)).map_err(failure)?;
    found.collect::<rusqlite::Result<_>>().map_err(failure)
}

pub(super) fn claim_effect(db: &Transaction<'_>, key: &str, lease_until: Timestamp, now: Timestamp) -> Outcome<Claim> {
    let found = db
        .query_row("SELECT done, lease_until FROM effects WHERE key = ?1", [key], |row| {
            Ok((row.get::<_, bool>(0)?, row.get::<_, i64>(1)?))
        })
        .optional()
        .map_err(failure)?;
    match found {
        Some((true, _)) => Ok(Claim::Done),
        Some((false, held_until)) if held_until > now.as_microsecond() => Ok(Claim::Busy),
        _ => {
            db.execute(
                "INSERT OR REPLACE INTO effects (key, done, lease_until) VALUES (?1, 0, ?2)",
                params![key, lease_until.as_microsecond()],
            )
            .map_err(failure)?;
            Ok(Claim::Yours)
        }
    }
}

pub(super) fn finish_effect(db: &Transaction<'_>, key: &str) -> Outcome<()> {
    db.execute("INSERT OR REPLACE INTO effects (key, done, lease_until) VALUES (?1, 1, 0)", [key]).map_err(failure)?;
    Ok(())
}

pub(super) fn release_effect(db: &Transaction<'_>, key: &str) -> Outcome<()> {
    db.execute("DELETE FROM effects WHERE key = ?1 AND done = 0", [key]).map_err(failure)?;
    Ok(())
}

pub(super) fn release_unfinished_effects(db: &Transaction<'_>) -> Outcome<()> {
    db.execute("DELETE FROM effects WHERE done = 0", []).map_err(failure)?;
    Ok(())
}

pub(super) fn forget_ended(db: &Transaction<'_>, now: Timestamp) -> Outcome<()> {
    for table in ["counters", "signals", "one_time_codes", "sessions", "writing"] {
        db.execute(&format!("DELETE FROM {table} WHERE ends_at <= ?1"), [now.as_microsecond()]).map_err(failure)?;
    }
    Ok(())
}

fn moment(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::MIN)
}
