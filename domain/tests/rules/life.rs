//! A ticket's life: which command leads where, who may give it, and that the log always folds to the head.

use domain::catalog::{Catalog, Role};
use domain::code::TicketCode;
use domain::contact::Email;
use domain::ids::ArticleId;
use domain::reading::{CameFrom, Revision, StepNumber};
use domain::ticket::{Actor, Command, Event, EventKind, Refusal, State, Submission, Ticket, decide, evolve, fold};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use crate::sample::{at, catalog, desk, lang, request_type};

pub fn code() -> TicketCode {
    TicketCode::from_random(7)
}

pub fn staff(id: &str, role: Role) -> Actor {
    Actor::Staff { desk: desk(id), role }
}

pub fn submit(id: &str) -> Command {
    Command::Submit {
        request_type: request_type(id),
        lang: lang("vi"),
        priority: None,
        audience: None,
        came_from: None,
        submission: Box::new(Submission {
            title: "Mất mạng".to_owned(),
            description: "Từ sáng nay.".to_owned(),
            name: "Lê An".to_owned(),
            email: Email::parse("an@dh.example").expect("an address"),
            phone: None,
            answers: Vec::new(),
        }),
    }
}

fn member() -> String {
    "Trần Bích".to_owned()
}

pub fn accept() -> Command {
    Command::Accept { member: member() }
}

pub fn answer() -> Command {
    Command::Answer { member: member(), text: "Đã xong.".to_owned(), articles: Vec::new() }
}

pub fn reply() -> Command {
    Command::Reply { text: "Vẫn chưa được.".to_owned() }
}

fn close() -> Command {
    Command::Close { member: member() }
}

/// A log and the head kept beside it, event by event.
#[derive(Debug, Clone, Default)]
pub struct Story {
    pub events: Vec<Event>,
    pub head: Option<Ticket>,
}

impl Story {
    /// Gives a command; what follows from it is appended.
    pub fn command(&mut self, command: Command, by: &Actor, catalog: &Catalog, now: Timestamp) -> Result<(), Refusal> {
        let events = decide(self.head.as_ref(), command, by, catalog, now)?;
        for event in events {
            self.head = evolve(code(), self.head.take(), &event);
            self.events.push(event);
        }
        Ok(())
    }

    /// A ticket at desk `it` led into `state` by the shortest way.
    pub fn in_state(state: State) -> Self {
        let (mut story, catalog, expert) = (Self::default(), catalog(), staff("it", Role::Expert));
        let way = [
            (submit("incident"), Actor::Requester),
            (accept(), expert.clone()),
            (answer(), expert.clone()),
            (close(), expert),
        ];
        let steps = [State::New, State::InProgress, State::Answered, State::Closed].iter().position(|at| *at == state);
        for (command, by) in way.into_iter().take(steps.expect("one of four") + 1) {
            story.command(command, &by, &catalog, at("08:00")).expect("the straight way");
        }
        story
    }

    pub fn state(&self) -> Option<State> {
        self.head.as_ref().map(|ticket| ticket.state)
    }
}

const STATES: [State; 4] = [State::New, State::InProgress, State::Answered, State::Closed];

/// Command, by whom, and where it leads from `new`, `in_progress`, `answered`, `closed`; `None` is a refusal.
type Row = (&'static str, fn() -> Command, Actor, [Option<State>; 4]);

fn table() -> [Row; 8] {
    use State::{Answered, Closed, InProgress, New};
    let (requester, expert) = (Actor::Requester, staff("it", Role::Expert));
    [
        ("accept", accept, expert.clone(), [Some(InProgress), None, None, None]),
        ("answer", answer, expert.clone(), [None, Some(Answered), None, None]),
        ("close", close, expert, [None, None, Some(Closed), None]),
        ("reply", reply, requester.clone(), [Some(New), Some(InProgress), Some(InProgress), None]),
        ("confirm", || Command::Confirm, requester.clone(), [None, None, Some(Closed), None]),
        (
            "prove",
            || Command::ProveContact,
            requester.clone(),
            [Some(New), Some(InProgress), Some(Answered), Some(Closed)],
        ),
        ("submit", || submit("incident"), requester, [None; 4]),
        // Due after four hours in `new`, after a working day in `in_progress`; nothing is promised later.
        ("escalate", || Command::Escalate, Actor::Clock, [Some(New), Some(InProgress), None, None]),
    ]
}

#[test]
fn commands_lead_where_the_table_says_and_nowhere_else() {
    let (catalog, later) = (catalog(), at("2026-12-23T08:00:00Z"));
    for (name, command, by, leads_to) in table() {
        for (state, expected) in STATES.into_iter().zip(leads_to) {
            let mut story = Story::in_state(state);
            let done = story.command(command(), &by, &catalog, later);
            assert_eq!(story.state(), Some(expected.unwrap_or(state)), "{name} in {state:?}");
            assert_eq!(done.is_ok(), expected.is_some(), "{name} in {state:?}: {done:?}");
        }
    }
}

#[test]
fn nobody_gives_a_command_that_is_anothers() {
    let actors = [
        Actor::Requester,
        Actor::Clock,
        staff("it", Role::Expert),
        staff("it", Role::Lead),
        staff("it", Role::Admin),
        staff("it", Role::Director),
        staff("training", Role::Expert),
        staff("training", Role::Lead),
        staff("training", Role::Admin),
        staff("training", Role::Director),
    ];
    let (catalog, later) = (catalog(), at("2026-12-23T08:00:00Z"));
    for (name, command, entitled, leads_to) in table() {
        let works_the_desk = matches!(&entitled, Actor::Staff { .. });
        let state = STATES.into_iter().zip(leads_to).find_map(|(state, to)| to.and(Some(state)));
        let Some(state) = state else { continue };
        for by in &actors {
            let fits = match by {
                Actor::Staff { desk, role } => works_the_desk && desk.as_str() == "it" && *role != Role::Director,
                other => *other == entitled,
            };
            let done = Story::in_state(state).command(command(), by, &catalog, later);
            assert_eq!(done, if fits { Ok(()) } else { Err(Refusal::Actor) }, "{name} by {by:?}");
        }
    }
}

#[test]
fn nothing_happens_before_a_ticket_is_sent() {
    let catalog = catalog();
    for (name, command, by, _) in table().into_iter().filter(|(name, ..)| *name != "submit") {
        assert_eq!(Story::default().command(command(), &by, &catalog, at("08:00")), Err(Refusal::Nothing), "{name}");
    }
    let by_staff = Story::default().command(submit("incident"), &staff("it", Role::Lead), &catalog, at("08:00"));
    assert_eq!(by_staff, Err(Refusal::Actor));
    let unknown = Story::default().command(submit("no-such"), &Actor::Requester, &catalog, at("08:00"));
    assert_eq!(unknown, Err(Refusal::RequestType));
}

#[test]
fn a_log_from_before_revisions_and_steps_still_loads() {
    let read = CameFrom {
        article: ArticleId::parse("wifi").expect("an id"),
        revision: Some(Revision::of("# Wifi")),
        step: Some(StepNumber::parse("3").expect("a number")),
    };
    let Command::Submit { request_type, lang, priority, audience, submission, .. } = submit("incident") else {
        panic!("a submission");
    };
    let command = Command::Submit { request_type, lang, priority, audience, came_from: Some(read), submission };
    let sent = decide(None, command, &Actor::Requester, &catalog(), at("2026-11-23T08:00:00Z")).expect("sent");
    let mut stored = serde_json::to_value(&sent[0]).expect("an event is JSON");
    assert_eq!(serde_json::from_value::<Event>(stored.clone()).expect("it reads back"), sent[0]);
    let submitted = stored["kind"]["submitted"].as_object_mut().expect("a submission");
    assert!(submitted.remove("revision").is_some() && submitted.remove("step").is_some());
    let event: Event = serde_json::from_value(stored).expect("an older event");
    let EventKind::Submitted { article, revision, step, .. } = &event.kind else { panic!("a submission") };
    assert_eq!(article.as_ref().map(ArticleId::as_str), Some("wifi"));
    assert_eq!((revision, step), (&None, &None));
    assert_eq!(fold(code(), [&event]), fold(code(), &sent), "the head does not tell either");
}

#[test]
fn a_log_without_its_beginning_is_no_ticket() {
    let story = Story::in_state(State::Answered);
    assert_eq!(fold(code(), []), None);
    assert_eq!(fold(code(), &story.events[1..]), None);
}

#[test]
fn an_erased_log_folds_to_the_same_ticket_without_the_person() {
    for state in STATES {
        let mut story = Story::in_state(state);
        story.events.iter_mut().for_each(|event| event.personal = None);
        let head = story.head.clone().expect("a ticket");
        let erased = Ticket { summary: None, handler: None, ..head };
        assert_eq!(fold(code(), &story.events), Some(erased), "{state:?}");
        let again = decide(fold(code(), &story.events).as_ref(), reply(), &Actor::Requester, &catalog(), at("09:00"));
        assert_eq!(again.is_ok(), state != State::Closed, "an erased ticket goes on: {state:?}");
    }
}

fn any_actor() -> impl Strategy<Value = Actor> {
    let role = prop::sample::select(vec![Role::Expert, Role::Lead, Role::Admin, Role::Director]);
    prop_oneof![
        3 => Just(Actor::Requester),
        2 => Just(Actor::Clock),
        4 => role.clone().prop_map(|role| staff("it", role)),
        1 => role.prop_map(|role| staff("training", role)),
    ]
}

fn any_command() -> impl Strategy<Value = Command> {
    let text = prop_oneof![Just("x".to_owned()), any::<String>()];
    prop_oneof![
        1 => Just(submit("incident")),
        1 => Just(submit("no-such")),
        1 => Just(Command::ProveContact),
        3 => any::<String>().prop_map(|member| Command::Accept { member }),
        3 => (any::<String>(), text.clone())
            .prop_map(|(member, text)| Command::Answer { member, text, articles: Vec::new() }),
        3 => text.prop_map(|text| Command::Reply { text }),
        1 => Just(Command::Confirm),
        1 => Just(close()),
        3 => Just(Command::Escalate),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    /// Whatever is commanded by whomever at whatever time: nothing panics, and the log is the ticket.
    #[test]
    fn the_log_is_the_ticket(commands in prop::collection::vec((any_command(), any_actor(), 0..3_000_i64), 0..40)) {
        let catalog = catalog();
        let mut story = Story::default();
        let mut now = at("08:00");
        story.command(submit("incident"), &Actor::Requester, &catalog, now).expect("it can be sent");
        for (command, by, minutes) in commands {
            now += minutes.minutes();
            let (before, length) = (story.head.clone(), story.events.len());
            let done = story.command(command, &by, &catalog, now);
            if done.is_err() {
                prop_assert_eq!((&before, length), (&story.head, story.events.len()), "a refusal changes nothing");
            }
        }
        prop_assert_eq!(fold(code(), &story.events), story.head.clone());
        let head = story.head.expect("a ticket stays one");
        prop_assert_eq!(head.version as usize, story.events.len());
        prop_assert!(story.events.iter().zip(1..).all(|(event, seq)| event.seq == seq), "numbered from 1");
        prop_assert_eq!(head.clock.is_some(), matches!(head.state, State::New | State::InProgress));
        let closings = story.events.iter().filter(|event| matches!(event.kind, EventKind::Closed { .. })).count();
        prop_assert_eq!(closings, usize::from(head.state == State::Closed));
        let json = serde_json::to_string(&story.events).expect("events are written");
        prop_assert_eq!(&serde_json::from_str::<Vec<Event>>(&json).expect("and read back"), &story.events);
    }
}
