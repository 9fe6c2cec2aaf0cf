//! `deskmark check`.

use clap::Args;

use super::folder::{say, tell, verdict};
use super::{Exit, Folder};
use crate::content::Purpose;

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    folder: Folder,
}

impl Check {
    pub fn run(&self) -> Exit {
        match self.folder.load(Purpose::Check) {
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
