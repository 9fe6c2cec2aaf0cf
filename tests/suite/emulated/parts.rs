//! The emulated parts themselves: a test that leans on one must not fail for the part's own faults.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use serde_json::json;

use crate::harness::dynoxide::Dynoxide;
use crate::harness::smtp::SmtpSink;

#[test]
fn the_emulator_has_the_tables_and_indexes_of_the_template() {
    let dynoxide = Dynoxide::start();
    let table = dynoxide.call("DynamoDB_20120810.DescribeTable", &json!({ "TableName": "Tickets" }))["Table"].take();
    let indexes = table["GlobalSecondaryIndexes"].as_array().expect("tickets are indexed");
    let mut names: Vec<&str> = indexes.iter().filter_map(|index| index["IndexName"].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["alarm", "contact", "queue"]);
    assert_eq!(table["StreamSpecification"], json!({ "StreamEnabled": true, "StreamViewType": "NEW_IMAGE" }));

    let ttl = dynoxide.call("DynamoDB_20120810.DescribeTimeToLive", &json!({ "TableName": "Signals" }));
    assert_eq!(ttl["TimeToLiveDescription"]["AttributeName"], "ttl");
}

#[test]
fn the_mail_server_shows_what_it_was_sent() {
    let sink = SmtpSink::start();
    let port: u16 = sink.url().rsplit(':').next().and_then(|port| port.parse().ok()).expect("its address has a port");
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let mut answers = BufReader::new(stream.try_clone().expect("a socket has two ends")).lines();
    let mut expect = |code: &str| {
        // A greeting may have several lines; the last has a space after its code.
        for line in answers.by_ref() {
            let line = line.expect("it answers in text");
            assert!(line.starts_with(code), "expected {code}, got {line}");
            if line.get(3..4) == Some(" ") {
                return;
            }
        }
    };
    expect("220");
    for (said, answer) in [
        ("EHLO suite.example\r\n", "250"),
        ("MAIL FROM:<hotro@thuyvan.example>\r\n", "250"),
        ("RCPT TO:<an@sv.thuyvan.example>\r\n", "250"),
        ("DATA\r\n", "354"),
        (
            "Subject: =?utf-8?B?TeG6pXQgbeG6oW5n?=\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: base64\r\n\r\nTeG7nyBodHRwczovL2hvdHJvLmV4YW1wbGUvdC9BL29wZW4K\r\n.\r\n",
            "250",
        ),
    ] {
        stream.write_all(said.as_bytes()).expect("it reads");
        expect(answer);
    }
    let mail = sink.wait_for("the message", |mail| mail.to == ["an@sv.thuyvan.example"]);
    assert_eq!(mail.from, "hotro@thuyvan.example");
    assert_eq!(mail.subject(), "Mất mạng");
    assert_eq!(mail.link("/t/A"), "https://hotro.example/t/A/open");
}
