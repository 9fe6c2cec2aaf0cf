//! Every rule with the smallest content that shows it, and its full report in every language the author is spoken to in.
//!
//! `tests/fixtures/diagnostics/<CODE>/` holds `content/`, `expected.en.txt` and `expected.vi.txt`. `UPDATE_EXPECT=1` writes the
//! expected reports anew; read what it wrote as an author would.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use generator::check;
use generator::content::Purpose;
use generator::diagnostics::{Code, Diagnostic, Speech};

use crate::project::Project;

type Maker = fn(Project) -> Project;

/// What git would not hold as it is, or would hold too much of, is put into the copy of the content.
const MADE: &[(Code, Maker)] = &[
    (Code::Unreadable, |project| link(project, "gone.md", "en/moved.md")),
    (Code::NotUtf8, |project| {
        let latin = b"+++\ntitle = \"The caf\xe9\"\n+++\n\nOpen from 8.\n";
        project.bytes("en/cafe.md", latin).bytes("en/menu.md", b"\xff\xfe+\0+\0+\0")
    }),
    (Code::LinkLoop, |project| {
        let project = link(project, "..", "en/round");
        link(project, "/", "en/out")
    }),
    (Code::TooLarge, |project| project.file("en/log.md", &"All is well.\n".repeat(240_000))),
    (Code::Uneven, |project| {
        let pieces = "Choose the network e\u{302}\u{301}.";
        let marked = format!("\u{feff}+++\r\ntitle = \"Connect to the wifi\"\r\n+++\r\n\r\n{pieces}\r\n");
        project.file("en/wifi.md", &marked).file("en/vpn.md", "\u{feff}+++\ntitle = \"Connect to the VPN\"\n+++\n")
    }),
    (Code::TooDeep, |project| {
        let list: String = (0..=100).map(|depth| "  ".repeat(depth) + "- Choose\n").collect();
        project.file("en/wifi.md", &format!("+++\ntitle = \"Connect to the wifi\"\n+++\n\n{list}"))
    }),
    (Code::Heavy, |project| project.bytes("en/list.png", &[0; 700_000]).bytes("en/router.jpg", &[0; 900_000])),
];

/// What `check` is told on the command line about a folder without `portal.toml`, but where the rule is about not being told.
fn asked(code: Code, project: Project) -> Project {
    if project.content().join("portal.toml").exists() {
        return project;
    }
    match code {
        Code::LanguageGuessed => project.base_url("https://help.example"),
        Code::NoBaseUrl => project.lang("en"),
        _ => project.lang("en").base_url("https://help.example"),
    }
}

fn project(code: Code) -> Project {
    let project = Project::copy_of(&folder(code).join("content"));
    let made = MADE.iter().filter(|(made, _)| *made == code).fold(project, |project, (_, maker)| maker(project));
    asked(code, made)
}

fn folder(code: Code) -> PathBuf {
    fixtures().join(code.as_str())
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/diagnostics")
}

fn link(project: Project, target: &str, at: &str) -> Project {
    let link = project.content().join(at);
    fs::create_dir_all(link.parent().expect("a link is in a folder")).expect("there is room");
    std::os::unix::fs::symlink(target, link).expect("links can be made");
    project
}

/// The names in a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.expect("it can be read to its end").file_name().to_string_lossy().into_owned()).collect()
}

/// What `check` finds; `check --external` where that is what the rule is about.
fn found(code: Code, project: &Project) -> Vec<Diagnostic> {
    let (content, mut found) = project.load(Purpose::Check);
    if let (Code::DeadExternalLink, Some(content)) = (code, content) {
        found.extend(check::external(&content));
    }
    found
}

#[test]
fn every_rule_says_what_is_expected() {
    let write = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = String::new();
    for &code in Code::ALL.iter().filter(|code| folder(**code).is_dir()) {
        let project = project(code);
        let found = found(code, &project);
        let others: BTreeSet<_> = found.iter().map(|problem| problem.code).filter(|other| *other != code).collect();
        for speech in Speech::ALL {
            let report = project.told(&found, speech);
            if found.is_empty() || !others.is_empty() {
                let _ =
                    writeln!(wrong, "{code}: the content shows {} problems, also {others:?}\n{report}", found.len());
                continue;
            }
            let path = folder(code).join(format!("expected.{}.txt", speech.tag()));
            let expected = fs::read_to_string(&path).unwrap_or_default();
            if write {
                fs::write(&path, &report).expect("there is room");
            } else if report != expected {
                let _ = writeln!(wrong, "{code}, {}: expected\n{expected}\nbut it says\n{report}", speech.tag());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}\n`UPDATE_EXPECT=1` writes what is said now");
}

#[test]
fn every_rule_has_its_files_and_no_file_is_without_a_rule() {
    let rules: BTreeSet<String> = Code::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(rules.len(), Code::ALL.len(), "a number is used twice");
    assert_eq!(names(&fixtures()), rules, "a folder of content for each rule");
    for &code in Code::ALL {
        let files = ["content", "expected.en.txt", "expected.vi.txt"].map(String::from);
        assert_eq!(names(&folder(code)), files.into(), "{code}");
    }
    for speech in Speech::ALL {
        let explain = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostics/explain").join(speech.tag());
        let explained = names(&explain).iter().map(|name| name.trim_end_matches(".md").to_owned()).collect();
        assert_eq!(rules, explained, "an explanation for each rule: {}", explain.display());
        for code in Code::ALL {
            let (title, text) = (code.title(speech), code.explanation(speech));
            assert!(!title.is_empty() && !text.is_empty(), "{code}, {}: {title}\n{text}", speech.tag());
        }
    }
}
