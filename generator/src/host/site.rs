//! The built site as a web server shows it: the files of `public/`, looked for anew at every request, so that another
//! build is seen as soon as it has taken the former's place.

use std::path::PathBuf;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse as _, Response};
use function::Desk;
use function::http::secure;
use tower_http::services::ServeDir;

use crate::render;
use crate::site::percent_decode;

/// The name changes with the content.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Kept by browsers, and asked for again each time.
const REVALIDATED: HeaderValue = HeaderValue::from_static("no-cache");

#[derive(Clone)]
struct Site {
    public: PathBuf,
    desk: Desk,
}

/// Pages and files of the site, with the headers the desk's pages have.
pub fn router(public: PathBuf, desk: Desk) -> Router {
    let files = ServeDir::new(&public).precompressed_br().precompressed_gzip();
    Router::new().fallback_service(files).layer(from_fn_with_state(Site { public, desk }, serve))
}

async fn serve(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = site.answer(request, next).await;
    secure(response.headers_mut(), &site.desk.bundle().catalog.portal);
    response
}

impl Site {
    async fn answer(&self, mut request: Request, next: Next) -> Response {
        let path = percent_decode(request.uri().path()).filter(|path| is_plain(path));
        let Some(path) = path else { return self.not_found("").await };
        let headers = request.headers_mut();
        // The day of a file says too little: an older edition that is put back has older days. Its tag tells.
        headers.remove(header::IF_MODIFIED_SINCE);
        // Pieces are of one edition only, and nobody compares these.
        if headers.remove(header::IF_RANGE).is_some() {
            headers.remove(header::RANGE);
        }
        let mut response = next.run(request).await;
        match response.status() {
            StatusCode::NOT_FOUND => return self.not_found(&path).await,
            StatusCode::TEMPORARY_REDIRECT => *response.status_mut() = StatusCode::MOVED_PERMANENTLY,
            StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED => {
                let kind = render::content_type(if path.ends_with('/') { "index.html" } else { &path });
                let headers = response.headers_mut();
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
                headers.insert(header::CACHE_CONTROL, if render::is_hashed(&path) { FOR_EVER } else { REVALIDATED });
            }
            _ => {}
        }
        response
    }

    /// The page that says so, in the language of the address.
    async fn not_found(&self, path: &str) -> Response {
        let lang = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let is_lang = self.desk.bundle().catalog.portal.languages.iter().any(|known| known.as_str() == lang);
        let page = if is_lang { self.public.join(lang).join("404.html") } else { self.public.join("404.html") };
        let headers = [(header::CACHE_CONTROL, REVALIDATED)];
        match tokio::fs::read_to_string(&page).await {
            Ok(page) => (StatusCode::NOT_FOUND, headers, Html(page)).into_response(),
            Err(_) => (StatusCode::NOT_FOUND, headers, "There is no such page.\n").into_response(),
        }
    }
}

/// Whether a page may have that path: not what is hidden, nor `//host`, which browsers take for an address elsewhere.
fn is_plain(path: &str) -> bool {
    let names: Vec<&str> = path.split('/').skip(1).collect();
    let is_hidden = |name: &&str| name.starts_with('.') && *name != ".well-known";
    let has_gap = names.iter().rev().skip(1).any(|name| name.is_empty());
    !has_gap && !names.iter().any(is_hidden)
}
