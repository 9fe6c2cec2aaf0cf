//! SQLite from async code: every call runs on a blocking thread, writers one at a time.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use super::search;
use crate::store::{Result, StoreError};

/// How long a call waits for another process that holds the file (a back-up, a second program).
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Reading connections kept open for the next reader. More than a few only cost memory: reads take microseconds.
const IDLE_READERS: usize = 4;

/// What a piece of work on the database returns; [`StoreError::Conflict`] and the like pass through unharmed.
pub(super) type Outcome<T> = std::result::Result<T, StoreError>;

#[derive(Debug, Clone)]
pub(super) struct Connections(Arc<Pool>);

#[derive(Debug)]
struct Pool {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Connections {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut writer = Connection::open(path).map_err(failure)?;
        prepare(&writer).map_err(failure)?;
        migrate(&mut writer)?;
        Ok(Self(Arc::new(Pool { path: path.to_owned(), writer: Mutex::new(writer), readers: Mutex::new(Vec::new()) })))
    }

    /// Runs `work` in a transaction that sees one moment of the database.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Outcome<T> + Send + 'static,
    ) -> Result<T> {
        let pool = Arc::clone(&self.0);
        blocking(move || {
            let idle = pool.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut reader = match idle {
                Some(reader) => reader,
                None => open_reader(&pool.path).map_err(failure)?,
            };
            let found = reader.transaction().map_err(failure).and_then(|transaction| work(&transaction));
            let mut readers = pool.readers.lock().unwrap_or_else(PoisonError::into_inner);
            if readers.len() < IDLE_READERS {
                readers.push(reader);
            }
            found
        })
        .await
    }

    /// Moves the write-ahead log into the file, and empties it.
    pub(super) async fn settle(&self) -> Result<()> {
        let pool = Arc::clone(&self.0);
        blocking(move || {
            let writer = pool.writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(failure)
        })
        .await
    }

    /// Runs `work` in a writing transaction, committed when it succeeds and undone when it does not.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Outcome<T> + Send + 'static,
    ) -> Result<T> {
        let pool = Arc::clone(&self.0);
        blocking(move || {
            // A panic while the lock was held rolled its transaction back: the connection is sound.
            let mut writer = pool.writer.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failure)?;
            let done = work(&transaction)?;
            transaction.commit().map_err(failure)?;
            Ok(done)
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(StoreError::failed)?
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // What was erased is written over, not only given up.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "foreign_keys", true)
}

fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let reader = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    reader.busy_timeout(BUSY_TIMEOUT)?;
    Ok(reader)
}

/// What makes each version of the tables out of the one before. The version is kept in the file's `user_version`.
pub(super) const MIGRATIONS: [&str; 7] = [
    include_str!("schema.sql"),
    include_str!("schema_2_signals.sql"),
    include_str!("schema_3_contacts.sql"),
    include_str!("schema_4_filters.sql"),
    include_str!("schema_5_writing.sql"),
    include_str!("schema_6_search.sql"),
    include_str!("schema_7_profiles.sql"),
];

/// The version since which tickets can be found by their words.
const SEARCHED_SINCE: i64 = 6;

fn migrate(connection: &mut Connection) -> Outcome<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failure)?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failure)?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if version > known {
        // What this program does not know of it would leave out of date.
        let newer =
            anyhow::anyhow!("a newer version of Deskmark made its tables: run that one, or restore an older backup");
        return Err(StoreError::failed(newer));
    }
    for (made, migration) in (1_i64..).zip(MIGRATIONS).filter(|(made, _)| *made > version) {
        transaction.execute_batch(migration).map_err(failure)?;
        if made == SEARCHED_SINCE {
            search::keep_all(&transaction)?;
        }
        transaction.pragma_update(None, "user_version", made).map_err(failure)?;
    }
    transaction.commit().map_err(failure)
}

/// Tells a database that is held by somebody else from one that is broken.
pub(super) fn failure(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy(error.into()),
        _ => StoreError::Failed(error.into()),
    }
}
