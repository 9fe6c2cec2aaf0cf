//! Publishing a built site to S3 and `CloudFront`, so that nobody sees a page before what it needs.
//!
//! What is sent is decided by comparing contents with the bucket's own list, so it does not matter who published last, or
//! whether that was cut short.

mod aws;
mod built;
mod plan;

use std::io;
use std::path::{Path, PathBuf};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::Timestamp;
use jiff::civil::Date;

use self::aws::Bucket;
use self::built::{Built, File};
use self::plan::{Memory, Objects, bundles};
use crate::output::OutputError;

pub use self::aws::refresh;
pub use self::plan::Plan;

/// The pointer to the desk's bundle.
const POINTER: &str = "desk/current";
/// What one publication leaves for the next.
const MEMORY: &str = "desk/publishing.json";
/// Files under way at once.
const AT_ONCE: usize = 8;

/// Why nothing more is published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Nothing was built there.
    #[error("there is no built site in `{site}`: run `deskmark build --out {site}` first, or name another with --site", site = .0.display())]
    NotBuilt(PathBuf),
    /// A file of the built site.
    #[error("cannot read `{}`: {}", .0.display(), .1)]
    Unreadable(PathBuf, io::Error),
    /// The folder is being built.
    #[error(transparent)]
    Busy(#[from] OutputError),
    /// Nobody said where to.
    #[error("AWS_REGION is not set: set it to the region the stack is in, like ap-southeast-1")]
    NoRegion,
    /// There are no credentials, or they do not let us in at all.
    #[error(
        "AWS does not know who asks ({0}): give credentials as the AWS command line has them, \
         AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE"
    )]
    Stranger(String),
    /// The bucket's name is wrong.
    #[error("there is no bucket `{0}`: the stack prints its name as `SiteBucket`")]
    NoBucket(String),
    /// It is in another region.
    #[error("the bucket `{0}` is not in the region that AWS_REGION names: set that to the region the stack is in")]
    Elsewhere(String),
    /// The distribution's id is wrong.
    #[error(
        "there is no distribution `{0}`: the stack prints its id as `Distribution`; the files are published already"
    )]
    NoDistribution(String),
    /// AWS refused, or could not be reached.
    #[error("AWS did not {what}: {reason}; the same command goes on where this one stopped")]
    Failed {
        /// What it was asked to do.
        what: String,
        /// What it said.
        reason: String,
    },
    /// The bucket holds what no `deskmark` of this version wrote there.
    #[error("`{0}` in the bucket cannot be read: delete it and publish again")]
    Memory(&'static str),
    /// There is no such bundle to go back to.
    #[error("the bucket has no bundle `{asked}`; it has {there}")]
    NoBundle {
        /// What was asked for.
        asked: String,
        /// What is there instead.
        there: String,
    },
    /// There is nothing to go back to.
    #[error("the bucket has no bundle from before the present one")]
    NothingBefore,
}

/// A built site before a bucket, compared.
pub struct Publication {
    /// What is to be done.
    pub plan: Plan,
    built: Built,
    bucket: Bucket,
    former: Memory,
}

impl Publication {
    /// Reads the built site in `dist` and the list of what is in the bucket.
    pub async fn new(dist: &Path, bucket: &str, today: Date) -> Result<Self, PublishError> {
        let built = Built::read(dist)?;
        let bucket = Bucket::open(bucket).await?;
        let there = bucket.list().await?;
        let pointer = pointer(&bucket, &there).await?;
        let former = if there.contains_key(MEMORY) {
            serde_json::from_slice(&bucket.get(MEMORY).await?).map_err(|_| PublishError::Memory(MEMORY))?
        } else {
            Memory::default()
        };
        let etags = built.files.iter().map(|(key, file)| (key.as_str(), file.etag.as_str())).collect();
        let plan = Plan::new(&etags, built.bundle.as_deref(), &there, pointer.as_deref(), former.clone(), today);
        Ok(Self { plan, built, bucket, former })
    }

    /// Carries the plan out, up to the addresses to be refreshed, which it returns; [`Publication::finish`] is to follow.
    pub async fn send(&self) -> Result<Vec<String>, PublishError> {
        // First, so that whatever happens next is known to whoever goes on.
        if self.plan.memory != self.former {
            self.remember(&self.plan.memory).await?;
        }
        for keys in &self.plan.stages {
            let sending = keys.iter().map(|key| self.put(key, &self.built.files[key]));
            stream::iter(sending).buffer_unordered(AT_ONCE).try_collect::<Vec<()>>().await?;
        }
        if let Some(bundle) = &self.plan.pointer {
            self.bucket.put(POINTER, format!("{bundle}\n").into_bytes()).await?;
        }
        self.bucket.remove(&self.plan.removals).await?;
        Ok(self.plan.refreshed())
    }

    /// Notes that the addresses are refreshed.
    pub async fn finish(&self) -> Result<(), PublishError> {
        let memory = Memory { gone: self.plan.memory.gone.clone(), ..Memory::default() };
        if memory == self.plan.memory { Ok(()) } else { self.remember(&memory).await }
    }

    async fn remember(&self, memory: &Memory) -> Result<(), PublishError> {
        self.bucket.put(MEMORY, serde_json::to_vec_pretty(memory).expect("texts and days are JSON")).await
    }

    async fn put(&self, key: &str, file: &File) -> Result<(), PublishError> {
        let bytes = tokio::fs::read(&file.path).await;
        self.bucket.put(key, bytes.map_err(|error| PublishError::Unreadable(file.path.clone(), error))?).await
    }
}

/// Points the desk to an earlier bundle: the one named, or the last before the present one. Returns its name and when it
/// was sent.
pub async fn roll_back(bucket: &str, to: Option<&str>) -> Result<(String, Timestamp), PublishError> {
    let bucket = Bucket::open(bucket).await?;
    let there = bucket.list().await?;
    let current = pointer(&bucket, &there).await?;
    let bundles = bundles(&there);
    let found = if let Some(asked) = to {
        let there = || bundles.iter().map(|(name, sent)| format!("{name} ({sent:.0})")).collect::<Vec<_>>().join(", ");
        let named = bundles.iter().find(|(name, _)| name == asked);
        named.ok_or_else(|| PublishError::NoBundle { asked: asked.to_owned(), there: there() })?
    } else {
        let mut earlier = bundles.iter().skip_while(|(name, _)| Some(name) != current.as_ref());
        earlier.nth(1).ok_or(PublishError::NothingBefore)?
    };
    bucket.put(POINTER, format!("{}\n", found.0).into_bytes()).await?;
    Ok(found.clone())
}

async fn pointer(bucket: &Bucket, there: &Objects) -> Result<Option<String>, PublishError> {
    if !there.contains_key(POINTER) {
        return Ok(None);
    }
    let name = bucket.get(POINTER).await?;
    Ok(Some(String::from_utf8_lossy(&name).trim().to_owned()))
}
