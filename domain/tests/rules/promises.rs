//! Promises: frozen when they start, and a ladder that tells each rung once, in order.

use domain::catalog::{Catalog, Role};
use domain::ticket::{Actor, Command, EventKind, Refusal, State};
use jiff::Timestamp;

use crate::life::{Story, accept, answer, reply, staff};
use crate::sample::{at, catalog, catalog_json, read};
use serde_json::json;

const NEXT_DAY: &str = "2026-11-24T";

fn escalate(story: &mut Story, catalog: &Catalog, now: Timestamp) -> Result<(), Refusal> {
    story.command(Command::Escalate, &Actor::Clock, catalog, now)
}

fn told(story: &Story) -> Vec<(u8, Role)> {
    let told = story.events.iter().filter_map(|event| match event.kind {
        EventKind::Escalated { rung, to } => Some((rung, to)),
        _ => None,
    });
    told.collect()
}

#[test]
fn a_ladder_tells_each_rung_once_in_order_of_time() {
    // Sent at 08:00 with four hours to receive: due at 12:00. A "day" of this calendar is eight hours.
    let table = [
        ("11:59", None),
        ("12:00", Some((0, Role::Lead))),
        ("12:00", None),
        ("15:59", None),
        ("16:00", Some((1, Role::Admin))),
        ("19:59", None),
        ("20:00", Some((2, Role::Director))),
        ("2026-12-31T00:00:00Z", None),
    ];
    let (mut story, catalog) = (Story::in_state(State::New), catalog());
    for (now, rung) in table {
        let before = told(&story).len();
        let done = escalate(&mut story, &catalog, at(now));
        assert_eq!(done, rung.map(|_| ()).ok_or(Refusal::Nothing), "{now}");
        assert_eq!(told(&story).get(before).copied(), rung, "{now}");
    }
}

#[test]
fn a_late_sweep_tells_every_rung_that_was_missed() {
    let (mut story, catalog, late) = (Story::in_state(State::New), catalog(), at("2026-12-31T00:00:00Z"));
    while escalate(&mut story, &catalog, late).is_ok() {}
    assert_eq!(told(&story), [(0, Role::Lead), (1, Role::Admin), (2, Role::Director)]);
}

#[test]
fn each_promise_has_a_ladder_of_its_own() {
    let (mut story, catalog, expert) = (Story::in_state(State::New), catalog(), staff("it", Role::Expert));
    escalate(&mut story, &catalog, at("12:00")).expect("receiving is overdue");
    story.command(accept(), &expert, &catalog, at("12:30")).expect("it is new");
    assert_eq!(escalate(&mut story, &catalog, at("16:00")), Err(Refusal::Nothing), "the old promise is over");
    escalate(&mut story, &catalog, at("20:30")).expect("handling is overdue: a working day later");
    story.command(answer(), &expert, &catalog, at("21:00")).expect("it is in progress");
    assert_eq!(
        escalate(&mut story, &catalog, at("2026-12-31T00:00:00Z")),
        Err(Refusal::Nothing),
        "nothing is promised"
    );
    story.command(reply(), &Actor::Requester, &catalog, at("22:00")).expect("it is answered");
    let due = story.head.as_ref().and_then(domain::ticket::Ticket::due_at);
    assert_eq!(due, Some(at(&format!("{NEXT_DAY}06:00:00Z"))), "reopening promises anew");
    escalate(&mut story, &catalog, at(&format!("{NEXT_DAY}06:00:00Z"))).expect("and that is overdue too");
    assert_eq!(told(&story), [(0, Role::Lead); 3]);
}

#[test]
fn a_ladder_longer_than_can_be_counted_ends() {
    let mut long = catalog_json();
    long["desks"]["it"]["escalation"] = json!(vec![json!({ "after": "0m", "to": "lead" }); 300]);
    let (mut story, catalog) = (Story::default(), read(long));
    let sent = story.command(crate::life::submit("incident"), &Actor::Requester, &catalog, at("08:00"));
    sent.expect("it can be sent");
    let most = (0..300).take_while(|_| escalate(&mut story, &catalog, at("12:00")).is_ok()).count();
    assert_eq!(most, 255);
}

#[test]
fn a_running_promise_outlives_its_configuration() {
    let mut changed = catalog_json();
    changed["request_types"]["incident"]["stages"] = json!({ "receive": "1h", "handle": "2h" });
    changed["desks"]["it"]["escalation"] = json!([{ "after": "0m", "to": "director" }]);
    changed["calendars"]["always"]["hours"] = json!({ "sunday": ["00:00-24:00"] });
    let changed = read(changed);

    let mut story = Story::in_state(State::New);
    let promised = story.head.as_ref().expect("a ticket").clock.clone();
    escalate(&mut story, &changed, at("12:00")).expect("due as promised");
    story.command(reply(), &Actor::Requester, &changed, at("12:10")).expect("a word in between");
    story.command(Command::ProveContact, &Actor::Requester, &changed, at("12:20")).expect("a proof in between");
    assert_eq!(story.head.as_ref().expect("a ticket").clock, promised);
    assert_eq!(told(&story), [(0, Role::Lead)], "the old ladder is told");

    story.command(accept(), &staff("it", Role::Expert), &changed, at("12:30")).expect("it is new");
    let clock = story.head.expect("a ticket").clock.expect("a promise");
    // Two hours of a calendar that is open on Sundays only: the 29th.
    assert_eq!((clock.limit.0, clock.due_at), (120, at("2026-11-29T02:00:00Z")));
    assert_eq!(clock.rungs.iter().map(|rung| rung.to).collect::<Vec<_>>(), [Role::Director]);
}

#[test]
fn a_request_type_that_is_gone_stops_new_promises_only() {
    let mut gone = catalog_json();
    gone["request_types"].as_object_mut().expect("a table").remove("incident");
    let gone = read(gone);
    let expert = staff("it", Role::Expert);
    for (state, command, by, done) in [
        (State::New, accept(), &expert, Err(Refusal::RequestType)),
        (State::New, reply(), &Actor::Requester, Ok(())),
        (State::InProgress, answer(), &expert, Ok(())),
        (State::Answered, reply(), &Actor::Requester, Err(Refusal::RequestType)),
        (State::Answered, Command::Confirm, &Actor::Requester, Ok(())),
    ] {
        let name = format!("{command:?} in {state:?}");
        assert_eq!(Story::in_state(state).command(command, by, &gone, at("09:00")), done, "{name}");
    }
}
