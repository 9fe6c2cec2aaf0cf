//! What stands beside a ticket: the requester's other tickets, how its promise was counted, what may be cited.

use super::office::Office;
use super::people::{DIRECTOR, EXPERT, FOREIGN, empty_form, posting, sent, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::journey::{EMAIL, TITLE};

/// A ticket of the same requester at desk `training`.
fn sent_elsewhere(office: &Office) -> String {
    let mut requester = Browser::new(office);
    let form = empty_form(&mut requester, "course", "vi")
        .fill("title", "Xin mở lớp Excel")
        .fill("description", "Cho khoa.")
        .fill("name", "Đỗ Thị Bích Ngọc")
        .fill("email", EMAIL)
        .fill("audience", "staff")
        .fill("f.place", "A1");
    sent_form(&mut requester, &form)
}

#[test]
fn the_requesters_other_tickets_are_those_at_the_members_desks() {
    let office = Office::open();
    let first = sent(&mut Browser::new(&office));
    office.pass(jiff::SignedDuration::from_mins(1));
    let second = sent(&mut Browser::new(&office));
    let course = sent_elsewhere(&office);
    for (who, at, expected) in [
        (EXPERT, &first, vec![&second]),
        (FOREIGN, &course, vec![]),
        // Reads one desk and works at the other.
        (DIRECTOR, &course, vec![&second, &first]),
    ] {
        let page = signed_in(&office, who).get(&format!("/desk/t/{at}")).page(200);
        let others: Vec<_> = page.links(".others a").into_iter().map(|(url, _)| url).collect();
        let expected: Vec<_> = expected.iter().map(|code| format!("/desk/t/{code}")).collect();
        assert_eq!(others, expected, "{who}");
        assert_eq!(page.text().contains("Xin mở lớp Excel"), who != EXPERT, "{who}: {}", page.text());
    }
}

#[test]
fn duplicates_lead_to_each_other() {
    let office = Office::open();
    let (stays, goes) = (sent(&mut Browser::new(&office)), sent(&mut Browser::new(&office)));
    let mut staff = signed_in(&office, EXPERT);
    let merge = staff.get(&format!("/desk/t/{goes}")).page(200).form("/merge").fill("code", &stays);
    staff.submit(&merge).leads_to();
    assert!(staff.get(&format!("/desk/t/{goes}")).page(200).has(&format!(".notice a[href='/desk/t/{stays}']")));
    let page = staff.get(&format!("/desk/t/{stays}")).page(200);
    assert!(page.text_of(".others").contains("trùng với phiếu này"), "{}", page.text());
}

#[test]
fn somebody_forgotten_has_no_other_tickets() {
    let office = Office::open();
    let (gone, other) = (sent(&mut Browser::new(&office)), sent(&mut Browser::new(&office)));
    let mut admin = signed_in(&office, "quan-tri@suite.example");
    let erase = admin.get(&format!("/desk/t/{gone}/erase")).page(200).form("/erase");
    admin.submit(&erase).leads_to();
    for code in [&gone, &other] {
        assert!(!admin.get(&format!("/desk/t/{code}")).page(200).has(".others"), "{code}");
    }
}

#[test]
fn the_desk_reads_how_a_promise_was_counted() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    let page = staff.get(&format!("/desk/t/{code}")).page(200);
    let told = page.text_of(".desk-facts .counted");
    assert!(told.contains("2 giờ") && told.contains("23/11"), "{told}");
    let csrf = page.attribute("input[name=csrf]", "value").expect("a token");
    let fields = [("csrf", csrf.as_str()), ("version", "1")];
    staff.submit(&posting(&format!("/desk/t/{code}/accept"), &fields)).leads_to();
    // Articles are looked for in the index of the requester's language, by the ticket's title.
    let page = staff.get(&format!("/desk/t/{code}")).page(200);
    assert_eq!(page.attribute("[data-cite]", "data-index").as_deref(), Some("/search/vi.json"));
    assert_eq!(page.attribute("[data-cite]", "data-cite").as_deref(), Some(TITLE));
}
