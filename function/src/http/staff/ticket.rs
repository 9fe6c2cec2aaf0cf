//! A ticket on the desk, and what is done there.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::code::TicketCode;
use domain::ids::ArticleId;
use domain::reading::{Revision, StepNumber};
use domain::ticket::{Action, Command, Event, EventKind, Ticket, permits, read_text};
use serde::Deserialize;
use themes::Due;
use themes::view::desk::{Actions, ArticleChoice, CameFrom, CannedReply, DeskTicketView, StuckAt};
use themes::view::form::FieldError;
use themes::view::shell::{LanguageTarget, Page};

use super::super::failure::Failure;
use super::super::forms::{Posted, text_error};
use super::super::pages::{Told, outcome, page, priority, submission};
use super::queue::{queue_path, rows};
use super::session::Member;
use crate::bundle::Bundle;
use crate::desk::Desk;
use crate::store::QueueQuery;
use crate::tickets::{ActError, Acting, act};

/// Rows of the queue shown beside a ticket.
const BESIDE: u32 = 25;

#[derive(Deserialize)]
pub(in crate::http) struct Notice {
    done: Option<String>,
}

/// `GET /desk/t/{code}`.
pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    member: Member,
    Path(code): Path<String>,
    Query(notice): Query<Notice>,
) -> Result<Response, Failure> {
    let ticket = load(&desk, &member, &code).await?;
    let done = notice.done.filter(|done| ["accepted", "answered", "closed"].contains(&done.as_str()));
    Shown { notice: done, ..Shown::default() }.render(&desk, &member, &ticket, StatusCode::OK).await
}

/// `POST /desk/t/{code}/accept`.
pub(in crate::http) async fn accept(
    State(desk): State<Desk>,
    member: Member,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let command = Command::Accept { member: member.name.clone() };
    change(&desk, &member, &code, &posted, command, "accepted").await
}

/// `POST /desk/t/{code}/answer`.
pub(in crate::http) async fn answer(
    State(desk): State<Desk>,
    member: Member,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let typed = posted.values.get("text");
    let text = match read_text(typed) {
        Ok(text) => text,
        Err(problem) => {
            member.check(&desk, &posted.values)?;
            let ticket = load(&desk, &member, &code).await?;
            let again = Shown { error: Some(text_error(problem)), ..Shown::typed(&posted) };
            return again.render(&desk, &member, &ticket, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let bundle = desk.bundle();
    let cited = ArticleId::parse(posted.values.get("article")).ok();
    let articles = cited.filter(|id| bundle.catalog.articles.iter().any(|article| article.id == *id));
    let command = Command::Answer { member: member.name.clone(), text, articles: articles.into_iter().collect() };
    change(&desk, &member, &code, &posted, command, "answered").await
}

/// `POST /desk/t/{code}/close`.
pub(in crate::http) async fn close(
    State(desk): State<Desk>,
    member: Member,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let command = Command::Close { member: member.name.clone() };
    change(&desk, &member, &code, &posted, command, "closed").await
}

/// The ticket, if it is at one of the member's desks. Elsewhere it does not exist for them.
async fn load(desk: &Desk, member: &Member, code: &str) -> Result<Ticket, Failure> {
    let code = TicketCode::parse(code).map_err(|_| Failure::NotFound)?;
    let ticket = desk.store().head(code).await?.ok_or(Failure::NotFound)?;
    member.role_at(&ticket.desk).ok_or(Failure::NotFound)?;
    Ok(ticket)
}

async fn change(
    desk: &Desk,
    member: &Member,
    code: &str,
    posted: &Posted,
    command: Command,
    done: &str,
) -> Result<Response, Failure> {
    let ticket = load(desk, member, code).await?;
    member.check(desk, &posted.values)?;
    let seen: u32 = posted.values.get("version").parse().map_err(|_| Failure::BadRequest)?;
    let acting = Acting { code: ticket.code, actor: member.acting_on(&ticket)?, command, seen: Some(seen) };
    match act(desk, &desk.bundle().catalog, &acting).await {
        Ok(ticket) => Ok(Redirect::to(&format!("/desk/t/{}?done={done}", ticket.code)).into_response()),
        Err(ActError::Changed | ActError::Refused(_)) => {
            let ticket = load(desk, member, code).await?;
            Shown { conflict: true, ..Shown::typed(posted) }.render(desk, member, &ticket, StatusCode::CONFLICT).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The ticket's page, after whatever has just happened.
#[derive(Default)]
struct Shown {
    notice: Option<String>,
    text: String,
    article: String,
    error: Option<FieldError>,
    conflict: bool,
}

impl Shown {
    /// Keeps what was typed.
    fn typed(posted: &Posted) -> Self {
        let (text, article) = (posted.values.get("text").to_owned(), posted.values.get("article").to_owned());
        Self { text, article, ..Self::default() }
    }

    async fn render(
        self,
        desk: &Desk,
        member: &Member,
        ticket: &Ticket,
        status: StatusCode,
    ) -> Result<Response, Failure> {
        let events = desk.store().events(ticket.code, 1).await?;
        let beside = QueueQuery { desk: ticket.desk.clone(), state: None, after: None, limit: BESIDE };
        let beside = desk.store().queue(&beside).await?;
        let bundle = desk.bundle();
        let (catalog, lang, now) = (&bundle.catalog, &member.lang, desk.now());
        let told = Told { catalog, lang, now, ticket };
        let sent = submission(&events);
        let (title, requester, email) = match &ticket.summary {
            Some(summary) => (summary.title.clone(), summary.name.clone(), summary.email.to_string()),
            None => (told.kind(), String::new(), String::new()),
        };
        let actor = member.acting_on(ticket)?;
        let may = |action| permits(ticket, action, &actor, now).is_ok();
        let path = format!("/desk/t/{}", ticket.code);
        let shell = member
            .shell(desk, &bundle, &ticket.desk)
            .linking(|code| LanguageTarget { url: format!("{path}?lang={code}"), fallback: false });
        let view = DeskTicketView {
            shell,
            page: Page::titled("desk-ticket", title).noindex(),
            code: ticket.code.to_string(),
            state: ticket.state.as_str().to_owned(),
            outcome: outcome(ticket),
            kind: told.kind(),
            queue_url: queue_path(&ticket.desk, None),
            desk: told.desk_name(),
            priority: priority(ticket),
            assignee: ticket.handler.clone().unwrap_or_default(),
            sent: told.moment(ticket.created_at),
            due: ticket.due_at().map(|due| Due::new(due, &catalog.zone_of(&ticket.desk), lang, now)),
            requester,
            email,
            phone: sent.and_then(|sent| sent.phone.as_ref()).map_or_else(String::new, |p| p.as_str().to_owned()),
            came_from: came_from(&bundle, ticket, &events),
            answers: sent.map(|sent| told.answers(sent)).unwrap_or_default(),
            messages: told.conversation(&events, false),
            timeline: told.timeline(),
            actions: Actions { accept: may(Action::Accept), answer: may(Action::Answer), close: may(Action::Close) },
            replies: replies(&bundle, ticket),
            articles: articles(&bundle, ticket, &self.article),
            requester_lang: ticket.lang.to_string(),
            requester_dir: ticket.lang.dir(),
            version: ticket.version,
            conflict: self.conflict,
            text: self.text,
            error: self.error,
            rows: rows(catalog, lang, now, &beside.rows, Some(ticket)),
            notice: self.notice,
        };
        page(&bundle.theme, status, lang, &view)
    }
}

/// The article the requester came from, as it is now. It has changed when it is nowhere as they read it: a page that
/// stands in for a translation shows the text of another language.
fn came_from(bundle: &Bundle, ticket: &Ticket, events: &[Event]) -> Option<CameFrom> {
    let article = bundle.catalog.article(ticket.article.as_ref()?, &ticket.lang)?;
    let (revision, step) = events.iter().find_map(|event| match &event.kind {
        EventKind::Submitted { revision, step, .. } => Some((revision.as_ref(), step.as_ref())),
        _ => None,
    })?;
    let translations = || bundle.catalog.articles.iter().filter(|translation| translation.id == article.id);
    let is_there = |revision: &Revision| translations().any(|translation| translation.revision == revision.as_str());
    let told = translations().all(|translation| !translation.revision.is_empty());
    let stuck_at = |step: &StepNumber| {
        let (platform, number) = step.parts();
        StuckAt {
            anchor: format!("step-{step}"),
            number: number.to_owned(),
            platform: platform.unwrap_or_default().to_owned(),
        }
    };
    Some(CameFrom {
        title: article.title.clone(),
        url: article.url.clone(),
        step: step.map(stuck_at),
        changed: told && revision.is_some_and(|revision| !is_there(revision)),
    })
}

/// Canned replies of the ticket's desk, in the requester's language.
fn replies(bundle: &Bundle, ticket: &Ticket) -> Vec<CannedReply> {
    let fits = |reply: &&domain::catalog::Reply| {
        reply.lang == ticket.lang && reply.desk.as_ref().is_none_or(|desk| *desk == ticket.desk)
    };
    let replies = bundle.catalog.replies.iter().filter(|(_, reply)| fits(reply));
    replies
        .map(|(id, reply)| CannedReply { id: id.to_string(), title: reply.title.clone(), body: reply.body.clone() })
        .collect()
}

/// Articles in the requester's language, the chosen one marked.
fn articles(bundle: &Bundle, ticket: &Ticket, chosen: &str) -> Vec<ArticleChoice> {
    let articles = bundle.catalog.articles.iter().filter(|article| article.lang == ticket.lang);
    articles
        .map(|article| ArticleChoice {
            id: article.id.to_string(),
            title: article.title.clone(),
            url: article.url.clone(),
            selected: article.id.as_str() == chosen,
        })
        .collect()
}
