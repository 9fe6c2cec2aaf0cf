//! The sweep: what was promised and not kept is told, each rung once.

use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, does, sent, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, NAME, TITLE};

const LEAD: &str = "to-truong@suite.example";
const DIRECTOR: &str = "giam-doc@suite.example";

/// Who was told of a broken promise, in order.
fn told(office: &Office) -> Vec<String> {
    let letters = office.letters();
    letters.iter().filter(|letter| letter.id.contains("-escalated-")).map(|letter| letter.to.to_string()).collect()
}

#[test]
fn each_rung_is_told_once_when_its_time_has_come() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    // Two hours to receive, with a warning after 96 minutes; the lead at once, the director an hour later.
    for (minutes, swept, rungs) in [
        (95, 0, &[][..]),
        (1, 1, &[]),
        (23, 0, &[]),
        (1, 2, &[LEAD]),
        (0, 0, &[LEAD]),
        (59, 0, &[LEAD]),
        (1, 1, &[LEAD, DIRECTOR]),
        (9_999, 0, &[LEAD, DIRECTOR]),
    ] {
        office.pass(SignedDuration::from_mins(minutes));
        assert_eq!(office.sweep(), swept);
        assert_eq!(told(&office), rungs);
    }
    assert_eq!(office.history(&code), ["submitted", "warned", "overdue", "escalated", "escalated"]);
}

#[test]
fn a_letter_about_it_names_the_ticket_and_nobody() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    office.pass(SignedDuration::from_hours(2));
    office.sweep();
    let letter = office.letters().pop().expect("the lead's");
    assert!(letter.body.contains(&format!("/desk/t/{code}")) && letter.subject.contains(&code), "{letter:#?}");
    assert!(!letter.body.contains(TITLE) && !letter.body.contains(NAME), "{letter:#?}");
}

#[test]
fn sweeps_that_overlap_tell_once() {
    let office = Office::open();
    let codes = [sent(&mut Browser::new(&office)), sent(&mut Browser::new(&office))];
    office.pass(SignedDuration::from_hours(2));
    let swept: u32 = std::thread::scope(|scope| {
        let sweeps: Vec<_> = (0..4).map(|_| scope.spawn(|| office.sweep())).collect();
        sweeps.into_iter().map(|sweep| sweep.join().expect("no sweep panics")).sum()
    });
    assert_eq!(swept, 4, "a broken promise and a rung each");
    assert_eq!(told(&office), [LEAD, LEAD]);
    for code in codes {
        assert_eq!(office.history(&code), ["submitted", "overdue", "escalated"]);
    }
}

#[test]
fn a_sweep_that_comes_late_tells_every_rung() {
    let office = Office::open();
    sent(&mut Browser::new(&office));
    office.pass(SignedDuration::from_hours(48));
    assert_eq!(office.sweep(), 3, "the broken promise and two rungs");
    assert_eq!(told(&office), [LEAD, DIRECTOR]);
}

#[test]
fn more_than_one_batch_of_alarms_is_told_in_one_sweep() {
    let office = Office::open();
    office.with_wide_limits();
    let mut requester = Browser::new(&office);
    let form = super::people::filled(&mut requester);
    for _ in 0..103 {
        super::people::sent_form(&mut requester, &form);
    }
    office.pass(SignedDuration::from_hours(2));
    assert_eq!(office.sweep(), 206, "a broken promise and a rung each");
    assert_eq!(office.sweep(), 0);
}

#[test]
fn a_promise_kept_in_time_is_nobodys_alarm() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    office.pass(SignedDuration::from_hours(3));
    assert_eq!(office.sweep(), 0, "receiving is done, handling has a day");
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    office.pass(SignedDuration::from_hours(480));
    assert_eq!(office.sweep(), 0, "an answered ticket promises nothing");
}

#[test]
fn an_overdue_ticket_says_so_to_everybody() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    office.pass(SignedDuration::from_hours(2));
    office.sweep();
    office.pass(SignedDuration::from_mins(5));
    let mut staff = signed_in(&office, EXPERT);
    assert!(staff.get("/desk/q/it").page(200).has(".due-overdue"));
    assert!(staff.get(&format!("/desk/t/{code}")).page(200).has(".due-overdue"));
    let path = format!("/t/{code}");
    for page in [requester.get(&path).page(200), Browser::new(&office).get(&path).page(200)] {
        assert!(page.has(".promise-late"), "{}", page.text());
    }
    let text = Browser::new(&office).get(&path).page(200).text();
    assert!(text.contains("ổ trưởng") || text.contains("rưởng"), "whoever was told is responsible now: {text}");
}
