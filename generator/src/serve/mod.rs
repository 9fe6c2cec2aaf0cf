//! The whole portal on one machine: pages rendered on request, shown again at every change, with the desk inside.

mod desk;
mod edition;
mod keeper;
mod live;
mod pages;
mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use axum::Router;
use axum::middleware;
use axum::routing::get;
use function::http::behind;
use tokio::net::TcpListener;

pub use self::desk::DeskError;
pub use self::edition::Edition;
use self::keeper::{Keeper, Word};
pub use self::live::Live;
use crate::content::chain;
use crate::site::Settings;
use crate::source::{Options, SourceError};

/// Requests still running when the program is told to stop get this long.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The content.
    pub options: Options,
    /// The day and whether drafts are shown.
    pub settings: Settings,
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// The folder for tickets, mail and the server's secret.
    pub data: PathBuf,
}

/// Why serving did not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody else listens there.
    #[error(
        "port {0} is in use by another program: stop that program, or choose another port with --port {next}",
        next = .0.checked_add(1).unwrap_or(4000)
    )]
    PortInUse(u16),
    /// The system does not let us listen.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The content cannot be read at all.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The desk cannot start.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The server failed while running.
    #[error("the server stopped: {0}")]
    Server(#[source] std::io::Error),
}

/// A portal that is being served.
pub struct Serving {
    listener: TcpListener,
    router: Router,
    live: Arc<Live>,
    desk: Option<desk::Embedded>,
    /// What is printed when all is ready, a line each.
    pub greeting: Vec<String>,
    /// `None` where the system cannot watch: a saved article is still noticed when it is asked for.
    watch: Option<watch::Watch>,
}

impl Serving {
    /// Binds the port, reads the content and starts the desk. `tell` gets the report of every reading, the first included.
    pub async fn start(mut plan: Plan, tell: impl Fn(&str) + Send + Sync + 'static) -> Result<Self, ServeError> {
        let listener = listen(plan.port).await?;
        let port = listener.local_addr().map_err(ServeError::Server)?.port();
        // Links in mail lead back here, wherever the portal will be published later.
        let here = format!("http://127.0.0.1:{port}");
        let base = plan.options.base_url.get_or_insert_with(|| here.clone()).trim_end_matches('/').to_owned();
        let edition = Edition::read(&plan.options, plan.settings)?;
        let desk = desk::start(&edition, &plan.data)?;
        let mut greeting = vec![format!("Portal   {base}/")];
        if let Some(desk) = &desk {
            greeting.push(format!("Mailbox  {base}/_mail"));
            greeting.extend(desk.sign_in_links(&edition, &base).await?);
        }
        let (words, heard) = mpsc::channel();
        let live = Arc::new(Live::new(edition, words.clone(), Box::new(tell)));
        let watch = watch::start(&plan.options.content, words.clone())
            .inspect_err(|error| live.tell(&format!("new and removed files are not noticed: {}\n", chain(error))))
            .ok();
        // What was saved before the watching began.
        let _ = words.send(Word::Lost);
        let keeper = Keeper::new(plan, Arc::clone(&live), desk.as_ref().map(desk::Embedded::publisher));
        std::thread::spawn(move || keeper.run(&heard));
        let hosts = pages::Hosts::new(&base, port);
        let router = router(&live, desk.as_ref(), hosts);
        Ok(Self { listener, router, live, desk, greeting, watch })
    }

    /// Serves until `stop` is done, then lets running requests end.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
        let Self { listener, router, live, desk, watch, .. } = self;
        let worker = desk.map(|desk| tokio::spawn(desk.work()));
        let (stopped, stopping) = tokio::sync::oneshot::channel();
        let server = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>());
        let server = server.with_graceful_shutdown(async move {
            stop.await;
            // Pages listen for changes for as long as they are open; they are let go first.
            live.stop();
            let _ = stopped.send(());
        });
        let result = tokio::select! {
            result = server => result.map_err(ServeError::Server),
            () = async { let _ = stopping.await; tokio::time::sleep(LAST_REQUESTS).await; } => Ok(()),
        };
        if let Some(worker) = worker {
            worker.abort();
        }
        drop(watch);
        result
    }
}

async fn listen(port: u16) -> Result<TcpListener, ServeError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|source| match source.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::PortInUse(port),
        _ => ServeError::Listen { port, source },
    })
}

/// The portal's router: the desk, the live channel, and pages for everything else.
fn router(live: &Arc<Live>, desk: Option<&desk::Embedded>, hosts: pages::Hosts) -> Router {
    let mut router =
        Router::new().route("/_live", get(live::events)).fallback(pages::page).with_state(Arc::clone(live));
    if let Some(desk) = desk {
        router = router.merge(desk.router());
    }
    // Nothing stands before it: whoever calls is at the other end of the connection.
    behind(router.layer(middleware::from_fn_with_state(Arc::new(hosts), pages::only_own_hosts)), Vec::new())
}
