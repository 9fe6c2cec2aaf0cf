//! DynamoDB is out of breath for longer than anybody waits: whoever asks is told when to try again, in their language, and
//! has everything they wrote.

use super::entries::{AGREED, call};
use super::office::Office;
use super::people::{EXPERT, does, filled, posting, sent, signed_in};
use crate::harness::between::{Between, Fate};
use crate::harness::http::{Browser, Response};
use crate::journey::{self, ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

const THROTTLED: &str =
    r#"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"Not now."}"#;

/// From here on one operation is refused.
fn refuse(between: &Between, operation: &'static str) {
    between.rule(
        move |call| {
            if call.operation == operation { Fate::Refused(400, THROTTLED.to_owned()) } else { Fate::Through }
        },
    );
}

#[track_caller]
fn assert_later(response: &Response) {
    assert_eq!(response.status, 503, "{response:#?}");
    let seconds: u32 = response.header("retry-after").and_then(|value| value.parse().ok()).expect("it says when");
    assert!((1..=60).contains(&seconds), "{seconds}");
}

#[test]
fn a_form_comes_back_to_be_sent_again_and_becomes_one_ticket() {
    let (office, between) = Office::on_dynamodb_behind(|_| {});
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = journey::review(&mut requester, &form);
    // The limits first, then the ticket itself.
    for operation in ["UpdateItem", "TransactWriteItems"] {
        refuse(&between, operation);
        let refused = requester.submit(&review);
        assert_later(&refused);
        let page = refused.page(503);
        assert!(page.text_of("[role=alert]").contains("Hệ thống đang bận"), "{}", page.text());
        assert!([TITLE, NAME, "HDMI"].iter().all(|typed| page.text().contains(typed)), "{}", page.text());
        assert_eq!(page.form("/t").value("submission"), review.value("submission"), "it is the same sending");
    }
    between.rule(|_| Fate::Through);
    assert!(office.letters().is_empty(), "nothing has happened yet");
    let again = requester.submit(&review).leads_to();
    assert_eq!(requester.submit(&review).leads_to(), again);
    assert_eq!(office.letters().len(), 1);
}

#[test]
fn what_was_typed_to_a_ticket_is_shown_to_be_kept() {
    let (office, between) = Office::on_dynamodb_behind(|_| {});
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let answer = staff.get(&format!("/desk/t/{code}")).page(200).form("/answer").fill("text", ANSWER);
    let reply = requester.get(&format!("/t/{code}")).page(200).form("/reply").fill("text", DESCRIPTION);
    refuse(&between, "TransactWriteItems");
    for (browser, form, typed) in [(&mut staff, &answer, "Đã thay bóng đèn"), (&mut requester, &reply, "HDMI")] {
        let refused = browser.submit(form);
        assert_later(&refused);
        assert!(refused.page(503).text().contains(typed), "{}", refused.page(503).text());
    }
    between.rule(|_| Fate::Through);
    assert_eq!(office.history(&code), ["submitted", "accepted"]);
    staff.submit(&answer).leads_to();
    assert_eq!(office.history(&code), ["submitted", "accepted", "answered"]);
}

#[test]
fn a_call_that_was_written_down_is_shown_to_be_kept() {
    let (office, between) = Office::on_dynamodb_behind(|_| {});
    let mut staff = signed_in(&office, EXPERT);
    let form = call(&mut staff);
    refuse(&between, "TransactWriteItems");
    let refused = staff.submit(&form);
    assert_later(&refused);
    let page = refused.page(503);
    assert!(AGREED.lines().chain([NAME]).all(|typed| page.text().contains(typed)), "{}", page.text());
    between.rule(|_| Fate::Through);
    assert!(staff.submit(&form).leads_to().ends_with("?done=entered"));
}

#[test]
fn an_address_that_a_code_was_asked_for_comes_back() {
    let (office, between) = Office::on_dynamodb_behind(|_| {});
    // The limits first, then the code itself.
    for operation in ["UpdateItem", "PutItem"] {
        refuse(&between, operation);
        let refused = Browser::new(&office).submit(&posting("/my", &[("email", EMAIL)]));
        assert_later(&refused);
        let page = refused.page(503);
        assert_eq!(page.attribute("#email", "value").as_deref(), Some(EMAIL), "{operation}");
        assert!(page.text_of("#email-error").contains("Chưa gửi được mã"), "{}", page.text());
    }
    assert!(office.post.letters().is_empty());
}

#[test]
fn a_program_and_a_reader_are_told_when_to_come_back() {
    use super::program::{incident, send};
    let (office, between) = Office::on_dynamodb_behind(|_| {});
    let code = sent(&mut Browser::new(&office));
    refuse(&between, "TransactWriteItems");
    assert_later(&send(&office, "once", &incident()));
    refuse(&between, "GetItem");
    for (lang, words) in [("vi", "Đang bận"), ("en", "Busy at the moment"), ("fa", "فعلاً شلوغ است")] {
        let page = Browser::new(&office).get(&format!("/t/{code}?lang={lang}"));
        assert_later(&page);
        assert!(page.page(503).text().contains(words), "{}", page.page(503).text());
    }
}
