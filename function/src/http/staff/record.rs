//! A ticket as the paper an office files (T4).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ticket::{Actor, Event, EventKind, Personal};
use themes::dates;
use themes::view::desk::{RecordReply, RecordStage, RecordView, Signature};
use themes::view::shell::{LanguageTarget, Page};

use super::super::failure::Failure;
use super::super::pages::{Told, outcome, page, paragraphs, priority, ratings, submission};
use super::beside::channel;
use super::history::{by, what};
use super::session::Member;
use super::ticket::load;
use crate::desk::Desk;

/// `GET /desk/t/{code}/record`.
pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    member: Member,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let ticket = load(&desk, &member, &code).await?;
    let events = desk.store().events(ticket.code, 1).await?;
    let bundle = desk.bundle();
    let told = Told { catalog: &bundle.catalog, lang: &member.lang, now: desk.now(), ticket: &ticket };
    let sent = submission(&events);
    let path = format!("/desk/t/{}/record", ticket.code);
    let shell = member
        .shell(&desk, &bundle, &ticket.desk)
        .linking(|code| LanguageTarget { url: format!("{path}?lang={code}"), fallback: false });
    let view = RecordView {
        shell,
        page: Page::named("record", "record-title").noindex(),
        code: ticket.code.to_string(),
        number: ticket.number.clone().unwrap_or_default(),
        desk: told.desk_name(),
        kind: told.kind(),
        channel: channel(&events).as_str(),
        priority: priority(&ticket),
        sent: told.moment(ticket.created_at),
        deadline: ticket.deadline.map(|at| told.moment(at)),
        requester: sent.map(|sent| sent.name.clone()).unwrap_or_default(),
        email: sent.map(|sent| sent.email.to_string()).unwrap_or_default(),
        phone: sent.and_then(|sent| sent.phone.as_ref()).map_or_else(String::new, |phone| phone.as_str().to_owned()),
        subject: sent.map(|sent| sent.title.clone()).unwrap_or_default(),
        paragraphs: sent.map(|sent| paragraphs(&sent.description)).unwrap_or_default(),
        answers: sent.map(|sent| told.answers(sent)).unwrap_or_default(),
        stages: stages(&told, &events),
        replies: replies(&told, &events),
        state: ticket.state.as_str().to_owned(),
        outcome: outcome(&ticket),
        closed: ticket.closed.map(|(at, _)| told.moment(at)),
        ratings: ratings(&ticket, &events).into_iter().filter(|rating| rating.score.is_some()).collect(),
        signatures: signatures(&told, &events),
        printed: told.moment(told.now),
    };
    page(&bundle.theme, StatusCode::OK, &member.lang, &view)
}

/// Each stage with its limit, what was promised, when it was over, and who ended it.
fn stages(told: &Told<'_>, events: &[Event]) -> Vec<RecordStage> {
    let one = |entry: &domain::ticket::TimelineEntry| {
        let mut begun =
            events.iter().filter(|event| event.at == entry.started_at).filter_map(|event| event.kind.clock());
        let limit = begun.rfind(|clock| clock.stage == entry.stage);
        let ends = |event: &&Event| {
            let is_so_called = entry.ended_by.is_none_or(|ending| what(&event.kind) == ending.as_str());
            entry.ended_at == Some(event.at) && is_so_called && matches!(event.by, Actor::Staff { .. })
        };
        let ended = events.iter().find(ends);
        let who = ended.map_or("", |event| by(told, event));
        RecordStage {
            stage: entry.stage.as_str(),
            limit: limit.map(|clock| dates::hours(clock.limit.0.into(), told.lang)).unwrap_or_default(),
            started: told.moment(entry.started_at),
            due: entry.due_at.map(|at| told.moment(at)),
            ended: entry.ended_at.map(|at| told.moment(at)),
            late: entry.due_at.is_some_and(|due| due < entry.ended_at.unwrap_or(told.now)),
            who: who.to_owned(),
        }
    };
    told.ticket.timeline.iter().map(one).collect()
}

/// What the desk answered, each time it did.
fn replies(told: &Told<'_>, events: &[Event]) -> Vec<RecordReply> {
    let reply = |event: &Event| match (&event.kind, &event.personal) {
        (EventKind::Answered { articles, .. }, Some(Personal::Message { author, text })) => Some(RecordReply {
            author: author.clone(),
            at: told.moment(event.at),
            paragraphs: paragraphs(text),
            articles: told.cited(articles),
        }),
        _ => None,
    };
    events.iter().filter_map(reply).collect()
}

/// The lines to sign on: whoever handled it, the lead, the requester. What was signed here already is said.
fn signatures(told: &Told<'_>, events: &[Event]) -> Vec<Signature> {
    let last = |is: fn(&EventKind) -> bool| events.iter().rev().find(|event| is(&event.kind));
    let signed = |role, event: Option<&Event>, name: Option<&str>| Signature {
        role,
        name: event.map_or(name.unwrap_or_default(), |event| by(told, event)).to_owned(),
        at: event.map(|event| told.moment(event.at)),
    };
    let answered = last(|kind| matches!(kind, EventKind::Answered { .. }));
    let confirmed = last(|kind| matches!(kind, EventKind::Confirmed | EventKind::Closed { .. }));
    let confirmed = confirmed.filter(|event| event.by == Actor::Requester);
    let requester = told.ticket.summary.as_ref().map(|summary| summary.name.as_str());
    vec![
        signed("expert", answered, told.ticket.handler.as_deref()),
        signed("lead", last(|kind| matches!(kind, EventKind::SignedOff)), None),
        signed("requester", confirmed, requester),
    ]
}
