//! Procedure H: a service desk and a second tier, which a request reaches by hand or by the clock.

use domain::ticket::Stage;

use super::campus::{Answers, does, due, form, owner, passes, status, told};
use crate::harness::http::Browser;
use crate::router::office::Office;
use crate::router::people::{sent_form, signed_in};

const TITLE: &str = "Wi-Fi eduroam ở B3-201 rớt mỗi 5 phút";
const FIRST: &str = "my.lh@thuyvan.example";
const FIRST_LEAD: &str = "an.vt@thuyvan.example";
const SECOND: &str = "quang.hn@thuyvan.example";
const SECOND_LEAD: &str = "son.cx@thuyvan.example";
const DIRECTOR: &str = "bach.nq@thuyvan.example";
const TRIED: &str = "Đã thử ba máy, cùng rớt. Nghi bộ phát B3-2.";
const ANSWER: &str = "Đã thay bộ phát B3-2 bị hỏng nguồn. Bạn nối lại là được.";

/// Sends an incident as a student; gives its code once the first tier has taken it on.
fn taken_on(office: &Office) -> (String, Browser<'_>) {
    let mut requester = Browser::new(office);
    let form = form(&mut requester, "it-incident", "vi", TITLE, "Cả lớp đều bị từ sáng.");
    let form = form.fill("audience", "student").fill("priority", "high");
    let code = sent_form(&mut requester, &form.answer(&[("device", "several"), ("location", "B3-201")]));
    let mut first = signed_in(office, FIRST);
    does(&mut first, &code, "classify", &[("nature", "network")]).leads_to();
    does(&mut first, &code, "accept", &[]).leads_to();
    assert_eq!(due(office, &code), "Wed 08:30", "a day, over the holiday of Tuesday");
    (code, first)
}

/// H3 by hand, H5: the next tier takes over with what was tried and the promise as it runs, and writes how it was solved.
pub(super) fn what_one_person_cannot_solve_is_handed_up(office: &Office) {
    let (code, mut first) = taken_on(office);
    let queue = does(&mut first, &code, "hand-up", &[("to", "technical"), ("text", TRIED)]).leads_to();
    assert_eq!(queue, "/desk/q/it?done=handed-up");
    assert_eq!(first.get(&format!("/desk/t/{code}")).status, 404, "the first tier has it no more");
    assert_eq!(due(office, &code), "Wed 08:30", "the promise runs on");
    let shown = status(office, &code);
    assert!(shown.contains("Tổ Kỹ thuật hệ thống · chuyên viên"), "X5, who has it now: {shown}");

    let mut second = signed_in(office, SECOND);
    let queue = second.get("/desk/q/technical").page(200).text();
    assert!(queue.contains(TITLE), "{queue}");
    let page = second.get(&format!("/desk/t/{code}")).page(200).text();
    assert!(page.contains(TRIED), "what was tried: {page}");
    does(&mut second, &code, "answer", &[("text", ANSWER), ("article", "wifi")]).leads_to();
    let (mut requester, mine) = owner(office, &code);
    assert!(mine.text().contains(ANSWER) && !mine.text().contains(TRIED), "{}", mine.text());
    requester.submit(&mine.form("/confirm")).leads_to();
    let expected = ["submitted", "classified", "accepted", "handed_up", "answered", "contact_proved", "closed"];
    assert_eq!(office.history(&code), expected);
    let kept = office.head(&code).timeline.iter().all(|entry| entry.ended_at <= entry.due_at);
    assert!(kept, "every promise was kept");
}

/// H3 by the clock: when it is late the lead is told, two hours later the lead of the next tier; H6: limits that change
/// meanwhile are for others.
pub(super) fn what_is_late_is_told_to_the_next_tier(office: &Office) {
    let (code, _) = taken_on(office);
    office.publish(|catalog| {
        super::campus::published(catalog);
        let incident = catalog.request_types.get_mut(&"it-incident".to_owned().try_into().expect("an id"));
        incident.expect("a type").stages.handle = Some("4d".to_owned().try_into().expect("four days"));
    });
    // Wednesday 08:31; 10:31; 14:01, with an hour and a half of lunch.
    let happened = [48 * 60 + 1, 120, 210].map(|minutes| passes(office, &code, minutes));
    assert_eq!(happened, ["overdue escalated", "escalated", "escalated"]);
    assert_eq!(told(office, &code, "escalated"), [FIRST_LEAD, SECOND_LEAD, DIRECTOR]);
    // The lead hands it up, and it is answered late.
    does(&mut signed_in(office, FIRST_LEAD), &code, "hand-up", &[("to", "technical"), ("text", TRIED)]).leads_to();
    does(&mut signed_in(office, SECOND_LEAD), &code, "answer", &[("text", ANSWER)]).leads_to();
    let head = office.head(&code);
    let late = head.timeline.iter().filter(|entry| entry.ended_at > entry.due_at).map(|entry| entry.stage);
    assert_eq!(late.collect::<Vec<_>>(), [Stage::Handle]);

    // The new limit holds for what is taken on now: Wednesday 14:01 and four days.
    let mut requester = Browser::new(office);
    let form = form(&mut requester, "it-incident", "vi", "Máy in A1-2 kẹt giấy liên tục", "Kẹt ở khay 2.");
    let form = form.fill("audience", "staff").fill("priority", "low").answer(&[("device", "printer")]);
    let next = sent_form(&mut requester, &form);
    does(&mut signed_in(office, FIRST), &next, "accept", &[]).leads_to();
    assert_eq!(due(office, &next), "Tue 08:31");
}
