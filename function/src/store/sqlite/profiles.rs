//! What members say of themselves.

use rusqlite::{OptionalExtension, Transaction, params};

use super::connections::{Outcome, failure};
use crate::store::{Profile, StoreError};

pub(super) fn put_profile(db: &Transaction<'_>, profile: &Profile) -> Outcome<()> {
    let Profile { email, signature, away_until } = profile;
    db.execute(
        "INSERT OR REPLACE INTO profiles (email, signature, away_until) VALUES (?1, ?2, ?3)",
        params![email, signature, away_until.map(|day| day.to_string())],
    )
    .map_err(failure)?;
    Ok(())
}

pub(super) fn profile(db: &Transaction<'_>, email: &str) -> Outcome<Option<Profile>> {
    let found = db
        .query_row("SELECT signature, away_until FROM profiles WHERE email = ?1", [email], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
        })
        .optional()
        .map_err(failure)?;
    let Some((signature, away_until)) = found else { return Ok(None) };
    let away_until = away_until.map(|day| day.parse()).transpose().map_err(StoreError::failed)?;
    Ok(Some(Profile { email: email.to_owned(), signature, away_until }))
}
