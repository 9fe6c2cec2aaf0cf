//! A DynamoDB emulator with the template's tables in it.

use std::net::TcpListener;
use std::process::Command;

use serde_json::{Value, json};

use super::process::Running;
use super::template::Template;
use super::{tool, wait_until};

/// An emulator of one test: in memory, gone with the test.
pub struct Dynoxide {
    process: Running,
    endpoint: String,
    agent: ureq::Agent,
}

impl Dynoxide {
    /// Starts it and creates every table of infra/template.yaml under its name there (`Tickets`, `Signals`).
    pub fn start() -> Self {
        let port = free_port();
        let process = Running::start(Command::new(tool("bin/dynoxide")).args(["serve", "--port", &port.to_string()]));
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut this = Self { process, endpoint: format!("http://127.0.0.1:{port}"), agent };
        this.wait_until_it_answers();
        let template = Template::read();
        for (name, table) in template.tables() {
            this.call("DynamoDB_20120810.CreateTable", &table);
            if let Some(ttl) = template.time_to_live(name) {
                let ttl = json!({ "TableName": name, "TimeToLiveSpecification": ttl });
                this.call("DynamoDB_20120810.UpdateTimeToLive", &ttl);
            }
        }
        this
    }

    /// Its address, for `AWS_ENDPOINT_URL_DYNAMODB`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// One call of the AWS JSON 1.0 protocol; panics with the service's words when it refuses.
    #[track_caller]
    pub fn call(&self, operation: &str, body: &Value) -> Value {
        let (status, answer) = self.try_call(operation, body).unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert_eq!(status, 200, "{operation} {body}: {answer}");
        answer
    }

    fn try_call(&self, operation: &str, body: &Value) -> Result<(u16, Value), ureq::Error> {
        let mut response = self
            .agent
            .post(&self.endpoint)
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", operation)
            // The emulator wants a signature's shape and does not check it.
            .header("x-amz-date", "20260101T000000Z")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/ap-southeast-1/dynamodb/aws4_request, \
                 SignedHeaders=host;x-amz-date, Signature=0",
            )
            .send(body.to_string().as_bytes())?;
        let text = response.body_mut().read_to_string()?;
        Ok((response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::String(text))))
    }

    fn wait_until_it_answers(&mut self) {
        wait_until("the emulator answers", || {
            assert!(self.process.ended().is_none(), "the emulator ended at once:\n{}", self.process.log().join("\n"));
            self.try_call("DynamoDB_20120810.ListTables", &json!({})).ok()
        });
    }
}

/// A port nobody listens on now. The emulator cannot tell which one it took, so it has to be told one.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    listener.local_addr().expect("a bound listener has an address").port()
}
