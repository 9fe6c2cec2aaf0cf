//! Backing up under load, and restoring elsewhere: every acknowledged ticket is there.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Output;

use super::crashes::{Senders, is_there};
use super::{Machine, get};
use crate::harness::deskmark::{Hosting, deskmark};
use crate::harness::http::Browser;
use crate::harness::wait_until;
use crate::journey::{DESCRIPTION, EMAIL, NAME, TITLE};
use crate::router::files::{PDF, downloads};

fn back_up(data: &Path, to: &Path) -> Output {
    deskmark([OsStr::new("backup"), OsStr::new("--data"), data.as_os_str(), OsStr::new("--to"), to.as_os_str()])
}

fn restore(from: &Path, data: &Path) -> Output {
    deskmark([OsStr::new("restore"), from.as_os_str(), OsStr::new("--data"), data.as_os_str()])
}

/// What a command said, after checking how it ended.
#[track_caller]
fn said(output: &Output, code: i32) -> String {
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{text}");
    text
}

/// Sends a ticket with a file, and gives the way its owner comes back to it: the link on the receipt.
fn with_a_file(hosting: &Hosting) -> (String, String) {
    let server = hosting.server();
    let mut requester = Browser::new(&server);
    let form = requester.get("/vi/ask/papers/").page(200).form("/t/review");
    let form = form.fill("title", TITLE).fill("description", DESCRIPTION).fill("name", NAME).fill("email", EMAIL);
    let form = form.choose("f.papers", "thẻ.pdf", PDF);
    let review = requester.submit(&form).page(200).form("/t");
    let receipt = requester.submit(&review).leads_to();
    let links = requester.get(&receipt).page(200).links("main a[href*='/open?key=']");
    let link = links.into_iter().next().expect("the receipt has the owner's link").0;
    (receipt.split('/').nth(2).expect("a code").to_owned(), link)
}

#[test]
fn every_ticket_acknowledged_before_a_backup_began_is_in_it() {
    let machine = Machine::busy();
    let hosting = Hosting::start(&machine.site(), &machine.data(), None);
    let (code, link) = with_a_file(&hosting);
    let senders = Senders::start(hosting.base());
    let mut backups = Vec::new();
    for nth in 1..=3 {
        let enough = nth * 15;
        wait_until("tickets under load", || (senders.count() >= enough).then_some(()));
        let before = senders.so_far();
        let to = machine.folder.path().join(format!("backup-{nth}"));
        let text = said(&back_up(&machine.data(), &to), 0);
        assert!(text.contains("1 files") && !text.contains("Not there"), "{text}");
        backups.push((to, before));
    }
    hosting.kill_hard();
    senders.stop();
    fs::remove_dir_all(machine.data()).expect("the machine burns down");

    for (nth, (backup, before)) in backups.iter().enumerate() {
        let data = machine.folder.path().join(format!("elsewhere-{nth}"));
        let text = said(&restore(backup, &data), 0);
        assert!(text.contains("tickets"), "{text}");
        let hosting = Hosting::start(&machine.site(), &data, None);
        let server = hosting.server();
        assert!(before.len() >= (nth + 1) * 15);
        for ticket in before {
            is_there(&server, ticket);
        }
        let mut owner = Browser::new(&server);
        let opened = crate::journey::press(&mut owner, &link, &format!("/t/{code}/open"));
        let mine = owner.follow(opened).page(200);
        let file = downloads(&mine).into_iter().next().expect("the file is there");
        assert_eq!(owner.get(&file).body.as_bytes(), PDF);
        get(&server, &format!("/t/{code}"), &[]).page(200);
        // The restored desk takes on new work.
        with_a_file(&hosting);
    }
}

#[test]
fn nothing_is_written_over_and_nothing_is_taken_for_a_backup() {
    let machine = Machine::new();
    Hosting::start(&machine.site(), &machine.data(), None).stop();
    let backup = machine.folder.path().join("backup");
    let elsewhere = machine.folder.path().join("elsewhere");
    assert!(said(&back_up(&machine.site(), &backup), 2).contains("no tickets"));
    assert!(!backup.exists());
    said(&back_up(&machine.data(), &backup), 0);
    assert!(said(&back_up(&machine.data(), &backup), 2).contains("there already"));
    assert!(said(&restore(&machine.site(), &elsewhere), 2).contains("no backup"));
    assert!(said(&restore(&backup, &machine.data()), 2).contains("not empty"));
    fs::create_dir(&elsewhere).expect("room");
    said(&restore(&backup, &elsewhere), 0);
    assert_eq!(
        fs::read(elsewhere.join("secret")).expect("restored"),
        fs::read(machine.data().join("secret")).expect("still there")
    );
}

#[test]
fn a_damaged_backup_is_not_restored() {
    let machine = Machine::new();
    let hosting = Hosting::start(&machine.site(), &machine.data(), None);
    with_a_file(&hosting);
    let backup = machine.folder.path().join("backup");
    said(&back_up(&machine.data(), &backup), 0);
    let tickets = backup.join("tickets.sqlite");
    let whole = fs::read(&tickets).expect("the backup has them");
    let elsewhere = machine.folder.path().join("elsewhere");

    let cut = &whole[..whole.len() / 2];
    fs::write(&tickets, cut).expect("it is our copy");
    assert!(said(&restore(&backup, &elsewhere), 3).contains("not whole"));
    let starts = fs::read_dir(&elsewhere).expect("the folder was made").count();
    assert_eq!(starts, 0, "nothing of it stays");

    // A ticket that is not what its events say.
    fs::write(&tickets, &whole).expect("it is our copy");
    let db = rusqlite::Connection::open(&tickets).expect("a database");
    db.execute("DELETE FROM events WHERE seq = 2", []).expect("an event goes");
    db.close().expect("written");
    assert!(said(&restore(&backup, &elsewhere), 3).contains("not what its events say"));

    fs::write(&tickets, &whole).expect("it is our copy");
    said(&restore(&backup, &elsewhere), 0);
}

#[test]
fn a_restore_that_was_cut_off_is_not_taken_for_a_desk() {
    let machine = Machine::new();
    fs::create_dir_all(machine.data().join("restoring")).expect("room");
    let output = Hosting::command(&machine.site(), &machine.data()).output().expect("deskmark starts");
    assert!(said(&output, 3).contains("deskmark restore"));
}

#[cfg(unix)]
#[test]
fn a_backup_is_for_its_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let machine = Machine::new();
    Hosting::start(&machine.site(), &machine.data(), None).stop();
    let backup = machine.folder.path().join("backup");
    said(&back_up(&machine.data(), &backup), 0);
    let mode = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&backup), 0o700);
    for part in ["secret", "tickets.sqlite"] {
        assert_eq!(mode(&backup.join(part)), 0o600, "{part}");
    }
}
