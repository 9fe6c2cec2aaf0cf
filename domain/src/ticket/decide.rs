//! The one place where a command becomes events.

use jiff::Timestamp;

use super::channel::Channel;
use super::clock::{Patience, Stage};
use super::command::{Command, Refusal};
use super::event::{Actor, Event, EventKind, Outcome};
use super::evolve::evolve;
use super::personal::Personal;
use super::rights::{self, LONGEST_NUMBER, MOST_FILES, MOST_FOLLOWERS};
use super::state::{AlarmKind, State, Ticket};
use super::terms::Terms;
use crate::catalog::{Catalog, Choice, Priority, Role};
use crate::code::TicketCode;
use crate::ids::{ArticleId, DeskId, FieldId};
use crate::reading::CameFrom;

/// What follows from `command` on `ticket` (`None`: not sent yet) by `actor` at `now`; or why nothing does.
///
/// The events continue the ticket's numbering. Nothing is changed here: append them, then fold.
pub fn decide(
    ticket: Option<&Ticket>,
    command: Command,
    actor: &Actor,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let changes = match ticket {
        None => vec![submit(command, actor, catalog, now)?],
        Some(ticket) => {
            rights::permits(ticket, command.action(), actor, now)?;
            Deciding { ticket, catalog, now }.change(command)?
        }
    };
    let first = ticket.map_or(0, |ticket| ticket.version) + 1;
    let event = |(seq, (kind, personal))| Event { seq, at: now, by: actor.clone(), kind, personal };
    Ok((first..).zip(changes).map(event).collect())
}

/// What follows from several commands that one actor gives at once, each to the ticket as those before it leave it: all of
/// it, or nothing. Gives the ticket after them, and their events.
pub fn decide_all(
    code: TicketCode,
    mut ticket: Option<Ticket>,
    commands: &[Command],
    actor: &Actor,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<(Ticket, Vec<Event>), Refusal> {
    let mut all = Vec::new();
    for command in commands {
        let events = decide(ticket.as_ref(), command.clone(), actor, catalog, now)?;
        ticket = events.iter().fold(ticket, |ticket, event| evolve(code, ticket, event));
        all.extend(events);
    }
    Ok((ticket.ok_or(Refusal::Nothing)?, all))
}

type Change = (EventKind, Option<Personal>);

fn submit(command: Command, actor: &Actor, catalog: &Catalog, now: Timestamp) -> Result<Change, Refusal> {
    let Command::Submit { request_type, channel, lang, priority, audience, came_from, deadline, flags, submission } =
        command
    else {
        return Err(Refusal::Nothing);
    };
    let (definition, _, _) = catalog.request_type(&request_type).ok_or(Refusal::RequestType)?;
    let desk = definition.desk.clone();
    let may = match actor {
        Actor::Requester => channel == Channel::Web,
        // Directors only read.
        Actor::Staff { desk: own, role } => channel != Channel::Web && *own == desk && *role != Role::Director,
        Actor::Clock => false,
    };
    if !may {
        return Err(Refusal::Actor);
    }
    let terms = Terms::of(catalog, &request_type, &desk, priority, now)?;
    let (clock, total) = (terms.clock(Stage::Receive), terms.total(Stage::Receive));
    let (article, revision, step, ticked) = match came_from {
        Some(CameFrom { article, revision, step, ticked }) => (Some(article), revision, step, ticked),
        None => (None, None, None, Vec::new()),
    };
    let kind = EventKind::Submitted {
        request_type,
        desk,
        channel,
        lang,
        priority,
        audience,
        article,
        revision,
        step,
        ticked,
        clock,
        total,
        deadline,
        flags,
    };
    Ok((kind, Some(Personal::Submission(submission))))
}

/// A ticket, what is promised, and when: everything a command is judged by. That the command may be given is settled.
struct Deciding<'a> {
    ticket: &'a Ticket,
    catalog: &'a Catalog,
    now: Timestamp,
}

impl Deciding<'_> {
    fn change(&self, command: Command) -> Result<Vec<Change>, Refusal> {
        let one = match command {
            Command::Confirm => return Ok(self.confirmed()),
            Command::SignOff { member } => return Ok(self.signed_off(member)),
            Command::Alarm => return self.alarm(),
            Command::Submit { .. } => return Err(Refusal::Nothing),
            Command::ProveContact => (EventKind::ContactProved, None),
            Command::Classify { .. }
            | Command::Accept { .. }
            | Command::Reject { .. }
            | Command::Refer { .. }
            | Command::Resubmit { .. }
            | Command::Reclassify { .. } => self.decision(command)?,
            Command::Assign { member, to } => (EventKind::Assigned, Some(Personal::Given { to, by: member })),
            Command::Note { member, text } => (EventKind::Noted, Some(message(member, text))),
            Command::Ask { member, text } => self.asked(member, text)?,
            Command::Resume { member } => (self.resumed()?, Some(Personal::Member { name: member })),
            Command::Reply { text } => match self.ticket.state {
                State::Answered => self.reopened(None, text)?,
                State::Waiting => (self.resumed()?, Some(self.by_requester(text))),
                _ => (EventKind::Replied, Some(self.by_requester(text))),
            },
            Command::Answer { member, text, articles } => (self.answered(articles), Some(message(member, text))),
            Command::HandUp { member, to, text } => {
                self.other_desk(&to)?;
                (EventKind::HandedUp { to }, Some(said_or_done(member, text)))
            }
            Command::Reopen { member, text } => self.reopened(member, text)?,
            Command::Close { member } => (self.closed(Outcome::Solved), Some(Personal::Member { name: member })),
            Command::Withdraw => (self.closed(Outcome::Withdrawn), None),
            Command::Merge { into, .. } if into == self.ticket.code => return Err(Refusal::Itself),
            Command::Merge { member, into } => {
                let kind =
                    EventKind::Closed { outcome: Outcome::Duplicate, reopen_until: None, duplicate_of: Some(into) };
                (kind, Some(Personal::Member { name: member }))
            }
            Command::Chase => (EventKind::Chased, None),
            Command::Rate { stage, score, text } => self.rated(stage, score, text)?,
            Command::Attach { files } => {
                if files.is_empty() || files.len() + usize::from(self.ticket.files) > MOST_FILES {
                    return Err(Refusal::Files);
                }
                let (files, names) = files.into_iter().map(|upload| (upload.file, upload.name)).unzip();
                (EventKind::Attached { files }, Some(Personal::Files { names }))
            }
            Command::Register { member, number } => {
                let number = number.trim().to_owned();
                let fits = (1..=LONGEST_NUMBER).contains(&number.chars().count());
                if !fits || number.chars().any(char::is_control) {
                    return Err(Refusal::Number);
                }
                (EventKind::Registered { number }, Some(Personal::Member { name: member }))
            }
            Command::Follow { people } => {
                let count = u8::try_from(people.len()).ok().filter(|count| usize::from(*count) <= MOST_FOLLOWERS);
                let people_count = count.ok_or(Refusal::Followers)?;
                (EventKind::Followed { people: people_count }, Some(Personal::People { emails: people }))
            }
            Command::SmsOn { number } => (EventKind::SmsOn, Some(Personal::Phone { number })),
            Command::SmsOff => (EventKind::SmsOff, None),
            Command::Erase => (EventKind::Erased, None),
        };
        Ok(vec![one])
    }

    /// What the desk decides of a request, and what the requester makes of it.
    fn decision(&self, command: Command) -> Result<Change, Refusal> {
        let ticket = self.ticket;
        Ok(match command {
            Command::Classify { member, priority, audience, nature } => {
                let terms = Terms::of(self.catalog, &ticket.request_type, &ticket.desk, priority, self.now)?;
                let definition = terms.definition;
                let offered = priority.is_none_or(|priority| definition.priorities.contains(&priority))
                    && is_offered(audience.as_ref(), &definition.audience)
                    && is_offered(nature.as_ref(), &definition.natures);
                if !offered {
                    return Err(Refusal::NotOffered);
                }
                let clock = terms.clock(Stage::Check);
                let kind = EventKind::Classified { priority, audience, nature, clock };
                (kind, Some(Personal::Member { name: member }))
            }
            Command::Accept { member } => {
                let clock = self.terms()?.clock(Stage::Handle);
                (EventKind::Accepted { clock }, Some(Personal::Member { name: member }))
            }
            Command::Reject { member, reason } => {
                let patience = self.terms().map_or_else(|_| Patience::default(), |terms| terms.patience_of_rejection());
                (EventKind::Rejected { patience }, Some(message(member, reason)))
            }
            Command::Refer { member, to, role, text } => {
                if role.is_none() {
                    self.other_desk(&to)?;
                }
                let terms = Terms::of(self.catalog, &ticket.request_type, &to, ticket.priority, self.now)?;
                let (clock, total) = (terms.clock(Stage::Receive), terms.total(Stage::Receive));
                (EventKind::Referred { to, role, clock, total }, Some(said_or_done(member, text)))
            }
            Command::Resubmit { priority, audience, deadline, flags, mut submission } => {
                // Private links go to the address that the ticket began with. Another one would be proved by nobody.
                if let Some(summary) = &ticket.summary {
                    submission.email = summary.email.clone();
                }
                let terms = Terms::of(self.catalog, &ticket.request_type, &ticket.desk, priority, self.now)?;
                let (clock, total) = (terms.clock(Stage::Receive), terms.total(Stage::Receive));
                let kind = EventKind::Resubmitted { priority, audience, clock, total, deadline, flags };
                (kind, Some(Personal::Submission(submission)))
            }
            Command::Reclassify { member, request_type, priority } => {
                if request_type == ticket.request_type {
                    return Err(Refusal::Nothing);
                }
                let definition = self.catalog.request_types.get(&request_type).ok_or(Refusal::RequestType)?;
                let offered = |priority: &Priority| definition.priorities.contains(priority);
                if priority.as_ref().is_some_and(|priority| !offered(priority)) {
                    return Err(Refusal::NotOffered);
                }
                let priority = priority.or(ticket.priority.filter(offered));
                let terms = Terms::of(self.catalog, &request_type, &ticket.desk, priority, self.now)?;
                let stage = ticket.stage().unwrap_or(Stage::Receive);
                let (clock, total) = (terms.clock(stage), terms.total(stage));
                let kind = EventKind::Reclassified { request_type, priority, clock, total };
                (kind, Some(Personal::Member { name: member }))
            }
            _ => return Err(Refusal::Nothing),
        })
    }

    fn terms(&self) -> Result<Terms<'_>, Refusal> {
        Terms::for_ticket(self.catalog, self.ticket, self.now)
    }

    fn other_desk(&self, to: &DeskId) -> Result<(), Refusal> {
        if *to == self.ticket.desk {
            return Err(Refusal::SameDesk);
        }
        if self.catalog.desks.contains_key(to) { Ok(()) } else { Err(Refusal::NoSuchDesk) }
    }

    fn asked(&self, member: String, text: String) -> Result<Change, Refusal> {
        let terms = self.terms()?;
        let clock = self.ticket.clock.as_ref();
        let rest = clock.map(|clock| clock.stop(self.ticket.total, terms.calendar, self.now));
        Ok((EventKind::Asked { rest, patience: terms.patience_of_question() }, Some(message(member, text))))
    }

    fn resumed(&self) -> Result<EventKind, Refusal> {
        let (paused, total) = (self.ticket.paused.as_ref(), self.ticket.total);
        let Some(paused) = paused else { return Ok(EventKind::Resumed { clock: None, total }) };
        let calendar = self.terms()?.calendar;
        let clock = paused.clock.go_on(&paused.rest, calendar, self.now);
        let total = total.map(|total| total.go_on(&paused.rest, calendar, self.now));
        Ok(EventKind::Resumed { clock: Some(clock), total })
    }

    /// An answer is never held up by a request type that is gone: then nobody signs, and nothing is waited for.
    fn answered(&self, articles: Vec<ArticleId>) -> EventKind {
        let Ok(terms) = self.terms() else {
            return EventKind::Answered { articles, clock: None, patience: Patience::default(), needs_sign_off: false };
        };
        let needs_sign_off = terms.needs_sign_off();
        let clock = terms.clock(Stage::Report).filter(|_| needs_sign_off);
        EventKind::Answered { articles, clock, patience: terms.patience_of_answer(), needs_sign_off }
    }

    fn reopened(&self, member: Option<String>, text: String) -> Result<Change, Refusal> {
        let terms = self.terms()?;
        let kind = EventKind::Reopened { clock: terms.clock(Stage::Handle), total: terms.total(Stage::Handle) };
        let said = match member {
            Some(member) => message(member, text),
            None => self.by_requester(text),
        };
        Ok((kind, Some(said)))
    }

    /// The requester is content, or silent: with a signature where one is needed, that is the end.
    fn confirmed(&self) -> Vec<Change> {
        let closed = (self.closed(Outcome::Solved), None);
        match self.ticket.closing {
            None => vec![closed],
            Some(closing) if closing.signed_off => vec![(EventKind::Confirmed, None), closed],
            Some(_) => vec![(EventKind::Confirmed, None)],
        }
    }

    fn signed_off(&self, member: String) -> Vec<Change> {
        let signed = (EventKind::SignedOff, Some(Personal::Member { name: member }));
        if self.ticket.closing.is_some_and(|closing| closing.confirmed) {
            vec![signed, (self.closed(Outcome::Solved), None)]
        } else {
            vec![signed]
        }
    }

    fn closed(&self, outcome: Outcome) -> EventKind {
        let can_be_reopened = matches!(outcome, Outcome::Solved | Outcome::NoReply);
        let until = self.terms().ok().filter(|_| can_be_reopened).and_then(|terms| terms.reopen_until());
        EventKind::Closed { outcome, reopen_until: until, duplicate_of: None }
    }

    fn rated(&self, stage: Stage, score: u8, text: String) -> Result<Change, Refusal> {
        if !(1..=5).contains(&score) {
            return Err(Refusal::Score);
        }
        if !self.ticket.is_over(stage) {
            return Err(Refusal::NoSuchStage);
        }
        if !self.ticket.is_rating_open(stage) {
            return Err(Refusal::RatedAlready);
        }
        let said = (!text.is_empty()).then(|| self.by_requester(text));
        Ok((EventKind::Rated { stage, score }, said))
    }

    /// What the clock does. A warning that comes after the promise has passed would warn of nothing.
    fn alarm(&self) -> Result<Vec<Change>, Refusal> {
        let alarm = self.ticket.alarm().ok_or(Refusal::Nothing)?;
        let is_late = self.ticket.due_at().is_some_and(|due| due <= self.now);
        let kind = match alarm.kind {
            AlarmKind::Warn if is_late => EventKind::Overdue,
            AlarmKind::Warn => EventKind::Warned,
            AlarmKind::Overdue => EventKind::Overdue,
            AlarmKind::Escalate { rung, to, desk } => EventKind::Escalated { rung, to, desk },
            AlarmKind::Remind => EventKind::Reminded,
            AlarmKind::GiveUp => match self.ticket.state {
                State::Rejected => self.closed(Outcome::Rejected),
                State::Waiting => self.closed(Outcome::NoReply),
                _ => return Ok(self.confirmed()),
            },
        };
        Ok(vec![(kind, None)])
    }

    fn by_requester(&self, text: String) -> Personal {
        let author = self.ticket.summary.as_ref().map(|summary| summary.name.clone()).unwrap_or_default();
        message(author, text)
    }
}

fn message(author: String, text: String) -> Personal {
    Personal::Message { author, text }
}

/// A word that goes along, where one was written.
fn said_or_done(member: String, text: String) -> Personal {
    if text.is_empty() { Personal::Member { name: member } } else { message(member, text) }
}

fn is_offered(chosen: Option<&FieldId>, choices: &[Choice]) -> bool {
    chosen.is_none_or(|chosen| choices.iter().any(|choice| choice.value == *chosen))
}
