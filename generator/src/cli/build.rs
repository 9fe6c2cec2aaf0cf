//! `deskmark build`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::folder::{fail, note, say, tell, verdict};
use super::{Exit, Folder};
use crate::build::{self, BuildError, Built};
use crate::content::Purpose;
use crate::phases::Phases;

/// Warnings of one rule shown in full; `check` shows all.
const WARNINGS_SHOWN: usize = 3;

#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    folder: Folder,
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: PathBuf,
    /// Tell how long each phase took
    #[arg(long)]
    profile: bool,
}

impl Build {
    pub fn run(&self) -> Exit {
        let start = Instant::now();
        let phases = Phases::shown();
        let exit = self.build(start, &phases);
        if self.profile {
            note(&phases.table());
        }
        exit
    }

    fn build(&self, start: Instant, phases: &Phases) -> Exit {
        let loaded = self.folder.load(Purpose::Build, phases);
        phases.end();
        let (content, found) = match loaded {
            Ok(loaded) => loaded,
            Err(exit) => return exit,
        };
        tell(&found, WARNINGS_SHOWN);
        if verdict(&found) != Exit::Fine {
            say("Nothing was written.");
            return Exit::Content;
        }
        let built = build::build(&content, &self.out, phases);
        phases.end();
        match built {
            Ok(built) => {
                say(&summary(&built, content.site.articles.len(), start, &self.out));
                Exit::Fine
            }
            Err(BuildError::Pages(failures)) => {
                tell(&failures, usize::MAX);
                say("Nothing was written.");
                Exit::Content
            }
            Err(error) => {
                fail(&error);
                Exit::Environment
            }
        }
    }
}

fn summary(built: &Built, articles: usize, start: Instant, out: &std::path::Path) -> String {
    let Built { pages, public } = built;
    let size = (public.bytes + 512 * 1024) / (1024 * 1024);
    format!(
        "{articles} articles, {pages} pages, {size} MB in {}: {} written, {} unchanged, {} removed, {:.2} s",
        out.display(),
        public.written,
        public.unchanged,
        public.pruned,
        start.elapsed().as_secs_f64(),
    )
}
