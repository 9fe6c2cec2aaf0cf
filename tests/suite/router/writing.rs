//! Who is writing an answer to a ticket: for their colleagues, and for nobody else.

use jiff::SignedDuration;

use super::office::Office;
use super::people::{DIRECTOR, EXPERT, FOREIGN, SECOND, does, posting, sent, signed_in};
use crate::harness::http::{Browser, Response};

fn csrf(browser: &mut Browser<'_>) -> String {
    let page = browser.open("/desk").page(200);
    page.attribute("form[action='/desk/sign-out'] input[name=csrf]", "value").expect("a token")
}

fn writes(browser: &mut Browser<'_>, code: &str) -> Response {
    let token = csrf(browser);
    browser.submit(&posting(&format!("/desk/t/{code}/writing"), &[("csrf", &token)]))
}

fn seen_by(browser: &mut Browser<'_>, code: &str) -> String {
    browser.get(&format!("/desk/t/{code}")).page(200).text_of(".writing")
}

fn accepted(office: &Office) -> String {
    let code = sent(&mut Browser::new(office));
    does(&mut signed_in(office, EXPERT), &code, "/accept", None).leads_to();
    code
}

#[test]
fn colleagues_see_who_writes_for_as_long_as_they_do() {
    let office = Office::open();
    let code = accepted(&office);
    let (mut first, mut second) = (signed_in(&office, EXPERT), signed_in(&office, SECOND));
    assert_eq!(writes(&mut first, &code).status, 204);
    let name = office.head(&code).handler.expect("a handler");
    assert!(seen_by(&mut second, &code).contains(&name));
    assert_eq!(seen_by(&mut first, &code), "", "nobody is told of themselves");
    assert!(seen_by(&mut signed_in(&office, DIRECTOR), &code).contains(&name));
    assert!(!Browser::new(&office).get(&format!("/t/{code}")).page(200).text().contains(&name));

    office.pass(SignedDuration::from_secs(30));
    assert_eq!(writes(&mut first, &code).status, 204);
    office.pass(SignedDuration::from_secs(44));
    assert!(seen_by(&mut second, &code).contains(&name));
    office.pass(SignedDuration::from_secs(1));
    assert_eq!(seen_by(&mut second, &code), "");
    assert_eq!(office.history(&code), ["submitted", "accepted"], "it is no part of the ticket");
}

#[test]
fn an_answered_ticket_shows_nobody() {
    let office = Office::open();
    let code = accepted(&office);
    let (mut first, mut second) = (signed_in(&office, EXPERT), signed_in(&office, SECOND));
    writes(&mut first, &code);
    does(&mut first, &code, "/answer", Some("Xong.")).leads_to();
    assert_eq!(seen_by(&mut second, &code), "");
    // Whoever types on is told by the page, not by a failure.
    assert_eq!(writes(&mut second, &code).status, 204);
    assert_eq!(seen_by(&mut first, &code), "");
}

#[test]
fn a_colleague_who_has_left_the_desk_is_not_named() {
    let office = Office::open();
    let code = accepted(&office);
    writes(&mut signed_in(&office, EXPERT), &code);
    let mut second = signed_in(&office, SECOND);
    office.publish(|catalog| {
        for desk in catalog.desks.values_mut() {
            desk.members.retain(|member| member.email != EXPERT);
        }
    });
    assert_eq!(seen_by(&mut second, &code), "");
}

#[test]
fn only_who_may_answer_is_writing() {
    let office = Office::open();
    let code = accepted(&office);
    let none = domain::code::TicketCode::from_random(99).to_string();
    for (who, status) in [
        (EXPERT, 204),
        ("to-truong@suite.example", 204),
        ("quan-tri@suite.example", 204),
        (DIRECTOR, 409),
        (FOREIGN, 404),
    ] {
        let mut browser = signed_in(&office, who);
        assert_eq!(writes(&mut browser, &code).status, status, "{who}");
        assert_eq!(writes(&mut browser, &none).status, 404, "{who}");
    }
    let path = format!("/desk/t/{code}/writing");
    assert_eq!(Browser::new(&office).submit(&posting(&path, &[("csrf", "")])).leads_to(), "/desk/sign-in");
    let mut expert = signed_in(&office, SECOND);
    let token = csrf(&mut expert);
    assert_eq!(expert.submit(&posting(&path, &[("csrf", "another")])).status, 403);
    assert_eq!(expert.submit(&posting(&path, &[("csrf", &token), ("name", "Ai đó")])).status, 422);
    assert_eq!(expert.get(&path).status, 405);
}
