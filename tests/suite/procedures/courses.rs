//! Procedure C: a course is asked for in time, and planned.

use domain::catalog::TooNear;
use domain::ticket::Flag;

use super::campus::{Answers, does, due, form, owner, published, told};
use crate::harness::http::Browser;
use crate::harness::page::Form;
use crate::journey::{DESCRIPTION, EMAIL};
use crate::router::files::PDF;
use crate::router::office::Office;
use crate::router::people::{sent_form, signed_in};

const TITLE: &str = "Tập huấn chấm bài trên LMS cho 25 giảng viên khoa Kinh tế";
const TRAINER: &str = "kien.lt@thuyvan.example";
const LEAD: &str = "hanh.pm@thuyvan.example";

/// The form of a course of one kind, with its first day.
#[track_caller]
fn asking(requester: &mut Browser<'_>, kind: &str, question: &str, day: &str) -> Form {
    form(requester, "course-request", "vi", TITLE, DESCRIPTION).answer(&[
        ("department", "Khoa Kinh tế"),
        ("form", kind),
        (question, day),
        ("sessions", "2"),
        ("people", "25"),
        ("able-to", "Tự tạo bài kiểm tra và chấm trên LMS."),
        ("units.1.unit", "Bộ môn Kế toán"),
        ("units.1.count", "12"),
    ])
}

/// C1, C8: ten days ahead, accepted, assigned by the lead, answered with a plan, agreed to.
pub(super) fn a_course_is_asked_for_in_time_planned_and_agreed(office: &Office) {
    let mut requester = Browser::new(office);
    let form = asking(&mut requester, "in-person", "starts-on", "2026-12-03").answer(&[("room", "B2-301")]);
    let code = sent_form(&mut requester, &form);
    assert!(office.head(&code).flags.is_empty(), "ten days ahead of 23 November");
    assert_eq!(told(office, &code, "received"), [TRAINER, LEAD]);

    let mut trainer = signed_in(office, TRAINER);
    let page = trainer.get(&format!("/desk/t/{code}")).page(200).text();
    for said in ["Tại trường", "Bộ môn Kế toán", "B2-301", "Khoa Kinh tế"] {
        assert!(page.contains(said), "{said} in {page}");
    }
    does(&mut trainer, &code, "classify", &[("nature", "in-person")]).leads_to();
    assert_eq!(due(office, &code), "Wed 08:30", "a day to check, over the holiday of Tuesday");
    does(&mut trainer, &code, "accept", &[]).leads_to();
    does(&mut signed_in(office, LEAD), &code, "assign", &[("to", TRAINER)]).leads_to();
    let plan = trainer.get(&format!("/desk/t/{code}")).page(200).form("/answer").fill("text", "Kế hoạch đính kèm.");
    trainer.submit(&plan.choose("files", "kế hoạch.pdf", PDF)).leads_to();
    assert_eq!(told(office, &code, "answer"), [EMAIL]);
    let (mut mine, page) = owner(office, &code);
    assert!(page.text().contains("Kế hoạch đính kèm."), "{}", page.text());
    mine.submit(&page.form("/confirm")).leads_to();
    let mut expected = vec!["submitted", "classified", "accepted", "assigned", "answered", "attached"];
    expected.extend(["contact_proved", "closed"]);
    assert_eq!(office.history(&code), expected);
}

/// C1: the form says how far ahead; what is nearer is flagged or refused, as the question is configured.
pub(super) fn a_day_that_is_too_near_is_flagged_or_refused(office: &Office) {
    let mut requester = Browser::new(office);
    let empty = crate::router::people::posting("/t/edit", &[("type", "course-request"), ("lang", "vi")]);
    let hints = requester.submit(&empty).page(200).texts(".hint").join(" ");
    assert!(hints.contains("ít nhất 10 ngày") && hints.contains("ít nhất 30 ngày"), "{hints}");

    // An ordinary course: told on the review, and to the desk.
    let near = asking(&mut requester, "online", "starts-on", "2026-12-02");
    let review = requester.submit(&near).page(200);
    assert!(review.text_of(".notice").contains("gần hơn thời gian"), "{}", review.text());
    let code = sent_form(&mut requester, &near);
    assert_eq!(office.head(&code).flags, [Flag::TooNear]);
    let page = signed_in(office, TRAINER).get(&format!("/desk/t/{code}")).page(200).text();
    assert!(page.contains("gần hơn thời gian báo trước"), "{page}");

    // Payroll: the form comes back, and says which day is the first.
    let near = asking(&mut requester, "payroll", "payroll-starts-on", "2026-12-22");
    let again = requester.submit(&near).page(422);
    let told = again.text_of(".error-summary");
    assert!(told.contains("23"), "the first day is 23 December: {told}");
    assert_eq!(again.form("/t/review").value("f.units.1.unit"), Some("Bộ môn Kế toán"), "nothing is lost");
    let form = again.form("/t/review").answer(&[("payroll-starts-on", "2026-12-23")]);
    assert!(office.head(&sent_form(&mut requester, &form)).flags.is_empty());

    // The same question configured the other way.
    office.publish(|catalog| {
        published(catalog);
        let course = catalog.request_types.get_mut(&"course-request".to_owned().try_into().expect("an id"));
        let lead = course.expect("a type").fields.iter_mut().find_map(|field| field.lead.as_mut());
        lead.expect("a day").too_near = TooNear::Refuse;
    });
    let near = asking(&mut requester, "in-person", "starts-on", "2026-12-02");
    let told = requester.submit(&near).page(422).text_of(".error-summary");
    assert!(told.contains('3') && told.contains("12"), "3 December: {told}");
}
