//! Files of a ticket, handed out one by one to who may see the ticket; and uploads that a script sends ahead.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::file::{Kind, LARGEST_THROUGH_DESK};
use domain::ids::FileId;
use domain::ticket::{Event, EventKind, FieldProblem, FileRef, Personal, Problem, Ticket, Upload};
use serde::Serialize;
use themes::view::file::FileSize;
use themes::view::form::FieldError;

use super::failure::Failure;
use super::forms::{FILES, Posted, places};
use super::reader::{ClientAddress, Reader, spoken};
use crate::desk::Desk;
use crate::files::{ARRIVES_WITHIN, Post, SavedAs, awaiting};

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

/// A file of a ticket, to be saved. That the reader may see the ticket is settled. One that is too large to go through what
/// stands before the desk is fetched from where it is kept, where that is possible.
pub(super) async fn download(desk: &Desk, ticket: &Ticket, id: &str) -> Result<Response, Failure> {
    let id = FileId::parse(id).map_err(|_| Failure::NotFound)?;
    let events = desk.store().events(ticket.code, 1).await?;
    let upload = events.iter().flat_map(of_event).find(|upload| upload.file.id == id).ok_or(Failure::NotFound)?;
    let media_type = Kind::called(&upload.name).map_or("application/octet-stream", |kind| kind.media_type);
    let disposition = disposition(&upload.name);
    if let Some(direct) = desk.files().direct().filter(|_| upload.file.bytes > LARGEST_THROUGH_DESK as u64) {
        let saved = SavedAs { media_type, disposition: &disposition };
        let link = direct.link(&id, saved, desk.now()).await?.ok_or(Failure::NotFound)?;
        // Whoever has the address has the file, as long as it is good.
        let untold = [(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"))];
        return Ok((untold, Redirect::to(&link)).into_response());
    }
    let bytes = desk.files().read(&id).await?.ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).expect("percent-encoded is ASCII")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX)),
        (header::CONTENT_LENGTH, HeaderValue::from(bytes.len())),
    ];
    Ok((headers, bytes).into_response())
}

/// To be saved under its name, written as RFC 8187 says.
fn disposition(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let name: String = name.bytes().map(encoded).collect();
    format!("attachment; filename*=UTF-8''{name}")
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
    posted.has_only(&["lang", &place()])?;
    Ok(answer(&desk, &reader, &posted))
}

/// The place of the one file.
fn place() -> String {
    places().next().unwrap_or_default()
}

/// What a script is told of its upload, in the reader's language.
fn answer(desk: &Desk, reader: &Reader, posted: &Posted) -> Response {
    let bundle = desk.bundle();
    let lang = spoken(&bundle.catalog, posted.values.get("lang")).unwrap_or_else(|| reader.lang(&bundle.catalog));
    let text = |key: &str, args: &[(&str, &str)]| bundle.theme.text(&lang, key, args);
    let place = place();
    if let Some(upload) = posted.values.files.get(&place) {
        let size = FileSize::new(upload.file.bytes, &lang);
        let size = text(size.key, &[("size", &size.number)]);
        let taken = Taken { token: posted.values.get(&place), name: &upload.name, size };
        return (StatusCode::CREATED, Json(taken)).into_response();
    }
    let missing = FieldProblem { field: FILES.to_owned(), problem: Problem::Missing };
    let missing = FieldError { key: "problem-missing-files".to_owned(), ..FieldError::from(&missing) };
    let error = posted.refused.first().unwrap_or(&missing);
    let args: Vec<_> = error.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    (posted.status(), Json(Refused { error: text(&error.key, &args) })).into_response()
}

/// What a script is told of the way past the desk: the form to post, and what to come back with afterwards.
#[derive(Serialize)]
struct Announced {
    post: Post,
    pending: String,
}

/// `POST /t/files/direct`: asks how a file of that name and size is sent past the desk, before any of it is sent. 204: there
/// is no such way, and it is sent to `POST /t/files`.
pub(super) async fn announce(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    mut posted: Posted,
) -> Result<Response, Failure> {
    posted.has_only(&["lang", "name", "size"])?;
    let Some(direct) = desk.files().direct() else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let Some((post, upload)) = posted.announced(&desk, client, direct).await? else {
        return Ok(answer(&desk, &reader, &posted));
    };
    let ends_at = desk.now().saturating_add(ARRIVES_WITHIN).unwrap_or(desk.now());
    Ok(Json(Announced { post, pending: awaiting(desk.keys(), &upload, ends_at) }).into_response())
}

/// `POST /t/files/arrived`: the file that was announced has been sent. Answers what `POST /t/files` does.
pub(super) async fn arrived(
    State(desk): State<Desk>,
    ClientAddress(client): ClientAddress,
    reader: Reader,
    mut posted: Posted,
) -> Result<Response, Response> {
    posted.has_only(&["lang", "pending"]).map_err(IntoResponse::into_response)?;
    posted.collected(&desk, client).await?;
    Ok(answer(&desk, &reader, &posted))
}
