//! Row 24: whoever sent a ticket can be forgotten; what is left names nobody, and still tells what happened.

use super::files::PDF;
use super::office::Office;
use super::people::{EXPERT, does, mailed_link, owner_by_mail, posting, sent, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

const ADMIN: &str = "quan-tri@suite.example";

#[test]
fn an_admin_forgets_a_requester_for_good() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut owner = owner_by_mail(&office, &code);
    let follow = owner.get(&format!("/t/{code}")).page(200).form("/follow").fill("email", "binh@khach.example");
    owner.submit(&follow).leads_to();
    super::sms::turn_on(&office, &code);
    let reply = owner.get(&format!("/t/{code}")).page(200).form("/reply");
    owner.submit(&reply.choose("files", "thẻ.pdf", PDF)).leads_to();
    let kept = || std::fs::read_dir(office.data().join("files/kept")).expect("a folder").count();
    assert_eq!(kept(), 1, "the file is on the disk");
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let link = mailed_link(&office, EMAIL);
    let mut admin = signed_in(&office, ADMIN);
    let page = admin.get(&format!("/desk/t/{code}")).page(200);
    let question = page.links("a[href$='/erase']").remove(0).0;
    let page = admin.get(&question).page(200);
    assert!(page.text().contains(TITLE) && page.text().contains(NAME), "{}", page.text());
    let form = page.form("/erase");
    for _ in 0..2 {
        assert_eq!(admin.submit(&form).leads_to(), format!("/desk/t/{code}?done=erased"));
    }
    let kinds = ["submitted", "contact_proved", "followed", "sms_on", "attached", "accepted", "answered", "erased"];
    assert_eq!(office.history(&code), kinds, "what happened is still known");
    let words = [TITLE, DESCRIPTION, NAME, EMAIL, ANSWER, "binh@khach.example", "HDMI", "901234567"];
    let page = admin.get(&format!("/desk/t/{code}")).page(200);
    for word in words {
        assert!(!page.text().contains(word), "{word} in {}", page.text());
    }
    assert!(page.text().contains("Đã xóa dữ liệu người yêu cầu") && page.text().contains("Đã trả lời"));
    let parsed = domain::code::TicketCode::parse(&code).expect("a code");
    office.wait(async {
        let events = office.store.events(parsed, 1).await.expect("the store works");
        assert!(events.iter().all(|event| event.personal.is_none()), "{events:?}");
        let head = office.store.head(parsed).await.expect("the store works").expect("a ticket");
        assert_eq!(domain::ticket::fold(parsed, &events), Some(head), "the log still folds to the head");
    });

    office.effects().expect("the post office is open");
    assert_eq!(kept(), 0, "nor is the file on the disk any more");

    // Neither the cookie nor the mailed link opens it any more, and nobody is mailed about it.
    assert!(!owner.get(&format!("/t/{code}")).page(200).has("form[action$='/reply'], form[action$='/confirm']"));
    let key = link.split("key=").nth(1).and_then(|rest| rest.split('&').next()).expect("a key").to_owned();
    let opened = Browser::new(&office).submit(&posting(&format!("/t/{code}/open"), &[("key", &key)]));
    assert_eq!(opened.status, 404);
    let before = (office.letters().len(), office.post.texts().len());
    does(&mut staff, &code, "/close", None).leads_to();
    assert_eq!((office.letters().len(), office.post.texts().len()), before);
}
