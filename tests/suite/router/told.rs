//! Who is told of what: the requester of every stage, the desk's people of what is theirs to do, as the portal and the
//! desk say.

use domain::catalog::{Catalog, Notify};
use domain::working_time::WorkingSpan;
use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, SECOND, does, filled, owner_by_mail, posting, sent, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, EMAIL, TITLE};

const LEAD: &str = "to-truong@suite.example";

/// Kind and recipient of every letter since the `from`th, in order: `accepted ngoc@khach.example`.
fn told(office: &Office, from: usize) -> Vec<String> {
    let letters = office.letters();
    let letters = letters[from..].iter().filter(|letter| !letter.id.starts_with("sign-in-"));
    let kind = |id: &str| id.split('-').nth(4).unwrap_or_default().to_owned();
    letters.map(|letter| format!("{} {}", kind(&letter.id), letter.to)).collect()
}

fn notify(text: &str) -> Notify {
    toml::from_str(text).unwrap_or_else(|error| panic!("{error}"))
}

fn wait_for(catalog: &mut Catalog) {
    for definition in catalog.request_types.values_mut() {
        definition.stages.give_up = Some(WorkingSpan::parse("3d").expect("a span"));
        definition.stages.confirm = Some(WorkingSpan::parse("3d").expect("a span"));
        definition.stages.reopen = Some(WorkingSpan::parse("5d").expect("a span"));
    }
}

#[test]
fn the_requester_is_told_of_every_stage() {
    let office = Office::with(wait_for);
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let mut requester = owner_by_mail(&office, &code);
    does(&mut staff, &code, "/ask", Some("Phòng nào?")).leads_to();
    let path = format!("/t/{code}");
    let reply = requester.get(&path).page(200).form("/reply").fill("text", "C1.");
    requester.submit(&reply).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    does(&mut signed_in(&office, LEAD), &code, "/reopen", Some("Chưa xong, làm tiếp.")).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    office.pass(SignedDuration::from_hours(72));
    office.sweep();
    assert_eq!(
        told(&office, 0),
        [
            format!("receipt {EMAIL}"),
            format!("accepted {EMAIL}"),
            format!("asked {EMAIL}"),
            format!("replied {EXPERT}"),
            format!("answered {EMAIL}"),
            format!("reopened {EMAIL}"),
            format!("answered {EMAIL}"),
            format!("closed {EMAIL}"),
        ]
    );
    let letters = office.letters();
    let of = |kind: &str| letters.iter().rfind(|letter| letter.id.ends_with(kind)).expect("a letter");
    assert!(of("-accepted").body.contains("Hẹn trả lời trước"), "{:#?}", of("-accepted"));
    assert!(of("-reopened").body.contains("Chưa xong, làm tiếp."), "{:#?}", of("-reopened"));
    let answered = of("-answered");
    assert!(answered.body.contains(ANSWER) && answered.body.contains("chấm điểm"), "{answered:#?}");
    let closed = &of("-closed").body;
    for part in [TITLE, "không có ý kiến gì thêm", "mở lại được phiếu đến", "chấm điểm", "/open?key="]
    {
        assert!(closed.contains(part), "{part} in:\n{closed}");
    }
}

#[test]
fn a_closed_ticket_says_how_it_ended() {
    for (deeds, closes, words) in [
        (&["/accept", "/answer"][..], "confirm", "Bạn đã xác nhận"),
        (&["/accept", "/answer"], "desk", "đóng phiếu sau khi trả lời"),
        (&["/accept", "/answer"], "clock", "không có ý kiến gì thêm"),
        (&["/accept", "/ask"], "clock", "chưa được trả lời trong thời hạn"),
        (&["/reject"], "clock", "chưa được bổ sung trong thời hạn"),
    ] {
        let office = Office::with(wait_for);
        let mut requester = Browser::new(&office);
        let code = sent(&mut requester);
        let mut staff = signed_in(&office, EXPERT);
        for deed in deeds {
            does(&mut staff, &code, deed, (*deed != "/accept").then_some(ANSWER)).leads_to();
        }
        match closes {
            "confirm" => {
                let form = requester.get(&format!("/t/{code}")).page(200).form("/confirm");
                requester.submit(&form).leads_to();
            }
            "desk" => {
                does(&mut staff, &code, "/close", None).leads_to();
            }
            _ => {
                office.pass(SignedDuration::from_hours(72));
                office.sweep();
            }
        }
        let letters = office.letters();
        let letter = letters.last().expect("a letter");
        assert!(letter.id.ends_with("-closed") && letter.body.contains(words), "{words}: {letter:#?}");
        assert!(!letter.body.contains(TITLE) && !letter.body.contains(ANSWER), "nobody has proved the address");
    }
}

#[test]
fn whoever_works_on_it_is_told_and_everybody_while_nobody_does() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let path = format!("/t/{code}");
    let write = |requester: &mut Browser<'_>| {
        let reply = requester.get(&path).page(200).form("/reply").fill("text", "Vẫn thế.");
        requester.submit(&reply).leads_to();
    };
    write(&mut requester);
    assert_eq!(told(&office, 1), [format!("replied {EXPERT}"), format!("replied {SECOND}")]);
    let mut staff = signed_in(&office, SECOND);
    does(&mut staff, &code, "/accept", None).leads_to();
    let before = office.letters().len();
    write(&mut requester);
    assert_eq!(told(&office, before), [format!("replied {SECOND}")]);
    let letter = office.letters().pop().expect("a letter");
    assert!(letter.body.contains(&format!("/desk/t/{code}")) && letter.subject.contains(&code), "{letter:#?}");
    assert!(!letter.body.contains(TITLE) && !letter.body.contains("Vẫn thế."), "{letter:#?}");
    let before = office.letters().len();
    let withdraw = requester.get(&path).page(200).form("/withdraw");
    requester.submit(&withdraw).leads_to();
    assert_eq!(told(&office, before), [format!("withdrawn {SECOND}"), format!("withdrawn {EMAIL}")]);
}

#[test]
fn a_promise_that_is_not_kept_is_told_to_whoever_works_on_it() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let before = office.letters().len();
    office.pass(SignedDuration::from_hours(20));
    office.sweep();
    assert_eq!(told(&office, before), [format!("warned {EXPERT}")]);
    office.pass(SignedDuration::from_hours(5));
    office.sweep();
    let chase = requester.get(&format!("/t/{code}")).page(200).form("/chase");
    requester.submit(&chase).leads_to();
    assert_eq!(
        told(&office, before + 1),
        [
            format!("overdue {EXPERT}"),
            format!("escalated {LEAD}"),
            "escalated giam-doc@suite.example".to_owned(),
            format!("chased {EXPERT}"),
        ]
    );
}

#[test]
fn the_portal_and_the_desk_say_who_is_told() {
    let office = Office::with(|catalog| {
        catalog.portal.notify = notify("received = [\"lead\"]\naccepted = []\nchased = [\"lead\"]");
        let desk = catalog.desks.values_mut().next().expect("desk it");
        desk.notify = notify("received = [\"requester\", \"expert\", \"handler\"]");
    });
    let code = sent(&mut Browser::new(&office));
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    assert_eq!(
        told(&office, 0),
        [format!("received {EXPERT}"), format!("received {SECOND}"), format!("receipt {EMAIL}")],
        "the desk's own word, each once; and nobody is told of taking it on"
    );
}

#[test]
fn a_ticket_that_moves_is_told_by_the_desk_it_moves_to() {
    let office = Office::with(|catalog| {
        let desk = catalog.desks.values_mut().last().expect("desk training");
        desk.notify = notify("referred = [\"lead\", \"requester\"]");
    });
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    office.effects().expect("the post office is open");
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/refer").fill("to", "training");
    staff.submit(&form).leads_to();
    assert_eq!(
        told(&office, 2),
        [
            "referred dao-tao@suite.example".to_owned(),
            "referred giam-doc@suite.example".to_owned(),
            format!("referred {EMAIL}")
        ]
    );
}

#[test]
fn what_looks_like_a_password_is_masked_in_mail() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).fill("title", "LMS không vào được, mật khẩu: Sen-Vang-91");
    let code = sent_form(&mut requester, &form);
    owner_by_mail(&office, &code);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some("Đã đặt lại. Mật khẩu: Tam-7731-Bien")).leads_to();
    let letters = office.letters();
    let letter = letters.iter().rfind(|letter| letter.id.ends_with("-answered")).expect("a letter");
    assert!(letter.body.contains("Đã đặt lại") && letter.body.contains("•••"), "{letter:#?}");
    for letter in letters {
        assert!(!letter.body.contains("Sen-Vang-91") && !letter.body.contains("Tam-7731-Bien"), "{letter:#?}");
    }
    let page = requester.get(&format!("/t/{code}")).page(200);
    assert!(page.text().contains("Tam-7731-Bien"), "the page behind the link shows it: {}", page.text());
}

#[test]
fn opening_again_is_no_news_to_whoever_did_it() {
    let office = Office::with(wait_for);
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let before = office.letters().len();
    let path = format!("/t/{code}");
    let token = requester.get(&path).page(200).attribute("input[name=csrf]", "value").expect("a token");
    let fields = [("csrf", token.as_str()), ("version", "3"), ("text", "Vẫn chưa được.")];
    requester.submit(&posting(&format!("{path}/reply"), &fields)).leads_to();
    assert_eq!(told(&office, before), [format!("reopened {EXPERT}")]);
}
