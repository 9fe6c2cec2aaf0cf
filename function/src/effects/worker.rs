//! The local worker: follows the log by position, and lets the sweep run every minute.

use std::time::Duration;

use jiff::Timestamp;

use super::{EffectError, run_for};
use crate::desk::Desk;
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;
use crate::sweep;

/// Under which it remembers how far it has followed the log.
pub const NAME: &str = "effects";
/// Events fetched at once.
const BATCH: u32 = 100;
/// How long to wait after a failure: the mail server may be restarting.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(15), Duration::from_mins(1)];
/// The design's "sweep every minute".
const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// Works until it is dropped. What it was in the middle of is done again by the next one.
pub async fn run(desk: Desk, store: SqliteStore) {
    tokio::join!(follow(&desk, &store), sweep_every_minute(&desk, &store));
}

async fn follow(desk: &Desk, store: &SqliteStore) {
    // Whoever held an effect is gone with the last run of this program: nobody waits for the end of its lease.
    if let Err(error) = store.release_unfinished_effects().await {
        tracing::warn!(%error, "effects of the last run wait for their lease");
    }
    let mut failures = 0;
    loop {
        match catch_up(desk, store).await {
            Ok(()) => {
                failures = 0;
                desk.appended().notified().await;
            }
            Err(error) => {
                tracing::warn!(%error, "an effect is put off");
                tokio::time::sleep(PAUSES[failures.min(PAUSES.len() - 1)]).await;
                failures += 1;
            }
        }
    }
}

/// Carries out the effects of every event behind the last position, in order.
pub async fn catch_up(desk: &Desk, store: &SqliteStore) -> Result<(), EffectError> {
    loop {
        let from = store.followed(NAME).await?;
        let batch = store.events_after(from, BATCH).await?;
        if batch.is_empty() {
            return Ok(());
        }
        for logged in batch {
            run_for(desk, logged.code, &logged.event).await?;
            store.set_followed(NAME, logged.position).await?;
        }
    }
}

async fn sweep_every_minute(desk: &Desk, store: &SqliteStore) {
    let mut minute = tokio::time::interval(SWEEP_EVERY);
    loop {
        minute.tick().await;
        if let Err(error) = sweep_once(desk, store, desk.now()).await {
            tracing::warn!(%error, "the sweep is put off");
        }
    }
}

async fn sweep_once(desk: &Desk, store: &SqliteStore, now: Timestamp) -> Result<(), StoreError> {
    sweep::run(desk, now).await?;
    store.forget_ended(now).await
}
