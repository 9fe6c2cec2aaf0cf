//! `deskmark host` with a mail server: a ticket from the form to its answer, by letters.

use std::net::TcpListener;
use std::process::Command;

use tempfile::TempDir;

use crate::harness::deskmark::{Hosting, build, deskmark, fixture};
use crate::harness::http::Browser;
use crate::harness::process::binary;
use crate::harness::smtp::SmtpSink;
use crate::journey;

#[test]
fn a_ticket_goes_from_the_form_to_its_answer_by_letters() {
    let folder = TempDir::new().expect("there is room for a folder");
    let (site, data) = (folder.path().join("dist"), folder.path().join("data"));
    build(&fixture("portal"), &site);
    let sink = SmtpSink::start();
    let hosting = Hosting::start(&site, &data, Some(&sink.url()));
    let server = hosting.server();

    let mut requester = Browser::new(&server);
    let form = journey::filled(&requester.get("/vi/ask/incident/").page(200));
    let review = journey::review(&mut requester, &form);
    let code = journey::send(&mut requester, &review);
    let receipt = sink.wait_for("the receipt", |mail| mail.to == [journey::EMAIL]);
    assert!(receipt.link(&code).starts_with("https://hotro.suite.example/t/"), "{receipt:#?}");

    let mut staff = Browser::new(&server);
    crate::router::people::ask_for_code(&mut staff, "chuyen-vien@suite.example").page(200);
    let invited = sink.wait_for("the code", |mail| mail.text.contains("/desk/sign-in/open"));
    let signed_in = journey::press(&mut staff, &invited.link("/desk/sign-in/open"), "/desk/sign-in/code");
    assert_eq!(signed_in.status, 303, "{signed_in:#?}");
    assert!(signed_in.header("set-cookie").is_some_and(|cookie| cookie.starts_with("__Host-")), "{signed_in:#?}");
    journey::accept_and_answer(&mut staff, &code);

    let mut owner = Browser::new(&server);
    journey::read_and_confirm(&mut owner, &receipt.link(&code), &code);
    let (ended, log) = hosting.stop();
    assert!(ended.success(), "{ended}\n{log}");
    assert!(!log.contains(journey::EMAIL) && !log.contains(&code), "{log}");
}

#[test]
fn the_doctor_finds_nothing_wrong_with_a_desk_that_works() {
    let folder = TempDir::new().expect("there is room for a folder");
    let (site, data) = (folder.path().join("dist"), folder.path().join("data"));
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = free.local_addr().expect("a bound address").to_string();
    drop(free);
    let base_url = format!("http://{address}");
    let content = fixture("portal");
    let built = deskmark(["build", "--content"].map(Into::into).into_iter().chain([
        content.as_os_str().to_owned(),
        "--base-url".into(),
        base_url.into(),
        "--out".into(),
        site.as_os_str().to_owned(),
    ]));
    assert!(built.status.success(), "{built:?}");
    let sink = SmtpSink::start();
    let _hosting = Hosting::start_at(&address, &site, &data, Some(&sink.url()));
    let output = Command::new(binary("deskmark"))
        .arg("doctor")
        .arg("--site")
        .arg(&site)
        .arg("--data")
        .arg(&data)
        .env("LC_ALL", "C.UTF-8")
        .env("DESKMARK_SMTP_URL", sink.url())
        .output()
        .expect("deskmark starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for topic in ["site", "data", "tickets", "clock", "mail", "address"] {
        assert!(said.lines().any(|line| line.starts_with("fine") && line.contains(topic)), "{topic} in:\n{said}");
    }
    assert!(said.contains("dig +short TXT suite.example"), "what it cannot see it says:\n{said}");
}
