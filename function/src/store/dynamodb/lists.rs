//! The queue, a contact's tickets and the alarms, each a range of an index.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::code::TicketCode;
use domain::ticket::{State, Ticket};
use jiff::Timestamp;

use super::errors::failure;
use super::{DynamoStore, items, keys};
use crate::store::{Cursor, Page, QueueQuery, Result};

/// How many rows are read for one that is wanted, when only those in one state are. A rare state costs reads either
/// way; this keeps it from costing a round trip a row.
const READ_FOR_ONE: i32 = 4;

pub async fn queue(store: &DynamoStore, query: &QueueQuery) -> Result<Page<Ticket>> {
    let limit = query.limit as usize;
    let after = query.after.as_ref().map_or(keys::QUEUE_START, |cursor| cursor.0.as_str());
    // One row more than asked for tells whether there is another page.
    let mut page_size = i32::try_from(query.limit).unwrap_or(i32::MAX).saturating_add(1);
    let mut expressions = vec![keys::QUEUE_AFTER];
    let mut request = store
        .client
        .query()
        .table_name(&store.tables.tickets)
        .index_name(keys::QUEUE.0)
        .key_condition_expression(keys::QUEUE_AFTER)
        .expression_attribute_values(":desk", AttributeValue::S(keys::queue(&query.desk)))
        .expression_attribute_values(":after", AttributeValue::S(after.to_owned()));
    if let Some(state) = query.state {
        expressions.push(keys::IN_STATE);
        page_size = page_size.saturating_mul(READ_FOR_ONE);
        request = request
            .filter_expression(keys::IN_STATE)
            .expression_attribute_values(":state", AttributeValue::S(State::as_str(state).to_owned()));
    }
    let request = request.set_expression_attribute_names(Some(keys::names(&expressions)));
    let mut found = request.into_paginator().page_size(page_size).items().send();

    let mut rows = Vec::new();
    let mut last_place = None;
    while let Some(item) = found.next().await {
        let item = item.map_err(failure)?;
        if rows.len() == limit {
            return Ok(Page { rows, next: last_place.map(Cursor) });
        }
        last_place = Some(items::text(&item, keys::QUEUE.2)?.to_owned());
        rows.push(items::read_head(item)?);
    }
    Ok(Page { rows, next: None })
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
