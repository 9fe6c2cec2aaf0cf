//! Files of a ticket, handed out one by one to who may see the ticket; and uploads that a script sends ahead.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::file::Kind;
use domain::ids::FileId;
use domain::ticket::{Event, EventKind, FieldProblem, FileRef, Personal, Problem, Ticket, Upload};
use serde::Serialize;
use themes::view::file::FileSize;
use themes::view::form::FieldError;

use super::failure::Failure;
use super::forms::{FILES, Posted, places};
use super::reader::{Reader, spoken};
use crate::desk::Desk;

/// A file is not shown in the page's own right, whatever it is: no script, no form, nothing loaded.
pub(super) const SANDBOX: &str = "sandbox; default-src 'none'";

/// The files that came with an event and their names. None once the requester was erased.
pub(super) fn of_event(event: &Event) -> Vec<Upload> {
    match (&event.kind, &event.personal) {
        (EventKind::Attached { files }, Some(Personal::Files { names })) => {
            let upload = |(file, name): (&FileRef, &String)| Upload { file: file.clone(), name: name.clone() };
            files.iter().zip(names).map(upload).collect()
        }
        _ => Vec::new(),
    }
}

/// A file of a ticket, to be saved. That the reader may see the ticket is settled.
pub(super) async fn download(desk: &Desk, ticket: &Ticket, id: &str) -> Result<Response, Failure> {
    let id = FileId::parse(id).map_err(|_| Failure::NotFound)?;
    let events = desk.store().events(ticket.code, 1).await?;
    let upload = events.iter().flat_map(of_event).find(|upload| upload.file.id == id).ok_or(Failure::NotFound)?;
    let bytes = desk.files().read(&id).await?.ok_or(Failure::NotFound)?;
    let media_type = Kind::called(&upload.name).map_or("application/octet-stream", |kind| kind.media_type);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition(&upload.name)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX)),
        (header::CONTENT_LENGTH, HeaderValue::from(bytes.len())),
    ];
    Ok((headers, bytes).into_response())
}

/// To be saved under its name, written as RFC 8187 says.
fn disposition(name: &str) -> HeaderValue {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let name: String = name.bytes().map(encoded).collect();
    HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}")).expect("percent-encoded is ASCII")
}

/// What a script is told of an upload: what its form carries from now on.
#[derive(Serialize)]
struct Taken<'a> {
    token: &'a str,
    name: &'a str,
    size: String,
}

/// What a script is told when there is none.
#[derive(Serialize)]
struct Refused {
    error: String,
}

/// `POST /t/files`: one file of a form that is still being written. Whoever sends the form sends the token with it.
pub(super) async fn upload(State(desk): State<Desk>, reader: Reader, posted: Posted) -> Result<Response, Failure> {
    let place = places().next().unwrap_or_default();
    posted.has_only(&["lang", &place])?;
    let bundle = desk.bundle();
    let lang = spoken(&bundle.catalog, posted.values.get("lang")).unwrap_or_else(|| reader.lang(&bundle.catalog));
    let text = |key: &str, args: &[(&str, &str)]| bundle.theme.text(&lang, key, args);
    if let Some(upload) = posted.values.files.get(&place) {
        let size = FileSize::new(upload.file.bytes, &lang);
        let size = text(size.key, &[("size", &size.number)]);
        let taken = Taken { token: posted.values.get(&place), name: &upload.name, size };
        return Ok((StatusCode::CREATED, Json(taken)).into_response());
    }
    let missing = FieldProblem { field: FILES.to_owned(), problem: Problem::Missing };
    let missing = FieldError { key: "problem-missing-files".to_owned(), ..FieldError::from(&missing) };
    let error = posted.refused.first().unwrap_or(&missing);
    let args: Vec<_> = error.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Ok((posted.status(), Json(Refused { error: text(&error.key, &args) })).into_response())
}
