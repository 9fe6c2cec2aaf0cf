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

use self::problem::Unanswered;
use super::routes::{Endpoint, Routes};
use crate::desk::Desk;

pub(super) use problem::{is_api, tell};

/// Every address of the API. Each is in the document too, which a test sees to.
fn answered() -> Routes {
    Routes::default()
        .get("/api/v1/openapi.json", document::show)
        .get("/api/v1/request-types", request_types::list)
        .get("/api/v1/request-types/{id}", request_types::show)
        .get("/api/v1/tickets", mine::list)
        .post("/api/v1/tickets", create::create)
        .get("/api/v1/tickets/{code}", ticket::show)
        .post("/api/v1/tickets/{code}/replies", deeds::reply)
        .post("/api/v1/tickets/{code}/actions/{action}", deeds::act)
        .post("/api/v1/sign-in", mine::ask)
        .post("/api/v1/sign-in/code", mine::try_code)
}

/// The API's routes. Addresses below `/api` that it does not know are not left to the site's pages.
pub(super) fn routes() -> Router<Desk> {
    let nothing = || any(async || Unanswered::new(StatusCode::NOT_FOUND));
    let router = answered().into_router();
    router.route("/api", nothing()).route("/api/", nothing()).route("/api/{*rest}", nothing())
}

/// The API's addresses.
pub(super) fn endpoints() -> Vec<Endpoint> {
    answered().into_endpoints()
}
