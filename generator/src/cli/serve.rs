//! `deskmark serve`.

use clap::Args;

use super::{Exit, Folder};

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    folder: Folder,
}

impl Serve {
    pub fn run(&self) -> Exit {
        Exit::Fine
    }
}
