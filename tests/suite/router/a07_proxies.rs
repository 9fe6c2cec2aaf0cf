//! Row 7, and 16's headers: whom the desk takes for a client behind proxies, on one machine.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::ConnectInfo;
use domain::catalog::Limits;
use function::http::behind;

use super::office::{BASE, Office};
use super::people::{request, sent};
use super::program::{incident_with, send};
use crate::harness::http::{Browser, Request, Response, Transport};

/// An office behind a connection from `peer`, who sends `forwarded` along.
struct Behind<'a> {
    office: &'a Office,
    router: Router,
    peer: SocketAddr,
    forwarded: &'a [(&'a str, &'a str)],
}

impl<'a> Behind<'a> {
    fn new(office: &'a Office, trusted: &[&str], peer: &str, forwarded: &'a [(&'a str, &'a str)]) -> Self {
        let trusted = trusted.iter().map(|proxy| proxy.parse().expect("a proxy")).collect();
        let router = behind(function::router(office.desk.clone()), trusted);
        Self { office, router, peer: SocketAddr::new(peer.parse().expect("an address"), 4711), forwarded }
    }
}

impl Transport for Behind<'_> {
    fn origin(&self) -> String {
        self.office.origin()
    }

    fn send(&self, request: &Request) -> Response {
        let mut request = request.clone();
        request.headers.extend(self.forwarded.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.office.carry_to(&self.router, &request, ConnectInfo(self.peer))
    }
}

const PROXY: &str = "10.0.0.7";
const TRUSTED: &[&str] = &["10.0.0.0/8"];

/// Whether two senders share a bucket that holds one ticket. `what`: their peers, and what comes with their requests.
#[track_caller]
fn are_one(expected: bool, [first, second]: [(&str, &[(&str, &str)]); 2]) {
    let office = Office::with(|catalog| {
        catalog.portal.limits = Limits { tickets_per_client: 1, ..Limits::default() };
    });
    let send_one = |(peer, forwarded): (&str, &[(&str, &str)]), name: &str| {
        let behind = Behind::new(&office, TRUSTED, peer, forwarded);
        send(&behind, name, &incident_with("email", format!("{name}@dh.example"))).status
    };
    assert_eq!(send_one(first, "one"), 201);
    assert_eq!(send_one(second, "two"), if expected { 429 } else { 201 }, "{first:?} {second:?}");
}

#[test]
fn who_comes_without_a_proxy_is_nobody_else_whatever_is_forged() {
    let forged: &[(&str, &str)] = &[("x-forwarded-for", "203.0.113.77")];
    are_one(true, [("198.51.100.7", &[]), ("198.51.100.7", forged)]);
    are_one(false, [("198.51.100.7", forged), ("198.51.100.8", forged)]);
    for name in ["forwarded", "x-real-ip", "x-client-ip", "via", "cf-connecting-ip", "true-client-ip"] {
        are_one(true, [(PROXY, &[]), (PROXY, &[(name, "203.0.113.77")])]);
    }
}

#[test]
fn through_a_trusted_proxy_it_is_whom_the_proxy_saw() {
    let saw = |line: &'static str| [("x-forwarded-for", line)];
    let (an, binh) = (saw("203.0.113.1"), saw("203.0.113.2"));
    are_one(false, [(PROXY, &an), (PROXY, &binh)]);
    are_one(true, [(PROXY, &an), ("10.9.9.9", &an)]);
    // What the client itself wrote stands before what the proxy saw.
    are_one(true, [(PROXY, &an), (PROXY, &saw("198.51.100.99, 203.0.113.1"))]);
    are_one(true, [(PROXY, &an), (PROXY, &[("x-forwarded-for", "198.51.100.99"), ("x-forwarded-for", "203.0.113.1")])]);
    // One trusted proxy behind another; a client that claims to be one.
    are_one(true, [(PROXY, &an), (PROXY, &saw("203.0.113.1, 10.1.1.1"))]);
    are_one(true, [(PROXY, &saw("10.1.1.1, 203.0.113.1")), (PROXY, &saw("10.2.2.2, 203.0.113.1"))]);
    // Nonsense is nobody.
    are_one(true, [(PROXY, &saw("203.0.113.1, unknown")), (PROXY, &saw("203.0.113.2, _hidden"))]);
}

#[test]
fn no_header_of_a_request_gets_into_a_link() {
    let office = Office::open();
    let forged = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("forwarded", "host=evil.example;proto=http"),
        ("x-original-url", "/desk"),
    ];
    let behind = Behind::new(&office, TRUSTED, PROXY, &forged);
    let code = sent(&mut Browser::new(&behind));
    for path in [format!("/t/{code}"), "/desk".to_owned(), "/nothing".to_owned(), "/my".to_owned()] {
        let answer = request(&behind, "GET", &path, &[], b"");
        assert!(!format!("{answer:?}").contains("evil"), "{path}: {answer:#?}");
    }
    let letters = office.letters();
    assert!(letters.iter().any(|letter| letter.body.contains(&format!("{BASE}/t/{code}"))), "{letters:#?}");
    assert!(letters.iter().all(|letter| !letter.body.contains("evil")), "{letters:#?}");
}
