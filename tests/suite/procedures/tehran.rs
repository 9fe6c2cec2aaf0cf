//! Procedure D, D7: a unit that works in Persian, by a calendar of its own.

use jiff::SignedDuration;

use super::campus::{Answers, does, due, form, owner, passes, told};
use crate::harness::http::Browser;
use crate::journey::EMAIL;
use crate::router::files::{PDF, downloads};
use crate::router::office::Office;
use crate::router::people::signed_in;
use crate::router::verify_contact::code as mailed_proof;

const TITLE: &str = "نامه پذیرش برای سفارت، جهت ویزا";
const EXPERT: &str = "nasrin.f@thuyvan.example";
const LEAD: &str = "behzad.s@thuyvan.example";

/// As a Persian keyboard types a code.
fn persian(digits: &str) -> String {
    digits
        .chars()
        .map(|digit| char::from_u32(0x06F0 + digit.to_digit(10).expect("a digit")).expect("a digit"))
        .collect()
}

/// Received, rejected, completed, answered and closed in Persian, with Jalali days and Tehran's working week.
pub(super) fn a_unit_works_in_persian_by_its_own_calendar(office: &Office) {
    // Monday 05:00 in Tehran: the office opens at eight. Digits are typed as people there type them.
    let mut requester = Browser::new(office);
    let form = form(&mut requester, "joint-programme", "fa", TITLE, "سفارت تا دو هفته دیگر وقت داده است.");
    let form = form.fill("audience", "applicant");
    let form = form.answer(&[("matter", "admission"), ("file-number", "۱۴۰۵۱۲"), ("deadline", "2026-12-05")]);
    let review = requester.submit(&form).page(200);
    assert!(review.text().contains("۱۴ آذر ۱۴۰۵"), "the day as people there say it: {}", review.text());
    let asked = requester.submit(&review.form("/t")).page(200).form("/t");
    let sent = requester.submit(&asked.fill("proof-code", &persian(&mailed_proof(office)))).leads_to();
    let code = sent.split('/').nth(2).expect("/t/CODE/receipt").to_owned();
    assert_eq!(due(office, &code), "Mon 12:00", "four hours of Tehran's day");
    let receipt = requester.get(&sent).page(200);
    let frame = (receipt.attribute("html", "lang"), receipt.attribute("html", "dir"));
    assert_eq!(frame, (Some("fa".to_owned()), Some("rtl".to_owned())));
    assert!(receipt.text().contains("۲ آذر"), "the promise in Jalali: {}", receipt.text());
    assert_eq!(told(office, &code, "received"), [EXPERT]);

    // The expert's pages are Persian because they are a Persian member.
    office.pass(SignedDuration::from_hours(4));
    let mut expert = signed_in(office, EXPERT);
    let page = expert.get(&format!("/desk/t/{code}")).page(200);
    assert_eq!(page.attribute("html", "lang"), Some("fa".to_owned()));
    assert!(page.text().contains("۱۴ آذر ۱۴۰۵") && page.text().contains("140512"), "{}", page.text());
    does(&mut expert, &code, "reject", &[("text", "تصویر گذرنامه نرسیده است.")]).leads_to();
    let (mut mine, page) = owner(office, &code);
    assert!(page.text().contains("تصویر گذرنامه نرسیده است."), "{}", page.text());
    let again = mine.get(&format!("/t/{code}/resubmit")).page(200).form("/resubmit");
    mine.submit(&again.choose("f.papers", "گذرنامه.pdf", PDF)).leads_to();
    does(&mut expert, &code, "accept", &[]).leads_to();
    let page = expert.get(&format!("/desk/t/{code}")).page(200).text();
    assert!(page.contains("نامه آماده است"), "its canned replies are Persian: {page}");
    // Three days from Monday 09:00: Monday seven hours, Tuesday, Wednesday; Thursday and Friday are off.
    assert_eq!(due(office, &code), "Sat 09:00");
    assert_eq!(passes(office, &code, 4 * 24 * 60), "warned", "Friday: nobody is there, and nothing is late");
    assert_eq!(passes(office, &code, 24 * 60 + 1), "overdue escalated");
    assert_eq!(told(office, &code, "escalated"), [LEAD]);

    let mut expert = signed_in(office, EXPERT);
    does(&mut expert, &code, "register", &[("number", "۱۲۰/ت")]).leads_to();
    let answer = expert.get(&format!("/desk/t/{code}")).page(200).form("/answer").fill("text", "نامه پیوست است.");
    expert.submit(&answer.choose("files", "نامه پذیرش.pdf", PDF)).leads_to();
    let page = mine.get(&format!("/t/{code}")).page(200);
    assert!(page.text().contains("نامه پیوست است.") && downloads(&page).len() == 2, "{}", page.text());
    mine.submit(&page.form("/confirm")).leads_to();

    // Every letter to the requester is Persian, and so are those to the unit.
    let letters = office.letters();
    let about: Vec<_> = letters.iter().filter(|letter| letter.id.starts_with(&code)).collect();
    assert!(about.iter().all(|letter| letter.lang.as_str() == "fa"), "{about:#?}");
    let to_requester = about.iter().filter(|letter| letter.to.as_str() == EMAIL);
    assert_eq!(to_requester.count(), 5, "registered, rejected, accepted, answered, closed");
    let mut expected = vec!["submitted", "contact_proved", "rejected", "resubmitted", "attached", "accepted", "warned"];
    expected.extend(["overdue", "escalated", "registered", "answered", "attached", "closed"]);
    assert_eq!(office.history(&code), expected);
}
