//! Row 8: a foreign desk. Every endpoint for every role is in `access.rs`; here is what takes more than one request.

use super::office::Office;
use super::people::{DEEDS, DIRECTOR, EXPERT, FOREIGN, does, filled, posting, sent, sent_form, set_cookie, signed_in};
use crate::harness::http::{Browser, Response};
use crate::harness::page::Form;
use crate::journey::TITLE;

/// A token of a member's own session, from a page they may see.
fn csrf(browser: &mut Browser<'_>) -> String {
    let page = browser.open("/desk").page(200);
    page.attribute("form[action='/desk/sign-out'] input[name=csrf]", "value").expect("a token")
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
    let csrf = csrf(&mut foreign);
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
