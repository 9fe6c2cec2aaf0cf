//! `deskmark build`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::folder::{fail, note, report, say, tell, verdict, voice};
use super::{Exit, Folder};
use crate::build::{self, BuildError};
use crate::content::{Content, Purpose};
use crate::former::{self, Former};
use crate::lock::published;
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
        let inputs = phases.run("compare", 0, || {
            let inputs = former::inputs(&self.folder.options(), self.folder.settings(), &voice())?;
            Some((Former::same(&self.out, &inputs), inputs))
        });
        let inputs = match inputs {
            Some((Some(former), _)) => {
                note(&former.report);
                say(&self.summary(&former, "nothing has changed", start));
                return Exit::Fine;
            }
            Some((None, inputs)) => Some(inputs),
            None => None,
        };
        let loaded = self.folder.load(Purpose::Build, phases);
        phases.end();
        let (content, found) = match loaded {
            Ok(loaded) => loaded,
            Err(exit) => return exit,
        };
        let report = report(&found, WARNINGS_SHOWN);
        note(&report);
        if verdict(&found) != Exit::Fine {
            say("Nothing was written.");
            return Exit::Content;
        }
        let built = build::build(&content, &self.out, phases);
        phases.end();
        let built = match built {
            Ok(built) => built,
            Err(BuildError::Pages(failures)) => {
                tell(&failures, usize::MAX);
                say("Nothing was written.");
                return Exit::Content;
            }
            Err(error) => {
                fail(&error);
                return Exit::Environment;
            }
        };
        let public = built.public;
        // Without the digest, which no unreadable content has, nothing will ever be the same.
        let former = Former::new(inputs.unwrap_or_default(), report, content.site.articles.len(), &built);
        if let Err(error) = former.remember(&self.out) {
            fail(&error);
            return Exit::Environment;
        }
        let done = format!("{} written, {} unchanged, {} removed", public.written, public.unchanged, public.pruned);
        say(&self.summary(&former, &done, start));
        if let Some(line) = remember(&content) {
            say(&line);
        }
        Exit::Fine
    }

    fn summary(&self, built: &Former, done: &str, start: Instant) -> String {
        let Former { articles, pages, .. } = built;
        let size = (built.bytes + 512 * 1024) / (1024 * 1024);
        let seconds = start.elapsed().as_secs_f64();
        format!("{articles} articles, {pages} pages, {size} MB in {}: {done}, {seconds:.2} s", self.out.display())
    }
}

/// Addresses the record does not know yet.
fn remember(content: &Content) -> Option<String> {
    match content.recorded.as_ref()?.new_in(&published(content)).addresses {
        0 => None,
        1 => Some("1 address is new: `deskmark lock` remembers it.".to_owned()),
        count => Some(format!("{count} addresses are new: `deskmark lock` remembers them.")),
    }
}
