//! Folding events into a ticket.

use jiff::Timestamp;

use super::clock::{Clock, Patience, Stage};
use super::event::{Event, EventKind};
use super::personal::Personal;
use super::state::{Closing, Paused, Rating, State, Summary, TextsTo, Ticket, Told};
use super::timeline::{Ending, LONGEST_TIMELINE, TimelineEntry};
use crate::code::TicketCode;

/// The ticket that a whole log folds to. `None` when the log does not begin with a submission.
pub fn fold<'a>(code: TicketCode, events: impl IntoIterator<Item = &'a Event>) -> Option<Ticket> {
    events.into_iter().fold(None, |ticket, event| evolve(code, ticket, event))
}

/// The ticket after `event`. Events other than a submission change nothing where there is no ticket.
pub fn evolve(code: TicketCode, ticket: Option<Ticket>, event: &Event) -> Option<Ticket> {
    let Some(mut ticket) = ticket else { return sent(code, event) };
    ticket.version = event.seq;
    apply(&mut ticket, event);
    Some(ticket)
}

fn sent(code: TicketCode, event: &Event) -> Option<Ticket> {
    let EventKind::Submitted {
        request_type,
        desk,
        lang,
        priority,
        audience,
        article,
        clock,
        total,
        deadline,
        flags,
        ..
    } = &event.kind
    else {
        return None;
    };
    Some(Ticket {
        code,
        version: event.seq,
        state: State::New,
        request_type: request_type.clone(),
        desk: desk.clone(),
        addressed_to: None,
        lang: lang.clone(),
        priority: *priority,
        audience: audience.clone(),
        nature: None,
        article: article.clone(),
        created_at: event.at,
        resubmitted: 0,
        deadline: *deadline,
        flags: flags.clone(),
        clock: clock.clone(),
        paused: None,
        told: Told::Nothing,
        rungs_told: 0,
        total: *total,
        patience: Patience::default(),
        timeline: vec![entry(Stage::Receive, clock.as_ref(), event.at)],
        answered_at: None,
        closing: None,
        closed: None,
        reopen_until: None,
        duplicate_of: None,
        chased_at: None,
        ratings: Vec::new(),
        files: 0,
        number: None,
        contact_proved: false,
        erased: false,
        link_rotation: 0,
        handler: None,
        contact: None,
        summary: summary(event),
    })
}

fn summary(event: &Event) -> Option<Summary> {
    let Some(Personal::Submission(submission)) = &event.personal else { return None };
    let (title, name, email) = (submission.title.clone(), submission.name.clone(), submission.email.clone());
    Some(Summary { title, name, email, followers: Vec::new(), texts_to: None })
}

fn apply(ticket: &mut Ticket, event: &Event) {
    let at = event.at;
    match &event.kind {
        // A log has one; a second would be somebody else's.
        EventKind::Submitted { .. } | EventKind::Replied | EventKind::Noted => {}
        EventKind::Classified { priority, audience, nature, clock } => {
            ticket.state = State::Classified;
            (ticket.priority, ticket.audience, ticket.nature) = (*priority, audience.clone(), nature.clone());
            start(ticket, Stage::Check, clock.as_ref(), at, Ending::Classified);
        }
        EventKind::Accepted { clock } => {
            ticket.state = State::InProgress;
            start(ticket, Stage::Handle, clock.as_ref(), at, Ending::Accepted);
            take_on(ticket, event);
        }
        EventKind::Rejected { patience } => {
            ticket.state = State::Rejected;
            stop(ticket, at, Ending::Rejected);
            (ticket.patience, ticket.total) = (*patience, None);
        }
        EventKind::Referred { to, role, clock, total } => {
            ticket.state = State::New;
            (ticket.desk, ticket.addressed_to, ticket.handler) = (to.clone(), *role, None);
            start(ticket, Stage::Receive, clock.as_ref(), at, Ending::Referred);
            ticket.total = *total;
        }
        EventKind::Resubmitted { priority, audience, clock, total, deadline, flags } => {
            ticket.state = State::New;
            (ticket.priority, ticket.audience, ticket.nature) = (*priority, audience.clone(), None);
            ticket.deadline = *deadline;
            ticket.flags.clone_from(flags);
            ticket.resubmitted = ticket.resubmitted.saturating_add(1);
            let told = ticket.summary.take().map(|summary| (summary.followers, summary.texts_to));
            let (followers, texts_to) = told.unwrap_or_default();
            ticket.summary = summary(event).map(|summary| Summary { followers, texts_to, ..summary });
            start(ticket, Stage::Receive, clock.as_ref(), at, Ending::Rejected);
            ticket.total = *total;
        }
        EventKind::Reclassified { request_type, priority, clock, total } => {
            let stage = ticket.stage().unwrap_or(Stage::Receive);
            (ticket.request_type, ticket.priority, ticket.nature) = (request_type.clone(), *priority, None);
            start(ticket, stage, clock.as_ref(), at, Ending::Reclassified);
            ticket.total = *total;
        }
        EventKind::Asked { rest, patience } => {
            ticket.state = State::Waiting;
            ticket.patience = *patience;
            let stopped = ticket.clock.take().zip(rest.clone());
            ticket.paused = stopped.map(|(clock, rest)| Paused { clock, rest });
        }
        EventKind::Resumed { clock, total } => {
            ticket.state = State::InProgress;
            (ticket.paused, ticket.patience, ticket.total) = (None, Patience::default(), *total);
            if let (Some(last), Some(clock)) = (ticket.timeline.last_mut(), clock) {
                last.due_at = Some(clock.due_at);
            }
            ticket.clock.clone_from(clock);
        }
        EventKind::Answered { clock, patience, needs_sign_off, .. } => {
            ticket.state = State::Answered;
            ticket.answered_at = Some(at);
            if *needs_sign_off {
                start(ticket, Stage::Report, clock.as_ref(), at, Ending::Answered);
            } else {
                stop(ticket, at, Ending::Answered);
            }
            (ticket.patience, ticket.closing) = (*patience, needs_sign_off.then(Closing::default));
        }
        EventKind::Reopened { clock, total } => {
            ticket.state = State::InProgress;
            (ticket.closing, ticket.closed, ticket.reopen_until) = (None, None, None);
            start(ticket, Stage::Handle, clock.as_ref(), at, Ending::Reopened);
            ticket.total = *total;
        }
        EventKind::Closed { outcome, reopen_until, duplicate_of } => {
            ticket.state = State::Closed;
            ticket.closed = Some((at, *outcome));
            (ticket.reopen_until, ticket.duplicate_of, ticket.total) = (*reopen_until, *duplicate_of, None);
            stop(ticket, at, Ending::Closed);
        }
        EventKind::ContactProved
        | EventKind::Assigned
        | EventKind::HandedUp { .. }
        | EventKind::SignedOff
        | EventKind::Confirmed
        | EventKind::Warned
        | EventKind::Overdue
        | EventKind::Escalated { .. }
        | EventKind::Reminded
        | EventKind::Chased
        | EventKind::Rated { .. }
        | EventKind::Attached { .. }
        | EventKind::Registered { .. }
        | EventKind::Followed { .. }
        | EventKind::SmsOn
        | EventKind::SmsOff
        | EventKind::Erased => mark(ticket, event),
    }
}

/// What leaves the ticket in the state it is in.
fn mark(ticket: &mut Ticket, event: &Event) {
    match &event.kind {
        EventKind::ContactProved => ticket.contact_proved = true,
        EventKind::Assigned => take_on(ticket, event),
        EventKind::HandedUp { to } => {
            (ticket.desk, ticket.addressed_to, ticket.handler) = (to.clone(), None, None);
        }
        EventKind::SignedOff => {
            ticket.closing = ticket.closing.map(|closing| Closing { signed_off: true, ..closing });
            let patience = ticket.patience;
            stop(ticket, event.at, Ending::SignedOff);
            ticket.patience = patience;
        }
        EventKind::Confirmed => {
            ticket.closing = ticket.closing.map(|closing| Closing { confirmed: true, ..closing });
            ticket.patience = Patience::default();
        }
        EventKind::Warned => ticket.told = Told::Warned,
        EventKind::Overdue => ticket.told = Told::Overdue,
        // A ladder begins where the promise ends; before that was written down, the first rung told it.
        EventKind::Escalated { rung, .. } => {
            (ticket.told, ticket.rungs_told) = (Told::Overdue, rung.saturating_add(1));
        }
        EventKind::Reminded => ticket.patience.remind_at = None,
        EventKind::Chased => ticket.chased_at = Some(event.at),
        EventKind::Rated { stage, score } => {
            ticket.ratings.retain(|rating| rating.stage != *stage);
            ticket.ratings.push(Rating { stage: *stage, score: *score });
        }
        EventKind::Attached { files } => {
            let more = u16::try_from(files.len()).unwrap_or(u16::MAX);
            ticket.files = ticket.files.saturating_add(more);
        }
        EventKind::Registered { number } => ticket.number = Some(number.clone()),
        EventKind::Followed { .. } => {
            if let (Some(summary), Some(Personal::People { emails })) = (&mut ticket.summary, &event.personal) {
                summary.followers.clone_from(emails);
            }
        }
        EventKind::SmsOn => {
            if let (Some(summary), Some(Personal::Phone { number })) = (&mut ticket.summary, &event.personal) {
                summary.texts_to = Some(TextsTo { number: number.clone(), since: event.seq });
            }
        }
        EventKind::SmsOff => {
            if let Some(summary) = &mut ticket.summary {
                summary.texts_to = None;
            }
        }
        EventKind::Erased => {
            (ticket.erased, ticket.contact, ticket.summary, ticket.handler) = (true, None, None, None);
            // Nobody is left whose link could open it.
            ticket.link_rotation = ticket.link_rotation.saturating_add(1);
        }
        _ => {}
    }
}

fn take_on(ticket: &mut Ticket, event: &Event) {
    if let Some(Personal::Member { name } | Personal::Given { to: name, .. }) = &event.personal {
        ticket.handler = (!name.is_empty()).then(|| name.clone());
    }
}

/// Ends the running stage and begins another.
fn start(ticket: &mut Ticket, stage: Stage, clock: Option<&Clock>, at: Timestamp, ended_by: Ending) {
    stop(ticket, at, ended_by);
    ticket.clock = clock.cloned();
    if ticket.timeline.len() >= LONGEST_TIMELINE {
        ticket.timeline.remove(0);
    }
    ticket.timeline.push(entry(stage, clock, at));
}

fn stop(ticket: &mut Ticket, at: Timestamp, ended_by: Ending) {
    (ticket.clock, ticket.paused, ticket.patience) = (None, None, Patience::default());
    (ticket.told, ticket.rungs_told) = (Told::Nothing, 0);
    if let Some(last) = ticket.timeline.last_mut().filter(|last| last.ended_at.is_none()) {
        (last.ended_at, last.ended_by) = (Some(at), Some(ended_by));
    }
}

fn entry(stage: Stage, clock: Option<&Clock>, at: Timestamp) -> TimelineEntry {
    TimelineEntry { stage, started_at: at, due_at: clock.map(|clock| clock.due_at), ended_at: None, ended_by: None }
}
