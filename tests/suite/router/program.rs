//! What a program does in other tests: sends JSON, keeps the token, reads problems.

use serde_json::{Value, json};

use super::office::Office;
use super::people::request;
use crate::harness::http::{Response, Transport};
use crate::journey::{DESCRIPTION, EMAIL, NAME, TITLE};

/// The incident of the journey, as a program sends it.
pub fn incident() -> Value {
    json!({
        "request_type": "incident", "title": TITLE, "description": DESCRIPTION, "name": NAME, "email": EMAIL,
        "priority": "high", "answers": { "room": "C1" },
    })
}

/// The same with a field changed or added.
pub fn incident_with(field: &str, value: impl Into<Value>) -> Value {
    let mut body = incident();
    body[field] = value.into();
    body
}

/// A key of its own for everything that is sent.
pub fn key(name: &str) -> String {
    format!("{:-<32}", name.replace(' ', "-"))
}

/// Posts a body as it is.
pub fn post(transport: &dyn Transport, path: &str, key: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
    let own = [("content-type", "application/json"), ("idempotency-key", key)];
    request(transport, "POST", path, &[&own, headers].concat(), body)
}

/// Sends a ticket.
pub fn send(transport: &dyn Transport, name: &str, body: &Value) -> Response {
    post(transport, "/api/v1/tickets", &key(name), &[], body.to_string().as_bytes())
}

/// An incident that was sent: its code, and its token as the header wants it.
#[track_caller]
pub fn sent(office: &Office) -> (String, String) {
    let receipt = answer(&send(office, "sent", &incident()), 201);
    (text(&receipt["code"]), format!("Bearer {}", text(&receipt["owner_token"])))
}

/// Does something as whoever has the token.
pub fn act(transport: &dyn Transport, code: &str, deed: &str, token: &str, name: &str, body: &Value) -> Response {
    let path = if deed == "reply" { "replies".to_owned() } else { format!("actions/{deed}") };
    let body = body.to_string();
    let headers = [("authorization", token)];
    post(transport, &format!("/api/v1/tickets/{code}/{path}"), &key(name), &headers, body.as_bytes())
}

/// Looks at a ticket with a token.
pub fn look(transport: &dyn Transport, code: &str, token: &str) -> Response {
    request(transport, "GET", &format!("/api/v1/tickets/{code}"), &[("authorization", token)], b"")
}

/// The JSON of an answer with that status.
#[track_caller]
pub fn answer(response: &Response, status: u16) -> Value {
    assert_eq!(response.status, status, "{response:#?}");
    assert_eq!(response.header("content-type"), Some("application/json"), "{response:#?}");
    serde_json::from_str(&response.body).expect("JSON")
}

/// Field and key of everything that a problem tells.
#[track_caller]
pub fn problem(response: &Response, status: u16) -> Vec<(String, String)> {
    assert_eq!(response.status, status, "{response:#?}");
    assert_eq!(response.header("content-type"), Some("application/problem+json"), "{response:#?}");
    let problem: Value = serde_json::from_str(&response.body).expect("JSON");
    assert_eq!(problem["status"], status, "{problem:#}");
    assert_eq!(problem["request_id"], response.header("x-request-id").expect("an id"), "{problem:#}");
    assert!(!response.body.contains('⟦'), "every sentence is there: {problem:#}");
    let errors = problem["errors"].as_array().expect("a list").iter();
    errors.map(|error| (text(&error["field"]), text(&error["key"]))).collect()
}

/// The same as pairs that read like data.
#[track_caller]
pub fn problems_are(response: &Response, status: u16, expected: &[(&str, &str)]) {
    let found = problem(response, status);
    let found: Vec<_> = found.iter().map(|(field, key)| (field.as_str(), key.as_str())).collect();
    assert_eq!(found, expected, "{}", response.body);
}

/// A text of an answer.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
