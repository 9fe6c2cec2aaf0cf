//! Several tickets at once: each on its own, at the version that was looked at, once.

use domain::working_time::WorkingSpan;

use super::office::Office;
use super::people::{DIRECTOR, EXPERT, FOREIGN, SECOND, does, filled, posting, sent, sent_form, signed_in};
use crate::harness::http::{Browser, Response};
use crate::harness::page::Page;
use crate::journey::{ANSWER, TITLE};

const LEAD: &str = "to-truong@suite.example";
const PATH: &str = "/desk/q/it/bulk";

fn csrf(browser: &mut Browser<'_>) -> String {
    let page = browser.open("/desk").page(200);
    page.attribute("form[action='/desk/sign-out'] input[name=csrf]", "value").expect("a token")
}

/// Does something to tickets, each at a version.
fn many(browser: &mut Browser<'_>, what: &[(&str, &str)], tickets: &[(&str, u32)]) -> Response {
    let token = csrf(browser);
    let ticked: Vec<_> = tickets.iter().map(|(code, at)| (format!("t.{code}"), at.to_string())).collect();
    let mut fields = vec![("csrf", token.as_str())];
    fields.extend(what);
    fields.extend(ticked.iter().map(|(name, at)| (name.as_str(), at.as_str())));
    browser.submit(&posting(PATH, &fields))
}

/// The codes that are told, done and refused alike, in the order of the page.
fn told(page: &Page) -> Vec<String> {
    page.texts(".bulk-list .code")
}

fn at(office: &Office, code: &str) -> u32 {
    office.head(code).version
}

fn answered(office: &Office) -> String {
    let code = sent(&mut Browser::new(office));
    let mut expert = signed_in(office, EXPERT);
    does(&mut expert, &code, "/accept", None).leads_to();
    does(&mut expert, &code, "/answer", Some(ANSWER)).leads_to();
    code
}

#[test]
fn each_is_done_on_its_own_and_what_could_not_be_is_told() {
    let office = Office::open();
    office.with_wide_limits();
    let (ready, early, changed) = (answered(&office), sent(&mut Browser::new(&office)), answered(&office));
    let none = domain::code::TicketCode::from_random(99).to_string();
    does(&mut signed_in(&office, SECOND), &changed, "/note", Some("Chờ đã.")).leads_to();
    let mut expert = signed_in(&office, EXPERT);
    let tickets = [(ready.as_str(), 3), (early.as_str(), 1), (changed.as_str(), 3), (none.as_str(), 1)];
    let page = many(&mut expert, &[("do", "close")], &tickets).page(200);
    assert_eq!(page.texts(".notice-good ~ .bulk-list:first-of-type .code"), [ready.as_str()], "{}", page.text());
    assert_eq!(told(&page).len(), 4);
    for words in ["Người khác vừa thay đổi", "Bộ phận này không có phiếu như vậy"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    assert_eq!(office.history(&ready).last().map(String::as_str), Some("closed"));
    assert_eq!(office.history(&early), ["submitted"]);
    assert_eq!(office.history(&changed).last().map(String::as_str), Some("noted"));
}

#[test]
fn a_foreign_ticket_and_none_read_alike() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let none = domain::code::TicketCode::from_random(99).to_string();
    let mut member = signed_in(&office, LEAD);
    let form = member.get(&format!("/desk/t/{code}")).page(200).form("/refer").fill("to", "training");
    member.submit(&form).leads_to();
    let version = at(&office, &code);
    let mut other = signed_in(&office, SECOND);
    for what in [[("do", "close"), ("desk", "")], [("do", "refer"), ("desk", "systems")]] {
        for seen in [version, version - 1, 1] {
            let said = |code: &str, answer: Response| {
                let id = answer.header("x-request-id").unwrap_or_default().to_owned();
                (answer.status, answer.body.replace(code, "").replace(&id, ""))
            };
            let foreign = many(&mut other, &what, &[(&code, seen)]);
            assert!(!foreign.body.contains(TITLE));
            let nothing = many(&mut other, &what, &[(&none, seen)]);
            assert_eq!(said(&code, foreign), said(&none, nothing), "{what:?} at {seen}");
        }
    }
    assert_eq!(office.history(&code), ["submitted", "referred"]);
}

#[test]
fn a_double_click_does_it_once_and_tells_the_same() {
    let office = Office::open();
    office.with_wide_limits();
    let (first, second) = (sent(&mut Browser::new(&office)), sent(&mut Browser::new(&office)));
    let mut lead = signed_in(&office, LEAD);
    let tickets = [(first.as_str(), 1), (second.as_str(), 1)];
    for (what, kind) in
        [([("do", "assign"), ("member", SECOND)], "assigned"), ([("do", "refer"), ("desk", "training")], "referred")]
    {
        let seen: Vec<_> = tickets.iter().map(|(code, _)| (*code, at(&office, code))).collect();
        let pages = [many(&mut lead, &what, &seen).page(200), many(&mut lead, &what, &seen).page(200)];
        for page in &pages {
            let mut codes = told(page);
            codes.sort();
            let mut both = vec![first.clone(), second.clone()];
            both.sort();
            assert_eq!(codes, both, "{kind}");
            assert!(!page.has(".notice-warning"), "{kind}: {}", page.text());
        }
        for (code, _) in tickets {
            assert_eq!(office.history(code).iter().filter(|happened| *happened == kind).count(), 1, "{kind}");
        }
    }
}

#[test]
fn giving_and_closing_are_taken_back() {
    let office = Office::with(|catalog| {
        for definition in catalog.request_types.values_mut() {
            definition.stages.reopen = Some(WorkingSpan::parse("5d").expect("a span"));
        }
    });
    let (code, ready) = (sent(&mut Browser::new(&office)), answered(&office));
    let mut lead = signed_in(&office, LEAD);
    let page = many(&mut lead, &[("do", "assign"), ("member", SECOND)], &[(&code, 1)]).page(200);
    assert!(office.head(&code).handler.is_some());
    lead.submit(&page.form("/bulk")).page(200);
    assert_eq!(office.head(&code).handler, None);

    let page = many(&mut lead, &[("do", "close")], &[(&ready, 3)]).page(200);
    assert!(office.head(&ready).closed.is_some());
    lead.submit(&page.form("/bulk")).page(200);
    assert_eq!(office.head(&ready).state, domain::ticket::State::InProgress);

    // The same behind the notice on a ticket's own page.
    let given = lead.get(&format!("/desk/t/{code}")).page(200).form("/assign").fill("to", EXPERT);
    let shown = lead.submit(&given).leads_to();
    let form = lead.get(&shown).page(200).form("/assign");
    assert_eq!(form.value("to"), Some("nobody"));
    lead.submit(&form).leads_to();
    assert_eq!(office.head(&code).handler, None);
}

#[test]
fn a_form_that_is_not_right_does_nothing() {
    let office = Office::with(|catalog| catalog.portal.limits.tickets_per_contact = 100);
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let code = sent_form(&mut requester, &form);
    let mut lead = signed_in(&office, LEAD);
    let close = [("do", "close")];
    let too_many: Vec<_> = (0..51).map(|n| domain::code::TicketCode::from_random(n).to_string()).collect();
    let too_many: Vec<_> = too_many.iter().map(|code| (code.as_str(), 1)).collect();
    let mut one = |what: &[(&str, &str)]| many(&mut lead, what, &[(&code, 1)]).status;
    assert_eq!(one(&[("do", "assign"), ("member", "")]), 422);
    assert_eq!(one(&[("do", "assign"), ("member", FOREIGN)]), 409, "not of this desk");
    assert_eq!(one(&[("do", "refer"), ("desk", "")]), 422);
    assert_eq!(one(&[("do", "refer"), ("desk", "no-such")]), 409);
    assert_eq!(one(&[("do", "erase")]), 400);
    assert_eq!(one(&[("do", "close"), ("text", "?")]), 422);
    assert_eq!(many(&mut lead, &close, &[]).status, 422);
    assert_eq!(many(&mut lead, &close, &too_many).status, 422);
    let token = csrf(&mut lead);
    for (name, value) in [("t.7K3Q", "1"), ("t.", "1"), (&format!("t.{code}"), "one")] {
        let fields = [("csrf", token.as_str()), ("do", "close"), (name, value)];
        assert_eq!(lead.submit(&posting(PATH, &fields)).status, 400, "{name}={value}");
    }
    let ticked = format!("t.{code}");
    let other = [("csrf", "another"), ("do", "refer"), ("desk", "training"), (ticked.as_str(), "1")];
    assert_eq!(lead.submit(&posting(PATH, &other)).status, 403);
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn a_queue_offers_what_its_reader_may_do() {
    let office = Office::open();
    sent(&mut Browser::new(&office));
    let offered = |who: &str| {
        let page = signed_in(&office, who).get("/desk/q/it").page(200);
        [page.has(".q-tick input"), page.has("#bulk-member"), page.has("#bulk-desk"), page.has(".bulk [value=close]")]
    };
    assert_eq!(offered(LEAD), [true; 4]);
    assert_eq!(offered(EXPERT), [true, false, true, true]);
    assert_eq!(offered(DIRECTOR), [false; 4]);
}
