//! What whole requests call on DynamoDB, and what they cost: the design's budgets, as a person spends them.

use super::office::Office;
use super::people::{EXPERT, does, filled, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::journey::{self, ANSWER};

/// Checks what a request called, in order, and that it cost no more than it may.
#[track_caller]
fn spent(office: &Office, what: &str, calls: &[&str], budget: f64) {
    let metered = office.metered();
    assert_eq!(metered.calls, calls, "{what}");
    assert!(metered.units > 0.0 && metered.units <= budget, "{what}: {} of {budget}", metered.units);
}

#[test]
fn a_ticket_from_its_form_to_its_answer() {
    let office = Office::on_dynamodb(|_| {});
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = journey::review(&mut requester, &form);
    assert_eq!(office.metered().calls, [""; 0], "a form and its review are nobody's");
    let receipt = requester.submit(&review).leads_to();
    // Whether it was sent before; three limits at a unit each; the ticket: 7, and 2 for a kilobyte begun.
    let calls = ["GetItem", "UpdateItem", "UpdateItem", "UpdateItem", "TransactWriteItems"];
    spent(&office, "create", &calls, 1.0 + 3.0 + 9.0);
    requester.submit(&review).leads_to();
    office.metered();

    let code = receipt.split('/').nth(2).expect("/t/CODE/receipt").to_owned();
    Browser::new(&office).get(&format!("/t/{code}")).page(200);
    spent(&office, "status", &["GetItem"], 1.0);
    let page = requester.get(&format!("/t/{code}")).page(200);
    office.metered();
    requester.submit(&page.form("/reply").fill("text", "Thêm một điều.")).leads_to();
    // Whose it is, what it is now, and the reply: 6 + 2.
    spent(&office, "reply", &["GetItem", "GetItem", "TransactWriteItems"], 2.0 + 8.0);

    let mut staff = signed_in(&office, EXPERT);
    office.metered();
    does(&mut staff, &code, "/accept", None).leads_to();
    office.metered();
    let answer = staff.get(&format!("/desk/t/{code}")).page(200).form("/answer").fill("text", ANSWER);
    office.metered();
    staff.submit(&answer).leads_to();
    spent(&office, "answer", &["GetItem", "GetItem", "GetItem", "GetItem", "TransactWriteItems"], 4.0 + 8.0);
}

#[test]
fn a_page_of_the_queue_and_a_sweep() {
    let office = Office::on_dynamodb(|_| {});
    office.with_wide_limits();
    for _ in 0..30 {
        let mut requester = Browser::new(&office);
        let form = filled(&mut requester);
        sent_form(&mut requester, &form);
    }
    let mut staff = signed_in(&office, EXPERT);
    office.metered();
    staff.get("/desk/q/it").page(200);
    // The session; the page; the figures above it, of at most a hundred tickets.
    spent(&office, "queue", &["GetItem", "Query", "Query"], 1.0 + 4.0 + 8.0);
    office.metered();
    assert_eq!(office.sweep(), 0);
    spent(&office, "a sweep with nothing to do", &["Query"], 0.5);
}
