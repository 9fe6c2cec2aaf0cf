//! A ticket's life: which command leads where, who may give it, and what is judged beside its state.

use domain::catalog::{Priority, Role};
use domain::code::TicketCode;
use domain::contact::Phone;
use domain::ids::FieldId;
use domain::ticket::{
    Action, Actor, Channel, Command, Flag, Outcome, Party, RIGHTS, Refusal, Stage, State, decide_all,
};

use crate::sample::{at, catalog, desk, read, request_type};
use crate::story::{Story, code, command, email, entitled, file, staff, submission, submit};

/// After the first promises of type `procedure`, before the requester's time to confirm and to open again is over.
const LATER: &str = "20:00";

/// What a ticket of type `procedure` becomes by a command of somebody who may give it: a letter for each state, in the
/// order of [`State::ALL`] (New, Classified, Rejected, in Progress, Waiting, Answered, closed = X); a point is a refusal.
const TABLE: [(Action, &str); 30] = [
    (Action::Submit, "......."),
    (Action::ProveContact, "NCRPWAX"),
    (Action::Classify, "C......"),
    (Action::Accept, "PP....."),
    (Action::Reject, "RR....."),
    (Action::Refer, "NN.N..."),
    (Action::Resubmit, "..N...."),
    (Action::Withdraw, "XXXXXX."),
    (Action::Reply, "NCRPPP."),
    (Action::Assign, "NC.PW.."),
    (Action::Reclassify, "NC.P..."),
    (Action::Note, "NCRPWAX"),
    (Action::Ask, "...W..."),
    (Action::Resume, "....P.."),
    (Action::Answer, "...A..."),
    (Action::HandUp, "...P..."),
    (Action::SignOff, ".....A."),
    (Action::Confirm, ".....A."),
    (Action::Reopen, ".....PP"),
    // Closing this type needs a confirmation and a signature.
    (Action::Close, "......."),
    (Action::Merge, "XXXXXX."),
    (Action::Chase, "NC.P.A."),
    // The first stage, which is not over in `new`.
    (Action::Rate, ".CRPWAX"),
    (Action::Attach, "NCRPWA."),
    (Action::Register, "NCRPWA."),
    (Action::Follow, "NCRPWA."),
    (Action::SmsOn, "NCRPWA."),
    (Action::SmsOff, "NCRPWA."),
    (Action::Erase, "NCRPWAX"),
    (Action::Alarm, "NC.PWA."),
];

fn letter(state: State) -> char {
    let place = State::ALL.iter().position(|known| *known == state).expect("every state is listed");
    "NCRPWAX".chars().nth(place).expect("a letter each")
}

#[test]
fn commands_lead_where_the_table_says_and_nowhere_else() {
    let catalog = catalog();
    for (action, leads_to) in TABLE {
        for (state, expected) in State::ALL.into_iter().zip(leads_to.chars()) {
            let mut story = Story::of_type("procedure", state).ready_for(action);
            let done = story.does(action, &catalog, at(LATER));
            let after = letter(story.state().expect("a ticket"));
            assert_eq!(done.is_ok(), expected != '.', "{action:?} in {state:?}: {done:?}");
            assert_eq!(after, if expected == '.' { letter(state) } else { expected }, "{action:?} in {state:?}");
        }
    }
}

#[test]
fn nobody_gives_a_command_that_is_anothers() {
    let actors = [
        (Actor::Requester, Some(Party::Requester)),
        (Actor::Clock, Some(Party::Clock)),
        (staff("it", Role::Expert), Some(Party::Expert)),
        (staff("it", Role::Lead), Some(Party::Lead)),
        (staff("it", Role::Admin), Some(Party::Admin)),
        (staff("it", Role::Director), None),
        (staff("training", Role::Expert), None),
        (staff("training", Role::Lead), None),
        (staff("training", Role::Admin), None),
        (staff("training", Role::Director), None),
    ];
    let catalog = catalog();
    for (action, leads_to) in TABLE {
        let state = State::ALL.into_iter().zip(leads_to.chars()).find(|(_, to)| *to != '.');
        let Some((state, _)) = state else { continue };
        let right = RIGHTS.iter().find(|right| right.action == action).expect("a row");
        for (by, party) in &actors {
            let fits = party.is_some_and(|party| right.parties.contains(&party));
            let mut story = Story::of_type("procedure", state).ready_for(action);
            let done = story.command(command(action), by, &catalog, at(LATER));
            assert_eq!(done, if fits { Ok(()) } else { Err(Refusal::Actor) }, "{action:?} by {by:?}");
        }
    }
}

#[test]
fn nothing_happens_before_a_ticket_is_sent() {
    let catalog = catalog();
    for (action, _) in TABLE.into_iter().filter(|(action, _)| *action != Action::Submit) {
        assert_eq!(Story::default().does(action, &catalog, at("08:00")), Err(Refusal::Nothing), "{action:?}");
    }
    let by_staff = Story::default().command(submit("incident"), &staff("it", Role::Lead), &catalog, at("08:00"));
    assert_eq!(by_staff, Err(Refusal::Actor));
    // What somebody said on the telephone is written down at the desk it is for, by whoever works there.
    let by_phone = |by: &Actor| {
        let Command::Submit { request_type, lang, mut submission, .. } = submit("incident") else {
            panic!("a submission")
        };
        submission.taken_by = Some("Trần Bích".to_owned());
        let (priority, audience, came_from, deadline, flags) = (None, None, None, None, Vec::new());
        let channel = Channel::Phone;
        let sent =
            Command::Submit { request_type, channel, lang, priority, audience, came_from, deadline, flags, submission };
        Story::default().command(sent, by, &catalog, at("08:00"))
    };
    for (by, may) in [
        (staff("it", Role::Expert), true),
        (staff("it", Role::Admin), true),
        (staff("it", Role::Director), false),
        (staff("training", Role::Lead), false),
        (Actor::Requester, false),
        (Actor::Clock, false),
    ] {
        assert_eq!(by_phone(&by), if may { Ok(()) } else { Err(Refusal::Actor) }, "{by:?}");
    }
    let unknown = Story::default().command(submit("no-such"), &Actor::Requester, &catalog, at("08:00"));
    assert_eq!(unknown, Err(Refusal::RequestType));
}

/// In which state of a `procedure`, who wants what, at what time of the first day: why nothing happens.
#[test]
fn a_refusal_says_what_is_in_the_way() {
    let to = |id: &str, role| Command::Refer { member: String::new(), to: desk(id), role, text: String::new() };
    let classify = |priority, nature: Option<&str>| Command::Classify {
        member: String::new(),
        priority,
        audience: None,
        nature: nature.map(|id| FieldId::parse(id).expect("an id")),
    };
    let hand_up = |id: &str| Command::HandUp { member: String::new(), to: desk(id), text: String::new() };
    let register = |number: &str| Command::Register { member: String::new(), number: number.to_owned() };
    let rate = |stage, score| Command::Rate { stage, score, text: String::new() };
    let (expert, lead) = (staff("it", Role::Expert), staff("it", Role::Lead));
    let reclassify =
        |id: &str, priority| Command::Reclassify { member: String::new(), request_type: request_type(id), priority };
    let rows = [
        (State::New, to("it", None), &expert, Refusal::SameDesk),
        (State::New, to("nowhere", None), &expert, Refusal::NoSuchDesk),
        (State::New, classify(Some(Priority::High), None), &expert, Refusal::NotOffered),
        (State::New, classify(None, Some("nonsense")), &expert, Refusal::NotOffered),
        (State::New, reclassify("procedure", None), &expert, Refusal::Nothing),
        (State::New, reclassify("no-such", None), &expert, Refusal::RequestType),
        (State::New, reclassify("incident", Some(Priority::Urgent)), &expert, Refusal::NotOffered),
        (State::New, Command::Chase, &Actor::Requester, Refusal::TooEarly),
        (State::New, rate(Stage::Receive, 3), &Actor::Requester, Refusal::NoSuchStage),
        (State::InProgress, rate(Stage::Receive, 0), &Actor::Requester, Refusal::Score),
        (State::InProgress, rate(Stage::Receive, 6), &Actor::Requester, Refusal::Score),
        (State::InProgress, rate(Stage::Confirm, 3), &Actor::Requester, Refusal::NoSuchStage),
        (State::InProgress, hand_up("it"), &expert, Refusal::SameDesk),
        (State::InProgress, hand_up("nowhere"), &expert, Refusal::NoSuchDesk),
        (State::New, Command::Attach { files: Vec::new() }, &Actor::Requester, Refusal::Files),
        (State::New, Command::Attach { files: vec![file("a"); 51] }, &expert, Refusal::Files),
        (State::New, Command::Follow { people: vec![email("b@dh.example"); 11] }, &expert, Refusal::Followers),
        (State::New, Command::Merge { member: String::new(), into: code() }, &expert, Refusal::Itself),
        (State::New, register(" "), &expert, Refusal::Number),
        (State::New, register("1\n2"), &expert, Refusal::Number),
        (State::New, register(&"1".repeat(65)), &expert, Refusal::Number),
        (State::Answered, Command::Close { member: String::new() }, &expert, Refusal::NeedsBoth),
        (State::Closed, Command::Reply { text: String::new() }, &Actor::Requester, Refusal::State(State::Closed)),
        (State::Waiting, command(Action::Answer), &lead, Refusal::State(State::Waiting)),
    ];
    for (state, command, by, refusal) in rows {
        let name = format!("{command:?} in {state:?}");
        let done = Story::of_type("procedure", state).command(command, by, &catalog(), at("09:00"));
        assert_eq!(done, Err(refusal), "{name}");
    }
    let done = Story::in_state(State::Answered).does(Action::SignOff, &catalog(), at("09:00"));
    assert_eq!(done, Err(Refusal::NoSignOff), "nobody signs incidents off");
}

#[test]
fn a_procedure_is_closed_by_a_confirmation_and_a_signature_in_either_order() {
    let catalog = catalog();
    for order in [[Action::Confirm, Action::SignOff], [Action::SignOff, Action::Confirm]] {
        let mut story = Story::of_type("procedure", State::Answered);
        story.does(order[0], &catalog, at("09:00")).expect("the first");
        assert_eq!(story.state(), Some(State::Answered), "one is not enough");
        assert_eq!(story.does(order[0], &catalog, at("09:00")), Err(Refusal::Nothing), "it is done");
        story.does(order[1], &catalog, at("09:00")).expect("the second");
        assert_eq!(story.ticket().closed, Some((at("09:00"), Outcome::Solved)));
    }
    // Opened again, both are asked for again.
    let mut story = Story::of_type("procedure", State::Answered);
    for action in [Action::SignOff, Action::Reopen, Action::Answer, Action::Confirm] {
        story.does(action, &catalog, at("09:00")).unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"));
    }
    assert_eq!(story.state(), Some(State::Answered));
}

#[test]
fn a_rejected_request_comes_back_under_its_code_as_another_revision() {
    let catalog = catalog();
    let mut story = Story::of_type("procedure", State::Rejected);
    assert_eq!(story.does(Action::Follow, &catalog, at("08:30")), Err(Refusal::Unproved));
    story.does(Action::ProveContact, &catalog, at("08:30")).expect("the address is theirs");
    story.does(Action::Follow, &catalog, at("08:30")).expect("somebody follows");
    story.does(Action::SmsOn, &catalog, at("08:30")).expect("the number is theirs");
    let mut better = submission();
    better.title = "Mất mạng ở phòng B204".to_owned();
    better.email = email("nguoi-khac@dh.example");
    let resubmit = Command::Resubmit {
        priority: Some(Priority::Urgent),
        audience: None,
        deadline: None,
        flags: vec![Flag::Secret],
        submission: better,
    };
    story.command(resubmit, &Actor::Requester, &catalog, at("09:00")).expect("it is rejected");
    let ticket = story.ticket();
    assert_eq!((ticket.code, ticket.state, ticket.resubmitted), (code(), State::New, 1));
    assert_eq!((ticket.priority, &ticket.flags[..]), (Some(Priority::Urgent), &[Flag::Secret][..]));
    let summary = ticket.summary.as_ref().expect("a requester");
    assert_eq!((summary.title.as_str(), summary.followers.len()), ("Mất mạng ở phòng B204", 1));
    assert_eq!(summary.email, submission().email, "the address that was proved stays");
    assert_eq!(ticket.texts_to().map(Phone::as_str), Some("+84901234567"), "so does the number");
    assert_eq!(ticket.due_at(), Some(at("13:00")), "received anew");
}

#[test]
fn a_referred_request_is_decided_anew_by_the_role_it_names() {
    let catalog = catalog();
    let mut story = Story::in_state(State::InProgress);
    story.does(Action::Refer, &catalog, at("09:00")).expect("it is at the desk");
    let ticket = story.ticket();
    assert_eq!((ticket.state, ticket.desk.as_str(), ticket.addressed_to), (State::New, "training", Some(Role::Lead)));
    assert_eq!(ticket.handler, None);
    assert_eq!(story.does(Action::Accept, &catalog, at("09:30")), Err(Refusal::Actor), "it is another desk's now");
    story.command(command(Action::Accept), &staff("training", Role::Lead), &catalog, at("09:30")).expect("theirs");
}

#[test]
fn the_desk_is_chased_once_a_day_and_only_when_late() {
    let (mut story, catalog) = (Story::of_type("procedure", State::New), catalog());
    for (now, done) in [
        ("12:00", Err(Refusal::TooEarly)),
        ("12:01", Ok(())),
        ("20:00", Err(Refusal::ChasedAlready)),
        ("2026-11-24T12:00:00Z", Err(Refusal::ChasedAlready)),
        ("2026-11-24T12:01:00Z", Ok(())),
    ] {
        assert_eq!(story.does(Action::Chase, &catalog, at(now)), done, "{now}");
    }
}

#[test]
fn a_stage_has_one_vote_that_changes_until_the_ticket_is_closed() {
    let catalog = catalog();
    let mut story = Story::in_state(State::Answered);
    let rate = |stage, score| Command::Rate { stage, score, text: String::new() };
    for score in [2, 5] {
        story.command(rate(Stage::Handle, score), &Actor::Requester, &catalog, at("09:00")).expect("it is over");
    }
    let votes = |story: &Story| story.ticket().ratings.iter().map(|r| (r.stage, r.score)).collect::<Vec<_>>();
    assert_eq!(votes(&story), [(Stage::Handle, 5)]);
    story.does(Action::Confirm, &catalog, at("09:00")).expect("closed");
    let again = story.command(rate(Stage::Handle, 1), &Actor::Requester, &catalog, at("09:00"));
    assert_eq!(again, Err(Refusal::RatedAlready));
    story.command(rate(Stage::Confirm, 4), &Actor::Requester, &catalog, at("09:00")).expect("a first vote");
    assert_eq!(votes(&story), [(Stage::Handle, 5), (Stage::Confirm, 4)]);
}

#[test]
fn what_is_closed_can_be_opened_again_for_a_while_unless_it_was_settled_otherwise() {
    let catalog = catalog();
    // Five working days of eight hours: forty hours of a desk that never closes.
    for (now, done) in [("2026-11-24T23:59:00Z", Ok(())), ("2026-11-25T00:00:00Z", Err(Refusal::ReopenOver))] {
        let mut story = Story::of_type("procedure", State::Closed);
        assert_eq!(story.does(Action::Reopen, &catalog, at(now)), done, "{now}");
    }
    for action in [Action::Withdraw, Action::Merge] {
        let mut story = Story::of_type("procedure", State::InProgress);
        story.does(action, &catalog, at("09:00")).expect("it is open");
        assert_eq!(story.does(Action::Reopen, &catalog, at("09:01")), Err(Refusal::ReopenOver), "{action:?}");
    }
    let mut merged = Story::of_type("procedure", State::New);
    merged.does(Action::Merge, &catalog, at("09:00")).expect("it is open");
    assert_eq!(merged.ticket().duplicate_of, Some(TicketCode::from_random(8)));
    assert_eq!(merged.ticket().closed, Some((at("09:00"), Outcome::Duplicate)));
}

#[test]
fn a_request_type_that_is_gone_stops_new_promises_only() {
    let mut gone = crate::sample::catalog_json();
    gone["request_types"].as_object_mut().expect("a table").remove("incident");
    let gone = read(gone);
    for (state, action, done) in [
        (State::New, Action::Accept, Err(Refusal::RequestType)),
        (State::New, Action::Reject, Ok(())),
        (State::New, Action::Reply, Ok(())),
        (State::New, Action::Withdraw, Ok(())),
        (State::InProgress, Action::Answer, Ok(())),
        (State::Answered, Action::Reply, Err(Refusal::RequestType)),
        (State::Answered, Action::Confirm, Ok(())),
    ] {
        let name = format!("{action:?} in {state:?}");
        let by = entitled(action);
        assert_eq!(Story::in_state(state).command(command(action), &by, &gone, at("09:00")), done, "{name}");
    }
}

#[test]
fn what_is_done_at_once_follows_one_from_the_other_or_not_at_all() {
    let story = Story::in_state(State::Answered);
    let (catalog, now) = (catalog(), at(LATER));
    let give = |commands: &[Command]| {
        decide_all(code(), Some(story.ticket().clone()), commands, &Actor::Requester, &catalog, now)
    };
    let reply = Command::Reply { text: "Chưa được.".to_owned() };
    let attach = Command::Attach { files: vec![file("a")] };
    let (ticket, events) = give(&[reply.clone(), attach.clone()]).expect("both may be given");
    assert_eq!((ticket.state, ticket.files), (State::InProgress, story.ticket().files + 1));
    assert_eq!(ticket.version, story.ticket().version + 2);
    assert!(events.iter().zip(story.ticket().version + 1..).all(|(event, seq)| event.seq == seq));
    // Each is judged by what those before it made of the ticket.
    assert_eq!(give(&[Command::Withdraw, attach]), Err(Refusal::State(State::Closed)));
    assert_eq!(give(&[reply, Command::Attach { files: vec![file("a"); 51] }]), Err(Refusal::Files));
}
