//! DynamoDB away or stuck: the caller is told "busy", soon enough to tell a person.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use aws_config::SdkConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use function::store::dynamodb::{CALL, DynamoStore};
use function::store::{Store, StoreError};

use super::samples::{Life, code};
use super::stores::tables;

/// The store as `bootstrap` connects it, to a port of this machine.
fn store_at(port: u16) -> DynamoStore {
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("ap-southeast-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("test", "test", None, None, "suite")))
        .endpoint_url(format!("http://127.0.0.1:{port}"))
        .build();
    DynamoStore::connect(&config, tables())
}

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
    assert_busy(&store_at(port)).await;
}

#[tokio::test]
async fn nobody_answers() {
    // The system takes the connections; nothing ever reads from them.
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    let port = listener.local_addr().expect("a bound listener has an address").port();
    assert_busy(&store_at(port)).await;
}
