//! The `deskmark` binary: building a portal, serving one.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output};

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

/// `deskmark host` of a built portal, as a service manager runs it behind a proxy on the same machine.
pub struct Hosting {
    process: Running,
    base: String,
}

/// Where the portal of tests/fixtures/portal is for its people.
pub const PUBLIC: &str = "https://hotro.suite.example";

impl Hosting {
    /// Starts it on a free port, and waits until it listens. Letters go to `smtp_url`; without one they wait.
    pub fn start(site: &Path, data: &Path, smtp_url: Option<&str>) -> Self {
        Self::start_at("127.0.0.1:0", site, data, smtp_url)
    }

    /// The same at an address of one's choice.
    pub fn start_at(address: &str, site: &Path, data: &Path, smtp_url: Option<&str>) -> Self {
        let mut process = Running::start(
            Self::command(site, data)
                .args(["--listen", address, "--trust-proxy", "127.0.0.1"])
                .envs(smtp_url.map(|url| ("DESKMARK_SMTP_URL", url))),
        );
        let base = process
            .wait_for_line("its address", |line| line.strip_prefix("Listens").map(|address| address.trim().to_owned()));
        Self { process, base }
    }

    /// The command, to be added to.
    pub fn command(site: &Path, data: &Path) -> Command {
        let mut command = Command::new(binary("deskmark"));
        command.arg("host").arg("--site").arg(site).arg("--data").arg(data);
        command.env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8").env_remove("DESKMARK_SMTP_URL");
        command
    }

    /// Its address, for the proxy.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Its address, for browsers.
    pub fn server(&self) -> Server {
        Server::at(&self.base).known_as(PUBLIC)
    }

    /// The program.
    pub fn process(&mut self) -> &mut Running {
        &mut self.process
    }

    /// Asks it to stop, and waits until it has; tells how, with everything it wrote.
    pub fn stop(self) -> (ExitStatus, String) {
        self.process.ask_to_end();
        self.wait_for_end()
    }

    /// Waits for its end; tells how it ended, with everything it wrote.
    pub fn wait_for_end(self) -> (ExitStatus, String) {
        self.process.wait_for_end()
    }

    /// Cuts its power.
    pub fn kill_hard(self) {
        self.process.kill_hard();
    }
}
