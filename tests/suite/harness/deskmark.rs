//! The `deskmark` binary: building a portal, serving one.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::http::Server;
use super::process::{Running, binary};

/// A folder of tests/fixtures.
pub fn fixture(name: &str) -> PathBuf {
    super::root().join("tests/fixtures").join(name)
}

/// Runs `deskmark` to its end.
pub fn deskmark<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    Command::new(binary("deskmark"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap_or_else(|error| panic!("deskmark does not start: {error}"))
}

/// Builds a content folder into `out`; panics with what it said when it fails.
#[track_caller]
pub fn build(content: &Path, out: &Path) -> String {
    let arguments = ["build", "--content"].map(Into::into).into_iter();
    let arguments = arguments.chain([content.as_os_str().to_owned(), "--out".into(), out.as_os_str().to_owned()]);
    let output = deskmark(arguments);
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}: {said}", output.status);
    said
}

/// `deskmark serve` of the portal in tests/fixtures/portal, on a free port.
pub struct Serving {
    process: Running,
    base: String,
}

impl Serving {
    /// Starts it on the data of `data`, and waits until it has printed its address and the sign-in links.
    pub fn start(data: &Path) -> Self {
        Self::of(&fixture("portal"), data)
    }

    /// The same with another portal.
    pub fn of(content: &Path, data: &Path) -> Self {
        let mut process = Running::start(
            Command::new(binary("deskmark"))
                .args(["serve", "--port", "0", "--content"])
                .arg(content)
                .arg("--data")
                .arg(data)
                .env("NO_COLOR", "1"),
        );
        let base = process.wait_for_line("its address", |line| {
            line.trim().strip_prefix("Portal").map(|address| address.trim().trim_end_matches('/').to_owned())
        });
        Self { process, base }
    }

    /// Its address: `http://127.0.0.1:4000`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Its address, for browsers.
    pub fn server(&self) -> Server {
        Server::at(&self.base)
    }

    /// The one-time link printed for a role.
    #[track_caller]
    pub fn sign_in(&mut self, role: &str) -> String {
        let start = format!("Sign in as {role} of ");
        self.process.wait_for_line(&format!("a sign-in link for a {role}"), |line| {
            line.trim()
                .strip_prefix(&start)?
                .split_whitespace()
                .find(|word| word.starts_with("http"))
                .map(str::to_owned)
        })
    }

    /// Cuts its power.
    pub fn kill_hard(self) {
        self.process.kill_hard();
    }
}
