//! Asking for a sign-in code tells nobody who is a member, and mails nobody else.

use super::office::Office;
use super::people::{EXPERT, ask_for_code, mailed_code, posting, signed_in};
use crate::harness::http::Browser;

/// The page without what differs for everybody: ids, and the address that was typed.
fn shape(office: &Office, email: &str) -> (u16, Vec<String>, String) {
    let answer = ask_for_code(&mut Browser::new(office), email);
    let page = answer.page(answer.status);
    let names = answer.headers.iter().map(|(name, _)| name.clone()).collect();
    let id = page.form("/desk/sign-in/code").fields.into_iter().find(|(name, _)| name == "id").expect("an id").1;
    assert_eq!(id.len(), 32);
    (answer.status, names, answer.body.replace(&id, "").replace(email, ""))
}

#[test]
fn a_stranger_gets_the_same_page_and_no_mail() {
    let office = Office::open();
    let member = shape(&office, EXPERT);
    assert_eq!(office.post.letters().len(), 1);
    for stranger in ["nguoi-la@dh.example", "hotro@suite.example", "chuyen-vien+1@suite.example"] {
        assert_eq!(shape(&office, stranger), member, "{stranger}");
    }
    assert_eq!(office.post.letters().len(), 1, "nobody else got mail");
}

#[test]
fn a_strangers_code_is_wrong_as_a_members_is() {
    let office = Office::open();
    let entered = |email: &str| {
        let mut browser = Browser::new(&office);
        let form = ask_for_code(&mut browser, email).page(200).form("/desk/sign-in/code");
        let statuses: Vec<_> = (0..4)
            .map(|_| {
                let answer = browser.submit(&form.clone().fill("code", "00000000"));
                (answer.status, answer.header("set-cookie").is_some(), answer.page(422).text().replace(email, ""))
            })
            .collect();
        statuses
    };
    assert_eq!(entered(EXPERT), entered("nguoi-la@dh.example"));
}

#[test]
fn the_address_is_read_as_people_type_it() {
    let office = Office::open();
    for typed in ["TO-TRUONG@suite.example", "  to-truong@SUITE.example ", "to-truong@suite.example\u{200f}"] {
        assert_eq!(ask_for_code(&mut Browser::new(&office), typed).status, 200, "{typed:?}");
    }
    let to: Vec<_> = office.post.letters().iter().map(|letter| letter.to.to_string()).collect();
    assert_eq!(to, ["to-truong@suite.example"; 3]);
}

#[test]
fn what_is_no_address_is_said_to_be_none() {
    let office = Office::open();
    for typed in ["", "  ", "an", "an@", "<b>@x.example"] {
        let page = ask_for_code(&mut Browser::new(&office), typed).page(422);
        assert!(page.has("#email[aria-invalid=true]"), "{typed:?}");
        assert_eq!(page.attribute("#email", "value").as_deref(), Some(typed), "what was typed is still there");
    }
}

#[test]
fn a_letter_of_signing_in_has_the_code_and_a_link_and_no_ticket() {
    let office = Office::open();
    super::people::sent(&mut Browser::new(&office));
    ask_for_code(&mut Browser::new(&office), EXPERT);
    let code = mailed_code(&office);
    let letter = office.post.letters().pop().expect("a letter");
    assert!(letter.to.as_str() == EXPERT && letter.body.contains(&code), "{letter:#?}");
    assert!(!letter.subject.contains(&code), "a code is not in the line that lock screens show: {}", letter.subject);
    assert!(!letter.body.contains(crate::journey::TITLE));
}

#[test]
fn when_mail_is_down_nobody_is_told_that_a_code_is_on_its_way() {
    let office = Office::open();
    office.post.close();
    let answer = ask_for_code(&mut Browser::new(&office), EXPERT);
    assert!(answer.header("x-request-id").is_some() && answer.header("retry-after").is_some(), "{answer:#?}");
    let page = answer.page(503);
    assert!(page.text_of("#email-error").contains("Chưa gửi được mã"), "{}", page.text());
    assert_eq!(page.attribute("#email", "value").as_deref(), Some(EXPERT), "to be sent again");
    office.post.reopen();
    signed_in(&office, EXPERT);
}

#[test]
fn each_sign_in_is_a_session_of_its_own() {
    let office = Office::open();
    let (mut first, mut second) = (signed_in(&office, EXPERT), signed_in(&office, EXPERT));
    let out = first.get("/desk/q/it").page(200).form("/desk/sign-out");
    first.submit(&out).leads_to();
    assert_eq!(first.get("/desk/q/it").status, 303);
    assert_eq!(second.get("/desk/q/it").status, 200);
    // Signing out twice leads to the same place.
    assert_eq!(first.submit(&out).leads_to(), "/desk/sign-in");
    assert_eq!(Browser::new(&office).submit(&posting("/desk/sign-out", &[])).leads_to(), "/desk/sign-in");
}
