//! The `bootstrap` binary in one of its roles, started as Lambda starts it.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::{Value, json};

use super::process::{Running, binary};
use super::runtime_api::{Outcome, RuntimeApi};

/// A function under way.
pub struct Bootstrap {
    api: RuntimeApi,
    process: Running,
}

impl Bootstrap {
    /// Starts it with what Lambda puts into every environment, and `environment`; nothing of this machine's own leaks in.
    pub fn start(dynamodb: &str, environment: &BTreeMap<String, String>) -> Self {
        let api = RuntimeApi::start();
        let process = Running::start(
            Command::new(binary("bootstrap"))
                .env_clear()
                .env("AWS_LAMBDA_RUNTIME_API", api.address().to_string())
                .env("AWS_LAMBDA_FUNCTION_NAME", "deskmark")
                .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
                .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")
                .env("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/deskmark")
                .env("AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[$LATEST]0")
                .env("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
                .env("AWS_REGION", "ap-southeast-1")
                .env("AWS_DEFAULT_REGION", "ap-southeast-1")
                .env("AWS_ACCESS_KEY_ID", "test")
                .env("AWS_SECRET_ACCESS_KEY", "test")
                .env("AWS_SESSION_TOKEN", "test")
                .env("LAMBDA_TASK_ROOT", "/var/task")
                .env("TZ", ":UTC")
                // The one thing Lambda does not set: where the emulator is.
                .env("AWS_ENDPOINT_URL_DYNAMODB", dynamodb)
                .envs(environment),
        );
        Self { api, process }
    }

    /// Hands it an event and waits for the outcome.
    #[track_caller]
    pub fn invoke(&mut self, event: Value) -> Outcome {
        if let Some(status) = self.process.ended() {
            panic!(
                "bootstrap ended ({status}), saying {:?}:\n{}",
                self.api.init_error(),
                self.process.log().join("\n")
            );
        }
        self.api.invoke(event)
    }

    /// Every line it wrote so far.
    pub fn log(&self) -> Vec<String> {
        self.process.log()
    }

    /// Waits for the end of a function that cannot start; tells what it wrote.
    pub fn wait_for_end(self) -> String {
        let (status, log) = self.process.wait_for_end();
        assert!(!status.success(), "it ended well:\n{log}");
        log
    }

    /// Hands it the event a schedule sends when it names no input of its own.
    #[track_caller]
    pub fn tick(&mut self) {
        let event = json!({
            "version": "0", "id": "11111111-1111-4111-8111-111111111111", "detail-type": "Scheduled Event",
            "source": "aws.scheduler", "account": "000000000000", "time": "2026-01-01T00:00:00Z",
            "region": "ap-southeast-1",
            "resources": ["arn:aws:scheduler:ap-southeast-1:000000000000:schedule/default/sweep"], "detail": "{}"
        });
        let outcome = self.invoke(event);
        assert!(outcome.is_ok(), "the sweep failed: {outcome:?}");
    }
}
