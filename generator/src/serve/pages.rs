//! Pages and files of the site, rendered or read when somebody asks for them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::edition::Edition;
use super::live::Live;
use crate::content::chain;
use crate::render::{self, Route};
use crate::site::{percent_decode, percent_encode};

/// Assets of the theme have their hash in their path.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Everything that is not the desk's.
pub async fn page(State(live): State<Arc<Live>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let reads = method == Method::GET || method == Method::HEAD;
    // Rendering keeps a processor busy; other requests are not to wait for it.
    let response = tokio::task::spawn_blocking(move || {
        let mut response = if reads {
            answer(&live, &uri, &headers)
        } else {
            (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], "This address takes no data.\n")
                .into_response()
        };
        function::http::secure(response.headers_mut(), &live.edition().content.site.catalog.portal);
        response
    });
    response.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn answer(live: &Live, uri: &Uri, headers: &HeaderMap) -> Response {
    let Some(path) = percent_decode(uri.path()) else {
        return not_found(&live.edition(), uri.path());
    };
    if let Some(Route::Article(ix)) = what_is_at(live, &path) {
        let article = live.edition().content.site.pages.get(ix.0).map(|page| page.article);
        if let Some(article) = article {
            live.refresh(article);
        }
    }
    if let Some(bytes) = live.search_file(&path) {
        return fresh(&path, bytes, headers);
    }
    let edition = &*live.edition();
    if let Some(asset) = edition.content.theme.assets().iter().find(|asset| asset.path == path) {
        let headers = [(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, FOR_EVER)];
        return (headers, asset.bytes.clone()).into_response();
    }
    if let Some(route) = edition.routes.get(&path) {
        return match edition.render(route) {
            Ok(bytes) => fresh(&path, bytes, headers),
            Err(error) => broken(&path, &chain(&error)),
        };
    }
    if let Some(ix) = edition.content.site.targets.asset_urls.get(&path) {
        return match std::fs::read(&edition.content.site.assets[*ix].path) {
            Ok(bytes) => fresh(&path, bytes, headers),
            Err(_) => not_found(edition, &path),
        };
    }
    let folder = format!("{path}/");
    if edition.routes.contains_key(&folder) {
        let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
        let target = format!("{}{query}", percent_encode(&folder));
        return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, target)]).into_response();
    }
    not_found(edition, &path)
}

fn what_is_at(live: &Live, path: &str) -> Option<Route> {
    live.edition().routes.get(path).cloned()
}

/// Something that may change at any moment: kept by browsers, asked for again each time.
fn fresh(path: &str, bytes: Vec<u8>, headers: &HeaderMap) -> Response {
    let digest = Sha256::digest(&bytes);
    let head = u64::from_be_bytes(*digest.first_chunk().expect("SHA-256 has 32 bytes"));
    let tag = format!("\"{head:016x}\"");
    let caching = [(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    if known {
        return (StatusCode::NOT_MODIFIED, caching, [(header::ETAG, tag)]).into_response();
    }
    let kind = [(header::CONTENT_TYPE, render::content_type(path))];
    (caching, [(header::ETAG, tag)], kind, bytes).into_response()
}

fn not_found(edition: &Edition, path: &str) -> Response {
    let lang = edition.language_of(path);
    match edition.render(&Route::NotFound(lang.clone())) {
        Ok(bytes) => {
            let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
            (StatusCode::NOT_FOUND, headers, bytes).into_response()
        }
        Err(error) => broken(path, &chain(&error)),
    }
}

/// A template failed. This is the author's own machine, so the cause is shown.
fn broken(path: &str, cause: &str) -> Response {
    let text = format!("{path} cannot be rendered.\n\n{cause}\n");
    (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
}

/// The host names this server answers to.
#[derive(Debug)]
pub struct Hosts {
    base: String,
    own: Vec<String>,
}

impl Hosts {
    /// The host of the base URL, and this machine's own address.
    pub fn new(base: &str, port: u16) -> Self {
        let host = base.split_once("://").map_or(base, |(_, host)| host);
        Self { base: base.to_owned(), own: vec![host.to_owned(), format!("127.0.0.1:{port}")] }
    }
}

/// Sends readers who came as `localhost` to the portal's own address, where its cookies and forms work, and keeps out
/// pages of other sites that point their name at this machine.
pub async fn only_own_hosts(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if host.is_none_or(|host| hosts.own.iter().any(|own| own == host)) {
        return next.run(request).await;
    }
    if request.method() == Method::GET {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let target = format!("{}{path}", hosts.base);
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, target)]).into_response();
    }
    let mut response = Response::new(Body::from("This address is served under another name.\n"));
    *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
    response
}
