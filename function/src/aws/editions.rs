//! The desk's bundle in a bucket, and the next ones as they are published: nobody deploys a function for a new article.

use anyhow::Context;
use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;
use tokio::time::{Duration, timeout};

use crate::bundle::{Bundle, named};
use crate::desk::Desk;

/// How long an edition is shown before somebody looks for the next.
pub const LOOKS_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// How long a request waits for another edition. It goes on with the former one then, and the next look is the next try.
const PATIENCE: Duration = Duration::from_secs(3);

/// The editions below a prefix: `current` names the one that is published, `<hash>/…` are their files.
pub struct Editions {
    client: Client,
    bucket: String,
    prefix: String,
    followed: Mutex<Followed>,
}

/// What is known of the pointer.
struct Followed {
    name: String,
    looked_at: Timestamp,
}

impl Editions {
    /// Reads the edition that is published.
    pub async fn open(
        config: &SdkConfig,
        bucket: &str,
        prefix: &str,
        now: Timestamp,
    ) -> anyhow::Result<(Self, Bundle)> {
        let client = Client::new(config);
        let followed = Mutex::new(Followed { name: String::new(), looked_at: now });
        let this = Self { client, bucket: bucket.to_owned(), prefix: prefix.to_owned(), followed };
        let name = this.published().await?;
        let bundle = this.edition(&name).await?;
        this.followed.lock().await.name = name;
        Ok((this, bundle))
    }

    /// Looks for another edition, where that is due by the desk's clock. A function is asleep between two requests, so it is
    /// a request that looks. What fails is logged, and the desk keeps the edition it has; so does whoever comes while
    /// another request looks.
    pub async fn look(&self, desk: &Desk) {
        let Ok(mut followed) = self.followed.try_lock() else { return };
        let now = desk.now();
        if now.duration_since(followed.looked_at) < LOOKS_EVERY {
            return;
        }
        followed.looked_at = now;
        let next = timeout(PATIENCE, self.after(&followed.name)).await;
        match next.unwrap_or_else(|_| Err(anyhow::anyhow!("no answer within {PATIENCE:?}"))) {
            Ok(None) => {}
            Ok(Some((name, bundle))) => {
                desk.publish(bundle);
                tracing::info!(edition = name, "published");
                followed.name = name;
            }
            Err(error) => {
                tracing::error!(error = %format_args!("{error:#}"), "the edition that is published cannot be read, the former stays");
            }
        }
    }

    async fn after(&self, known: &str) -> anyhow::Result<Option<(String, Bundle)>> {
        let name = self.published().await?;
        if name == known {
            return Ok(None);
        }
        let bundle = self.edition(&name).await?;
        Ok(Some((name, bundle)))
    }

    async fn published(&self) -> anyhow::Result<String> {
        let key = format!("{}/current", self.prefix);
        let text = self.read(&key).await?;
        named(&String::from_utf8_lossy(&text)).with_context(|| self.at(&key))
    }

    async fn edition(&self, name: &str) -> anyhow::Result<Bundle> {
        let folder = format!("{}/{name}/", self.prefix);
        let theme = format!("{folder}theme/");
        let mut pages = self.client.list_objects_v2().bucket(&self.bucket).prefix(&theme).into_paginator().send();
        let mut keys = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.with_context(|| format!("cannot list {}", self.at(&theme)))?;
            keys.extend(page.contents.unwrap_or_default().into_iter().filter_map(|object| object.key));
        }
        let overrides = keys.iter().map(async |key| {
            let path = key.strip_prefix(&theme).unwrap_or(key);
            Ok::<_, anyhow::Error>((path.to_owned(), self.read(key).await?))
        });
        let overrides = try_join_all(overrides).await?.into_iter().collect();
        let key = format!("{folder}catalog.json");
        Bundle::made_of(&self.read(&key).await?, overrides).with_context(|| self.at(&key))
    }

    async fn read(&self, key: &str) -> anyhow::Result<Vec<u8>> {
        let object = self.client.get_object().bucket(&self.bucket).key(key).send().await;
        let body = object.with_context(|| format!("cannot read {}", self.at(key)))?.body;
        Ok(body.collect().await.with_context(|| format!("cannot read {}", self.at(key)))?.to_vec())
    }

    fn at(&self, key: &str) -> String {
        format!("s3://{}/{key}", self.bucket)
    }
}
