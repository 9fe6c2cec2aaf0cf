//! The one router. Lambda and `deskmark` differ only in what stands before it.

mod api;
mod cookies;
mod deed;
mod doors;
mod failure;
mod files;
mod forms;
mod frame;
mod mailbox;
mod pages;
mod proxies;
mod public;
mod reader;
mod staff;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use self::forms::Posted;
use self::reader::Reader;
use self::staff::session::Member;
use crate::desk::Desk;

pub use frame::{CONTENT_SECURITY_POLICY, secure};
pub use mailbox::mailbox_router;
pub use proxies::{Proxy, behind};
pub use reader::ClientAddress;

/// The largest form: sixteen kilobytes of text may be sent as nine times as many, and a form may have several.
const LARGEST_BODY: usize = 512 * 1024;

/// Every page of the desk, for requesters and for staff. Paths it does not know are a 404 in the portal's own look.
///
/// Put a [`ClientAddress`] into the request's extensions before it: limits are counted by it.
pub fn router(desk: Desk) -> Router {
    routes(desk.clone()).fallback(failure::not_found).layer(from_fn_with_state(desk, frame::frame))
}

/// The same without an answer to paths it does not know, to be merged into a router that has other pages.
pub fn embedded_router(desk: Desk) -> Router {
    routes(desk.clone()).layer(from_fn_with_state(desk, frame::frame))
}

fn routes(desk: Desk) -> Router {
    Router::new()
        .merge(api::routes())
        .merge(public_routes())
        .merge(staff_routes())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .method_not_allowed_fallback(failure::wrong_method)
        .with_state(desk)
}

fn public_routes() -> Router<Desk> {
    let router = public::act::DEEDS.into_iter().fold(Router::new(), |router, deed| {
        let handler = async move |State(desk): State<Desk>,
                                  reader: Reader,
                                  Path(code): Path<String>,
                                  headers: HeaderMap,
                                  posted: Posted| {
            public::act::do_it(deed, &desk, &reader, &code, &headers, &posted).await
        };
        router.route(&format!("/t/{{code}}/{}", deed.name), post(handler))
    });
    router
        .route("/t", get(public::lookup::look_up).post(public::ask::send))
        .route("/t/review", post(public::ask::review))
        .route("/t/edit", post(public::ask::edit))
        .route("/t/files", post(files::upload))
        .route("/t/{code}", get(public::ticket::show))
        .route("/t/{code}/files/{id}", get(public::ticket::file))
        .route("/t/{code}/receipt", get(public::ticket::receipt))
        .route("/t/{code}/open", get(public::owner::ask_to_open).post(public::owner::open))
        .route("/t/{code}/stop", get(public::owner::ask_to_stop).post(public::owner::stop))
        .route("/t/{code}/resubmit", get(public::resubmit::show).post(public::resubmit::send))
        .route("/t/{code}/forget", post(public::owner::forget))
        .route("/my", get(public::my::show).post(public::my::send_code))
        .route("/my/code", get(public::my::ask_code).post(public::my::try_code))
        .route("/my/open", get(public::my::ask_to_open))
        .route("/my/sign-out", post(public::my::sign_out))
        .route("/my/t/{code}", post(public::my::open))
        .route("/signals/helpful", post(public::signals::helpful))
        .route("/signals/miss", post(public::signals::miss))
        .route("/signals/opened", post(public::signals::opened))
        .route("/signals/deflect", post(public::signals::deflect))
}

fn staff_routes() -> Router<Desk> {
    let router = staff::act::DEEDS.into_iter().fold(Router::new(), |router, deed| {
        let handler =
            async move |State(desk): State<Desk>, member: Member, Path(code): Path<String>, posted: Posted| {
                staff::act::do_it(deed, &desk, &member, &code, &posted).await
            };
        router.route(&format!("/desk/t/{{code}}/{}", deed.name), post(handler))
    });
    router
        .route("/desk", get(staff::queue::first_desk))
        .route("/desk/", get(staff::queue::first_desk))
        .route("/desk/q/{desk}", get(staff::queue::show))
        .route("/desk/t/{code}", get(staff::ticket::show))
        .route("/desk/t/{code}/files/{id}", get(staff::ticket::file))
        .route("/desk/t/{code}/erase", get(staff::erase::ask))
        .route("/desk/sign-in", get(staff::sign_in::ask).post(staff::sign_in::send_code))
        .route("/desk/sign-in/code", get(staff::sign_in::ask_code).post(staff::sign_in::try_code))
        .route("/desk/sign-in/open", get(staff::sign_in::ask_to_open))
        .route("/desk/sign-out", post(staff::sign_in::sign_out))
}
