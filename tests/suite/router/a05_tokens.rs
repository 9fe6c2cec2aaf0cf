//! Row 5: one-time codes and links end when they should, whatever the browser does.

use function::keys::LinkFrom;
use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, ask_for_code, mailed_code, posting, signed_in};
use crate::harness::http::{Browser, Response};
use crate::harness::page::Form;

/// The form for typing the code, and the code.
fn asked(office: &Office) -> (Form, String) {
    let form = ask_for_code(&mut Browser::new(office), EXPERT).page(200).form("/desk/sign-in/code");
    (form, mailed_code(office))
}

/// Types a code into a browser that has never been here: there is no cookie to drop.
fn try_code(office: &Office, form: &Form, code: &str) -> Response {
    Browser::new(office).submit(&form.clone().fill("code", code))
}

fn other(code: &str) -> String {
    code.chars().map(|digit| if digit == '7' { '3' } else { '7' }).collect()
}

#[test]
fn the_right_code_signs_in_once() {
    let office = Office::open();
    let (form, code) = asked(&office);
    let entered = try_code(&office, &form, &code);
    assert_eq!((entered.status, entered.leads_to().as_str()), (303, "/desk"));
    let cookie = entered.header("set-cookie").expect("a session").to_owned();
    for part in ["__Host-deskmark=", "; Path=/;", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    let again = try_code(&office, &form, &code);
    assert_eq!((again.status, again.header("set-cookie")), (422, None), "used up");
}

#[test]
fn codes_are_read_as_people_type_them() {
    for spell in [
        |code: &str| format!(" {} {} ", &code[..4], &code[4..]),
        |code: &str| format!("{}-{}\u{200f}", &code[..4], &code[4..]),
        |code: &str| code.chars().map(|c| char::from_u32(u32::from(c) - 0x30 + 0x6f0).expect("a digit")).collect(),
    ] {
        let office = Office::open();
        let (form, code) = asked(&office);
        assert_eq!(try_code(&office, &form, &spell(&code)).status, 303, "{:?}", spell(&code));
    }
}

#[test]
fn three_wrong_tries_end_a_code_from_any_browser_and_address() {
    let office = Office::open();
    let (form, code) = asked(&office);
    for left in [2, 1] {
        let page = try_code(&office, &form, &other(&code)).page(422);
        assert!(page.text().contains(&format!("Còn {left} lần")), "{}", page.text());
        assert_eq!(page.form("/desk/sign-in/code").fields[0], form.fields[0], "the next try is at the same code");
    }
    assert_eq!(try_code(&office, &form, &other(&code)).status, 422);
    let elsewhere = Browser::new(&office.from("203.0.113.50")).submit(&form.clone().fill("code", &code));
    assert_eq!((elsewhere.status, elsewhere.header("set-cookie")), (422, None), "the right one comes too late");
}

#[test]
fn a_code_ends_after_ten_minutes() {
    for (seconds, status) in [(10 * 60 - 1, 303), (10 * 60, 422)] {
        let office = Office::open();
        let (form, code) = asked(&office);
        office.pass(SignedDuration::from_secs(seconds));
        assert_eq!(try_code(&office, &form, &code).status, status, "after {seconds} s");
    }
}

#[test]
fn a_code_fits_only_its_own_id() {
    let office = Office::open();
    let (_, first) = asked(&office);
    let (second, _) = asked(&office);
    assert_eq!(try_code(&office, &second, &first).status, 422);
    for id in ["", "0", "../..", "' or 1=1 --", "ffffffffffffffffffffffffffffffff"] {
        let answer = Browser::new(&office).submit(&posting("/desk/sign-in/code", &[("id", id), ("code", &first)]));
        assert_eq!(answer.status, 422, "{id}");
    }
}

#[test]
fn a_session_ends_after_twelve_hours_and_by_signing_out() {
    let office = Office::open();
    let mut staff = signed_in(&office, EXPERT);
    office.pass(SignedDuration::from_secs(12 * 60 * 60 - 1));
    assert_eq!(staff.get("/desk/q/it").status, 200);
    office.pass(SignedDuration::from_secs(1));
    assert_eq!(staff.get("/desk/q/it").leads_to(), "/desk/sign-in");

    let mut staff = signed_in(&office, EXPERT);
    let form = staff.get("/desk/q/it").page(200).form("/desk/sign-out");
    // A second window still has the cookie, and the page.
    let cookie = super::people::session(&office, EXPERT);
    assert_eq!(staff.submit(&form).leads_to(), "/desk/sign-in");
    assert_eq!(staff.get("/desk/q/it").leads_to(), "/desk/sign-in");
    let with = |cookie: &str| super::people::request(&office, "GET", "/desk/q/it", &[("cookie", cookie)], b"").status;
    assert_eq!(with(&cookie), 200, "another session goes on");
    assert_eq!(with("__Host-deskmark=0000"), 303);
}

#[test]
fn the_link_in_the_mail_signs_nobody_in_by_being_followed() {
    let office = Office::open();
    ask_for_code(&mut Browser::new(&office), EXPERT);
    let letter = office.post.letters().remove(0);
    let link = super::people::link(&letter.body);
    for _ in 0..5 {
        let page = Browser::new(&office).get(&link);
        assert_eq!((page.status, page.header("set-cookie")), (200, None));
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    }
    let mut member = Browser::new(&office);
    crate::journey::press(&mut member, &link, "/desk/sign-in/code").leads_to();
    assert_eq!(member.get("/desk/q/it").status, 200);
    assert!(crate::journey::press_is_refused(&mut Browser::new(&office), &link));
}

#[test]
fn an_owners_link_ends_with_its_rotation_and_cannot_be_mended() {
    let office = Office::open();
    let code = super::people::sent(&mut Browser::new(&office));
    let parsed = domain::code::TicketCode::parse(&code).expect("a code");
    let other = super::people::sent(&mut Browser::new(&office.from("203.0.113.51")));
    let other = domain::code::TicketCode::parse(&other).expect("a code");
    let own = office.keys.link(LinkFrom::Mail, parsed, 0);
    let flipped: String = own.chars().rev().collect();
    let keys = [
        ("another rotation's", office.keys.link(LinkFrom::Mail, parsed, 1)),
        ("another ticket's", office.keys.link(LinkFrom::Mail, other, 0)),
        ("the cookie's value", office.keys.owner_cookie(parsed, 0)),
        ("a changed one", flipped),
        ("a shorter one", own[..31].to_owned()),
        ("none", String::new()),
        ("a list's", "[]".to_owned()),
    ];
    for (whose, key) in keys {
        let answer = Browser::new(&office).submit(&posting(&format!("/t/{code}/open"), &[("key", &key)]));
        assert_eq!((answer.status, answer.header("set-cookie")), (404, None), "{whose}");
    }
    assert_eq!(office.history(&code), ["submitted"]);

    // The desk rotates the link: the old key and the old cookie open nothing any more.
    let cookie = format!("deskmark-ticket={}", office.keys.owner_cookie(parsed, 0));
    let path = format!("/t/{code}");
    let sees_words = || {
        let page = super::people::request(&office, "GET", &path, &[("cookie", &cookie)], b"").page(200);
        page.text().contains(crate::journey::TITLE)
    };
    assert!(sees_words());
    office.wait(async {
        let before = office.store.head(parsed).await.expect("the store works").expect("a ticket");
        let event = domain::ticket::Event {
            seq: before.version + 1,
            at: before.created_at,
            by: domain::ticket::Actor::Requester,
            kind: domain::ticket::EventKind::Replied,
            personal: None,
        };
        let head = domain::ticket::Ticket { version: event.seq, link_rotation: 1, ..before.clone() };
        office.store.append(&head, before.version, &[event]).await.expect("it is appended");
    });
    assert!(!sees_words());
    let old = Browser::new(&office).submit(&posting(&format!("/t/{code}/open"), &[("key", &own)]));
    assert_eq!((old.status, old.header("set-cookie")), (404, None));
}
