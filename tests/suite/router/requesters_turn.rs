//! A question and its reply, and what a requester does of their own accord: reminds, opens again, takes back.

use domain::working_time::WorkingSpan;
use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, does, owner_by_mail, posting, sent, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, EMAIL};

const QUESTION: &str = "Máy chiếu hiệu gì?";

fn csrf(browser: &mut Browser<'_>, path: &str) -> String {
    browser.get(path).page(200).attribute("input[name=csrf]", "value").expect("a token")
}

#[test]
fn a_question_stops_the_clock_and_the_reply_starts_it_again() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    owner_by_mail(&office, &code);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/ask").fill("text", QUESTION);
    for _ in 0..2 {
        assert_eq!(staff.submit(&form).leads_to(), format!("/desk/t/{code}?done=asked"));
    }
    let letters = office.letters();
    let letter = letters.iter().rfind(|letter| letter.to.as_str() == EMAIL).expect("a letter");
    assert!(letter.body.contains(QUESTION) && letter.subject.contains("câu hỏi"), "{letter:#?}");
    // Two days, in which nothing is overdue.
    office.pass(SignedDuration::from_hours(48));
    office.sweep();
    let page = requester.get(&format!("/t/{code}")).page(200);
    assert!(page.text().contains(QUESTION) && page.text().contains("Trả lời câu hỏi"), "{}", page.text());
    requester.submit(&page.form("/reply").fill("text", "Hiệu Sao Mai.")).leads_to();
    assert_eq!(office.history(&code), ["submitted", "contact_proved", "accepted", "asked", "resumed"]);
    let page = signed_in(&office, EXPERT).get(&format!("/desk/t/{code}")).page(200);
    assert!(page.text().contains("Hiệu Sao Mai") && page.has("form[action$='/answer']"), "{}", page.text());
}

#[test]
fn the_desk_goes_on_without_a_reply() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/ask", Some(QUESTION)).leads_to();
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/resume");
    for _ in 0..2 {
        assert_eq!(staff.submit(&form).leads_to(), format!("/desk/t/{code}?done=resumed"));
    }
    assert_eq!(office.history(&code), ["submitted", "accepted", "asked", "resumed"]);
}

#[test]
fn whoever_does_not_reply_is_reminded_and_told_until_when() {
    let office = Office::with(|catalog| {
        for definition in catalog.request_types.values_mut() {
            definition.stages.reminder = Some(WorkingSpan::parse("1d").expect("a span"));
            definition.stages.give_up = Some(WorkingSpan::parse("3d").expect("a span"));
        }
    });
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/ask", Some(QUESTION)).leads_to();
    let page = requester.get(&format!("/t/{code}")).page(200);
    assert!(page.text().contains("Sau đó phiếu tự đóng"), "{}", page.text());
    office.pass(SignedDuration::from_hours(25));
    office.sweep();
    let letters = office.letters();
    let letter = letters.last().expect("a letter");
    assert!(letter.subject.contains("đang chờ bạn trả lời") && !letter.body.contains(QUESTION), "{letter:#?}");
    office.pass(SignedDuration::from_hours(48));
    office.sweep();
    assert_eq!(office.history(&code), ["submitted", "accepted", "asked", "reminded", "closed"]);
}

#[test]
fn the_desk_is_reminded_only_once_the_promise_has_passed() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let path = format!("/t/{code}");
    let early = requester.get(&path).page(200);
    assert!(!early.has("form[action$='/chase']") && early.text().contains("bạn nhắc được bộ phận"), "{}", early.text());
    let token = csrf(&mut requester, &path);
    let page = requester.submit(&posting(&format!("{path}/chase"), &[("csrf", &token), ("version", "1")])).page(409);
    assert!(page.text().contains("Chưa quá giờ hẹn"), "{}", page.text());
    office.pass(SignedDuration::from_hours(3));
    let form = requester.get(&path).page(200).form("/chase");
    for _ in 0..2 {
        assert_eq!(requester.submit(&form).leads_to(), format!("{path}?done=chased"));
    }
    assert_eq!(office.history(&code), ["submitted", "chased"]);
    let page = requester.submit(&form.fill("version", "2")).page(409);
    assert!(page.text().contains("Mai bạn nhắc lại được") && !page.has("form[action$='/chase']"), "{}", page.text());
    let page = signed_in(&office, EXPERT).get(&format!("/desk/t/{code}")).page(200);
    assert!(page.text().contains("Người yêu cầu đã nhắc"), "the desk sees it: {}", page.text());
}

#[test]
fn what_is_not_needed_any_more_is_taken_back() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let path = format!("/t/{code}");
    let form = requester.get(&path).page(200).form("/withdraw");
    for _ in 0..2 {
        assert_eq!(requester.submit(&form).leads_to(), format!("{path}?done=withdrawn"));
    }
    assert_eq!(office.history(&code), ["submitted", "closed"]);
    let page = requester.get(&path).page(200);
    assert!(page.text().contains("đã rút") && !page.has("form[action$='/reopen']"), "{}", page.text());
    let token = csrf(&mut requester, &path);
    let fields = [("csrf", token.as_str()), ("version", "2"), ("text", "Cần lại.")];
    let page = requester.submit(&posting(&format!("{path}/reopen"), &fields)).page(409);
    assert!(page.text().contains("không mở lại được nữa") && page.text().contains("Cần lại."), "{}", page.text());
}

#[test]
fn a_closed_ticket_is_opened_again_while_that_is_allowed() {
    let office = Office::with(|catalog| {
        for definition in catalog.request_types.values_mut() {
            definition.stages.reopen = Some(WorkingSpan::parse("5d").expect("a span"));
        }
    });
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let path = format!("/t/{code}");
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let confirm = requester.get(&path).page(200).form("/confirm");
    requester.submit(&confirm).leads_to();
    let form = requester.get(&path).page(200).form("/reopen");
    assert!(requester.submit(&form).page(422).has("details[open] #text[aria-invalid=true]"));
    let form = form.fill("text", "Lại hỏng rồi.");
    for _ in 0..2 {
        assert_eq!(requester.submit(&form).leads_to(), format!("{path}?done=opened-again"));
    }
    assert_eq!(office.history(&code), ["submitted", "accepted", "answered", "closed", "reopened"]);
    assert!(staff.get(&format!("/desk/t/{code}")).page(200).text().contains("Lại hỏng rồi."));
}
