//! What is told instead of an answer: `application/problem+json` (RFC 9457), in the reader's language.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use themes::view::form::FieldError;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use super::super::failure::Failure;
use super::super::reader::Reader;
use crate::desk::Desk;
use crate::limits::Limited;
use crate::store::StoreError;
use crate::tickets::ActError;

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// The kind of problem: the address of its description in this document.
    #[serde(rename = "type")]
    #[schema(format = "uri")]
    kind: String,
    /// The kind in words, in the reader's language.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What exactly is wrong; several things are told at once. May be empty.
    errors: Vec<Wrong>,
    /// Names this request in the server's log. Tell it when you ask the desk about a problem.
    request_id: String,
}

/// Something that is wrong.
#[derive(Debug, Serialize, ToSchema)]
struct Wrong {
    /// Where: a field of the body (`title`, `answers.units[0].name`) or the name of a header. Empty when it is about
    /// the request as a whole.
    field: String,
    /// Names the sentence, in every language alike.
    #[schema(example = "problem-not-an-email")]
    key: String,
    /// The sentence, in the reader's language.
    message: String,
}

/// Kinds of problems: status, the key of its words, and when it is told. Its name in the document is the key without
/// `api-`.
const KINDS: [(u16, &str, &str); 12] = [
    (400, "api-malformed", "The body is not JSON, the address is not text, or a header that is needed is not there."),
    (
        401,
        "api-unauthorized",
        "`Authorization: Bearer` is needed with the ticket's owner token, or the session's; or the token is another's, or over.",
    ),
    (
        403,
        "api-forbidden",
        "The request comes from another site's page; or the requester's address has to be proved first.",
    ),
    (
        404,
        "api-not-found",
        "There is no such request type, ticket or action. Unknown and mistyped codes are told alike.",
    ),
    (405, "api-wrong-method", "Another method is needed. `Allow` names it."),
    (409, "api-conflict", "The ticket is not in a state for that, or has changed since the version that was named."),
    (413, "api-too-large", "The body has more than 512 KB."),
    (415, "api-wrong-type", "The body is not sent as `application/json`."),
    (422, "api-unprocessable", "Fields are missing, unknown, or hold what they cannot. Each is named."),
    (429, "api-too-many", "A limit of the hour is used up. `Retry-After` says in how many seconds it starts anew."),
    (500, "api-broken", "Something broke on the server. It is in the server's log."),
    (503, "api-busy", "The store cannot take the request now. The same request may succeed later."),
];

fn kind(status: StatusCode) -> (u16, &'static str, &'static str) {
    let own = KINDS.iter().find(|(own, _, _)| *own == status.as_u16());
    *own.unwrap_or(if status.is_client_error() { &KINDS[0] } else { &KINDS[10] })
}

fn name(key: &'static str) -> &'static str {
    key.trim_start_matches("api-")
}

/// The descriptions that a problem's `type` leads to: `#/components/responses/<name>`.
pub(super) fn described() -> impl Iterator<Item = (&'static str, RefOr<utoipa::openapi::Response>)> {
    KINDS.into_iter().map(|(_, key, when)| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        (name(key), ResponseBuilder::new().description(when).content(MEDIA_TYPE, content).build().into())
    })
}

const MEDIA_TYPE: &str = "application/problem+json";

/// Names the problems that an operation may tell, for its entry in the document.
macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident: $($status:literal)+;)+) => {$(
        $(#[$doc])*
        pub(super) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
                referred(&[$($status),+])
            }
        }
    )+};
}

problems! {
    /// Looking at something that everybody may see.
    Looking: 400 404;
    /// Looking at a ticket.
    Watching: 400 401 404 429 503;
    /// Sending a new ticket.
    Sending: 400 401 403 413 415 422 429 503;
    /// Asking for a code, or entering it.
    Entering: 400 403 413 415 422 429 503;
    /// Looking at one's own tickets.
    Listing: 401 422 503;
    /// Doing something to a ticket.
    Acting: 400 401 403 404 409 413 415 422 429 503;
}

fn referred(statuses: &[u16]) -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
    let kinds = KINDS.iter().filter(|(status, _, _)| statuses.contains(status));
    kinds.map(|(status, key, _)| (status.to_string(), Ref::from_response_name(name(key)).into())).collect()
}

/// A problem before it has a language.
#[derive(Debug, Clone)]
pub(super) struct Unanswered {
    status: StatusCode,
    errors: Vec<FieldError>,
    retry_after: Option<u32>,
}

/// What is wrong, on its way to the frame.
#[derive(Debug, Clone)]
struct Errors(Vec<FieldError>);

impl Unanswered {
    pub(super) fn new(status: StatusCode) -> Self {
        Self { status, errors: Vec::new(), retry_after: None }
    }

    /// Something is wrong, here.
    pub(super) fn at(status: StatusCode, error: FieldError) -> Self {
        Self { errors: vec![error], ..Self::new(status) }
    }

    /// Fields have to be mended.
    pub(super) fn fields(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY) }
    }

    /// The same can be asked again after so many seconds.
    pub(super) fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
}

impl IntoResponse for Unanswered {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(Errors(self.errors));
        response
    }
}

impl From<Failure> for Unanswered {
    /// The failure as the pages have it: its status, its headers, its entry in the log.
    fn from(failure: Failure) -> Self {
        let response = failure.into_response();
        let retry_after = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
        Self {
            status: response.status(),
            errors: Vec::new(),
            retry_after: retry_after.and_then(|seconds| seconds.parse().ok()),
        }
    }
}

impl From<StoreError> for Unanswered {
    fn from(error: StoreError) -> Self {
        Failure::from(error).into()
    }
}

impl From<Limited> for Unanswered {
    fn from(limited: Limited) -> Self {
        Failure::from(limited).into()
    }
}

impl From<ActError> for Unanswered {
    fn from(error: ActError) -> Self {
        match error.key() {
            Some(key) => Self::at(StatusCode::CONFLICT, FieldError::new("", key)),
            None => Failure::from(error).into(),
        }
    }
}

/// Whether an address belongs to the API, found or not: nothing there is ever told as a page.
pub(in crate::http) fn is_api(uri: &Uri) -> bool {
    uri.path() == "/api" || uri.path().starts_with("/api/")
}

/// Puts a failure into words; its status and headers stay.
pub(in crate::http) fn tell(desk: &Desk, reader: &Reader, request_id: &str, mut failed: Response) -> Response {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let (_, key, _) = kind(failed.status());
    let wrong = |error: &FieldError| {
        let args: Vec<_> = error.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let message = bundle.theme.text(&lang, &error.key, &args);
        Wrong { field: error.field.clone(), key: error.key.clone(), message }
    };
    let errors = failed.extensions().get::<Errors>().map(|errors| &errors.0);
    let problem = Problem {
        kind: format!("{}/api/v1/openapi.json#/components/responses/{}", bundle.catalog.portal.base_url, name(key)),
        title: bundle.theme.text(&lang, key, &[]),
        status: failed.status().as_u16(),
        errors: errors.into_iter().flatten().map(wrong).collect(),
        request_id: request_id.to_owned(),
    };
    let body = serde_json::to_vec(&problem).expect("texts and a number are JSON");
    let headers = failed.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    if let Ok(lang) = HeaderValue::from_str(lang.as_str()) {
        headers.insert(header::CONTENT_LANGUAGE, lang);
    }
    *failed.body_mut() = Body::from(body);
    failed
}
