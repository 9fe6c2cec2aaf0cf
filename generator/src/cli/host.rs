//! `deskmark host`.

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use function::config::smtp_url;
use function::http::Proxy;
use tracing_subscriber::filter::LevelFilter;

use super::folder::{done, fail};
use super::{Exit, waiting};
use crate::host::{HostError, Hosting, Plan, is_in_the_open};
use crate::say;

const ENVIRONMENT: &str = "Environment:
  DESKMARK_SMTP_URL     The mail server, like smtps://user:password@mail.example.org; without one letters wait

infra/host/README.md says how to set a machine up.";

#[derive(Debug, Args)]
#[command(after_help = ENVIRONMENT)]
pub struct Host {
    /// What `deskmark build` wrote
    #[arg(long, value_name = "DIR", default_value = "dist")]
    site: PathBuf,
    /// The folder for tickets, files and the server's secret
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The address and port to listen on
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// A proxy whose X-Forwarded-For is believed: an address or a network; may be given more than once
    #[arg(long, value_name = "ADDR")]
    trust_proxy: Vec<Proxy>,
}

impl Host {
    pub fn run(&self) -> Exit {
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::INFO)
            .with_ansi(std::io::stderr().is_terminal())
            .with_writer(std::io::stderr)
            .init();
        let ended = match waiting::run(self.host()) {
            Ok(ended) => ended,
            Err(exit) => return exit,
        };
        match ended {
            Ok(()) => Exit::Fine,
            Err(error @ (HostError::NotBuilt(_) | HostError::NoDesk(_))) => {
                fail(&error);
                Exit::Usage
            }
            Err(error) => {
                fail(&error);
                Exit::Environment
            }
        }
    }

    async fn host(&self) -> Result<(), HostError> {
        let plan = Plan {
            site: self.site.clone(),
            data: self.data.clone(),
            listen: self.listen,
            trusted: self.trust_proxy.clone(),
            smtp_url: smtp_url(),
        };
        let has_mail = plan.smtp_url.is_some();
        let hosting = Hosting::start(plan).await?;
        let asked_to_stop = waiting::asked_to_stop();
        self.greet(&hosting, has_mail);
        hosting.run(asked_to_stop).await
    }

    fn greet(&self, hosting: &Hosting, has_mail: bool) {
        let bundle = hosting.desk.bundle();
        let portal = &bundle.catalog.portal;
        done(&say!("host-portal", url = format!("{}/", portal.base_url)));
        done(&say!("host-listens", url = format!("http://{}", hosting.address)));
        done(&say!("host-data", path = self.data.display().to_string()));
        if !has_mail {
            done(&say!("host-no-mail"));
        }
        if is_in_the_open(portal) {
            done(&say!("host-plain-http", url = &portal.base_url));
        }
    }
}
