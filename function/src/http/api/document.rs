//! The API's own document, made from what answers and its types.

use std::sync::LazyLock;

use axum::Json;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::problem::{self, Problem};
use super::{create, deeds, mine, request_types, ticket};

/// What answers, and what no single answer says.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Deskmark",
        version = "1",
        description = "Ask a desk, follow the request by its code, write to the desk, and say whether the answer helps.\n\n\
            **Sending.** Read the request types, send a ticket, keep its `owner_token`. Every POST carries an \
            `Idempotency-Key`: when no answer comes, send the same again with the same key, and it is done once.\n\n\
            **Reading.** A ticket's code alone shows where it stands, and nobody's words. With \
            `Authorization: Bearer <owner_token>` it shows the conversation and what can be done. Cookies are not read.\n\n\
            **My tickets.** A code mailed to an address opens a session, which lists the tickets that were sent with it.\n\n\
            **Problems** are `application/problem+json`. Their sentences are in the language of `?lang` or \
            `Accept-Language`; `errors[].key` names them in every language alike."
    ),
    paths(
        show,
        request_types::list,
        request_types::show,
        mine::list,
        create::create,
        ticket::show,
        deeds::reply,
        deeds::act,
        mine::ask,
        mine::try_code
    ),
    components(schemas(Problem)),
    modifiers(&Described)
)]
pub(super) struct Document;

/// Tokens, and the problems that routes refer to.
struct Described;

impl Modify for Described {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The `owner_token` that came with the ticket when it was sent. Each is for one ticket."));
        components.add_security_scheme("owner", SecurityScheme::Http(token.build()));
        components.responses.extend(problem::described().map(|(name, response)| (name.to_owned(), response)));
    }
}

/// One of some names.
pub(super) fn one_of(names: impl IntoIterator<Item = &'static str>, what: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).description(Some(what))
}

/// One of some names, or null.
pub(super) fn one_or_none(names: impl IntoIterator<Item = &'static str>, what: &str) -> ObjectBuilder {
    let names = names.into_iter().map(Some).chain([None]);
    let kinds = SchemaType::from_iter([Type::String, Type::Null]);
    ObjectBuilder::new().schema_type(kinds).enum_values(Some(names)).description(Some(what))
}

static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(Document::openapi);

/// See this document
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "openapi",
    tag = "document",
    responses((status = 200, description = "OpenAPI 3.1.", body = serde_json::Value, content_type = "application/json"))
)]
pub(super) async fn show() -> Json<&'static utoipa::openapi::OpenApi> {
    Json(&DOCUMENT)
}
