//! A requester's own tickets: found by the address alone, opened without the private link.

use domain::ticket::{Actor, Command};
use function::tickets::{Acting, act};
use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, does, filled, mailed_code, posting, request, sent, sent_form, set_cookie, signed_in};
use crate::harness::http::{Browser, Response};
use crate::harness::page::Form;
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, TITLE, press};

/// Asks for a code to an address; gives the page for typing it.
fn ask(browser: &mut Browser<'_>, email: &str) -> Response {
    browser.submit(&posting("/my", &[("email", email)]))
}

/// The form for typing a code that was sent to an address, and the code.
pub fn asked(office: &Office, email: &str) -> (Form, String) {
    let form = ask(&mut Browser::new(office), email).page(200).form("/my/code");
    (form, mailed_code(office))
}

/// A browser that shows the tickets of an address.
#[track_caller]
pub fn visiting<'a>(office: &'a Office, email: &str) -> Browser<'a> {
    let (form, code) = asked(office, email);
    let mut browser = Browser::new(office);
    assert!(browser.submit(&form.fill("code", &code)).leads_to().starts_with("/my?lang="));
    browser
}

#[test]
fn whoever_lost_the_link_finds_every_ticket_and_opens_it() {
    let office = Office::open();
    let first = sent(&mut Browser::new(&office));
    office.pass(SignedDuration::from_mins(5));
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).fill("title", "Máy in kẹt giấy").fill("email", &EMAIL.to_uppercase());
    let second = sent_form(&mut requester, &form);
    let form = filled(&mut requester).fill("title", "Của người khác").fill("email", "binh@khach.example");
    sent_form(&mut requester, &form);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &first, "/accept", None).leads_to();
    does(&mut staff, &first, "/answer", Some(ANSWER)).leads_to();

    let mut visitor = visiting(&office, EMAIL);
    let page = visitor.get("/my").page(200);
    let text = page.text();
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words} in {text}"));
    assert!(place("Máy in kẹt giấy") < place(TITLE), "newest first");
    for words in [first.as_str(), &second, "Đã trả lời", "Mới", "Tổ kỹ thuật", EMAIL, "thay đổi gần nhất"]
    {
        place(words);
    }
    assert!(!text.contains("Của người khác") && !text.contains(DESCRIPTION), "{text}");

    let form = page.form(&format!("/my/t/{first}"));
    assert_eq!(visitor.submit(&form).leads_to(), format!("/t/{first}"));
    let page = visitor.get(&format!("/t/{first}")).page(200);
    assert!(page.text().contains(ANSWER) && page.has("form[action$='/confirm']"), "{}", page.text());
    assert!(office.history(&first).contains(&"contact_proved".to_owned()), "they have read mail of that address");
    assert!(!visitor.get(&format!("/t/{second}")).page(200).text().contains("kẹt giấy"), "one at a time");
}

#[test]
fn nobody_opens_a_ticket_of_somebody_else() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).fill("email", "binh@khach.example");
    let own = sent_form(&mut requester, &form);
    let mut visitor = visiting(&office, "binh@khach.example");
    let form = visitor.get("/my").page(200).form(&format!("/my/t/{own}"));
    for foreign in [&code, "0000-0000-0000", "x"] {
        let answer = visitor.submit(&Form { action: format!("/my/t/{foreign}"), ..form.clone() });
        assert_eq!((answer.status, answer.header("set-cookie")), (404, None), "{foreign}");
    }
    let unsigned = posting(&form.action, &[("csrf", "0")]);
    assert_eq!(visitor.submit(&unsigned).status, 403);
    assert_eq!(Browser::new(&office).submit(&form).status, 404, "signed out");
    let mut more = form.fields.clone();
    more.push(("role".to_owned(), "admin".to_owned()));
    assert_eq!(visitor.submit(&Form { fields: more, ..form.clone() }).status, 422);
    assert_eq!(office.history(&code), ["submitted"]);
    assert_eq!(office.history(&own), ["submitted"]);
}

#[test]
fn an_address_without_tickets_sees_the_same_pages() {
    let office = Office::open();
    sent(&mut Browser::new(&office));
    let same = |a: &Response, b: &Response, of: &str| {
        let strip = |response: &Response, email: &str| {
            let id = response.header("x-request-id").unwrap_or_default();
            let mut body = response.body.replace(id, "").replace(email, "");
            if let Some(named) = crate::harness::page::Page::parse(&body).attribute("input[name=id]", "value") {
                body = body.replace(&named, "");
            }
            body
        };
        assert_eq!((a.status, strip(a, EMAIL)), (b.status, strip(b, "la@khach.example")), "{of}");
    };
    let mut people = [EMAIL, "la@khach.example"].map(|email| (email, Browser::new(&office)));
    let answers = people.each_mut().map(|(email, browser)| ask(browser, email));
    same(&answers[0], &answers[1], "asking");
    let letters = office.post.letters();
    let to = |email: &str| letters.iter().filter(|letter| letter.to.as_str() == email).count();
    assert_eq!((to(EMAIL), to("la@khach.example")), (1, 1), "both get a code, so that not even the time tells");
    let wrong = answers.map(|answer| answer.page(200).form("/my/code").fill("code", "00000000"));
    let tried = [0, 1].map(|nth| Browser::new(&office).submit(&wrong[nth]));
    same(&tried[0], &tried[1], "a wrong code");
    let page = visiting(&office, "la@khach.example").get("/my").page(200);
    assert!(page.text().contains("Chưa có phiếu nào"), "{}", page.text());
}

#[test]
fn codes_end_as_they_do_at_the_desk() {
    let office = Office::open();
    office.with_wide_limits();
    sent(&mut Browser::new(&office));
    let try_code = |form: &Form, code: &str| Browser::new(&office).submit(&form.clone().fill("code", code));
    let (form, code) = asked(&office, EMAIL);
    let entered = try_code(&form, &code);
    let cookie = entered.header("set-cookie").expect("a session").to_owned();
    for part in ["deskmark-my=", "; Path=/my;", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Max-Age"), "gone with the browser: {cookie}");
    assert_eq!(try_code(&form, &code).status, 422, "used up");

    let (form, code) = asked(&office, EMAIL);
    let wrong: String = code.chars().map(|digit| if digit == '7' { '3' } else { '7' }).collect();
    for _ in 0..3 {
        assert_eq!(try_code(&form, &wrong).status, 422);
    }
    assert_eq!(try_code(&form, &code).status, 422, "the right one comes after three wrong ones");

    for (seconds, status) in [(10 * 60 - 1, 303), (10 * 60, 422)] {
        let (form, code) = asked(&office, EMAIL);
        office.pass(SignedDuration::from_secs(seconds));
        assert_eq!(try_code(&form, &code).status, status, "after {seconds} s");
    }
}

#[test]
fn a_code_and_a_session_open_one_door_only() {
    let office = Office::open();
    let (form, code) = asked(&office, EXPERT);
    let at_the_desk = Form { action: "/desk/sign-in/code".to_owned(), ..form.clone() };
    assert_eq!(Browser::new(&office).submit(&at_the_desk.fill("code", &code)).status, 422);
    let entered = Browser::new(&office).submit(&form.fill("code", &code));
    let secret = set_cookie(&entered).split_once('=').expect("a pair").1.to_owned();
    let staff = [("cookie", format!("__Host-deskmark={secret}"))];
    let staff = staff.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(request(&office, "GET", "/desk/q/it", &staff, b"").status, 303);

    let session = super::people::session(&office, EXPERT);
    let secret = session.split_once('=').expect("a pair").1;
    let cookie = format!("deskmark-my={secret}");
    let page = request(&office, "GET", "/my", &[("cookie", &cookie)], b"").page(200);
    assert!(page.has("input[name=email]"), "signed out: {}", page.text());
}

#[test]
fn signing_out_ends_the_session_on_the_server() {
    let office = Office::open();
    sent(&mut Browser::new(&office));
    let (form, code) = asked(&office, EMAIL);
    let cookie = set_cookie(&Browser::new(&office).submit(&form.fill("code", &code)));
    let sees = |path: &str| request(&office, "GET", path, &[("cookie", &cookie)], b"").page(200).text().contains(TITLE);
    assert!(sees("/my"));
    let page = request(&office, "GET", "/my", &[("cookie", &cookie)], b"").page(200);
    let token = page.attribute("form[action='/my/sign-out'] input[name=csrf]", "value").expect("a token");
    let post = |csrf: &str| super::people::post(&office, "/my/sign-out", &[("cookie", &cookie)], &[("csrf", csrf)]);
    assert_eq!(post("0").status, 403);
    assert!(sees("/my"));
    let out = post(&token);
    assert!(out.leads_to() == "/my" && out.header("set-cookie").is_some_and(|gone| gone.contains("Max-Age=0")));
    assert!(!sees("/my"), "the cookie is worth nothing any more");

    let mut visitor = visiting(&office, EMAIL);
    office.pass(SignedDuration::from_secs(60 * 60 - 1));
    assert!(visitor.get("/my").page(200).text().contains(TITLE));
    office.pass(SignedDuration::from_secs(1));
    assert!(!visitor.get("/my").page(200).text().contains(TITLE), "an hour is all");
}

#[test]
fn following_the_mailed_link_opens_nothing() {
    let office = Office::open();
    sent(&mut Browser::new(&office));
    ask(&mut Browser::new(&office), EMAIL);
    let link = super::people::link(&office.post.letters().pop().expect("a letter").body);
    assert!(link.contains("/my/open?id="), "{link}");
    let mut reader = Browser::new(&office);
    for _ in 0..3 {
        let page = reader.get(&link);
        assert_eq!((page.status, page.header("set-cookie")), (200, None));
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    }
    press(&mut reader, &link, "/my/code").leads_to();
    assert!(reader.get("/my").page(200).text().contains(TITLE));
}

#[test]
fn a_long_list_has_pages_of_its_own() {
    let office = Office::open();
    office.with_wide_limits();
    let mut requester = Browser::new(&office);
    for nth in 0..21 {
        let form = filled(&mut requester).fill("title", &format!("Phiếu số {nth:02}"));
        sent_form(&mut requester, &form);
        office.pass(SignedDuration::from_secs(1));
    }
    let mut visitor = visiting(&office, EMAIL);
    let page = visitor.get("/my").page(200);
    assert!(page.text().contains("Phiếu số 20") && !page.text().contains("Phiếu số 00"), "{}", page.text());
    let next = page.links("a[rel=next]").remove(0).0;
    let last = visitor.get(&next).page(200);
    assert!(last.text().contains("Phiếu số 00") && !last.has("a[rel=next]"), "{}", last.text());
    let mut other = visiting(&office, "la@khach.example");
    assert_eq!(other.get(&next).status, 400, "a place in a foreign list");
    assert_eq!(visitor.get("/my?after=0").status, 400);
}

#[test]
fn erased_tickets_leave_the_list() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut visitor = visiting(&office, EMAIL);
    let form = visitor.get("/my").page(200).form(&format!("/my/t/{code}"));
    let admin =
        Actor::Staff { desk: domain::ids::DeskId::parse("it").expect("a desk"), role: domain::catalog::Role::Admin };
    let parsed = domain::code::TicketCode::parse(&code).expect("a code");
    let erase = Acting { code: parsed, actor: admin, commands: vec![Command::Erase], seen: None };
    office.wait(act(&office.desk, &office.desk.bundle().catalog, &erase)).expect("an admin may");
    let page = visitor.get("/my").page(200);
    assert!(!page.text().contains(&code) && !page.text().contains(TITLE), "{}", page.text());
    assert_eq!(visitor.submit(&form).status, 404);
}
