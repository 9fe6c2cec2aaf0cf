//! Row 8: every staff page × every role × a foreign desk × nobody signed in.

use super::office::Office;
use super::people::{DEEDS, DIRECTOR, EXPERT, FOREIGN, does, filled, posting, sent, sent_form, set_cookie, signed_in};
use crate::harness::http::{Browser, Response};
use crate::harness::page::Form;
use crate::journey::TITLE;

/// Who comes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Who {
    Worker(&'static str),
    Director,
    Foreign,
    Nobody,
}

const EVERYBODY: [Who; 6] = [
    Who::Worker(EXPERT),
    Who::Worker("to-truong@suite.example"),
    Who::Worker("quan-tri@suite.example"),
    Who::Director,
    Who::Foreign,
    Who::Nobody,
];

impl Who {
    fn browser(self, office: &Office) -> Browser<'_> {
        match self {
            Self::Worker(email) => signed_in(office, email),
            Self::Director => signed_in(office, DIRECTOR),
            Self::Foreign => signed_in(office, FOREIGN),
            Self::Nobody => Browser::new(office),
        }
    }

    /// A token of this person's own session, from a page they may see; signed out there is none.
    fn csrf(self, browser: &mut Browser<'_>) -> String {
        if self == Self::Nobody {
            return String::new();
        }
        let page = browser.open("/desk").page(200);
        page.attribute("form[action='/desk/sign-out'] input[name=csrf]", "value").expect("a token")
    }
}

#[test]
fn pages_are_for_members_of_their_desk() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    for path in [
        "/desk/q/it".to_owned(),
        "/desk/q/it?state=new".to_owned(),
        format!("/desk/t/{code}"),
        format!("/desk/t/{}", code.to_lowercase()),
    ] {
        for who in EVERYBODY {
            let answer = who.browser(&office).get(&path);
            let expected = match who {
                Who::Worker(_) | Who::Director => 200,
                Who::Foreign => 404,
                Who::Nobody => 303,
            };
            assert_eq!(answer.status, expected, "{path} for {who:?}");
            assert_eq!(
                answer.body.contains(TITLE.replace('&', "&amp;").as_str()),
                expected == 200,
                "{path} for {who:?}"
            );
        }
    }
}

/// What is done to a ticket, with everything a right request has; `twin` is another ticket of desk `it`.
fn act(browser: &mut Browser<'_>, code: &str, action: &str, csrf: &str, version: &str, twin: &str) -> Response {
    let (_, fields) = DEEDS.iter().find(|(name, _)| *name == action).expect("a deed");
    let mut fields = [&[("csrf", csrf), ("version", version)], *fields].concat();
    if action == "merge" {
        fields.push(("code", twin));
    }
    let token = (action == "attach").then(|| super::files::uploaded(browser));
    fields.extend(token.as_deref().map(|token| ("files.1", token)));
    browser.submit(&posting(&format!("/desk/t/{code}/{action}"), &fields))
}

/// What is done before a deed can be.
fn before(action: &str) -> &'static [&'static str] {
    match action {
        "answer" | "ask" | "hand-up" => &["accept"],
        "resume" => &["accept", "ask"],
        "close" | "sign-off" | "reopen" => &["accept", "answer"],
        _ => &[],
    }
}

#[test]
fn only_workers_of_the_desk_act() {
    for (action, _) in DEEDS {
        for who in EVERYBODY {
            let office = Office::with(|catalog| {
                for definition in catalog.request_types.values_mut().filter(|_| action == "sign-off") {
                    definition.sign_off = domain::catalog::SignOff::Required;
                }
            });
            let (code, twin) = (sent(&mut Browser::new(&office)), sent(&mut Browser::new(&office)));
            let mut expert = signed_in(&office, EXPERT);
            let token = Who::Worker(EXPERT).csrf(&mut expert);
            for (version, step) in (1..).zip(before(action)) {
                act(&mut expert, &code, step, &token, &format!("{version}"), &twin).leads_to();
            }
            let history = office.history(&code);
            let mut browser = who.browser(&office);
            let csrf = who.csrf(&mut browser);
            let answer = act(&mut browser, &code, action, &csrf, &history.len().to_string(), &twin);
            let is_for_leads = ["assign", "sign-off", "reopen"].contains(&action);
            match who {
                Who::Worker(EXPERT) if is_for_leads => assert_eq!(answer.status, 409, "{action} for {who:?}"),
                Who::Worker(_) if action == "refer" => assert_eq!(answer.leads_to(), "/desk/q/it?done=referred"),
                Who::Worker(_) if action == "hand-up" => assert_eq!(answer.leads_to(), "/desk/q/it?done=handed-up"),
                Who::Worker(_) => assert!(answer.leads_to().starts_with(&format!("/desk/t/{code}")), "{action}"),
                Who::Foreign => assert_eq!(answer.status, 404, "{action} for {who:?}"),
                Who::Nobody => assert_eq!(answer.leads_to(), "/desk/sign-in", "{action} for {who:?}"),
                // They may look; that they may not act is no secret.
                Who::Director => assert!([403, 409].contains(&answer.status), "{action} for {who:?}: {answer:#?}"),
            }
            let changed = office.history(&code) != history;
            let may = matches!(who, Who::Worker(email) if email != EXPERT || !is_for_leads);
            assert_eq!(changed, may, "{action} for {who:?}");
        }
    }
}

#[test]
fn a_director_sees_no_buttons() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let page = signed_in(&office, DIRECTOR).get(&format!("/desk/t/{code}")).page(200);
    assert!(page.text().contains(TITLE));
    assert!(!page.has("form[action^='/desk/t/']"), "{}", page.text());
}

#[test]
fn a_member_of_two_desks_has_each_desks_own_role() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let asked = requester.submit(&posting("/t/edit", &[("type", "course"), ("lang", "vi")]));
    let form = asked.page(200).form("/t/review");
    let form = form
        .fill("title", "Lớp Excel")
        .fill("description", "Cho khoa.")
        .fill("name", "Lê An")
        .fill("email", "an@dh.example")
        .fill("audience", "staff")
        .fill("f.place", "A1");
    let code = sent_form(&mut requester, &form);
    let mut member = signed_in(&office, DIRECTOR);
    does(&mut member, &code, "/accept", None).leads_to();
    assert_eq!(office.history(&code), ["submitted", "accepted"]);
    let tabs = member.get("/desk/q/training").page(200).links(".desk-tabs a");
    assert_eq!(tabs.iter().map(|(url, _)| url.as_str()).collect::<Vec<_>>(), ["/desk/q/it", "/desk/q/training"]);
    let tabs = signed_in(&office, FOREIGN).get("/desk/q/training").page(200).links(".desk-tabs a");
    assert_eq!(tabs.len(), 1, "{tabs:?}");
}

#[test]
fn a_foreign_ticket_and_none_are_told_apart_by_nothing() {
    let office = Office::open();
    let (code, twin) = (sent(&mut Browser::new(&office)), sent(&mut Browser::new(&office)));
    let none = domain::code::TicketCode::from_random(99).to_string();
    let mut foreign = signed_in(&office, FOREIGN);
    let csrf = Who::Foreign.csrf(&mut foreign);
    let same = |a: Response, b: Response| {
        let strip = |r: &Response| {
            let id = r.header("x-request-id").unwrap_or_default();
            r.body.replace(id, "").replace(&code, "").replace(&none, "")
        };
        assert_eq!((a.status, strip(&a)), (b.status, strip(&b)));
    };
    same(foreign.get(&format!("/desk/t/{code}")), foreign.get(&format!("/desk/t/{none}")));
    same(foreign.get("/desk/q/it"), foreign.get("/desk/q/no-such"));
    for (action, _) in DEEDS {
        let (a, b) =
            (act(&mut foreign, &code, action, &csrf, "1", &twin), act(&mut foreign, &none, action, &csrf, "1", &twin));
        same(a, b);
        // An empty answer is not looked at before the desk is.
        let empty = |code: &str| posting(&format!("/desk/t/{code}/{action}"), &[("csrf", &csrf), ("version", "1")]);
        same(foreign.submit(&empty(&code)), foreign.submit(&empty(&none)));
    }
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn a_cursor_opens_only_the_list_it_was_made_for() {
    let office = Office::with(|catalog| catalog.portal.limits.tickets_per_contact = 100);
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    for _ in 0..26 {
        sent_form(&mut requester, &form);
    }
    let mut member = signed_in(&office, DIRECTOR);
    let next = member.get("/desk/q/it").page(200).links("a[rel=next]").remove(0).0;
    assert_eq!(member.get(&next).page(200).links("main a[href^='/desk/t/']").len(), 1, "the 26th");
    let sealed = next.split("after=").nth(1).expect("a cursor").to_owned();
    for path in [
        format!("/desk/q/training?after={sealed}"),
        format!("/desk/q/it?state=new&after={sealed}"),
        format!("/desk/q/it?after=0{sealed}"),
        "/desk/q/it?after=%00".to_owned(),
        "/desk/q/it?after=".to_owned(),
    ] {
        assert_eq!(member.get(&path).status, 400, "{path}");
    }
    assert_eq!(member.get("/desk/q/it?state=secret").status, 404);
}

#[test]
fn a_member_taken_off_the_list_is_out_at_once() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/accept");
    office.publish(|catalog| {
        let desk = catalog.desks.values_mut().next().expect("desk it");
        desk.members.retain(|member| member.email != EXPERT);
    });
    assert_eq!(staff.get("/desk/q/it").leads_to(), "/desk/sign-in");
    assert_eq!(staff.submit(&form).leads_to(), "/desk/sign-in");
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn a_member_who_becomes_a_director_stops_working_at_once() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    let form: Form = staff.get(&format!("/desk/t/{code}")).page(200).form("/accept");
    office.publish(|catalog| {
        let desk = catalog.desks.values_mut().next().expect("desk it");
        desk.members[0].role = domain::catalog::Role::Director;
    });
    assert!([403, 409].contains(&staff.submit(&form).status));
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn an_owners_cookie_is_no_staff_session() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = requester.submit(&form).page(200).form("/t");
    let value = set_cookie(&requester.submit(&review)).split_once('=').expect("a pair").1.to_owned();
    for name in ["__Host-deskmark", "deskmark", "deskmark-ticket"] {
        let cookie = format!("{name}={value}");
        let answer = super::people::request(&office, "GET", "/desk/q/it", &[("cookie", &cookie)], b"");
        assert_eq!(answer.leads_to(), "/desk/sign-in", "{name}");
    }
}
