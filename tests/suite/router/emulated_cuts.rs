//! The line to DynamoDB is cut at one call after the other, through a whole life of a ticket: no half ticket, no letter
//! twice, none lost.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use domain::code::TicketCode;
use domain::ticket::{State, fold};
use function::store::SubmissionId;

use super::office::Office;
use super::people::{EXPERT, filled, post, request, sent_form, session, set_cookie};
use crate::harness::between::{Between, Fate};
use crate::harness::http::{Browser, Response};
use crate::harness::page::Form;
use crate::harness::stream::Pump;
use crate::harness::template::Template;
use crate::journey::ANSWER;

/// Cuts every attempt of the `nth` call from now (from 1). The answer tells how many calls there have been.
fn cut(between: &Between, nth: usize, how: Fate) -> Arc<Mutex<Vec<String>>> {
    let calls = Arc::new(Mutex::new(Vec::<String>::new()));
    let seen = Arc::clone(&calls);
    between.rule(move |call| {
        let mut seen = seen.lock().expect("nobody panics with it");
        let place = seen.iter().position(|id| *id == call.id).unwrap_or_else(|| {
            seen.push(call.id.clone());
            seen.len() - 1
        });
        if place + 1 == nth { how.clone() } else { Fate::Through }
    });
    calls
}

/// Whoever is told that the desk is busy does it once more.
#[track_caller]
fn at_last(mut deed: impl FnMut() -> Response) -> Response {
    let response = deed();
    if response.status != 503 {
        return response;
    }
    assert!(response.header("retry-after").is_some(), "{response:#?}");
    deed()
}

/// A member who is signed in: their cookie, and the token of their forms.
struct Staff {
    cookie: String,
    csrf: String,
}

impl Staff {
    fn signed_in(office: &Office, code: &str) -> Self {
        let cookie = session(office, EXPERT);
        let page = request(office, "GET", &format!("/desk/t/{code}"), &[("cookie", &cookie)], b"").page(200);
        let csrf = page.form("/accept").value("csrf").expect("a form has its token").to_owned();
        Self { cookie, csrf }
    }
}

/// A ticket is sent, taken on, answered and confirmed, and its letters go out: everything that is done, without the pages
/// that are only looked at. Gives its code.
fn life(office: &Office, staff: &Staff, stream: &mut Pump<'_>, review: &Form) -> String {
    let fields: Vec<_> = review.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let sent = at_last(|| post(office, "/t", &[], &fields));
    let (receipt, owner) = (sent.leads_to(), set_cookie(&sent));
    let code = receipt.split('/').nth(2).expect("/t/CODE/receipt").to_owned();
    office.follow(stream);
    let deed = |path: String, cookie: &str, own: &[(&str, &str)]| {
        at_last(|| post(office, &path, &[("cookie", cookie)], own)).leads_to();
    };
    let (cookie, csrf) = (&staff.cookie, ("csrf", staff.csrf.as_str()));
    deed(format!("/desk/t/{code}/accept"), cookie, &[csrf, ("version", "1")]);
    deed(format!("/desk/t/{code}/answer"), cookie, &[csrf, ("version", "2"), ("text", ANSWER)]);
    office.follow(stream);
    let (_, secret) = owner.split_once('=').expect("name=value");
    let csrf = office.keys.csrf(secret);
    deed(format!("/t/{code}/confirm"), &owner, &[("csrf", &csrf), ("version", "3")]);
    office.follow(stream);
    code
}

#[track_caller]
fn assert_whole(office: &Office, code: &str, review: &Form, how: &str) {
    assert_eq!(office.history(code), ["submitted", "accepted", "answered", "closed"], "{how}");
    let parsed = TicketCode::parse(code).expect("a code");
    let events = office.wait(office.store.events(parsed, 1)).expect("read");
    let mut head = office.head(code);
    assert!(head.contact.take().is_some(), "{how}: it is found by its requester");
    assert_eq!(Some(&head), fold(parsed, &events).as_ref(), "{how}: the head is the fold of the log");
    assert_eq!(head.state, State::Closed, "{how}");
    let sending = SubmissionId(review.value("submission").expect("a review has one").to_owned());
    assert_eq!(office.wait(office.store.submission(&sending)).expect("read"), Some(parsed), "{how}");
    let letters: Vec<_> = office.post.letters().into_iter().filter(|letter| letter.id.starts_with(code)).collect();
    let mut ids: Vec<_> = letters.iter().map(|letter| letter.id.trim_start_matches(code)).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["-1-receipt", "-2-accepted", "-3-answered", "-4-closed"], "{how}: each letter once");
}

/// Lives one life after the other, each cut at the next call, until one is over before it comes to that.
fn cut_everywhere(how: &Fate) {
    let (office, between) = Office::on_dynamodb_behind(|catalog| {
        let limits = &mut catalog.portal.limits;
        (limits.tickets_per_client, limits.tickets_per_contact) = (1_000_000, 1_000_000);
        (limits.tickets_per_desk, limits.letters_per_recipient) = (1_000_000, 1_000_000);
    });
    let mut requester = Browser::new(&office);
    // Few words: each is a call more when the ticket is made findable.
    let form = filled(&mut requester).fill("title", "Mạng").fill("name", "An");
    let review = requester.submit(&form).page(200).form("/t");
    let first = sent_form(&mut requester, &form);
    let staff = Staff::signed_in(&office, &first);
    let mut stream = Pump::new(office.emulator(), &Template::read());
    office.follow(&mut stream);
    let mut codes = BTreeSet::from([first]);
    for nth in 1.. {
        let review = review.clone().fill("submission", &format!("{nth:032x}"));
        let calls = cut(&between, nth, how.clone());
        let code = life(&office, &staff, &mut stream, &review);
        let calls = calls.lock().expect("nobody panics with it").len();
        between.rule(|_| Fate::Through);
        assert_whole(&office, &code, &review, &format!("{how:?} at call {nth} of {calls}"));
        codes.insert(code);
        if calls < nth {
            assert!(nth > 30, "a life has more calls than {nth}");
            break;
        }
    }
    // No ticket that nobody knows of.
    let rows = office
        .emulator()
        .call("DynamoDB_20120810.Scan", &serde_json::json!({ "TableName": "Tickets", "ProjectionExpression": "pk" }));
    let kept = rows["Items"].as_array().expect("rows").iter().filter_map(|row| row["pk"]["S"].as_str());
    let kept: BTreeSet<_> = kept.filter_map(|pk| Some(pk.strip_prefix("T#")?.to_owned())).collect();
    assert_eq!(kept, codes);
}

#[test]
fn before_a_call_arrives() {
    cut_everywhere(&Fate::Lost);
}

#[test]
fn before_its_answer_arrives() {
    cut_everywhere(&Fate::AnswerLost);
}
