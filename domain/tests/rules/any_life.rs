//! Whatever is commanded by whomever at whatever time: nothing panics, and the log is the ticket.

use domain::catalog::{Priority, Role};
use domain::code::TicketCode;
use domain::ids::FieldId;
use domain::ticket::{Action, Actor, Command, Event, RIGHTS, Stage, State, fold};
use jiff::ToSpan;
use proptest::prelude::*;

use crate::sample::{at, catalog, desk, request_type};
use crate::story::{Story, code, command, email, entitled, file, phone, staff, submission, submit};

fn any_actor() -> impl Strategy<Value = Option<Actor>> {
    let role = || prop::sample::select(vec![Role::Expert, Role::Lead, Role::Admin, Role::Director]);
    prop_oneof![
        // Somebody of desk `it` who may; else anybody.
        6 => Just(None),
        1 => Just(Some(Actor::Requester)),
        1 => Just(Some(Actor::Clock)),
        1 => role().prop_map(|role| Some(staff("it", role))),
        2 => role().prop_map(|role| Some(staff("training", role))),
    ]
}

/// Commands of the sample, and others with everything in them that can be wrong.
fn any_command() -> impl Strategy<Value = Command> {
    let actions: Vec<Action> = RIGHTS.iter().map(|right| right.action).filter(|a| *a != Action::Submit).collect();
    let text = || prop_oneof![Just(String::new()), any::<String>()];
    let kind = || prop::sample::select(vec!["incident", "procedure", "course", "no-such"]).prop_map(request_type);
    let to = || prop::sample::select(vec!["it", "training", "nowhere"]).prop_map(desk);
    let priority =
        || prop::sample::select(vec![None, Some(Priority::Low), Some(Priority::High), Some(Priority::Urgent)]);
    let choice = || prop::sample::select(vec![None, Some("how-to"), Some("student"), Some("none")]);
    let id = |id: Option<&str>| id.map(|id| FieldId::parse(id).expect("an id"));
    let role = prop::sample::select(vec![None, Some(Role::Lead), Some(Role::Director)]);
    prop_oneof![
        20 => prop::sample::select(actions).prop_map(command),
        // The clock moves more than people do.
        6 => Just(Command::Alarm),
        2 => Just(submit("incident")),
        2 => (to(), role, text())
            .prop_map(|(to, role, text)| Command::Refer { member: String::new(), to, role, text }),
        1 => (to(), text()).prop_map(|(to, text)| Command::HandUp { member: String::new(), to, text }),
        2 => (priority(), choice(), choice()).prop_map(move |(priority, audience, nature)| Command::Classify {
            member: String::new(), priority, audience: id(audience), nature: id(nature),
        }),
        2 => (kind(), priority()).prop_map(|(request_type, priority)| Command::Reclassify {
            member: String::new(), request_type, priority,
        }),
        1 => priority().prop_map(|priority| Command::Resubmit {
            priority, audience: None, deadline: None, flags: Vec::new(), submission: submission(),
        }),
        1 => (prop::sample::select(Stage::ALL.to_vec()), any::<u8>(), text())
            .prop_map(|(stage, score, text)| Command::Rate { stage, score: score % 8, text }),
        1 => (0..70_usize).prop_map(|many| Command::Attach { files: vec![file("a"); many] }),
        1 => (0..15_usize).prop_map(|many| Command::Follow { people: vec![email("b@dh.example"); many] }),
        1 => Just(Command::SmsOn { number: phone("+84901234567") }),
        1 => Just(Command::SmsOff),
        1 => text().prop_map(|number| Command::Register { member: String::new(), number }),
        1 => any::<u64>().prop_map(|random| Command::Merge {
            member: String::new(), into: TicketCode::from_random(random % 9),
        }),
        1 => (prop::option::of(text()), text()).prop_map(|(member, text)| Command::Reopen { member, text }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn the_log_is_the_ticket(
        kind in prop::sample::select(vec!["incident", "procedure", "course"]),
        commands in prop::collection::vec((any_command(), any_actor(), 0..1_500_i64), 0..40),
    ) {
        let catalog = catalog();
        let mut story = Story::default();
        let mut now = at("08:00");
        story.command(submit(kind), &Actor::Requester, &catalog, now).expect("it can be sent");
        for (command, by, minutes) in commands {
            now += minutes.minutes();
            let (before, length) = (story.head.clone(), story.events.len());
            let by = by.unwrap_or_else(|| entitled(command.action()));
            match story.command(command, &by, &catalog, now) {
                Ok(()) => prop_assert!(story.events.len() > length, "something has happened"),
                Err(refusal) => {
                    prop_assert_eq!((&before, length), (&story.head, story.events.len()), "a refusal changes nothing");
                    prop_assert!(!refusal.key().is_empty());
                }
            }
            let head = story.ticket();
            prop_assert_eq!(head.closed.is_some(), head.state == State::Closed);
            prop_assert!(head.clock.is_none() || head.state != State::Waiting, "a question stops the clock");
            prop_assert!(head.paused.is_none() || head.state == State::Waiting);
            prop_assert!(head.alarm().is_none() || head.state != State::Closed, "nothing is due of a closed ticket");
        }
        prop_assert_eq!(fold(code(), &story.events), story.head.clone());
        let head = story.head.expect("a ticket stays one");
        prop_assert_eq!(head.version as usize, story.events.len());
        prop_assert!(story.events.iter().zip(1..).all(|(event, seq)| event.seq == seq), "numbered from 1");
        let json = serde_json::to_string(&story.events).expect("events are written");
        prop_assert_eq!(&serde_json::from_str::<Vec<Event>>(&json).expect("and read back"), &story.events);
        let json = serde_json::to_string(&head).expect("a head is written");
        prop_assert_eq!(&serde_json::from_str::<domain::ticket::Ticket>(&json).expect("and read back"), &head);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    /// The clock alone brings every ticket to rest: no alarm rings for ever.
    #[test]
    fn the_clock_comes_to_rest(
        kind in prop::sample::select(vec!["incident", "procedure", "course"]),
        commands in prop::collection::vec((any_command(), any_actor(), 0..1_500_i64), 0..20),
    ) {
        let catalog = catalog();
        let mut story = Story::default();
        let mut now = at("08:00");
        story.command(submit(kind), &Actor::Requester, &catalog, now).expect("it can be sent");
        for (command, by, minutes) in commands {
            now += minutes.minutes();
            let by = by.unwrap_or_else(|| entitled(command.action()));
            let _ = story.command(command, &by, &catalog, now);
        }
        for _ in 0..20 {
            if let Some(alarm) = story.ticket().alarm() {
                now = now.max(alarm.at);
                prop_assert_eq!(story.command(Command::Alarm, &Actor::Clock, &catalog, now), Ok(()));
            }
        }
        prop_assert_eq!(story.ticket().alarm(), None);
    }
}
