//! Row 15: what the form does not offer is refused by name, and makes nothing.

use super::office::Office;
use super::people::{DEEDS, EXPERT, OWNERS_DEEDS, filled, posting, sent, signed_in};
use crate::harness::http::Browser;
use crate::harness::page::Form;

/// A field that is changed or added, and how the page names it.
const TAMPERED: [(&str, &str, &str); 18] = [
    ("status", "closed", "status"),
    ("state", "closed", "state"),
    ("desk", "training", "desk"),
    ("role", "admin", "role"),
    ("code", "0000-0000-0000", "code"),
    ("version", "9", "version"),
    ("csrf", "x", "csrf"),
    ("created_at", "2020-01-01", "created_at"),
    ("contact_proved", "true", "contact_proved"),
    ("link_rotation", "9", "link_rotation"),
    ("handler", "Lê Cẩm Vân", "handler"),
    ("room", "C1", "room"),
    ("f.place", "A1", "f.place"),
    ("f.", "x", "f."),
    ("F.room", "x", "F.room"),
    ("_method", "DELETE", "_method"),
    ("__proto__", "x", "__proto__"),
    ("", "x", ""),
];

#[test]
fn fields_the_form_does_not_have_are_named() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    for (field, value, named) in TAMPERED {
        let form = filled(&mut requester);
        let review = requester.submit(&form).page(200).form("/t");
        for form in [form, review] {
            let mut fields = form.fields.clone();
            fields.push((field.to_owned(), value.to_owned()));
            let page = requester.submit(&Form { fields, ..form.clone() }).page(422);
            assert!(page.text().contains(&format!("“{named}”")), "{field} at {}:\n{}", form.action, page.text());
        }
    }
    assert_eq!(office.letters().len(), 0, "nothing was made");
}

#[test]
fn fields_that_no_deed_has_are_named() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    let token = |browser: &mut Browser<'_>, path: &str| {
        browser.get(path).page(200).attribute("main input[name=csrf]", "value").expect("a token")
    };
    let of_desk = token(&mut staff, &format!("/desk/t/{code}"));
    for (action, fields) in DEEDS {
        // Whom a ticket is passed on to by role is a field of that form; who passes it on is not.
        let role = if action == "refer" { "by" } else { "role" };
        for (field, value) in [("state", "closed"), ("member", "Lê Cẩm Vân"), (role, "admin"), ("desk", "training")]
        {
            let fields = [fields, &[("csrf", of_desk.as_str()), ("version", "1"), (field, value)]].concat();
            let page = staff.submit(&posting(&format!("/desk/t/{code}/{action}"), &fields)).page(422);
            assert!(page.text().contains(&format!("“{field}”")), "{field} at {action}:\n{}", page.text());
        }
    }
    let own = token(&mut requester, &format!("/t/{code}"));
    for action in OWNERS_DEEDS.into_iter().filter(|action| *action != "forget") {
        let fields = [("csrf", own.as_str()), ("version", "1"), ("state", "closed")];
        let page = requester.submit(&posting(&format!("/t/{code}/{action}"), &fields)).page(422);
        assert!(page.text().contains("“state”"), "{action}:\n{}", page.text());
    }
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn values_the_form_does_not_offer_are_told_at_their_field() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    for (field, value, target) in [
        ("priority", "urgent", "#priority-1"),
        ("priority", "HIGH", "#priority-1"),
        ("audience", "student", ""),
        ("website", "https://buy.example", ""),
    ] {
        let form = filled(&mut requester);
        let review = requester.submit(&form).page(200).form("/t");
        for form in [form, review] {
            let mut fields: Vec<_> = form.fields.iter().filter(|(name, _)| name != field).cloned().collect();
            fields.push((field.to_owned(), value.to_owned()));
            let page = requester.submit(&Form { fields, ..form.clone() }).page(422);
            let links = page.links(".error-summary a");
            let found = links.first().map_or("", |(to, _)| to.as_str());
            assert_eq!(found, target, "{field}={value} at {}", form.action);
            assert!(page.has(".error-summary"), "{field}={value}");
        }
    }
    assert_eq!(office.letters().len(), 0, "nothing was made");
}

#[test]
fn a_type_that_does_not_exist_is_not_there() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    for path in ["/t/review", "/t/edit", "/t"] {
        for request_type in ["", "no-such", "../incident", "INCIDENT", "incident\0", "<b>"] {
            let answer = requester.submit(&posting(path, &[("type", request_type)]));
            assert_eq!(answer.status, 404, "{path} {request_type:?}");
        }
        assert_eq!(requester.submit(&posting(path, &[])).status, 404);
    }
}

#[test]
fn another_types_answers_do_not_fit() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).fill("type", "course");
    let page = requester.submit(&form).page(422);
    // The current form of that type, with a word about the change, and everything that fits kept.
    assert!(page.text().contains("Biểu mẫu vừa được cập nhật"), "{}", page.text());
    let again = page.form("/t/review");
    assert!(again.fields.iter().any(|(name, value)| name == "title" && value == crate::journey::TITLE));
    assert!(again.fields.iter().any(|(name, _)| name == "f.place"));
}

#[test]
fn an_id_that_the_server_did_not_shape_leads_to_the_review_again() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = requester.submit(&form).page(200).form("/t");
    for id in ["", "1", "g".repeat(32).as_str(), "0".repeat(33).as_str(), "I#0", "' or 1=1 --"] {
        let page = requester.submit(&review.clone().fill("submission", id)).page(422);
        let fresh = page.form("/t").fields.into_iter().find(|(name, _)| name == "submission").expect("an id").1;
        assert_eq!(fresh.len(), 32, "{id:?}");
    }
    let without: Vec<_> = review.fields.iter().filter(|(name, _)| name != "submission").cloned().collect();
    requester.submit(&Form { fields: without, ..review.clone() }).page(422).form("/t");
    assert_eq!(office.letters().len(), 0, "nothing was made");
    requester.submit(&review).leads_to();
}

#[test]
fn a_published_article_is_kept_and_any_other_forgotten() {
    for (article, kept) in [("wifi", true), ("no-such", false)] {
        let office = Office::open();
        let mut requester = Browser::new(&office);
        let form = filled(&mut requester).fill("article", article);
        let code = super::people::sent_form(&mut requester, &form);
        let page = signed_in(&office, EXPERT).get(&format!("/desk/t/{code}")).page(200);
        assert_eq!(page.has(".desk-facts a[href='/vi/mang/wifi/']"), kept, "{article}");
    }
}

#[test]
fn hidden_fields_that_no_page_filled_in_are_named_and_emptied() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    for (field, value) in [
        ("article", "../wifi"),
        ("article", "WIFI"),
        ("revision", "newest"),
        ("revision", "0a1b2c3d0a1b2c3d"),
        ("step", "3; drop"),
        ("step", "javascript:alert(1)"),
        ("step", &"9".repeat(41)),
    ] {
        let form = filled(&mut requester);
        let review = requester.submit(&form).page(200).form("/t");
        for form in [form, review] {
            let page = requester.submit(&form.clone().fill(field, value)).page(422);
            assert!(page.text().contains(&format!("“{field}”")), "{field} at {}:\n{}", form.action, page.text());
            // What was typed is still there, and now it can be sent.
            let again = page.form("/t/review");
            let kept =
                |name: &str| again.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
            assert_eq!((kept(field), kept("title")), (Some(""), Some(crate::journey::TITLE)), "{field}");
            assert_eq!(requester.submit(&again).status, 200, "{field}");
        }
    }
    assert_eq!(office.letters().len(), 0, "nothing was made");
}

#[test]
fn fields_that_no_program_may_send_are_named() {
    use super::program::{act, incident_with, problems_are, send, sent as sent_json};

    let office = Office::open();
    for (field, value, _) in TAMPERED {
        // An empty name is at no place.
        problems_are(&send(&office, "more", &incident_with(field, value)), 422, &[(field, "api-problem-shape")]);
    }
    assert_eq!(office.letters().len(), 0, "nothing was made");
    let (code, token) = sent_json(&office);
    for deed in ["reply", "confirm", "reopen", "chase", "withdraw"] {
        for field in ["state", "member", "role", "desk"] {
            let body = serde_json::json!({ "text": "x", field: "admin" });
            let refused = act(&office, &code, deed, &token, field, &body);
            problems_are(&refused, 422, &[(field, "api-problem-shape")]);
        }
    }
    assert_eq!(office.history(&code), ["submitted"]);
}
