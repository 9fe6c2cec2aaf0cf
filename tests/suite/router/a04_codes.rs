//! Row 4: codes are not guessed, and tell nothing by the way they are wrong.

use domain::code::TicketCode;

use super::office::Office;
use super::people::{request, sent};
use crate::harness::http::{Browser, Response};
use crate::journey;

/// What is the same whenever the same thing happens.
fn shape(response: &Response, typed: &str) -> (u16, Vec<(String, String)>, String) {
    let headers = response.headers.iter().filter(|(name, _)| name != "x-request-id").cloned().collect();
    (response.status, headers, response.body.replace(typed, "{typed}"))
}

/// A code nobody has, and one whose check symbol is wrong.
fn unknown_and_wrong() -> (String, String) {
    let unknown = TicketCode::from_random(12_345).to_string();
    let wrong = unknown.replace(|c: char| c.is_ascii_digit(), "7");
    assert!(TicketCode::parse(&wrong).is_err() && wrong != unknown);
    (unknown, wrong)
}

#[test]
fn wrong_and_unknown_codes_are_told_apart_by_nothing() {
    let office = Office::open();
    let (unknown, wrong) = unknown_and_wrong();
    for path in ["/t?code={typed}&lang=vi", "/t/{typed}", "/t/{typed}/receipt"] {
        let answer = |typed: &str| shape(&Browser::new(&office).get(&path.replace("{typed}", typed)), typed);
        assert_eq!(answer(&unknown), answer(&wrong), "{path}");
    }
    assert_eq!(Browser::new(&office).get(&format!("/t/{unknown}")).status, 404);
    // The button of a link is not looked up: it is there for every code that can be one.
    let code = sent(&mut Browser::new(&office));
    let button = |code: &str| shape(&Browser::new(&office).get(&format!("/t/{code}/open?key=0")), code);
    assert_eq!(button(&unknown), button(&code));
}

#[test]
fn what_is_no_code_at_all_is_said_to_be_none() {
    let office = Office::open();
    for typed in ["7K3Q", "xin%20ch%C3%A0o", "%3Cb%3E"] {
        assert_eq!(Browser::new(&office).get(&format!("/t?code={typed}&lang=vi")).status, 422, "{typed}");
    }
    assert_eq!(Browser::new(&office).get("/t?code=&lang=fa").leads_to(), "/fa/status/");
    assert_eq!(Browser::new(&office).get("/t?lang=en").leads_to(), "/en/status/");
}

#[test]
fn misses_use_up_a_budget_that_forged_headers_do_not_refill() {
    let office = Office::with(|catalog| catalog.portal.limits.failed_lookups_per_client = 3);
    let (unknown, wrong) = unknown_and_wrong();
    for (nth, path) in
        [format!("/t?code={unknown}"), format!("/t/{wrong}"), format!("/t/{unknown}/receipt")].iter().enumerate()
    {
        assert_eq!(Browser::new(&office).get(path).status, 404, "miss {nth}");
    }
    for forged in ["x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip", "true-client-ip"] {
        let answer = request(&office, "GET", &format!("/t/{unknown}"), &[(forged, "203.0.113.9")], b"");
        assert_eq!(answer.status, 429, "{forged}");
        assert!(answer.header("retry-after").is_some_and(|seconds| (1..=3600).contains(&seconds.parse().unwrap_or(0))));
    }
    assert_eq!(Browser::new(&office.from("203.0.113.9")).get(&format!("/t/{unknown}")).status, 404, "somebody else");
    office.pass(jiff::SignedDuration::from_hours(1));
    assert_eq!(Browser::new(&office).get(&format!("/t/{unknown}")).status, 404, "the next hour");
}

#[test]
fn the_code_alone_shows_the_stage_and_no_words() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    // Forgiving typing; then nothing of the requester's on the page.
    journey::status(&mut Browser::new(&office), &code);
    for lang in ["vi", "en", "fa"] {
        let page = Browser::new(&office).get(&format!("/t/{code}?lang={lang}")).page(200);
        let text = page.text();
        assert!(!text.contains('⟦') && text.contains(&code), "{text}");
        assert!(!page.has("form[action$='/reply'], form[action$='/confirm']"), "the code alone lets nobody act");
        for secret in ["Lê Cẩm Vân", journey::NAME, journey::TITLE, "C1"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

#[test]
fn other_spellings_of_a_code_lead_to_its_own_address() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let spelled = code.to_lowercase().replace('-', "").replace('0', "o").replace('1', "l");
    assert_eq!(Browser::new(&office).get(&format!("/t/{spelled}")).leads_to(), format!("/t/{code}"));
}

#[test]
fn a_program_is_told_no_more_of_a_wrong_code_than_a_person() {
    let office = Office::with(|catalog| catalog.portal.limits.failed_lookups_per_client = 4);
    let (unknown, wrong) = unknown_and_wrong();
    let look = |typed: &str| {
        let answer = request(&office, "GET", &format!("/api/v1/tickets/{typed}"), &[], b"");
        let id = answer.header("x-request-id").expect("an id").to_owned();
        let (status, headers, body) = shape(&answer, typed);
        (status, headers, body.replace(&id, "{id}"))
    };
    assert_eq!(look(&unknown), look(&wrong));
    assert_eq!(look(&unknown).0, 404);
    // Misses are counted with those of the pages, whatever token comes along.
    assert_eq!(Browser::new(&office).get(&format!("/t/{unknown}")).status, 404);
    let answer = super::program::look(&office, &unknown, "Bearer 0");
    super::program::problems_are(&answer, 429, &[]);
    assert!(answer.header("retry-after").is_some_and(|seconds| (1..=3600).contains(&seconds.parse().unwrap_or(0))));
}
