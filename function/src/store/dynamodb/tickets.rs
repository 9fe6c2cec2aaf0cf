//! Heads, events and submission markers.

use std::time::Duration;

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use domain::code::TicketCode;
use domain::ticket::{Event, Ticket};

use super::DynamoStore;
use super::errors::{Cancelled, cancelled, failure};
use super::items::{self, Item, NotAnItem};
use super::keys;
use crate::store::{Created, Result, StoreError, SubmissionId, Submitted, erased_before};

pub async fn create(store: &DynamoStore, submitted: &Submitted<'_>) -> Result<Created> {
    let code = submitted.head.code;
    let mut marker = items::key(keys::submission(submitted.id), keys::ONLY);
    items::put_text(&mut marker, keys::CODE, code.to_string());
    marker.insert(keys::BODY.to_owned(), AttributeValue::B(Blob::new(submitted.body)));
    let mut puts = vec![put(store, marker, keys::ABSENT), put(store, items::head_item(submitted.head)?, keys::ABSENT)];
    puts.extend(event_puts(store, code, submitted.events)?);
    match transact(store, puts).await? {
        Written::All => Ok(Created::Now),
        Written::Nothing { refused } if refused.contains(&MARKER) => {
            // Markers are never removed: one that was in the way is there to be read.
            let (code, body) = marker_of(store, submitted.id).await?.ok_or(NotAnItem::Attribute(keys::CODE))?;
            Ok(if body == submitted.body { Created::Before(code) } else { Created::Differs })
        }
        Written::Nothing { .. } => Err(StoreError::Conflict),
    }
}

/// The place of the marker in the transaction that creates a ticket.
const MARKER: usize = 0;

pub async fn submission(store: &DynamoStore, id: &SubmissionId) -> Result<Option<TicketCode>> {
    Ok(marker_of(store, id).await?.map(|(code, _)| code))
}

async fn marker_of(store: &DynamoStore, id: &SubmissionId) -> Result<Option<(TicketCode, Vec<u8>)>> {
    let Some(mut item) = get(store, keys::submission(id)).await? else { return Ok(None) };
    let code = TicketCode::parse(items::text(&item, keys::CODE)?).map_err(StoreError::failed)?;
    match item.remove(keys::BODY) {
        Some(AttributeValue::B(body)) => Ok(Some((code, body.into_inner()))),
        _ => Err(NotAnItem::Attribute(keys::BODY).into()),
    }
}

pub async fn head(store: &DynamoStore, code: TicketCode) -> Result<Option<Ticket>> {
    let found = get(store, keys::ticket(code)).await?;
    Ok(found.map(items::read_head).transpose()?)
}

pub(super) async fn get(store: &DynamoStore, partition: String) -> Result<Option<Item>> {
    let found = store
        .client
        .get_item()
        .table_name(&store.tables.tickets)
        .set_key(Some(items::key(partition, keys::ONLY)))
        .consistent_read(true)
        .send()
        .await
        .map_err(failure)?;
    Ok(found.item)
}

pub async fn events(store: &DynamoStore, code: TicketCode, from_seq: u32) -> Result<Vec<Event>> {
    let mut found = store
        .client
        .query()
        .table_name(&store.tables.tickets)
        .consistent_read(true)
        .key_condition_expression(keys::EVENTS_OF)
        .set_expression_attribute_names(Some(keys::names(&[keys::EVENTS_OF])))
        .expression_attribute_values(":pk", AttributeValue::S(keys::ticket(code)))
        .expression_attribute_values(":first", AttributeValue::S(keys::event(from_seq)))
        .expression_attribute_values(":last", AttributeValue::S(keys::last_event()))
        .into_paginator()
        .items()
        .send();
    let mut events = Vec::new();
    while let Some(item) = found.next().await {
        events.push(items::read_event(item.map_err(failure)?)?);
    }
    Ok(events)
}

pub async fn append(store: &DynamoStore, head: &Ticket, expected: u32, events: &[Event]) -> Result<()> {
    let at_version = Put::builder()
        .expression_attribute_values(":expected", AttributeValue::N(expected.to_string()))
        .table_name(&store.tables.tickets)
        .set_item(Some(items::head_item(head)?))
        .condition_expression(keys::AT_VERSION)
        .set_expression_attribute_names(Some(keys::names(&[keys::AT_VERSION])))
        .build()
        .expect("a put has its table and its item");
    let mut writes = vec![TransactWriteItem::builder().put(at_version).build()];
    writes.extend(event_puts(store, head.code, events)?);
    if let Some(erased) = erased_before(events) {
        let mut blanked = (1..erased).filter(|seq| events.iter().all(|event| event.seq != *seq)).collect::<Vec<_>>();
        let room = MOST_WRITES.saturating_sub(writes.len());
        // What does not fit goes before: whoever finds a half-blanked log repeats the erasure, and loses nothing by it.
        let first = blanked.len().saturating_sub(room);
        for some in blanked.drain(..first).collect::<Vec<_>>().chunks(MOST_WRITES) {
            let some = some.iter().map(|seq| blank(store, head.code, *seq)).collect();
            if let Written::Nothing { .. } = transact(store, some).await? {
                return Err(StoreError::Conflict);
            }
        }
        writes.extend(blanked.into_iter().map(|seq| blank(store, head.code, seq)));
    }
    match transact(store, writes).await? {
        Written::All => Ok(()),
        Written::Nothing { .. } => Err(StoreError::Conflict),
    }
}

/// The most items of one transaction.
pub(super) const MOST_WRITES: usize = 100;

/// Takes the personal part of an event away.
fn blank(store: &DynamoStore, code: TicketCode, seq: u32) -> TransactWriteItem {
    let update = Update::builder()
        .table_name(&store.tables.tickets)
        .set_key(Some(items::key(keys::ticket(code), keys::event(seq))))
        .update_expression(keys::WITHOUT_PERSONAL)
        .condition_expression(keys::PRESENT)
        .set_expression_attribute_names(Some(keys::names(&[keys::WITHOUT_PERSONAL, keys::PRESENT])))
        .build()
        .expect("an update has its table, its key and its expression");
    TransactWriteItem::builder().update(update).build()
}

/// No event is ever written over, whatever the head says.
fn event_puts(store: &DynamoStore, code: TicketCode, events: &[Event]) -> Result<Vec<TransactWriteItem>> {
    events.iter().map(|event| Ok(put(store, items::event_item(code, event)?, keys::ABSENT))).collect()
}

pub(super) fn put(store: &DynamoStore, item: Item, condition: &str) -> TransactWriteItem {
    let put = Put::builder()
        .table_name(&store.tables.tickets)
        .set_item(Some(item))
        .condition_expression(condition)
        .set_expression_attribute_names(Some(keys::names(&[condition])))
        .build()
        .expect("a put has its table and its item");
    TransactWriteItem::builder().put(put).build()
}

/// Puts an item in place of whatever is there.
pub(super) fn put_over(store: &DynamoStore, item: Item) -> TransactWriteItem {
    let put = Put::builder().table_name(&store.tables.tickets).set_item(Some(item)).build();
    TransactWriteItem::builder().put(put.expect("a put has its table and its item")).build()
}

/// What came of a transaction.
pub(super) enum Written {
    All,
    Nothing {
        /// The places of the items whose conditions did not hold.
        refused: Vec<usize>,
    },
}

/// How often a transaction that met another one is sent again. The SDK repeats only calls that were throttled or
/// lost on the way; those keep their token, so that one which had been carried out is not taken for another.
const REPEATS: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(20);

pub(super) async fn transact(store: &DynamoStore, puts: Vec<TransactWriteItem>) -> Result<Written> {
    let mut repeats = 0;
    loop {
        let sent = store.client.transact_write_items().set_transact_items(Some(puts.clone())).send().await;
        let Err(error) = sent else { return Ok(Written::All) };
        let why = match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(reasons)) => cancelled(reasons),
            _ => return Err(failure(error)),
        };
        match why {
            Cancelled::Refused(refused) => return Ok(Written::Nothing { refused }),
            Cancelled::Busy if repeats < REPEATS => {
                tokio::time::sleep(pause(repeats)).await;
                repeats += 1;
            }
            Cancelled::Busy => return Err(StoreError::Busy(error.into())),
            Cancelled::Wrong => return Err(StoreError::failed(error)),
        }
    }
}

/// Twice as long every time, and up to twice that by chance, so that two who met do not meet again in step.
fn pause(repeats: u32) -> Duration {
    let base = FIRST_PAUSE * 2_u32.pow(repeats);
    // Without randomness the pause is still a pause.
    let chance = getrandom::u32().unwrap_or(0) % 1000;
    base + base * chance / 1000
}
