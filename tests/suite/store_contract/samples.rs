//! Tickets to keep: each a log, and the head it folds to.

use domain::catalog::{Priority, Role};
use domain::code::TicketCode;
use domain::contact::{Email, Phone};
use domain::ids::{ArticleId, DeskId, FieldId, RequestTypeId};
use domain::lang::Lang;
use domain::reading::{Revision, StepNumber, ticked};
use domain::ticket::{
    Actor, Answer, Channel, Clock, Event, EventKind, Outcome, Patience, Personal, RungAlarm, Stage, Submission, Ticket,
    evolve,
};
use domain::working_time::WorkingMinutes;
use function::store::{Created, SubmissionId, Submitted};
use jiff::Timestamp;

use super::stores::Shared;

/// A moment written as RFC 3339, the date left out where it does not matter: `at("09:30:00")`.
#[track_caller]
pub fn at(text: &str) -> Timestamp {
    let full = if text.contains('T') { text.to_owned() } else { format!("2026-11-23T{text}Z") };
    full.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub fn desk(id: &str) -> DeskId {
    DeskId::parse(id).expect("a desk's id")
}

/// The code made of a small number.
pub fn code(number: u64) -> TicketCode {
    TicketCode::from_random(number)
}

/// A promise until `due`, told to the lead then and to the director an hour later.
pub fn clock(stage: Stage, due: Timestamp) -> Clock {
    Clock {
        stage,
        started_at: at("00:30:00"),
        limit: WorkingMinutes(240),
        warn_at: None,
        due_at: due,
        rungs: vec![
            RungAlarm { at: due, to: Role::Lead, desk: None },
            RungAlarm { at: due + jiff::SignedDuration::from_hours(1), to: Role::Director, desk: None },
        ],
    }
}

/// A ticket's log and its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    pub head: Ticket,
    pub events: Vec<Event>,
}

impl Life {
    /// Sent to desk `it` on 23 November 2026 at half past midnight (UTC), the first answer due at `due`.
    pub fn sent(number: u64, due: &str) -> Self {
        Self::sent_to("it", number, due)
    }

    pub fn sent_to(desk_id: &str, number: u64, due: &str) -> Self {
        let event = Event {
            seq: 1,
            at: at("00:30:00"),
            by: Actor::Requester,
            kind: EventKind::Submitted {
                request_type: RequestTypeId::parse("it-incident").expect("a request type's id"),
                desk: desk(desk_id),
                channel: Channel::Phone,
                lang: Lang::parse("vi").expect("a language"),
                priority: Some(Priority::High),
                audience: Some(FieldId::parse("student").expect("a field's id")),
                article: Some(ArticleId::parse("wifi").expect("an article's id")),
                revision: Some(Revision::of("# Wifi")),
                step: Some(StepNumber::parse("windows-3").expect("a step's number")),
                ticked: ticked("windows-1,windows-2").expect("steps"),
                clock: Some(clock(Stage::Receive, at(due))),
                total: None,
                deadline: None,
                flags: Vec::new(),
            },
            personal: Some(Personal::Submission(Box::new(submission()))),
        };
        let head = evolve(code(number), None, &event).expect("a submission makes a ticket");
        Self { head, events: vec![event] }
    }

    /// The same, sent at another moment.
    pub fn created(mut self, moment: &str) -> Self {
        self.events[0].at = at(moment);
        self.head.created_at = at(moment);
        self
    }

    /// The same, needed by a moment.
    pub fn needed(mut self, by: &str) -> Self {
        if let EventKind::Submitted { deadline, .. } = &mut self.events[0].kind {
            *deadline = Some(at(by));
        }
        self.head.deadline = Some(at(by));
        self
    }

    /// The same, of another type.
    pub fn typed(mut self, id: &str) -> Self {
        let other = RequestTypeId::parse(id).expect("a request type's id");
        self.head.request_type = other.clone();
        if let EventKind::Submitted { request_type, .. } = &mut self.events[0].kind {
            *request_type = other;
        }
        self
    }

    /// The same, more or less urgent.
    pub fn urgency(mut self, other: Option<Priority>) -> Self {
        self.head.priority = other;
        if let EventKind::Submitted { priority, .. } = &mut self.events[0].kind {
            *priority = other;
        }
        self
    }

    /// The same, sent by somebody else.
    pub fn group(mut self, id: &str) -> Self {
        let other = FieldId::parse(id).ok();
        self.head.audience.clone_from(&other);
        if let EventKind::Submitted { audience, .. } = &mut self.events[0].kind {
            *audience = other;
        }
        self
    }

    /// The same, about something else.
    pub fn titled(mut self, title: &str) -> Self {
        if let Some(Personal::Submission(submission)) = &mut self.events[0].personal {
            title.clone_into(&mut submission.title);
        }
        if let Some(summary) = &mut self.head.summary {
            title.clone_into(&mut summary.title);
        }
        self
    }

    /// The same, of a contact.
    pub fn whose(mut self, contact: &str) -> Self {
        self.head.contact = Some(contact.to_owned());
        self
    }

    /// What happens next: the log gets longer, the head follows.
    pub fn then(mut self, moment: &str, kind: EventKind, personal: Option<Personal>) -> Self {
        let by = match &kind {
            EventKind::Accepted { .. } | EventKind::Answered { .. } => {
                Actor::Staff { desk: self.head.desk.clone(), role: Role::Expert }
            }
            EventKind::Escalated { .. } => Actor::Clock,
            _ => Actor::Requester,
        };
        let event = Event { seq: self.head.version + 1, at: at(moment), by, kind, personal };
        self.head = evolve(self.head.code, Some(self.head), &event).expect("a ticket stays one");
        self.events.push(event);
        self
    }

    pub fn accepted(self, due: &str) -> Self {
        let clock = clock(Stage::Handle, at(due));
        self.then(
            "01:00:00",
            EventKind::Accepted { clock: Some(clock) },
            Some(Personal::Member { name: "Trần Thị Bích".to_owned() }),
        )
    }

    pub fn classified(self, nature: &str, due: &str) -> Self {
        let (priority, audience) = (self.head.priority, self.head.audience.clone());
        let (nature, clock) = (FieldId::parse(nature).ok(), Some(clock(Stage::Check, at(due))));
        self.then("00:50:00", EventKind::Classified { priority, audience, nature, clock }, None)
    }

    pub fn asked(self, text: &str) -> Self {
        let asked = EventKind::Asked { rest: None, patience: Patience::default() };
        self.then("01:30:00", asked, Some(message("Trần Thị Bích", text)))
    }

    pub fn answered(self, text: &str) -> Self {
        let articles = vec![ArticleId::parse("wifi").expect("an article's id")];
        let answered =
            EventKind::Answered { articles, clock: None, patience: Patience::default(), needs_sign_off: false };
        self.then("02:00:00", answered, Some(message("Trần Thị Bích", text)))
    }

    pub fn reopened(self, due: &str) -> Self {
        let clock = clock(Stage::Handle, at(due));
        self.then(
            "03:00:00",
            EventKind::Reopened { clock: Some(clock), total: None },
            Some(message("Nguyễn Văn An", "Vẫn chưa được.")),
        )
    }

    pub fn replied(self, text: &str) -> Self {
        self.then("03:30:00", EventKind::Replied, Some(message("Nguyễn Văn An", text)))
    }

    pub fn escalated(self, rung: u8, to: Role) -> Self {
        self.then("08:00:00", EventKind::Escalated { rung, to, desk: None }, None)
    }

    pub fn closed(self) -> Self {
        let closed = EventKind::Closed { outcome: Outcome::Solved, reopen_until: None, duplicate_of: None };
        self.then("09:00:00", closed, None)
    }

    /// Creates the ticket as its log stands, under a submission id of its own.
    #[track_caller]
    pub fn create_in(&self, store: &Shared) -> impl Future<Output = ()> {
        let (life, store) = (self.clone(), Shared::clone(store));
        async move {
            let id = SubmissionId(format!("of-{}", life.head.code));
            let created = store.create(&life.submitted(&id, &[0; 32])).await.expect("it can be created");
            assert_eq!(created, Created::Now);
        }
    }

    /// Appends what has happened since `before`.
    pub async fn append_to(&self, store: &Shared, before: &Self) -> Result<(), function::store::StoreError> {
        store.append(&self.head, before.head.version, &self.events[before.events.len()..]).await
    }

    /// The ticket as it is handed over to be created.
    pub fn submitted<'a>(&'a self, id: &'a SubmissionId, body: &'a [u8; 32]) -> Submitted<'a> {
        Submitted { id, body, head: &self.head, events: &self.events }
    }
}

pub fn message(author: &str, text: &str) -> Personal {
    Personal::Message { author: author.to_owned(), text: text.to_owned() }
}

fn submission() -> Submission {
    Submission {
        title: "Mất mạng ở phòng B204".to_owned(),
        description: "Từ sáng nay đèn báo mạng không sáng.".to_owned(),
        name: "Nguyễn Văn An".to_owned(),
        email: Email::parse("an@sv.thuyvan.example").expect("an address"),
        phone: Some(Phone::parse("024 5555 0100").expect("a number")),
        answers: vec![Answer {
            field: FieldId::parse("location").expect("a field's id"),
            label: "Ở đâu?".to_owned(),
            value: "Nhà B, phòng 204".to_owned(),
        }],
        taken_by: Some("Trần Thị Bích".to_owned()),
    }
}
