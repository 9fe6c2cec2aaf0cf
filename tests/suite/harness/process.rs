//! Programs: found where cargo built them, started, listened to, ended.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};

use super::wait_until;

/// The path of a binary of this workspace.
///
/// The suite is a crate of its own, so cargo neither builds other crates' binaries for it nor says where they
/// are. It does put them all beside each other: this test runs as `target/<profile>/deps/suite-…`.
pub fn binary(name: &str) -> PathBuf {
    let this = std::env::current_exe().expect("a running test knows its own file");
    let profile = this.ancestors().nth(2).expect("tests run from target/<profile>/deps");
    let file = profile.join(name);
    assert!(
        file.exists(),
        "{} is not built: run `./tests/run`, or `cargo build --workspace --bins --features generator/aws`",
        file.display()
    );
    file
}

/// A program under way. Dropping it ends it; what it wrote is shown when the test fails.
pub struct Running {
    name: String,
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
}

impl Running {
    /// Starts the program, its output collected line by line.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let log = Arc::new(Mutex::new(Vec::new()));
        collect(child.stdout.take().expect("stdout is piped"), &log);
        collect(child.stderr.take().expect("stderr is piped"), &log);
        Self { name, child, log }
    }

    /// Waits for a line that `wanted` makes something of, looking from the first line on.
    pub fn wait_for_line<T>(&mut self, what: &str, wanted: impl Fn(&str) -> Option<T>) -> T {
        wait_until(&format!("{what} from {}", self.name), || {
            // Asked before the log is read: a program's last lines arrive before its end is noticed here.
            let ended = self.child.try_wait().expect("a child can be asked");
            let found = self.log().iter().find_map(|line| wanted(line));
            assert!(
                found.is_some() || ended.is_none(),
                "{} ended ({ended:?}) before {what}:\n{}",
                self.name,
                self.log().join("\n")
            );
            found
        })
    }

    /// Every line so far, both outputs in the order they came.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().expect("the log is only pushed to").clone()
    }

    /// Whether the program has ended, and how.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a child can be asked")
    }

    /// Asks it to end (SIGTERM), as a service manager does.
    pub fn ask_to_end(&self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill is everywhere");
        assert!(asked.success(), "our own child can be asked");
    }

    /// Waits for its end; tells how it ended, with everything it wrote.
    pub fn wait_for_end(mut self) -> (ExitStatus, String) {
        let status = wait_until(&format!("the end of {}", self.name), || self.ended());
        (status, self.log().join("\n"))
    }

    /// Ends it the hard way (SIGKILL), as a power cut would: nothing in it gets to tidy up.
    pub fn kill_hard(mut self) {
        self.child.kill().expect("our own child can be killed");
        self.child.wait().expect("a killed child can be waited for");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let text = format!("---- {} wrote ----\n{}\n", self.name, self.log().join("\n"));
            // Already failing: that this cannot be shown changes nothing.
            let _ = std::io::stderr().write_all(text.as_bytes());
        }
        // Both fail only when it has ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(output: impl Read + Send + 'static, log: &Arc<Mutex<Vec<String>>>) {
    let log = Arc::clone(log);
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            log.lock().expect("the log is only pushed to").push(line);
        }
    });
}
