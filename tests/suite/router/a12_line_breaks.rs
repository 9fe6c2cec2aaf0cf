//! Row 12: line breaks, NUL, and lists where one value belongs.

use super::office::Office;
use super::people::{filled, post, posting, sent_form};
use crate::harness::http::{Browser, Response};
use crate::harness::page::Form;

/// The ids of the fields the page says something about.
fn wrong_fields(response: &Response) -> Vec<String> {
    let page = response.page(422);
    page.links(".error-summary a").into_iter().map(|(target, _)| target.trim_start_matches('#').to_owned()).collect()
}

#[test]
fn no_line_of_a_form_takes_a_second_line() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    for (field, id) in
        [("title", "title"), ("name", "name"), ("email", "email"), ("phone", "phone"), ("f.room", "f-room")]
    {
        for (whose, added) in [
            ("CRLF", "\r\nBcc: all@dh.example"),
            ("LF", "\nBcc: all@dh.example"),
            ("CR", "\rBcc: all@dh.example"),
            ("NUL", "\0Bcc: all@dh.example"),
            ("NEL", "\u{85}Bcc: all@dh.example"),
            ("escape", "\u{1b}[2Jx"),
        ] {
            let right = if field == "email" { "an@dh.example" } else { "0100" };
            let form = filled(&mut requester).fill(field, &format!("{right}{added}"));
            assert_eq!(wrong_fields(&requester.submit(&form)), [id], "{whose} in {field}");
        }
    }
}

#[test]
fn a_letter_has_one_line_of_everything_in_its_head() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    // An encoded word is a text like any other.
    let form = filled(&mut requester).fill("name", "=?utf-8?q?x=0d=0aBcc:_all@dh.example?=");
    sent_form(&mut requester, &form.fill("email", "  An@DH.example\r\n"));
    for letter in office.letters() {
        let head = format!("{} {} {} {}", letter.id, letter.from.name, letter.to, letter.subject);
        assert!(!head.chars().any(char::is_control), "{head:?}");
        assert_eq!(letter.to.as_str(), "an@dh.example");
    }
}

#[test]
fn a_field_sent_twice_is_named_and_its_first_value_kept() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    for field in ["title", "email", "priority", "type", "form", "lang"] {
        let form = filled(&mut requester);
        let mut fields = form.fields.clone();
        fields.push((field.to_owned(), "khác".to_owned()));
        let answer = requester.submit(&Form { fields, ..form.clone() });
        let kept = answer.page(422).form("/t/review");
        for (name, value) in &form.fields {
            let found = kept.fields.iter().find(|(kept, _)| kept == name).map(|(_, value)| value);
            assert_eq!(found, Some(value), "{name} when {field} came twice");
        }
    }
}

#[test]
fn lists_in_place_of_texts_are_fields_nobody_asked_for() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    for name in ["title[]", "title[0]", "title[$ne]", "email[to]", "f[room]"] {
        let form = filled(&mut requester);
        let mut fields = form.fields.clone();
        fields.push((name.to_owned(), "x".to_owned()));
        let page = requester.submit(&Form { fields, ..form }).page(422);
        assert!(page.text().contains(name), "{name} is named:\n{}", page.text());
    }
}

#[test]
fn small_forms_take_no_line_breaks_either() {
    let office = Office::open();
    let code = super::people::sent(&mut Browser::new(&office));
    for email in ["chuyen-vien@suite.example\r\nBcc: x@y.example", "chuyen-vien@suite.example,x@y.example"] {
        assert_eq!(post(&office, "/desk/sign-in", &[], &[("email", email)]).status, 422);
    }
    assert_eq!(office.letters().len(), 1, "the receipt, and no letter of signing in");
    let mut anyone = Browser::new(&office);
    for done in ["%0d%0aSet-Cookie:%20a=b", "%0aLocation:%20//evil.example"] {
        for path in [format!("/t/{code}?done={done}"), format!("/t?code={code}{done}"), format!("/t/{code}{done}")] {
            let answer = anyone.get(&path);
            assert_eq!(answer.header("set-cookie"), None, "{path}");
            assert!(answer.header("location").is_none_or(|to| to.starts_with("/t/") && !to.contains('\n')), "{path}");
        }
    }
    let next =
        anyone.submit(&posting("/desk/sign-in", &[("email", super::people::EXPERT), ("next", "//evil.example")]));
    assert!(!next.body.contains("evil.example"));
}

#[test]
fn a_program_sends_no_lists_and_no_second_lines_either() {
    use super::program::{incident_with, problems_are, send};

    let office = Office::open();
    for field in ["title", "name", "email", "phone", "priority", "request_type", "lang"] {
        for list in [serde_json::json!(["a", "b"]), serde_json::json!({ "0": "a" })] {
            problems_are(&send(&office, "list", &incident_with(field, list)), 422, &[(field, "api-problem-shape")]);
        }
    }
    for (field, key) in [
        ("title", "problem-control-characters"),
        ("name", "problem-control-characters"),
        ("email", "problem-not-an-email"),
        ("phone", "problem-not-a-phone"),
    ] {
        for added in ["\r\nBcc: all@dh.example", "\nBcc: all@dh.example", "\u{85}Bcc: all@dh.example", "\0"] {
            let right = if field == "email" { "an@dh.example" } else { "0100" };
            let body = incident_with(field, format!("{right}{added}x"));
            problems_are(&send(&office, "line", &body), 422, &[(field, key)]);
        }
    }
    assert_eq!(office.letters().len(), 0, "nothing was made");
}
