//! `deskmark backup` and `deskmark restore`.

use std::path::PathBuf;

use clap::Args;
use function::backup::{self, BackupError, Copied};

use super::Exit;
use super::folder::{done, fail};
use crate::diagnostics::Said;
use crate::say;

#[derive(Debug, Args)]
pub struct Backup {
    /// The data folder, which may be in use
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The new folder for the backup
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The backup
    #[arg(value_name = "BACKUP")]
    from: PathBuf,
    /// The new or empty data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

impl Backup {
    pub fn run(&self) -> Exit {
        let to = self.to.display().to_string();
        tell(backup::back_up(&self.data, &self.to), |copied| say!("backed-up", to = to, what = what(copied)))
    }
}

impl Restore {
    pub fn run(&self) -> Exit {
        let data = self.data.display().to_string();
        tell(backup::restore(&self.from, &self.data), |copied| say!("restored", data = data, what = what(copied)))
    }
}

fn what(copied: &Copied) -> Said {
    say!(
        "copied",
        tickets = copied.tickets,
        events = copied.events,
        files = copied.files,
        megabytes = copied.bytes.div_ceil(1024 * 1024),
    )
}

fn tell(result: Result<Copied, BackupError>, say: impl FnOnce(&Copied) -> Said) -> Exit {
    match result {
        Ok(copied) => {
            done(&say(&copied));
            if copied.missing > 0 {
                done(&say!("copied-missing", count = copied.missing));
            }
            Exit::Fine
        }
        Err(error) => {
            fail(&error);
            match error {
                BackupError::Io { .. } | BackupError::Store { .. } => Exit::Environment,
                _ => Exit::Usage,
            }
        }
    }
}
