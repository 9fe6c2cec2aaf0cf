//! A ticket led through its life, command by command.

use domain::catalog::{Catalog, Priority, Role};
use domain::code::TicketCode;
use domain::contact::{Email, Phone};
use domain::ids::{FieldId, FileId};
use domain::ticket::{
    Action, Actor, Channel, Command, Event, EventKind, FileRef, Refusal, Stage, State, Submission, Ticket, Upload,
    decide, evolve,
};
use jiff::Timestamp;

use crate::sample::{at, catalog, desk, lang, request_type};

pub fn code() -> TicketCode {
    TicketCode::from_random(7)
}

pub fn staff(id: &str, role: Role) -> Actor {
    Actor::Staff { desk: desk(id), role }
}

pub fn submission() -> Box<Submission> {
    Box::new(Submission {
        title: "Mất mạng".to_owned(),
        description: "Từ sáng nay.".to_owned(),
        name: "Lê An".to_owned(),
        email: email("an@dh.example"),
        phone: None,
        answers: Vec::new(),
        taken_by: None,
    })
}

pub fn email(address: &str) -> Email {
    Email::parse(address).expect("an address")
}

pub fn phone(number: &str) -> Phone {
    Phone::parse(number).expect("a number")
}

pub fn submit(id: &str) -> Command {
    Command::Submit {
        request_type: request_type(id),
        channel: Channel::Web,
        lang: lang("vi"),
        priority: None,
        audience: None,
        came_from: None,
        deadline: None,
        flags: Vec::new(),
        submission: submission(),
    }
}

fn member() -> String {
    "Trần Bích".to_owned()
}

fn text() -> String {
    "Vẫn chưa được.".to_owned()
}

/// A command of every kind, right for a ticket of type `procedure` at desk `it`.
pub fn command(action: Action) -> Command {
    let (member, text) = (member(), text());
    match action {
        Action::Submit => submit("procedure"),
        Action::ProveContact => Command::ProveContact,
        Action::Classify => Command::Classify {
            member,
            priority: Some(Priority::Low),
            audience: None,
            nature: Some(FieldId::parse("how-to").expect("an id")),
        },
        Action::Accept => Command::Accept { member },
        Action::Reject => Command::Reject { member, reason: text },
        Action::Refer => Command::Refer { member, to: desk("training"), role: Some(Role::Lead), text },
        Action::Resubmit => Command::Resubmit {
            priority: None,
            audience: None,
            deadline: None,
            flags: Vec::new(),
            submission: submission(),
        },
        Action::Withdraw => Command::Withdraw,
        Action::Reply => Command::Reply { text },
        Action::Assign => Command::Assign { member, to: "Lương My".to_owned() },
        Action::Reclassify => Command::Reclassify { member, request_type: request_type("incident"), priority: None },
        Action::Note => Command::Note { member, text },
        Action::Ask => Command::Ask { member, text },
        Action::Resume => Command::Resume { member },
        Action::Answer => Command::Answer { member, text, articles: Vec::new() },
        Action::HandUp => Command::HandUp { member, to: desk("training"), text: String::new() },
        Action::SignOff => Command::SignOff { member },
        Action::Confirm => Command::Confirm,
        Action::Reopen => Command::Reopen { member: None, text },
        Action::Close => Command::Close { member },
        Action::Merge => Command::Merge { member, into: TicketCode::from_random(8) },
        Action::Chase => Command::Chase,
        Action::Rate => Command::Rate { stage: Stage::Receive, score: 4, text },
        Action::Attach => Command::Attach { files: vec![file("f1")] },
        Action::Register => Command::Register { member, number: "12/QĐ".to_owned() },
        Action::Follow => Command::Follow { people: vec![email("binh@dh.example")] },
        Action::SmsOn => Command::SmsOn { number: phone("+84901234567") },
        Action::SmsOff => Command::SmsOff,
        Action::Erase => Command::Erase,
        Action::Alarm => Command::Alarm,
    }
}

pub fn file(id: &str) -> Upload {
    let file = FileRef { id: FileId::parse(id).expect("an id"), bytes: 12 };
    Upload { file, name: "Đơn.pdf".to_owned() }
}

/// A log and the head kept beside it, event by event.
#[derive(Debug, Clone, Default)]
pub struct Story {
    pub events: Vec<Event>,
    pub head: Option<Ticket>,
}

impl Story {
    /// Gives a command; what follows from it is appended. Erasing takes the personal parts with it, as a store does.
    pub fn command(&mut self, command: Command, by: &Actor, catalog: &Catalog, now: Timestamp) -> Result<(), Refusal> {
        let events = decide(self.head.as_ref(), command, by, catalog, now)?;
        for event in events {
            self.head = evolve(code(), self.head.take(), &event);
            self.events.push(event);
        }
        if matches!(self.events.last().map(|event| &event.kind), Some(EventKind::Erased)) {
            self.events.iter_mut().for_each(|event| event.personal = None);
        }
        Ok(())
    }

    /// A ticket of a request type at desk `it`, led into `state` at eight o'clock by the shortest way.
    pub fn of_type(id: &str, state: State) -> Self {
        let (mut story, catalog) = (Self::default(), catalog());
        let way: &[Action] = match state {
            State::New => &[],
            State::Classified => &[Action::Classify],
            State::Rejected => &[Action::Reject],
            State::InProgress => &[Action::Accept],
            State::Waiting => &[Action::Accept, Action::Ask],
            State::Answered => &[Action::Accept, Action::Answer],
            State::Closed if id == "procedure" => &[Action::Accept, Action::Answer, Action::SignOff, Action::Confirm],
            State::Closed => &[Action::Accept, Action::Answer, Action::Close],
        };
        story.command(submit(id), &Actor::Requester, &catalog, at("08:00")).expect("it can be sent");
        for action in way {
            story.does(*action, &catalog, at("08:00")).unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"));
        }
        story
    }

    /// The same with what an action needs beside a state: following wants a proved address, and no message can be stopped before there are any.
    #[must_use]
    pub fn ready_for(mut self, action: Action) -> Self {
        match action {
            Action::Follow => self.does(Action::ProveContact, &catalog(), at("08:00")).expect("the address is theirs"),
            Action::SmsOff if self.head.as_ref().is_some_and(|head| head.state != State::Closed) => {
                self.does(Action::SmsOn, &catalog(), at("08:00")).expect("the number is theirs");
            }
            _ => {}
        }
        self
    }

    /// A ticket of type `incident`.
    pub fn in_state(state: State) -> Self {
        Self::of_type("incident", state)
    }

    /// A command by somebody who may give it.
    pub fn does(&mut self, action: Action, catalog: &Catalog, now: Timestamp) -> Result<(), Refusal> {
        self.command(command(action), &entitled(action), catalog, now)
    }

    pub fn state(&self) -> Option<State> {
        self.head.as_ref().map(|ticket| ticket.state)
    }

    #[track_caller]
    pub fn ticket(&self) -> &Ticket {
        self.head.as_ref().expect("a ticket")
    }
}

/// Somebody who may do it to a ticket at desk `it`.
pub fn entitled(action: Action) -> Actor {
    let right = domain::ticket::RIGHTS.iter().find(|right| right.action == action).expect("every action has a row");
    match right.parties[0] {
        domain::ticket::Party::Requester => Actor::Requester,
        domain::ticket::Party::Clock => Actor::Clock,
        domain::ticket::Party::Expert => staff("it", Role::Expert),
        domain::ticket::Party::Lead => staff("it", Role::Lead),
        domain::ticket::Party::Admin => staff("it", Role::Admin),
    }
}
