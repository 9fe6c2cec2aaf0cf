//! `deskmark host`: production on one machine.

mod backups;
mod crashes;
mod doctor;
mod moves;
mod refusals;
mod site;

use std::path::Path;

use tempfile::TempDir;

use crate::harness::deskmark::{build, fixture};
use crate::harness::http::{Request, Response, Transport};

/// The portal of tests/fixtures/portal, built, and a data folder beside it.
struct Machine {
    folder: TempDir,
}

impl Machine {
    fn new() -> Self {
        Self::of(|_| {})
    }

    /// The same with content that was changed before it was built.
    fn of(change: impl FnOnce(&Path)) -> Self {
        let machine = Self { folder: TempDir::new().expect("there is room for a folder") };
        crate::build::copy(&fixture("portal"), &machine.content());
        change(&machine.content());
        machine.build();
        machine
    }

    /// One that takes as many tickets as come.
    fn busy() -> Self {
        Self::of(|content| {
            let portal = content.join("portal.toml");
            let text = std::fs::read_to_string(&portal).expect("the fixture has it");
            std::fs::write(&portal, format!("{text}\n[limits]\ntickets_per_desk = 1000000\n")).expect("it is our copy");
        })
    }

    fn build(&self) {
        build(&self.content(), &self.site());
    }

    fn content(&self) -> std::path::PathBuf {
        self.folder.path().join("content")
    }

    fn site(&self) -> std::path::PathBuf {
        self.folder.path().join("dist")
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }
}

/// Asks for a page, as a program that sends exactly these headers.
fn get(server: &dyn Transport, path: &str, headers: &[(&str, &str)]) -> Response {
    crate::router::people::request(server, "GET", path, headers, b"")
}

/// A server reached through the proxy by a client with another address: limits are counted by that.
struct Client<'a> {
    server: &'a dyn Transport,
    address: String,
}

impl Transport for Client<'_> {
    fn origin(&self) -> String {
        self.server.origin()
    }

    fn send(&self, request: &Request) -> Response {
        let mut request = request.clone();
        request.headers.push(("x-forwarded-for".to_owned(), self.address.clone()));
        self.server.send(&request)
    }
}
