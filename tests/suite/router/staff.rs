//! Working a ticket: what the desk's page offers, and what comes of it.

use super::office::Office;
use super::people::{EXPERT, does, filled, owner_by_mail, posting, sent, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

#[test]
fn the_ticket_shows_everything_that_was_sent() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).fill("phone", "024 5555 0100").fill("article", "wifi");
    let code = sent_form(&mut requester, &form);
    let page = signed_in(&office, EXPERT).get(&format!("/desk/t/{code}")).page(200);
    let description = DESCRIPTION.replace('\n', " ");
    for part in [&code, TITLE, &description, NAME, EMAIL, "02455550100", "C1", "Kết nối wifi", "Báo sự cố"] {
        assert!(page.text().contains(part), "{part}:\n{}", page.text());
    }
}

#[test]
fn an_answer_that_cannot_be_sent_comes_back_with_its_words() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/answer").fill("article", "wifi");
    let long = "ế".repeat(16 * 1024 / 3 + 1);
    for text in ["", " \n ", "a\u{7}b", &long] {
        let page = staff.submit(&form.clone().fill("text", text)).page(422);
        assert!(page.has("#text[aria-invalid=true]") && page.has("#text-error"), "{:?}", text.get(..9));
        let again = page.form("/answer");
        let value = |name: &str| again.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        assert_eq!(value("text").as_deref(), Some(text), "{:?}", text.get(..9));
        assert_eq!(value("article").as_deref(), Some("wifi"), "the chosen article is still chosen");
    }
    assert_eq!(office.history(&code), ["submitted", "accepted"]);
    staff.submit(&form.fill("text", ANSWER)).leads_to();
    let mine = owner_by_mail(&office, &code).get(&format!("/t/{code}")).page(200);
    assert!(mine.has("a[href='/vi/mang/wifi/']"), "the cited article is linked:\n{}", mine.text());
}

#[test]
fn an_article_that_is_not_published_is_not_cited() {
    for article in ["", "no-such", "../../etc", "javascript:alert(1)"] {
        let office = Office::open();
        let code = sent(&mut Browser::new(&office));
        let mut staff = signed_in(&office, EXPERT);
        does(&mut staff, &code, "/accept", None).leads_to();
        let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/answer").fill("text", ANSWER);
        staff.submit(&form.fill("article", article)).leads_to();
        let mine = owner_by_mail(&office, &code).get(&format!("/t/{code}")).page(200);
        assert!(!mine.has(".cited"), "{article}");
    }
}

#[test]
fn a_button_without_the_version_it_was_made_for_does_nothing() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/accept");
    let csrf = form.fields.iter().find(|(name, _)| name == "csrf").expect("a token").1.clone();
    let path = format!("/desk/t/{code}/accept");
    for (version, status) in
        [("", 400), ("x", 400), ("-1", 400), ("99999999999", 400), ("0", 409), ("2", 409), ("4294967295", 409)]
    {
        let answer = staff.submit(&posting(&path, &[("csrf", &csrf), ("version", version)]));
        assert_eq!(answer.status, status, "{version:?}");
    }
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn a_button_of_another_state_is_a_conflict() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/accept");
    let csrf = form.fields.iter().find(|(name, _)| name == "csrf").expect("a token").1.clone();
    for (action, text) in [("answer", &[("text", ANSWER)][..]), ("close", &[])] {
        let fields = [&[("csrf", csrf.as_str()), ("version", "1")], text].concat();
        let page = staff.submit(&posting(&format!("/desk/t/{code}/{action}"), &fields)).page(409);
        assert!(page.text().contains("Bộ phận chưa quyết định"), "{action}: why not is told");
        assert!(page.has("form[action$='/accept']"), "{action}: what can be done now is offered");
    }
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn canned_replies_are_in_the_requesters_language() {
    for (lang, offered) in [("vi", true), ("fa", false)] {
        let office = Office::open();
        let mut requester = Browser::new(&office);
        let form = filled(&mut requester).fill("lang", lang);
        let code = sent_form(&mut requester, &form);
        let mut staff = signed_in(&office, EXPERT);
        does(&mut staff, &code, "/accept", None).leads_to();
        let page = staff.get(&format!("/desk/t/{code}")).page(200);
        assert_eq!(page.has("#canned option[value='Đã xử lý xong.']"), offered, "{lang}");
        assert!(page.has(&format!("#text[lang={lang}]")), "the answer is written in {lang}");
    }
}

#[test]
fn the_queue_has_what_is_due_first_and_what_is_over_nowhere() {
    let office = Office::open();
    office.with_wide_limits();
    let mut staff = signed_in(&office, EXPERT);
    let codes: Vec<_> = (0..4)
        .map(|_| {
            office.pass(jiff::SignedDuration::from_mins(1));
            sent(&mut Browser::new(&office))
        })
        .collect();
    // The first has a day from now on, the second is answered, the third closed.
    does(&mut staff, &codes[0], "/accept", None).leads_to();
    for code in &codes[1..3] {
        does(&mut staff, code, "/accept", None).leads_to();
        does(&mut staff, code, "/answer", Some(ANSWER)).leads_to();
    }
    does(&mut staff, &codes[2], "/close", None).leads_to();
    let mut rows = |query: &str| -> Vec<String> {
        let page = staff.get(&format!("/desk/q/it{query}")).page(200);
        let links = page.links("main a[href^='/desk/t/']").into_iter();
        let mut rows: Vec<_> = links.map(|(url, _)| url.trim_start_matches("/desk/t/").to_owned()).collect();
        rows.dedup();
        rows
    };
    assert_eq!(rows(""), [&codes[3], &codes[0], &codes[1]].map(Clone::clone));
    assert_eq!(rows("?state=new"), [codes[3].clone()]);
    assert_eq!(rows("?state=in_progress"), [codes[0].clone()]);
    assert_eq!(rows("?state=answered"), [codes[1].clone()]);
}

#[test]
fn canned_replies_have_the_tickets_own_words() {
    let body = "Chào {{ requester }}, phiếu {{code}} của {{ desk }} hẹn {{ due }}. {{ status_url }}\n{{ member }} {{ other }} {{";
    let office = Office::with(|catalog| {
        for reply in catalog.replies.values_mut() {
            body.clone_into(&mut reply.body);
        }
    });
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let page = staff.get(&format!("/desk/t/{code}")).page(200);
    let value = page.attribute("#canned option:nth-child(2)", "value").expect("a reply");
    let begins = format!("Chào {NAME}, phiếu {code} của Tổ kỹ thuật hẹn ");
    assert!(value.starts_with(&begins) && value.contains("24/11"), "{value}");
    let url = format!("https://hotro.suite.example/t/{code}?lang=vi");
    assert!(value.ends_with(&format!("{url}\nLê Cẩm Vân {{{{ other }}}} {{{{")), "{value}");
    // Without script it is there to be copied.
    assert!(page.text().contains(&url), "{}", page.text());
}
