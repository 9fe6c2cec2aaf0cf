//! Files in a bucket of S3.
//!
//! `unsent/<id>/<second>` holds what was uploaded and when, by the desk's clock; `kept/<id>` what belongs to a ticket.
//! A file is copied from one to the other before it is removed: whatever is in between fails, it is there. The role needs
//! `s3:GetObject`, `s3:PutObject` and `s3:DeleteObject` on the objects, and `s3:ListBucket` on the bucket.

mod post;

use anyhow::Context;
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::operation::head_object::HeadObjectError;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ServerSideEncryption;
use domain::ids::FileId;
use domain::ticket::FileRef;
use jiff::Timestamp;

use self::post::Signer;
use super::{Direct, Files, FilesError, LINKED_FOR, Post, Result, SavedAs, UPLOADS_WAIT};

/// What a bucket is told of every file: nothing that a browser would show. Its kind is known by its name, with the ticket.
const CONTENT_TYPE: &str = "application/octet-stream";

/// Keeps files in a bucket.
#[derive(Debug, Clone)]
pub struct Bucket {
    client: Client,
    name: String,
    signer: Signer,
}

impl Bucket {
    /// Files in the bucket of that name. Fails where the settings do not say in which region, or with whose rights.
    pub fn connect(config: &SdkConfig, name: &str) -> anyhow::Result<Self> {
        Ok(Self { client: Client::new(config), name: name.to_owned(), signer: Signer::new(config, name)? })
    }

    /// The keys below a prefix.
    async fn keys(&self, prefix: &str) -> anyhow::Result<Vec<String>> {
        let mut pages = self.client.list_objects_v2().bucket(&self.name).prefix(prefix).into_paginator().send();
        let mut keys = Vec::new();
        while let Some(page) = pages.next().await {
            let objects = page.context("cannot list the bucket")?.contents.unwrap_or_default();
            keys.extend(objects.into_iter().filter_map(|object| object.key));
        }
        Ok(keys)
    }

    /// The keys of an upload: one, or none.
    async fn waiting(&self, id: &FileId) -> anyhow::Result<Vec<String>> {
        self.keys(&format!("unsent/{id}/")).await
    }

    async fn put(&self, id: &FileId, bytes: Vec<u8>, now: Timestamp) -> anyhow::Result<()> {
        let call = self.client.put_object().bucket(&self.name).key(unsent(id, now)).body(ByteStream::from(bytes));
        let call = call.content_type(CONTENT_TYPE).server_side_encryption(ServerSideEncryption::Aes256);
        call.send().await.context("cannot write an upload")?;
        Ok(())
    }

    /// Copies an upload; `false` when it has gone in the meantime.
    async fn copy(&self, from: &str, id: &FileId) -> anyhow::Result<bool> {
        let call = self.client.copy_object().copy_source(format!("{}/{from}", self.name));
        let call = call.bucket(&self.name).key(kept(id)).server_side_encryption(ServerSideEncryption::Aes256);
        match call.send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("NoSuchKey") => Ok(false),
            Err(error) => Err(error).context("cannot copy an upload"),
        }
    }

    /// How large an object is, in bytes; `None` when there is none.
    async fn size(&self, key: &str) -> anyhow::Result<Option<u64>> {
        match self.client.head_object().bucket(&self.name).key(key).send().await {
            Ok(object) => Ok(Some(object.content_length.and_then(|bytes| bytes.try_into().ok()).unwrap_or_default())),
            Err(error) if error.as_service_error().is_some_and(HeadObjectError::is_not_found) => Ok(None),
            Err(error) => Err(error).context("cannot ask for a file"),
        }
    }

    async fn stays(&self, id: &FileId) -> anyhow::Result<bool> {
        for key in self.waiting(id).await? {
            if self.copy(&key, id).await? {
                self.remove(&key).await?;
                return Ok(true);
            }
        }
        Ok(self.size(&kept(id)).await?.is_some())
    }

    /// Reads what a browser has posted, and removes it whatever it is. More than was to come is not read.
    async fn taken(&self, file: &FileRef) -> anyhow::Result<Option<Vec<u8>>> {
        let mut taken = None;
        for key in self.waiting(&file.id).await? {
            if self.size(&key).await? == Some(file.bytes) {
                taken = self.bytes(&key).await?;
            }
            self.remove(&key).await?;
        }
        Ok(taken)
    }

    async fn bytes(&self, key: &str) -> anyhow::Result<Option<Vec<u8>>> {
        match self.client.get_object().bucket(&self.name).key(key).send().await {
            Ok(object) => Ok(Some(object.body.collect().await.context("cannot read a file to its end")?.to_vec())),
            Err(error) if error.as_service_error().is_some_and(GetObjectError::is_no_such_key) => Ok(None),
            Err(error) => Err(error).context("cannot read a file"),
        }
    }

    /// An address that says itself how long it is good and with which headers it answers, all of it signed.
    async fn address(&self, key: String, saved: SavedAs<'_>, now: Timestamp) -> anyhow::Result<String> {
        let call = self.client.get_object().bucket(&self.name).key(key);
        let call = call.response_content_type(saved.media_type).response_content_disposition(saved.disposition);
        let lasts = PresigningConfig::builder().start_time(now.into()).expires_in(LINKED_FOR.unsigned_abs()).build()?;
        let signed =
            call.response_cache_control("no-store").presigned(lasts).await.context("cannot sign an address")?;
        Ok(signed.uri().to_owned())
    }

    async fn remove(&self, key: &str) -> anyhow::Result<()> {
        self.client.delete_object().bucket(&self.name).key(key).send().await.context("cannot remove a file")?;
        Ok(())
    }

    async fn remove_all(&self, id: &FileId) -> anyhow::Result<()> {
        for key in self.waiting(id).await? {
            self.remove(&key).await?;
        }
        self.remove(&kept(id)).await
    }

    async fn remove_older(&self, than: Timestamp) -> anyhow::Result<u32> {
        let mut removed = 0;
        for key in self.keys("unsent/").await? {
            if uploaded_at(&key).is_some_and(|at| at <= than.as_second()) {
                self.remove(&key).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

fn unsent(id: &FileId, at: Timestamp) -> String {
    format!("unsent/{id}/{}", at.as_second())
}

fn kept(id: &FileId) -> String {
    format!("kept/{id}")
}

/// When an upload was made, in seconds since 1970.
fn uploaded_at(key: &str) -> Option<i64> {
    key.rsplit_once('/')?.1.parse().ok()
}

#[async_trait]
impl Files for Bucket {
    async fn upload(&self, id: &FileId, bytes: Vec<u8>, now: Timestamp) -> Result<()> {
        self.put(id, bytes, now).await.map_err(FilesError::Failed)
    }

    async fn keep(&self, id: &FileId) -> Result<bool> {
        self.stays(id).await.map_err(FilesError::Failed)
    }

    async fn read(&self, id: &FileId) -> Result<Option<Vec<u8>>> {
        self.bytes(&kept(id)).await.map_err(FilesError::Failed)
    }

    async fn forget(&self, id: &FileId) -> Result<()> {
        self.remove_all(id).await.map_err(FilesError::Failed)
    }

    async fn forget_unsent(&self, now: Timestamp) -> Result<u32> {
        let than = now.saturating_sub(UPLOADS_WAIT).unwrap_or(Timestamp::MIN);
        self.remove_older(than).await.map_err(FilesError::Failed)
    }

    fn direct(&self) -> Option<&dyn Direct> {
        Some(self)
    }
}

#[async_trait]
impl Direct for Bucket {
    async fn post(&self, id: &FileId, bytes: u64, now: Timestamp) -> Result<Post> {
        self.signer.post(unsent(id, now), CONTENT_TYPE, bytes, now).await.map_err(FilesError::Failed)
    }

    async fn take(&self, file: &FileRef) -> Result<Option<Vec<u8>>> {
        self.taken(file).await.map_err(FilesError::Failed)
    }

    async fn link(&self, id: &FileId, saved: SavedAs<'_>, now: Timestamp) -> Result<Option<String>> {
        let key = kept(id);
        if self.size(&key).await.map_err(FilesError::Failed)?.is_none() {
            return Ok(None);
        }
        self.address(key, saved, now).await.map(Some).map_err(FilesError::Failed)
    }
}
