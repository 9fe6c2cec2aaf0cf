//! What people at the office do in every other test: fill the form in, send it, sign in, take a ticket on.

use super::office::Office;
use crate::harness::http::{Browser, Request, Response, Transport};
use crate::harness::page::{Form, percent};
use crate::journey;

/// The expert most tests sign in as.
pub const EXPERT: &str = "chuyen-vien@suite.example";
/// Another expert of the same desk.
pub const SECOND: &str = "chuyen-vien-2@suite.example";
/// Somebody of the other desk.
pub const FOREIGN: &str = "dao-tao@suite.example";
/// Reads desk `it`, works at desk `training`.
pub const DIRECTOR: &str = "giam-doc@suite.example";

/// A form made by hand.
pub fn posting(action: &str, fields: &[(&str, &str)]) -> Form {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Form { action: action.to_owned(), method: "post".to_owned(), fields, ..Form::default() }
}

/// The empty form of a request type.
#[track_caller]
pub fn empty_form(browser: &mut Browser<'_>, request_type: &str, lang: &str) -> Form {
    let asked = browser.submit(&posting("/t/edit", &[("type", request_type), ("lang", lang)]));
    asked.page(200).form("/t/review")
}

/// Every deed of a desk, with what its form has beside token and version.
pub const DEEDS: [(&str, &[(&str, &str)]); 18] = [
    ("accept", &[]),
    ("answer", &[("text", journey::ANSWER), ("article", "wifi")]),
    ("close", &[]),
    ("reject", &[("text", journey::ANSWER)]),
    ("refer", &[("to", "training"), ("text", journey::ANSWER)]),
    ("classify", &[("priority", "low")]),
    ("reclassify", &[("request_type", "outage")]),
    ("note", &[("text", journey::ANSWER)]),
    ("assign", &[("to", SECOND)]),
    ("ask", &[("text", journey::ANSWER)]),
    ("resume", &[]),
    ("hand-up", &[("to", "systems"), ("text", journey::ANSWER)]),
    ("register", &[("number", "142/CNTT")]),
    // Another ticket of the same desk: the test knows its code.
    ("merge", &[]),
    ("sign-off", &[]),
    ("reopen", &[("text", journey::ANSWER)]),
    // And a file that was uploaded.
    ("attach", &[]),
    ("erase", &[]),
];

/// Every deed of a ticket's owner.
pub const OWNERS_DEEDS: [&str; 12] = [
    "reply", "confirm", "reopen", "chase", "withdraw", "rate", "follow", "unfollow", "sms", "sms-off", "resubmit",
    "forget",
];

/// The form of an incident as the journey fills it in.
#[track_caller]
pub fn filled(browser: &mut Browser<'_>) -> Form {
    let asked = browser.submit(&posting("/t/edit", &[("type", "incident"), ("lang", "vi")]));
    journey::filled(&asked.page(200))
}

/// Sends an incident; gives its code.
#[track_caller]
pub fn sent(browser: &mut Browser<'_>) -> String {
    let form = filled(browser);
    let review = journey::review(browser, &form);
    journey::send(browser, &review)
}

/// Sends a form straight on: through the review, whatever it shows.
#[track_caller]
pub fn sent_form(browser: &mut Browser<'_>, form: &Form) -> String {
    let review = browser.submit(form).page(200).form("/t");
    let receipt = browser.submit(&review).leads_to();
    receipt.split('/').nth(2).expect("/t/CODE/receipt").to_owned()
}

/// The link of the last letter to somebody.
#[track_caller]
pub fn mailed_link(office: &Office, to: &str) -> String {
    let letters = office.letters();
    let letter = letters.iter().rfind(|letter| letter.to.as_str() == to).unwrap_or_else(|| panic!("no letter to {to}"));
    link(&letter.body)
}

/// The first link with a secret in it.
#[track_caller]
pub fn link(body: &str) -> String {
    let word = body.split_whitespace().find(|word| word.contains("/open?"));
    word.unwrap_or_else(|| panic!("no link in:\n{body}")).to_owned()
}

/// Asks for a sign-in code; gives the page for typing it.
pub fn ask_for_code(browser: &mut Browser<'_>, email: &str) -> Response {
    browser.submit(&posting("/desk/sign-in", &[("email", email)]))
}

/// The code in the last sign-in letter.
#[track_caller]
pub fn mailed_code(office: &Office) -> String {
    let letters = office.post.letters();
    let letter = letters.iter().rfind(|letter| letter.id.starts_with("sign-in-")).expect("a sign-in letter");
    let is_code = |line: &&str| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit());
    letter.body.lines().map(str::trim).find(is_code).expect("a code on a line of its own").to_owned()
}

/// A browser signed in as a member.
#[track_caller]
pub fn signed_in<'a>(office: &'a Office, email: &str) -> Browser<'a> {
    let mut browser = Browser::new(office);
    let form = ask_for_code(&mut browser, email).page(200).form("/desk/sign-in/code");
    let entered = browser.submit(&form.fill("code", &mailed_code(office)));
    assert_eq!(entered.status, 303, "{entered:#?}");
    browser
}

/// The cookie of a member's session, for requests that no browser makes.
#[track_caller]
pub fn session(office: &Office, email: &str) -> String {
    let mut browser = Browser::new(office);
    let form = ask_for_code(&mut browser, email).page(200).form("/desk/sign-in/code");
    set_cookie(&browser.submit(&form.fill("code", &mailed_code(office))))
}

/// A member does something to a ticket from its page.
#[track_caller]
pub fn does(browser: &mut Browser<'_>, code: &str, action: &str, text: Option<&str>) -> Response {
    let mut form = browser.get(&format!("/desk/t/{code}")).page(200).form(action);
    if let Some(text) = text {
        form = form.fill("text", text);
    }
    browser.submit(&form)
}

/// Opens the owner's link from the last letter in a fresh browser.
#[track_caller]
pub fn owner_by_mail<'a>(office: &'a Office, code: &str) -> Browser<'a> {
    let mut browser = Browser::new(office);
    let opened = journey::press(&mut browser, &mailed_link(office, journey::EMAIL), &format!("/t/{code}/open"));
    assert_eq!(opened.status, 303, "{opened:#?}");
    browser
}

/// Posts with headers and fields of the test's own, without a browser's manners.
pub fn post(transport: &dyn Transport, target: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Response {
    let body: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
    let form = ("content-type", "application/x-www-form-urlencoded");
    request(transport, "POST", target, &[&[form], headers].concat(), body.join("&").as_bytes())
}

/// Any request at all.
pub fn request(
    transport: &dyn Transport,
    method: &'static str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    transport.send(&Request { method, target: target.to_owned(), headers, body: body.to_owned() })
}

/// The `name=value` of a cookie that was set.
#[track_caller]
pub fn set_cookie(response: &Response) -> String {
    let cookie = response.header("set-cookie").unwrap_or_else(|| panic!("no cookie in {response:#?}"));
    cookie.split(';').next().expect("a cookie has a pair").to_owned()
}
