//! The JSON API: what a program does on the desk from the list of request types to the end of its ticket.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::office::{BASE, Office};
use super::people::{EXPERT, does, filled, owner_by_mail, request, signed_in};
use super::program::{act, answer, incident, incident_with, key, look, post, problem, problems_are, send, sent, text};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

fn id(text: &str) -> domain::ids::RequestTypeId {
    domain::ids::RequestTypeId::parse(text).expect("an id")
}

fn get(office: &Office, path: &str) -> Value {
    answer(&request(office, "GET", path, &[], b""), 200)
}

#[test]
fn a_ticket_goes_from_the_request_type_to_its_end() {
    let office = Office::open();
    let asked = get(&office, "/api/v1/request-types/incident?lang=en");
    assert_eq!((&asked["label"], &asked["desk"]), (&json!("Report a fault"), &json!("Technical desk")));
    let sending = send(&office, "life", &incident_with("form", asked["form"].clone()));
    let receipt = answer(&sending, 201);
    let code = text(&receipt["code"]);
    assert_eq!(sending.header("location"), Some(format!("/api/v1/tickets/{code}").as_str()));
    assert_eq!(receipt["status_url"], format!("{BASE}/t/{code}"));
    let token = format!("Bearer {}", text(&receipt["owner_token"]));

    let mine = answer(&look(&office, &code, &token), 200);
    assert_eq!(
        (&mine["state"], &mine["desk"], &mine["overdue"]),
        (&json!("new"), &json!("Tổ kỹ thuật"), &json!(false))
    );
    assert_eq!(mine["due_at"], "2026-11-23T03:30:10Z");
    assert_eq!(mine["owner"]["answers"], json!([{ "label": "Phòng", "value": "C1" }]));
    assert_eq!(mine["owner"]["actions"], json!(["reply", "withdraw"]));
    let said = &mine["owner"]["conversation"][0];
    assert_eq!(
        (&said["by"], &said["kind"], &said["text"]),
        (&json!("you"), &json!("description"), &json!(DESCRIPTION))
    );

    let replied = answer(&act(&office, &code, "reply", &token, "reply", &json!({ "text": "Ở C2 cũng vậy." })), 200);
    assert_eq!(replied["owner"]["conversation"][1]["text"], "Ở C2 cũng vậy.");
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/answer");
    staff.submit(&form.fill("text", ANSWER).fill("article", "wifi")).leads_to();
    let answered = answer(&look(&office, &code, &token), 200);
    let said = answered["owner"]["conversation"].as_array().expect("a list").last().expect("the answer").clone();
    assert_eq!((&said["by"], &said["author"], &said["text"]), (&json!("desk"), &json!("Lê Cẩm Vân"), &json!(ANSWER)));
    assert_eq!(said["articles"], json!([{ "title": "Kết nối wifi", "url": format!("{BASE}/vi/mang/wifi/") }]));
    assert_eq!(answered["owner"]["actions"], json!(["reply", "confirm", "reopen", "withdraw", "rate"]));

    let confirmed = answer(&act(&office, &code, "confirm", &token, "confirm", &json!({})), 200);
    assert_eq!((&confirmed["state"], &confirmed["outcome"]), (&json!("closed"), &json!("solved")));
    assert_eq!(office.history(&code), ["submitted", "replied", "accepted", "answered", "closed"]);
}

#[test]
fn what_can_be_asked_for_is_told_with_its_questions_in_the_readers_language() {
    let office = Office::open();
    let all = get(&office, "/api/v1/request-types?lang=fa");
    let ids: Vec<_> = all["request_types"].as_array().expect("a list").iter().map(|it| text(&it["id"])).collect();
    assert_eq!(ids, ["course", "incident", "outage"]);
    let course = &all["request_types"][0];
    assert_eq!(course, &get(&office, "/api/v1/request-types/course?lang=fa"));
    assert_eq!(course["label"], "درخواست دوره");
    assert_eq!(course["audience"][1], json!({ "value": "staff", "label": "کارمند" }));
    let kinds: Vec<_> = course["fields"].as_array().expect("a list").iter().map(|field| text(&field["kind"])).collect();
    assert_eq!(kinds, ["text", "long_text", "choice", "date"]);
    assert_eq!(course["fields"][0]["required"], true);
    assert_eq!(course["fields"][2]["choices"][0], json!({ "value": "online", "label": "برخط" }));
    problems_are(&request(&office, "GET", "/api/v1/request-types/no-such", &[], b""), 404, &[]);
}

#[test]
fn a_form_of_every_kind_is_filled_in() {
    let office = Office::with(|catalog| {
        let kinds = r#"[[fields]]
            id = "systems"
            kind = "many"
            label = { vi = "Hệ thống" }
            required = true
            choices = [{ value = "mail", label = { vi = "Thư" } }, { value = "vpn", label = { vi = "VPN" } }]
            [[fields]]
            id = "people"
            kind = "number"
            label = { vi = "Số người" }
            min = 2
            shown_if = { field = "systems", is = ["vpn"] }
            [[fields]]
            id = "agreed"
            kind = "consent"
            label = { vi = "Đồng ý" }
            required = true
            [[fields]]
            id = "units"
            kind = "table"
            label = { vi = "Đơn vị" }
            max = 2
            columns = [
              { id = "name", kind = "text", label = { vi = "Tên" }, required = true },
              { id = "seats", kind = "number", label = { vi = "Chỗ" } },
            ]"#;
        let mut fields: std::collections::BTreeMap<String, Vec<domain::catalog::Field>> =
            toml::from_str(kinds).expect("fields");
        let incident = catalog.request_types.get_mut(&id("incident")).expect("the incident");
        incident.fields = fields.remove("fields").expect("fields");
    });
    let right = json!({
        "systems": ["vpn", "mail"], "people": 12, "agreed": true,
        "units": [{ "name": "Phòng A", "seats": "۱۲" }, { "name": "Phòng B" }],
    });
    let receipt = answer(&send(&office, "right", &incident_with("answers", right.clone())), 201);
    let token = format!("Bearer {}", text(&receipt["owner_token"]));
    let mine = answer(&look(&office, &text(&receipt["code"]), &token), 200);
    let values: Vec<_> =
        mine["owner"]["answers"].as_array().expect("a list").iter().map(|answer| text(&answer["value"])).collect();
    assert_eq!(values, ["Thư\nVPN", "12", "✓", "Tên: Phòng A · Chỗ: 12\nTên: Phòng B"]);

    let rows: [(&str, Value, &str, &str); 12] = [
        ("systems", json!("vpn"), "answers.systems", "api-problem-type"),
        ("systems", json!(["fax", "mail"]), "answers.systems[0]", "problem-not-offered"),
        ("systems", json!([]), "answers.systems", "problem-missing"),
        ("people", json!(1), "answers.people", "problem-too-small"),
        ("people", json!(1.5e300), "answers.people", "problem-not-a-number"),
        ("people", json!(true), "answers.people", "api-problem-type"),
        ("agreed", json!("yes"), "answers.agreed", "api-problem-type"),
        ("agreed", json!(false), "answers.agreed", "problem-not-agreed"),
        ("units", json!([{ "seats": 1 }]), "answers.units[0].name", "problem-missing"),
        (
            "units",
            json!([{ "name": "A" }, { "name": "B", "seats": "nhiều" }]),
            "answers.units[1].seats",
            "problem-not-a-number",
        ),
        ("units", json!([{ "name": "A", "colour": "red" }]), "answers.units[0].colour", "api-problem-unknown"),
        (
            "units",
            json!([{ "name": "A" }, { "name": "B" }, { "name": "C" }]),
            "answers.units",
            "problem-too-many-chosen",
        ),
    ];
    for (nth, (field, value, told, key)) in rows.into_iter().enumerate() {
        let mut answers = right.clone();
        answers[field] = value;
        problems_are(&send(&office, &format!("wrong {nth}"), &incident_with("answers", answers)), 422, &[(told, key)]);
    }
    assert_eq!(office.letters().len(), 1, "only the first was sent");
}

#[test]
fn the_code_alone_shows_how_far_it_is_and_no_words() {
    let office = Office::open();
    let (code, token) = sent(&office);
    for spelled in [code.clone(), code.to_lowercase().replace('-', "")] {
        let shown = get(&office, &format!("/api/v1/tickets/{spelled}?lang=en"));
        assert_eq!(
            (&shown["code"], &shown["desk"], &shown["role"]),
            (&json!(code), &json!("Technical desk"), &json!("expert"))
        );
        assert_eq!(shown["timeline"][1]["stage"], "receive");
        assert_eq!(shown.get("owner"), None);
        for words in [TITLE, NAME, EMAIL, "HDMI", "C1", "Ngọc"] {
            assert!(!shown.to_string().contains(words), "{words} in {shown:#}");
        }
    }
    assert!(look(&office, &code, &token).body.contains(TITLE));
}

#[test]
fn the_same_with_the_same_key_is_one_ticket() {
    let office = Office::with(|catalog| catalog.portal.limits.tickets_per_contact = 1);
    let first = answer(&send(&office, "once", &incident()), 201);
    for _ in 0..3 {
        assert_eq!(answer(&send(&office, "once", &incident()), 200), first, "again, and not counted");
    }
    problems_are(
        &send(&office, "once", &incident_with("title", "Máy in phòng C1 kẹt giấy")),
        422,
        &[("Idempotency-Key", "api-problem-key-used")],
    );
    assert_eq!(office.letters().len(), 1, "one ticket, one receipt");
    assert_eq!(problem(&send(&office, "twice", &incident()), 429), [], "another key is another ticket");
}

#[test]
fn a_key_is_needed_and_has_to_be_one_nobody_guesses() {
    let office = Office::open();
    let (code, token) = sent(&office);
    let paths = [
        "/api/v1/tickets".to_owned(),
        format!("/api/v1/tickets/{code}/replies"),
        format!("/api/v1/tickets/{code}/actions/withdraw"),
    ];
    let wrong: [&[(&str, &str)]; 6] = [
        &[],
        &[("idempotency-key", "")],
        &[("idempotency-key", "1")],
        &[("idempotency-key", "with a space in the key")],
        &[("idempotency-key", "khóa của tôi, rất dài")],
        &[("idempotency-key", "0123456789abcdef"), ("idempotency-key", "fedcba9876543210")],
    ];
    for path in &paths {
        for headers in wrong {
            let headers = [&[("content-type", "application/json"), ("authorization", &token)], headers].concat();
            let refused = request(&office, "POST", path, &headers, b"{}");
            problems_are(&refused, 400, &[("Idempotency-Key", "api-problem-key")]);
        }
        let long = "k".repeat(129);
        problems_are(
            &post(&office, path, &long, &[("authorization", &token)], b"{}"),
            400,
            &[("Idempotency-Key", "api-problem-key")],
        );
    }
}

#[test]
fn a_reply_that_is_sent_again_is_written_once() {
    let office = Office::open();
    let (code, token) = sent(&office);
    let reply = |name: &str, text: &str| act(&office, &code, "reply", &token, name, &json!({ "text": text }));
    let first = answer(&reply("one", "Ở C2 cũng vậy."), 200);
    assert_eq!(answer(&reply("one", "Ở C2 cũng vậy."), 200), first);
    problems_are(&reply("one", "Khác"), 422, &[("Idempotency-Key", "api-problem-key-used")]);
    // The key is this ticket's: on another it is free.
    let other = answer(&send(&office, "other", &incident()), 201);
    let (theirs, their_token) = (text(&other["code"]), format!("Bearer {}", text(&other["owner_token"])));
    answer(&act(&office, &theirs, "reply", &their_token, "one", &json!({ "text": "Khác" })), 200);
    answer(&reply("two", "Ở C2 cũng vậy."), 200);
    assert_eq!(office.history(&code), ["submitted", "replied", "replied"]);
    // What was refused leaves the key free.
    let confirm = || act(&office, &code, "confirm", &token, "three", &json!({}));
    problems_are(&confirm(), 409, &[("", "refusal-state-new")]);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    answer(&confirm(), 200);
    assert_eq!(answer(&confirm(), 200)["state"], "closed", "done before");
}

#[test]
fn who_has_not_seen_everything_is_told_so_when_they_say_what_they_saw() {
    let office = Office::open();
    let (code, token) = sent(&office);
    let version = answer(&look(&office, &code, &token), 200)["owner"]["version"].clone();
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let reply = json!({ "text": "Ở C2 cũng vậy.", "version": version });
    problems_are(&act(&office, &code, "reply", &token, "stale", &reply), 409, &[("", "conflict")]);
    let seen = answer(&look(&office, &code, &token), 200)["owner"]["version"].clone();
    let reply = json!({ "text": "Ở C2 cũng vậy.", "version": seen });
    answer(&act(&office, &code, "reply", &token, "fresh", &reply), 200);
}

#[test]
fn every_deed_of_the_owners_page_can_be_done() {
    let office = Office::open();
    let (code, token) = sent(&office);
    let text = json!({ "text": "Vẫn chưa được." });
    let refused = act(&office, &code, "chase", &token, "early", &json!({}));
    problems_are(&refused, 409, &[("", "refusal-too-early")]);
    office.pass(SignedDuration::from_hours(3));
    answer(&act(&office, &code, "chase", &token, "late", &json!({})), 200);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    problems_are(&act(&office, &code, "reopen", &token, "why", &json!({})), 422, &[("text", "problem-missing-text")]);
    assert_eq!(answer(&act(&office, &code, "reopen", &token, "again", &text), 200)["state"], "in_progress");
    let rating = json!({ "stage": "receive", "score": 5, "text": "Nhanh." });
    answer(&act(&office, &code, "rate", &token, "rated", &rating), 200);
    for (nth, (stage, score, field, key)) in [
        (json!("nowhere"), json!(5), "stage", "refusal-no-such-stage"),
        (json!("receive"), json!(null), "score", "refusal-score"),
        (json!("receive"), json!(256), "score", "api-problem-shape"),
    ]
    .into_iter()
    .enumerate()
    {
        let rating = json!({ "stage": stage, "score": score });
        problems_are(&act(&office, &code, "rate", &token, &format!("rating {nth}"), &rating), 422, &[(field, key)]);
    }
    let other = json!({ "email": "BINH@khach.example" });
    problems_are(&act(&office, &code, "follow", &token, "too soon", &other), 409, &[("", "refusal-unproved")]);
    owner_by_mail(&office, &code);
    let followed = answer(&act(&office, &code, "follow", &token, "follow", &other), 200);
    assert_eq!(followed["owner"]["followers"], json!(["binh@khach.example"]));
    let alone = answer(&act(&office, &code, "unfollow", &token, "unfollow", &other), 200);
    assert_eq!(alone["owner"]["followers"], json!([]));
    let nobody = json!({ "email": "binh@" });
    problems_are(&act(&office, &code, "follow", &token, "nobody", &nobody), 422, &[("email", "problem-not-an-email")]);
    problems_are(&act(&office, &code, "withdraw", &token, "words", &text), 422, &[("text", "api-problem-unknown")]);
    assert_eq!(answer(&act(&office, &code, "withdraw", &token, "over", &json!({})), 200)["outcome"], "withdrawn");
    for unknown in ["resubmit", "forget", "accept", "REOPEN", "reply/", "%20"] {
        let path = format!("/api/v1/tickets/{code}/actions/{unknown}");
        let refused = post(&office, &path, &key(unknown), &[("authorization", &token)], b"{}");
        assert_eq!(problem(&refused, 404), [], "{unknown}");
    }
    assert_eq!(
        problem(
            &post(
                &office,
                &format!("/api/v1/tickets/{code}/actions/reply"),
                &key("r"),
                &[("authorization", &token)],
                text.to_string().as_bytes()
            ),
            404
        ),
        []
    );
}

#[test]
fn a_form_that_has_changed_is_told_to_who_says_which_they_read() {
    let office = Office::open();
    let form = get(&office, "/api/v1/request-types/incident")["form"].clone();
    office.publish(|catalog| {
        let incident = catalog.request_types.get_mut(&id("incident")).expect("the incident");
        incident.fields[0].required = true;
    });
    problems_are(&send(&office, "stale", &incident_with("form", form)), 422, &[("form", "api-problem-form-changed")]);
    answer(&send(&office, "fresh", &incident()), 201);
}

#[test]
fn a_program_and_a_person_make_the_same_ticket() {
    let office = Office::open();
    let (code, _) = sent(&office);
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let typed = super::people::sent_form(&mut requester, &form);
    let ticket = |code: &str| {
        let code = domain::code::TicketCode::parse(code).expect("a code");
        office.wait(office.store.events(code, 1)).expect("the store works")
    };
    assert_eq!(ticket(&code), ticket(&typed));
    // The mailed link opens what the program sent.
    assert!(owner_by_mail(&office, &typed).get(&format!("/t/{typed}")).page(200).text().contains(TITLE));
}
