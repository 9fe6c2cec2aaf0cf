//! Text messages: a number is told of a ticket once the code that was texted to it has been typed, and of nothing that is
//! written there.

use domain::catalog::Sms;
use function::sms::TextMessage;
use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, does, owner_by_mail, posting, sent, signed_in};
use crate::harness::http::{Browser, Response};
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

const TYPED: &str = "۰۹۰۱ 234 567";
const NUMBER: &str = "+84901234567";

/// The same on either store.
fn offices() -> [Office; 2] {
    [Office::open(), Office::on_dynamodb(|_| {})]
}

/// Asks for a code to a number, on the ticket's page.
fn ask(owner: &mut Browser<'_>, code: &str, number: &str) -> Response {
    let form = owner.get(&format!("/t/{code}?open=sms")).page(200).form("/sms").fill("phone", number);
    owner.submit(&form)
}

/// The code in the last text message.
fn texted_code(office: &Office) -> String {
    let texts = office.post.texts();
    let message = texts.last().expect("a text message");
    let is_code = |word: &&str| word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit());
    message.body.split([' ', '.']).find(is_code).unwrap_or_else(|| panic!("no code in {message:?}")).to_owned()
}

/// Turns messages on.
pub fn turn_on(office: &Office, code: &str) {
    let mut owner = owner_by_mail(office, code);
    let form = ask(&mut owner, code, TYPED).page(200).form("/sms").fill("proof-code", &texted_code(office));
    assert_eq!(owner.submit(&form).leads_to(), format!("/t/{code}?done=sms-on"));
}

/// What was texted about a ticket, once everything that follows from what has happened is done.
fn news(office: &Office, code: &str) -> Vec<TextMessage> {
    office.effects().expect("the post office is open");
    office.post.texts().into_iter().filter(|message| message.id.starts_with(code)).collect()
}

#[test]
fn each_stage_is_told_to_the_number_and_no_word_of_what_is_written() {
    for office in offices() {
        let code = sent(&mut Browser::new(&office));
        turn_on(&office, &code);
        assert_eq!(office.history(&code), ["submitted", "contact_proved", "sms_on"]);
        let mut owner = owner_by_mail(&office, &code);
        let page = owner.get(&format!("/t/{code}?done=sms-on")).page(200);
        assert!(page.text_of(".notice").contains("Đã bật") && page.text_of(".sms").contains(NUMBER));
        let mut staff = signed_in(&office, EXPERT);
        let facts = staff.get(&format!("/desk/t/{code}")).page(200).text_of(".desk-facts");
        assert!(facts.contains(NUMBER) && facts.contains("tin nhắn"), "{facts}");
        does(&mut staff, &code, "/accept", None).leads_to();
        does(&mut staff, &code, "/note", Some("Gọi nhà thầu.")).leads_to();
        does(&mut staff, &code, "/ask", Some("Phòng nào, và ai dùng?")).leads_to();
        let reply = owner.get(&format!("/t/{code}")).page(200).form("/reply").fill("text", "Phòng C1.");
        owner.submit(&reply).leads_to();
        does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
        let told = news(&office, &code);
        let bodies: Vec<_> = told.iter().map(|message| message.body.clone()).collect();
        let expected = ["đang được xử lý", "Có câu hỏi", "Đã có câu trả lời"];
        assert_eq!(bodies.len(), expected.len(), "{bodies:#?}");
        for (message, what) in told.iter().zip(expected) {
            assert_eq!((message.to.as_str(), message.lang.as_str()), (NUMBER, "vi"));
            assert!(message.body.contains(what), "{what} in {}", message.body);
            assert!(message.body.ends_with(&format!(" https://hotro.suite.example/t/{code}")), "{}", message.body);
            assert!(message.body.encode_utf16().count() <= 134, "two parts: {}", message.body);
            for words in [TITLE, DESCRIPTION, NAME, EMAIL, ANSWER, "C1", "key="] {
                assert!(!message.body.contains(words), "{words} in {}", message.body);
            }
        }
        office.effects_again().expect("the post office is open");
        assert_eq!(news(&office, &code).len(), 3, "nothing is told twice");
        let letters = office.letters().iter().filter(|letter| letter.to.as_str() == EMAIL).count();
        assert_eq!(letters, 4, "the receipt and the same three by mail");
    }
}

#[test]
fn a_wrong_code_turns_nothing_on_and_the_right_one_counts_once() {
    for office in offices() {
        let code = sent(&mut Browser::new(&office));
        let mut owner = owner_by_mail(&office, &code);
        let asked = ask(&mut owner, &code, TYPED).page(200);
        assert!(asked.has("#sms") && asked.has("details[open] #proof-code[autofocus]"));
        assert!(asked.text_of(".sms").contains(NUMBER));
        assert_eq!(asked.form("/sms").value("phone"), Some(NUMBER), "and the number comes along");
        for (typed, words) in [("", "Nhập mã"), ("0000 0000", "Còn 2 lần")] {
            let page = owner.submit(&asked.form("/sms").fill("proof-code", typed)).page(422);
            assert!(page.text_of("#proof-code-error").contains(words), "{}", page.text_of("#proof-code-error"));
        }
        // The code is for that number and for no other.
        let mut other = asked.form("/sms").fill("proof-code", &texted_code(&office));
        other = other.fill("phone", "0907 000 000");
        let page = owner.submit(&other).page(422);
        assert!(page.text_of("#proof-code-error").contains("mã khác"), "{}", page.text_of(".sms"));
        assert_eq!(
            office.post.texts().last().map(|message| message.to.as_str().to_owned()),
            Some("+84907000000".into())
        );
        turn_on(&office, &code);
        assert_eq!(office.history(&code).iter().filter(|kind| *kind == "sms_on").count(), 1);
    }
}

#[test]
fn the_button_pressed_twice_turns_on_once_and_texts_no_more() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut owner = owner_by_mail(&office, &code);
    let form = ask(&mut owner, &code, TYPED).page(200).form("/sms").fill("proof-code", &texted_code(&office));
    for _ in 0..2 {
        assert_eq!(owner.submit(&form).leads_to(), format!("/t/{code}?done=sms-on"));
    }
    assert_eq!((office.history(&code).len(), office.post.texts().len()), (3, 1));
    let off = owner.get(&format!("/t/{code}")).page(200).form("/sms-off");
    for _ in 0..2 {
        assert_eq!(owner.submit(&off).leads_to(), format!("/t/{code}?done=sms-off"));
    }
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    assert!(news(&office, &code).is_empty(), "turned off");
    let form = ask(&mut owner, &code, TYPED).page(200).form("/sms");
    assert!(form.value("proof").is_some(), "and on again by another code");
}

#[test]
fn a_number_that_cannot_be_texted_is_told_at_its_field() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut owner = owner_by_mail(&office, &code);
    for number in ["", "không có", "113", "+44 20 7946 0100", "+1 876 555 0100", "0901 234 567\r\n0902"] {
        let page = ask(&mut owner, &code, number).page(422);
        assert!(page.text_of("#sms-phone-error").contains("+84, +98"), "{number}: {}", page.text_of(".sms"));
        assert!(page.has("details[open] #sms-phone[aria-invalid=true]"), "{number}");
        assert!(!page.has(".reply-form .field-wrong"));
    }
    assert!(office.post.texts().is_empty());
}

#[test]
fn while_nothing_can_be_texted_the_number_is_kept_and_the_letters_go() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut owner = owner_by_mail(&office, &code);
    office.post.close();
    let page = ask(&mut owner, &code, TYPED).page(503);
    assert_eq!(page.attribute("#sms-phone", "value").as_deref(), Some(TYPED));
    assert!(page.text_of("#sms-phone-error").contains("Chưa gửi được mã"));
    office.post.reopen();
    office.post.refuse(NUMBER);
    let page = ask(&mut owner, &code, TYPED).page(422);
    assert_eq!(page.attribute("#sms-phone", "value").as_deref(), Some(TYPED));
    assert!(page.text_of("#sms-phone-error").contains("Không gửi tin nhắn tới số này được"));
    office.post.refuse("");
    turn_on(&office, &code);
    // The day's messages are used up: mail tells it.
    office.publish(|catalog| {
        catalog.portal.sms = catalog.portal.sms.take().map(|sms| Sms { per_day: 0, ..sms });
    });
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    let letters = office.letters();
    assert!(letters.last().is_some_and(|letter| letter.to.as_str() == EMAIL), "{letters:#?}");
    assert!(news(&office, &code).is_empty());
    // What was left out is not told late.
    office.publish(|_| {});
    office.pass(SignedDuration::from_hours(24));
    office.effects_again().expect("the post office is open");
    assert!(news(&office, &code).is_empty());
}

#[test]
fn a_number_that_refuses_messages_holds_no_letter_up() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    turn_on(&office, &code);
    office.post.refuse(NUMBER);
    let mut staff = signed_in(&office, EXPERT);
    for (action, text) in [("/accept", None), ("/answer", Some(ANSWER))] {
        does(&mut staff, &code, action, text).leads_to();
    }
    assert_eq!(office.letters().iter().filter(|letter| letter.to.as_str() == EMAIL).count(), 3);
    assert!(news(&office, &code).is_empty());
}

#[test]
fn a_portal_without_text_messages_asks_nobody_for_a_number() {
    let office = Office::with(|catalog| catalog.portal.sms = None);
    let mut browser = Browser::new(&office);
    let code = sent(&mut browser);
    assert!(!browser.get(&format!("/t/{code}/receipt")).page(200).text().contains("SMS"));
    let mut owner = owner_by_mail(&office, &code);
    let page = owner.get(&format!("/t/{code}?open=sms")).page(200);
    assert!(!page.has("#sms"));
    let csrf = page.attribute("input[name=csrf]", "value").expect("a token");
    let posted = owner.submit(&posting(&format!("/t/{code}/sms"), &[("csrf", &csrf), ("phone", TYPED)]));
    assert_eq!(posted.status, 404);
}

#[test]
fn the_receipt_leads_to_where_messages_are_turned_on() {
    let office = Office::open();
    let mut browser = Browser::new(&office);
    let code = sent(&mut browser);
    let receipt = browser.get(&format!("/t/{code}/receipt")).page(200);
    let (url, _) = receipt.links("a[href$='#sms']").remove(0);
    let page = browser.get(url.trim_end_matches("#sms")).page(200);
    assert!(page.has("details[open] #sms-phone"), "{}", page.text());
}
