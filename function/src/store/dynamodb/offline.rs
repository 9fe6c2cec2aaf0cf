//! Going through both tables: the only scans there are.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::code::TicketCode;
use domain::signal::Counted;
use domain::ticket::{Event, Ticket};
use futures_util::future::try_join_all;

use super::errors::failure;
use super::items::{self, Item, NotAnItem};
use super::tickets::{MOST_WRITES, Written, get, put, put_over, transact};
use super::{DynamoStore, keys, profiles, search, signals};
use crate::store::{Inventory, Kept, Moving, Result, Sending, Store, StoreError, signals_end};

/// Parts of a table that are gone through beside each other.
const SEGMENTS: i32 = 4;
/// Tickets that move in beside each other.
const AT_ONCE: usize = 8;

pub async fn inventory(store: &DynamoStore) -> Result<Inventory> {
    let mut all = Inventory::default();
    let of_tickets = [(":only", keys::ONLY.to_owned()), (":first", keys::event(1))];
    for item in scan(store, &store.tables.tickets, keys::HEADS_AND_MARKERS, &of_tickets).await? {
        take_ticket(&mut all, item)?;
    }
    all.headless = all.headless.difference(&all.tickets).copied().collect();
    let of_signals =
        [(":profile", keys::profile("")), (":signal", keys::SIGNAL_DAYS.to_owned()), (":effect", keys::effect(""))];
    for item in scan(store, &store.tables.signals, keys::WHAT_STAYS, &of_signals).await? {
        let partition = items::text(&item, keys::PK)?;
        if let Some(key) = partition.strip_prefix(&keys::effect("")) {
            all.done.insert(key.to_owned());
        } else if let Some(email) = partition.strip_prefix(&keys::profile("")) {
            all.profiles.push(profiles::read(email, &item)?);
        } else {
            all.signals.push(signals::read(&item)?);
        }
    }
    all.profiles.sort_unstable_by(|one, other| one.email.cmp(&other.email));
    all.signals.sort_unstable_by_key(|counted| (counted.day, counted.signal.to_string()));
    Ok(all)
}

fn take_ticket(all: &mut Inventory, mut item: Item) -> Result<()> {
    let partition = items::text(&item, keys::PK)?.to_owned();
    if let Some(code) = keys::code_of(&partition) {
        let is_head = items::text(&item, keys::SK)? == keys::ONLY;
        if is_head {
            all.tickets.insert(code)
        } else {
            all.headless.insert(code)
        };
    } else if let Some(id) = keys::submission_of(&partition) {
        let code = TicketCode::parse(items::text(&item, keys::CODE)?).map_err(StoreError::failed)?;
        let Some(AttributeValue::B(body)) = item.remove(keys::BODY) else {
            return Err(NotAnItem::Attribute(keys::BODY).into());
        };
        let body = body.into_inner().try_into().map_err(|_| NotAnItem::Attribute(keys::BODY))?;
        all.sendings.entry(code).or_default().insert(Sending { id: id.to_owned(), body });
    }
    Ok(())
}

/// Every row that fits, without what tickets say.
async fn scan(
    store: &DynamoStore,
    table: &str,
    only: &'static str,
    values: &[(&'static str, String)],
) -> Result<Vec<Item>> {
    let segments = (0..SEGMENTS).map(async |segment| {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), AttributeValue::S(value.clone())));
        let mut found = store
            .client
            .scan()
            .table_name(table)
            .segment(segment)
            .total_segments(SEGMENTS)
            .consistent_read(true)
            .filter_expression(only)
            .projection_expression(keys::WITHOUT_TEXTS)
            .set_expression_attribute_names(Some(keys::names(&[only, keys::WITHOUT_TEXTS])))
            .set_expression_attribute_values(Some(values.collect()))
            .into_paginator()
            .items()
            .send();
        let mut items = Vec::new();
        while let Some(item) = found.next().await {
            items.push(item.map_err(failure)?);
        }
        Ok::<_, StoreError>(items)
    });
    Ok(try_join_all(segments).await?.into_iter().flatten().collect())
}

pub async fn move_in(store: &DynamoStore, tickets: &[Moving]) -> Result<()> {
    for some in tickets.chunks(AT_ONCE) {
        try_join_all(some.iter().map(|moving| move_one(store, moving))).await?;
    }
    Ok(())
}

/// The head comes last: until then there is no such ticket.
async fn move_one(store: &DynamoStore, moving: &Moving) -> Result<()> {
    let code = moving.head.code;
    let mut last = vec![put(store, items::head_item(&moving.head)?, keys::ABSENT)];
    for sending in &moving.sendings {
        last.push(put_over(store, marker(code, sending)));
    }
    let mut events = Vec::new();
    for event in &moving.events {
        let mut item = items::event_item(code, event)?;
        item.insert(keys::MOVED.to_owned(), AttributeValue::Bool(true));
        events.push(put_over(store, item));
    }
    let room = MOST_WRITES.saturating_sub(last.len());
    let before = events.len().saturating_sub(room);
    for some in events.drain(..before).collect::<Vec<_>>().chunks(MOST_WRITES) {
        if let Written::Nothing { .. } = transact(store, some.to_vec()).await? {
            return Err(StoreError::Conflict);
        }
    }
    last.extend(events);
    match transact(store, last).await? {
        Written::All => store.make_findable(code).await,
        Written::Nothing { .. } => Err(StoreError::Conflict),
    }
}

fn marker(code: TicketCode, sending: &Sending) -> Item {
    let mut marker = items::key(keys::submission(&sending.id()), keys::ONLY);
    items::put_text(&mut marker, keys::CODE, code.to_string());
    marker.insert(keys::BODY.to_owned(), AttributeValue::B(Blob::new(sending.body)));
    marker
}

pub async fn put_done(store: &DynamoStore, effects: &[String]) -> Result<()> {
    for some in effects.chunks(AT_ONCE) {
        try_join_all(some.iter().map(|key| store.finish_effect(key))).await?;
    }
    Ok(())
}

pub async fn put_signals(store: &DynamoStore, counts: &[Counted]) -> Result<()> {
    for some in counts.chunks(AT_ONCE) {
        let puts = some.iter().map(|Counted { day, signal, count }| {
            let mut item = items::key(keys::day(*day), keys::signal(signal));
            item.insert(keys::USES.to_owned(), signals::whole(*count));
            item.insert(keys::TTL.to_owned(), signals::whole(signals_end(*day)));
            signals::put(store, item)
        });
        try_join_all(puts).await?;
    }
    Ok(())
}

pub async fn kept(store: &DynamoStore, code: TicketCode) -> Result<Kept> {
    let Some(item) = get(store, keys::ticket(code)).await? else {
        return Ok(Kept { version: None, head: None, in_place: false });
    };
    let version = items::version(&item);
    let head = items::read_head(item.clone()).ok();
    let in_place = match &head {
        Some(head) => places(&items::head_item(head)?) == places(&item),
        None => false,
    };
    Ok(Kept { version, head, in_place })
}

/// Where a head stands in the indexes.
fn places(head: &Item) -> HashMap<&str, &AttributeValue> {
    let (queue, contact, alarm) = (keys::QUEUE, keys::CONTACT, keys::ALARM);
    let names = [queue.1, queue.2, contact.1, contact.2, alarm.1, alarm.2];
    names.into_iter().filter_map(|name| Some((name, head.get(name)?))).collect()
}

pub async fn mend(store: &DynamoStore, head: &Ticket, version: Option<u32>) -> Result<()> {
    let condition = if version.is_some() { keys::AT_VERSION } else { keys::WITHOUT_VERSION };
    let written = store
        .client
        .put_item()
        .table_name(&store.tables.tickets)
        .set_item(Some(items::head_item(head)?))
        .condition_expression(condition)
        .set_expression_attribute_names(Some(keys::names(&[condition])))
        .set_expression_attribute_values(
            version.map(|version| HashMap::from([(":expected".to_owned(), signals::whole(version))])),
        )
        .send()
        .await;
    match written {
        Ok(_) => Ok(()),
        Err(error) if error.as_service_error().is_some_and(PutItemError::is_conditional_check_failed_exception) => {
            Err(StoreError::Conflict)
        }
        Err(error) => Err(failure(error)),
    }
}

pub async fn is_findable(store: &DynamoStore, head: &Ticket, events: &[Event]) -> Result<bool> {
    let (wanted, words) = search::wanted(head, events);
    if search::listed(store, head.code).await? != wanted {
        return Ok(false);
    }
    let place = keys::word_place(head);
    for partition in wanted {
        let row = search::row(store, partition, &place).await?;
        let kept = row.as_ref().map(|row| items::texts(row, keys::WORDS));
        if kept.is_none_or(|kept| kept.len() != words.len() || kept.iter().any(|word| !words.contains(word))) {
            return Ok(false);
        }
    }
    Ok(true)
}
