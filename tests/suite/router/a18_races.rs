//! Row 18: two at once. One ticket, one event, one mail; who comes second keeps what was typed.

use std::thread;

use domain::ids::DeskId;

use super::office::Office;
use super::people::{
    EXPERT, SECOND, ask_for_code, does, filled, mailed_code, owner_by_mail, post, request, sent, session, signed_in,
};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, EMAIL};

/// Runs the same thing in many threads at once.
fn at_once<T: Send>(many: usize, run: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = std::sync::Barrier::new(many);
    thread::scope(|scope| {
        let one = |nth| {
            let (start, run) = (&start, &run);
            scope.spawn(move || {
                start.wait();
                run(nth)
            })
        };
        let threads: Vec<_> = (0..many).map(one).collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    })
}

fn queue_length(office: &Office) -> usize {
    use function::store::{Narrowed, QueueQuery};
    let query =
        QueueQuery { desk: DeskId::parse("it").expect("a desk"), only: Narrowed::default(), after: None, limit: 50 };
    office.wait(office.store.queue(&query)).expect("the store works").rows.len()
}

#[test]
fn a_double_click_is_one_ticket_and_one_mail() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = requester.submit(&form).page(200).form("/t");
    let receipts = at_once(8, |_| Browser::new(&office).submit(&review).leads_to());
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]), "{receipts:?}");
    assert_eq!(queue_length(&office), 1);
    assert_eq!(office.letters().len(), 1);
    // And once more, an hour later.
    office.pass(jiff::SignedDuration::from_hours(1));
    assert_eq!(requester.submit(&review).leads_to(), receipts[0]);
    assert_eq!((queue_length(&office), office.letters().len()), (1, 1));
}

#[test]
fn two_reviews_of_one_form_are_two_tickets() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let first = sent(&mut requester);
    assert_ne!(sent(&mut requester), first);
    assert_eq!(queue_length(&office), 2);
}

#[test]
fn the_same_id_with_other_words_is_reviewed_again() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = requester.submit(&form).page(200).form("/t");
    let first = requester.submit(&review).leads_to();
    let changed = review.clone().fill("description", "Không phải máy chiếu, là loa.");
    let again = requester.submit(&changed).page(422);
    assert!(again.text().contains("là loa"), "{}", again.text());
    assert!(again.text_of("[role=alert]").contains("đã gửi trước đó với nội dung khác"), "{}", again.text());
    assert_eq!(queue_length(&office), 1);
    let again = again.form("/t");
    assert_ne!(again.fields.last(), review.fields.last(), "the new review has an id of its own");
    assert_ne!(requester.submit(&again).leads_to(), first);
    assert_eq!((queue_length(&office), office.letters().len()), (2, 2));
}

#[test]
fn different_words_at_once_under_one_id_are_one_ticket() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = requester.submit(&form).page(200).form("/t");
    let statuses = at_once(6, |nth| {
        Browser::new(&office).submit(&review.clone().fill("description", &format!("Lời {nth}"))).status
    });
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 5, "{statuses:?}");
    assert_eq!((queue_length(&office), office.letters().len()), (1, 1));
}

#[test]
fn of_two_who_answer_the_second_keeps_what_was_typed() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let (mut first, mut second) = (signed_in(&office, EXPERT), signed_in(&office, SECOND));
    does(&mut first, &code, "/accept", None).leads_to();
    let path = format!("/desk/t/{code}");
    let (form, late) = (first.get(&path).page(200).form("/answer"), second.get(&path).page(200).form("/answer"));
    first.submit(&form.fill("text", ANSWER)).leads_to();
    let typed = "Tôi đã gọi cho phòng C1,\n\nđang chờ họ trả lời.";
    let refused = second.submit(&late.fill("text", typed));
    let page = refused.page(409);
    assert!(page.text().contains("đang chờ họ trả lời"), "what was typed is still there:\n{}", page.text());
    assert!(page.text().contains("Đã thay bóng đèn"), "and the newer state:\n{}", page.text());
    assert_eq!(office.history(&code), ["submitted", "accepted", "answered"]);
}

#[test]
fn an_answer_typed_over_a_new_reply_is_not_sent_unread() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/answer").fill("text", ANSWER);
    let reply = requester.get(&format!("/t/{code}")).page(200).form("/reply").fill("text", "Giờ lại lên hình rồi.");
    requester.submit(&reply).leads_to();
    let page = staff.submit(&form).page(409);
    assert!(page.text().contains("Giờ lại lên hình rồi."));
    // The same page has the form again, with the text and the newer version: one click sends it now.
    let again = page.form("/answer");
    assert!(again.fields.iter().any(|(name, value)| name == "text" && value == ANSWER), "{again:?}");
    staff.submit(&again).leads_to();
    assert_eq!(office.history(&code), ["submitted", "accepted", "replied", "answered"]);
}

#[test]
fn many_answers_at_once_are_one_event_and_one_mail() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    office.letters();
    let agents: Vec<_> = (0..5).map(|nth| if nth % 2 == 0 { EXPERT } else { SECOND }).collect();
    office.with_wide_limits();
    let path = format!("/desk/t/{code}");
    let ready: Vec<_> = agents
        .iter()
        .map(|agent| {
            let cookie = session(&office, agent);
            let form = request(&office, "GET", &path, &[("cookie", &cookie)], b"").page(200).form("/answer");
            (cookie, form)
        })
        .collect();
    let statuses = at_once(ready.len(), |nth| {
        let (cookie, form) = &ready[nth];
        let form = form.clone().fill("text", &format!("Trả lời số {nth}"));
        let fields: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        post(&office, &form.action, &[("cookie", cookie)], &fields).status
    });
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [303, 409].contains(status)), "{statuses:?}");
    assert_eq!(office.history(&code), ["submitted", "accepted", "answered"]);
    let to_requester = office.letters().iter().filter(|letter| letter.to.as_str() == EMAIL).count();
    assert_eq!(to_requester, 3, "the receipt, that it was taken on, and one answer");
}

#[test]
fn a_double_click_on_any_button_succeeds_twice_and_is_done_once() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    let mut twice = |action: &str, text: Option<&str>| {
        let mut form = staff.get(&format!("/desk/t/{code}")).page(200).form(action);
        if let Some(text) = text {
            form = form.fill("text", text);
        }
        let (first, second) = (staff.submit(&form), staff.submit(&form));
        assert_eq!(first.leads_to(), second.leads_to(), "{action}");
    };
    twice("/accept", None);
    twice("/answer", Some(ANSWER));
    let mut owner = owner_by_mail(&office, &code);
    let path = format!("/t/{code}");
    for (action, text) in [("/reply", Some("Vẫn chưa được.")), ("/reply", Some("Vẫn chưa được ạ."))] {
        let form = owner.get(&path).page(200).form(action).fill("text", text.expect("a text"));
        let (first, second) = (owner.submit(&form), owner.submit(&form));
        assert_eq!(first.leads_to(), second.leads_to(), "{action}");
    }
    let kinds = office.history(&code);
    assert_eq!(kinds, ["submitted", "accepted", "answered", "contact_proved", "reopened", "replied"]);
}

#[test]
fn a_reply_to_a_ticket_closed_meanwhile_keeps_what_was_typed() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let page = requester.get(&format!("/t/{code}")).page(200);
    let (reply, confirm) = (page.form("/reply").fill("text", "Màn hình vẫn tối."), page.form("/confirm"));
    does(&mut staff, &code, "/close", None).leads_to();
    let refused = requester.submit(&reply).page(409);
    assert!(refused.text().contains("Màn hình vẫn tối."), "what was typed is still there:\n{}", refused.text());
    // Confirming what the desk has closed meanwhile is no different from having done it; or it is said that it is closed.
    let confirmed = requester.submit(&confirm);
    assert!([303, 409].contains(&confirmed.status), "{confirmed:#?}");
    assert_eq!(office.history(&code).iter().filter(|kind| *kind == "closed").count(), 1);
}

#[test]
fn a_sign_in_code_entered_many_times_at_once_opens_one_session() {
    let office = Office::open();
    let form = ask_for_code(&mut Browser::new(&office), EXPERT).page(200).form("/desk/sign-in/code");
    let form = form.fill("code", &mailed_code(&office));
    let entered = at_once(6, |_| Browser::new(&office).submit(&form).status);
    assert_eq!(entered.iter().filter(|status| **status == 303).count(), 1, "{entered:?}");
}

#[test]
fn wrong_codes_at_once_use_up_the_tries_of_all() {
    let office = Office::open();
    let form = ask_for_code(&mut Browser::new(&office), EXPERT).page(200).form("/desk/sign-in/code");
    let code = mailed_code(&office);
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    let entered = at_once(8, |_| Browser::new(&office).submit(&form.clone().fill("code", wrong)).status);
    assert!(entered.iter().all(|status| *status == 422), "{entered:?}");
    assert_eq!(Browser::new(&office).submit(&form.fill("code", &code)).status, 422, "the right one comes too late");
}

#[test]
fn a_program_that_does_not_wait_for_its_answer_does_things_once() {
    use super::program::{act, answer, incident, problem, send, sent as sent_json};

    let office = Office::open();
    let (code, token) = sent_json(&office);
    let tickets = at_once(8, |_| send(&office, "once", &incident()));
    let codes: std::collections::BTreeSet<_> =
        tickets.iter().map(|sent| answer(sent, sent.status)["code"].to_string()).collect();
    assert_eq!(codes.len(), 1, "{tickets:#?}");
    assert!(tickets.iter().all(|sent| [200, 201].contains(&sent.status)), "{tickets:#?}");

    let replies =
        at_once(8, |_| act(&office, &code, "reply", &token, "once", &serde_json::json!({ "text": "Ở C2 cũng vậy." })));
    assert_eq!(office.history(&code), ["submitted", "replied"]);
    assert!(replies.iter().any(|reply| reply.status == 200), "{replies:#?}");
    for busy in replies.iter().filter(|reply| reply.status != 200) {
        assert_eq!(problem(busy, 409), [("Idempotency-Key".to_owned(), "api-problem-key-busy".to_owned())]);
        assert_eq!(busy.header("retry-after"), Some("5"));
    }
}
