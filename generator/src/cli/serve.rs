//! `deskmark serve`.

use std::path::PathBuf;

use clap::Args;

use super::folder::{done, fail, line, note, tell};
use super::{Exit, Folder, waiting};
use crate::say;
use crate::serve::{Plan, ServeError, Serving};
use crate::site::Settings;
use crate::source::SourceError;

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    folder: Folder,
    /// The port on 127.0.0.1
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    port: u16,
    /// The folder for tickets and mail
    #[arg(long, value_name = "DIR", default_value = ".deskmark")]
    data: PathBuf,
}

impl Serve {
    pub fn run(&self) -> Exit {
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
            .with_writer(std::io::stderr)
            .init();
        let ended = match waiting::run(self.serve()) {
            Ok(ended) => ended,
            Err(exit) => return exit,
        };
        match ended {
            Ok(()) => Exit::Fine,
            Err(ServeError::Source(SourceError::Portal(found))) => {
                tell(&found, usize::MAX);
                Exit::Content
            }
            Err(error @ ServeError::Source(SourceError::NoFolder(_))) => {
                fail(&error);
                Exit::Usage
            }
            Err(error) => {
                fail(&error);
                Exit::Environment
            }
        }
    }

    async fn serve(&self) -> Result<(), ServeError> {
        let plan = Plan {
            options: self.folder.options(),
            // An author wants to see what is being written.
            settings: Settings { drafts: true, ..self.folder.settings() },
            port: self.port,
            data: self.data.clone(),
        };
        let serving = Serving::start(plan, note).await?;
        let asked_to_stop = waiting::asked_to_stop();
        line("");
        for greeting in &serving.greeting {
            line(&format!("  {greeting}"));
        }
        line("");
        done(&say!("serve-end"));
        serving.run(asked_to_stop).await
    }
}
