//! A ticket: how far it is, for whoever has the code; and all of it, for its owner.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::catalog::Role;
use domain::ticket::{Actor, Event, Outcome, State as TicketState, Ticket, permits};
use jiff::Timestamp;
use serde::Serialize;
use themes::view::ticket::{Answer, EntryState, Message, Who};
use utoipa::ToSchema;
use utoipa::openapi::schema::ObjectBuilder;

use super::super::deed::Deed;
use super::super::pages::{Told, ratings, submission};
use super::super::public::act::DEEDS;
use super::super::reader::{ClientAddress, Reader};
use super::document::{one_of, one_or_none};
use super::owner::{found, is_owner};
use super::problem::{Unanswered, Watching};
use crate::bundle::Bundle;
use crate::desk::Desk;

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ticket)]
pub(super) struct TicketView {
    #[schema(example = "7K3Q-9M2X-W4HT")]
    code: String,
    #[schema(schema_with = states)]
    state: TicketState,
    #[schema(schema_with = outcomes)]
    outcome: Option<Outcome>,
    /// The desk responsible, in the reader's language.
    desk: String,
    #[schema(schema_with = roles)]
    role: Option<Role>,
    /// By when the desk promises the next stage.
    #[schema(value_type = Option<String>, format = "date-time")]
    due_at: Option<Timestamp>,
    /// Whether that has passed.
    overdue: bool,
    /// What has happened, what is happening, and what comes next.
    timeline: Vec<Entry>,
    /// What only the owner sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    owner: Option<Owned>,
}

/// A stage.
#[derive(Debug, Serialize, ToSchema)]
struct Entry {
    /// `sent`, `receive`, `check`, `accepted`, `referred`, `rejected`, `handle`, `answered`, `confirm`, `closed`, ….
    stage: String,
    #[schema(schema_with = entry_states)]
    state: EntryState,
    /// When it happened.
    #[schema(format = "date-time")]
    at: Option<String>,
    /// By when it is promised.
    #[schema(format = "date-time")]
    due_at: Option<String>,
    /// Whether that has passed.
    overdue: bool,
}

/// What only the owner of a ticket sees.
#[derive(Debug, Serialize, ToSchema)]
struct Owned {
    /// Counts what has happened. Send it with what you do, to be told when you have not seen everything.
    version: u32,
    /// What was asked for, in the reader's language.
    request_type: String,
    /// The title as it was sent; absent once the requester was forgotten.
    title: Option<String>,
    /// Who else is told of its stages.
    followers: Vec<String>,
    /// What was asked and answered.
    answers: Vec<Answered>,
    /// The conversation, oldest first.
    conversation: Vec<Said>,
    /// What can be done now: `reply`, or the name of an action.
    #[schema(example = json!(["reply", "withdraw"]))]
    actions: Vec<&'static str>,
}

/// A question and its answer.
#[derive(Debug, Serialize, ToSchema)]
struct Answered {
    /// The question as it was put.
    label: String,
    /// The answer; of a choice, the words that were shown.
    value: String,
}

/// A message of the conversation.
#[derive(Debug, Serialize, ToSchema)]
struct Said {
    #[schema(value_type = String, format = "date-time")]
    at: String,
    #[schema(schema_with = sides)]
    by: Who,
    /// Who at the desk; empty for the owner's own.
    author: String,
    /// `description`, `resubmitted`, `reply`, `answer`, `question`, `rejection` or `files`.
    kind: String,
    /// What was written.
    text: String,
    /// Articles it points to.
    articles: Vec<Article>,
    /// Names of files that came with it. They are on the ticket's page.
    files: Vec<String>,
}

/// An article.
#[derive(Debug, Serialize, ToSchema)]
struct Article {
    title: String,
    #[schema(format = "uri")]
    url: String,
}

pub(super) fn states() -> ObjectBuilder {
    one_of(TicketState::ALL.map(TicketState::as_str), "Where it stands.")
}

pub(super) fn outcomes() -> ObjectBuilder {
    one_or_none(Outcome::ALL.map(Outcome::as_str), "How it ended.")
}

fn roles() -> ObjectBuilder {
    let roles = [Role::Expert, Role::Lead, Role::Admin, Role::Director].map(Role::as_str);
    one_or_none(roles, "Who at the desk has to act.")
}

fn entry_states() -> ObjectBuilder {
    one_of(["done", "now", "next"], "Whether it is over, under way, or to come.")
}

fn sides() -> ObjectBuilder {
    one_of(["you", "desk"], "Whether the owner wrote it, or the desk.")
}

/// See a ticket
///
/// The code alone shows how far it is. The owner's token adds the conversation and what can be done.
#[utoipa::path(
    get,
    path = "/api/v1/tickets/{code}",
    operation_id = "ticket",
    tag = "tickets",
    params(
        ("code" = String, Path, description = "The code, as people type it.", example = "7K3Q-9M2X-W4HT"),
        ("lang" = Option<String>, Query, description = "The language of names; the ticket's own when absent.")
    ),
    responses((status = 200, description = "The ticket.", body = TicketView), Watching),
    security((), ("owner" = []))
)]
pub(super) async fn show(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Json<TicketView>, Unanswered> {
    let ticket = found(&desk, client, &code).await?;
    if is_owner(&desk, &ticket, &headers)? {
        return whole(&desk, &reader, &ticket).await.map(Json);
    }
    let bundle = desk.bundle();
    let lang = reader.lang_or(&bundle.catalog, &ticket.lang);
    let told = Told { catalog: &bundle.catalog, lang: &lang, now: desk.now(), ticket: &ticket };
    Ok(Json(public(&told)))
}

/// All of a ticket.
pub(super) async fn whole(desk: &Desk, reader: &Reader, ticket: &Ticket) -> Result<TicketView, Unanswered> {
    let events = desk.store().events(ticket.code, 1).await?;
    let bundle = desk.bundle();
    let lang = reader.lang_or(&bundle.catalog, &ticket.lang);
    let told = Told { catalog: &bundle.catalog, lang: &lang, now: desk.now(), ticket };
    Ok(TicketView { owner: Some(owned(&bundle, &told, &events)), ..public(&told) })
}

fn public(told: &Told<'_>) -> TicketView {
    let ticket = told.ticket;
    let entry = |entry: themes::view::ticket::TimelineEntry| Entry {
        stage: entry.stage,
        state: entry.state,
        at: entry.at.map(|at| at.iso),
        due_at: entry.by.map(|by| by.iso),
        overdue: entry.overdue,
    };
    TicketView {
        code: ticket.code.to_string(),
        state: ticket.state,
        outcome: ticket.closed.map(|(_, outcome)| outcome),
        desk: told.desk_name(),
        role: told.role(),
        due_at: ticket.due_at(),
        overdue: ticket.is_overdue(told.now),
        timeline: told.timeline().into_iter().map(entry).collect(),
        owner: None,
    }
}

fn owned(bundle: &Bundle, told: &Told<'_>, events: &[Event]) -> Owned {
    let base = &bundle.catalog.portal.base_url;
    let words = |key: String, text: String| {
        if key.is_empty() { text } else { bundle.theme.text(told.lang, &key, &[]) }
    };
    let answered = |answer: Answer| Answered {
        label: words(answer.label_key, answer.label),
        value: words(answer.value_key, answer.value),
    };
    let article =
        |cited: themes::view::ticket::Cited| Article { title: cited.title, url: format!("{base}{}", cited.url) };
    let said = |message: Message| Said {
        at: message.at.iso,
        by: message.who,
        author: message.author,
        kind: message.kind,
        text: message.paragraphs.join("\n\n"),
        articles: message.articles.into_iter().map(article).collect(),
        files: message.files.into_iter().map(|file| file.name).collect(),
    };
    let sent = submission(events);
    let can_be_rated = ratings(told.ticket, events).iter().any(|stage| stage.open);
    let people = told.ticket.summary.iter().flat_map(|summary| &summary.followers);
    let followers: Vec<String> = people.map(ToString::to_string).collect();
    let may = |deed: &&Deed| {
        let is_offered = match deed.name {
            "rate" => can_be_rated,
            "unfollow" => !followers.is_empty(),
            _ => true,
        };
        is_offered && permits(told.ticket, deed.action, &Actor::Requester, told.now).is_ok()
    };
    Owned {
        version: told.ticket.version,
        request_type: told.kind(),
        title: sent.map(|sent| sent.title.clone()),
        actions: DEEDS.iter().filter(may).map(|deed| deed.name).collect(),
        answers: sent.map(|sent| told.answers(sent)).unwrap_or_default().into_iter().map(answered).collect(),
        conversation: told.conversation(events, true).into_iter().map(said).collect(),
        followers,
    }
}
