//! The JSON API: whoever reads the mail of an address lists its tickets, and proves the address where that is wanted.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::office::{BASE, Office};
use super::people::{request, sent as sent_form};
use super::program::{act, answer, incident, incident_with, key, look, post, problem, problems_are, send, sent, text};
use crate::harness::http::{Browser, Response};
use crate::harness::page::percent;
use crate::journey::{EMAIL, TITLE};

fn ask(office: &Office, email: &str) -> Response {
    let body = json!({ "email": email }).to_string();
    post(office, "/api/v1/sign-in", &key(""), &[], body.as_bytes())
}

fn enter(office: &Office, id: &Value, code: &str) -> Response {
    let body = json!({ "id": id, "code": code }).to_string();
    post(office, "/api/v1/sign-in/code", &key(""), &[], body.as_bytes())
}

/// The code in the last letter to an address.
#[track_caller]
fn mailed_code(office: &Office, email: &str) -> String {
    let letters = office.post.letters();
    let letter = letters.iter().rfind(|letter| letter.to.as_str() == email).expect("a letter");
    let is_code = |line: &&str| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit());
    letter.body.lines().map(str::trim).find(is_code).expect("a code on a line of its own").to_owned()
}

/// Signs in; gives the session's token as the header wants it.
#[track_caller]
fn signed_in(office: &Office, email: &str) -> String {
    let id = answer(&ask(office, email), 200)["id"].clone();
    let session = answer(&enter(office, &id, &mailed_code(office, email)), 200);
    format!("Bearer {}", text(&session["session_token"]))
}

fn list(office: &Office, query: &str, token: &str) -> Response {
    request(office, "GET", &format!("/api/v1/tickets{query}"), &[("authorization", token)], b"")
}

#[test]
fn tickets_are_listed_newest_first_and_opened_from_there() {
    let office = Office::open();
    office.with_wide_limits();
    let (first, _) = sent(&office);
    office.pass(SignedDuration::from_mins(1));
    let second = sent_form(&mut Browser::new(&office));
    let foreign = answer(&send(&office, "foreign", &incident_with("email", "binh@khach.example")), 201);
    let token = signed_in(&office, EMAIL);
    let mine = answer(&list(&office, "?lang=en", &token), 200);
    let rows = mine["tickets"].as_array().expect("a list");
    let codes: Vec<_> = rows.iter().map(|ticket| text(&ticket["code"])).collect();
    assert_eq!((codes, &mine["next"]), (vec![second.clone(), first.clone()], &Value::Null));
    assert_eq!((&rows[0]["title"], &rows[0]["desk"]), (&json!(TITLE), &json!("Technical desk")));
    assert!(!mine.to_string().contains(&text(&foreign["code"])));
    // Each comes with its own token, which opens it and no other.
    let owner = format!("Bearer {}", text(&rows[0]["owner_token"]));
    answer(&act(&office, &second, "reply", &owner, "mine", &json!({ "text": "Ở C2 cũng vậy." })), 200);
    assert_eq!(problem(&look(&office, &first, &owner), 401)[0].1, "api-problem-token");
    assert_eq!(problem(&look(&office, &first, &token), 401)[0].1, "api-problem-token", "a session is no owner");
}

#[test]
fn a_long_list_comes_in_parts_that_are_ones_own() {
    let office = Office::open();
    office.with_wide_limits();
    for nth in 0..23 {
        answer(&send(&office, &format!("many {nth}"), &incident()), 201);
    }
    let token = signed_in(&office, EMAIL);
    let first = answer(&list(&office, "", &token), 200);
    let next = percent(&text(&first["next"]));
    let second = answer(&list(&office, &format!("?after={next}"), &token), 200);
    let count = |part: &Value| part["tickets"].as_array().map(Vec::len);
    assert_eq!((count(&first), count(&second), &second["next"]), (Some(20), Some(3), &Value::Null));
    let other = signed_in(&office, "binh@khach.example");
    for (token, query) in [
        (&other, format!("?after={next}")),
        (&token, "?after=".to_owned()),
        (&token, format!("?after={next}0")),
        (&token, format!("?after={next}&after={next}")),
    ] {
        problems_are(&list(&office, &query, token), 422, &[("after", "api-problem-after")]);
    }
}

#[test]
fn only_a_session_lists_and_only_while_it_lasts() {
    let office = Office::open();
    let (_, owner) = sent(&office);
    assert_eq!(problem(&request(&office, "GET", "/api/v1/tickets", &[], b""), 401), []);
    for wrong in [&owner, "Bearer 0"] {
        problems_are(&list(&office, "", wrong), 401, &[("Authorization", "api-problem-session")]);
    }
    problems_are(&list(&office, "", "Basic dXNlcjpwYXNz"), 401, &[("Authorization", "api-problem-token")]);
    let token = signed_in(&office, EMAIL);
    let cookie = format!("deskmark-my={}", &token[7..]);
    assert_eq!(problem(&request(&office, "GET", "/api/v1/tickets", &[("cookie", &cookie)], b""), 401), []);
    assert_eq!(list(&office, "", &token).status, 200);
    office.pass(SignedDuration::from_hours(1));
    problems_are(&list(&office, "", &token), 401, &[("Authorization", "api-problem-session")]);
}

#[test]
fn codes_end_as_they_do_on_the_page() {
    let office = Office::open();
    for (email, key) in
        [("", "problem-not-an-email"), ("an@", "problem-not-an-email"), ("hotro@suite.example", "problem-own-address")]
    {
        problems_are(&ask(&office, email), 422, &[("email", key)]);
    }
    let id = answer(&ask(&office, EMAIL), 200)["id"].clone();
    let code = mailed_code(&office, EMAIL);
    let wrong: String = code.chars().map(|digit| if digit == '7' { '3' } else { '7' }).collect();
    problems_are(&enter(&office, &id, &wrong), 422, &[("code", "problem-code-wrong")]);
    answer(&enter(&office, &id, &code), 200);
    problems_are(&enter(&office, &id, &code), 422, &[("code", "problem-code-gone")]);
    for id in ["", "0", "g".repeat(32).as_str(), "0".repeat(32).as_str(), "0".repeat(5_000).as_str()] {
        problems_are(&enter(&office, &json!(id), &code), 422, &[("code", "problem-code-gone")]);
    }
    let id = answer(&ask(&office, EMAIL), 200)["id"].clone();
    office.pass(SignedDuration::from_mins(10));
    problems_are(&enter(&office, &id, &mailed_code(&office, EMAIL)), 422, &[("code", "problem-code-gone")]);
}

#[test]
fn programs_and_people_ask_for_codes_from_one_budget() {
    let office = Office::with(|catalog| catalog.portal.limits.codes_per_contact = 1);
    answer(&ask(&office, EMAIL), 200);
    let refused = ask(&office, "NGOC+1@khach.example");
    problems_are(&refused, 429, &[]);
    assert_eq!(refused.header("retry-after"), Some("1790"));
    let form = super::people::posting("/my", &[("email", EMAIL)]);
    assert_eq!(Browser::new(&office).submit(&form).status, 429);
}

#[test]
fn a_type_that_wants_a_proved_address_takes_it_from_the_session_of_that_address() {
    let office = Office::with(|catalog| {
        for definition in catalog.request_types.values_mut() {
            definition.verify_contact = domain::catalog::VerifyContact::BeforeSubmit;
        }
    });
    let kind = answer(&request(&office, "GET", "/api/v1/request-types/incident", &[], b""), 200);
    assert_eq!(kind["verify_contact"], "before_submit");
    let send_as = |token: &str, name: &str| {
        let headers = [("authorization", token)];
        post(&office, "/api/v1/tickets", &key(name), &headers, incident().to_string().as_bytes())
    };
    let refused = send(&office, "unproved", &incident());
    problems_are(&refused, 403, &[("email", "api-problem-verify-contact")]);
    assert!(refused.body.contains(&format!("{BASE}/vi/ask/incident/")), "{}", refused.body);
    let somebody = signed_in(&office, "binh@khach.example");
    problems_are(&send_as(&somebody, "other"), 403, &[("email", "api-problem-verify-contact")]);
    problems_are(&send_as("Bearer 0", "wrong"), 401, &[("Authorization", "api-problem-session")]);
    let token = signed_in(&office, EMAIL);
    let receipt = answer(&send_as(&token, "proved"), 201);
    assert_eq!(office.history(&text(&receipt["code"])), ["submitted", "contact_proved"]);
}
