//! The queue, a contact's tickets and the alarms, each a range of an index.

use std::ops::Range;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::code::TicketCode;
use domain::ids::DeskId;
use domain::ticket::{State, Ticket};
use jiff::Timestamp;

use super::errors::failure;
use super::items::Item;
use super::{DynamoStore, items, keys};
use crate::store::{Cursor, Figure, Figures, Page, QueueQuery, Result};

/// How many rows are read for one that is wanted, when not every row is. What is rare costs reads either way; this
/// keeps it from costing a round trip a row.
const READ_FOR_ONE: i32 = 4;
/// How many reads look for the rows of one page. Whoever wants to look further asks for the next page.
const MOST_READS: usize = 10;

pub async fn queue(store: &DynamoStore, query: &QueueQuery) -> Result<Page<Ticket>> {
    let limit = query.limit as usize;
    let (mut after, until) = keys::queue_span(query.after.as_ref(), query.only.due.as_ref());
    // One row more than asked for tells whether there is another page.
    let mut at_once = i32::try_from(query.limit).unwrap_or(i32::MAX).saturating_add(1);
    if query.only.picks() {
        at_once = at_once.saturating_mul(READ_FOR_ONE);
    }
    let mut rows = Vec::new();
    for _ in 0..MOST_READS {
        let (read, whole) = read_queue(store, &query.desk, &after, &until, at_once).await?;
        for item in read {
            let place = items::text(&item, keys::QUEUE.2)?.to_owned();
            let ticket = items::read_head(item)?;
            if query.only.takes(&ticket) {
                if rows.len() == limit {
                    return Ok(Page { rows, next: Some(Cursor(after)) });
                }
                rows.push(ticket);
            }
            after = place;
        }
        if whole {
            return Ok(Page { rows, next: None });
        }
    }
    Ok(Page { rows, next: Some(Cursor(after)) })
}

pub async fn figures(store: &DynamoStore, desk: &DeskId, today: &Range<Timestamp>, at_most: u32) -> Result<Figures> {
    let (after, until) = keys::queue_span(None, None);
    // One more than is counted tells whether there are more.
    let limit = i32::try_from(at_most).unwrap_or(i32::MAX).saturating_add(1);
    let (mut read, _) = read_queue(store, desk, &after, &until, limit).await?;
    let whole = read.len() <= at_most as usize;
    read.truncate(at_most as usize);
    let tickets = read.into_iter().map(items::read_head).collect::<std::result::Result<Vec<_>, _>>()?;
    let count = |counts: &dyn Fn(&Ticket) -> bool| {
        u32::try_from(tickets.iter().filter(|ticket| counts(ticket)).count()).unwrap_or(u32::MAX)
    };
    let all = |counts: &dyn Fn(&Ticket) -> bool| Figure { count: count(counts), more: !whole };
    let due_before = |moment: Timestamp| move |ticket: &Ticket| ticket.queue_at().is_some_and(|at| at < moment);
    // They come in the order they are due: what is due earlier than the last that was read was all read.
    let until = |moment: Timestamp| !whole && tickets.last().is_some_and(due_before(moment));
    let (overdue, today_too) = (due_before(today.start), due_before(today.end));
    Ok(Figures {
        open: all(&|_| true),
        new: all(&|ticket| ticket.state == State::New),
        overdue: Figure { count: count(&overdue), more: until(today.start) },
        due_today: Figure { count: count(&|ticket| today_too(ticket) && !overdue(ticket)), more: until(today.end) },
        waiting: all(&|ticket| ticket.state == State::Waiting),
    })
}

/// Rows of a desk's queue behind one place and before another, at most so many; and whether these are all.
async fn read_queue(
    store: &DynamoStore,
    desk: &DeskId,
    after: &str,
    until: &str,
    at_most: i32,
) -> Result<(Vec<Item>, bool)> {
    // A span that ends before it begins is refused by the service.
    if after >= until {
        return Ok((Vec::new(), true));
    }
    let found = store
        .client
        .query()
        .table_name(&store.tables.tickets)
        .index_name(keys::QUEUE.0)
        .key_condition_expression(keys::QUEUE_BETWEEN)
        .set_expression_attribute_names(Some(keys::names(&[keys::QUEUE_BETWEEN])))
        .expression_attribute_values(":desk", AttributeValue::S(keys::queue(desk)))
        .expression_attribute_values(":after", AttributeValue::S(keys::behind(after)))
        .expression_attribute_values(":until", AttributeValue::S(until.to_owned()))
        .limit(at_most)
        .send()
        .await
        .map_err(failure)?;
    let whole = found.last_evaluated_key.is_none();
    Ok((found.items.unwrap_or_default(), whole))
}

pub async fn by_contact(
    store: &DynamoStore,
    contact: &str,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<TicketCode>> {
    let before = after.map_or(keys::CONTACT_END, |cursor| cursor.0.as_str());
    let mut found = store
        .client
        .query()
        .table_name(&store.tables.tickets)
        .index_name(keys::CONTACT.0)
        .scan_index_forward(false)
        .key_condition_expression(keys::CONTACT_BEFORE)
        .set_expression_attribute_names(Some(keys::names(&[keys::CONTACT_BEFORE])))
        .expression_attribute_values(":contact", AttributeValue::S(contact.to_owned()))
        .expression_attribute_values(":before", AttributeValue::S(before.to_owned()))
        .into_paginator()
        // One row more than asked for tells whether there is another page.
        .page_size(i32::try_from(limit).unwrap_or(i32::MAX).saturating_add(1))
        .items()
        .send();
    let mut rows = Vec::new();
    let mut last_place = None;
    while let Some(item) = found.next().await {
        let item = item.map_err(failure)?;
        if rows.len() == limit as usize {
            return Ok(Page { rows, next: last_place.map(Cursor) });
        }
        last_place = Some(items::text(&item, keys::CONTACT.2)?.to_owned());
        rows.push(items::read_code(&item)?);
    }
    Ok(Page { rows, next: None })
}

pub async fn due_alarms(store: &DynamoStore, until: Timestamp, at_most: u32) -> Result<Vec<TicketCode>> {
    let mut found = store
        .client
        .query()
        .table_name(&store.tables.tickets)
        .index_name(keys::ALARM.0)
        .key_condition_expression(keys::ALARMS_UNTIL)
        .set_expression_attribute_names(Some(keys::names(&[keys::ALARMS_UNTIL])))
        .expression_attribute_values(":all", AttributeValue::S(keys::ALL_ALARMS.to_owned()))
        .expression_attribute_values(":until", AttributeValue::S(keys::alarms_until(until)))
        .into_paginator()
        .page_size(i32::try_from(at_most).unwrap_or(i32::MAX).max(1))
        .items()
        .send();
    let mut codes = Vec::new();
    while codes.len() < at_most as usize {
        let Some(item) = found.next().await else { break };
        codes.push(items::read_code(&item.map_err(failure)?)?);
    }
    Ok(codes)
}
