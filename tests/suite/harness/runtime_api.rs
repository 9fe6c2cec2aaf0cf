//! The Lambda Runtime API, played for one function.
//!
//! Lambda itself cannot run here, but what it says to a program is documented, and is all a program on
//! `provided.al2023` ever sees of it: "Using the Lambda runtime API for custom runtimes",
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>. The program asks for the next invocation (and waits),
//! works, and posts a response or an error. Whatever passes here starts and answers there.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, mpsc};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;
use tokio::sync::Notify;

/// What an invocation came to: the function's answer, or its error as it reported it.
pub type Outcome = Result<Value, Value>;

/// The API's server. It lives as long as the test.
pub struct RuntimeApi {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// Dropping it ends the server.
    _runtime: tokio::runtime::Runtime,
}

#[derive(Default)]
struct Shared {
    state: Mutex<Queues>,
    arrived: Notify,
}

#[derive(Default)]
struct Queues {
    last_id: u64,
    waiting: VecDeque<(String, Value)>,
    answers: HashMap<String, mpsc::Sender<Outcome>>,
    init_error: Option<Value>,
}

impl RuntimeApi {
    /// Listens on a free port of this machine.
    pub fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime of one thread can be had");
        let shared = Arc::new(Shared::default());
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
            .route("/2018-06-01/runtime/init/error", post(init_error))
            .with_state(Arc::clone(&shared));
        let listener =
            runtime.block_on(tokio::net::TcpListener::bind(("127.0.0.1", 0))).expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self { address, shared, _runtime: runtime }
    }

    /// Host and port, for `AWS_LAMBDA_RUNTIME_API`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Hands the function an event and waits for what it makes of it.
    pub fn invoke(&self, event: Value) -> Outcome {
        let (sender, receiver) = mpsc::channel();
        {
            let mut queues = self.shared.state.lock().expect("no handler panics");
            queues.last_id += 1;
            let id = format!("00000000-0000-4000-8000-{:012}", queues.last_id);
            queues.answers.insert(id.clone(), sender);
            queues.waiting.push_back((id, event));
        }
        self.shared.arrived.notify_one();
        receiver.recv_timeout(super::PATIENCE).unwrap_or_else(|_| {
            let failed = self.init_error();
            panic!("no answer from the function within {:?}; its init error: {failed:?}", super::PATIENCE)
        })
    }

    /// What the function reported when it could not start.
    pub fn init_error(&self) -> Option<Value> {
        self.shared.state.lock().expect("no handler panics").init_error.clone()
    }
}

async fn next(State(shared): State<Arc<Shared>>) -> Response {
    loop {
        // Registered before looking: an event that arrives in between is not slept through.
        let arrived = shared.arrived.notified();
        let waiting = shared.state.lock().expect("no handler panics").waiting.pop_front();
        if let Some((id, event)) = waiting {
            let deadline = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970") + super::PATIENCE;
            let headers = [
                ("lambda-runtime-aws-request-id", id),
                ("lambda-runtime-deadline-ms", deadline.as_millis().to_string()),
                (
                    "lambda-runtime-invoked-function-arn",
                    "arn:aws:lambda:ap-southeast-1:000000000000:function:deskmark".to_owned(),
                ),
                ("lambda-runtime-trace-id", "Root=1-00000000-000000000000000000000000;Sampled=0".to_owned()),
                ("content-type", "application/json".to_owned()),
            ];
            return (headers, event.to_string()).into_response();
        }
        arrived.await;
    }
}

async fn response(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: String) -> StatusCode {
    finish(&shared, &id, Ok(parsed(&body)))
}

async fn error(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: String) -> StatusCode {
    finish(&shared, &id, Err(parsed(&body)))
}

async fn init_error(State(shared): State<Arc<Shared>>, body: String) -> StatusCode {
    shared.state.lock().expect("no handler panics").init_error = Some(parsed(&body));
    StatusCode::ACCEPTED
}

fn finish(shared: &Shared, id: &str, outcome: Outcome) -> StatusCode {
    let waiting = shared.state.lock().expect("no handler panics").answers.remove(id);
    // As the service does: an id it never gave out, or one already answered, is refused.
    waiting.and_then(|answer| answer.send(outcome).ok()).map_or(StatusCode::BAD_REQUEST, |()| StatusCode::ACCEPTED)
}

fn parsed(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_else(|_| Value::String(body.to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RuntimeApi;

    /// A function in three lines: asks for an event, answers it with `answer` under `end`, returns the answer's status.
    fn function(address: std::net::SocketAddr, end: &str, answer: &Value) -> u16 {
        let base = format!("http://{address}/2018-06-01/runtime/invocation");
        let mut next = ureq::get(format!("{base}/next")).call().expect("the API answers");
        let id = next.headers()["lambda-runtime-aws-request-id"].to_str().expect("an id is ASCII").to_owned();
        next.body_mut().read_to_string().expect("an event is text");
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let send = || agent.post(format!("{base}/{id}/{end}")).send(answer.to_string().as_bytes());
        assert_eq!(send().expect("the API answers").status(), 202);
        send().expect("the API answers").status().as_u16()
    }

    #[test]
    fn an_answer_reaches_the_one_who_asked_and_counts_once() {
        let api = RuntimeApi::start();
        let address = api.address();
        let second = std::thread::spawn(move || function(address, "response", &json!({"said": "hello"})));
        assert_eq!(api.invoke(json!({"say": "hello"})), Ok(json!({"said": "hello"})));
        assert_eq!(second.join().expect("the function ends well"), 400);
    }

    #[test]
    fn an_error_is_told_from_an_answer() {
        let api = RuntimeApi::start();
        let address = api.address();
        std::thread::spawn(move || function(address, "error", &json!({"errorMessage": "no"})));
        assert_eq!(api.invoke(json!({})), Err(json!({"errorMessage": "no"})));
    }
}
