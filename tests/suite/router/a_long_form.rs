//! A form with twenty questions of every kind, three mistakes and a file: nothing typed is lost on any way it can take.

use domain::catalog::{Catalog, VerifyContact};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::files::{PDF, carried, downloads};
use super::office::Office;
use super::people::{EXPERT, does, empty_form, signed_in};
use super::verify_contact::code as mailed_proof;
use crate::harness::http::Browser;
use crate::harness::page::{Form, Page};
use crate::journey::EMAIL;

/// Question, kind, what is typed. With title, description, name and the like the form asks more than twenty things.
const ASKED: [(&str, &str, &str); 20] = [
    ("system", "text", "Cổng thanh toán <LMS> & \"ví\""),
    ("steps", "long_text", "1. Mở trang\n\n2. Bấm «Trả»"),
    ("kind", "choice", "error"),
    ("seats", "number", "۱۲"),
    ("first-day", "date", "2026-12-24"),
    ("deadline", "date_time", "2026-12-24T14:30"),
    ("manager", "email", "sep@khach.example"),
    ("desk-phone", "phone", "024 1234 5678"),
    ("customer", "person", "Trần Quốc Toản"),
    ("machine", "device", "PC-0042"),
    ("link", "url", "https://lms.example/tra?x=1"),
    ("agreed", "consent", "yes"),
    ("browser", "text", "Firefox 140"),
    ("version", "text", "7.2.1"),
    ("expected", "long_text", "Hiện biên nhận."),
    ("actual", "long_text", "Trang trắng."),
    ("room", "text", "B2-301"),
    ("cost-centre", "text", "TT-17"),
    ("outcome", "text", "Trả được tiền"),
    ("papers", "file", ""),
];

/// Three of them with a mistake.
const WRONG: [(&str, &str); 3] = [("seats", "mười hai"), ("manager", "sếp ơi"), ("link", "lms.example")];

fn with_long_form(catalog: &mut Catalog) {
    let field = |(id, kind, _): (&str, &str, &str)| {
        let mut field = json!({ "id": id, "kind": kind, "label": { "vi": format!("Hỏi {id}") }, "required": true });
        if kind == "choice" {
            let choice = |value: &str| json!({ "value": value, "label": { "vi": value } });
            field["choices"] = json!([choice("error"), choice("wish")]);
        }
        field
    };
    let fields: Vec<Value> = ASKED.into_iter().map(field).collect();
    let incident = catalog.request_types.values_mut().find(|definition| !definition.fields.is_empty());
    let course = incident.expect("a type with questions");
    course.fields = serde_json::from_value(Value::Array(fields)).expect("fields");
    (course.audience, course.priorities) = (Vec::new(), Vec::new());
    course.verify_contact = VerifyContact::BeforeSubmit;
}

/// The type that has them.
const LONG: &str = "course";

#[track_caller]
fn assert_kept(page: &Page, form: &Form, wrong: bool, on: &str) {
    for (id, kind, typed) in ASKED {
        let wrong = WRONG.iter().find(|(field, _)| wrong && *field == id).map(|(_, typed)| *typed);
        let expected = wrong.unwrap_or(typed);
        if kind != "file" {
            assert_eq!(form.value(&format!("f.{id}")), Some(expected), "{id} on {on}:\n{}", page.text());
        }
    }
    assert_eq!(form.value("title"), Some("Không trả được học phí"), "{on}");
    assert!(form.value("f.papers.1").is_some_and(|token| !token.is_empty()), "the file on {on}: {form:?}");
}

#[test]
fn nothing_typed_is_lost_on_the_way_to_a_ticket() {
    let office = Office::with(with_long_form);
    let mut requester = Browser::new(&office);
    let mut form = empty_form(&mut requester, LONG, "vi");
    for (id, kind, typed) in ASKED {
        let typed = WRONG.iter().find(|(field, _)| *field == id).map_or(typed, |(_, typed)| *typed);
        form = if kind == "file" { form } else { form.fill(&format!("f.{id}"), typed) };
    }
    let form = form
        .fill("title", "Không trả được học phí")
        .fill("description", "Bấm trả thì trang trắng.")
        .fill("name", "Đỗ Thị Bích Ngọc")
        .fill("email", EMAIL)
        .choose("f.papers", "ảnh màn hình.pdf", PDF);

    // Three errors.
    let page = requester.submit(&form).page(422);
    assert_eq!(page.links(".error-summary a").len(), 3, "{}", page.text());
    let mut form = page.form("/t/review");
    assert_kept(&page, &form, true, "the form with its errors");
    assert_eq!(carried(&page), ["ảnh màn hình.pdf"]);
    for (id, kind, typed) in ASKED {
        form = if kind == "file" { form } else { form.fill(&format!("f.{id}"), typed) };
    }

    // Read through, back, and on again.
    let page = requester.submit(&form).page(200);
    let review = page.form("/t");
    assert_kept(&page, &review, false, "the review");
    let page = requester.submit(&Form { action: "/t/edit".to_owned(), ..review.clone() }).page(200);
    assert_kept(&page, &page.form("/t/review"), false, "the form after going back");

    // The definition changes meanwhile: the current form, filled in.
    office.publish(|catalog| {
        with_long_form(catalog);
        for definition in catalog.request_types.values_mut() {
            definition.fields.reverse();
        }
    });
    let page = requester.submit(&review).page(422);
    assert!(page.text().contains("Biểu mẫu vừa được cập nhật"), "{}", page.text());
    let form = page.form("/t/review");
    assert_kept(&page, &form, false, "the changed form");

    // The code of the address ends after ten minutes: another comes, and the rest is still there.
    let review = requester.submit(&form).page(200).form("/t");
    let asked = requester.submit(&review).page(200).form("/t");
    let old = mailed_proof(&office);
    office.pass(SignedDuration::from_mins(11));
    let page = requester.submit(&asked.fill("proof-code", &old)).page(422);
    let asked = page.form("/t");
    assert_kept(&page, &asked, false, "the page of the code that has ended");

    // Sent, twice.
    let filled = asked.fill("proof-code", &mailed_proof(&office));
    let receipt = requester.submit(&filled).leads_to();
    assert_eq!(requester.submit(&filled).leads_to(), receipt, "a double click is one ticket");
    let code = receipt.split('/').nth(2).expect("/t/CODE/receipt");
    let ticket = signed_in(&office, EXPERT_OF_LONG).get(&format!("/desk/t/{code}")).page(200);
    for (_, kind, typed) in ASKED.iter().filter(|(_, kind, _)| ["text", "person", "device", "email"].contains(kind)) {
        assert!(ticket.text().contains(typed), "{kind} {typed}:\n{}", ticket.text());
    }
    assert_eq!(downloads(&ticket).len(), 1);
}

/// Who works on requests of that type.
const EXPERT_OF_LONG: &str = "dao-tao@suite.example";

#[test]
fn whoever_is_not_the_owner_any_longer_gets_back_what_they_typed() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = super::people::sent(&mut requester);
    let path = format!("/t/{code}");
    let reply = requester.get(&path).page(200).form("/reply").fill("text", "Vẫn hỏng, tôi đã thử <ba> lần.");
    does(&mut signed_in(&office, EXPERT), &code, "/reject", Some("Ghi rõ phòng.")).leads_to();
    let again = requester.get(&format!("{path}/resubmit")).page(200).form("/resubmit").fill("f.room", "C1-204");
    let forget = requester.get(&path).page(200).form("/forget");
    requester.submit(&forget).leads_to();
    for (form, typed) in [(&reply, "Vẫn hỏng, tôi đã thử <ba> lần."), (&again, "C1-204"), (&again, "Đã đổi dây HDMI.")]
    {
        let page = requester.submit(form).page(401);
        assert!(page.text().contains("Nội dung bạn đã gõ") && page.text().contains(typed), "{typed}:\n{}", page.text());
    }
    assert!(requester.submit(&again).page(401).text().contains("Phòng C1-204"), "under its question");
    // Somebody who has no ticket at all reads the same.
    let none = domain::code::TicketCode::from_random(99).to_string();
    let elsewhere = |form: &Form| Form { action: form.action.replace(&code, &none), ..form.clone() };
    for (form, typed) in [(&reply, "Vẫn hỏng"), (&again, "C1-204")] {
        let (own, other) = (requester.submit(form).page(401), requester.submit(&elsewhere(form)).page(401));
        let kept = own.text_of("main .answers");
        assert!(kept.contains(typed), "{kept}");
        assert_eq!(kept, other.text_of("main .answers"));
    }
    assert_eq!(office.history(&code), ["submitted", "rejected"]);
}
