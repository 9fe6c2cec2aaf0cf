//! DynamoDB away or stuck: the caller is told "busy", soon enough to tell a person.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use function::store::dynamodb::{CALL, DynamoStore};
use function::store::{Store, StoreError};

use super::samples::{Life, code};
use super::stores::connected;

async fn assert_busy(store: &DynamoStore) {
    let life = Life::sent(1, "07:00:00");
    let started = Instant::now();
    let (read, appended) = tokio::join!(store.head(code(1)), store.append(&life.head, 0, &life.events));
    assert!(matches!(read, Err(StoreError::Busy(_))), "{read:?}");
    assert!(matches!(appended, Err(StoreError::Busy(_))), "{appended:?}");
    assert!(started.elapsed() < CALL + Duration::from_secs(2), "took {:?}", started.elapsed());
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    let port = listener.local_addr().expect("a bound listener has an address").port();
    drop(listener);
    assert_busy(&connected(&format!("http://127.0.0.1:{port}"))).await;
}

#[tokio::test]
async fn nobody_answers() {
    // The system takes the connections; nothing ever reads from them.
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    let port = listener.local_addr().expect("a bound listener has an address").port();
    assert_busy(&connected(&format!("http://127.0.0.1:{port}"))).await;
}
