//! `deskmark import FILE`: what `deskmark export` wrote, into an empty desk.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::Args;
use function::moving::{self, Moved};

use super::Exit;
use super::export::what;
use super::folder::done;
use super::kept::{DeskError, Place, carry_out};
use crate::say;

#[derive(Debug, Args)]
pub struct TakeIn {
    /// What `deskmark export` wrote
    #[arg(value_name = "FILE", required = true)]
    file: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

impl TakeIn {
    pub fn run(&self) -> Exit {
        match carry_out(self.take_in()) {
            Ok(moved) => {
                tell(&moved);
                Exit::Fine
            }
            Err(exit) => exit,
        }
    }

    async fn take_in(&self) -> Result<Moved, DeskError> {
        // It is there unless a subcommand is.
        let file = self.file.as_deref().unwrap_or(Path::new(""));
        let open = || File::open(file).map(BufReader::new);
        // Before a data folder is made for nothing.
        open().map_err(|source| DeskError::File { path: file.to_owned(), source })?;
        let opened = self.place.open_alone().await?;
        Ok(moving::import(&*opened.store, open).await?)
    }
}

fn tell(moved: &Moved) {
    done(&say!("taken-in", what = what(moved)));
    if moved.before > 0 {
        done(&say!("taken-in-before", tickets = moved.before));
    }
    done(&say!("moved-beside", files = moved.files));
}
