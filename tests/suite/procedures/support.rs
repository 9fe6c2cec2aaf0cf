//! Procedure T: technical support in four stages, each with its own clock.

use domain::ticket::Stage;
use jiff::{SignedDuration, Timestamp};

use crate::harness::http::Browser;
use crate::journey::{ANSWER, EMAIL, TITLE, press};
use crate::router::office::Office;
use crate::router::people::{DIRECTOR, EXPERT, FOREIGN, SECOND, does, empty_form, mailed_link, sent_form, signed_in};

const LEAD: &str = "to-truong@suite.example";

/// Sends a request of procedure T as a lecturer; gives its code.
fn sent(office: &Office) -> String {
    let mut requester = Browser::new(office);
    let form = empty_form(&mut requester, "support", "vi")
        .fill("title", TITLE)
        .fill("description", "Chiếu lên chỉ thấy màn hình xanh.")
        .fill("name", "Đỗ Thị Bích Ngọc")
        .fill("email", EMAIL)
        .fill("audience", "lecturer");
    sent_form(&mut requester, &form)
}

/// The running promise, in the desk's time.
fn due(office: &Office, code: &str) -> String {
    let due = office.head(code).due_at().expect("a promise is running");
    in_vietnam(due)
}

fn in_vietnam(at: Timestamp) -> String {
    let zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").expect("a zone");
    at.to_zoned(zone).strftime("%a %H:%M").to_string()
}

fn classify(staff: &mut Browser<'_>, code: &str, nature: &str) {
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/classify");
    staff.submit(&form.fill("nature", nature)).leads_to();
}

/// Everybody who got a letter of which the id ends so, in order.
fn told(office: &Office, code: &str, what: &str) -> Vec<String> {
    let letters = office.letters();
    let about = letters.iter().filter(|letter| letter.id.starts_with(code) && letter.id.contains(what));
    about.map(|letter| letter.to.to_string()).collect()
}

/// T1 to T5: received, classified, taken on late, escalated, answered with an article, signed off, confirmed.
pub(super) fn four_stages_a_breach_and_a_signature(office: &Office) {
    // Monday 08:30. T1: half a day to receive; T5: three days for all of it.
    let code = sent(office);
    assert_eq!(due(office, &code), "Mon 14:00");
    assert_eq!(in_vietnam(office.head(&code).total.expect("a promise for all of it").due_at), "Thu 08:30");
    assert_eq!(told(office, &code, "receipt"), [EMAIL]);
    let status = Browser::new(office).get(&format!("/t/{code}")).page(200).text();
    assert!(
        status.contains("Tổ kỹ thuật · chuyên viên") && status.contains("14:00"),
        "X5, who and until when: {status}"
    );

    // 10:30. T2: half a day to check.
    office.pass(SignedDuration::from_hours(2));
    let mut expert = signed_in(office, EXPERT);
    classify(&mut expert, &code, "technical");
    assert_eq!(due(office, &code), "Mon 16:00");
    let page = expert.get(&format!("/desk/t/{code}")).page(200).text();
    assert!(page.contains("Giảng viên"), "tagged by who asks: {page}");

    // T3: the lead assigns, a specialist handles within a day. It takes longer.
    does(&mut expert, &code, "/accept", None).leads_to();
    let mut lead = signed_in(office, LEAD);
    let form = lead.get(&format!("/desk/t/{code}")).page(200).form("/assign");
    lead.submit(&form.fill("to", SECOND)).leads_to();
    assert_eq!(due(office, &code), "Tue 10:30");
    // Tuesday 10:00, past four fifths; 10:31, due; 11:31, at lunch; 13:01, an hour of work after it was due.
    let mut happened = Vec::new();
    for minutes in [23 * 60 + 30, 31, 60, 90] {
        let before = office.history(&code).len();
        office.pass(SignedDuration::from_mins(minutes));
        while office.sweep() > 0 {}
        happened.push(office.history(&code).split_off(before).join(" "));
    }
    assert_eq!(happened, ["warned", "overdue escalated", "", "escalated"]);
    let escalated = told(office, &code, "escalated");
    assert_eq!(escalated, [LEAD, DIRECTOR], "the ladder");
    let late = Browser::new(office).get(&format!("/t/{code}")).page(200).text();
    assert!(late.contains("Tổ kỹ thuật · ban giám đốc"), "X5, who has it now: {late}");

    // Answered in the ticket, with an article, and the requester is told.
    let mut second = signed_in(office, SECOND);
    let form = second.get(&format!("/desk/t/{code}")).page(200).form("/answer");
    second.submit(&form.fill("text", ANSWER).fill("article", "printer")).leads_to();
    assert_eq!(told(office, &code, "answer"), [EMAIL]);
    // T4: a day for the lead to sign.
    assert_eq!(due(office, &code), "Wed 13:01");
    let mut requester = Browser::new(office);
    let opened = press(&mut requester, &mailed_link(office, EMAIL), &format!("/t/{code}/open"));
    let mine = requester.follow(opened).page(200);
    assert!(mine.text().contains("Đã thay bóng đèn") && mine.has("a[href='/vi/may-in/']"), "{}", mine.text());
    requester.submit(&mine.form("/confirm")).leads_to();
    assert_eq!(office.head(&code).state, domain::ticket::State::Answered, "the lead has not signed");
    does(&mut signed_in(office, LEAD), &code, "/sign-off", None).leads_to();

    let mut expected = vec!["submitted", "classified", "accepted", "assigned", "warned", "overdue", "escalated"];
    expected.extend(["escalated", "answered", "contact_proved", "confirmed", "signed_off", "closed"]);
    assert_eq!(office.history(&code), expected);
    // Each stage kept or broke its own promise.
    let head = office.head(&code);
    let kept = head.timeline.iter().map(|entry| (entry.stage, entry.ended_at <= entry.due_at));
    assert_eq!(
        kept.collect::<Vec<_>>(),
        [(Stage::Receive, true), (Stage::Check, true), (Stage::Handle, false), (Stage::Report, true),]
    );
    assert_eq!(told(office, &code, "escalated"), escalated, "nobody is told twice");
}

/// T5: an incident found in step 2 changes to the incident type, whose own stages start.
pub(super) fn an_incident_found_while_checking_has_its_own_limits(office: &Office) {
    let code = sent(office);
    let mut expert = signed_in(office, EXPERT);
    classify(&mut expert, &code, "technical");
    assert_eq!(due(office, &code), "Mon 14:00", "half a day to check");
    office.pass(SignedDuration::from_mins(30));
    let form = expert.get(&format!("/desk/t/{code}")).page(200).form("/reclassify");
    expert.submit(&form.fill("request_type", "technical-incident")).leads_to();
    assert_eq!(due(office, &code), "Mon 10:00", "the incident's hour to check");
    does(&mut expert, &code, "/accept", None).leads_to();
    assert_eq!(due(office, &code), "Mon 14:30", "its four hours to handle");
    does(&mut expert, &code, "/answer", Some(ANSWER)).leads_to();
    assert!(office.head(&code).closing.is_none(), "an incident needs no signature");
    assert_eq!(office.history(&code), ["submitted", "classified", "reclassified", "accepted", "answered"]);
}

/// T2: not technical: to the lead, by role, of the right desk, who decides anew.
pub(super) fn what_is_not_technical_goes_to_the_lead_of_the_right_desk(office: &Office) {
    let code = sent(office);
    let mut expert = signed_in(office, EXPERT);
    let form = expert.get(&format!("/desk/t/{code}")).page(200).form("/refer");
    let form = form.fill("to", "training").fill("role", "lead").fill("text", "Đây là việc xếp phòng.");
    assert_eq!(expert.submit(&form).leads_to(), "/desk/q/it?done=referred");
    assert_eq!(told(office, &code, "referred"), [EMAIL], "the requester keeps following");
    let status = Browser::new(office).get(&format!("/t/{code}")).page(200).text();
    assert!(status.contains("Phòng đào tạo · tổ trưởng"), "{status}");
    let mut other = signed_in(office, FOREIGN);
    assert!(other.get(&format!("/desk/t/{code}")).page(200).text().contains("việc xếp phòng"));
    does(&mut other, &code, "/accept", None).leads_to();
    assert_eq!(office.history(&code), ["submitted", "referred", "accepted"]);
}
