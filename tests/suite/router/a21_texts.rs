//! Row 21: texts of every kind come back as they were meant, or are refused by name.

use domain::ticket::LONGEST_TEXT;

use super::office::Office;
use super::people::{EXPERT, filled, request, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::harness::page::percent;

/// As typed, and as a reader sees it.
const KEPT: [(&str, &str); 9] = [
    ("Ma\u{301}y chie\u{302}\u{301}u", "Máy chiếu"),
    ("Đường đi Đà Nẵng", "Đường đi Đà Nẵng"),
    ("می\u{200c}شود با كیبورد عربي", "می\u{200c}شود با كیبورد عربي"),
    ("٠١٢ ۰۱۲ 012", "٠١٢ ۰۱۲ 012"),
    ("👩\u{200d}💻 🇻🇳 😀", "👩\u{200d}💻 🇻🇳 😀"),
    ("\u{202e}gnp.exe\u{202c}", "\u{202e}gnp.exe\u{202c}"),
    ("\u{2067}یک\u{2069} hai", "\u{2067}یک\u{2069} hai"),
    ("\u{feff}BOM", "BOM"),
    ("a & b < c > d \" e ' f ` g", "a & b < c > d \" e ' f ` g"),
];

#[test]
fn every_script_comes_back_as_it_was_meant() {
    let office = Office::with(|catalog| catalog.portal.limits.tickets_per_contact = 100);
    let mut staff = signed_in(&office, EXPERT);
    for (typed, shown) in KEPT {
        let mut requester = Browser::new(&office);
        let form = filled(&mut requester).fill("title", typed).fill("description", typed).fill("name", typed);
        let code = sent_form(&mut requester, &form);
        for page in [requester.get(&format!("/t/{code}")).page(200), staff.get(&format!("/desk/t/{code}")).page(200)] {
            assert!(page.text().contains(shown), "{typed:?}:\n{}", page.text());
            // Marks of direction end with the element they are in.
            assert!(page.has("h1[dir=auto]"), "{typed:?}");
        }
    }
}

#[test]
fn sixteen_kilobytes_are_the_most() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    for (text, status) in [
        ("a".repeat(LONGEST_TEXT), 200),
        ("a".repeat(LONGEST_TEXT + 1), 422),
        ("ế".repeat(LONGEST_TEXT / 3), 200),
        ("ế".repeat(LONGEST_TEXT / 3 + 1), 422),
        // Browsers send every line end as two characters; they count as one.
        (format!("{}b", "a\r\n".repeat(LONGEST_TEXT / 2 - 1)), 200),
    ] {
        let answer = requester.submit(&form.clone().fill("description", &text));
        assert_eq!(answer.status, status, "{} bytes", text.len());
    }
    let long = sent_form(&mut requester, &form.fill("description", &"ế".repeat(LONGEST_TEXT / 3)));
    assert_eq!(office.history(&long), ["submitted"]);
}

#[test]
fn a_form_too_large_to_read_is_refused_as_that() {
    let office = Office::open();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for (length, status) in [(400_000, 422), (600_000, 413), (5_000_000, 413)] {
        let body = format!("type=incident&description={}", "a".repeat(length));
        let answer = request(&office, "POST", "/t/review", &form, body.as_bytes());
        assert_eq!(answer.status, status, "{length}");
        assert!(answer.body.starts_with("<!doctype html>") || answer.body.starts_with("<!DOCTYPE html>"));
    }
}

#[test]
fn bytes_that_are_no_text_do_not_break_anything() {
    let office = Office::open();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for body in [
        &b"type=incident&title=%FF%FE%00"[..],
        b"type=incident&title=%ED%A0%80",
        b"type=incident&title=%",
        b"type=incident&title=%zz",
        b"\xff\xfe\x00=\xff",
        b"&&&===&&&",
        b"type=incident&title",
        b"type=%69ncident;title=x",
        b"",
    ] {
        let answer = request(&office, "POST", "/t/review", &form, body);
        assert!([400, 404, 422].contains(&answer.status), "{body:?}: {}", answer.status);
    }
    for kind in ["application/json", "multipart/form-data; boundary=x", "text/plain", ""] {
        let answer = request(&office, "POST", "/t/review", &[("content-type", kind)], b"{\"type\":\"incident\"}");
        assert!([400, 415].contains(&answer.status), "{kind}: {}", answer.status);
    }
}

#[test]
fn a_surrogate_in_a_name_is_a_replacement_and_no_crash() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = requester.submit(&form).page(200).form("/t");
    let fields: Vec<_> =
        review.fields.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
    let body = fields.join("&").replace(&percent("C1"), "%ED%A0%80").into_bytes();
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let answer = request(&office, "POST", "/t", &kind, &body);
    assert!([303, 422].contains(&answer.status), "{answer:#?}");
}

#[test]
fn codes_in_any_digits_are_found() {
    let office = Office::open();
    let code = super::people::sent(&mut Browser::new(&office));
    let persian: String =
        code.chars().map(|c| c.to_digit(10).map_or(c, |d| char::from_u32(0x6f0 + d).expect("a digit"))).collect();
    for typed in
        [persian.clone(), format!("\u{200f}{persian}\u{200f}"), code.to_lowercase(), code.replace('-', "\u{2013}")]
    {
        let found = Browser::new(&office).get(&format!("/t?code={}&lang=fa", percent(&typed)));
        assert_eq!(found.leads_to(), format!("/t/{code}?lang=fa"), "{typed:?}");
    }
}

#[test]
fn a_program_sends_every_script_and_reads_it_back() {
    use super::program::{answer, incident_with, look, problems_are, send, text};

    let office = Office::with(|catalog| catalog.portal.limits.tickets_per_contact = 100);
    for (nth, (typed, shown)) in KEPT.into_iter().enumerate() {
        let mut body = incident_with("title", typed);
        (body["description"], body["name"]) = (typed.into(), typed.into());
        let receipt = answer(&send(&office, &format!("script {nth}"), &body), 201);
        let token = format!("Bearer {}", text(&receipt["owner_token"]));
        let mine = answer(&look(&office, &text(&receipt["code"]), &token), 200);
        assert_eq!(mine["owner"]["title"], shown);
        assert_eq!(mine["owner"]["conversation"][0]["text"], shown);
    }
    for (length, told) in [
        (LONGEST_TEXT + 1, Some("problem-too-long-text")),
        (400_000, Some("problem-too-long-text")),
        (600_000, None),
        (5_000_000, None),
    ] {
        let answer = send(&office, "long", &incident_with("description", "a".repeat(length)));
        match told {
            Some(key) => problems_are(&answer, 422, &[("description", key)]),
            None => problems_are(&answer, 413, &[]),
        }
    }
}
