//! The JSON API against its own document, by schemathesis: requests that fit it and requests that do not, one operation
//! after the other and in the order in which one's answer gives the next its input.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::build::copy;
use crate::harness::deskmark::{Serving, fixture};
use crate::harness::http::{Browser, Request, Server, Transport};
use crate::harness::{root, tool};

/// Limits that no run of schemathesis reaches: it would see nothing but 429.
const WIDE: &str = "
[limits]
tickets_per_client = 1000000
tickets_per_contact = 1000000
tickets_per_desk = 1000000
failed_lookups_per_client = 1000000
codes_per_client = 1000000
codes_per_contact = 1000000
codes_per_day = 1000000
";

#[test]
fn no_answer_is_a_5xx_or_one_that_the_document_does_not_have() {
    let (content, data, run) = (folder(), folder(), folder());
    copy(&root().join("content"), content.path());
    let portal = content.path().join("portal.toml");
    let settings = fs::read_to_string(&portal).expect("the sample portal has it");
    fs::write(&portal, settings + WIDE).expect("it is our copy");
    let serving = Serving::of(content.path(), data.path());
    let server = serving.server();
    let (ending, lasting) = (sent(&server, "ending"), sent(&server, "lasting"));

    let har = run.path().join("all.har");
    let schemathesis = Command::new(tool("venv/bin/schemathesis"))
        .arg("--config-file")
        .arg(fixture("schemathesis.toml"))
        .args(["--no-color", "run", "--checks", "all", "--report-har-path"])
        .arg(&har)
        .arg(format!("{}/api/v1/openapi.json", serving.base()))
        .envs([("ENDING_CODE", &ending.0), ("ENDING_TOKEN", &ending.1)])
        .envs([("LASTING_CODE", &lasting.0), ("LASTING_TOKEN", &lasting.1)])
        .env("SESSION_TOKEN", signed_in(&server))
        .current_dir(run.path())
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&schemathesis.stdout);
    assert!(schemathesis.status.success(), "{said}\n{}", String::from_utf8_lossy(&schemathesis.stderr));

    // A run that is refused everywhere would find nothing either.
    let statuses = statuses(&serde_json::from_slice(&fs::read(har).expect("a report")).expect("JSON"));
    let expected: [(&str, &[u16]); 9] = [
        ("GET /api/v1/request-types", &[200]),
        ("GET /api/v1/request-types/_", &[200, 404]),
        ("GET /api/v1/tickets", &[200]),
        ("GET /api/v1/tickets/_", &[200]),
        ("POST /api/v1/sign-in", &[200, 415, 422]),
        ("POST /api/v1/sign-in/code", &[415, 422]),
        ("POST /api/v1/tickets", &[201, 400, 415, 422]),
        ("POST /api/v1/tickets/_/actions/_", &[200, 404, 409, 415, 422]),
        ("POST /api/v1/tickets/_/replies", &[200, 415, 422]),
    ];
    for (operation, wanted) in expected {
        let seen = statuses.get(operation).unwrap_or_else(|| panic!("no {operation} in {statuses:#?}"));
        for status in wanted {
            assert!(seen.contains_key(status), "{operation} never answered {status}: {seen:?}");
        }
    }
}

fn folder() -> TempDir {
    TempDir::new().expect("there is room for a folder")
}

/// Posts JSON under a key; gives the answer.
fn post(server: &Server, path: &str, key: &str, body: &Value) -> Value {
    let headers = [("content-type", "application/json"), ("idempotency-key", &format!("{key:-<32}"))];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let request = Request { method: "POST", target: path.to_owned(), headers, body: body.to_string().into_bytes() };
    let answer = server.send(&request);
    assert!(answer.status < 300, "{path}: {answer:#?}");
    serde_json::from_str(&answer.body).expect("JSON")
}

/// Sends the ticket that the document has as its example; gives its code and its token.
fn sent(server: &Server, name: &str) -> (String, String) {
    let document: Value = serde_json::from_str(&Browser::new(server).get("/api/v1/openapi.json").body).expect("JSON");
    let receipt = post(server, "/api/v1/tickets", name, &document["components"]["schemas"]["NewTicket"]["example"]);
    let text = |name: &str| receipt[name].as_str().expect("a text").to_owned();
    (text("code"), text("owner_token"))
}

/// The token of a session, opened with the code from the mailbox.
fn signed_in(server: &Server) -> String {
    let email = "an@example.org";
    let id = post(server, "/api/v1/sign-in", "", &json!({ "email": email }))["id"].clone();
    let mut reader = Browser::new(server);
    let list = reader.get("/_mail").page(200).links("main a[href^='/_mail/']");
    let (letter, _) = list.into_iter().find(|(_, text)| text.contains(email)).expect("the code's letter");
    let text = reader.get(&letter).page(200).text();
    let is_code = |word: &&str| word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit());
    let code = text.split_whitespace().find(is_code).expect("a code");
    let session = post(server, "/api/v1/sign-in/code", "", &json!({ "id": id, "code": code }));
    session["session_token"].as_str().expect("a token").to_owned()
}

/// How often each operation answered with each status.
fn statuses(har: &Value) -> BTreeMap<String, BTreeMap<u16, usize>> {
    let mut found: BTreeMap<String, BTreeMap<u16, usize>> = BTreeMap::new();
    for entry in har["log"]["entries"].as_array().expect("entries") {
        let (method, url) = (&entry["request"]["method"], entry["request"]["url"].as_str().expect("an address"));
        let path = url.split_once("/api/v1/").map_or("", |(_, path)| path).split('?').next().unwrap_or_default();
        let named = match path.splitn(4, '/').collect::<Vec<_>>()[..] {
            ["request-types", _] => "request-types/_",
            ["tickets", _] => "tickets/_",
            ["tickets", _, "replies"] => "tickets/_/replies",
            ["tickets", _, "actions", _] => "tickets/_/actions/_",
            _ => path,
        };
        let status = entry["response"]["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(0);
        let operation = format!("{} /api/v1/{named}", method.as_str().unwrap_or_default());
        *found.entry(operation).or_default().entry(status).or_default() += 1;
    }
    assert_ne!(json!(found), json!({}), "nothing was asked");
    found
}
