//! What a ticket's log makes of it: logs of earlier versions, of erased people, of endless journeys.

use domain::catalog::Role;
use domain::ids::ArticleId;
use domain::reading::{CameFrom, Revision, StepNumber, ticked};
use domain::ticket::{
    Action, Actor, Command, Event, EventKind, LONGEST_TIMELINE, Refusal, State, Ticket, decide, fold,
};

use crate::sample::{at, catalog, desk};
use crate::story::{Story, code, staff, submit};

#[test]
fn a_log_from_before_a_ticket_had_more_lives_still_loads() {
    let read = CameFrom {
        article: ArticleId::parse("wifi").expect("an id"),
        revision: Some(Revision::of("# Wifi")),
        step: Some(StepNumber::parse("3").expect("a number")),
        ticked: ticked("1,2").expect("steps"),
    };
    let Command::Submit { request_type, channel, lang, priority, audience, deadline, flags, submission, .. } =
        submit("incident")
    else {
        panic!("a submission");
    };
    let command = Command::Submit {
        request_type,
        channel,
        lang,
        priority,
        audience,
        came_from: Some(read),
        deadline,
        flags,
        submission,
    };
    let sent = decide(None, command, &Actor::Requester, &catalog(), at("2026-11-23T08:00:00Z")).expect("sent");
    let mut stored = serde_json::to_value(&sent[0]).expect("an event is JSON");
    assert_eq!(serde_json::from_value::<Event>(stored.clone()).expect("it reads back"), sent[0]);
    let submitted = stored["kind"]["submitted"].as_object_mut().expect("a submission");
    for new in ["revision", "step", "ticked", "total"] {
        assert!(submitted.remove(new).is_some(), "{new}");
    }
    assert!(submitted["clock"].as_object_mut().expect("a clock").remove("warn_at").is_some());
    let event: Event = serde_json::from_value(stored).expect("an older event");
    let EventKind::Submitted { article, revision, step, ticked, .. } = &event.kind else { panic!("a submission") };
    assert_eq!(article.as_ref().map(ArticleId::as_str), Some("wifi"));
    assert_eq!((revision, step, ticked), (&None, &None, &Vec::new()));
    // What followed, as it was written then.
    let then = |seq: u32, kind: serde_json::Value, by: serde_json::Value| -> Event {
        let event = serde_json::json!({ "seq": seq, "at": "2026-11-23T09:00:00Z", "by": by, "kind": kind });
        serde_json::from_value(event).expect("an older event")
    };
    let clock = serde_json::json!({
        "stage": "handle", "started_at": "2026-11-23T09:00:00Z", "limit": 480, "due_at": "2026-11-23T17:00:00Z",
        "rungs": [{ "at": "2026-11-23T17:00:00Z", "to": "lead" }]
    });
    let by_staff = serde_json::json!({ "staff": { "desk": "it", "role": "expert" } });
    let log = [
        event,
        then(2, serde_json::json!({ "escalated": { "rung": 0, "to": "lead" } }), "clock".into()),
        then(3, serde_json::json!({ "accepted": { "clock": clock } }), by_staff.clone()),
        then(4, serde_json::json!({ "answered": { "articles": [] } }), by_staff),
        then(5, serde_json::json!({ "reopened": { "clock": clock } }), "requester".into()),
        then(6, serde_json::json!({ "closed": { "outcome": "solved" } }), "requester".into()),
    ];
    let head = fold(code(), &log).expect("a ticket");
    assert_eq!((head.state, head.version, head.timeline.len()), (State::Closed, 6, 3));
    // And a head from then, which knew nothing of what came later.
    let mut stored = serde_json::to_value(Story::in_state(State::New).head).expect("a head is JSON");
    stored.as_object_mut().expect("a table").remove("total");
    let head: Ticket = serde_json::from_value(stored).expect("an older head");
    assert_eq!((head.state, head.resubmitted, head.erased), (State::New, 0, false));
}

#[test]
fn a_log_without_its_beginning_is_no_ticket() {
    let story = Story::in_state(State::Answered);
    assert_eq!(fold(code(), []), None);
    assert_eq!(fold(code(), &story.events[1..]), None);
}

#[test]
fn an_erased_log_folds_to_the_same_ticket_without_the_person() {
    for state in State::ALL {
        let mut story = Story::of_type("procedure", state);
        story.does(Action::Erase, &catalog(), at("09:00")).expect("an admin may");
        assert!(story.events.iter().all(|event| event.personal.is_none()));
        let head = story.head.clone().expect("a ticket");
        assert_eq!((&head.summary, &head.handler, head.erased), (&None, &None, true), "{state:?}");
        assert_eq!(fold(code(), &story.events), Some(head), "{state:?}");
        assert_eq!(story.does(Action::Erase, &catalog(), at("09:00")), Err(Refusal::Nothing));
        let again = story.does(Action::Reply, &catalog(), at("09:00"));
        assert_eq!(again.is_ok(), state != State::Closed, "an erased ticket goes on: {state:?}");
    }
}

#[test]
fn a_head_stays_small_however_often_a_ticket_is_sent_to_and_fro() {
    let catalog = catalog();
    let mut story = Story::in_state(State::New);
    for turn in 0..60 {
        let (from, to) = if turn % 2 == 0 { ("it", "training") } else { ("training", "it") };
        let refer = Command::Refer { member: String::new(), to: desk(to), role: None, text: String::new() };
        story.command(refer, &staff(from, Role::Expert), &catalog, at("09:00")).expect("it is new");
    }
    assert_eq!(story.ticket().timeline.len(), LONGEST_TIMELINE);
    let bytes = serde_json::to_vec(story.ticket()).expect("a head is JSON").len();
    assert!(bytes <= 4096, "{bytes} bytes");
}
