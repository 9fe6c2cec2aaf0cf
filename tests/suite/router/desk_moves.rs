//! How a ticket changes its kind, its tier, its number or its twin.

use super::office::Office;
use super::people::{EXPERT, FOREIGN, SECOND, does, posting, sent, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, TITLE};

const LEAD: &str = "to-truong@suite.example";
/// An expert of the second tier.
const UPSTAIRS: &str = "he-thong@suite.example";

#[test]
fn another_type_of_request_starts_its_own_limits() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let path = format!("/desk/t/{code}");
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let page = staff.get(&path).page(200);
    let form = page.form("/reclassify");
    let offered: Vec<_> = page.attributes("#request_type-reclassify option", "value");
    assert_eq!(offered, ["", "outage"], "this desk's other types, and no other desk's");
    for wrong in ["", "course", "incident", "no-such", "../outage"] {
        let again = staff.submit(&form.clone().fill("request_type", wrong));
        let status = if wrong == "incident" { 409 } else { 422 };
        assert_eq!(again.status, status, "{wrong:?}");
    }
    let before = page.text_of(".ticket-line");
    for _ in 0..2 {
        let done = staff.submit(&form.clone().fill("request_type", "outage"));
        assert_eq!(done.leads_to(), format!("{path}?done=reclassified"));
    }
    assert_eq!(office.history(&code), ["submitted", "accepted", "reclassified"]);
    let page = staff.get(&path).page(200);
    assert!(page.text_of(".desk-facts").contains("Sự cố diện rộng"), "{}", page.text());
    assert!(page.text_of(".desk-facts").contains("Cao"), "the priority stays: {}", page.text());
    assert_ne!(page.text_of(".ticket-line"), before, "another promise");
    let mine = requester.get(&format!("/t/{code}")).page(200).text();
    assert!(mine.contains("Đã đổi sang loại phiếu khác"), "{mine}");
}

#[test]
fn the_next_tier_takes_over_with_the_promise_as_it_runs() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let path = format!("/desk/t/{code}");
    let mut staff = signed_in(&office, EXPERT);
    assert!(!staff.get(&path).page(200).has("form[action$='/hand-up']"), "not before somebody took it on");
    does(&mut staff, &code, "/accept", None).leads_to();
    let due = office.head(&code).due_at();
    let page = staff.get(&path).page(200);
    assert_eq!(
        page.attributes("#to-hand-up option", "value"),
        ["", "systems"],
        "the tiers of the ladder, no other desk"
    );
    let form = page.form("/hand-up");
    for wrong in ["", "training", "it", "systems2"] {
        let again = staff.submit(&form.clone().fill("to", wrong).fill("text", "Cần quyền máy chủ.")).page(422);
        assert!(again.has("details[open] #to-hand-up[aria-invalid=true]"), "{wrong:?}");
        assert!(again.text().contains("Cần quyền máy chủ"), "{wrong:?}: what was typed is kept");
    }
    let form = form.fill("to", "systems").fill("text", "Cần quyền máy chủ.");
    for _ in 0..2 {
        assert_eq!(staff.submit(&form).leads_to(), "/desk/q/it?done=handed-up");
    }
    assert_eq!(staff.get(&path).status, 404);
    assert_eq!(signed_in(&office, SECOND).submit(&form).status, 404, "for others it is just not there");
    assert_eq!(office.head(&code).due_at(), due);
    let mut upstairs = signed_in(&office, UPSTAIRS);
    assert!(upstairs.get("/desk/q/systems").page(200).text().contains(TITLE));
    assert!(upstairs.get(&path).page(200).text().contains("Cần quyền máy chủ"));
    let mine = requester.get(&format!("/t/{code}")).page(200).text();
    assert!(mine.contains("Tổ hệ thống") && !mine.contains("Cần quyền máy chủ"), "{mine}");
    does(&mut upstairs, &code, "/answer", Some(ANSWER)).leads_to();
    assert_eq!(office.history(&code), ["submitted", "accepted", "handed_up", "answered"]);
}

#[test]
fn a_ticket_is_passed_to_the_lead_of_a_desk() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let path = format!("/desk/t/{code}");
    let mut staff = signed_in(&office, EXPERT);
    let form = staff.get(&path).page(200).form("/refer");
    for wrong in ["director", "expert", "LEAD", "x"] {
        let again = staff.submit(&form.clone().fill("to", "it").fill("role", wrong)).page(422);
        assert!(again.has("details[open] #role-refer[aria-invalid=true]"), "{wrong:?}");
    }
    let form = form.fill("to", "it").fill("role", "lead").fill("text", "Nhờ tổ trưởng quyết.");
    for _ in 0..2 {
        assert_eq!(staff.submit(&form).leads_to(), format!("{path}?done=referred"));
    }
    assert_eq!(office.history(&code), ["submitted", "referred"]);
    let page = signed_in(&office, LEAD).get(&path).page(200);
    assert!(page.text_of(".desk-facts").contains("Tổ trưởng"), "{}", page.text());
    let status = Browser::new(&office).get(&format!("/t/{code}")).page(200).text();
    assert!(status.contains("tổ trưởng"), "the requester sees which role has it: {status}");
}

#[test]
fn the_office_systems_number_is_kept() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let path = format!("/desk/t/{code}");
    let mut staff = signed_in(&office, EXPERT);
    let form = staff.get(&path).page(200).form("/register");
    for wrong in ["", "   ", "1\n2", &"9".repeat(65)] {
        let again = staff.submit(&form.clone().fill("number", wrong)).page(409);
        assert!(again.has("details[open] #number-register"), "{wrong:?}");
    }
    for _ in 0..2 {
        assert_eq!(
            staff.submit(&form.clone().fill("number", " 142/CNTT-HT ")).leads_to(),
            format!("{path}?done=registered")
        );
    }
    assert_eq!(office.history(&code), ["submitted", "registered"]);
    assert!(staff.get(&path).page(200).text_of(".desk-facts").contains("142/CNTT-HT"));
    let status = Browser::new(&office).get(&format!("/t/{code}")).page(200).text();
    assert!(!status.contains("142/CNTT-HT"), "the number is for those who have the ticket");
}

#[test]
fn a_duplicate_names_a_ticket_that_is_there_for_the_member() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let (code, stays) = (sent(&mut requester), sent(&mut requester));
    let foreign = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    let form = staff.get(&format!("/desk/t/{foreign}")).page(200).form("/refer").fill("to", "training");
    staff.submit(&form).leads_to();
    let path = format!("/desk/t/{code}");
    let form = staff.get(&path).page(200).form("/merge");
    let mut told = Vec::new();
    for wrong in ["", "0000-0000-0000", "<b>", foreign.as_str()] {
        let again = staff.submit(&form.clone().fill("code", wrong)).page(422);
        told.push(again.text_of("#code-merge-error"));
    }
    assert!(told[0].contains("Không có phiếu mang mã này"), "{told:?}");
    told.dedup();
    assert_eq!(told.len(), 1, "a foreign ticket reads like none: {told:?}");
    let itself = staff.submit(&form.clone().fill("code", &code)).page(409);
    assert!(itself.text().contains("không thể trùng với chính nó"), "{}", itself.text());
    let typed = stays.to_lowercase().replace('-', " ");
    for _ in 0..2 {
        assert_eq!(staff.submit(&form.clone().fill("code", &typed)).leads_to(), format!("{path}?done=merged"));
    }
    assert_eq!(office.history(&code), ["submitted", "closed"]);
    assert!(staff.get(&path).page(200).has(&format!("a[href='/desk/t/{stays}']")));
    let mine = requester.get(&format!("/t/{code}")).page(200);
    assert!(mine.text().contains("trùng phiếu khác") && !mine.text().contains(&stays), "{}", mine.text());
    assert_eq!(office.history(&stays), ["submitted"]);
    let fields = [("csrf", ""), ("version", "1"), ("code", stays.as_str())];
    assert_eq!(signed_in(&office, FOREIGN).submit(&posting(&format!("{path}/merge"), &fields)).status, 404);
}
