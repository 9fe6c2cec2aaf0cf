//! Files that come with tickets: where they are kept, and what stands for them until they are sent.
//!
//! An upload is kept for a day. Whatever sends it with a ticket makes it stay, and only then writes the ticket: a crash in
//! between leaves a file that nobody sees, and never a ticket without its file.

mod folder;
#[cfg(feature = "aws")]
mod s3;
mod tokens;

use async_trait::async_trait;
use domain::ids::FileId;
use jiff::{SignedDuration, Timestamp};

pub use folder::{Folder, kept};
#[cfg(feature = "aws")]
pub use s3::Bucket;
pub use tokens::{NotCarried, carried, token};

/// How long an upload waits to be sent: a form begun in the evening can be finished the next day.
pub const UPLOADS_WAIT: SignedDuration = SignedDuration::from_hours(24);

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
