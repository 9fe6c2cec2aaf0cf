//! `deskmark check`.

use clap::Args;

use super::folder::{say, tell, verdict};
use super::{Exit, Folder};
use crate::content::Purpose;
use crate::phases::Phases;

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    folder: Folder,
}

impl Check {
    pub fn run(&self) -> Exit {
        let phases = Phases::shown();
        let loaded = self.folder.load(Purpose::Check, &phases);
        phases.end();
        match loaded {
            Ok((content, found)) => {
                tell(&found, usize::MAX);
                if found.is_empty() {
                    say(&format!("{} articles, nothing to mend.", content.site.articles.len()));
                }
                verdict(&found)
            }
            Err(exit) => exit,
        }
    }
}
