//! `deskmark check` as it is typed.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Command, Output};

use insta::assert_snapshot;

use crate::project::Project;

fn check(project: &Project, options: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deskmark"))
        .args(["check", "--at", "2026-11-22", "--content", "."])
        .args(options)
        .env("LC_ALL", "C")
        .current_dir(project.content())
        .output()
        .expect("the program was built for this test")
}

#[test]
fn problems_are_told_to_programs_as_json() {
    let project = Project::portal().file("vi/a.md", "+++\ntitle = \"Wifi\"\nsumary = \"Kết nối\"\n+++\n\n[x](b.md)\n");
    let output = check(&project, &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_snapshot!(String::from_utf8_lossy(&output.stdout), @r#"
    {
      "diagnostics": [
        {
          "code": "DM0102",
          "severity": "error",
          "message": "`sumary` is not a key of an article",
          "file": "./vi/a.md",
          "line": 3,
          "column": 1,
          "end_line": 3,
          "end_column": 7,
          "label": "not known",
          "help": [
            "did you mean `summary`?"
          ],
          "fixable": false
        },
        {
          "code": "DM0301",
          "severity": "error",
          "message": "the link `b.md` leads nowhere: there is no such file",
          "file": "./vi/a.md",
          "line": 6,
          "column": 5,
          "end_line": 6,
          "end_column": 9,
          "help": [
            "write the path from this file to that one, like `../network/vpn.md`, or take the link out"
          ],
          "fixable": false
        }
      ],
      "errors": 2,
      "warnings": 0,
      "notes": 0
    }
    "#);
}

#[test]
fn without_problems_the_document_is_empty() {
    let output = check(&Project::portal(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(String::from_utf8_lossy(&output.stdout), @r#"
    {
      "diagnostics": [],
      "errors": 0,
      "warnings": 0,
      "notes": 0
    }
    "#);
}

#[test]
fn other_sites_are_asked_once_an_address() {
    let site = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = site.local_addr().expect("bound").port();
    let (asked, requests) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in site.incoming().flatten() {
            let mut head = [0; 4096];
            let length = stream.read(&mut head).unwrap_or(0);
            let line = String::from_utf8_lossy(&head[..length]).lines().next().unwrap_or_default().to_owned();
            let status = if line.contains("/here") { "200 OK" } else { "404 Not Found" };
            let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            let _ = asked.send(line);
        }
    });
    let here = format!("http://127.0.0.1:{port}/here");
    let body = format!("[a]({here}#x) [b]({here}) [c](http://127.0.0.1:{port}/gone) [d](http://127.0.0.1:1/)\n");
    let project = Project::portal().file("vi/a.md", &format!("+++\ntitle = \"A\"\n+++\n\n{body}"));

    assert_eq!(check(&project, &[]).status.code(), Some(0));
    assert_eq!(requests.try_iter().count(), 0, "nobody is asked unless it is wanted");

    let output = check(&project, &["--external"]);
    assert_eq!(output.status.code(), Some(0), "a dead link elsewhere does not keep the portal from being right");
    let told = String::from_utf8_lossy(&output.stderr).replace(&port.to_string(), "PORT");
    let told: Vec<&str> = told
        .lines()
        .filter(|line| line.starts_with("warning["))
        .map(|line| line.split(" (os").next().unwrap_or(line))
        .collect();
    assert_eq!(
        told[..2],
        [
            "warning[DM0307]: nobody answers at `http://127.0.0.1:PORT/gone`: the site says 404",
            "warning[DM0307]: nobody answers at `http://127.0.0.1:1/`: io: Connection refused",
        ]
    );
    let mut lines: Vec<String> = requests.try_iter().collect();
    lines.sort();
    assert_eq!(lines, ["GET /gone HTTP/1.1", "HEAD /gone HTTP/1.1", "HEAD /here HTTP/1.1"]);
}

#[test]
fn a_mistyped_option_is_told_with_the_way_to_type_it() {
    let output = check(&Project::portal(), &["--format", "jsn"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("'jsn'") && told.contains("human, json"), "{told}");
}

#[test]
fn what_can_be_mended_without_an_author_is() {
    let marked = "\u{feff}+++\r\ntitle = \"Wifi\"\r\n+++\r\n\r\nMo\u{323}\u{302}t.\r\n";
    let project = Project::portal().file("vi/a.md", marked);
    let output = check(&project, &["--fix"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "./vi/a.md: rewritten\n1 articles, nothing to mend.\n");
    let even = std::fs::read_to_string(project.content().join("vi/a.md")).expect("it is there");
    assert_eq!(even, "+++\ntitle = \"Wifi\"\n+++\n\nMột.\n");
}

#[test]
fn a_problem_is_told_at_length_by_its_number() {
    let explain = |locale: &str, code: &str| {
        let told = Command::new(env!("CARGO_BIN_EXE_deskmark")).args(["explain", code]).env("LC_ALL", locale).output();
        told.expect("the program was built for this test")
    };
    let told = explain("C", "dm0301");
    assert!(String::from_utf8_lossy(&told.stdout).starts_with("DM0301: a link leads nowhere\n\n"));
    let told = explain("vi_VN.UTF-8", "DM0301");
    assert!(String::from_utf8_lossy(&told.stdout).contains("liên kết"));
    let unknown = explain("C", "DM9999");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("numbers go from DM0001 to"));
}
