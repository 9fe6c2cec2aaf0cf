//! Forms with files, `multipart/form-data`: read part by part, so that no more than one file is in memory.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, BodyDataStream, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::file::LARGEST;
use futures_util::Stream;
use multer::{Field, Multipart};

use super::super::LARGEST_BODY;
use super::super::failure::Failure;
use super::uploads::Uploads;

/// The most parts of a form: fields, boxes, cells and files together. The largest table has a thousand cells.
const MOST_PARTS: usize = 2_000;
/// The most bytes that are looked at to answer in words: a film from a telephone is read to its end, and dropped as it
/// comes, because a browser shows no answer before it has sent everything.
const LONGEST_REQUEST: usize = 1024 * 1024 * 1024;
/// The most bytes that may wait for the end of a part's head.
const LONGEST_HEAD: usize = 1024 * 1024;

/// The boundary, when a form came in parts.
pub(super) fn boundary(headers: &HeaderMap) -> Option<String> {
    let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(content_type).ok()
}

/// Reads a form to its end: what was typed is given back, files go to `uploads` one by one.
pub(super) async fn read(
    body: Body,
    boundary: String,
    uploads: &mut Uploads<'_>,
) -> Result<Vec<(String, String)>, Response> {
    let unread = Arc::new(AtomicUsize::new(0));
    let body =
        Steady { body: body.into_data_stream(), unread: Arc::clone(&unread), read: 0, largest: 0, rested: false };
    let mut form = Multipart::new(body, boundary);
    let mut pairs = Vec::new();
    let mut typed = 0;
    for _ in 0..MOST_PARTS {
        let Some(mut part) = form.next_field().await.map_err(refusal)? else { return Ok(pairs) };
        unread.store(0, Ordering::Relaxed);
        let name = part.name().unwrap_or_default().to_owned();
        if let Some(file_name) = part.file_name().map(str::to_owned) {
            let file = take(&mut part, &unread, LARGEST).await?;
            // A file field in which nothing was chosen comes as a file without name and content.
            let is_chosen = !file_name.is_empty() || file.as_ref().is_none_or(|file| !file.is_empty());
            if is_chosen {
                uploads.take(&name, &file_name, file).await?;
            }
            continue;
        }
        let value = take(&mut part, &unread, LARGEST_BODY - typed).await?;
        let value = value.ok_or_else(|| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
        typed += value.len();
        pairs.push((name, String::from_utf8_lossy(&value).into_owned()));
    }
    Err(Failure::BadRequest.into_response())
}

/// A part's content; `None` when it is larger than it may be. It is read to its end all the same.
async fn take(part: &mut Field<'_>, unread: &AtomicUsize, largest: usize) -> Result<Option<Vec<u8>>, Response> {
    let mut content = Some(Vec::new());
    while let Some(chunk) = part.chunk().await.map_err(refusal)? {
        unread.store(0, Ordering::Relaxed);
        match &mut content {
            Some(taken) if taken.len() + chunk.len() <= largest => taken.extend_from_slice(&chunk),
            _ => content = None,
        }
    }
    Ok(content)
}

fn refusal(error: multer::Error) -> Response {
    match error {
        multer::Error::StreamReadFailed(source) if source.is::<TooLong>() => {
            StatusCode::PAYLOAD_TOO_LARGE.into_response()
        }
        _ => Failure::BadRequest.into_response(),
    }
}

/// The form has more than is read of it.
#[derive(Debug, thiserror::Error)]
#[error("more than is read of a form")]
struct TooLong;

/// A body that is handed on piece by piece.
///
/// The reader of parts would take in all that has arrived before it looks at any of it; a pause after each piece lets it
/// look at every one.
struct Steady {
    body: BodyDataStream,
    /// Bytes handed on since the last of them was looked at.
    unread: Arc<AtomicUsize>,
    read: usize,
    largest: usize,
    rested: bool,
}

impl Stream for Steady {
    type Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.rested {
            self.rested = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        // One piece more than is looked at is always there.
        let unread = self.unread.load(Ordering::Relaxed);
        if self.read > LONGEST_REQUEST || unread > LONGEST_HEAD + self.largest {
            return Poll::Ready(Some(Err(TooLong.into())));
        }
        let piece = ready!(Pin::new(&mut self.body).poll_next(context));
        self.rested = false;
        Poll::Ready(piece.map(|piece| {
            let piece = piece?;
            self.read += piece.len();
            self.largest = self.largest.max(piece.len());
            self.unread.fetch_add(piece.len(), Ordering::Relaxed);
            Ok(piece)
        }))
    }
}
