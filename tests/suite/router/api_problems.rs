//! The JSON API: everything that can be wrong with a request is told as a problem, by status, field and sentence.

use serde_json::{Value, json};

use super::office::Office;
use super::people::request;
use super::program::{incident, incident_with, key, look, post, problem, problems_are, send, sent};
use crate::harness::http::Response;

fn raw(office: &Office, body: &[u8]) -> Response {
    post(office, "/api/v1/tickets", &key("raw"), &[], body)
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    let office = Office::open();
    let deep = format!("{{\"title\": {}", "[".repeat(10_000));
    let rows: [&[u8]; 16] = [
        b"",
        b" ",
        b"{",
        b"{}{}",
        b"{} x",
        b"nonsense",
        b"{\"title\": }",
        b"{title: \"x\"}",
        b"{\"title\": \"x\",}",
        b"{\"title\": 'x'}",
        b"{\"title\": \"\\ud800\"}",
        b"{\"title\": \"\xff\xfe\"}",
        b"\xef\xbb\xbf{}",
        b"{\"title\": \"a\nb\"}",
        b"{\"title\": 1e999}",
        deep.as_bytes(),
    ];
    for body in rows {
        problems_are(&raw(&office, body), 400, &[("", "api-problem-syntax")]);
    }
    let told = raw(&office, b"{\n  \"title\": \"\\ud800\"\n}").body;
    assert!(told.contains("Dòng 2") && told.contains("hex escape"), "{told}");
}

#[test]
fn what_the_document_does_not_have_is_named() {
    let office = Office::open();
    let rows: [(Value, &str); 17] = [
        (json!([]), ""),
        (json!("x"), ""),
        (json!(null), ""),
        (incident_with("status", "closed"), "status"),
        (incident_with("desk", "training"), "desk"),
        (incident_with("website", ""), "website"),
        (incident_with("type", "incident"), "type"),
        (incident_with("f.room", "C1"), "f.room"),
        (incident_with("version", 1), "version"),
        (incident_with("title", json!(["x"])), "title"),
        (incident_with("title", json!({ "$ne": "" })), "title"),
        (incident_with("title", json!(null)), "title"),
        (incident_with("email", json!(["an@dh.example", "all@dh.example"])), "email"),
        (incident_with("name", 7), "name"),
        (incident_with("answers", json!([])), "answers"),
        (incident_with("answers", json!({ "room": null })), "answers.room"),
        (incident_with("answers", json!({ "room": { "a": [1] } })), "answers.room"),
    ];
    for (body, field) in rows {
        problems_are(&send(&office, "shape", &body), 422, &[(field, "api-problem-shape")]);
    }
    let twice =
        br#"{"title": "a", "title": "b", "answers": {"room": "C1", "units": [{"x": 1, "x": 2}], "room": "C2"}}"#;
    let expected = [
        ("title", "api-problem-twice"),
        ("answers.units[0].x", "api-problem-twice"),
        ("answers.room", "api-problem-twice"),
    ];
    problems_are(&raw(&office, twice), 422, &expected);
    assert_eq!(office.letters().len(), 0, "nothing was made");
}

#[test]
fn everything_that_has_to_be_mended_is_told_at_once() {
    let office = Office::open();
    problems_are(
        &raw(&office, br#"{"request_type": "incident"}"#),
        422,
        &[
            ("title", "problem-missing-title"),
            ("description", "problem-missing-description"),
            ("priority", "problem-missing-priority"),
            ("name", "problem-missing-name"),
            ("email", "problem-missing-email"),
        ],
    );
    let rows: [(&str, Value, &str, &str); 19] = [
        ("request_type", json!("no-such"), "request_type", "api-problem-request-type"),
        ("request_type", json!("../incident"), "request_type", "api-problem-request-type"),
        ("request_type", json!(""), "request_type", "api-problem-request-type"),
        ("lang", json!("de"), "lang", "problem-not-offered"),
        ("title", json!("a\r\nBcc: all@dh.example"), "title", "problem-control-characters"),
        ("title", json!("a\u{0}b"), "title", "problem-control-characters"),
        ("title", json!(" \u{200b} "), "title", "problem-missing-title"),
        ("title", json!("a".repeat(121)), "title", "problem-too-long"),
        ("description", json!("a".repeat(16 * 1024 + 1)), "description", "problem-too-long-text"),
        ("name", json!("a\nb"), "name", "problem-control-characters"),
        ("email", json!("an@dh.example\r\nBcc: all@dh.example"), "email", "problem-not-an-email"),
        ("email", json!("an@dh.example, all@dh.example"), "email", "problem-not-an-email"),
        ("phone", json!("gọi sau"), "phone", "problem-not-a-phone"),
        ("priority", json!("urgent"), "priority", "problem-not-offered"),
        ("audience", json!("student"), "audience", "problem-not-offered"),
        ("answers", json!({ "place": "A1" }), "answers.place", "api-problem-unknown"),
        ("answers", json!({ "room": true }), "answers.room", "api-problem-type"),
        ("answers", json!({ "room": "a\nb" }), "answers.room", "problem-control-characters"),
        ("step", json!("javascript:alert(1)"), "step", "problem-altered"),
    ];
    for (field, value, told, key) in rows {
        let answer = send(&office, "field", &incident_with(field, value.clone()));
        if field == "audience" {
            assert_eq!(problem(&answer, 422)[0].0, told, "{value}");
        } else {
            problems_are(&answer, 422, &[(told, key)]);
        }
    }
    assert_eq!(office.letters().len(), 0, "nothing was made");
}

#[test]
fn only_json_is_read() {
    let office = Office::open();
    let body = incident().to_string();
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "text/json",
    ] {
        let headers = [("content-type", kind), ("idempotency-key", "0123456789abcdef")];
        let answer = request(&office, "POST", "/api/v1/tickets", &headers, body.as_bytes());
        assert_eq!(problem(&answer, 415), [], "{kind}");
    }
    let headers = [("content-type", "Application/JSON; charset=utf-8"), ("idempotency-key", "0123456789abcdef")];
    assert_eq!(request(&office, "POST", "/api/v1/tickets", &headers, body.as_bytes()).status, 201);
}

#[test]
fn addresses_and_methods_that_are_not_there_are_problems_too() {
    let office = Office::open();
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/tickets",
        "/api/v1/tickets/",
        "/api/v1/khong-co",
        "/api//v1/tickets",
        "/api/v1/tickets/7K3Q/replies/1",
    ] {
        for method in ["GET", "POST", "DELETE"] {
            assert_eq!(problem(&request(&office, method, path, &[], b""), 404), [], "{method} {path}");
        }
    }
    for (path, allowed) in [
        ("/api/v1/openapi.json", "GET,HEAD"),
        ("/api/v1/request-types", "GET,HEAD"),
        ("/api/v1/tickets", "GET,HEAD,POST"),
        ("/api/v1/sign-in", "POST"),
        ("/api/v1/sign-in/code", "POST"),
        ("/api/v1/tickets/7K3Q-9M2X-W4HT", "GET,HEAD"),
        ("/api/v1/tickets/7K3Q-9M2X-W4HT/replies", "POST"),
        ("/api/v1/tickets/7K3Q-9M2X-W4HT/actions/confirm", "POST"),
    ] {
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
            let answer = request(&office, method, path, &[("origin", super::office::BASE)], b"");
            assert_eq!(problem(&answer, 405), [], "{method} {path}");
            assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
            assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control-")), "{method} {path}");
        }
    }
    for path in ["/api/v1/tickets/%FF%FE", "/api/v1/request-types/%ED%A0%80"] {
        assert_eq!(problem(&request(&office, "GET", path, &[], b""), 400), [], "{path}");
    }
}

#[test]
fn a_token_is_needed_to_act_and_a_wrong_one_is_not_taken_for_none() {
    let office = Office::open();
    let (code, token) = sent(&office);
    let wrong = [("authorization", "api-problem-token")];
    for sent in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer 0",
        "Basic dXNlcjpwYXNz",
        &token[7..],
        &format!("{token}0"),
        &token.to_uppercase(),
    ] {
        if sent.to_lowercase() == token.to_lowercase() && sent[7..] == token[7..] {
            continue;
        }
        let seen = look(&office, &code, sent);
        assert_eq!(problem(&seen, 401)[0].1, wrong[0].1, "{sent}");
        assert_eq!(seen.header("www-authenticate"), Some("Bearer"));
        let path = format!("/api/v1/tickets/{code}/replies");
        let done = post(&office, &path, &key("wrong"), &[("authorization", sent)], br#"{"text": "x"}"#);
        assert_eq!(problem(&done, 401)[0].1, wrong[0].1, "{sent}");
    }
    for path in ["replies", "actions/withdraw"] {
        let path = format!("/api/v1/tickets/{code}/{path}");
        let done = post(&office, &path, &key("none"), &[], br#"{"text": "x"}"#);
        assert_eq!((problem(&done, 401), done.header("www-authenticate")), (vec![], Some("Bearer")));
    }
    assert_eq!(look(&office, &code, &token.replace("Bearer", "bearer")).status, 200);
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn a_problem_speaks_the_readers_language_and_leads_to_its_description() {
    let office = Office::open();
    for (query, accepted, lang, title) in [
        ("", "", "vi", "Có chỗ phải sửa"),
        ("", "fa", "fa", "چیزی را باید درست کرد"),
        ("?lang=en", "fa", "en", "Something has to be mended"),
    ] {
        let headers = [("accept-language", accepted)];
        let answer = post(
            &office,
            &format!("/api/v1/tickets{query}"),
            &key("lang"),
            &headers,
            br#"{"request_type": "incident"}"#,
        );
        assert_eq!(answer.header("content-language"), Some(lang));
        let told: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!(told["title"], title);
        let (document, place) =
            told["type"].as_str().expect("a type").split_once('#').expect("a place in the document");
        let path = document.strip_prefix(super::office::BASE).expect("the portal's own");
        let document: Value = serde_json::from_str(&request(&office, "GET", path, &[], b"").body).expect("JSON");
        assert!(document.pointer(place).is_some_and(|there| there["description"].is_string()), "{place}");
    }
}
