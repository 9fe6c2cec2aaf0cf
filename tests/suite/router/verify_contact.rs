//! Types of request that are taken only from an address that was proved: a code between the review and the ticket.

use domain::catalog::VerifyContact;
use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, does, filled, mailed_link, owner_by_mail, signed_in};
use crate::harness::http::{Browser, Response};
use crate::harness::page::Form;
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

fn office() -> Office {
    let office = Office::with(|catalog| {
        for definition in catalog.request_types.values_mut() {
            definition.verify_contact = VerifyContact::BeforeSubmit;
        }
    });
    assert!(office.letters().is_empty());
    office
}

/// The review of the journey's form.
#[track_caller]
fn reviewed(requester: &mut Browser<'_>) -> Form {
    let form = filled(requester);
    requester.submit(&form).page(200).form("/t")
}

/// The page that asks for the code, and the code.
#[track_caller]
fn asked(office: &Office, requester: &mut Browser<'_>, review: &Form) -> (Form, String) {
    let page = requester.submit(review).page(200);
    assert!(page.text().contains("Chúng tôi đã gửi mã tới") && page.text().contains(TITLE), "{}", page.text());
    (page.form("/t"), code(office))
}

/// The code in the last letter.
#[track_caller]
pub fn code(office: &Office) -> String {
    let letters = office.post.letters();
    let letter = letters.iter().rfind(|letter| letter.id.starts_with("proof-")).expect("a letter with a code");
    let is_code = |line: &&str| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit());
    letter.body.lines().map(str::trim).find(is_code).expect("a code on a line of its own").to_owned()
}

fn other(code: &str) -> String {
    code.chars().map(|digit| if digit == '7' { '3' } else { '7' }).collect()
}

fn value<'f>(form: &'f Form, field: &str) -> &'f str {
    form.fields.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
}

#[track_caller]
fn receipt_of(answer: &Response) -> String {
    answer.leads_to().split('/').nth(2).expect("/t/CODE/receipt").to_owned()
}

#[test]
fn a_ticket_is_made_once_the_code_is_typed_and_starts_with_a_proved_address() {
    let office = office();
    let mut requester = Browser::new(&office);
    let review = reviewed(&mut requester);
    let (page, code) = asked(&office, &mut requester, &review);
    for letter in office.letters() {
        assert!(letter.to.as_str() == EMAIL && letter.subject.contains("Mã xác nhận"), "{letter:#?}");
        for words in [TITLE, DESCRIPTION, NAME] {
            assert!(!format!("{letter:?}").contains(words), "{words} in {letter:#?}");
        }
    }
    let typed = page.fill("proof-code", &format!("{} {}", &code[..4], &code[4..]));
    let ticket = receipt_of(&requester.submit(&typed));
    for _ in 0..3 {
        assert_eq!(receipt_of(&requester.submit(&typed)), ticket, "sent again, it is the same one");
    }
    assert_eq!(office.history(&ticket), ["submitted", "contact_proved"]);
    let receipt = office.letters().pop().expect("the receipt");
    assert!(receipt.body.contains(TITLE), "the address is known to be theirs: {receipt:#?}");
    assert_eq!(office.post.letters().len(), 2, "a code and a receipt, however often it was sent");

    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &ticket, "/accept", None).leads_to();
    does(&mut staff, &ticket, "/answer", Some(ANSWER)).leads_to();
    assert!(office.letters().pop().expect("the answer").body.contains(ANSWER));
    assert!(mailed_link(&office, EMAIL).contains(&ticket));
    owner_by_mail(&office, &ticket);
}

#[test]
fn without_the_code_there_is_no_ticket_and_nothing_is_lost() {
    let office = office();
    let mut requester = Browser::new(&office);
    let review = reviewed(&mut requester);
    let (page, code) = asked(&office, &mut requester, &review);
    let empty = requester.submit(&page).page(422);
    assert!(empty.text_of("#proof-code-error").contains("Nhập mã chúng tôi vừa gửi"), "{}", empty.text());
    let wrong = requester.submit(&page.clone().fill("proof-code", &other(&code))).page(422);
    assert!(wrong.text_of("#proof-code-error").contains("Còn 2 lần"), "{}", wrong.text());
    for again in [empty.form("/t"), wrong.form("/t")] {
        assert_eq!(value(&again, "submission"), value(&review, "submission"), "the same sending");
        for field in ["title", "description", "name", "email", "f.room"] {
            assert_eq!(value(&again, field), value(&review, field), "{field}");
        }
    }
    assert_eq!(office.letters().len(), 1, "no receipt");
    receipt_of(&requester.submit(&page.fill("proof-code", &code)));
}

#[test]
fn a_code_ends_after_ten_minutes_and_after_three_wrong_tries_and_another_comes() {
    for (wrong, seconds) in [(3, 0), (0, 10 * 60)] {
        let office = office();
        let mut requester = Browser::new(&office);
        let review = reviewed(&mut requester);
        let (page, first) = asked(&office, &mut requester, &review);
        for _ in 0..wrong {
            requester.submit(&page.clone().fill("proof-code", &other(&first)));
        }
        office.pass(SignedDuration::from_secs(seconds));
        let over = requester.submit(&page.clone().fill("proof-code", &first)).page(422);
        assert!(over.text_of("#proof-code-error").contains("đã gửi mã khác"), "{wrong} {seconds}: {}", over.text());
        let second = code(&office);
        assert_eq!(requester.submit(&page.fill("proof-code", &second)).status, 422, "it fits only its own page");
        let page = over.form("/t");
        receipt_of(&requester.submit(&page.fill("proof-code", &second)));
    }
}

#[test]
fn another_code_is_sent_on_demand_within_limits() {
    let office = Office::with(|catalog| {
        for definition in catalog.request_types.values_mut() {
            definition.verify_contact = VerifyContact::BeforeSubmit;
        }
        catalog.portal.limits.codes_per_contact = 3;
    });
    let mut requester = Browser::new(&office);
    let review = reviewed(&mut requester);
    let (mut page, _) = asked(&office, &mut requester, &review);
    page.fields.push(("proof-again".to_owned(), "yes".to_owned()));
    for sent in [2, 3] {
        let again = requester.submit(&page).page(200);
        assert!(again.has("#proof-code"));
        assert_eq!(office.post.letters().len(), sent);
    }
    let limited = requester.submit(&page);
    assert!(limited.header("retry-after").is_some());
    let limited = limited.page(429);
    assert_eq!(value(&limited.form("/t"), "title"), TITLE, "nothing is lost");
    assert_eq!(office.letters().len(), 3);
}

#[test]
fn the_address_cannot_be_swapped_once_it_is_proved() {
    let office = office();
    let mut requester = Browser::new(&office);
    let review = reviewed(&mut requester);
    let (page, code) = asked(&office, &mut requester, &review);
    let swapped = page.clone().fill("email", "binh@khach.example").fill("proof-code", &code);
    let page = requester.submit(&swapped).page(422);
    assert!(page.has("#proof-code") && page.text().contains("binh@khach.example"), "{}", page.text());
    assert_eq!(office.post.letters().last().expect("a letter").to.as_str(), "binh@khach.example");
    assert_eq!(requester.submit(&page.form("/t").fill("proof-code", &code)).status, 422, "the first one is spent");
    // The code of a sign-in proves nothing here, nor this one there.
    let (form, mine) = super::my::asked(&office, EMAIL);
    let foreign = [("proof", value(&form, "id")), ("proof-code", mine.as_str())];
    let (mut tried, _) = asked(&office, &mut requester, &review);
    for (field, typed) in foreign {
        tried = tried.fill(field, typed);
    }
    assert_eq!(requester.submit(&tried).status, 422);
    assert_eq!(office.letters().iter().filter(|letter| letter.id.ends_with("-receipt")).count(), 0);
}

#[test]
fn a_closed_post_office_loses_nothing_of_what_was_typed() {
    let office = office();
    let mut requester = Browser::new(&office);
    let review = reviewed(&mut requester);
    office.post.close();
    let page = requester.submit(&review).page(503);
    assert!(page.text().contains("Chưa gửi được mã") && page.text().contains(TITLE), "{}", page.text());
    office.post.reopen();
    let (page, code) = asked(&office, &mut requester, &page.form("/t"));
    receipt_of(&requester.submit(&page.fill("proof-code", &code)));
}

#[test]
fn a_type_that_asks_for_no_code_knows_no_such_field() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    for field in ["proof", "proof-code", "proof-again"] {
        let mut review = reviewed(&mut requester);
        review.fields.push((field.to_owned(), "1".to_owned()));
        let page = requester.submit(&review).page(422);
        assert!(page.text().contains(&format!("“{field}”")), "{}", page.text());
    }
    assert!(office.letters().is_empty());
}
