//! One's own tickets, for whoever reads the mail of the address they were sent with.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use domain::contact::Email;
use domain::ticket::{Outcome, State as TicketState};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use themes::view::form::FieldError;
use utoipa::ToSchema;

use super::super::failure::Failure;
use super::super::pages::Told;
use super::super::reader::{ClientAddress, Reader};
use super::body::Sent;
use super::owner::bearer;
use super::problem::{Entering, Listing, Unanswered};
use super::ticket::{outcomes, states};
use crate::desk::Desk;
use crate::keys::session_id;
use crate::sign_in::{Door, Entered, MINUTES, enter, send_code};
use crate::store::Cursor;
use crate::tickets::of_contact;

/// Each ticket is a read of its own.
const TICKETS: u32 = 20;

/// Whose tickets.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Whose {
    /// The address they were sent with.
    #[serde(default)]
    #[schema(required, format = "email", example = "ngoc@example.org")]
    email: String,
}

/// A code is on its way, whether or not there are tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Mailed {
    /// Names the code; not secret.
    id: String,
    /// For how many minutes it works.
    minutes: u32,
}

/// A code as it was mailed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    /// Which.
    id: String,
    /// The eight digits.
    code: String,
}

/// Signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    /// For `Authorization: Bearer`: lists the tickets of the address, and proves it where a request type wants that.
    session_token: String,
    /// How many seconds it lasts.
    seconds: i64,
}

/// Part of the tickets of an address.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Tickets {
    /// Newest first.
    tickets: Vec<Mine>,
    /// The `after` of the next part; null on the last one.
    next: Option<String>,
}

/// One of one's own tickets.
#[derive(Debug, Serialize, ToSchema)]
struct Mine {
    #[schema(example = "7K3Q-9M2X-W4HT")]
    code: String,
    /// The title as it was sent.
    title: String,
    #[schema(schema_with = states)]
    state: TicketState,
    #[schema(schema_with = outcomes)]
    outcome: Option<Outcome>,
    /// The desk responsible, in the reader's language.
    desk: String,
    /// By when the desk promises the next stage.
    #[schema(value_type = Option<String>, format = "date-time")]
    due_at: Option<Timestamp>,
    /// When something last happened.
    #[schema(value_type = String, format = "date-time")]
    changed_at: Timestamp,
    /// For `Authorization: Bearer`: shows all of this ticket and acts on it.
    owner_token: String,
}

/// The address that a session was opened with; `None` without `Authorization`.
pub(super) async fn signed_in(desk: &Desk, headers: &HeaderMap) -> Result<Option<Email>, Unanswered> {
    let Some(token) = bearer(headers)? else { return Ok(None) };
    let session = desk.store().session(&session_id(Door::My, token), desk.now()).await?;
    let email = session.and_then(|session| Email::parse(&session.email).ok());
    let wrong = || FieldError::new("Authorization", "api-problem-session");
    email.map(Some).ok_or_else(|| Unanswered::at(StatusCode::UNAUTHORIZED, wrong()))
}

/// Ask for a code by mail
#[utoipa::path(
    post,
    path = "/api/v1/sign-in",
    operation_id = "askForCode",
    tag = "my tickets",
    params(("lang" = Option<String>, Query, description = "The language of the mail.")),
    request_body = Whose,
    responses((status = 200, description = "It is mailed.", body = Mailed), Entering)
)]
pub(super) async fn ask(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    Sent(whose): Sent<Whose>,
) -> Result<Json<Mailed>, Unanswered> {
    let bundle = desk.bundle();
    let wrong = |key: &str| Unanswered::fields(vec![FieldError::new("email", key)]);
    let email = Email::parse(&whose.email).map_err(|_| wrong("problem-not-an-email"))?;
    if bundle.catalog.portal.is_own(&email) {
        return Err(wrong("problem-own-address"));
    }
    let lang = reader.lang(&bundle.catalog);
    let id = send_code(&desk, Door::My, client, &email, &lang).await.map_err(Failure::from)?;
    Ok(Json(Mailed { id, minutes: MINUTES }))
}

/// Sign in with the code
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/code",
    operation_id = "enterCode",
    tag = "my tickets",
    params(("lang" = Option<String>, Query, description = "The language of sentences in the answer.")),
    request_body = Code,
    responses((status = 200, description = "Signed in.", body = Session), Entering)
)]
pub(super) async fn try_code(
    State(desk): State<Desk>,
    Sent(Code { id, code }): Sent<Code>,
) -> Result<Json<Session>, Unanswered> {
    let gone = || Unanswered::fields(vec![FieldError::new("code", "problem-code-gone")]);
    // No store is asked for what the server has not named.
    if id.len() != 32 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(gone());
    }
    match enter(&desk, Door::My, &id, &code).await.map_err(Failure::from)? {
        Entered::Session { secret, seconds } => Ok(Json(Session { session_token: secret, seconds })),
        Entered::Wrong { left } => {
            let wrong = FieldError::new("code", "problem-code-wrong").with("left", left.to_string());
            Err(Unanswered::fields(vec![wrong]))
        }
        Entered::Gone => Err(gone()),
    }
}

#[derive(Deserialize)]
pub(super) struct Part {
    after: Option<String>,
}

/// List my tickets
#[utoipa::path(
    get,
    path = "/api/v1/tickets",
    operation_id = "myTickets",
    tag = "my tickets",
    params(
        ("after" = Option<String>, Query, description = "The `next` of the part before."),
        ("lang" = Option<String>, Query, description = "The language of names.")
    ),
    responses((status = 200, description = "Twenty of them, or fewer.", body = Tickets), Listing),
    security(("session" = []))
)]
pub(super) async fn list(
    State(desk): State<Desk>,
    reader: Reader,
    headers: HeaderMap,
    part: Result<Query<Part>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Tickets>, Unanswered> {
    let email = signed_in(&desk, &headers).await?.ok_or_else(|| Unanswered::new(StatusCode::UNAUTHORIZED))?;
    let contact = desk.keys().contact(&email);
    let purpose = format!("api cursor {contact}");
    let another = || Unanswered::fields(vec![FieldError::new("after", "api-problem-after")]);
    let Query(Part { after }) = part.map_err(|_| another())?;
    let after = after.map(|sealed| desk.keys().unseal(&purpose, &sealed).map(str::to_owned).ok_or_else(another));
    let found = of_contact(&desk, &contact, after.transpose()?.map(Cursor).as_ref(), TICKETS).await?;
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let mine = |ticket| mine(&desk, &Told { catalog: &bundle.catalog, lang: &lang, now: desk.now(), ticket });
    Ok(Json(Tickets {
        tickets: found.rows.iter().map(mine).collect(),
        next: found.next.map(|next| desk.keys().seal(&purpose, &next.0)),
    }))
}

fn mine(desk: &Desk, told: &Told<'_>) -> Mine {
    let ticket = told.ticket;
    Mine {
        code: ticket.code.to_string(),
        title: told.title(),
        state: ticket.state,
        outcome: ticket.closed.map(|(_, outcome)| outcome),
        desk: told.desk_name(),
        due_at: ticket.due_at(),
        changed_at: ticket.changed_at(),
        owner_token: desk.keys().owner_token(ticket.code, ticket.link_rotation),
    }
}
