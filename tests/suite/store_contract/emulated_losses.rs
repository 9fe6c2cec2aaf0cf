//! DynamoDB did what it was asked to, and its answer is lost on the way: the call is repeated, and done once.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_sdk_dynamodb::Client;
use function::store::dynamodb::DynamoStore;
use function::store::{Created, SubmissionId};

use super::samples::Life;
use super::stores::{Shared, settings, tables};
use crate::harness::dynoxide::Dynoxide;

/// Stands before the emulator and swallows answers.
struct Thief {
    address: String,
    to_steal: Arc<AtomicUsize>,
}

impl Thief {
    fn before(emulator: &Dynoxide) -> Self {
        let upstream = emulator.endpoint().trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
        let address = format!("http://{}", listener.local_addr().expect("a bound listener has an address"));
        let to_steal = Arc::new(AtomicUsize::new(0));
        let left = Arc::clone(&to_steal);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (upstream, left) = (upstream.clone(), Arc::clone(&left));
                std::thread::spawn(move || carry(client, &upstream, &left));
            }
        });
        Self { address, to_steal }
    }

    /// The next so many answers do not arrive.
    fn steal(&self, answers: usize) {
        self.to_steal.store(answers, Ordering::SeqCst);
    }

    fn stole_all(&self) -> bool {
        self.to_steal.load(Ordering::SeqCst) == 0
    }
}

/// Carries bytes both ways until either side is done. An answer to be stolen is read, so that it is known to have
/// been given, and then the line is cut.
fn carry(client: TcpStream, upstream: &str, to_steal: &AtomicUsize) {
    let server = TcpStream::connect(upstream).expect("the emulator listens");
    let (mut client_reads, mut server_writes) =
        (client.try_clone().expect("a handle"), server.try_clone().expect("a handle"));
    std::thread::spawn(move || {
        // Either side closing ends the copy, well or not: nothing is left to do.
        let _ = std::io::copy(&mut client_reads, &mut server_writes);
        let _ = server_writes.shutdown(Shutdown::Both);
    });
    let (mut server, mut client) = (server, client);
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = server.read(&mut buffer) {
        let steal = to_steal.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if steal || client.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
}

#[tokio::test]
async fn a_transaction_whose_answer_is_lost_is_carried_out_once() {
    let emulator = Dynoxide::start();
    let thief = Thief::before(&emulator);
    let client = Client::from_conf(settings(&thief.address).build());
    let store: Shared = Arc::new(DynamoStore::new(client, tables()));

    let sent = Life::sent(1, "07:00:00");
    let id = SubmissionId("one".to_owned());
    thief.steal(1);
    assert_eq!(store.create(&sent.submitted(&id, &[0; 32])).await.expect("created"), Created::Now);
    assert!(thief.stole_all());

    let accepted = sent.clone().accepted("08:00:00");
    thief.steal(2);
    accepted.append_to(&store, &sent).await.expect("not a conflict with itself");
    assert!(thief.stole_all());

    assert_eq!(store.events(sent.head.code, 1).await.expect("read"), accepted.events);
}
