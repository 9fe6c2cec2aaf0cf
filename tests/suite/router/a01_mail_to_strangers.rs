//! Row 1: the desk's mail carries nobody's words to an address that is not proved.

use super::office::Office;
use super::people::{EXPERT, does, filled, owner_by_mail, sent, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

/// Nothing a requester typed, whole or in part.
#[track_caller]
fn is_neutral(letter: &function::mail::Letter) {
    for words in [TITLE, DESCRIPTION, NAME, "HDMI", "Máy chiếu", "Ngọc"] {
        assert!(!letter.subject.contains(words) && !letter.body.contains(words), "{words:?} in:\n{letter:#?}");
    }
}

#[test]
fn a_receipt_carries_no_words_of_whoever_sent_the_form() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let letters = office.letters();
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    is_neutral(letter);
    assert_eq!(letter.to.as_str(), EMAIL);
    assert!(letter.subject.contains(&code) && letter.body.contains(&format!("/t/{code}/open?key=")), "{letter:#?}");
}

#[test]
fn an_advert_as_title_and_name_reaches_nobody() {
    let office = Office::open();
    let mut robot = Browser::new(&office);
    let advert = "Mua ngay https://casino.example giảm 90%";
    let form = filled(&mut robot).fill("title", advert).fill("name", advert).fill("description", advert);
    let code = sent_form(&mut robot, &form);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some("Xem https://tra-loi.example")).leads_to();
    let to_victim: Vec<_> = office.letters().into_iter().filter(|letter| letter.to.as_str() == EMAIL).collect();
    assert_eq!(to_victim.len(), 3, "the receipt, that it was taken on, and the answer");
    for letter in to_victim {
        for words in ["casino", "Mua ngay", "tra-loi"] {
            assert!(!format!("{letter:?}").contains(words), "{words} in {letter:#?}");
        }
    }
}

#[test]
fn the_answer_is_mailed_once_the_address_is_proved() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    owner_by_mail(&office, &code);
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let letters = office.letters();
    let answer = letters.last().expect("the answer's letter");
    assert!(answer.to.as_str() == EMAIL && answer.body.contains(ANSWER) && answer.body.contains(TITLE), "{answer:#?}");
}

#[test]
fn the_link_on_the_receipt_page_proves_no_address() {
    let office = Office::open();
    let mut sender = Browser::new(&office);
    let code = sent(&mut sender);
    let receipt = sender.get(&format!("/t/{code}/receipt")).page(200);
    let link = receipt.links("a[href*='/open?key=']").remove(0).0;
    crate::journey::press(&mut sender, &link, &format!("/t/{code}/open")).leads_to();
    assert_eq!(office.history(&code), ["submitted"]);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let letters = office.letters();
    let answer = letters.last().expect("the answer's letter");
    is_neutral(answer);
    assert!(!answer.body.contains(ANSWER), "{answer:#?}");
    // In the sender's own browser the answer can be read.
    assert!(sender.get(&format!("/t/{code}")).page(200).text().contains(ANSWER));
}

#[test]
fn letters_speak_the_requesters_language() {
    for (lang, words) in [("vi", "Tổ kỹ thuật"), ("en", "Technical desk"), ("fa", "گروه فنی")] {
        let office = Office::open();
        let mut requester = Browser::new(&office);
        let form = filled(&mut requester).fill("lang", lang);
        sent_form(&mut requester, &form);
        let letters = office.letters();
        assert!(letters[0].lang.as_str() == lang && letters[0].body.contains(words), "{:#?}", letters[0]);
        assert!(!letters[0].body.contains('⟦'), "every sentence is there: {:#?}", letters[0]);
    }
}

#[test]
fn a_program_mails_no_words_to_strangers_either() {
    let office = Office::open();
    let advert = "Mua ngay https://casino.example giảm 90%";
    let body = super::program::incident_with("title", advert);
    super::program::answer(&super::program::send(&office, "advert", &body), 201);
    let letters = office.letters();
    assert_eq!(letters.len(), 1);
    is_neutral(&letters[0]);
    assert!(!format!("{:?}", letters[0]).contains("casino"), "{:#?}", letters[0]);
}

#[test]
fn the_token_that_a_program_gets_proves_no_address() {
    let office = Office::open();
    let (code, token) = super::program::sent(&office);
    let reply = serde_json::json!({ "text": "Ở phòng C2 cũng vậy." });
    super::program::answer(&super::program::act(&office, &code, "reply", &token, "reply", &reply), 200);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let letters = office.letters();
    let answer = letters.last().expect("the answer's letter");
    is_neutral(answer);
    assert!(!answer.body.contains(ANSWER), "{answer:#?}");
}
