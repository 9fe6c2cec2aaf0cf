//! The sweep: acts on alarms that are due, and forgets uploads that nobody sent. Safe to overlap with itself.

use domain::ticket::{Actor, Command, Refusal};
use jiff::Timestamp;

use crate::desk::Desk;
use crate::store::StoreError;
use crate::tickets::{ActError, Acting, act};

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Warnings, broken promises and rungs that were told, reminders, and tickets that were given up.
    pub acted: u32,
}

/// Alarms looked at in one go.
const BATCH: u32 = 100;

/// Acts on every alarm at or before `now`. A ticket with several alarms due gets all of them.
pub async fn run(desk: &Desk, now: Timestamp) -> Result<Swept, StoreError> {
    // What stays a minute longer harms nobody; an alarm would.
    if let Err(error) = desk.files().forget_unsent(now).await {
        tracing::warn!(error = %format_args!("{:#}", anyhow::Error::from(error)), "uploads that nobody sent stay for now");
    }
    let bundle = desk.bundle();
    let mut swept = Swept::default();
    loop {
        let due = desk.store().due_alarms(now, BATCH).await?;
        let mut moved = false;
        for code in due {
            let acting = Acting { code, actor: Actor::Clock, commands: vec![Command::Alarm], seen: None };
            match act(desk, &bundle.catalog, &acting).await {
                Ok(_) => {
                    swept.acted += 1;
                    moved = true;
                }
                // Somebody else was quicker: a person, or another sweep.
                Err(ActError::Refused(Refusal::Nothing) | ActError::Changed | ActError::NotFound) => {}
                Err(error @ (ActError::Refused(_) | ActError::NotKept(_))) => {
                    tracing::error!(%error, "an alarm cannot be acted on");
                }
                Err(ActError::Store(error)) => return Err(error),
            }
        }
        if !moved {
            return Ok(swept);
        }
    }
}
