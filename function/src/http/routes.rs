//! The list of what the desk answers, made by the router itself, so that nothing can be answered without being listed.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{get, post};

use crate::desk::Desk;

/// A method and an address that the router answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint {
    /// `GET`, `POST`.
    pub method: &'static str,
    /// The path, with `{name}` for its changing parts: `/t/{code}`.
    pub path: String,
}

/// A router that remembers what was added to it.
#[derive(Default)]
pub(super) struct Routes {
    router: Router<Desk>,
    endpoints: Vec<Endpoint>,
}

impl Routes {
    /// Looking something up: changes nothing.
    pub(super) fn get<H: Handler<T, Desk>, T: 'static>(mut self, path: &str, handler: H) -> Self {
        self.endpoints.push(Endpoint { method: "GET", path: path.to_owned() });
        self.router = self.router.route(path, get(handler));
        self
    }

    /// Doing something.
    pub(super) fn post<H: Handler<T, Desk>, T: 'static>(mut self, path: &str, handler: H) -> Self {
        self.endpoints.push(Endpoint { method: "POST", path: path.to_owned() });
        self.router = self.router.route(path, post(handler));
        self
    }

    /// What answers.
    pub(super) fn into_router(self) -> Router<Desk> {
        self.router
    }

    /// What is answered, in the order it was added.
    pub(super) fn into_endpoints(self) -> Vec<Endpoint> {
        self.endpoints
    }
}
