//! People who follow a ticket: told when it moves on, and never what is written.

use super::office::Office;
use super::people::{EXPERT, does, owner_by_mail, posting, sent, signed_in};
use crate::harness::http::{Browser, Response};
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

const FRIEND: &str = "binh@khach.example";

/// Lets somebody follow from the owner's page.
fn follow(owner: &mut Browser<'_>, code: &str, email: &str) -> Response {
    let form = owner.get(&format!("/t/{code}")).page(200).form("/follow").fill("email", email);
    owner.submit(&form)
}

fn letters_to(office: &Office, to: &str) -> Vec<function::mail::Letter> {
    office.letters().into_iter().filter(|letter| letter.to.as_str() == to).collect()
}

#[test]
fn followers_are_told_of_stages_and_of_no_words() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut owner = owner_by_mail(&office, &code);
    let form = owner.get(&format!("/t/{code}")).page(200).form("/follow").fill("email", " Binh@khach.example ");
    for _ in 0..2 {
        assert_eq!(owner.submit(&form).leads_to(), format!("/t/{code}?done=followed"));
    }
    assert_eq!(office.history(&code), ["submitted", "contact_proved", "followed"]);
    assert!(owner.get(&format!("/t/{code}")).page(200).text_of(".followers").contains(FRIEND));
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/ask", Some("Phòng nào, và ai dùng?")).leads_to();
    let reply = owner.get(&format!("/t/{code}")).page(200).form("/reply").fill("text", "Phòng C1.");
    owner.submit(&reply).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let confirm = owner.get(&format!("/t/{code}")).page(200).form("/confirm");
    owner.submit(&confirm).leads_to();
    let letters = letters_to(&office, FRIEND);
    let subjects: Vec<_> = letters.iter().map(|letter| letter.subject.as_str()).collect();
    assert_eq!(subjects, ["Đã tiếp nhận", "Đã trả lời", "Đã đóng"].map(|what| format!("Phiếu {code}: {what}")));
    for letter in letters {
        for words in [TITLE, DESCRIPTION, NAME, EMAIL, ANSWER, "C1", "/open?key="] {
            assert!(!format!("{letter:?}").contains(words), "{words} in {letter:#?}");
        }
        assert!(letter.body.contains(&format!("/t/{code}?lang=vi")), "{letter:#?}");
    }
    let page = Browser::new(&office).get(&format!("/t/{code}")).page(200);
    assert!(!page.text().contains(FRIEND), "the status names nobody");
}

#[test]
fn the_owner_takes_somebody_off_the_list() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut owner = owner_by_mail(&office, &code);
    for email in [FRIEND, "an@khach.example"] {
        follow(&mut owner, &code, email).leads_to();
    }
    let form = owner.get(&format!("/t/{code}")).page(200).form("/unfollow");
    assert_eq!(owner.submit(&form).leads_to(), format!("/t/{code}?done=unfollowed"));
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    assert_eq!((letters_to(&office, FRIEND).len(), letters_to(&office, "an@khach.example").len()), (0, 1));
}

#[test]
fn a_follower_leaves_by_the_mailed_button_and_nobody_elses() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut owner = owner_by_mail(&office, &code);
    for email in [FRIEND, "an@khach.example"] {
        follow(&mut owner, &code, email).leads_to();
    }
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    let body = letters_to(&office, FRIEND).pop().expect("a letter").body;
    let link = body.split_whitespace().find(|word| word.contains("/stop?")).expect("a link").to_owned();
    assert!(!link.contains("binh"), "an address holds no address: {link}");
    let history = office.history(&code);
    let mut friend = Browser::new(&office);
    let forged = friend.submit(&posting(&format!("/t/{code}/stop"), &[("key", "0000")]));
    assert_eq!((forged.status, office.history(&code)), (200, history.clone()));
    let page = friend.get(&link);
    assert_eq!((page.header("referrer-policy"), office.history(&code)), (Some("no-referrer"), history));
    let form = page.page(200).form(&format!("/t/{code}/stop"));
    for _ in 0..2 {
        assert!(friend.submit(&form).page(200).text().contains("không nhận thư về phiếu này nữa"));
    }
    let page = owner.get(&format!("/t/{code}")).page(200);
    let list = page.text_of(".followers ul");
    assert!(!list.contains(FRIEND) && list.contains("an@khach.example"), "{list}");
    assert_eq!(office.history(&code).iter().filter(|kind| *kind == "followed").count(), 3);
}

#[test]
fn what_cannot_follow_is_told_at_its_field() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut owner = owner_by_mail(&office, &code);
    for (email, words) in [
        ("", "Viết email đầy đủ"),
        ("khong-phai", "Viết email đầy đủ"),
        ("hotro@suite.example", "địa chỉ của chúng tôi"),
        (EMAIL, "vốn đã nhận thư"),
    ] {
        let page = follow(&mut owner, &code, email).page(422);
        let error = page.text_of("#follow-email-error");
        assert!(error.contains(words), "{email}: {error}");
        assert_eq!(page.attribute("#follow-email", "value").as_deref(), Some(email));
        assert!(!page.has(".reply-form .field-wrong"));
    }
    for nth in 0..10 {
        follow(&mut owner, &code, &format!("nguoi-{nth}@khach.example")).leads_to();
    }
    let page = follow(&mut owner, &code, FRIEND).page(409);
    assert!(page.text().contains("Nhiều nhất 10 người"), "{}", page.text());
    assert_eq!(page.attribute("#follow-email", "value").as_deref(), Some(FRIEND));
}

#[test]
fn nobody_is_written_to_for_a_stranger() {
    let office = Office::open();
    let mut owner = Browser::new(&office);
    let code = sent(&mut owner);
    let page = owner.get(&format!("/t/{code}")).page(200);
    assert!(!page.has("form[action$='/follow']"), "not before the address is proved: {}", page.text());
    let token = page.attribute("main input[name=csrf]", "value").expect("a token");
    let fields = [("csrf", token.as_str()), ("version", "1"), ("email", FRIEND)];
    let refused = owner.submit(&posting(&format!("/t/{code}/follow"), &fields)).page(409);
    assert!(refused.text().contains("mở liên kết riêng trong email"), "{}", refused.text());
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    assert_eq!(letters_to(&office, FRIEND).len(), 0);
    assert_eq!(office.history(&code), ["submitted", "accepted"]);
}
