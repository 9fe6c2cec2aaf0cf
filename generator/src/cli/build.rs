//! `deskmark build`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::folder::{done, fail, note, report, tell, verdict, voice};
use super::{Exit, Folder};
use crate::build::{self, BuildError};
use crate::content::{Content, Purpose};
use crate::diagnostics::Said;
use crate::former::{self, Former};
use crate::lock::published;
use crate::phases::Phases;
use crate::say;

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
                done(&self.summary(&former, say!("build-same"), start));
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
            done(&say!("nothing-written"));
            return Exit::Content;
        }
        let built = build::build(&content, &self.out, phases);
        phases.end();
        let built = match built {
            Ok(built) => built,
            Err(BuildError::Pages(failures)) => {
                tell(&failures, usize::MAX);
                done(&say!("nothing-written"));
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
        let (written, unchanged, pruned) = (public.written, public.unchanged, public.pruned);
        let made = say!("build-made", written = written, unchanged = unchanged, pruned = pruned);
        done(&self.summary(&former, made, start));
        if let Some(new) = remember(&content) {
            done(&new);
        }
        Exit::Fine
    }

    fn summary(&self, built: &Former, made: Said, start: Instant) -> Said {
        say!(
            "build-done",
            articles = built.articles,
            pages = built.pages,
            size = (built.bytes + 512 * 1024) / (1024 * 1024),
            out = self.out.display().to_string(),
            made = made,
            seconds = format!("{:.2}", start.elapsed().as_secs_f64()),
        )
    }
}

/// Addresses the record does not know yet.
fn remember(content: &Content) -> Option<Said> {
    match content.recorded.as_ref()?.new_in(&published(content)).addresses {
        0 => None,
        count => Some(say!("addresses-new", count = count)),
    }
}
