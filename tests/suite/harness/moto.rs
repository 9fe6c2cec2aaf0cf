//! AWS as moto plays it: everything but DynamoDB, which dynoxide plays better.

mod site;
mod stack;

use std::path::Path;
use std::process::Command;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::page::{BOUNDARY, Form};
use super::process::Running;
use super::tool;

/// A server of one test: in memory, gone with the test.
pub struct Moto {
    process: Running,
    endpoint: String,
    agent: ureq::Agent,
}

/// A message as SES was handed it.
#[derive(Debug, Deserialize)]
pub struct SentMail {
    /// Whom it goes to.
    #[serde(rename = "destinations")]
    pub to: Vec<String>,
    /// The whole message, headers first.
    #[serde(rename = "raw_data")]
    pub raw: String,
}

/// A text message as SNS was handed it.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct SentText {
    /// The number it goes to.
    #[serde(rename = "phone_number")]
    pub to: String,
    /// What it says.
    #[serde(rename = "message")]
    pub body: String,
}

impl Moto {
    /// Listens on a free port of this machine, without a bucket, a parameter or anything else in it.
    pub fn start() -> Self {
        let mut process = Running::start(
            Command::new(tool("venv/bin/python"))
                .args(["-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"])
                // Where it would look for the addresses of a cloud that it runs in.
                .env("AWS_EC2_METADATA_DISABLED", "true"),
        );
        let endpoint = process.wait_for_line("its address", |line| {
            let (_, address) = line.split_once("Running on ")?;
            Some(address.trim().to_owned())
        });
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        Self { process, endpoint, agent }
    }

    /// Its address, for `AWS_ENDPOINT_URL`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// What a client of the SDK needs to speak to it.
    pub fn sdk(&self) -> SdkConfig {
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(function::aws::https())
            .region(Region::new("ap-southeast-1"))
            .credentials_provider(SharedCredentialsProvider::new(Credentials::new("test", "test", None, None, "suite")))
            .endpoint_url(&self.endpoint)
            .build()
    }

    /// Makes a bucket.
    pub fn make_bucket(&self, name: &str) {
        let place = b"<CreateBucketConfiguration><LocationConstraint>ap-southeast-1</LocationConstraint>\
            </CreateBucketConfiguration>";
        self.put(name, place);
    }

    /// Puts an object into a bucket; `at` is `bucket/key`.
    #[track_caller]
    pub fn put(&self, at: &str, bytes: &[u8]) {
        let request = self.agent.put(format!("{}/{at}", self.endpoint)).header("authorization", signature("s3"));
        let mut answer = request.send(bytes).expect("moto answers");
        assert_eq!(answer.status(), 200, "{at}: {:?}", answer.body_mut().read_to_string());
    }

    /// Posts a file by a form, as a browser does; gives the status. A form's policy and its signature are looked at by nobody
    /// here: whoever signs one has to show what is in it.
    pub fn post<'f>(
        &self,
        url: &str,
        fields: impl IntoIterator<Item = (&'f str, &'f str)>,
        file: &[u8],
    ) -> ureq::http::StatusCode {
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let form = Form { fields, file_fields: vec!["file".to_owned()], ..Form::default() };
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = self.agent.post(url).header("content-type", content_type);
        request.send(form.choose("file", "blob", file).in_parts()).expect("moto answers").status()
    }

    /// Puts what is in a folder into a bucket, as `aws s3 sync` does; `at` is `bucket/prefix`.
    pub fn put_folder(&self, at: &str, folder: &Path) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let at = format!("{at}/{}", path.file_name().expect("a name").to_string_lossy());
            if path.is_dir() {
                self.put_folder(&at, &path);
            } else {
                self.put(&at, &std::fs::read(&path).expect("a file"));
            }
        }
    }

    /// The keys of a bucket, in their order.
    #[track_caller]
    pub fn keys(&self, bucket: &str) -> Vec<String> {
        let request = self.agent.get(format!("{}/{bucket}?list-type=2", self.endpoint));
        let mut answer = request.header("authorization", signature("s3")).call().expect("moto answers");
        let text = answer.body_mut().read_to_string().expect("moto answers in text");
        let keys = text.split("<Key>").skip(1).filter_map(|rest| rest.split_once("</Key>"));
        keys.map(|(key, _)| key.to_owned()).collect()
    }

    /// Puts a secret into the Parameter Store.
    pub fn put_parameter(&self, name: &str, value: &str) {
        let parameter = json!({ "Name": name, "Value": value, "Type": "SecureString" });
        self.json("ssm", "AmazonSSM.PutParameter", &parameter);
    }

    /// Verifies a domain that mail may be from.
    #[track_caller]
    pub fn verify_sender(&self, domain: &str) {
        let request = self.agent.post(format!("{}/v2/email/identities", self.endpoint));
        let request = request.header("content-type", "application/json").header("authorization", signature("ses"));
        let answer = request.send(json!({ "EmailIdentity": domain }).to_string().as_bytes()).expect("moto answers");
        assert_eq!(answer.status(), 200);
    }

    /// Every message that SES was handed, oldest first.
    #[track_caller]
    pub fn mails(&self) -> Vec<SentMail> {
        self.kept("ses", "RawMessage")
    }

    /// Every text message that SNS was handed, oldest first.
    #[track_caller]
    pub fn texts(&self) -> Vec<SentText> {
        self.kept("sns", "SMS")
    }

    /// What a service of it keeps of one kind.
    #[track_caller]
    fn kept<T: DeserializeOwned>(&self, service: &str, kind: &str) -> Vec<T> {
        let mut answer = self.agent.get(format!("{}/moto-api/data.json", self.endpoint)).call().expect("moto answers");
        let text = answer.body_mut().read_to_string().expect("moto answers in text");
        let kept: Value = serde_json::from_str(&text).expect("moto answers in JSON");
        serde_json::from_value(kept[service][kind].clone()).unwrap_or_else(|error| panic!("{error}: {kept}"))
    }

    /// One call of a service that speaks AWS JSON 1.1.
    #[track_caller]
    fn json(&self, service: &str, operation: &str, body: &Value) -> Value {
        let request = self
            .agent
            .post(&self.endpoint)
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", operation)
            .header("authorization", signature(service));
        let mut answer = request.send(body.to_string().as_bytes()).expect("moto answers");
        let text = answer.body_mut().read_to_string().expect("moto answers in text");
        assert_eq!(answer.status(), 200, "{operation}: {text}");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{operation}: {error}: {text}"))
    }
}

/// moto tells services apart by a signature's scope, and checks nothing else of it.
fn signature(service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential=test/20260101/ap-southeast-1/{service}/aws4_request, \
         SignedHeaders=host;x-amz-date, Signature=0"
    )
}

/// What stands between two tags, every time.
fn between(text: &str, open: &str, close: &str) -> Vec<String> {
    text.split(open).skip(1).filter_map(|rest| Some(rest.split_once(close)?.0.to_owned())).collect()
}
