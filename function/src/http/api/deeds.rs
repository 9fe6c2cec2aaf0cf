//! What the owner does to a ticket: the deeds of the owner's page.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use domain::ticket::{Actor, FormValues, Stage, Ticket};
use serde::{Deserialize, Serialize};
use themes::view::form::FieldError;
use utoipa::ToSchema;
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{RefOr, Schema};

use super::super::deed::Deed;
use super::super::forms::Posted;
use super::super::public::act::{DEEDS, commands};
use super::super::reader::{ClientAddress, Reader};
use super::body::Sent;
use super::document::{one_of, one_or_none};
use super::key::{self, IdempotencyKey, Turn};
use super::owner::owned;
use super::problem::{Acting as ActingProblems, Unanswered};
use super::ticket::{self, TicketView};
use crate::desk::Desk;
use crate::tickets::{self, Acting};

/// Something written into the conversation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reply {
    /// At most 16 KB of text.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 16384)]
    text: String,
    /// The `version` of the ticket it answers. With it, it is refused when something has happened since.
    version: Option<u32>,
}

/// Something done.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({}))]
#[serde(deny_unknown_fields)]
pub(super) struct Doing {
    /// Why the ticket has to be opened again: `reopen` needs it. What there is to say: `rate` may have it.
    text: Option<String>,
    #[schema(schema_with = stages)]
    stage: Option<String>,
    /// From 1 (bad) to 5 (good). Only for `rate`, which needs it.
    #[schema(minimum = 1, maximum = 5)]
    score: Option<u8>,
    /// Who is told of every stage, never of its words. Only for `follow` and `unfollow`, which need it.
    email: Option<String>,
    /// The `version` of the ticket it is about. With it, it is refused when something has happened since.
    version: Option<u32>,
}

fn stages() -> ObjectBuilder {
    one_or_none(Stage::ALL.map(Stage::as_str), "The stage that is judged. Only for `rate`, which needs it.")
}

/// What has an address of its own, for the document.
pub(super) enum ActionName {}

impl utoipa::PartialSchema for ActionName {
    fn schema() -> RefOr<Schema> {
        one_of(DEEDS.iter().map(|deed| deed.name).filter(|name| *name != REPLY), "What to do.").into()
    }
}

impl ToSchema for ActionName {}

/// The deed that is called a reply here, and has its own address.
const REPLY: &str = "reply";

/// Write to the desk
///
/// While the desk waits for an answer, it goes on with this one; after it has answered, the ticket is open again.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{code}/replies",
    operation_id = "reply",
    tag = "tickets",
    params(
        ("code" = String, Path, description = "The code, as people type it.", example = "7K3Q-9M2X-W4HT"),
        IdempotencyKey,
        ("lang" = Option<String>, Query, description = "The language of sentences in the answer.")
    ),
    request_body = Reply,
    responses((status = 200, description = "Written. The ticket as it is now.", body = TicketView), ActingProblems),
    security(("owner" = []))
)]
pub(super) async fn reply(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    Path(code): Path<String>,
    headers: HeaderMap,
    key: IdempotencyKey,
    Sent(reply): Sent<Reply>,
) -> Result<Json<TicketView>, Unanswered> {
    let ticket = owned(&desk, client, &code, &headers).await?;
    let doing = Doing { text: Some(reply.text), version: reply.version, ..Doing::default() };
    do_it(&desk, &reader, ticket, &deed(REPLY)?, &key, doing).await
}

/// Confirm, open again, remind, withdraw, rate, let others follow, or stop text messages
///
/// The ticket's `owner.actions` are those that can be done now.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{code}/actions/{action}",
    operation_id = "act",
    tag = "tickets",
    params(
        ("code" = String, Path, description = "The code, as people type it.", example = "7K3Q-9M2X-W4HT"),
        ("action" = inline(ActionName), Path, example = "withdraw", description = "`confirm`: the answer helps. `reopen`: it does not. \
            `chase`: the promised time has passed. `withdraw`: it is not needed any more. `rate`: how a stage went. \
            `follow`, `unfollow`: somebody else is told of every stage, or no more. `sms-off`: no more text messages."),
        IdempotencyKey,
        ("lang" = Option<String>, Query, description = "The language of sentences in the answer.")
    ),
    request_body = Doing,
    responses((status = 200, description = "Done. The ticket as it is now.", body = TicketView), ActingProblems),
    security(("owner" = []))
)]
pub(super) async fn act(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    Path((code, name)): Path<(String, String)>,
    headers: HeaderMap,
    key: IdempotencyKey,
    Sent(doing): Sent<Doing>,
) -> Result<Json<TicketView>, Unanswered> {
    let deed = if name == REPLY { Err(Unanswered::new(StatusCode::NOT_FOUND)) } else { deed(&name) }?;
    let ticket = owned(&desk, client, &code, &headers).await?;
    do_it(&desk, &reader, ticket, &deed, &key, doing).await
}

fn deed(name: &str) -> Result<Deed, Unanswered> {
    DEEDS.into_iter().find(|deed| deed.name == name).ok_or_else(|| Unanswered::new(StatusCode::NOT_FOUND))
}

async fn do_it(
    desk: &Desk,
    reader: &Reader,
    ticket: Ticket,
    deed: &Deed,
    key: &IdempotencyKey,
    doing: Doing,
) -> Result<Json<TicketView>, Unanswered> {
    let bundle = desk.bundle();
    let what = format!("{} {}", deed.name, serde_json::to_string(&doing).expect("a text and a number are JSON"));
    let Doing { text, stage, score, email, version: seen } = doing;
    let sent = [("text", text), ("stage", stage), ("score", score.map(|score| score.to_string())), ("email", email)];
    let sent = sent.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let values: FormValues = sent.collect();
    let unknown = values.typed.keys().filter(|name| !deed.fields.contains(&name.as_str()));
    let unknown = unknown.map(|name| FieldError::new(name, "api-problem-unknown").with("field", name));
    let unknown: Vec<_> = unknown.collect();
    if !unknown.is_empty() {
        return Err(Unanswered::fields(unknown));
    }
    let posted = Posted { values, ..Posted::default() };
    let commands =
        commands(*deed, &ticket, &posted, &bundle.catalog.portal).map_err(|error| Unanswered::fields(vec![error]))?;
    let ticket = match key::hold(desk, ticket.code, key, &what).await? {
        Turn::Before => ticket,
        Turn::Yours(held) => {
            let acting = Acting { code: ticket.code, actor: Actor::Requester, commands, seen };
            match tickets::act(desk, &bundle.catalog, &acting).await {
                Ok(ticket) => {
                    held.done().await?;
                    ticket
                }
                Err(error) => {
                    held.undone().await?;
                    return Err(error.into());
                }
            }
        }
    };
    ticket::whole(desk, reader, &ticket).await.map(Json)
}
