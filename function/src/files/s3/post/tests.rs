use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::{Signer, signature};

const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// The example of S3's documentation, "Example: Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)",
/// to the byte: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html>.
#[test]
fn a_policy_is_signed_as_the_documentation_signs_it() {
    let policy = [
        r#"{ "expiration": "2015-12-30T12:00:00.000Z","#,
        r#"  "conditions": ["#,
        r#"    {"bucket": "sigv4examplebucket"},"#,
        r#"    ["starts-with", "$key", "user/user1/"],"#,
        r#"    {"acl": "public-read"},"#,
        r#"    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},"#,
        r#"    ["starts-with", "$Content-Type", "image/"],"#,
        r#"    {"x-amz-meta-uuid": "14365123651274"},"#,
        r#"    {"x-amz-server-side-encryption": "AES256"},"#,
        r#"    ["starts-with", "$x-amz-meta-tag", ""],"#,
        "",
        r#"    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},"#,
        r#"    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},"#,
        r#"    {"x-amz-date": "20151229T000000Z" }"#,
        "  ]",
        "}",
    ];
    let policy = BASE64_STANDARD.encode(policy.join("\r\n"));
    assert!(policy.starts_with("eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0K"), "{policy}");
    let signed = signature(SECRET, "20151229", "us-east-1", &policy);
    assert_eq!(signed, "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e");
}

fn config(token: Option<&str>) -> SdkConfig {
    let credentials = Credentials::new(KEY_ID, SECRET, token.map(str::to_owned), None, "tests");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("ap-southeast-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}

#[tokio::test]
async fn a_form_says_exactly_what_may_be_posted() {
    let now = "2026-11-23T23:55:10.123Z".parse().expect("a moment");
    let signer = Signer::new(&config(Some("a session's")), "deskmark-files").expect("all of it is known");
    let post = signer.post("unsent/a1/1".to_owned(), "application/octet-stream", 9_000_000, now).await;
    let post = post.expect("it is signed");
    assert_eq!(post.url, "https://deskmark-files.s3.ap-southeast-1.amazonaws.com");
    let policy = BASE64_STANDARD.decode(&post.fields["policy"]).expect("base64");
    let policy: Value = serde_json::from_slice(&policy).expect("JSON");
    let scope = format!("{KEY_ID}/20261123/ap-southeast-1/s3/aws4_request");
    let mut exactly = vec![
        json!({ "bucket": "deskmark-files" }),
        json!({ "key": "unsent/a1/1" }),
        json!({ "Content-Type": "application/octet-stream" }),
        json!({ "x-amz-server-side-encryption": "AES256" }),
        json!({ "x-amz-algorithm": "AWS4-HMAC-SHA256" }),
        json!({ "x-amz-credential": scope }),
        json!({ "x-amz-date": "20261123T235510Z" }),
        json!({ "x-amz-security-token": "a session's" }),
        json!(["content-length-range", 9_000_000, 9_000_000]),
    ];
    let mut conditions = policy["conditions"].as_array().expect("conditions").clone();
    exactly.sort_by_key(Value::to_string);
    conditions.sort_by_key(Value::to_string);
    assert_eq!(conditions, exactly);
    assert_eq!(policy["expiration"], "2026-11-24T00:05:10.000Z", "ten minutes later");

    // S3 refuses a form with a field that no condition is about, and one that lacks what a condition asks for.
    let mut fields = post.fields.clone();
    let (signature_field, written) = (fields.remove("x-amz-signature"), fields.remove("policy").expect("a policy"));
    assert_eq!(signature_field, Some(signature(SECRET, "20261123", "ap-southeast-1", &written)));
    let asked = exactly.iter().filter_map(Value::as_object).flatten().filter(|(name, _)| *name != "bucket");
    let asked: Vec<_> = asked.map(|(name, value)| (name.as_str(), value.as_str().expect("a text"))).collect();
    assert_eq!(asked.len(), fields.len());
    assert!(asked.iter().all(|(name, value)| fields.get(name).is_some_and(|field| field == value)), "{fields:?}");
}

#[tokio::test]
async fn credentials_that_last_have_no_session() {
    let signer = Signer::new(&config(None), "deskmark-files").expect("all of it is known");
    let now = "2026-11-23T01:30:10Z".parse().expect("a moment");
    let post = signer.post("unsent/a1/1".to_owned(), "application/octet-stream", 1, now).await.expect("it is signed");
    assert!(!post.fields.contains_key("x-amz-security-token"), "{:?}", post.fields);
}

#[test]
fn a_bucket_is_where_the_sdk_looks_for_it() {
    let address = |config: &SdkConfig, bucket: &str| Signer::new(config, bucket).map(|signer| signer.address);
    let aws = config(None);
    let named = address(&aws, "deskmark-files").expect("a bucket");
    assert_eq!(named, "https://deskmark-files.s3.ap-southeast-1.amazonaws.com");
    // A name with dots fits no certificate, so it stands in the path.
    let dotted = address(&aws, "files.thuyvan.example").expect("a bucket");
    assert_eq!(dotted, "https://s3.ap-southeast-1.amazonaws.com/files.thuyvan.example");
    let elsewhere = aws.into_builder().endpoint_url("http://127.0.0.1:5000").build();
    assert_eq!(address(&elsewhere, "files").expect("a bucket"), "http://127.0.0.1:5000/files");
    assert!(address(&SdkConfig::builder().build(), "files").is_err(), "nobody knows where");
}
