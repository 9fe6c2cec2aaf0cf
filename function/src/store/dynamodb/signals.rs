//! Things with an end: limits, signals, one-time codes, sessions, who is writing, effect markers.

use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use domain::code::TicketCode;
use domain::signal::{Counted, Signal};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::errors::failure;
use super::items::{self, Item, NotAnItem};
use super::{DynamoStore, keys};
use crate::keys::random;
use crate::store::{
    Claim, OneTimeCode, Result, Session, SessionId, StoreError, Tried, first_day_of_signals, signals_end,
};

pub async fn count(store: &DynamoStore, bucket: &str, seconds: u32, now: Timestamp) -> Result<u32> {
    let length = i64::from(seconds);
    let started = now.as_second().div_euclid(length) * length;
    let counted = store
        .client
        .update_item()
        .table_name(&store.tables.signals)
        .set_key(Some(items::key(keys::counter(bucket, seconds, started), keys::ONLY)))
        .update_expression(keys::COUNT_ONE)
        .set_expression_attribute_names(Some(keys::names(&[keys::COUNT_ONE])))
        .expression_attribute_values(":one", whole(1))
        .expression_attribute_values(":ttl", whole(started + length))
        .return_values(ReturnValue::UpdatedNew)
        .send()
        .await
        .map_err(failure)?;
    Ok(items::number(&counted.attributes.unwrap_or_default(), keys::USES)?)
}

pub async fn used(store: &DynamoStore, bucket: &str, seconds: u32, now: Timestamp) -> Result<u32> {
    let length = i64::from(seconds);
    let started = now.as_second().div_euclid(length) * length;
    let found = store
        .client
        .get_item()
        .table_name(&store.tables.signals)
        .set_key(Some(items::key(keys::counter(bucket, seconds, started), keys::ONLY)))
        .consistent_read(true)
        .send()
        .await
        .map_err(failure)?;
    Ok(found.item.map(|item| items::number(&item, keys::USES)).transpose()?.unwrap_or(0))
}

pub async fn add_signal(store: &DynamoStore, day: Date, signal: &Signal) -> Result<()> {
    store
        .client
        .update_item()
        .table_name(&store.tables.signals)
        .set_key(Some(items::key(keys::day(day), keys::signal(signal))))
        .update_expression(keys::COUNT_ONE)
        .set_expression_attribute_names(Some(keys::names(&[keys::COUNT_ONE])))
        .expression_attribute_values(":one", whole(1))
        .expression_attribute_values(":ttl", whole(signals_end(day)))
        .send()
        .await
        .map_err(failure)?;
    Ok(())
}

/// One query a day.
pub async fn signals(store: &DynamoStore, from: Date, to: Date, at_most: u32) -> Result<Vec<Counted>> {
    let mut counted = Vec::new();
    for day in first_day_of_signals(from, to).series(1.day()).take_while(|day| *day <= to) {
        let mut found = store
            .client
            .query()
            .table_name(&store.tables.signals)
            .key_condition_expression(keys::SIGNALS_OF)
            .set_expression_attribute_names(Some(keys::names(&[keys::SIGNALS_OF])))
            .expression_attribute_values(":day", AttributeValue::S(keys::day(day)))
            .into_paginator()
            .items()
            .send();
        loop {
            if counted.len() >= at_most as usize {
                return Ok(counted);
            }
            let Some(item) = found.next().await else { break };
            counted.push(read(&item.map_err(failure)?)?);
        }
    }
    Ok(counted)
}

pub(super) fn read(item: &Item) -> Result<Counted> {
    let day = keys::day_of(items::text(item, keys::PK)?).ok_or(NotAnItem::Attribute(keys::PK))?;
    let signal = keys::signal_of(items::text(item, keys::SK)?).map_err(StoreError::failed)?;
    Ok(Counted { day, signal, count: items::number(item, keys::USES)? })
}

pub async fn put_one_time_code(store: &DynamoStore, code: &OneTimeCode) -> Result<()> {
    let mut item = items::key(keys::one_time_code(&code.id), keys::ONLY);
    item.insert(keys::DIGEST.to_owned(), AttributeValue::B(Blob::new(code.digest)));
    item.insert(keys::TRIES.to_owned(), whole(code.tries));
    items::put_text(&mut item, keys::EMAIL, code.sent_to.clone());
    put_end(&mut item, code.ends_at);
    put(store, item).await
}

/// Each step is one conditional write, so of two at once with the right code one spends it, and of two wrong tries
/// each uses up one.
pub async fn try_one_time_code(store: &DynamoStore, id: &str, digest: &[u8; 32], now: Timestamp) -> Result<Tried> {
    let key = items::key(keys::one_time_code(id), keys::ONLY);
    let spent = store
        .client
        .delete_item()
        .table_name(&store.tables.signals)
        .set_key(Some(key.clone()))
        .condition_expression(keys::RIGHT_CODE)
        .set_expression_attribute_names(Some(keys::names(&[keys::RIGHT_CODE])))
        .expression_attribute_values(":digest", AttributeValue::B(Blob::new(*digest)))
        .expression_attribute_values(":now", AttributeValue::S(keys::moment(now)))
        .expression_attribute_values(":none", whole(0))
        .return_values(ReturnValue::AllOld)
        .send()
        .await;
    match spent {
        Ok(spent) => {
            let sent_to = items::text(&spent.attributes.unwrap_or_default(), keys::EMAIL)?.to_owned();
            return Ok(Tried::Right { sent_to });
        }
        Err(error) if error.as_service_error().is_some_and(DeleteItemError::is_conditional_check_failed_exception) => {}
        Err(error) => return Err(failure(error)),
    }
    let tried = store
        .client
        .update_item()
        .table_name(&store.tables.signals)
        .set_key(Some(key))
        .update_expression(keys::ONE_TRY_LESS)
        .condition_expression(keys::WRONG_CODE)
        .set_expression_attribute_names(Some(keys::names(&[keys::ONE_TRY_LESS, keys::WRONG_CODE])))
        .expression_attribute_values(":digest", AttributeValue::B(Blob::new(*digest)))
        .expression_attribute_values(":now", AttributeValue::S(keys::moment(now)))
        .expression_attribute_values(":none", whole(0))
        .expression_attribute_values(":one", whole(1))
        .return_values(ReturnValue::UpdatedNew)
        .send()
        .await;
    match tried {
        Ok(tried) => match items::number(&tried.attributes.unwrap_or_default(), keys::TRIES)? {
            0 => Ok(Tried::Gone),
            left => Ok(Tried::Wrong { left }),
        },
        Err(error) if error.as_service_error().is_some_and(UpdateItemError::is_conditional_check_failed_exception) => {
            Ok(Tried::Gone)
        }
        Err(error) => Err(failure(error)),
    }
}

pub async fn put_session(store: &DynamoStore, session: &Session) -> Result<()> {
    let mut item = items::key(keys::session(&session.id), keys::ONLY);
    items::put_text(&mut item, keys::EMAIL, session.email.clone());
    put_end(&mut item, session.ends_at);
    put(store, item).await
}

pub async fn session(store: &DynamoStore, id: &SessionId, now: Timestamp) -> Result<Option<Session>> {
    let Some(item) = get(store, keys::session(id)).await? else { return Ok(None) };
    let ends_at: Timestamp = items::text(&item, keys::ENDS)?.parse().map_err(StoreError::failed)?;
    let email = items::text(&item, keys::EMAIL)?.to_owned();
    Ok((ends_at > now).then_some(Session { id: *id, email, ends_at }))
}

pub async fn end_session(store: &DynamoStore, id: &SessionId) -> Result<()> {
    store
        .client
        .delete_item()
        .table_name(&store.tables.signals)
        .set_key(Some(items::key(keys::session(id), keys::ONLY)))
        .send()
        .await
        .map_err(failure)?;
    Ok(())
}

pub async fn put_writing(store: &DynamoStore, code: TicketCode, email: &str, ends_at: Timestamp) -> Result<()> {
    let mut item = items::key(keys::writing(code), email);
    put_end(&mut item, ends_at);
    put(store, item).await
}

pub async fn writing(store: &DynamoStore, code: TicketCode, now: Timestamp) -> Result<Vec<String>> {
    let mut found = store
        .client
        .query()
        .table_name(&store.tables.signals)
        .consistent_read(true)
        .key_condition_expression(keys::WRITING_TO)
        .set_expression_attribute_names(Some(keys::names(&[keys::WRITING_TO])))
        .expression_attribute_values(":ticket", AttributeValue::S(keys::writing(code)))
        .into_paginator()
        .items()
        .send();
    let mut emails = Vec::new();
    while let Some(item) = found.next().await {
        let item = item.map_err(failure)?;
        let ends_at: Timestamp = items::text(&item, keys::ENDS)?.parse().map_err(StoreError::failed)?;
        if ends_at > now {
            emails.push(items::text(&item, keys::SK)?.to_owned());
        }
    }
    Ok(emails)
}

/// Markers of effects have no `ttl`: "done" is for good, also when the log is gone through again in a year.
pub async fn claim_effect(store: &DynamoStore, key: &str, lease_until: Timestamp, now: Timestamp) -> Result<Claim> {
    let mut item = items::key(keys::effect(key), keys::ONLY);
    items::put_text(&mut item, keys::LEASE, keys::moment(lease_until));
    let holder = random::id().map_err(StoreError::failed)?;
    items::put_text(&mut item, keys::HOLDER, holder.clone());
    let claimed = store
        .client
        .put_item()
        .table_name(&store.tables.signals)
        .set_item(Some(item))
        .condition_expression(keys::CLAIMABLE)
        .set_expression_attribute_names(Some(keys::names(&[keys::CLAIMABLE])))
        .expression_attribute_values(":now", AttributeValue::S(keys::moment(now)))
        .expression_attribute_values(":holder", AttributeValue::S(holder))
        .send()
        .await;
    match claimed {
        Ok(_) => Ok(Claim::Yours),
        Err(error) if error.as_service_error().is_some_and(PutItemError::is_conditional_check_failed_exception) => {
            let marker = get(store, keys::effect(key)).await?.unwrap_or_default();
            // Given back in between, it is nobody's, and the next try will have it.
            Ok(if marker.contains_key(keys::DONE) { Claim::Done } else { Claim::Busy })
        }
        Err(error) => Err(failure(error)),
    }
}

pub async fn finish_effect(store: &DynamoStore, key: &str) -> Result<()> {
    store
        .client
        .update_item()
        .table_name(&store.tables.signals)
        .set_key(Some(items::key(keys::effect(key), keys::ONLY)))
        .update_expression(keys::SET_DONE)
        .set_expression_attribute_names(Some(keys::names(&[keys::SET_DONE])))
        .expression_attribute_values(":done", AttributeValue::Bool(true))
        .send()
        .await
        .map_err(failure)?;
    Ok(())
}

pub async fn release_effect(store: &DynamoStore, key: &str) -> Result<()> {
    let released = store
        .client
        .delete_item()
        .table_name(&store.tables.signals)
        .set_key(Some(items::key(keys::effect(key), keys::ONLY)))
        .condition_expression(keys::NOT_DONE)
        .set_expression_attribute_names(Some(keys::names(&[keys::NOT_DONE])))
        .send()
        .await;
    match released {
        Err(error) if !error.as_service_error().is_some_and(DeleteItemError::is_conditional_check_failed_exception) => {
            Err(failure(error))
        }
        _ => Ok(()),
    }
}

pub(super) async fn put(store: &DynamoStore, item: Item) -> Result<()> {
    store.client.put_item().table_name(&store.tables.signals).set_item(Some(item)).send().await.map_err(failure)?;
    Ok(())
}

pub(super) async fn get(store: &DynamoStore, partition: String) -> Result<Option<Item>> {
    let found = store
        .client
        .get_item()
        .table_name(&store.tables.signals)
        .set_key(Some(items::key(partition, keys::ONLY)))
        .consistent_read(true)
        .send()
        .await
        .map_err(failure)?;
    Ok(found.item)
}

/// The exact end, which reads compare, and the second from which the row may be deleted.
fn put_end(item: &mut Item, ends_at: Timestamp) {
    items::put_text(item, keys::ENDS, keys::moment(ends_at));
    item.insert(keys::TTL.to_owned(), whole(ends_at.as_second() + 1));
}

pub(super) fn whole(number: impl Into<i64>) -> AttributeValue {
    AttributeValue::N(number.into().to_string())
}
