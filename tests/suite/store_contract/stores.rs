//! The stores under test, each empty and of one test.

use std::sync::Arc;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Credentials, Region, SharedCredentialsProvider};
use function::store::dynamodb::{DynamoStore, Tables};
use function::store::sqlite::SqliteStore;
use function::store::{Offline, Store};
use tempfile::TempDir;

use crate::harness::dynoxide::Dynoxide;

/// What a promise is given: shared, so that it can be used from many tasks at once.
pub type Shared = Arc<dyn Store>;

/// SQLite in a folder of its own.
pub struct Sqlite {
    pub store: Shared,
    kept: SqliteStore,
    _folder: TempDir,
}

impl Sqlite {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let store = SqliteStore::open(&folder.path().join("desk.sqlite")).expect("a new file opens");
        Self { store: Arc::new(store.clone()), kept: store, _folder: folder }
    }

    /// The same store, for going through all of it.
    pub fn offline(&self) -> Arc<dyn Offline> {
        Arc::new(self.kept.clone())
    }
}

/// DynamoDB, emulated, with the tables of the template.
pub struct Dynamo {
    pub store: Shared,
    _emulator: Dynoxide,
}

impl Dynamo {
    pub fn new() -> Self {
        let emulator = Dynoxide::start();
        let client = aws_sdk_dynamodb::Client::from_conf(settings(emulator.endpoint()).build());
        Self { store: Arc::new(DynamoStore::new(client, tables())), _emulator: emulator }
    }
}

/// A client's settings for an address on this machine.
pub fn settings(endpoint: &str) -> Builder {
    aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(function::aws::https())
        .region(Region::new("ap-southeast-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "suite"))
        .endpoint_url(endpoint)
}

/// A store as `bootstrap` connects it, to an address on this machine.
pub fn connected(endpoint: &str) -> DynamoStore {
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(function::aws::https())
        .region(Region::new("ap-southeast-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("test", "test", None, None, "suite")))
        .endpoint_url(endpoint)
        .build();
    DynamoStore::connect(&config, tables())
}

/// The tables' names in the template.
pub fn tables() -> Tables {
    Tables { tickets: "Tickets".to_owned(), signals: "Signals".to_owned() }
}
