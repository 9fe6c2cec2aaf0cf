//! `deskmark lock`.

use std::path::PathBuf;

use clap::Args;
use domain::lang::Lang;
use jiff::civil::Date;

use super::folder::{done, fail, tell, verdict};
use super::{Exit, Folder};
use crate::check;
use crate::content::Purpose;
use crate::diagnostics;
use crate::lock::addresses::{FILE, Recorded, write};
use crate::lock::published;
use crate::output;
use crate::phases::Phases;
use crate::say;

#[derive(Debug, Args)]
pub struct Lock {
    /// The content folder
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// The language of a folder without portal.toml
    #[arg(long, value_name = "TAG", value_parser = Lang::parse)]
    lang: Option<Lang>,
    /// Take this day for today: 2026-11-22
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// Addresses and anchors that may go: /vi/wifi/ or /vi/wifi/#old
    #[arg(long, value_name = "PATH", num_args = 1..)]
    forget: Vec<String>,
}

impl Lock {
    pub fn run(&self) -> Exit {
        let phases = Phases::shown();
        let loaded = self.folder().load(Purpose::Build, &phases);
        phases.end();
        let (content, mut found) = match loaded {
            Ok(loaded) => loaded,
            Err(exit) => return exit,
        };
        // What cannot be published has no addresses to remember.
        if verdict(&found) != Exit::Fine {
            found.retain(|problem| problem.severity == diagnostics::Severity::Error);
            return refuse(&found);
        }
        let path = self.content.join(FILE);
        let shown = path.display().to_string();
        let first = content.recorded.is_none();
        let mut recorded = content.recorded.clone().unwrap_or_else(|| Recorded::nothing(shown.clone(), Vec::new()));
        for name in &self.forget {
            if !recorded.forget(name) {
                done(&say!("not-in-lock", name = name, file = shown));
                return Exit::Usage;
            }
        }
        let mut found = check::gone(&content, &recorded);
        if !found.is_empty() {
            diagnostics::sort(&mut found);
            return refuse(&found);
        }
        let published = published(&content);
        let new = recorded.new_in(&published);
        let text = write(&recorded.with(published));
        if (first || recorded.file.text != text)
            && let Err(error) = output::replace(&path, text.as_bytes())
        {
            fail(&error);
            return Exit::Environment;
        }
        let (addresses, anchors, forgotten) = (new.addresses, new.anchors, self.forget.len());
        done(&say!("locked", file = shown, addresses = addresses, anchors = anchors, forgotten = forgotten));
        Exit::Fine
    }

    /// Drafts are not published, so there is nothing to remember of them.
    fn folder(&self) -> Folder {
        let Self { content, lang, at, .. } = self;
        Folder {
            content: content.clone(),
            lang: lang.clone(),
            base_url: None,
            at: *at,
            drafts: false,
            no_highlight: true,
        }
    }
}

fn refuse(found: &[diagnostics::Diagnostic]) -> Exit {
    tell(found, usize::MAX);
    done(&say!("nothing-written"));
    Exit::Content
}
