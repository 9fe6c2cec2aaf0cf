//! A form that a browser posts to S3 by itself, as S3's documentation has it under "Browser-Based Uploads Using POST": what
//! may be posted is written down, signed, and sent along. AWS's SDK signs no such forms.

use std::collections::BTreeMap;

use anyhow::Context;
use aws_config::SdkConfig;
use aws_sdk_s3::config::endpoint::{DefaultResolver, Params, ResolveEndpoint as _};
use aws_sdk_s3::config::{Credentials, ProvideCredentials as _, SharedCredentialsProvider};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::FutureExt as _;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;

use super::super::{Post, SENT_WITHIN};
use crate::keys::hex;

/// Signs forms for a bucket.
#[derive(Debug, Clone)]
pub(super) struct Signer {
    bucket: String,
    region: String,
    /// Where the bucket is, as browsers reach it.
    address: String,
    credentials: SharedCredentialsProvider,
}

impl Signer {
    /// Fails where it is not known who signs, or where the bucket is.
    pub(super) fn new(config: &SdkConfig, bucket: &str) -> anyhow::Result<Self> {
        let region = config.region().context("no region is set")?.to_string();
        let credentials = config.credentials_provider().context("there are no credentials")?;
        let params = Params::builder().bucket(bucket).region(&region);
        let params = params.set_endpoint(config.endpoint_url().map(str::to_owned)).build()?;
        let found = DefaultResolver::new().resolve_endpoint(&params).now_or_never();
        let found = found.context("where a bucket is takes no looking up")?;
        let address = found.map_err(anyhow::Error::from_boxed).context("there is no such bucket")?.url().to_owned();
        Ok(Self { bucket: bucket.to_owned(), region, address, credentials })
    }

    /// A form for one object of exactly so many bytes, as `Bucket::put` would write it.
    pub(super) async fn post(
        &self,
        key: String,
        content_type: &str,
        bytes: u64,
        now: Timestamp,
    ) -> anyhow::Result<Post> {
        let credentials = self.credentials.provide_credentials().await.context("cannot sign an upload")?;
        let fields = self.fields(&credentials, key, content_type, bytes, now);
        Ok(Post { url: self.address.clone(), fields })
    }

    fn fields(
        &self,
        credentials: &Credentials,
        key: String,
        content_type: &str,
        bytes: u64,
        now: Timestamp,
    ) -> BTreeMap<&'static str, String> {
        let day = now.strftime("%Y%m%d").to_string();
        let scope = format!("{}/{day}/{}/s3/aws4_request", credentials.access_key_id(), self.region);
        let mut fields = BTreeMap::from([
            ("key", key),
            ("Content-Type", content_type.to_owned()),
            ("x-amz-server-side-encryption", "AES256".to_owned()),
            ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
            ("x-amz-credential", scope),
            ("x-amz-date", now.strftime("%Y%m%dT%H%M%SZ").to_string()),
        ]);
        if let Some(token) = credentials.session_token() {
            fields.insert("x-amz-security-token", token.to_owned());
        }
        let exactly = fields.iter().map(|(name, value)| json!({ *name: value }));
        let more = [json!({ "bucket": self.bucket }), json!(["content-length-range", bytes, bytes])];
        let conditions: Vec<Value> = exactly.chain(more).collect();
        let ends_at = now.saturating_add(SENT_WITHIN).unwrap_or(now).strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string();
        let policy = BASE64_STANDARD.encode(json!({ "expiration": ends_at, "conditions": conditions }).to_string());
        let signature = signature(credentials.secret_access_key(), &day, &self.region, &policy);
        fields.extend([("policy", policy), ("x-amz-signature", signature)]);
        fields
    }
}

/// AWS's signature, version 4, of a form's policy.
fn signature(secret: &str, day: &str, region: &str, policy: &str) -> String {
    let secret = format!("AWS4{secret}").into_bytes();
    let key = [day, region, "s3", "aws4_request"].into_iter().fold(secret, |key, part| mac(&key, part));
    hex(&mac(&key, policy))
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests;
