//! Pages that scripts ask for again while they are open: what they have already is not sent once more.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::failure::Failure;
use crate::keys::digest_text;

/// The page with a tag of what is on it; nothing but the tag for whoever has that page (RFC 9110, section 13.1.2).
pub(super) async fn unless_known(headers: &HeaderMap, page: Response) -> Result<Response, Failure> {
    let (mut parts, body) = page.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(|error| Failure::Broken(error.into()))?;
    let tag = format!("\"{}\"", digest_text(&body));
    let tag = HeaderValue::from_str(&tag).map_err(|error| Failure::Broken(error.into()))?;
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    parts.headers.insert(header::ETAG, tag);
    Ok(Response::from_parts(parts, Body::from(body)))
}
