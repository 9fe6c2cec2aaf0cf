//! The one router. Lambda and `deskmark` differ only in what stands before it.

mod api;
mod cookies;
mod deed;
mod doors;
mod failure;
mod files;
mod forms;
mod frame;
mod fresh;
mod mailbox;
mod pages;
mod proxies;
mod public;
mod reader;
mod routes;
mod staff;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn_with_state;

use self::forms::Posted;
use self::reader::Reader;
use self::routes::Routes;
use self::staff::session::Member;
use crate::desk::Desk;

pub use frame::{CONTENT_SECURITY_POLICY, secure};
pub use mailbox::mailbox_router;
pub use proxies::{Proxy, behind};
pub use reader::ClientAddress;
pub use routes::Endpoint;

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

/// Everything that [`router`] answers, but for the API's own 404.
pub fn endpoints() -> Vec<Endpoint> {
    let pages = [public_routes(), staff_routes()].into_iter().flat_map(Routes::into_endpoints);
    pages.chain(api::endpoints()).collect()
}

fn routes(desk: Desk) -> Router {
    Router::new()
        .merge(api::routes())
        .merge(public_routes().into_router())
        .merge(staff_routes().into_router())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .method_not_allowed_fallback(failure::wrong_method)
        .with_state(desk)
}

fn public_routes() -> Routes {
    let routes = public::act::DEEDS.into_iter().fold(Routes::default(), |routes, deed| {
        let handler = async move |State(desk): State<Desk>,
                                  reader: Reader,
                                  Path(code): Path<String>,
                                  headers: HeaderMap,
                                  posted: Posted| {
            let done = public::act::do_it(deed, &desk, &reader, &code, &headers, &posted).await;
            done.map_err(|failure| failure.keeping(&posted.values))
        };
        routes.post(&format!("/t/{{code}}/{}", deed.name), handler)
    });
    routes
        .get("/t", public::lookup::look_up)
        .post("/t", public::ask::send)
        .post("/t/review", public::ask::review)
        .post("/t/edit", public::ask::edit)
        .post("/t/files", files::upload)
        .post("/t/files/direct", files::announce)
        .post("/t/files/arrived", files::arrived)
        .get("/t/{code}", public::ticket::show)
        .get("/t/{code}/files/{id}", public::ticket::file)
        .get("/t/{code}/receipt", public::ticket::receipt)
        .get("/t/{code}/open", public::owner::ask_to_open)
        .post("/t/{code}/open", public::owner::open)
        .get("/t/{code}/stop", public::owner::ask_to_stop)
        .post("/t/{code}/stop", public::owner::stop)
        .get("/t/{code}/resubmit", public::resubmit::show)
        .post("/t/{code}/resubmit", public::resubmit::send)
        .post("/t/{code}/forget", public::owner::forget)
        .post("/t/{code}/sms", public::sms::turn_on)
        .get("/my", public::my::show)
        .post("/my", public::my::send_code)
        .get("/my/code", public::my::ask_code)
        .post("/my/code", public::my::try_code)
        .get("/my/open", public::my::ask_to_open)
        .post("/my/sign-out", public::my::sign_out)
        .post("/my/t/{code}", public::my::open)
        .post("/signals/helpful", public::signals::helpful)
        .post("/signals/miss", public::signals::miss)
        .post("/signals/opened", public::signals::opened)
        .post("/signals/deflect", public::signals::deflect)
}

fn staff_routes() -> Routes {
    let routes = staff::act::DEEDS.into_iter().fold(Routes::default(), |routes, deed| {
        let handler =
            async move |State(desk): State<Desk>, member: Member, Path(code): Path<String>, posted: Posted| {
                let done = staff::act::do_it(deed, &desk, &member, &code, &posted).await;
                done.map_err(|failure| failure.keeping(&posted.values))
            };
        routes.post(&format!("/desk/t/{{code}}/{}", deed.name), handler)
    });
    routes
        .get("/desk", staff::queue::first_desk)
        .get("/desk/", staff::queue::first_desk)
        .get("/desk/q/{desk}", staff::queue::show)
        .post("/desk/q/{desk}/bulk", staff::bulk::do_them)
        .get("/desk/q/{desk}/export.csv", staff::export::show)
        .get("/desk/me", staff::me::show)
        .post("/desk/me", staff::me::save)
        .get("/desk/new", staff::entry::show)
        .post("/desk/new", staff::entry::send)
        .get("/desk/search", staff::search::show)
        .get("/desk/t/{code}", staff::ticket::show)
        .get("/desk/t/{code}/files/{id}", staff::ticket::file)
        .get("/desk/t/{code}/record", staff::record::show)
        .get("/desk/t/{code}/draft.md", staff::draft::download)
        .get("/desk/t/{code}/erase", staff::erase::ask)
        .post("/desk/t/{code}/writing", staff::writing::tell)
        .get("/desk/sign-in", staff::sign_in::ask)
        .post("/desk/sign-in", staff::sign_in::send_code)
        .get("/desk/sign-in/code", staff::sign_in::ask_code)
        .post("/desk/sign-in/code", staff::sign_in::try_code)
        .get("/desk/sign-in/open", staff::sign_in::ask_to_open)
        .post("/desk/sign-out", staff::sign_in::sign_out)
}
