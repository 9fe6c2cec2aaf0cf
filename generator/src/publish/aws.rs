//! The bucket and the distribution, as far as publishing needs them.

use aws_config::SdkConfig;
use aws_sdk_cloudfront::types::{InvalidationBatch, Paths};
use aws_sdk_s3::config::ProvideCredentials as _;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use jiff::Timestamp;

use super::PublishError;
use super::plan::{Object, Objects};
use crate::content::chain;
use crate::render::{content_type, is_hashed};

/// Browsers and `CloudFront` need never ask again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Browsers ask each time; `CloudFront` keeps it until it is told otherwise, and asks once a day in any case.
const REFRESHED: &str = "public, max-age=0, s-maxage=86400, must-revalidate";
/// Read by the desk alone.
const PRIVATE: &str = "no-store";
/// S3 takes as many at once.
const REMOVED_AT_ONCE: usize = 1000;

/// The site's bucket.
pub struct Bucket {
    client: aws_sdk_s3::Client,
    name: String,
}

impl Bucket {
    /// Takes region and credentials from where the AWS command line has them.
    pub async fn open(name: &str) -> Result<Self, PublishError> {
        Ok(Self { client: aws_sdk_s3::Client::new(&config().await?), name: name.to_owned() })
    }

    /// Everything of the site and its desk.
    pub async fn list(&self) -> Result<Objects, PublishError> {
        let mut objects = Objects::new();
        for prefix in ["desk/", "public/"] {
            let list = self.client.list_objects_v2().bucket(&self.name).prefix(prefix);
            let mut pages = list.into_paginator().send();
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| self.failed("list the bucket", &error))?;
                for object in page.contents.unwrap_or_default() {
                    let (Some(key), Some(modified)) = (object.key, object.last_modified) else { continue };
                    let etag = object.e_tag.unwrap_or_default().trim_matches('"').to_owned();
                    let modified = Timestamp::from_second(modified.secs()).unwrap_or_default();
                    objects.insert(key, Object { etag, modified });
                }
            }
        }
        Ok(objects)
    }

    /// An object's content.
    pub async fn get(&self, key: &str) -> Result<Vec<u8>, PublishError> {
        let what = || format!("give `{key}`");
        let object = self.client.get_object().bucket(&self.name).key(key).send().await;
        let object = object.map_err(|error| self.failed(&what(), &error))?;
        let bytes = object.body.collect().await;
        let bytes = bytes.map_err(|error| PublishError::Failed { what: what(), reason: error.to_string() })?;
        Ok(bytes.to_vec())
    }

    /// Sends an object, with what browsers are told of it.
    pub async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), PublishError> {
        let keep = match key.strip_prefix("public/") {
            Some(path) if is_hashed(path) => FOR_EVER,
            Some(_) => REFRESHED,
            None => PRIVATE,
        };
        let put = self.client.put_object().bucket(&self.name).key(key).body(bytes.into());
        let sent = put.content_type(content_type(key)).cache_control(keep).send().await;
        sent.map(drop).map_err(|error| self.failed(&format!("take `{key}`"), &error))
    }

    /// Removes objects; the bucket keeps their former versions for a while.
    pub async fn remove(&self, keys: &[String]) -> Result<(), PublishError> {
        for keys in keys.chunks(REMOVED_AT_ONCE) {
            let what = "remove what is gone";
            let objects = keys.iter().map(|key| ObjectIdentifier::builder().key(key).build());
            let objects = objects.collect::<Result<Vec<_>, _>>().map_err(|error| failed(what, &error))?;
            let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build();
            let delete = delete.map_err(|error| failed(what, &error))?;
            let removed = self.client.delete_objects().bucket(&self.name).delete(delete).send().await;
            let removed = removed.map_err(|error| self.failed(what, &error))?;
            if let Some(error) = removed.errors().first() {
                let reason = error.message().or(error.code()).unwrap_or("no reason given").to_owned();
                return Err(PublishError::Failed { what: what.to_owned(), reason });
            }
        }
        Ok(())
    }

    fn failed<E>(&self, what: &str, error: &SdkError<E>) -> PublishError
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        match error.code() {
            Some("NoSuchBucket") => PublishError::NoBucket(self.name.clone()),
            Some("PermanentRedirect" | "AuthorizationHeaderMalformed" | "IllegalLocationConstraintException") => {
                PublishError::Elsewhere(self.name.clone())
            }
            _ => refused(what, error),
        }
    }
}

/// Has `CloudFront` ask again for these addresses; `reference` makes a second asking of the same one asking.
pub async fn refresh(distribution: &str, addresses: Vec<String>, reference: Timestamp) -> Result<(), PublishError> {
    let what = "refresh the addresses";
    let client = aws_sdk_cloudfront::Client::new(&config().await?);
    let count = i32::try_from(addresses.len()).unwrap_or(i32::MAX);
    let paths = Paths::builder().quantity(count).set_items(Some(addresses)).build();
    let paths = paths.map_err(|error| failed(what, &error))?;
    let batch = InvalidationBatch::builder().paths(paths).caller_reference(reference.to_string()).build();
    let batch = batch.map_err(|error| failed(what, &error))?;
    let asked = client.create_invalidation().distribution_id(distribution).invalidation_batch(batch).send().await;
    asked.map(drop).map_err(|error| match error.code() {
        Some("NoSuchDistribution") => PublishError::NoDistribution(distribution.to_owned()),
        _ => refused(what, &error),
    })
}

async fn config() -> Result<SdkConfig, PublishError> {
    let config = function::aws::account().await;
    if config.region().is_none() {
        return Err(PublishError::NoRegion);
    }
    if let Some(provider) = config.credentials_provider() {
        provider.provide_credentials().await.map_err(|error| PublishError::Stranger(error.to_string()))?;
    }
    Ok(config)
}

fn refused<E>(what: &str, error: &SdkError<E>) -> PublishError
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match error.code() {
        Some(code @ ("InvalidAccessKeyId" | "SignatureDoesNotMatch" | "ExpiredToken" | "InvalidClientTokenId")) => {
            PublishError::Stranger(code.to_owned())
        }
        Some(code) => {
            let reason = error.message().map_or_else(|| code.to_owned(), |message| format!("{code}: {message}"));
            PublishError::Failed { what: what.to_owned(), reason }
        }
        None => failed(what, error),
    }
}

fn failed(what: &str, error: &dyn std::error::Error) -> PublishError {
    PublishError::Failed { what: what.to_owned(), reason: chain(error) }
}
