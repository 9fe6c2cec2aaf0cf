//! Procedure T: technical support in four stages, each with its own clock.

use domain::ticket::{Stage, State};
use jiff::SignedDuration;

use super::campus::{Answers, does, due, form, on_the_wall, owner, passes, status, told};
use crate::harness::http::Browser;
use crate::journey::EMAIL;
use crate::router::office::Office;
use crate::router::people::{sent_form, signed_in};

const EXPERT: &str = "khoi.td@thuyvan.example";
const SECOND: &str = "my.lh@thuyvan.example";
const LEAD: &str = "an.vt@thuyvan.example";
const DIRECTOR: &str = "bach.nq@thuyvan.example";
const NEXT_TIER: &str = "son.cx@thuyvan.example";
const TRAINING: &str = "ha.dtn@thuyvan.example";
const ANSWER: &str = "Chọn đúng cổng HDMI 2 là lên hình.";

/// Sends a request of procedure T as a lecturer; gives its code.
fn sent(office: &Office) -> String {
    let mut requester = Browser::new(office);
    let title = "Chiếu từ máy Mac lên màn hình phòng C1-204";
    let form = form(&mut requester, "it-how-to", "vi", title, "Cắm HDMI, màn hình phòng không nhận.");
    let form = form.fill("audience", "lecturer").fill("priority", "medium").answer(&[("topic", "guidance")]);
    sent_form(&mut requester, &form)
}

/// T1 to T5: received, classified, taken on late, escalated, answered with an article, signed off, confirmed.
pub(super) fn four_stages_a_breach_and_a_signature(office: &Office) {
    // Monday 08:30. T1: half a day to receive; T5: three days for all of it, over the holiday of Tuesday.
    let code = sent(office);
    assert_eq!(due(office, &code), "Mon 14:00");
    assert_eq!(on_the_wall(office, &code, office.head(&code).total.expect("a promise").due_at), "Fri 08:30");
    assert_eq!(told(office, &code, "receipt"), [EMAIL]);
    let shown = status(office, &code);
    assert!(shown.contains("Bàn hỗ trợ CNTT · chuyên viên") && shown.contains("14:00"), "X5, who, until when: {shown}");

    // 10:30. T2: half a day to check.
    office.pass(SignedDuration::from_hours(2));
    let mut expert = signed_in(office, EXPERT);
    does(&mut expert, &code, "classify", &[("nature", "technical")]).leads_to();
    assert_eq!(due(office, &code), "Mon 16:00");
    let page = expert.get(&format!("/desk/t/{code}")).page(200).text();
    assert!(page.contains("Giảng viên"), "tagged by who asks: {page}");

    // T3: the lead assigns, a specialist handles within a day. It takes longer.
    does(&mut expert, &code, "accept", &[]).leads_to();
    does(&mut signed_in(office, LEAD), &code, "assign", &[("to", SECOND)]).leads_to();
    assert_eq!(due(office, &code), "Wed 10:30");
    // Wednesday 09:00, past four fifths; 10:31, due; 11:31, at lunch; 14:01, two hours of work later; 16:01, four.
    let happened = [46 * 60 + 30, 91, 60, 150, 120].map(|minutes| passes(office, &code, minutes));
    assert_eq!(happened, ["warned", "overdue escalated", "", "escalated", "escalated"]);
    let escalated = told(office, &code, "escalated");
    assert_eq!(escalated, [LEAD, NEXT_TIER, DIRECTOR], "the ladder");
    let late = status(office, &code);
    assert!(late.contains("Bàn hỗ trợ CNTT · ban giám đốc"), "X5, who has it now: {late}");

    // Answered in the ticket, with an article, and the requester is told.
    let mut second = signed_in(office, SECOND);
    does(&mut second, &code, "answer", &[("text", ANSWER), ("article", "projector")]).leads_to();
    assert_eq!(told(office, &code, "answer"), [EMAIL]);
    // T4: a day for the lead to sign.
    assert_eq!(due(office, &code), "Thu 16:01");
    let (mut requester, mine) = owner(office, &code);
    assert!(mine.text().contains(ANSWER) && mine.has("a[href='/vi/thiet-bi/may-chieu/']"), "{}", mine.text());
    requester.submit(&mine.form("/confirm")).leads_to();
    assert_eq!(office.head(&code).state, State::Answered, "the lead has not signed");
    does(&mut signed_in(office, LEAD), &code, "sign-off", &[]).leads_to();

    let mut expected = vec!["submitted", "classified", "accepted", "assigned", "warned", "overdue", "escalated"];
    expected.extend(["escalated", "escalated", "answered", "contact_proved", "confirmed", "signed_off", "closed"]);
    assert_eq!(office.history(&code), expected);
    // Each stage kept or broke its own promise.
    let head = office.head(&code);
    let kept = head.timeline.iter().map(|entry| (entry.stage, entry.ended_at <= entry.due_at));
    assert_eq!(
        kept.collect::<Vec<_>>(),
        [(Stage::Receive, true), (Stage::Check, true), (Stage::Handle, false), (Stage::Report, true)]
    );
    assert_eq!(told(office, &code, "escalated"), escalated, "nobody is told twice");
}

/// T5: an incident found in step 2 changes to the incident type, whose own stages start.
pub(super) fn an_incident_found_while_checking_has_its_own_limits(office: &Office) {
    let code = sent(office);
    let mut expert = signed_in(office, EXPERT);
    does(&mut expert, &code, "classify", &[("nature", "incident"), ("priority", "high")]).leads_to();
    office.pass(SignedDuration::from_mins(30));
    does(&mut expert, &code, "reclassify", &[("request_type", "it-incident")]).leads_to();
    assert_eq!(due(office, &code), "Mon 14:30", "the incident's half day to check");
    does(&mut expert, &code, "accept", &[]).leads_to();
    assert_eq!(due(office, &code), "Wed 09:00", "its day to handle, over the holiday");
    does(&mut expert, &code, "answer", &[("text", ANSWER)]).leads_to();
    assert!(office.head(&code).closing.is_none(), "an incident needs no signature");
    assert_eq!(office.history(&code), ["submitted", "classified", "reclassified", "accepted", "answered"]);
}

/// T2: not technical: to the lead, by role, of the right desk, who decides anew.
pub(super) fn what_is_not_technical_goes_to_the_lead_of_the_right_desk(office: &Office) {
    let code = sent(office);
    let mut expert = signed_in(office, EXPERT);
    does(&mut expert, &code, "classify", &[("nature", "not-technical")]).leads_to();
    let word = [("to", "training"), ("role", "lead"), ("text", "Đây là việc xếp phòng.")];
    assert_eq!(does(&mut expert, &code, "refer", &word).leads_to(), "/desk/q/it?done=referred");
    assert_eq!(told(office, &code, "referred"), [EMAIL], "the requester keeps following");
    let shown = status(office, &code);
    assert!(shown.contains("Phòng Đào tạo · tổ trưởng"), "{shown}");
    let mut other = signed_in(office, TRAINING);
    assert!(other.get(&format!("/desk/t/{code}")).page(200).text().contains("việc xếp phòng"));
    does(&mut other, &code, "accept", &[]).leads_to();
    assert_eq!(office.history(&code), ["submitted", "classified", "referred", "accepted"]);
}
