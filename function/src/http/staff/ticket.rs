//! A ticket on the desk.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::catalog::Role;
use domain::code::TicketCode;
use domain::ticket::{Action, FormValues, Ticket, permits};
use serde::Deserialize;
use themes::Due;
use themes::view::desk::{Actions, DeskTicketView, Offers, QueueRow};
use themes::view::file::FileInput;
use themes::view::form::FieldError;
use themes::view::shell::{LanguageTarget, Page, Shell};

use super::super::failure::Failure;
use super::super::files;
use super::super::forms::FILES;
use super::super::fresh::unless_known;
use super::super::pages::{Told, outcome, page, priority, ratings, submission};
use super::act::{ASSIGNED_AWAY, DEEDS};
use super::beside::{away, came_from, channel, other, others};
use super::history::history;
use super::offers::{articles, away_words, offers, replies};
use super::queue::{queue_path, rows};
use super::session::Member;
use super::undo::undo;
use super::writing;
use crate::desk::Desk;
use crate::members::profile;
use crate::returned::comes_back;
use crate::store::{Narrowed, QueueQuery};
use crate::tickets::can_be_drafted;

/// Rows of the queue shown beside a ticket.
const BESIDE: u32 = 25;

/// What has just been done, as an address says it.
#[derive(Deserialize)]
pub(in crate::http) struct Notice {
    pub(super) done: Option<String>,
}

/// `GET /desk/t/{code}`. Open, it asks for itself again, as the queue does.
pub(in crate::http) async fn show(
    State(desk): State<Desk>,
    member: Member,
    Path(code): Path<String>,
    Query(notice): Query<Notice>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let ticket = load(&desk, &member, &code).await?;
    let done = notice.done.filter(|done| {
        ["entered", ASSIGNED_AWAY].contains(&done.as_str()) || DEEDS.iter().any(|deed| deed.done == done)
    });
    let shown = Shown { notice: done, ..Shown::default() }.render(&desk, &member, &ticket, StatusCode::OK).await?;
    unless_known(&headers, shown).await
}

/// `GET /desk/t/{code}/files/{id}`.
pub(in crate::http) async fn file(
    State(desk): State<Desk>,
    member: Member,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let ticket = load(&desk, &member, &code).await?;
    files::download(&desk, &ticket, &id).await
}

/// The ticket, if it is at one of the member's desks. Elsewhere it does not exist for them.
pub(super) async fn load(desk: &Desk, member: &Member, code: &str) -> Result<Ticket, Failure> {
    let code = TicketCode::parse(code).map_err(|_| Failure::NotFound)?;
    let ticket = desk.store().head(code).await?.ok_or(Failure::NotFound)?;
    member.role_at(&ticket.desk).ok_or(Failure::NotFound)?;
    Ok(ticket)
}

/// The ticket's page, after whatever has just happened.
#[derive(Default)]
pub(super) struct Shown {
    /// What has just been done.
    pub(super) notice: Option<String>,
    /// What was tried, as its address calls it.
    pub(super) tried: &'static str,
    /// What was typed with it.
    pub(super) typed: Option<FormValues>,
    /// What is wrong with a field of what was tried.
    pub(super) error: Option<FieldError>,
    /// The key of the sentence that says why nothing was done.
    pub(super) refused: Option<String>,
}

impl Shown {
    /// Keeps what was typed.
    pub(super) fn tried(deed: &'static str, typed: &FormValues) -> Self {
        Self { tried: deed, typed: Some(typed.clone()), ..Self::default() }
    }

    pub(super) async fn render(
        self,
        desk: &Desk,
        member: &Member,
        ticket: &Ticket,
        status: StatusCode,
    ) -> Result<Response, Failure> {
        let events = desk.store().events(ticket.code, 1).await?;
        let beside = QueueQuery { desk: ticket.desk.clone(), only: Narrowed::default(), after: None, limit: BESIDE };
        let beside = desk.store().queue(&beside).await?;
        let others = others(desk, member, ticket).await?;
        let writing = writing::others(desk, member, ticket).await?;
        let comes_back = match &ticket.summary {
            Some(summary) => comes_back(desk, &summary.email).await?,
            None => false,
        };
        let bundle = desk.bundle();
        let signature = profile(desk, &member.email).await?.signature;
        let (catalog, lang, now) = (&bundle.catalog, &member.lang, desk.now());
        let actor = member.acting_on(ticket)?;
        let may = |action| permits(ticket, action, &actor, now).is_ok();
        let away = away(desk, &bundle, ticket, may(Action::Assign)).await?;
        let told = Told { catalog, lang, now, ticket };
        let sent = submission(&events);
        let phone = ticket.texts_to().or_else(|| sent?.phone.as_ref());
        let typed = |field: &str| self.typed.as_ref().map_or("", |typed| typed.get(field)).to_owned();
        let offers = offers(&bundle, ticket, lang, self.typed.as_ref(), &away);
        let handler = ticket.handler.clone().unwrap_or_default();
        let path = format!("/desk/t/{}", ticket.code);
        let queue_url = queue_path(&ticket.desk);
        let rows = rows(catalog, lang, now, &beside.rows, Some(ticket));
        let (previous, next) = around(&rows);
        let shell = member
            .shell(desk, &bundle, &ticket.desk)
            .linking(|code| LanguageTarget { url: format!("{path}?lang={code}"), fallback: false });
        let view = DeskTicketView {
            shell,
            page: Page::titled("desk-ticket", told.title()).noindex(),
            code: ticket.code.to_string(),
            state: ticket.state.as_str().to_owned(),
            outcome: outcome(ticket),
            kind: told.kind(),
            previous_url: previous.unwrap_or_else(|| queue_url.clone()),
            next_url: next.unwrap_or_else(|| queue_url.clone()),
            queue_url,
            desk: told.desk_name(),
            priority: priority(ticket),
            addressed_to: ticket.addressed_to.map(Role::as_str),
            flags: ticket.flags.iter().map(|flag| flag.as_str()).collect(),
            number: if self.tried == "register" { typed("number") } else { ticket.number.clone().unwrap_or_default() },
            duplicate_of: ticket.duplicate_of.map(|code| code.to_string()),
            assignee_away: away_words(&bundle, lang, &away, &handler),
            assignee: handler,
            sent: told.moment(ticket.created_at),
            channel: channel(&events).as_str(),
            due: ticket.due_at().map(|due| Due::new(due, &catalog.zone_of(&ticket.desk), lang, now)),
            requester: told.requester(),
            email: ticket.summary.as_ref().map(|summary| summary.email.to_string()).unwrap_or_default(),
            comes_back,
            phone: phone.map_or_else(String::new, |phone| phone.as_str().to_owned()),
            is_texted: ticket.texts_to().is_some(),
            came_from: came_from(&bundle, ticket, &events),
            answers: sent.map(|sent| told.answers(sent)).unwrap_or_default(),
            messages: told.conversation(&events, false),
            timeline: told.timeline(),
            counted: told.counted(),
            others: others.iter().map(|found| other(catalog, lang, now, ticket, found)).collect(),
            ratings: ratings(ticket, &events).into_iter().filter(|rating| rating.score.is_some()).collect(),
            actions: actions(may, &offers),
            offers,
            replies: replies(&bundle, ticket, &member.name, now),
            signature,
            writing,
            articles: articles(&bundle, ticket, &typed("article")),
            index_url: Shell::new(catalog, &ticket.lang).index_url,
            requester_lang: ticket.lang.to_string(),
            requester_dir: ticket.lang.dir(),
            version: ticket.version,
            refused: self.refused,
            tried: self.tried.to_owned(),
            text: typed("text"),
            typed_code: typed("code"),
            error: self.error,
            files: FileInput::new(FILES, self.typed.as_ref().unwrap_or(&FormValues::default()), lang),
            history: history(&bundle, &told, &events),
            drafts: can_be_drafted(ticket, &events),
            rows,
            undo: self.notice.as_deref().and_then(|done| undo(done, &bundle, ticket, &events, may)),
            notice: self.notice,
        };
        page(&bundle.theme, status, lang, &view)
    }
}

/// What somebody can do with a ticket now.
fn actions(may: impl Fn(Action) -> bool, offers: &Offers) -> Actions {
    Actions {
        accept: may(Action::Accept),
        answer: may(Action::Answer),
        resume: may(Action::Resume),
        sign_off: may(Action::SignOff),
        close: may(Action::Close),
        ask: may(Action::Ask),
        reject: may(Action::Reject),
        refer: may(Action::Refer),
        classify: may(Action::Classify),
        assign: may(Action::Assign),
        attach: may(Action::Attach),
        note: may(Action::Note),
        reopen: may(Action::Reopen),
        reclassify: may(Action::Reclassify) && !offers.types.is_empty(),
        hand_up: may(Action::HandUp) && !offers.tiers.is_empty(),
        register: may(Action::Register),
        merge: may(Action::Merge),
        erase: may(Action::Erase),
    }
}

/// The tickets before and behind the one that is shown; the first of the queue where that has left it.
fn around(rows: &[QueueRow]) -> (Option<String>, Option<String>) {
    let url = |row: &QueueRow| row.url.clone();
    match rows.iter().position(|row| row.current) {
        Some(at) => (at.checked_sub(1).and_then(|before| rows.get(before)).map(url), rows.get(at + 1).map(url)),
        None => (None, rows.first().map(url)),
    }
}
