//! Tickets, events and markers as items, and back.
//!
//! A head and an event are maps, readable in the console and usable in conditions; what is absent is left out rather
//! than stored as a null, which every later read and write would pay for.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::code::TicketCode;
use domain::ticket::{Event, Ticket};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::keys;

/// A row of a table.
pub type Item = HashMap<String, AttributeValue>;

/// Why an item cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum NotAnItem {
    /// An attribute is not there, or of another type than it should be.
    #[error("the attribute `{0}` is missing or of the wrong type")]
    Attribute(&'static str),
    /// A map does not hold what it should.
    #[error("the attribute `{0}` does not hold what it should")]
    Shape(&'static str, #[source] serde_dynamo::Error),
    /// The keys are not an event's.
    #[error("the item is no event of a ticket")]
    NotAnEvent,
}

/// A key of either table.
pub fn key(partition: String, sort: impl Into<String>) -> Item {
    Item::from([
        (keys::PK.to_owned(), AttributeValue::S(partition)),
        (keys::SK.to_owned(), AttributeValue::S(sort.into())),
    ])
}

/// A head with its places in the indexes. A place it has no more is not in the item, and so not in the index.
pub fn head_item(ticket: &Ticket) -> Result<Item, NotAnItem> {
    let mut item = key(keys::ticket(ticket.code), keys::ONLY);
    if let Some(place) = keys::queue_place(ticket) {
        put_text(&mut item, keys::QUEUE.1, keys::queue(&ticket.desk));
        put_text(&mut item, keys::QUEUE.2, place);
    }
    if let Some(contact) = &ticket.contact {
        put_text(&mut item, keys::CONTACT.1, contact.clone());
        put_text(&mut item, keys::CONTACT.2, keys::contact_place(ticket));
    }
    if let Some(place) = keys::alarm_place(ticket) {
        put_text(&mut item, keys::ALARM.1, keys::ALL_ALARMS.to_owned());
        put_text(&mut item, keys::ALARM.2, place);
    }
    // The contact is in the item already: every kilobyte of a head is paid for at each write.
    put_map(&mut item, keys::HEAD, &Ticket { contact: None, summary: None, ..ticket.clone() })?;
    if let Some(summary) = &ticket.summary {
        put_map(&mut item, keys::PERSONAL, summary)?;
    }
    Ok(item)
}

/// The head in an item of the table; or of the queue index, which does not know the contact.
pub fn read_head(mut item: Item) -> Result<Ticket, NotAnItem> {
    let mut ticket: Ticket = take_map(&mut item, keys::HEAD)?.ok_or(NotAnItem::Attribute(keys::HEAD))?;
    ticket.contact = text(&item, keys::CONTACT.1).ok().map(str::to_owned);
    ticket.summary = take_map(&mut item, keys::PERSONAL)?;
    Ok(ticket)
}

/// The version of the head in an item, where it has one, whatever else it holds.
pub fn version(item: &Item) -> Option<u32> {
    let version = item.get(keys::HEAD)?.as_m().ok()?.get("version")?;
    version.as_n().ok()?.parse().ok()
}

/// An event of a ticket.
pub fn event_item(code: TicketCode, event: &Event) -> Result<Item, NotAnItem> {
    let mut item = key(keys::ticket(code), keys::event(event.seq));
    put_map(&mut item, keys::EVENT, &Event { personal: None, ..event.clone() })?;
    if let Some(personal) = &event.personal {
        put_map(&mut item, keys::PERSONAL, personal)?;
    }
    Ok(item)
}

/// The event in an item.
pub fn read_event(mut item: Item) -> Result<Event, NotAnItem> {
    let mut event: Event = take_map(&mut item, keys::EVENT)?.ok_or(NotAnItem::Attribute(keys::EVENT))?;
    event.personal = take_map(&mut item, keys::PERSONAL)?;
    Ok(event)
}

/// The event in an item that came from the table's stream, and whose it is. One that was moved in is none: what follows
/// from it was done elsewhere.
pub fn read_logged(item: Item) -> Result<(TicketCode, Event), NotAnItem> {
    if !text(&item, keys::SK).is_ok_and(keys::is_event) || item.contains_key(keys::MOVED) {
        return Err(NotAnItem::NotAnEvent);
    }
    let code = read_code(&item)?;
    Ok((code, read_event(item)?))
}

/// The ticket an item belongs to, from its key.
pub fn read_code(item: &Item) -> Result<TicketCode, NotAnItem> {
    text(item, keys::PK).ok().and_then(keys::code_of).ok_or(NotAnItem::Attribute(keys::PK))
}

/// A text attribute.
pub fn text<'a>(item: &'a Item, name: &'static str) -> Result<&'a str, NotAnItem> {
    item.get(name).and_then(|value| value.as_s().ok()).map(String::as_str).ok_or(NotAnItem::Attribute(name))
}

/// A set of texts; empty where there is none.
pub fn texts<'a>(item: &'a Item, name: &'static str) -> &'a [String] {
    item.get(name).and_then(|value| value.as_ss().ok()).map_or(&[], Vec::as_slice)
}

/// A whole number that is not negative.
pub fn number(item: &Item, name: &'static str) -> Result<u32, NotAnItem> {
    let value = item.get(name).and_then(|value| value.as_n().ok());
    value.and_then(|digits| digits.parse().ok()).ok_or(NotAnItem::Attribute(name))
}

/// Sets a text attribute.
pub fn put_text(item: &mut Item, name: &str, value: String) {
    item.insert(name.to_owned(), AttributeValue::S(value));
}

fn put_map<T: Serialize>(item: &mut Item, name: &'static str, value: &T) -> Result<(), NotAnItem> {
    let map: AttributeValue =
        serde_dynamo::to_attribute_value(value).map_err(|source| NotAnItem::Shape(name, source))?;
    item.insert(name.to_owned(), without_nulls(map));
    Ok(())
}

fn take_map<T: DeserializeOwned>(item: &mut Item, name: &'static str) -> Result<Option<T>, NotAnItem> {
    let Some(value) = item.remove(name) else { return Ok(None) };
    serde_dynamo::from_attribute_value(value).map(Some).map_err(|source| NotAnItem::Shape(name, source))
}

fn without_nulls(value: AttributeValue) -> AttributeValue {
    match value {
        AttributeValue::M(map) => AttributeValue::M(
            map.into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name, without_nulls(value)))
                .collect(),
        ),
        AttributeValue::L(list) => AttributeValue::L(list.into_iter().map(without_nulls).collect()),
        other => other,
    }
}
