//! The JSON API: `/api/v1/…`, thin over the use cases that the pages stand on.
//!
//! No cookie is read here, so that no other site's page can act for anybody: an owner's program carries the ticket's
//! token in `Authorization`. Everything that goes wrong is told as a problem (RFC 9457), never as a page.

mod asked;
mod body;
mod create;
mod deeds;
mod document;
mod key;
mod mine;
mod owner;
mod problem;
mod request_types;
mod ticket;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::any;
use utoipa::OpenApi;
use utoipa::openapi::PathItem;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::problem::Unanswered;
use super::routes::Endpoint;
use crate::desk::Desk;

pub(super) use problem::{is_api, tell};

/// Every address of the API, each in the document because it is a route.
fn documented() -> OpenApiRouter<Desk> {
    OpenApiRouter::with_openapi(document::Document::openapi())
        .routes(routes!(document::show))
        .routes(routes!(request_types::list))
        .routes(routes!(request_types::show))
        .routes(routes!(mine::list, create::create))
        .routes(routes!(ticket::show))
        .routes(routes!(deeds::reply))
        .routes(routes!(deeds::act))
        .routes(routes!(mine::ask))
        .routes(routes!(mine::try_code))
}

/// The API's routes. Addresses below `/api` that it does not know are not left to the site's pages.
pub(super) fn routes() -> Router<Desk> {
    let nothing = || any(async || Unanswered::new(StatusCode::NOT_FOUND));
    Router::from(documented()).route("/api", nothing()).route("/api/", nothing()).route("/api/{*rest}", nothing())
}

/// The API's addresses.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let paths = documented().into_openapi().paths.paths;
    let one = |(path, item): (String, PathItem)| {
        let methods = [("GET", item.get), ("POST", item.post)].into_iter();
        let methods = methods.filter(|(_, operation)| operation.is_some());
        methods.map(|(method, _)| Endpoint { method, path: path.clone() }).collect::<Vec<_>>()
    };
    paths.into_iter().flat_map(one).collect()
}
