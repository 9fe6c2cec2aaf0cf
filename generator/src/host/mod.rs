//! Production on one machine: the built site and its desk behind one address, on SQLite.

mod editions;
mod site;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use domain::catalog::Portal;
use function::bundle::{Bundle, published};
use function::effects::worker::{self, Go};
use function::http::{Proxy, behind, embedded_router};
use function::local::{Data, DataError, Lock};
use function::mail::{Mailer, NoMail, Smtp};
use function::store::sqlite::SqliteStore;
use function::{Desk, Parts, system_clock};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

/// Requests still running when the program is told to stop get this long: an upload over a slow line is one.
const LAST_REQUESTS: Duration = Duration::from_secs(20);
/// The worker's last event gets this long: a few letters, for each of which a mail server has eight seconds.
const LAST_EFFECTS: Duration = Duration::from_secs(30);

/// What to host, and where.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What `deskmark build` wrote.
    pub site: PathBuf,
    /// The folder for tickets, files and the server's secret.
    pub data: PathBuf,
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted: Vec<Proxy>,
    /// The mail server; without one letters wait.
    pub smtp_url: Option<String>,
}

/// Why hosting did not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// Nothing was built there.
    #[error("there is no built site in `{site}`: run `deskmark build --out {site}` first, or name another with --site", site = .0.display())]
    NotBuilt(PathBuf),
    /// It has pages only.
    #[error("the site in `{}` has no desk, so any web server can show its `public` folder; a desk begins with `deskmark new desk`", .0.display())]
    NoDesk(PathBuf),
    /// The bundle cannot be read.
    #[error("the desk's bundle in `{}` cannot be used: {reason}; run `deskmark build` of this version again", site.display())]
    Bundle {
        /// The built site.
        site: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The data folder.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The mail server's address.
    #[error("DESKMARK_SMTP_URL is not the address of a mail server, like smtps://user:password@mail.example.org")]
    Mail(#[source] function::mail::SmtpError),
    /// Somebody else listens there.
    #[error("{0} is in use by another program: stop that program, or choose another address with --listen")]
    InUse(SocketAddr),
    /// The system does not let us listen.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The server failed while running.
    #[error("the server stopped: {0}")]
    Server(#[source] std::io::Error),
    /// The worker failed while running.
    #[error("the worker that sends letters and watches the clock stopped; start again")]
    Worker,
}

/// A portal that is being hosted.
pub struct Hosting {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its desk.
    pub desk: Desk,
    listener: TcpListener,
    router: Router,
    store: SqliteStore,
    bundles: PathBuf,
    edition: String,
    lock: Lock,
}

impl Hosting {
    /// Reads the site, opens the data folder and binds the address.
    pub async fn start(plan: Plan) -> Result<Self, HostError> {
        let (edition, bundle) = read(&plan.site)?;
        let mailer: Arc<dyn Mailer> = match &plan.smtp_url {
            Some(url) => Arc::new(Smtp::new(url).map_err(HostError::Mail)?),
            None => Arc::new(NoMail),
        };
        let Data { store, files, keys, lock } = Data::open(&plan.data)?;
        let listener = listen(plan.listen).await?;
        let address = listener.local_addr().map_err(HostError::Server)?;
        let desk = Desk::new(Parts {
            store: Arc::new(store.clone()),
            bundle,
            keys,
            files: Arc::new(files),
            mailer,
            texter: None,
            clock: system_clock(),
        });
        let pages = site::router(plan.site.join("public"), desk.clone());
        let router = behind(embedded_router(desk.clone()).fallback_service(pages), plan.trusted);
        Ok(Self { address, desk, listener, router, store, bundles: plan.site.join("desk"), edition, lock })
    }

    /// Hosts until `stop` is done. Then nobody new is let in, running requests and the event in the worker's hand are
    /// finished, and the tickets are one file again.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), HostError> {
        let Self { desk, listener, router, store, bundles, edition, lock: _lock, .. } = self;
        let (home, go) = watch::channel(Go::On);
        let mut worker = tokio::spawn(worker::run_until(desk.clone(), store.clone(), go));
        let editions = tokio::spawn(async move { editions::follow(desk, &bundles, edition).await });
        let (stopped, stopping) = oneshot::channel();
        let server = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>());
        let server = server.with_graceful_shutdown(async move {
            stop.await;
            tracing::info!("stopping");
            let _ = stopped.send(());
        });
        let result = tokio::select! {
            result = server => result.map_err(HostError::Server),
            () = async { let _ = stopping.await; tokio::time::sleep(LAST_REQUESTS).await; } => {
                tracing::warn!("requests are cut off");
                Ok(())
            }
            _ = &mut worker => return Err(HostError::Worker),
        };
        editions.abort();
        let _ = home.send(Go::Home);
        if tokio::time::timeout(LAST_EFFECTS, worker).await.is_err() {
            tracing::warn!("the event in hand is left for the next start");
        }
        if let Err(error) = store.settle().await {
            tracing::warn!(%error, "the write-ahead log stays, and is read at the next start");
        }
        result
    }
}

/// The bundle that is published, with its name.
pub fn read(site: &Path) -> Result<(String, Bundle), HostError> {
    let desk = site.join("desk");
    if !site.join("public").is_dir() {
        return Err(HostError::NotBuilt(site.to_owned()));
    }
    if !desk.join("current").exists() {
        return Err(HostError::NoDesk(site.to_owned()));
    }
    let both = published(&desk).and_then(|name| Ok((name, Bundle::load(&desk)?)));
    both.map_err(|error| HostError::Bundle { site: site.to_owned(), reason: format!("{error:#}") })
}

async fn listen(address: SocketAddr) -> Result<TcpListener, HostError> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        std::io::ErrorKind::AddrInUse => HostError::InUse(address),
        _ => HostError::Listen { address, source },
    })
}

/// Whether what people and the portal say to each other can be read on its way.
pub fn is_in_the_open(portal: &Portal) -> bool {
    let host = portal.base_url.strip_prefix("http://").unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let is_here = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    !host.is_empty() && !is_here
}
