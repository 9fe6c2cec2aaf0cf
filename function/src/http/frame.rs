//! What every request goes through: an id, the same-origin rule, security headers, error pages, one log line.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::catalog::{Catalog, Portal};
use domain::ids::RequestTypeId;
use domain::lang::Lang;
use domain::ticket::FormValues;
use themes::view::error::ErrorView;
use themes::view::form::FormView;
use themes::view::review;
use themes::view::ticket::Answer;

use super::api;
use super::cookies::is_https;
use super::failure::{Failed, Failure};
use super::pages::shell;
use super::reader::Reader;
use crate::desk::Desk;
use crate::keys::random;

/// Pages load only what the portal itself serves, run no inline script, and are shown in nobody's frame.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Two years, the least that browsers' preload lists ask for is one.
const STRICT_TRANSPORT: &str = "max-age=63072000";

/// Sets the headers that every page of a portal is served with.
pub fn secure(headers: &mut HeaderMap, portal: &Portal) {
    // A file has a stricter one of its own.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    if is_https(portal) {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT));
    }
}

pub(super) async fn frame(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let started = std::time::Instant::now();
    let bundle = desk.bundle();
    let catalog = &bundle.catalog;
    let request_id = random::id().unwrap_or_default();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let reader = Reader::of(&uri, request.headers());
    let own = comes_from_here(&method, request.headers(), catalog);
    let mut response = if own { next.run(request).await } else { Failure::Forbidden.into_response() };
    if api::is_api(&uri) {
        if response.status().is_client_error() || response.status().is_server_error() {
            response = api::tell(&desk, &reader, &request_id, response);
        }
    } else if response.extensions().get::<Failed>().is_some() || is_bare_rejection(&response) {
        response = error_page(&desk, &reader, &request_id, &response);
    }
    let headers = response.headers_mut();
    secure(headers, &catalog.portal);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        headers.insert("x-request-id", id);
    }
    let status = response.status().as_u16();
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    // The route, not the path: an address may hold a code, a mistyped one, or whatever somebody pasted there.
    tracing::info!(request_id, %method, route = route.as_ref().map_or("-", MatchedPath::as_str), status, milliseconds, "request");
    response
}

/// A request that changes something must come from a page of this portal. Browsers say so in `Sec-Fetch-Site` and
/// `Origin`; a client that sends neither is no browser, and carries nobody's cookies without being told to.
fn comes_from_here(method: &Method, headers: &HeaderMap, catalog: &Catalog) -> bool {
    if method == Method::GET || method == Method::HEAD {
        return true;
    }
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let site = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or_default());
    let site_fits = site.is_none_or(|site| site == "same-origin" || site == "none");
    let origin_fits = text(header::ORIGIN).is_none_or(|origin| is_own_origin(origin, &catalog.portal, site));
    site_fits && origin_fits
}

fn is_own_origin(origin: &str, portal: &Portal, site: Option<&str>) -> bool {
    // A page with `Referrer-Policy: no-referrer` posts with `Origin: null`; only the browser's own word then counts.
    origin.eq_ignore_ascii_case(&portal.base_url) || (origin == "null" && site == Some("same-origin"))
}

/// What was typed, to be shown to whoever typed it: a whole form under its questions, or a message.
fn kept(catalog: &Catalog, lang: &Lang, typed: &FormValues) -> Vec<Answer> {
    let id = RequestTypeId::parse(typed.get("type")).ok();
    let form = id.and_then(|id| FormView::new(catalog, &id, lang, String::new(), typed, &[]));
    let message = || {
        let label_key = "kept-text".to_owned();
        vec![Answer { label: String::new(), label_key, value: typed.get("text").to_owned(), value_key: String::new() }]
    };
    let rows = form.map_or_else(message, |form| review::rows(&form.inputs, lang));
    rows.into_iter().filter(|row| !row.value.is_empty() || !row.value_key.is_empty()).collect()
}

/// Extractors refuse with a plain text; people get a page.
fn is_bare_rejection(response: &Response) -> bool {
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    let content = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    is_error && content.is_none_or(|content| content.starts_with("text/plain"))
}

fn error_page(desk: &Desk, reader: &Reader, request_id: &str, failed: &Response) -> Response {
    let bundle = desk.bundle();
    let lang = reader.lang(&bundle.catalog);
    let status = failed.status();
    let mut view = ErrorView::new(shell(&bundle, &lang), status.as_u16(), request_id);
    if let Some(failed) = failed.extensions().get::<Failed>() {
        view.problem.clone_from(&failed.problem);
        view.kept = kept(&bundle.catalog, &lang, &failed.typed);
    }
    let Ok(page) = bundle.theme.render(&lang, &view) else {
        return (StatusCode::INTERNAL_SERVER_ERROR, format!("Error {request_id}\n")).into_response();
    };
    let mut response = (status, Html(page)).into_response();
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = failed.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
