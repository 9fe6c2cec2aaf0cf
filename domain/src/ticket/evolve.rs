//! Folding events into a ticket.

use jiff::Timestamp;

use super::event::{Clock, Event, EventKind, Personal};
use super::state::{State, Summary, Ticket, TimelineEntry};
use crate::code::TicketCode;

/// The ticket that a whole log folds to. `None` when the log does not begin with a submission.
pub fn fold<'a>(code: TicketCode, events: impl IntoIterator<Item = &'a Event>) -> Option<Ticket> {
    events.into_iter().fold(None, |ticket, event| evolve(code, ticket, event))
}

/// The ticket after `event`. Events other than a submission change nothing where there is no ticket.
pub fn evolve(code: TicketCode, ticket: Option<Ticket>, event: &Event) -> Option<Ticket> {
    if let EventKind::Submitted { request_type, desk, lang, priority, audience, article, clock, .. } = &event.kind {
        let summary = match &event.personal {
            Some(Personal::Submission(submission)) => Some(Summary {
                title: submission.title.clone(),
                name: submission.name.clone(),
                email: submission.email.clone(),
            }),
            _ => None,
        };
        return Some(Ticket {
            code,
            version: event.seq,
            state: State::New,
            request_type: request_type.clone(),
            desk: desk.clone(),
            lang: lang.clone(),
            priority: *priority,
            audience: audience.clone(),
            article: article.clone(),
            created_at: event.at,
            timeline: vec![entry(clock)],
            clock: Some(clock.clone()),
            rungs_told: 0,
            answered_at: None,
            closed: None,
            contact_proved: false,
            link_rotation: 0,
            handler: None,
            summary,
        });
    }
    let mut ticket = ticket?;
    ticket.version = event.seq;
    match &event.kind {
        EventKind::Submitted { .. } | EventKind::Replied => {}
        EventKind::ContactProved => ticket.contact_proved = true,
        EventKind::Accepted { clock } | EventKind::Reopened { clock } => {
            ticket.state = State::InProgress;
            stop_clock(&mut ticket, event.at);
            ticket.timeline.push(entry(clock));
            ticket.clock = Some(clock.clone());
            if let Some(Personal::Member { name }) = &event.personal {
                ticket.handler = Some(name.clone());
            }
        }
        EventKind::Answered { .. } => {
            ticket.state = State::Answered;
            ticket.answered_at = Some(event.at);
            stop_clock(&mut ticket, event.at);
        }
        EventKind::Escalated { rung, .. } => ticket.rungs_told = rung + 1,
        EventKind::Closed { outcome } => {
            ticket.state = State::Closed;
            ticket.closed = Some((event.at, *outcome));
            stop_clock(&mut ticket, event.at);
        }
    }
    Some(ticket)
}

fn stop_clock(ticket: &mut Ticket, at: Timestamp) {
    ticket.clock = None;
    ticket.rungs_told = 0;
    if let Some(last) = ticket.timeline.last_mut() {
        last.ended_at.get_or_insert(at);
    }
}

fn entry(clock: &Clock) -> TimelineEntry {
    TimelineEntry { stage: clock.stage, started_at: clock.started_at, due_at: clock.due_at, ended_at: None }
}
