//! What stands in the way is said, with what to do, and with the exit code of its kind.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use super::Machine;
use crate::harness::deskmark::Hosting;

/// Starts it and waits for its end, which must be a refusal that says `parts`.
#[track_caller]
fn refused(site: &Path, data: &Path, listen: &str, code: i32, parts: &[&str]) {
    let output = Hosting::command(site, data).args(["--listen", listen]).output().expect("deskmark starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

const ANY: &str = "127.0.0.1:0";

#[test]
fn a_site_is_built_first() {
    let machine = Machine::new();
    let nowhere = machine.folder.path().join("nowhere");
    refused(&nowhere, &machine.data(), ANY, 2, &["no built site", "deskmark build", "--site"]);
    assert!(!machine.data().exists(), "nothing is made for a command that cannot be carried out");
    fs::remove_dir_all(machine.site().join("desk")).expect("it is our copy");
    refused(&machine.site(), &machine.data(), ANY, 2, &["no desk", "any web server"]);
}

#[test]
fn a_bundle_of_another_version_is_told() {
    let machine = Machine::new();
    let pointer = fs::read_to_string(machine.site().join("desk/current")).expect("the build wrote it");
    let catalog = machine.site().join("desk").join(pointer.trim()).join("catalog.json");
    fs::write(catalog, "{}").expect("it is our copy");
    refused(&machine.site(), &machine.data(), ANY, 3, &["catalog.json", "this version", "deskmark build"]);
}

#[test]
fn a_data_folder_that_cannot_be_written_is_named() {
    let machine = Machine::new();
    // Whoever runs the tests, a folder of the kernel's own takes nothing.
    refused(&machine.site(), Path::new("/sys/deskmark-data"), ANY, 3, &["data folder", "/sys/deskmark-data"]);
    fs::write(machine.data(), "a file").expect("room");
    refused(&machine.site(), &machine.data(), ANY, 3, &["data folder"]);
}

#[test]
fn a_data_folder_has_one_user() {
    let machine = Machine::new();
    let _first = Hosting::start(&machine.site(), &machine.data(), None);
    refused(&machine.site(), &machine.data(), ANY, 3, &["another deskmark", "--data"]);
}

#[test]
fn a_port_in_use_is_named() {
    let machine = Machine::new();
    let taken = TcpListener::bind(ANY).expect("a free port");
    let address = taken.local_addr().expect("a bound address").to_string();
    refused(&machine.site(), &machine.data(), &address, 3, &[&address, "in use", "--listen"]);
}

#[test]
fn tickets_without_the_secret_of_their_links_are_not_opened() {
    let machine = Machine::new();
    Hosting::start(&machine.site(), &machine.data(), None).stop();
    fs::remove_file(machine.data().join("secret")).expect("it is there");
    refused(&machine.site(), &machine.data(), ANY, 3, &["secret", "backup"]);
}

#[test]
fn tickets_that_a_newer_version_worked_with_are_left_alone() {
    let machine = Machine::new();
    Hosting::start(&machine.site(), &machine.data(), None).stop();
    let db = rusqlite::Connection::open(machine.data().join("tickets.sqlite")).expect("a database");
    db.pragma_update(None, "user_version", 1_000).expect("it is ours");
    db.close().expect("written");
    refused(&machine.site(), &machine.data(), ANY, 3, &["tickets.sqlite", "newer version"]);
}

#[test]
fn what_is_typed_wrongly_is_said_at_once() {
    let machine = Machine::new();
    refused(&machine.site(), &machine.data(), "8080", 2, &["--listen"]);
    let output = Hosting::command(&machine.site(), &machine.data())
        .args(["--trust-proxy", "nginx"])
        .output()
        .expect("deskmark starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("10.0.0.0/8"), "{said}");
    let output = Hosting::command(&machine.site(), &machine.data())
        .env("DESKMARK_SMTP_URL", "mail.example.org:hunter2")
        .output()
        .expect("deskmark starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("DESKMARK_SMTP_URL") && !said.contains("hunter2"), "{said}");
}

#[cfg(unix)]
#[test]
fn what_is_in_the_data_folder_is_for_its_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let machine = Machine::new();
    Hosting::start(&machine.site(), &machine.data(), None).stop();
    let mode = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&machine.data()), 0o700);
    assert_eq!(mode(&machine.data().join("secret")), 0o600);
}
