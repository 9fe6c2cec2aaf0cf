//! Finding tickets by the words of their title and of who sent them: a row for each word at the ticket's desk.
//!
//! The rows are written by the effects role, after the events they are from. They only lead to heads, which say what is
//! true: a row that is late, or left behind by a crash, shows nothing that its reader may not see.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::code::TicketCode;
use domain::ids::DeskId;
use domain::ticket::{Event, Personal, Ticket};

use super::errors::failure;
use super::items::Item;
use super::{DynamoStore, items, keys, tickets};
use crate::store::{Cursor, Page, Result, SearchQuery};

/// Rows read at once, and how often, for the tickets of one page at one desk.
const AT_ONCE: i32 = 100;
const MOST_READS: usize = 5;

pub async fn search(store: &DynamoStore, query: &SearchQuery) -> Result<Page<Ticket>> {
    let limit = query.limit as usize;
    // The longest word is the rarest, as a rule.
    let Some(rarest) = query.words.iter().max_by_key(|word| word.len()) else {
        return Ok(Page { rows: Vec::new(), next: None });
    };
    let mut found = Vec::new();
    let mut horizon: Option<String> = None;
    for desk in &query.desks {
        let (places, read_until) = at_desk(store, query, desk, rarest).await?;
        found.extend(places);
        // What another desk has beyond here cannot be put in its order yet.
        horizon = horizon.max(read_until);
    }
    found.retain(|place| horizon.as_ref().is_none_or(|horizon| place >= horizon));
    found.sort_unstable_by_key(|place| Reverse(place.clone()));
    if found.len() > limit {
        found.truncate(limit);
        horizon = found.last().cloned();
    }
    let mut rows = Vec::new();
    for place in found {
        let Some(code) = keys::code_at(&place) else { continue };
        let head = tickets::head(store, code).await?;
        rows.extend(head.filter(|ticket| query.desks.contains(&ticket.desk) && !ticket.erased));
    }
    Ok(Page { rows, next: horizon.map(Cursor) })
}

/// Places of one desk's tickets that have all the words, and how far was read where that was not to the end.
async fn at_desk(
    store: &DynamoStore,
    query: &SearchQuery,
    desk: &DeskId,
    rarest: &str,
) -> Result<(Vec<String>, Option<String>)> {
    let mut before = query.after.as_ref().map_or(keys::WORD_END, |cursor| cursor.0.as_str()).to_owned();
    let mut places = Vec::new();
    for _ in 0..MOST_READS {
        let found = store
            .client
            .query()
            .table_name(&store.tables.tickets)
            .scan_index_forward(false)
            .key_condition_expression(keys::WORD_BEFORE)
            .set_expression_attribute_names(Some(keys::names(&[keys::WORD_BEFORE])))
            .expression_attribute_values(":pk", AttributeValue::S(keys::word(desk, rarest)))
            .expression_attribute_values(":before", AttributeValue::S(before.clone()))
            .limit(AT_ONCE)
            .send()
            .await
            .map_err(failure)?;
        let whole = found.last_evaluated_key.is_none();
        for item in found.items.unwrap_or_default() {
            items::text(&item, keys::SK)?.clone_into(&mut before);
            let words = items::texts(&item, keys::WORDS);
            if query.words.iter().all(|word| words.contains(word)) {
                places.push(before.clone());
            }
        }
        // One more than asked for tells whether there is another page.
        if whole || places.len() > query.limit as usize {
            return Ok((places, None));
        }
    }
    Ok((places, Some(before)))
}

pub async fn make_findable(store: &DynamoStore, code: TicketCode) -> Result<()> {
    let Some(ticket) = tickets::head(store, code).await? else { return Ok(()) };
    let (wanted, words) = wanted(&ticket, &tickets::events(store, code, 1).await?);
    let listed = listed(store, code).await?;
    // Whatever may be there is on the list before it is, so that a crash in between leaves nothing behind.
    list(store, code, wanted.union(&listed).cloned().collect()).await?;
    let place = keys::word_place(&ticket);
    for partition in &wanted {
        let mut item = items::key(partition.clone(), place.clone());
        item.insert(keys::WORDS.to_owned(), AttributeValue::Ss(words.iter().cloned().collect()));
        let put = store.client.put_item().table_name(&store.tables.tickets).set_item(Some(item));
        put.send().await.map_err(failure)?;
    }
    for partition in listed.difference(&wanted) {
        remove(store, partition.clone(), &place).await?;
    }
    list(store, code, wanted.into_iter().collect()).await
}

/// The rows that lead to a ticket, and its words.
pub(super) fn wanted(ticket: &Ticket, events: &[Event]) -> (BTreeSet<String>, BTreeSet<String>) {
    let sent = events.iter().rev().find_map(|event| match &event.personal {
        Some(Personal::Submission(sent)) if !ticket.erased => Some(sent.words_at_a_glance()),
        _ => None,
    });
    let words = sent.unwrap_or_default();
    (words.iter().map(|word| keys::word(&ticket.desk, word)).collect(), words)
}

/// The row of a word that leads to a ticket.
pub(super) async fn row(store: &DynamoStore, partition: String, place: &str) -> Result<Option<Item>> {
    let found = store
        .client
        .get_item()
        .table_name(&store.tables.tickets)
        .set_key(Some(items::key(partition, place)))
        .consistent_read(true)
        .send()
        .await
        .map_err(failure)?;
    Ok(found.item)
}

/// The rows a ticket may have.
pub(super) async fn listed(store: &DynamoStore, code: TicketCode) -> Result<BTreeSet<String>> {
    let found = row(store, keys::words_of(code), keys::ONLY).await?;
    Ok(found.map(|item| items::texts(&item, keys::WORDS).iter().cloned().collect()).unwrap_or_default())
}

/// Remembers the rows a ticket may have. A set is never empty: without rows there is no list.
async fn list(store: &DynamoStore, code: TicketCode, partitions: Vec<String>) -> Result<()> {
    if partitions.is_empty() {
        return remove(store, keys::words_of(code), keys::ONLY).await;
    }
    let mut item = items::key(keys::words_of(code), keys::ONLY);
    item.insert(keys::WORDS.to_owned(), AttributeValue::Ss(partitions));
    let put = store.client.put_item().table_name(&store.tables.tickets).set_item(Some(item));
    put.send().await.map_err(failure)?;
    Ok(())
}

async fn remove(store: &DynamoStore, partition: String, sort: &str) -> Result<()> {
    let key = items::key(partition, sort);
    let removed = store.client.delete_item().table_name(&store.tables.tickets).set_key(Some(key));
    removed.send().await.map_err(failure)?;
    Ok(())
}
