//! `deskmark doctor` names what is wrong, and what to do.

use std::fs;
use std::process::Command;

use super::Machine;
use crate::harness::deskmark::Hosting;
use crate::harness::process::binary;

/// What it says of a machine, in a language; nothing of it is running.
fn examined(machine: &Machine, language: &str, smtp_url: Option<&str>) -> (Option<i32>, String) {
    let output = Command::new(binary("deskmark"))
        .arg("doctor")
        .arg("--site")
        .arg(machine.site())
        .arg("--data")
        .arg(machine.data())
        .env("LC_ALL", language)
        .env_remove("DESKMARK_SMTP_URL")
        .envs(smtp_url.map(|url| ("DESKMARK_SMTP_URL", url)))
        .output()
        .expect("deskmark starts");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The portal's name leads nowhere, and says so at once; and it would have text messages.
fn unreachable(content: &std::path::Path) {
    let portal = content.join("portal.toml");
    let text = fs::read_to_string(&portal).expect("the fixture has it");
    fs::write(
        &portal,
        format!(
            "{}\n[sms]\ncountries = [\"+84\"]\n",
            text.replace("https://hotro.suite.example", "https://127.0.0.1:9")
        ),
    )
    .expect("it is our copy");
}

/// Whether a line with that verdict says `part`, and the line after it what to do.
#[track_caller]
fn is_told(said: &str, verdict: &str, part: &str, advice: &str) {
    let mut lines = said.lines();
    assert!(lines.any(|line| line.starts_with(verdict) && line.contains(part)), "{verdict} … {part} in:\n{said}");
    let next = lines.next().unwrap_or_default();
    assert!(next.contains('→') && next.contains(advice), "{advice} after {part} in:\n{said}");
}

#[test]
fn a_machine_where_nothing_was_done_yet_is_told_what_to_do_first() {
    let machine = Machine::of(unreachable);
    fs::remove_dir_all(machine.site()).expect("it is our copy");
    let (code, said) = examined(&machine, "C.UTF-8", None);
    assert_eq!(code, Some(3), "{said}");
    is_told(&said, "wrong", "no built site", "--site");
    is_told(&said, "warning", "no folder", "deskmark host");
    is_told(&said, "wrong", "DESKMARK_SMTP_URL is not set", "smtps://");
    let (_, said) = examined(&machine, "vi_VN.UTF-8", None);
    is_told(&said, "hỏng", "thư nằm chờ", "máy chủ thư");
}

#[cfg(unix)]
#[test]
fn what_others_may_read_what_is_damaged_and_what_does_not_answer_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let machine = Machine::of(|content| {
        unreachable(content);
        let desks = fs::read_dir(content.join("desks")).expect("the fixture has desks");
        for desk in desks.map(|entry| entry.expect("a file").path()) {
            let text = fs::read_to_string(&desk).expect("text");
            fs::write(&desk, text.replace("chuyen-vien@suite.example", "HoTro+it@suite.example")).expect("our copy");
        }
    });
    Hosting::start(&machine.site(), &machine.data(), None).stop();
    let secret = machine.data().join("secret");
    fs::set_permissions(&secret, PermissionsExt::from_mode(0o644)).expect("it is ours");
    let tickets = machine.data().join("tickets.sqlite");
    fs::write(&tickets, "not a database, and long enough to be taken for the beginning of one").expect("room");
    let (code, said) = examined(&machine, "C.UTF-8", Some("smtp://an:hunter2@127.0.0.1:9"));
    assert_eq!(code, Some(3), "{said}");
    is_told(&said, "wrong", "secret may be read by other users", "chmod 600");
    is_told(&said, "wrong", "tickets.sqlite cannot be used", "deskmark restore");
    is_told(&said, "wrong", "127.0.0.1:9 takes no letters", "port");
    is_told(&said, "wrong", "https://127.0.0.1:9/desk/sign-in does not answer", "proxy");
    is_told(&said, "warning", "sends no text messages", "[sms]");
    is_told(&said, "wrong", "is the portal's own address", "desks/it.toml");
    assert!(!said.contains("hunter2"), "{said}");
}
