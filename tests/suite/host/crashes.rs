//! Row 19: nothing acknowledged is lost, however the program ends.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

use super::{Client, Machine};
use crate::harness::deskmark::Hosting;
use crate::harness::http::{Request, Response, Server, Transport};
use crate::harness::wait_until;
use crate::router::program::{answer, incident_with, key, look, text};

/// A ticket that was acknowledged: its code, and its owner's token.
#[derive(Clone)]
pub struct Acknowledged {
    pub code: String,
    pub token: String,
}

/// Several people sending tickets, each from an address of their own, until they are told to stop or the server is gone.
pub struct Senders {
    acknowledged: Arc<Mutex<Vec<Acknowledged>>>,
    threads: Vec<thread::JoinHandle<()>>,
    stop: Arc<AtomicUsize>,
}

impl Senders {
    pub fn start(base: &str) -> Self {
        let (acknowledged, stop) = (Arc::<Mutex<Vec<_>>>::default(), Arc::<AtomicUsize>::default());
        let threads = (0..4)
            .map(|_| {
                let (base, acknowledged, stop) = (base.to_owned(), Arc::clone(&acknowledged), Arc::clone(&stop));
                thread::spawn(move || send_on(&base, &acknowledged, &stop))
            })
            .collect();
        Self { acknowledged, threads, stop }
    }

    /// How many tickets were acknowledged so far.
    pub fn count(&self) -> usize {
        self.so_far().len()
    }

    /// Every ticket that was acknowledged so far.
    pub fn so_far(&self) -> Vec<Acknowledged> {
        self.acknowledged.lock().expect("only pushed to").clone()
    }

    /// Lets them finish what they are at.
    pub fn stop(self) -> Vec<Acknowledged> {
        self.stop.store(1, Ordering::SeqCst);
        for sender in self.threads {
            sender.join().expect("a sender only reads answers");
        }
        std::mem::take(&mut self.acknowledged.lock().expect("nobody has it any more"))
    }
}

/// Every ticket of this run of the tests is another.
static NEXT: AtomicUsize = AtomicUsize::new(0);

fn send_on(base: &str, acknowledged: &Mutex<Vec<Acknowledged>>, stop: &AtomicUsize) {
    let server = Server::at(base);
    loop {
        let nth = NEXT.fetch_add(1, Ordering::SeqCst);
        if stop.load(Ordering::SeqCst) != 0 {
            return;
        }
        let client = Client { server: &server, address: format!("203.0.{}.{}", nth / 200, nth % 200) };
        let body = incident_with("email", format!("nguoi-{nth}@khach.example"));
        let headers = [("content-type", "application/json"), ("idempotency-key", &key(&format!("sent {nth}")))];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let request =
            Request { method: "POST", target: "/api/v1/tickets".to_owned(), headers, body: body.to_string().into() };
        let Some(response) = carried(&client, &request) else { return };
        let receipt = answer(&response, 201);
        let (code, token) = (text(&receipt["code"]), format!("Bearer {}", text(&receipt["owner_token"])));
        acknowledged.lock().expect("only pushed to").push(Acknowledged { code, token });
    }
}

/// `None` when the server went away before it answered: nothing was acknowledged.
fn carried(client: &Client<'_>, request: &Request) -> Option<Response> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| client.send(request))).ok()
}

/// Whether a ticket is there, whole, for its owner.
#[track_caller]
pub fn is_there(server: &dyn Transport, ticket: &Acknowledged) {
    let found: Value = answer(&look(server, &ticket.code, &ticket.token), 200);
    assert_eq!(found["owner"]["title"], crate::journey::TITLE, "{found:#}");
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_goes_under_load() {
    let machine = Machine::busy();
    for round in 1..=2 {
        let hosting = Hosting::start(&machine.site(), &machine.data(), None);
        let senders = Senders::start(hosting.base());
        wait_until("tickets under load", || (senders.count() >= 20).then_some(()));
        hosting.kill_hard();
        let acknowledged = senders.stop();

        let hosting = Hosting::start(&machine.site(), &machine.data(), None);
        let server = hosting.server();
        for ticket in &acknowledged {
            is_there(&server, ticket);
        }
        let (ended, log) = hosting.stop();
        assert!(ended.success(), "round {round}: {ended}\n{log}");
    }
}

#[test]
fn a_request_under_way_is_finished_before_it_stops() {
    let machine = Machine::new();
    let mut hosting = Hosting::start(&machine.site(), &machine.data(), None);
    let address = hosting.base().trim_start_matches("http://").to_owned();
    let body = incident_with("email", "cham@khach.example").to_string();
    let (first, rest) = body.split_at(body.find("room").expect("an answer"));
    let mut slow = TcpStream::connect(&address).expect("it listens");
    let head = format!(
        "POST /api/v1/tickets HTTP/1.1\r\nHost: hotro.suite.example\r\nContent-Type: application/json\r\n\
         Idempotency-Key: {}\r\nContent-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        key("slow"),
        body.len()
    );
    slow.write_all(head.as_bytes()).expect("it reads");
    let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    slow.read_exact(&mut go_on).expect("it wants the body");
    slow.write_all(first.as_bytes()).expect("it reads");

    hosting.process().ask_to_end();
    hosting.process().wait_for_line("word that it stops", |line| line.contains("stopping").then_some(()));
    wait_until("nobody new to be let in", || TcpStream::connect(&address).is_err().then_some(()));
    slow.write_all(rest.as_bytes()).expect("it still reads");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let (ended, log) = hosting.wait_for_end();
    assert!(ended.success(), "{ended}\n{log}");
    assert!(log_is_settled(&machine.data()), "the tickets are one file");
}

fn log_is_settled(data: &Path) -> bool {
    fs::metadata(data.join("tickets.sqlite-wal")).map_or(true, |log| log.len() == 0)
}
