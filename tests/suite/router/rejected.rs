//! A request that is sent back, completed, and sent again under the same code.

use super::office::Office;
use super::people::{EXPERT, FOREIGN, does, filled, mailed_link, owner_by_mail, sent, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::harness::page::Form;
use crate::journey::{DESCRIPTION, EMAIL, NAME, TITLE};

const REASON: &str = "Chưa rõ máy nào.\n\nGhi số máy dán trên thân máy chiếu.";

/// A ticket that was sent back, and its owner's browser.
fn rejected(office: &Office) -> (String, Browser<'_>) {
    let mut requester = Browser::new(office);
    let code = sent(&mut requester);
    does(&mut signed_in(office, EXPERT), &code, "/reject", Some(REASON)).leads_to();
    (code, requester)
}

fn value(form: &Form, name: &str) -> String {
    form.fields.iter().find(|(field, _)| field == name).unwrap_or_else(|| panic!("no field {name}")).1.clone()
}

#[test]
fn the_reason_is_needed_and_comes_back_with_what_was_typed() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    for (text, status) in [("", 422), (" \n", 422), ("a\u{7}b", 422)] {
        let page = does(&mut staff, &code, "/reject", Some(text)).page(status);
        assert!(page.has("details[open] #text-reject[aria-invalid=true]"), "{text:?}: the form is open at the error");
        assert_eq!(value(&page.form("/reject"), "text"), text);
    }
    assert_eq!(office.history(&code), ["submitted"]);
    let done = does(&mut staff, &code, "/reject", Some(REASON));
    let page = staff.follow(done).page(200);
    assert!(page.text().contains("Người yêu cầu nhận được lý do"), "{}", page.text());
    assert!(page.text().contains("Đang chờ người yêu cầu bổ sung"), "what comes next is told:\n{}", page.text());
}

#[test]
fn the_requester_reads_the_reason_and_everybody_else_only_the_state() {
    let office = Office::open();
    let (code, mut requester) = rejected(&office);
    let mine = requester.get(&format!("/t/{code}")).page(200);
    assert!(mine.text().contains("Ghi số máy dán trên thân"), "{}", mine.text());
    assert!(
        mine.has(&format!("a[href='/t/{code}/resubmit']")) && mine.has("details:not([open]) form[action$='/reply']"),
        "one way on, and a folded one for what else there is to say"
    );
    let status = Browser::new(&office).get(&format!("/t/{code}")).page(200).text();
    assert!(status.contains("Trả lại") && !status.contains("Ghi số máy") && !status.contains(TITLE), "{status}");
}

#[test]
fn the_letter_has_the_reason_once_the_address_is_proved() {
    for (proved, lang, subject) in [
        (false, "vi", "cần bổ sung"),
        (true, "vi", "cần bổ sung"),
        (true, "en", "needs something"),
        (true, "fa", "کامل"),
    ] {
        let office = Office::open();
        let mut requester = Browser::new(&office);
        let form = filled(&mut requester).fill("lang", lang);
        let code = sent_form(&mut requester, &form);
        if proved {
            owner_by_mail(&office, &code);
        }
        does(&mut signed_in(&office, EXPERT), &code, "/reject", Some(REASON)).leads_to();
        let letters = office.letters();
        let letter = letters.last().expect("a letter");
        assert!(letter.to.as_str() == EMAIL && letter.subject.contains(subject), "{letter:#?}");
        assert!(letter.subject.contains(&code) && letter.body.contains("/open?key="), "{letter:#?}");
        assert_eq!(letter.body.contains("Ghi số máy"), proved, "{letter:#?}");
        assert_eq!(letter.body.contains(TITLE), proved, "{letter:#?}");
        assert!(!letter.body.contains('⟦'), "{letter:#?}");
    }
}

#[test]
fn the_form_comes_back_filled_in_and_is_sent_under_the_same_code() {
    let office = Office::open();
    let (code, mut requester) = rejected(&office);
    let page = requester.get(&format!("/t/{code}/resubmit")).page(200);
    assert!(page.text().contains("Ghi số máy dán trên thân"), "why it came back stands over it:\n{}", page.text());
    let form = page.form("/resubmit");
    for (name, kept) in
        [("title", TITLE), ("description", DESCRIPTION), ("name", NAME), ("priority", "high"), ("f.room", "C1")]
    {
        assert_eq!(value(&form, name), kept, "{name}");
    }
    assert!(!form.fields.iter().any(|(name, _)| name == "email"), "where answers go is settled");
    // Errors keep what was typed.
    let wrong = form.fill("title", "").fill("f.room", "C1, máy số 7");
    let page = requester.submit(&wrong).page(422);
    assert!(page.has(".error-summary a[href='#title']"), "{}", page.text());
    let form = page.form("/resubmit");
    assert_eq!((value(&form, "title"), value(&form, "f.room")), (String::new(), "C1, máy số 7".to_owned()));

    let form = form.fill("title", "Máy chiếu số 7 phòng C1 không lên hình");
    let again = requester.submit(&form);
    assert_eq!(again.leads_to(), format!("/t/{code}?done=resubmitted"));
    assert_eq!(requester.submit(&form).leads_to(), format!("/t/{code}?done=resubmitted"), "a second click");
    assert_eq!(office.history(&code), ["submitted", "rejected", "resubmitted"]);
    let mine = requester.follow(again).page(200);
    assert!(mine.text().contains("Đã gửi lại phiếu"), "{}", mine.text());
    // The desk has the new revision, and the reason it gave.
    let page = signed_in(&office, EXPERT).get(&format!("/desk/t/{code}")).page(200);
    for part in ["Máy chiếu số 7", "C1, máy số 7", "Ghi số máy dán", "Đã bổ sung và gửi lại"] {
        assert!(page.text().contains(part), "{part}:\n{}", page.text());
    }
    assert!(page.has("form[action$='/accept']"), "and decides anew");
}

#[test]
fn a_note_of_the_desk_does_not_stop_what_the_requester_sends() {
    let office = Office::open();
    let (code, mut requester) = rejected(&office);
    let form = requester.get(&format!("/t/{code}/resubmit")).page(200).form("/resubmit");
    does(&mut signed_in(&office, EXPERT), &code, "/note", Some("Đã gọi, không ai bắt máy.")).leads_to();
    requester.submit(&form).leads_to();
    assert_eq!(office.history(&code), ["submitted", "rejected", "noted", "resubmitted"]);
}

#[test]
fn a_form_that_comes_too_late_keeps_what_was_typed_and_says_why() {
    let office = Office::open();
    let (code, mut requester) = rejected(&office);
    let path = format!("/t/{code}");
    let form = requester.get(&format!("{path}/resubmit")).page(200).form("/resubmit").fill("f.room", "C1, máy số 7");
    let withdraw = requester.get(&path).page(200).form("/withdraw");
    requester.submit(&withdraw).leads_to();
    let again = Form { fields: form.fields.iter().filter(|(name, _)| name != "version").cloned().collect(), ..form };
    let page = requester.submit(&again).page(409);
    assert!(page.text().contains("Phiếu đã đóng. Mở lại trước"), "{}", page.text());
    assert_eq!(value(&page.form("/resubmit"), "f.room"), "C1, máy số 7");
    assert_eq!(requester.get(&format!("{path}/resubmit")).leads_to(), path, "there is nothing to complete any more");
}

#[test]
fn the_form_is_the_owners() {
    let office = Office::open();
    let (code, mut requester) = rejected(&office);
    let path = format!("/t/{code}/resubmit");
    let form = requester.get(&path).page(200).form("/resubmit");
    assert_eq!(Browser::new(&office).get(&path).leads_to(), format!("/t/{code}"));
    assert_eq!(signed_in(&office, FOREIGN).get(&path).leads_to(), format!("/t/{code}"));
    assert_eq!(Browser::new(&office).submit(&form).status, 401);
    for (field, value, named) in [
        ("email", "nguoi-khac@khach.example", "“email”"),
        ("state", "answered", "“state”"),
        ("f.place", "A1", "“f.place”"),
        ("desk", "training", "“desk”"),
    ] {
        let mut fields = form.fields.clone();
        fields.push((field.to_owned(), value.to_owned()));
        let page = requester.submit(&Form { fields, ..form.clone() }).page(422);
        assert!(page.text().contains(named), "{field}:\n{}", page.text());
    }
    assert_eq!(office.history(&code), ["submitted", "rejected"]);
}

#[test]
fn the_private_link_works_on_after_a_rejection() {
    let office = Office::open();
    let (code, _) = rejected(&office);
    assert!(mailed_link(&office, EMAIL).contains(&code));
    let page = owner_by_mail(&office, &code).get(&format!("/t/{code}/resubmit")).page(200);
    assert_eq!(value(&page.form("/resubmit"), "title"), TITLE);
}
