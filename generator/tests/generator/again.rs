//! `deskmark build` again: nothing changed, something changed, killed in the middle, no room.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::project::Project;

/// A content folder and the program, run beside it.
struct Runs {
    project: Project,
    dir: TempDir,
}

/// What is said when there was nothing to do.
const NOTHING: &str = "nothing has changed";

impl Runs {
    fn new() -> Self {
        let project = Project::portal()
            .file(
                "vi/mang/wifi.md",
                "+++\ntitle = \"Wifi\"\nid = \"wifi\"\ntags = [\"a\", \"b\"]\n+++\n[VPN](vpn.md#khong)\n",
            )
            .file("vi/mang/vpn.md", "+++\ntitle = \"VPN\"\ntags = [\"b\"]\n+++\nText.\n")
            .file("en/net/wifi.md", "+++\ntitle = \"Wifi\"\nid = \"wifi\"\n+++\nText.\n")
            .file("en/net/draft.md", "+++\ntitle = \"Draft\"\ndraft = true\n+++\nText.\n")
            .file("assets/so-do.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        Self { project, dir: TempDir::new().expect("there is room") }
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("dist")
    }

    fn command(&self, out: &Path, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deskmark"));
        command.arg("build").arg("--content").arg(self.project.content()).arg("--out").arg(out);
        command.args(["--at", "2026-11-22"]).args(more);
        command
    }

    /// Builds and expects it to go well. Returns what was said, standard output first.
    #[track_caller]
    fn build(&self, more: &[&str]) -> String {
        let done = self.command(&self.out(), more).output().expect("it runs");
        assert!(done.status.success(), "{}", said(&done));
        said(&done)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.project.content().join(path), text).expect("there is room");
    }
}

fn said(done: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr))
}

/// Every file below a folder with its bytes.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for path in entries.map(|entry| entry.expect("a folder can be read to its end").path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).expect("it is below").to_owned();
                found.insert(name, fs::read(&path).expect("what was written can be read"));
            }
        }
    }
    found
}

#[test]
fn nothing_changed_is_seen_and_the_warnings_are_told_again() {
    let runs = Runs::new();
    let first = runs.build(&[]);
    assert!(first.contains("no heading `#khong`"), "{first}");
    let before = files(&runs.out());
    let again = runs.build(&[]);
    assert!(again.contains(NOTHING) && again.contains("no heading `#khong`"), "{again}");
    assert!(before == files(&runs.out()));
    // The same text saved again is the same.
    runs.write("vi/mang/vpn.md", "+++\ntitle = \"VPN\"\ntags = [\"b\"]\n+++\nText.\n");
    assert!(runs.build(&[]).contains(NOTHING));
}

#[test]
fn any_change_of_what_goes_in_is_built() {
    let runs = Runs::new();
    runs.build(&[]);
    for (path, text) in [
        ("vi/mang/vpn.md", "+++\ntitle = \"VPN\"\ntags = [\"b\"]\n+++\nTexT.\n"),
        ("assets/so-do.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" />"),
        ("assets/new.txt", "new"),
        (
            "portal.toml",
            "base_url = \"https://help.example\"\nlanguages = [\"en\", \"vi\"]\n[title]\nvi = \"Hỗ trợ\"\n",
        ),
    ] {
        runs.write(path, text);
        assert!(!runs.build(&[]).contains(NOTHING), "{path}");
        assert!(runs.build(&[]).contains(NOTHING), "{path}");
    }
    fs::create_dir_all(runs.project.content().join("theme/styles")).expect("there is room");
    runs.write("theme/styles/own.css", "p { margin-block: 0 }");
    assert!(!runs.build(&[]).contains(NOTHING), "an override");
    fs::remove_file(runs.project.content().join("assets/new.txt")).expect("it is ours");
    assert!(!runs.build(&[]).contains(NOTHING), "a file that went");
}

#[test]
fn any_other_setting_is_built() {
    let runs = Runs::new();
    runs.build(&[]);
    for more in [["--base-url", "https://other.example"].as_slice(), &["--drafts"], &["--at", "2026-11-23"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deskmark"));
        command.arg("build").arg("--content").arg(runs.project.content()).arg("--out").arg(runs.out()).args(more);
        if !more.contains(&"--at") {
            command.args(["--at", "2026-11-22"]);
        }
        let done = command.output().expect("it runs");
        assert!(done.status.success() && !said(&done).contains(NOTHING), "{more:?}: {}", said(&done));
    }
    assert!(!runs.build(&[]).contains(NOTHING), "back again");
}

#[test]
fn whatever_happens_to_the_output_is_mended() {
    let runs = Runs::new();
    runs.build(&[]);
    let right = files(&runs.out());
    let page = runs.out().join("public/vi/mang/vpn/index.html");
    let text = fs::read_to_string(&page).expect("it was written");
    // Same size, and quickly: neither size nor time gives it away.
    fs::write(&page, text.replace("Text.", "Tent.")).expect("it is ours");
    assert!(!runs.build(&[]).contains(NOTHING));
    assert!(right == files(&runs.out()));
    fs::remove_file(&page).expect("it is ours");
    assert!(!runs.build(&[]).contains(NOTHING));
    fs::write(runs.out().join("public/stray.html"), "stray").expect("there is room");
    assert!(!runs.build(&[]).contains(NOTHING));
    fs::remove_file(runs.out().join("desk/current")).expect("it is ours");
    assert!(!runs.build(&[]).contains(NOTHING));
    fs::write(runs.out().join(".deskmark-state"), "{").expect("there is room");
    assert!(!runs.build(&[]).contains(NOTHING));
    assert!(right == files(&runs.out()));
}

#[test]
fn a_build_is_the_same_to_the_byte_wherever_and_with_however_many_threads() {
    let runs = Runs::new();
    let elsewhere = TempDir::new().expect("there is room");
    runs.build(&[]);
    let done = runs.command(elsewhere.path(), &[]).env("RAYON_NUM_THREADS", "1").output().expect("it runs");
    assert!(done.status.success(), "{}", said(&done));
    assert!(files(&runs.out()) == files(elsewhere.path()));
    let own = [runs.project.content(), runs.dir.path()].map(|path| path.to_string_lossy().into_owned());
    for (name, bytes) in files(&runs.out()).iter().filter(|(name, _)| !name.ends_with(".deskmark-state")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!own.iter().any(|path| text.contains(path)), "{} names a folder of this machine", name.display());
    }
}

#[test]
fn the_sample_portal_is_the_same_to_the_byte() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let outs = [TempDir::new().expect("there is room"), TempDir::new().expect("there is room")];
    for (out, threads) in outs.iter().zip(["1", "2"]) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deskmark"));
        command.arg("build").arg("--content").arg(&sample).arg("--out").arg(out.path()).args(["--at", "2026-11-22"]);
        let done = command.env("RAYON_NUM_THREADS", threads).output().expect("it runs");
        assert!(done.status.success(), "{}", said(&done));
    }
    assert!(files(outs[0].path()) == files(outs[1].path()));
}

#[test]
fn a_failed_build_leaves_the_former_site_as_it_was() {
    let runs = Runs::new();
    runs.build(&[]);
    let before = files(&runs.out());
    let templates = runs.project.content().join("theme/templates/site");
    fs::create_dir_all(&templates).expect("there is room");
    fs::write(templates.join("tag.html"), "{{ nothing.of_the_kind }}").expect("there is room");
    runs.write("vi/mang/vpn.md", "+++\ntitle = \"VPN\"\ntags = [\"b\"]\n+++\nOther.\n");
    let done = runs.command(&runs.out(), &[]).output().expect("it runs");
    assert_eq!(done.status.code(), Some(1), "{}", said(&done));
    assert!(before == files(&runs.out()));
}

#[test]
fn what_a_killed_build_left_is_cleared() {
    let runs = Runs::new();
    runs.build(&[]);
    let right = files(&runs.out());
    for leftover in [".public.next/vi/half.html", ".desk.next/half.json", ".public.old/vi/index.html"] {
        let path = runs.out().join(leftover);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("there is room");
        fs::write(path, "half").expect("there is room");
    }
    runs.write("vi/mang/vpn.md", "+++\ntitle = \"VPN\"\ntags = [\"b\"]\n+++\nOther.\n");
    runs.build(&[]);
    runs.write("vi/mang/vpn.md", "+++\ntitle = \"VPN\"\ntags = [\"b\"]\n+++\nText.\n");
    runs.build(&[]);
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| {
        // The desk keeps its former bundle.
        files.keys().filter(|name| !name.starts_with("desk")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&files(&runs.out())), names(&right));
}

/// Killed at many moments, a build leaves the old site or the new one, whole.
#[test]
#[cfg(unix)]
fn a_build_killed_at_any_moment_leaves_a_whole_site() {
    let runs = Runs::new();
    for number in 0..60 {
        runs.write(&format!("vi/mang/so-{number}.md"), &format!("+++\ntitle = \"Số {number}\"\n+++\nCŨ\n"));
    }
    runs.build(&[]);
    let public = runs.out().join("public");
    let mut expected = vec![files(&public)];
    for number in 0..60 {
        runs.write(&format!("vi/mang/so-{number}.md"), &format!("+++\ntitle = \"Số {number}\"\n+++\nMỚI\n"));
    }
    let other = TempDir::new().expect("there is room");
    assert!(runs.command(other.path(), &[]).status().expect("it runs").success());
    expected.push(files(&other.path().join("public")));
    for wait in 0..20 {
        let mut build = runs.command(&runs.out(), &[]).stderr(std::process::Stdio::null()).spawn().expect("it runs");
        std::thread::sleep(std::time::Duration::from_millis(wait * 25));
        build.kill().expect("it is ours");
        build.wait().expect("it has ended");
        assert!(expected.contains(&files(&public)), "killed after {} ms", wait * 25);
    }
    runs.build(&[]);
    assert!(files(&public) == expected[1]);
    assert!(!runs.out().join(".public.next").exists());
}

#[test]
#[cfg(unix)]
fn no_room_is_an_error_of_the_machine() {
    let runs = Runs::new();
    runs.build(&[]);
    let before = files(&runs.out());
    runs.write("assets/large.txt", &"word ".repeat(20_000));
    let build = format!(
        "trap '' XFSZ; ulimit -f 64; exec '{}' build --content '{}' --out '{}' --at 2026-11-22",
        env!("CARGO_BIN_EXE_deskmark"),
        runs.project.content().display(),
        runs.out().display()
    );
    let done = Command::new("bash").args(["-c", &build]).output().expect("there is a shell");
    assert_eq!(done.status.code(), Some(3), "{}", said(&done));
    assert!(said(&done).contains("cannot write") && said(&done).contains("large.txt"), "{}", said(&done));
    assert!(before == files(&runs.out()));
}

#[test]
fn an_output_that_is_a_file_or_belongs_to_others_is_an_error_of_the_machine() {
    let runs = Runs::new();
    fs::write(runs.out(), "a file").expect("there is room");
    let done = runs.command(&runs.out(), &[]).output().expect("it runs");
    assert_eq!(done.status.code(), Some(3), "{}", said(&done));
    let theirs = runs.dir.path().join("theirs");
    fs::create_dir_all(theirs.join("public")).expect("there is room");
    fs::write(theirs.join("public/thesis.docx"), "years").expect("there is room");
    let done = runs.command(&theirs, &[]).output().expect("it runs");
    assert_eq!(done.status.code(), Some(3), "{}", said(&done));
    assert_eq!(fs::read_to_string(theirs.join("public/thesis.docx")).expect("it is still there"), "years");
}

#[test]
#[cfg(unix)]
fn a_link_in_the_place_of_the_site_stays() {
    let runs = Runs::new();
    let real = runs.dir.path().join("www");
    fs::create_dir_all(&real).expect("there is room");
    fs::create_dir_all(runs.out()).expect("there is room");
    std::os::unix::fs::symlink(&real, runs.out().join("public")).expect("a link can be made");
    runs.build(&[]);
    assert!(real.join("vi/mang/wifi/index.html").exists());
    assert!(runs.out().join("public").is_symlink());
    assert!(runs.build(&[]).contains(NOTHING));
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let runs = Runs::new();
    fs::create_dir_all(runs.out()).expect("there is room");
    let folder = fs::File::open(runs.out()).expect("it is there");
    folder.lock().expect("nobody else has it");
    let done = runs.command(&runs.out(), &[]).output().expect("it runs");
    assert_eq!(done.status.code(), Some(3), "{}", said(&done));
    assert!(said(&done).contains("another build"), "{}", said(&done));
}

#[test]
fn the_phases_are_timed_when_asked() {
    let said = Runs::new().build(&["--profile"]);
    for phase in ["compare", "read", "model", "texts", "check", "search", "pages", "writing", "swap", "all"] {
        assert!(said.contains(phase), "{phase} in {said}");
    }
}
