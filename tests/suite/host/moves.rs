//! A desk moves: to another machine, to AWS and back.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::Machine;
use super::crashes::{Senders, is_there};
use crate::harness::deskmark::Hosting;
use crate::harness::dynoxide::Dynoxide;
use crate::harness::process::binary;
use crate::harness::wait_until;

/// Runs `deskmark` with what a client of AWS needs, and checks how it ended; gives what it wrote to either output.
#[track_caller]
fn deskmark(line: &str, endpoint: &str, code: i32) -> (String, String) {
    let Output { status, stdout, stderr } = Command::new(binary("deskmark"))
        .args(line.split_whitespace())
        .envs([("NO_COLOR", "1"), ("LC_ALL", "C.UTF-8"), ("AWS_REGION", "ap-southeast-1")])
        .envs([
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_ENDPOINT_URL_DYNAMODB", endpoint),
        ])
        .output()
        .expect("deskmark starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let (out, told) = (text(stdout), text(stderr));
    assert_eq!(status.code(), Some(code), "{line}\n{out}\n{told}");
    (out, told)
}

/// A desk with some tickets, running.
fn with_tickets(machine: &Machine) -> (Hosting, Vec<super::crashes::Acknowledged>) {
    let hosting = Hosting::start(&machine.site(), &machine.data(), None);
    let senders = Senders::start(hosting.base());
    wait_until("tickets", || (senders.count() >= 8).then_some(()));
    (hosting, senders.stop())
}

fn shown(path: &Path) -> std::path::Display<'_> {
    path.display()
}

#[test]
fn a_desk_moves_to_another_machine() {
    let machine = Machine::busy();
    let (hosting, tickets) = with_tickets(&machine);
    let (data, other) = (machine.data(), machine.folder.path().join("elsewhere"));
    let file = machine.folder.path().join("desk.jsonl");
    let (told, _) = deskmark(&format!("export --data {} --out {}", shown(&data), shown(&file)), "", 0);
    assert!(told.contains(&format!("{} tickets", tickets.len())) && told.contains("the server's secret"), "{told}");
    hosting.stop();
    let (told, _) = deskmark(&format!("import {} --data {}", shown(&file), shown(&other)), "", 0);
    assert!(told.contains(&format!("{} tickets", tickets.len())) && told.contains("No letters"), "{told}");
    fs::copy(data.join("secret"), other.join("secret")).expect("beside it");
    let (told, _) = deskmark(&format!("repair --data {}", shown(&other)), "", 0);
    assert!(told.contains("0 faults mended"), "{told}");
    // Once more, as after a cut.
    let (told, _) = deskmark(&format!("import {} --data {}", shown(&file), shown(&other)), "", 0);
    assert!(told.contains("were there already"), "{told}");

    let hosting = Hosting::start(&machine.site(), &other, None);
    let server = hosting.server();
    for ticket in &tickets {
        is_there(&server, ticket);
    }
}

#[test]
fn a_desk_moves_to_an_emulated_aws_and_back() {
    let machine = Machine::busy();
    let (hosting, tickets) = with_tickets(&machine);
    hosting.stop();
    let emulator = Dynoxide::start();
    let tables = "--tickets-table Tickets --signals-table Signals";
    let (lines, told) = deskmark(&format!("export --data {}", shown(&machine.data())), "", 0);
    assert!(told.contains(&format!("{} tickets", tickets.len())), "{told}");
    let file = machine.folder.path().join("desk.jsonl");
    fs::write(&file, &lines).expect("room");
    deskmark(&format!("import {} {tables}", shown(&file)), emulator.endpoint(), 0);
    let (there, _) = deskmark(&format!("export {tables}"), emulator.endpoint(), 0);
    assert_eq!(there, lines);
    let (told, _) = deskmark(&format!("repair {tables} --dry-run"), emulator.endpoint(), 0);
    assert!(told.contains("0 faults to mend"), "{told}");
}

#[test]
fn whoever_types_it_wrong_is_told_how_it_goes() {
    let machine = Machine::new();
    let nowhere = machine.folder.path().join("nowhere");
    let (empty, made) = (machine.folder.path().join("empty.jsonl"), machine.folder.path().join("made.jsonl"));
    fs::write(&empty, "{}\n").expect("room");
    fs::write(&made, "").expect("room");
    Hosting::start(&machine.site(), &machine.data(), None).stop();
    let (data, nowhere, empty, made) = (
        shown(&machine.data()).to_string(),
        shown(&nowhere).to_string(),
        shown(&empty).to_string(),
        shown(&made).to_string(),
    );
    for (line, code, told) in [
        (format!("export --data {nowhere}"), 2, "name the folder that `deskmark host --data` has"),
        (format!("export --data {data} --out {made}"), 2, "is there already"),
        ("export".to_owned(), 2, "--data <DIR>"),
        ("export --tickets-table Tickets".to_owned(), 2, "--signals-table <NAME>"),
        ("import".to_owned(), 2, "<FILE>"),
        (format!("import {nowhere} --data {data}"), 3, "No such file"),
        (format!("import {empty} --data {data}"), 2, "line 1 is not what `deskmark export` writes there"),
        (format!("import {made} --data {data}"), 2, "cut off"),
        (format!("repair --data {nowhere}"), 2, "name the folder that `deskmark host --data` has"),
        (format!("repair --data {data} --resend yesterday"), 2, "2026-11-27T08:00..2026-11-27T12:30"),
        (format!("repair --data {data} --resend 2026-11-27..2026-11-28 --site {nowhere}"), 2, "deskmark build"),
    ] {
        let (out, err) = deskmark(&line, "", code);
        assert!(err.contains(told), "{line}: {out}{err}");
    }
}
