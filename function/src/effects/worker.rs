//! The local worker: follows the log by position, and lets the sweep run every minute.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use super::{EffectError, run_for};
use crate::desk::Desk;
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;
use crate::sweep;

/// Under which the store remembers how far it has come.
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
    let (_never, go_on) = watch::channel(Go::On);
    run_until(desk, store, go_on).await;
}

/// Whether a worker goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// It does.
    On,
    /// It finishes the event and the sweep in hand, and ends.
    Home,
}

/// Works until it is told to go home, which it does between two events.
pub async fn run_until(desk: Desk, store: SqliteStore, go: watch::Receiver<Go>) {
    tokio::join!(follow(&desk, &store, go.clone()), sweep_every_minute(&desk, &store, go));
}

async fn follow(desk: &Desk, store: &SqliteStore, mut go: watch::Receiver<Go>) {
    // Whoever held an effect is gone with the last run of this program: nobody waits for the end of its lease.
    if let Err(error) = store.release_unfinished_effects().await {
        tracing::warn!(%error, "effects of the last run wait for their lease");
    }
    let mut failures = 0;
    while is_on(&go) {
        match carry_out(desk, store, &go).await {
            Ok(()) => {
                failures = 0;
                tokio::select! {
                    () = desk.appended().notified() => {}
                    () = sent_home(&mut go) => {}
                }
            }
            Err(error) => {
                tracing::warn!(%error, "an effect is put off");
                tokio::select! {
                    () = tokio::time::sleep(PAUSES[failures.min(PAUSES.len() - 1)]) => {}
                    () = sent_home(&mut go) => {}
                }
                failures += 1;
            }
        }
    }
}

/// Carries out the effects of every event behind the last position, in order.
pub async fn catch_up(desk: &Desk, store: &SqliteStore) -> Result<(), EffectError> {
    let (_never, go_on) = watch::channel(Go::On);
    carry_out(desk, store, &go_on).await
}

async fn carry_out(desk: &Desk, store: &SqliteStore, go: &watch::Receiver<Go>) -> Result<(), EffectError> {
    loop {
        let from = store.followed(NAME).await?;
        let batch = store.events_after(from, BATCH).await?;
        if batch.is_empty() {
            return Ok(());
        }
        for logged in batch {
            if !is_on(go) {
                return Ok(());
            }
            run_for(desk, logged.code, &logged.event).await?;
            store.set_followed(NAME, logged.position).await?;
        }
    }
}

fn is_on(go: &watch::Receiver<Go>) -> bool {
    *go.borrow() == Go::On
}

/// Done when the worker is told to go home. Who told it may be gone since.
async fn sent_home(go: &mut watch::Receiver<Go>) {
    let _ = go.wait_for(|go| *go == Go::Home).await;
}

async fn sweep_every_minute(desk: &Desk, store: &SqliteStore, mut go: watch::Receiver<Go>) {
    let mut minute = tokio::time::interval(SWEEP_EVERY);
    loop {
        tokio::select! {
            _ = minute.tick() => {}
            () = sent_home(&mut go) => return,
        }
        if let Err(error) = sweep_once(desk, store, desk.now()).await {
            tracing::warn!(%error, "the sweep is put off");
        }
    }
}

async fn sweep_once(desk: &Desk, store: &SqliteStore, now: Timestamp) -> Result<(), StoreError> {
    sweep::run(desk, now).await?;
    store.forget_ended(now).await
}
