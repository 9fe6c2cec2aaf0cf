//! A desk in this process: its router, a clock that the test moves, a post office that can be closed.

use std::convert::Infallible;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use domain::catalog::Catalog;
use function::aws::stream;
use function::bundle::Bundle;
use function::effects::{self, EffectError, worker};
use function::files::{Files, Folder};
use function::http::ClientAddress;
use function::keys::Keys;
use function::mail::Letter;
use function::store::dynamodb::DynamoStore;
use function::store::sqlite::SqliteStore;
use function::store::{Offline, Store};
use function::{Desk, Parts, sweep};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use themes::Theme;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use super::post::Post;
use crate::harness::between::Between;
use crate::harness::dynoxide::Dynoxide;
use crate::harness::http::{Request, Response, Transport};
use crate::harness::meter::{Meter, Metered};
use crate::harness::stream::Pump;
use crate::harness::template::Template;
use crate::store_contract::stores::{connected, settings, tables};

/// The address of everybody who has no reason to be elsewhere.
pub const SOMEWHERE: &str = "198.51.100.7";
/// The portal's address.
pub const BASE: &str = "https://hotro.suite.example";

/// The same for every office: it takes longer to read than everything else of one.
static THEME: LazyLock<Arc<Theme>> = LazyLock::new(|| Arc::new(Theme::new()));

/// A desk with its store, its post and its clock.
pub struct Office {
    pub desk: Desk,
    pub store: Arc<dyn Store>,
    pub post: Post,
    pub keys: Keys,
    clock: Arc<Mutex<Timestamp>>,
    router: Router,
    runtime: Runtime,
    kept: Kept,
    meter: Meter,
    data: TempDir,
}

/// Where an office keeps its tickets.
enum Kept {
    /// SQLite.
    Sqlite(SqliteStore),
    /// DynamoDB, emulated.
    Dynamo(Dynoxide),
}

impl Office {
    /// On the portal of `catalog.toml`, at 08:30:10 (in Vietnam) on Monday 23 November 2026.
    pub fn open() -> Self {
        Self::with(|_| {})
    }

    /// The same with a changed catalog.
    pub fn with(change: impl FnOnce(&mut Catalog)) -> Self {
        Self::keeping(change, a_folder)
    }

    /// The same with another place for files than a folder.
    pub fn keeping(change: impl FnOnce(&mut Catalog), files: impl FnOnce(&Path) -> Arc<dyn Files>) -> Self {
        let data = TempDir::new().expect("there is room for a folder");
        let store = SqliteStore::open(&data.path().join("desk.sqlite3")).expect("a new file can be opened");
        Self::made_of(Kept::Sqlite(store.clone()), Arc::new(store), data, files, change)
    }

    /// The same on DynamoDB.
    pub fn on_dynamodb(change: impl FnOnce(&mut Catalog)) -> Self {
        let emulator = Dynoxide::start();
        let meter = Meter::default();
        let client = settings(emulator.endpoint()).interceptor(meter.clone()).build();
        let store = DynamoStore::new(aws_sdk_dynamodb::Client::from_conf(client), tables());
        let data = TempDir::new().expect("there is room for a folder");
        Self { meter, ..Self::made_of(Kept::Dynamo(emulator), Arc::new(store), data, a_folder, change) }
    }

    /// The same with something on the way to DynamoDB, which is called as `bootstrap` calls it.
    pub fn on_dynamodb_behind(change: impl FnOnce(&mut Catalog)) -> (Self, Between) {
        let emulator = Dynoxide::start();
        let between = Between::before(&emulator);
        let store = Arc::new(connected(between.address()));
        let data = TempDir::new().expect("there is room for a folder");
        (Self::made_of(Kept::Dynamo(emulator), store, data, a_folder, change), between)
    }

    fn made_of(
        kept: Kept,
        store: Arc<dyn Store>,
        data: TempDir,
        files: impl FnOnce(&Path) -> Arc<dyn Files>,
        change: impl FnOnce(&mut Catalog),
    ) -> Self {
        let post = Post::default();
        let keys = Keys::new(b"the secret of a desk in a test process".to_vec()).expect("long enough");
        let clock = Arc::new(Mutex::new("2026-11-23T01:30:10Z".parse().expect("a moment")));
        let told = Arc::clone(&clock);
        let desk = Desk::new(Parts {
            store: Arc::clone(&store),
            bundle: bundle(change),
            keys: keys.clone(),
            files: files(&data.path().join("files")),
            mailer: Arc::new(post.clone()),
            texter: Some(Arc::new(post.clone())),
            clock: Arc::new(move || *told.lock().expect("nobody panics with the clock")),
        });
        let router = function::router(desk.clone());
        let runtime = Runtime::new().expect("threads");
        Self { desk, store, post, keys, clock, router, runtime, kept, meter: Meter::default(), data }
    }

    /// What was called on DynamoDB since it was last asked.
    pub fn metered(&self) -> Metered {
        self.meter.read()
    }

    /// The emulator it is on.
    #[track_caller]
    pub fn emulator(&self) -> &Dynoxide {
        match &self.kept {
            Kept::Dynamo(emulator) => emulator,
            Kept::Sqlite(_) => panic!("this office keeps its tickets in SQLite"),
        }
    }

    /// Its store, for going through all of it.
    pub fn offline(&self) -> Arc<dyn Offline> {
        match &self.kept {
            Kept::Dynamo(emulator) => Arc::new(connected(emulator.endpoint())),
            Kept::Sqlite(store) => Arc::new(store.clone()),
        }
    }

    /// The file it keeps its tickets in, where it does.
    pub fn tickets_file(&self) -> Option<std::path::PathBuf> {
        matches!(self.kept, Kept::Sqlite(_)).then(|| self.data.path().join("desk.sqlite3"))
    }

    /// Lets it be the same moment as at another office.
    pub fn keep_time_with(&self, other: &Self) {
        *self.clock.lock().expect("nobody panics with the clock") = other.desk.now();
    }

    /// Carries out what follows from what is new in a stream. What fails comes again after the lease of whoever failed.
    #[track_caller]
    pub fn follow(&self, stream: &mut Pump<'_>) {
        stream.deliver_to(&mut |batch| {
            let batch = serde_json::from_value(batch).expect("a batch of the stream");
            let failures = self.wait(stream::follow(&self.desk, batch));
            if failures != stream::Failures::default() {
                self.pass(SignedDuration::from_mins(2));
            }
            Some(serde_json::to_value(failures).expect("failures are JSON"))
        });
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Publishes another edition of the catalog.
    pub fn publish(&self, change: impl FnOnce(&mut Catalog)) {
        self.desk.publish(bundle(change));
    }

    /// Takes the limits out of a test's way.
    pub fn with_wide_limits(&self) {
        self.publish(|catalog| {
            let limits = &mut catalog.portal.limits;
            (limits.tickets_per_client, limits.tickets_per_contact) = (10_000, 10_000);
            (limits.codes_per_client, limits.codes_per_contact) = (10_000, 10_000);
        });
    }

    /// Lets time go by.
    pub fn pass(&self, time: SignedDuration) {
        *self.clock.lock().expect("nobody panics with the clock") += time;
    }

    /// Carries a future to its end.
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Does what follows from everything that has happened. A stream is delivered from its beginning each time: what
    /// was done before must not be done again.
    pub fn effects(&self) -> Result<(), EffectError> {
        match &self.kept {
            Kept::Sqlite(store) => self.wait(worker::catch_up(&self.desk, store)),
            Kept::Dynamo(emulator) => {
                let mut role = |batch| {
                    let batch = serde_json::from_value(batch).expect("a batch of the stream");
                    let failures = self.wait(stream::follow(&self.desk, batch));
                    Some(serde_json::to_value(failures).expect("failures are JSON"))
                };
                Pump::new(emulator, &Template::read()).deliver_to(&mut role);
                Ok(())
            }
        }
    }

    /// Delivers the whole log again, as a stream does that repeats itself.
    pub fn effects_again(&self) -> Result<(), EffectError> {
        let Kept::Sqlite(store) = &self.kept else { return self.effects() };
        self.wait(async {
            for logged in store.events_after(0, 1_000).await? {
                effects::run_for(&self.desk, logged.code, &logged.event).await?;
            }
            Ok(())
        })
    }

    /// Sweeps once; tells how many rungs were told.
    pub fn sweep(&self) -> u32 {
        self.wait(sweep::run(&self.desk, self.desk.now())).expect("the sweep works").acted
    }

    /// The letters so far, once everything that follows from what has happened is done.
    #[track_caller]
    pub fn letters(&self) -> Vec<Letter> {
        self.effects().expect("the post office is open");
        self.post.letters()
    }

    /// The kinds of everything that has happened to a ticket.
    pub fn history(&self, code: &str) -> Vec<String> {
        let code = domain::code::TicketCode::parse(code).expect("a code");
        let events = self.wait(self.store.events(code, 1)).expect("the store works");
        let kind = |event: &domain::ticket::Event| match serde_json::to_value(&event.kind).expect("an event is JSON") {
            serde_json::Value::Object(map) => map.keys().next().expect("a kind").clone(),
            kind => kind.as_str().expect("a kind").to_owned(),
        };
        events.iter().map(kind).collect()
    }

    /// How much has happened to a ticket; nothing where there is none.
    pub fn version(&self, code: &str) -> usize {
        let code = domain::code::TicketCode::parse(code).expect("a code");
        self.wait(self.store.events(code, 1)).expect("the store works").len()
    }

    /// A ticket as it stands.
    pub fn head(&self, code: &str) -> domain::ticket::Ticket {
        let code = domain::code::TicketCode::parse(code).expect("a code");
        self.wait(self.desk.store().head(code)).expect("the store works").expect("a ticket")
    }

    /// Somebody with another network address.
    pub fn from(&self, address: &str) -> Client<'_> {
        Client { office: self, address: address.parse().expect("an address") }
    }

    fn carry(&self, request: &Request, address: IpAddr) -> Response {
        self.carry_to(&self.router, request, ClientAddress(address))
    }

    /// Carries a request to a router of its desk, with what the server before it knows.
    pub fn carry_to<K: Clone + Send + Sync + 'static>(&self, router: &Router, request: &Request, known: K) -> Response {
        let mut outgoing = axum::http::Request::builder().method(request.method).uri(&request.target);
        for (name, value) in &request.headers {
            outgoing = outgoing.header(name, value);
        }
        // As a network brings it.
        let pieces = request.body.chunks(64 * 1024).map(<[u8]>::to_vec).map(Ok::<_, Infallible>);
        let body = Body::from_stream(futures_util::stream::iter(pieces.collect::<Vec<_>>()));
        let outgoing = outgoing.extension(known).body(body).expect("a request that can be sent");
        self.wait(async {
            let answer = router.clone().oneshot(outgoing).await.expect("the router always answers");
            let (parts, body) = answer.into_parts();
            let body = to_bytes(body, usize::MAX).await.expect("a whole page");
            let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
            Response {
                status: parts.status.as_u16(),
                headers: parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
                body: String::from_utf8(body.to_vec()).expect("every answer is text"),
            }
        })
    }
}

impl Transport for Office {
    fn origin(&self) -> String {
        BASE.to_owned()
    }

    fn send(&self, request: &Request) -> Response {
        self.carry(request, SOMEWHERE.parse().expect("an address"))
    }
}

/// The way to an office from one network address.
pub struct Client<'a> {
    office: &'a Office,
    address: IpAddr,
}

impl Transport for Client<'_> {
    fn origin(&self) -> String {
        self.office.origin()
    }

    fn send(&self, request: &Request) -> Response {
        self.office.carry(request, self.address)
    }
}

fn a_folder(data: &Path) -> Arc<dyn Files> {
    Arc::new(Folder::open(data).expect("a new folder"))
}

fn bundle(change: impl FnOnce(&mut Catalog)) -> Bundle {
    let mut catalog: Catalog =
        toml::from_str(include_str!("catalog.toml")).unwrap_or_else(|error| panic!("catalog.toml: {error}"));
    change(&mut catalog);
    Bundle { catalog, theme: Arc::clone(&THEME), live: false }
}
