//! A member's own page: the signature under answers and questions, and being away.

use super::office::Office;
use super::people::{DIRECTOR, EXPERT, SECOND, does, owner_by_mail, posting, sent, signed_in};
use crate::harness::http::Browser;
use crate::journey::ANSWER;

const LEAD: &str = "to-truong@suite.example";
const SIGNATURE: &str = "Lê Cẩm Vân\nTổ kỹ thuật · số máy 105";

/// A member says something of themselves.
fn says(member: &mut Browser<'_>, field: &str, value: &str) {
    let form = member.get("/desk/me").page(200).form("/desk/me").fill(field, value);
    let saved = member.submit(&form);
    assert_eq!(saved.leads_to(), "/desk/me?done=saved");
    let page = member.follow(saved).page(200);
    assert!(page.has(".notice-good"), "{}", page.text());
    let again = page.form("/desk/me");
    let kept = again.fields.iter().find(|(name, _)| name == field).map(|(_, kept)| kept.as_str());
    assert_eq!(kept, Some(value));
}

#[test]
fn a_signature_stands_under_answers_and_questions() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut member = signed_in(&office, EXPERT);
    says(&mut member, "signature", SIGNATURE);
    does(&mut member, &code, "/accept", None).leads_to();
    let page = member.get(&format!("/desk/t/{code}")).page(200);
    assert!(page.text_of("#answer .signature").contains("số máy 105"), "it is seen before sending: {}", page.text());
    assert!(page.form("/answer").fields.iter().all(|(name, value)| name != "text" || value.is_empty()));
    // Nothing but a signature is no answer.
    assert_eq!(does(&mut member, &code, "/answer", Some(" ")).status, 422);
    does(&mut member, &code, "/ask", Some("Phòng nào?")).leads_to();
    let resume = member.get(&format!("/desk/t/{code}")).page(200).form("/resume");
    member.submit(&resume).leads_to();
    does(&mut member, &code, "/note", Some("Đã gọi.")).leads_to();
    let answer = member.get(&format!("/desk/t/{code}")).page(200).form("/answer").fill("text", ANSWER);
    for _ in 0..2 {
        member.submit(&answer).leads_to();
    }
    assert_eq!(office.history(&code), ["submitted", "accepted", "asked", "resumed", "noted", "answered"]);
    let mine = owner_by_mail(&office, &code).get(&format!("/t/{code}")).page(200);
    assert_eq!(mine.texts(".message-desk").iter().filter(|text| text.contains("số máy 105")).count(), 2);
    let desk = member.get(&format!("/desk/t/{code}")).page(200);
    assert!(!desk.text_of(".message-note").contains("số máy 105"), "colleagues know who it is");
}

#[test]
fn letters_of_somebody_away_go_to_the_experts_until_they_are_back() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    // Away up to and including Tuesday.
    says(&mut signed_in(&office, SECOND), "away_until", "2026-11-24");
    let mut lead = signed_in(&office, LEAD);
    let page = lead.get(&format!("/desk/t/{code}")).page(200);
    let options = page.texts("#to-assign option");
    assert!(options.contains(&"Võ Minh Quân – vắng đến hết 24/11/2026".to_owned()), "{options:?}");
    assert!(options.contains(&"Lê Cẩm Vân".to_owned()), "{options:?}");
    let given = lead.submit(&page.form("/assign").fill("to", SECOND));
    assert_eq!(given.leads_to(), format!("/desk/t/{code}?done=assigned-away"));
    let page = lead.follow(given).page(200);
    assert!(page.text_of(".notice-good").contains("đang vắng"), "{}", page.text());
    assert!(page.text_of(".desk-facts").contains("vắng đến hết 24/11/2026"), "{}", page.text());

    let mut write = |text: &str| {
        let reply = requester.get(&format!("/t/{code}")).page(200).form("/reply").fill("text", text);
        let before = office.letters().len();
        requester.submit(&reply).leads_to();
        let letters = office.letters();
        let mut to: Vec<_> = letters[before..].iter().map(|letter| letter.to.to_string()).collect();
        to.sort();
        to
    };
    assert_eq!(write("Vẫn hỏng."), [SECOND, EXPERT], "both experts of the desk");
    office.pass(jiff::SignedDuration::from_hours(2 * 24));
    assert_eq!(write("Còn đó không?"), [SECOND], "back on Wednesday");
    let back = signed_in(&office, LEAD).get(&format!("/desk/t/{code}")).page(200);
    assert!(!back.text().contains("vắng đến hết"), "{}", back.text());
}

#[test]
fn what_cannot_be_kept_is_told_and_stays_typed() {
    let office = Office::open();
    let mut member = signed_in(&office, EXPERT);
    let form = member.get("/desk/me").page(200).form("/desk/me");
    for (field, value, told) in [
        ("signature", "x".repeat(501).as_str(), "tối đa 500 ký tự"),
        ("signature", "a\u{7}", "ký tự lạ"),
        ("away_until", "2026-11-22", "Ngày này đã qua"),
        ("away_until", "mai", "Viết ngày"),
    ] {
        let page = member.submit(&form.clone().fill(field, value)).page(422);
        assert!(page.text_of(".error-summary").contains(told), "{value}: {}", page.text());
        let again = page.form("/desk/me");
        assert!(again.fields.iter().any(|(name, kept)| name == field && kept == value), "{value}");
    }
    // Today, in Persian digits.
    member.submit(&form.fill("away_until", "۲۰۲۶-۱۱-۲۳")).leads_to();
    says(&mut member, "away_until", "");
}

#[test]
fn everybody_has_a_page_of_their_own_and_nobody_anothers() {
    let office = Office::open();
    let mut forms = Vec::new();
    for who in [EXPERT, LEAD, "quan-tri@suite.example", DIRECTOR, "dao-tao@suite.example"] {
        let mut member = signed_in(&office, who);
        says(&mut member, "signature", who);
        forms.push((who, member.get("/desk/me").page(200).form("/desk/me")));
        assert!(member.get("/desk").status == 303 && member.open("/desk").page(200).has("a[href='/desk/me']"));
    }
    for (who, form) in &forms {
        let mut member = signed_in(&office, SECOND);
        assert_eq!(member.submit(form).status, 403, "the form of {who}");
        assert!(!member.get("/desk/me").page(200).text().contains(who));
    }
    let mut nobody = Browser::new(&office);
    assert_eq!(nobody.get("/desk/me").leads_to(), "/desk/sign-in");
    assert_eq!(nobody.submit(&forms[0].1).leads_to(), "/desk/sign-in");
    assert_eq!(nobody.submit(&posting("/desk/me", &[])).leads_to(), "/desk/sign-in");
}
