//! Files that come with tickets: where they are kept, and what stands for them until they are sent.
//!
//! An upload is kept for a day. Whatever sends it with a ticket makes it stay, and only then writes the ticket: a crash in
//! between leaves a file that nobody sees, and never a ticket without its file.

mod folder;
#[cfg(feature = "aws")]
mod s3;
mod tokens;

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::ids::FileId;
use domain::ticket::FileRef;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

pub use folder::{Folder, kept};
#[cfg(feature = "aws")]
pub use s3::Bucket;
pub use tokens::{NotCarried, awaited, awaiting, carried, token};

/// How long an upload waits to be sent: a form begun in the evening can be finished the next day.
pub const UPLOADS_WAIT: SignedDuration = SignedDuration::from_hours(24);

/// How long after it was asked for an upload may begin to go past the desk.
pub const SENT_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// How long after it was asked for such an upload has to have arrived: ten megabytes take half an hour on the slowest lines.
pub const ARRIVES_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// How long a link to a file is good: it is followed at once.
pub const LINKED_FOR: SignedDuration = SignedDuration::from_mins(1);

/// What keeping files can fail with.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// This desk has nowhere to keep them.
    #[error("files cannot be kept here")]
    NotHere,
    /// Whatever keeps them failed.
    #[error("files cannot be kept or read")]
    Failed(#[source] anyhow::Error),
}

/// What a call returns.
pub type Result<T> = std::result::Result<T, FilesError>;

/// Keeps files under their ids. Who may see one is for the caller to know.
///
/// Every method is in the contract suite (`tests/suite/files_contract.rs`), which each implementation must pass.
#[async_trait]
pub trait Files: Send + Sync + 'static {
    /// Keeps an upload, whole or not at all. It has [`UPLOADS_WAIT`] from `now` to be sent. Ids are never used twice.
    async fn upload(&self, id: &FileId, bytes: Vec<u8>, now: Timestamp) -> Result<()>;

    /// Makes an upload stay for good; `false` when it is not there any more. Safe to repeat.
    async fn keep(&self, id: &FileId) -> Result<bool>;

    /// A file that stays, to its last byte. An upload that was not sent belongs to nobody and is not read.
    async fn read(&self, id: &FileId) -> Result<Option<Vec<u8>>>;

    /// Forgets a file, whether it stays or waits. Forgetting one that is not there is no error.
    async fn forget(&self, id: &FileId) -> Result<()>;

    /// Forgets uploads that have waited for longer than they may; tells how many.
    async fn forget_unsent(&self, now: Timestamp) -> Result<u32>;

    /// The way past the desk, where there is one.
    fn direct(&self) -> Option<&dyn Direct> {
        None
    }
}

/// A way between browsers and where files are kept, for those that are too large to go through what stands before the desk.
#[async_trait]
pub trait Direct: Send + Sync {
    /// The form by which a browser sends an upload of exactly so many bytes, until [`SENT_WITHIN`] of `now`. What comes waits
    /// as [`Files::upload`] lets it wait; it is no upload yet.
    async fn post(&self, id: &FileId, bytes: u64, now: Timestamp) -> Result<Post>;

    /// Takes what has come by a form out of its place, to be looked at; `None` when nothing has, or not so many bytes. Whoever
    /// has the form can send something else by it later, which nobody takes: it is forgotten with what was never sent.
    async fn take(&self, file: &FileRef) -> Result<Option<Vec<u8>>>;

    /// An address from which anybody can save a file that stays, for [`LINKED_FOR`] from `now`; `None` when it is not there.
    async fn link(&self, id: &FileId, saved: SavedAs<'_>, now: Timestamp) -> Result<Option<String>>;
}

/// A form for a browser to post as `multipart/form-data`: these fields, and then the file as `file`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Post {
    /// Where it is posted to.
    pub url: String,
    /// Names and values. They say what may be posted, and that it may; nobody else is to have them.
    pub fields: BTreeMap<&'static str, String>,
}

/// With which headers a file is handed out.
#[derive(Debug, Clone, Copy)]
pub struct SavedAs<'a> {
    /// `Content-Type`.
    pub media_type: &'a str,
    /// `Content-Disposition`.
    pub disposition: &'a str,
}

/// Keeps no files: for a desk without a place for them.
#[derive(Debug, Clone, Copy)]
pub struct NoFiles;

#[async_trait]
impl Files for NoFiles {
    async fn upload(&self, _: &FileId, _: Vec<u8>, _: Timestamp) -> Result<()> {
        Err(FilesError::NotHere)
    }

    async fn keep(&self, _: &FileId) -> Result<bool> {
        Ok(false)
    }

    async fn read(&self, _: &FileId) -> Result<Option<Vec<u8>>> {
        Ok(None)
    }

    async fn forget(&self, _: &FileId) -> Result<()> {
        Ok(())
    }

    async fn forget_unsent(&self, _: Timestamp) -> Result<u32> {
        Ok(0)
    }
}
