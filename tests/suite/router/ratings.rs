//! What a requester thinks of each stage: a vote a stage, which can be changed until the ticket is closed.

use super::office::Office;
use super::people::{EXPERT, does, posting, sent, signed_in};
use crate::harness::http::Browser;
use crate::harness::page::{Form, Page};
use crate::journey::ANSWER;

const WHY: &str = "Nhanh hơn tôi nghĩ.";

/// The form for one stage.
#[track_caller]
fn of(page: &Page, stage: &str) -> Form {
    let css = format!(".rating:has(input[name=stage][value={stage}])");
    assert!(page.has(&css), "no {stage} to rate on:\n{}", page.text());
    let form = page.form("/rate");
    let version = form.fields.iter().find(|(name, _)| name == "version").expect("a version").1.clone();
    form.fill("stage", stage).fill("version", &version).fill("score", "").fill("text", "")
}

#[test]
fn a_stage_is_rated_once_it_is_over_and_the_desk_sees_it() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let path = format!("/t/{code}");
    assert!(!requester.get(&path).page(200).has("#rate"), "nothing is over yet");
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let page = requester.get(&path).page(200);
    assert_eq!(page.text_of(".rating legend"), "Xem phiếu");
    let form = of(&page, "receive").fill("score", "4").fill("text", WHY);
    for _ in 0..2 {
        assert_eq!(requester.submit(&form).leads_to(), format!("{path}?done=rated"));
    }
    assert_eq!(office.history(&code), ["submitted", "accepted", "rated"], "sent twice, it counts once");
    let page = requester.get(&path).page(200);
    assert!(page.has("input[name=score][value='4'][checked]"), "what was chosen is shown");
    assert_eq!(page.attribute(".rating input[name=text]", "value").as_deref(), Some(WHY));
    let page = staff.get(&format!("/desk/t/{code}")).page(200);
    assert!(page.text_of(".rated").contains("4/5 điểm") && page.text_of(".rated").contains(WHY), "{}", page.text());
    let anyone = Browser::new(&office).get(&path).page(200);
    assert!(!anyone.text().contains(WHY) && !anyone.has(".rated, .rating"), "{}", anyone.text());
}

#[test]
fn a_rating_can_be_changed_until_the_ticket_is_closed() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let path = format!("/t/{code}");
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let early = of(&requester.get(&path).page(200), "receive");
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    // The answer came while they were choosing: what they think of the first stage is not held up by it.
    requester.submit(&early.fill("score", "2")).leads_to();
    let page = requester.get(&path).page(200);
    requester.submit(&of(&page, "receive").fill("score", "5")).leads_to();
    let confirm = requester.get(&path).page(200).form("/confirm");
    requester.submit(&confirm).leads_to();
    let page = requester.get(&path).page(200);
    assert!(page.text_of(".rated").contains("5/5"), "the last one counts, and stays: {}", page.text());
    requester.submit(&of(&page, "handle").fill("score", "3")).leads_to();
    let page = requester.get(&path).page(200);
    let refused = requester.submit(&of(&page, "confirm").fill("stage", "receive").fill("score", "1")).page(409);
    assert!(refused.text().contains("điểm bạn chấm giữ nguyên"), "{}", refused.text());
    assert_eq!(
        office.history(&code),
        ["submitted", "accepted", "answered", "rated", "rated", "closed", "rated"],
        "a stage without a vote is rated after the end, too"
    );
}

#[test]
fn what_is_no_score_comes_back_with_what_was_typed() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let path = format!("/t/{code}");
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    let form = of(&requester.get(&path).page(200), "receive").fill("text", WHY);
    for score in ["", "x", "-1", "4.5", "999"] {
        let page = requester.submit(&form.clone().fill("score", score)).page(422);
        assert!(page.text_of("#rate-receive-error").contains("từ 1 đến 5"), "{score}: {}", page.text());
        assert_eq!(page.attribute(".rating input[name=text]", "value").as_deref(), Some(WHY), "{score}");
        assert!(!page.has(".reply-form .field-wrong"), "the other forms are not at fault");
    }
    for score in ["0", "6"] {
        assert_eq!(requester.submit(&form.clone().fill("score", score)).status, 409, "{score}");
    }
    let page = requester.submit(&form.clone().fill("stage", "handle").fill("score", "4")).page(409);
    assert!(page.text().contains("chưa xong"), "{}", page.text());
    assert_eq!(requester.submit(&form.clone().fill("stage", "queue").fill("score", "4")).status, 422);
    let token = form.fields.iter().find(|(name, _)| name == "csrf").expect("a token").1.clone();
    let rated = [("csrf", token.as_str()), ("version", "2"), ("stage", "receive"), ("score", "4"), ("text", "")];
    let stranger = Browser::new(&office).submit(&posting(&format!("{path}/rate"), &rated));
    assert_eq!(stranger.status, 401);
    assert_eq!(office.history(&code), ["submitted", "accepted"]);
}
