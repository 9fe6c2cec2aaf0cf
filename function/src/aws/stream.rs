//! The stream of the tickets table: inserted events, in the order of each ticket, delivered at least once.

use domain::code::TicketCode;
use domain::ticket::Event;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::{self, EffectError};
use crate::store::dynamodb::{NotAnItem, read_logged};

/// What the event source mapping hands over in one go.
#[derive(Debug, Deserialize)]
pub struct Batch {
    #[serde(rename = "Records")]
    records: Vec<Record>,
}

#[derive(Debug, Deserialize)]
struct Record {
    #[serde(rename = "eventName")]
    event_name: String,
    dynamodb: Change,
}

#[derive(Debug, Deserialize)]
struct Change {
    #[serde(rename = "SequenceNumber")]
    sequence_number: String,
    /// Absent in a record of a removed row.
    #[serde(rename = "NewImage", default)]
    new_image: serde_dynamo::Item,
}

/// Which records are to be delivered again. Lambda starts again from the first of them.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Failures {
    #[serde(rename = "batchItemFailures")]
    failures: Vec<Failure>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Failure {
    #[serde(rename = "itemIdentifier")]
    sequence_number: String,
}

/// Carries out what follows from each event of a batch, in order.
pub async fn follow(desk: &Desk, batch: Batch) -> Failures {
    deliver(batch, async |code, event| {
        let carried_out = effects::run_for(desk, code, &event).await;
        let effect_age_seconds = desk.now().duration_since(event.at).as_secs();
        tracing::info!(effect_age_seconds, is_done = carried_out.is_ok(), "an event was followed");
        carried_out
    })
    .await
}

/// A record that fails does not hold up those behind it, unless what failed is what all of them need: then the batch
/// is left there, to come again from that record on.
async fn deliver(batch: Batch, carry_out: impl AsyncFn(TicketCode, Event) -> Result<(), EffectError>) -> Failures {
    let mut failed = Failures::default();
    for record in batch.records {
        let sequence_number = record.dynamodb.sequence_number.clone();
        let carried_out = match read(record) {
            Ok(Some((code, event))) => carry_out(code, event).await,
            Ok(None) => Ok(()),
            Err(error) => {
                tracing::error!(sequence_number, error = chain(&error), "a record of the stream cannot be read");
                failed.add(sequence_number);
                continue;
            }
        };
        let Err(error) = carried_out else { continue };
        tracing::warn!(sequence_number, error = chain(&error), "an event's effects are still to be done");
        failed.add(sequence_number);
        if matches!(error, EffectError::Mail(_) | EffectError::Store(_)) {
            break;
        }
    }
    failed
}

impl Failures {
    fn add(&mut self, sequence_number: String) {
        self.failures.push(Failure { sequence_number });
    }
}

/// The event a record tells of. Heads and markers are nobody's concern here, and an event that is changed (a person
/// was erased) or removed has had its effects. The template filters them out already.
fn read(record: Record) -> Result<Option<(TicketCode, Event)>, NotAnItem> {
    if record.event_name != "INSERT" {
        return Ok(None);
    }
    match read_logged(record.dynamodb.new_image.into()) {
        Err(NotAnItem::NotAnEvent) => Ok(None),
        read => read.map(Some),
    }
}

/// An error and its causes, with whatever looks like a mail address left out: mail servers like to repeat them.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = String::new();
    let mut cause = Some(error);
    while let Some(error) = cause {
        let said = error.to_string();
        let words = said.split_whitespace().map(|word| if word.contains('@') { "(address)" } else { word });
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&words.collect::<Vec<_>>().join(" "));
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests;
