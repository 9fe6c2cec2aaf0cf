//! The one place where a command becomes events.

use jiff::Timestamp;

use super::command::{Command, Refusal};
use super::event::{Actor, Clock, Event, EventKind, Outcome, Personal, Stage};
use super::state::{AlarmKind, State, Ticket};
use crate::catalog::{Catalog, Role};
use crate::ids::{DeskId, RequestTypeId};
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
    let (kind, personal) = match ticket {
        None => submit(command, actor, catalog, now)?,
        Some(ticket) => {
            entitled(ticket, &command, actor)?;
            change(ticket, command, catalog, now)?
        }
    };
    let seq = ticket.map_or(0, |ticket| ticket.version) + 1;
    Ok(vec![Event { seq, at: now, by: actor.clone(), kind, personal }])
}

type Change = (EventKind, Option<Personal>);

fn submit(command: Command, actor: &Actor, catalog: &Catalog, now: Timestamp) -> Result<Change, Refusal> {
    let Command::Submit { request_type, lang, priority, audience, came_from, submission } = command else {
        return Err(Refusal::Nothing);
    };
    if *actor != Actor::Requester {
        return Err(Refusal::Actor);
    }
    let (definition, _, _) = catalog.request_type(&request_type).ok_or(Refusal::RequestType)?;
    let desk = definition.desk.clone();
    let clock = start(Stage::Receive, &request_type, &desk, catalog, now)?;
    let (article, revision, step) = match came_from {
        Some(CameFrom { article, revision, step }) => (Some(article), revision, step),
        None => (None, None, None),
    };
    let kind = EventKind::Submitted { request_type, desk, lang, priority, audience, article, revision, step, clock };
    Ok((kind, Some(Personal::Submission(submission))))
}

/// Who may do what. States are checked where the command is carried out.
fn entitled(ticket: &Ticket, command: &Command, actor: &Actor) -> Result<(), Refusal> {
    let fits = match command {
        Command::Submit { .. } => return Err(Refusal::Nothing),
        Command::ProveContact | Command::Reply { .. } | Command::Confirm => *actor == Actor::Requester,
        Command::Accept { .. } | Command::Answer { .. } | Command::Close { .. } => {
            matches!(actor, Actor::Staff { desk, role } if *desk == ticket.desk && *role != Role::Director)
        }
        Command::Escalate => *actor == Actor::Clock,
    };
    if fits { Ok(()) } else { Err(Refusal::Actor) }
}

fn change(ticket: &Ticket, command: Command, catalog: &Catalog, now: Timestamp) -> Result<Change, Refusal> {
    let handle_clock = || start(Stage::Handle, &ticket.request_type, &ticket.desk, catalog, now);
    let by_requester = |text| Personal::Message {
        author: ticket.summary.as_ref().map(|summary| summary.name.clone()).unwrap_or_default(),
        text,
    };
    match (command, ticket.state) {
        (Command::ProveContact, _) if !ticket.contact_proved => Ok((EventKind::ContactProved, None)),
        (Command::ProveContact, _) => Err(Refusal::Nothing),
        (Command::Accept { member }, State::New) => {
            Ok((EventKind::Accepted { clock: handle_clock()? }, Some(Personal::Member { name: member })))
        }
        (Command::Answer { member, text, articles }, State::InProgress) => {
            Ok((EventKind::Answered { articles }, Some(Personal::Message { author: member, text })))
        }
        (Command::Reply { text }, State::New | State::InProgress) => Ok((EventKind::Replied, Some(by_requester(text)))),
        (Command::Reply { text }, State::Answered) => {
            Ok((EventKind::Reopened { clock: handle_clock()? }, Some(by_requester(text))))
        }
        (Command::Confirm, State::Answered) => Ok((EventKind::Closed { outcome: Outcome::Solved }, None)),
        (Command::Close { member }, State::Answered) => {
            Ok((EventKind::Closed { outcome: Outcome::Solved }, Some(Personal::Member { name: member })))
        }
        (Command::Escalate, _) => match ticket.alarm() {
            Some(alarm) if alarm.at <= now => {
                let AlarmKind::Escalate { rung, to } = alarm.kind;
                Ok((EventKind::Escalated { rung, to }, None))
            }
            _ => Err(Refusal::Nothing),
        },
        (_, state) => Err(Refusal::State(state)),
    }
}

fn start(
    stage: Stage,
    request_type: &RequestTypeId,
    desk: &DeskId,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<Clock, Refusal> {
    let definition = catalog.request_types.get(request_type).ok_or(Refusal::RequestType)?;
    let desk = catalog.desks.get(desk).ok_or(Refusal::RequestType)?;
    let calendar = catalog.calendars.get(&desk.calendar).ok_or(Refusal::RequestType)?;
    let limit = match stage {
        Stage::Receive => definition.stages.receive,
        Stage::Handle => definition.stages.handle,
    };
    Ok(Clock::start(stage, limit, &desk.escalation, calendar, now))
}
