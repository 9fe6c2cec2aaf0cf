//! What the tests stand on: programs started and ended, a browser without a screen, and the parts of AWS that
//! cannot run here, played by the protocol AWS documents for them.

pub mod between;
pub mod bootstrap;
pub mod deskmark;
pub mod dynoxide;
pub mod http;
pub mod lambda_http;
pub mod meter;
pub mod moto;
pub mod page;
pub mod process;
pub mod rights;
pub mod runtime_api;
pub mod smtp;
pub mod stream;
pub mod template;
pub mod translated;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long anything that should happen at once may take on a busy machine with two cores.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The repository's root, wherever the tests are run from.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is a folder of the repository").to_owned()
}

/// A tool `./tests/run` installs under tests/.tools.
///
/// A missing tool fails the test that needs it: a test skipped unseen proves nothing.
pub fn tool(path: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools").join(path);
    assert!(file.exists(), "{} is missing: `./tests/run` installs it", file.display());
    file
}

/// Asks again and again until there is an answer; gives up, with `what` in the message, after [`PATIENCE`].
pub fn wait_until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited {PATIENCE:?} in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
