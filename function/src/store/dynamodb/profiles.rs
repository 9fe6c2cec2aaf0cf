//! What members say of themselves. Beside the things with an end, since it is no ticket's.

use aws_sdk_dynamodb::types::AttributeValue;

use super::items::Item;
use super::signals::{get, put};
use super::{DynamoStore, items, keys};
use crate::store::{Profile, Result, StoreError};

pub async fn put_profile(store: &DynamoStore, profile: &Profile) -> Result<()> {
    let mut item = items::key(keys::profile(&profile.email), keys::ONLY);
    items::put_text(&mut item, keys::SIGNATURE, profile.signature.clone());
    if let Some(day) = profile.away_until {
        items::put_text(&mut item, keys::AWAY, day.to_string());
    }
    put(store, item).await
}

pub async fn profile(store: &DynamoStore, email: &str) -> Result<Option<Profile>> {
    let found = get(store, keys::profile(email)).await?;
    found.map(|item| read(email, &item)).transpose()
}

pub(super) fn read(email: &str, item: &Item) -> Result<Profile> {
    let signature = items::text(item, keys::SIGNATURE)?.to_owned();
    let away_until = match item.get(keys::AWAY) {
        Some(AttributeValue::S(day)) => Some(day.parse().map_err(StoreError::failed)?),
        _ => None,
    };
    Ok(Profile { email: email.to_owned(), signature, away_until })
}
