//! The requester's own view: how one gets in, what one may do there, and how one leaves.

use super::office::Office;
use super::people::{EXPERT, does, mailed_link, owner_by_mail, post, request, sent, signed_in};
use crate::harness::http::Browser;
use crate::journey::{self, ANSWER, EMAIL, TITLE};

#[test]
fn following_the_mailed_link_changes_nothing_and_shows_nothing() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let link = mailed_link(&office, EMAIL);
    for _ in 0..3 {
        let answer = Browser::new(&office).get(&link);
        assert_eq!((answer.status, answer.header("set-cookie")), (200, None));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert!(!answer.page(200).text().contains(TITLE));
    }
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn pressing_its_button_sets_a_cookie_for_this_ticket_and_proves_the_address_once() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let link = mailed_link(&office, EMAIL);
    for _ in 0..3 {
        let mut owner = Browser::new(&office);
        let opened = journey::press(&mut owner, &link, &format!("/t/{code}/open"));
        assert_eq!(opened.leads_to(), format!("/t/{code}"), "the secret is not in the address any more");
        let cookie = opened.header("set-cookie").expect("a cookie").to_owned();
        for part in [&format!("; Path=/t/{code};"), "HttpOnly", "Secure", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        assert!(!cookie.contains("Max-Age") && !cookie.contains("Expires"), "it ends with the browser: {cookie}");
        assert!(owner.get(&format!("/t/{code}")).page(200).text().contains(TITLE));
    }
    assert_eq!(office.history(&code), ["submitted", "contact_proved"]);
}

#[test]
fn the_receipt_is_for_the_browser_that_sent_the_ticket() {
    let office = Office::open();
    let mut sender = Browser::new(&office);
    let code = sent(&mut sender);
    let path = format!("/t/{code}/receipt");
    let receipt = sender.get(&path).page(200);
    assert!(receipt.text().contains(EMAIL) && receipt.has("a[href*='/open?key=']"));
    assert_eq!(Browser::new(&office).get(&path).leads_to(), format!("/t/{code}"), "others see the status");
}

#[test]
fn forgetting_this_computer_takes_the_words_off_it() {
    let office = Office::open();
    let mut sender = Browser::new(&office);
    let code = sent(&mut sender);
    let path = format!("/t/{code}");
    let forget = sender.get(&path).page(200).form("/forget");
    let forgotten = sender.submit(&forget);
    assert!(forgotten.header("set-cookie").is_some_and(|cookie| cookie.contains("Max-Age=0")), "{forgotten:#?}");
    assert_eq!(forgotten.leads_to(), path);
    assert!(!sender.get(&path).page(200).text().contains(TITLE));
    // The mailed link still works.
    assert!(owner_by_mail(&office, &code).get(&path).page(200).text().contains(TITLE));
}

#[test]
fn a_requester_writes_confirms_and_is_done() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let path = format!("/t/{code}");
    let reply = requester.get(&path).page(200).form("/reply");
    for (text, status) in [("", 422), (" \n ", 422), ("a\0b", 422), (&*"a".repeat(16 * 1024 + 1), 422)] {
        let page = requester.submit(&reply.clone().fill("text", text)).page(status);
        assert!(page.has("#text[aria-invalid=true]"), "{:?}", text.get(..10));
        let kept = page.form("/reply").fields.into_iter().find(|(name, _)| name == "text").expect("the text").1;
        // HTML has no way to carry NUL.
        assert_eq!(kept.replace('\u{fffd}', "\0"), text, "{:?}", text.get(..10));
    }
    requester.submit(&reply.fill("text", "Ở phòng C2 cũng vậy.")).leads_to();
    assert!(!requester.get(&path).page(200).has("form[action$='/confirm']"), "there is nothing to confirm yet");

    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let page = requester.get(&path).page(200);
    assert!(page.text().contains(ANSWER) && page.text().contains("Lê Cẩm Vân"), "{}", page.text());
    let confirmed = requester.submit(&page.form("/confirm"));
    let page = requester.follow(confirmed).page(200);
    assert!(!page.has("form[action$='/confirm'], form[action$='/reply']"), "it is over");
    assert_eq!(office.history(&code), ["submitted", "replied", "accepted", "answered", "closed"]);
}

#[test]
fn a_foreign_cookie_opens_nothing() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    for value in ["", "0", "x; deskmark-ticket=y", "00000000000000000000000000000000", "../../etc/passwd"] {
        let cookie = format!("deskmark-ticket={value}");
        let page = request(&office, "GET", &format!("/t/{code}"), &[("cookie", &cookie)], b"").page(200);
        assert!(!page.text().contains(TITLE), "{value}");
        let answer = post(&office, &format!("/t/{code}/confirm"), &[("cookie", &cookie)], &[("csrf", "x")]);
        assert_eq!(answer.status, 401, "{value}");
    }
}

#[test]
fn the_owners_page_speaks_the_tickets_language() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = super::people::filled(&mut requester).fill("lang", "fa");
    let code = super::people::sent_form(&mut requester, &form);
    let english = [("accept-language", "en")];
    let page = request(&office, "GET", &format!("/t/{code}"), &english, b"").page(200);
    assert!(page.has("html[lang=fa][dir=rtl]"), "the ticket's, whatever the browser's");
    let page = request(&office, "GET", &format!("/t/{code}?lang=en"), &english, b"").page(200);
    assert!(page.has("html[lang=en][dir=ltr]"), "unless asked");
}

#[test]
fn a_promise_tells_how_it_was_counted_to_whoever_has_the_code() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    for (lang, words) in [
        ("vi", ["Hẹn trong 2 giờ làm việc", "thứ Hai, 23/11", "08:30–10:30"]),
        ("en", ["2 hours of the desk’s opening hours", "Monday 23 November", "08:30–10:30"]),
        ("fa", ["۲ ساعت از ساعت کار", "دوشنبه ۲ آذر", "۰۸:۳۰ تا ۱۰:۳۰"]),
    ] {
        let path = format!("/t/{code}?lang={lang}");
        for page in [requester.get(&path).page(200), Browser::new(&office).get(&path).page(200)] {
            let told = page.text_of("details.counted");
            assert!(words.iter().all(|words| told.contains(words)), "{lang}: {told}");
        }
    }
    // A promise that stood still does not lead straight from its beginning to its end.
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/ask", Some("Phòng nào?")).leads_to();
    office.pass(jiff::SignedDuration::from_hours(3));
    let reply = requester.get(&format!("/t/{code}")).page(200).form("/reply").fill("text", "C1.");
    requester.submit(&reply).leads_to();
    let page = requester.get(&format!("/t/{code}")).page(200);
    assert!(page.has(".promise") && !page.has("details.counted"), "{}", page.text());
}
