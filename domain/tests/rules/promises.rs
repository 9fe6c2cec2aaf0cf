//! Promises: frozen when they start, and a ladder that tells each rung once, in order.

use domain::catalog::{Catalog, Priority, Role};
use domain::ticket::{Action, Actor, Command, EventKind, Outcome, Refusal, State};
use jiff::Timestamp;

use crate::sample::{at, catalog, catalog_json, read};
use crate::story::{Story, command, staff, submit};
use serde_json::json;

const NEXT_DAY: &str = "2026-11-24T";

/// Lets the clock act until a rung is told, or there is nothing to do.
fn escalate(story: &mut Story, catalog: &Catalog, now: Timestamp) -> Result<(), Refusal> {
    loop {
        story.command(Command::Alarm, &Actor::Clock, catalog, now)?;
        if matches!(story.events.last().map(|event| &event.kind), Some(EventKind::Escalated { .. })) {
            return Ok(());
        }
    }
}

fn told(story: &Story) -> Vec<(u8, Role)> {
    let told = story.events.iter().filter_map(|event| match event.kind {
        EventKind::Escalated { rung, to, .. } => Some((rung, to)),
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
    story.command(command(Action::Accept), &expert, &catalog, at("12:30")).expect("it is new");
    assert_eq!(escalate(&mut story, &catalog, at("16:00")), Err(Refusal::Nothing), "the old promise is over");
    escalate(&mut story, &catalog, at("20:30")).expect("handling is overdue: a working day later");
    story.command(command(Action::Answer), &expert, &catalog, at("21:00")).expect("it is in progress");
    assert_eq!(
        escalate(&mut story, &catalog, at("2026-12-31T00:00:00Z")),
        Err(Refusal::Nothing),
        "nothing is promised"
    );
    story.command(command(Action::Reply), &Actor::Requester, &catalog, at("22:00")).expect("it is answered");
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
    let sent = story.command(submit("incident"), &Actor::Requester, &catalog, at("08:00"));
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
    story.command(command(Action::Reply), &Actor::Requester, &changed, at("12:10")).expect("a word in between");
    story.command(Command::ProveContact, &Actor::Requester, &changed, at("12:20")).expect("a proof in between");
    assert_eq!(story.head.as_ref().expect("a ticket").clock, promised);
    assert_eq!(told(&story), [(0, Role::Lead)], "the old ladder is told");

    story.command(command(Action::Accept), &staff("it", Role::Expert), &changed, at("12:30")).expect("it is new");
    let clock = story.head.expect("a ticket").clock.expect("a promise");
    // Two hours of a calendar that is open on Sundays only: the 29th.
    assert_eq!((clock.limit.0, clock.due_at), (120, at("2026-11-29T02:00:00Z")));
    assert_eq!(clock.rungs.iter().map(|rung| rung.to).collect::<Vec<_>>(), [Role::Director]);
}

/// What the clock does to a ticket of type `procedure` at a moment, again and again until nothing is left.
fn rings(story: &mut Story, now: &str) -> Vec<String> {
    let (catalog, before) = (catalog(), story.events.len());
    while story.command(Command::Alarm, &Actor::Clock, &catalog, at(now)).is_ok() {}
    let name = |kind: &EventKind| match serde_json::to_value(kind).expect("an event is JSON") {
        serde_json::Value::String(name) => name,
        table => table.as_object().and_then(|table| table.keys().next().cloned()).expect("a table of one"),
    };
    story.events[before..].iter().map(|event| name(&event.kind)).collect()
}

/// Moments, and what the clock does then.
type Rings = &'static [(&'static str, &'static [&'static str])];

#[test]
fn the_clock_warns_writes_down_reminds_and_gives_up() {
    let table: [(State, Rings); 6] = [
        // Four hours to receive: four fifths are over at 11:12.
        (State::New, &[("11:11", &[]), ("11:12", &["warned"]), ("11:59", &[]), ("12:00", &["overdue", "escalated"])]),
        // Nobody looked in time: what is late is not warned of.
        (State::Classified, &[("12:00", &["overdue", "escalated"])]),
        (State::InProgress, &[("14:24", &["warned"]), ("16:00", &["overdue", "escalated"])]),
        // A working day (eight hours) until the reminder, three until the end.
        (
            State::Waiting,
            &[
                ("15:59", &[]),
                ("16:00", &["reminded"]),
                ("2026-11-24T07:59:00Z", &[]),
                ("2026-11-24T08:00:00Z", &["closed"]),
            ],
        ),
        (State::Rejected, &[("2026-11-24T07:59:00Z", &[]), ("2026-11-24T08:00:00Z", &["closed"])]),
        // A working day to sign off; silence counts as a confirmation after two.
        (
            State::Answered,
            &[
                ("16:00", &["overdue", "escalated"]),
                ("2026-11-23T23:59:00Z", &["escalated"]),
                ("2026-11-24T00:00:00Z", &["escalated", "confirmed"]),
            ],
        ),
    ];
    for (state, moments) in table {
        let mut story = Story::of_type("procedure", state);
        for (now, expected) in moments {
            assert_eq!(rings(&mut story, now), *expected, "{state:?} at {now}");
        }
    }
}

#[test]
fn silence_ends_a_ticket_as_what_it_was_about() {
    let far = "2027-01-01T00:00:00Z";
    for (kind, state, outcome) in [
        ("procedure", State::Waiting, Some(Outcome::NoReply)),
        ("procedure", State::Rejected, Some(Outcome::Rejected)),
        ("procedure", State::Answered, None),
        ("incident", State::Waiting, None),
        ("incident", State::Answered, None),
    ] {
        let mut story = Story::of_type(kind, state);
        rings(&mut story, far);
        assert_eq!(story.ticket().closed.map(|(_, outcome)| outcome), outcome, "{kind} in {state:?}");
    }
    let mut signed = Story::of_type("procedure", State::Answered);
    signed.does(Action::SignOff, &catalog(), at("09:00")).expect("a lead signs");
    rings(&mut signed, far);
    assert_eq!(signed.ticket().closed.map(|(_, outcome)| outcome), Some(Outcome::Solved));
}

#[test]
fn a_question_stops_the_clock_and_a_reply_gives_it_the_rest() {
    let catalog = catalog();
    let mut story = Story::of_type("procedure", State::InProgress);
    // Eight hours from 08:00; all stages together take twenty-four.
    let total = |story: &Story| story.ticket().total.map(|total| total.due_at);
    assert_eq!((story.ticket().due_at(), total(&story)), (Some(at("16:00")), Some(at("2026-11-24T08:00:00Z"))));
    story.does(Action::Ask, &catalog, at("10:00")).expect("it is in progress");
    assert_eq!(story.ticket().due_at(), None, "nothing is promised while the desk waits");
    story.does(Action::Reply, &catalog, at("13:30")).expect("the desk waits");
    assert_eq!((story.ticket().due_at(), total(&story)), (Some(at("19:30")), Some(at("2026-11-24T11:30:00Z"))));
    assert_eq!(rings(&mut story, "17:54"), ["warned"], "as far before the end as ever");
    // Once late, late it stays: what was told is not told again, what was not comes after the rest of its time.
    assert_eq!(rings(&mut story, "19:30"), ["overdue", "escalated"]);
    story.does(Action::Ask, &catalog, at("20:30")).expect("it is in progress");
    story.does(Action::Resume, &catalog, at("2026-11-24T00:30:00Z")).expect("the desk waits");
    assert_eq!(story.ticket().due_at(), Some(at("19:30")));
    assert_eq!(rings(&mut story, "2026-11-24T03:29:00Z"), Vec::<String>::new());
    assert_eq!(rings(&mut story, "2026-11-24T03:30:00Z"), ["escalated"], "three hours were left of four");
}

#[test]
fn a_promise_is_what_the_priority_says() {
    let catalog = catalog();
    let due = |priority| {
        let Command::Submit { request_type, channel, lang, submission, .. } = submit("procedure") else {
            panic!("a submission")
        };
        let (audience, came_from, deadline, flags) = (None, None, None, Vec::new());
        let sent =
            Command::Submit { request_type, channel, lang, priority, audience, came_from, deadline, flags, submission };
        let mut story = Story::default();
        story.command(sent, &Actor::Requester, &catalog, at("08:00")).expect("sent");
        story.does(Action::Accept, &catalog, at("08:00")).expect("accepted");
        (story.ticket().due_at(), story.ticket().total.expect("limits").limit.0)
    };
    // Half a day, half a day, a day, a day; or an hour to handle.
    assert_eq!(due(None), (Some(at("16:00")), 24 * 60));
    assert_eq!(due(Some(Priority::Low)), (Some(at("16:00")), 24 * 60));
    assert_eq!(due(Some(Priority::Urgent)), (Some(at("09:00")), 17 * 60));
}

#[test]
fn refer_reclassify_and_reopen_start_anew_and_handing_up_does_not() {
    let catalog = catalog();
    for (state, action, due) in [
        // A working day to receive at the other desk: the type says four hours.
        (State::InProgress, Action::Refer, "14:00"),
        // The incident's own day to handle.
        (State::InProgress, Action::Reclassify, "18:00"),
        (State::New, Action::Reclassify, "14:00"),
        (State::InProgress, Action::HandUp, "16:00"),
        (State::Answered, Action::Reopen, "18:00"),
        (State::Closed, Action::Reopen, "18:00"),
    ] {
        let mut story = Story::of_type("procedure", state);
        story.does(action, &catalog, at("10:00")).unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"));
        assert_eq!(story.ticket().due_at(), Some(at(due)), "{action:?} in {state:?}");
    }
}

#[test]
fn the_desk_says_what_the_type_does_not_and_without_limits_nothing_is_promised() {
    let mut json = catalog_json();
    json["request_types"]["course"]["stages"] = json!({ "handle": "3d" });
    let without = read(json.clone());
    json["desks"]["training"]["stages"] = json!({ "receive": "2h", "handle": "1h" });
    for (catalog, due, total) in [(without, None, 24 * 60), (read(json), Some(at("10:00")), 26 * 60)] {
        let mut story = Story::default();
        story.command(submit("course"), &Actor::Requester, &catalog, at("08:00")).expect("sent");
        assert_eq!(story.ticket().due_at(), due);
        assert_eq!(story.ticket().total.expect("a limit").limit.0, total);
    }
}

#[test]
fn a_rung_may_be_at_another_desk() {
    let mut tiers = catalog_json();
    tiers["desks"]["it"]["escalation"] = json!([{ "after": "0m", "to": "lead", "desk": "training" }]);
    let (mut story, catalog) = (Story::default(), read(tiers));
    story.command(submit("incident"), &Actor::Requester, &catalog, at("08:00")).expect("sent");
    escalate(&mut story, &catalog, at("12:00")).expect("due");
    let Some(EventKind::Escalated { to, desk, .. }) = story.events.last().map(|event| &event.kind) else {
        panic!("{:?}", story.events)
    };
    assert_eq!((*to, desk.as_ref().map(domain::ids::DeskId::as_str)), (Role::Lead, Some("training")));
}
