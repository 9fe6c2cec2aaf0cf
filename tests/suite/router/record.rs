//! What has happened to a ticket: its history, and the paper an office files (T4).

use super::office::Office;
use super::people::{EXPERT, SECOND, does, owner_by_mail, sent, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

const LEAD: &str = "to-truong@suite.example";

/// A ticket that was given by the lead, answered, signed off, and confirmed.
fn lived(office: &Office) -> String {
    let code = sent(&mut Browser::new(office));
    let mut lead = signed_in(office, LEAD);
    let path = format!("/desk/t/{code}");
    let give = lead.get(&path).page(200).form("/assign").fill("to", SECOND);
    lead.submit(&give).leads_to();
    let mut second = signed_in(office, SECOND);
    let register = second.get(&path).page(200).form("/register").fill("number", "142/CNTT");
    second.submit(&register).leads_to();
    office.pass(jiff::SignedDuration::from_hours(3));
    office.sweep();
    does(&mut second, &code, "/accept", None).leads_to();
    does(&mut second, &code, "/answer", Some(ANSWER)).leads_to();
    does(&mut lead, &code, "/sign-off", None).leads_to();
    let mut owner = owner_by_mail(office, &code);
    let confirm = owner.get(&format!("/t/{code}")).page(200).form("/confirm");
    owner.submit(&confirm).leads_to();
    code
}

fn signing() -> Office {
    Office::with(|catalog| {
        for definition in catalog.request_types.values_mut() {
            definition.sign_off = domain::catalog::SignOff::Required;
        }
    })
}

#[test]
fn the_history_says_who_did_what_and_when() {
    let office = signing();
    let code = lived(&office);
    let page = signed_in(&office, EXPERT).get(&format!("/desk/t/{code}")).page(200);
    let told = page.texts(".history li");
    assert_eq!(told.len(), office.history(&code).len(), "every event: {told:#?}");
    for (entry, parts) in [
        ("Nhận phiếu", [NAME, "Qua biểu mẫu trên web"]),
        ("Giao cho", ["Võ Minh Quân", "Phan Gia Bảo · tổ trưởng"]),
        ("Ghi số đăng ký", ["142/CNTT", "Võ Minh Quân · chuyên viên"]),
        ("Quá hạn", ["11:30", "đồng hồ"]),
        ("Trả lời", ["Võ Minh Quân", "11:30"]),
        ("Duyệt câu trả lời", ["Phan Gia Bảo", "tổ trưởng"]),
        ("Xác nhận đã giải quyết", [NAME, "Người yêu cầu"]),
    ] {
        let entry = told.iter().find(|line| line.contains(entry)).unwrap_or_else(|| panic!("{entry} in {told:#?}"));
        for part in parts {
            assert!(entry.contains(part), "{part} in {entry}");
        }
    }
    assert!(!page.text_of(".history").contains(ANSWER), "what was said is in the conversation");
}

#[test]
fn the_record_has_everything_an_office_files() {
    let office = signing();
    let code = lived(&office);
    let before = office.history(&code);
    let mut member = signed_in(&office, EXPERT);
    let link = member.get(&format!("/desk/t/{code}")).page(200).links(".papers a").remove(0).0;
    assert_eq!(link, format!("/desk/t/{code}/record"));
    let page = member.get(&link).page(200);
    let description = DESCRIPTION.lines().next().expect("a line");
    let parts = ["Hỗ trợ thử", "Tổ kỹ thuật", &code, "142/CNTT", NAME, EMAIL, TITLE, description, "C1", ANSWER];
    for part in parts {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    let stages = page.texts(".record-stages tbody tr");
    assert_eq!(stages.len(), 3, "{stages:#?}");
    assert!(stages[0].contains("2 giờ") && stages[0].contains("trễ hẹn"), "{}", stages[0]);
    assert!(stages[1].contains("Võ Minh Quân") && !stages[1].contains("trễ hẹn"), "{}", stages[1]);
    assert!(stages[2].contains("Phan Gia Bảo"), "{}", stages[2]);
    let signed = page.texts(".record-signatures > div");
    assert!(signed[0].contains("Võ Minh Quân") && signed[1].contains("Phan Gia Bảo"), "{signed:#?}");
    assert!(signed[2].contains(NAME), "{signed:#?}");
    let persian = member.get(&format!("{link}?lang=fa")).page(200).text();
    assert!(persian.contains("۲ آذر ۱۴۰۵"), "days as people say them there: {persian}");
    assert_eq!(office.history(&code), before, "looking changes nothing");
}

#[test]
fn forgetting_the_requester_empties_record_and_history() {
    let office = signing();
    let code = lived(&office);
    let mut admin = signed_in(&office, "quan-tri@suite.example");
    let erase = admin.get(&format!("/desk/t/{code}/erase")).page(200).form("/erase");
    admin.submit(&erase).leads_to();
    for path in [format!("/desk/t/{code}"), format!("/desk/t/{code}/record")] {
        let page = admin.get(&path).page(200);
        for word in [NAME, EMAIL, TITLE, ANSWER, "HDMI"] {
            assert!(!page.text().contains(word), "{word} in {path}: {}", page.text());
        }
        for who in ["Võ Minh Quân", "Phan Gia Bảo"] {
            assert!(!page.text_of(".history, .record").contains(who), "{who} in {path}");
        }
    }
    let page = admin.get(&format!("/desk/t/{code}")).page(200);
    assert_eq!(page.texts(".history li").len(), office.history(&code).len(), "what happened is still known");
    assert_eq!(admin.get(&format!("/desk/t/{code}/draft.md")).status, 404, "nobody's words are left to publish");
}
