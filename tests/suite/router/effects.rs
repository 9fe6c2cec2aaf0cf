//! What follows from an event: at least once, shown once, and never in the way of the next.

use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, does, filled, sent, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, EMAIL};

#[test]
fn an_event_delivered_again_is_mailed_once() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let letters = office.letters().len();
    for _ in 0..3 {
        office.effects_again().expect("the post office is open");
    }
    assert_eq!(office.post.letters().len(), letters);
}

#[test]
fn two_workers_at_once_mail_once() {
    let office = Office::open();
    for nth in 0..5 {
        let mut requester = Browser::new(&office);
        let form = filled(&mut requester).fill("email", &format!("nguoi-{nth}@dh.example"));
        sent_form(&mut requester, &form);
    }
    std::thread::scope(|scope| {
        for _ in 0..4 {
            // One that finds another at it says so, and is asked again later.
            scope.spawn(|| office.effects_again().ok());
        }
    });
    office.pass(SignedDuration::from_mins(2));
    office.effects_again().expect("nobody is at it any more");
    let mut to: Vec<_> = office.post.letters().iter().map(|letter| letter.to.to_string()).collect();
    to.sort();
    assert_eq!(to, [0, 1, 2, 3, 4].map(|nth| format!("nguoi-{nth}@dh.example")));
}

#[test]
fn a_closed_post_office_delays_and_loses_nothing() {
    let office = Office::open();
    office.post.close();
    let code = sent(&mut Browser::new(&office));
    for _ in 0..3 {
        office.effects().expect_err("it is closed");
    }
    assert!(office.post.letters().is_empty());
    assert_eq!(office.history(&code), ["submitted"], "the ticket is there all the same");
    office.post.reopen();
    assert_eq!(office.letters().len(), 1);
    assert_eq!(office.letters().len(), 1, "and not again");
}

#[test]
fn a_letter_refused_for_good_does_not_hold_up_the_others() {
    let office = Office::open();
    office.post.refuse(EMAIL);
    sent(&mut Browser::new(&office));
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).fill("email", "binh@dh.example");
    sent_form(&mut requester, &form);
    let letters = office.letters();
    assert_eq!(letters.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), ["binh@dh.example"]);
    office.effects_again().expect("it is not tried again");
}

#[test]
fn a_worker_that_died_over_a_letter_is_followed_by_another() {
    use function::store::Claim;
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    // It had claimed the letter, and was never seen again.
    let now = office.desk.now();
    let letter = format!("{code}-1-receipt");
    let claim = office.store.claim_effect(&letter, now + SignedDuration::from_secs(60), now);
    assert_eq!(office.wait(claim).expect("the store works"), Claim::Yours);
    office.effects().expect_err("another may still be at it");
    office.pass(SignedDuration::from_secs(61));
    assert_eq!(office.letters().len(), 1);
}

#[test]
fn an_answer_is_mailed_in_the_order_it_was_given() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let ids: Vec<_> = office.letters().into_iter().map(|letter| letter.id).filter(|id| id.starts_with(&code)).collect();
    assert_eq!(ids, [format!("{code}-1-receipt"), format!("{code}-2-accepted"), format!("{code}-3-answered")]);
}
