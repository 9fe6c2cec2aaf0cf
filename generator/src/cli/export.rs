//! `deskmark export`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use clap::Args;
use function::moving::{self, Moved};

use super::Exit;
use super::folder::{done, note, speech};
use super::kept::{DeskError, Place, carry_out};
use crate::diagnostics::Said;
use crate::say;

const AFTER_HELP: &str = "Tickets with every event, signatures and counts are in it, a line of JSON each. Not in it: files, the server's secret, \
     and what ends by itself (sign-ins, codes, limits). The desk may go on working meanwhile.\n\nOn AWS the tables are \
     found as `aws` finds them: by AWS_PROFILE or AWS_ACCESS_KEY_ID, and AWS_REGION.";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct Export {
    #[command(flatten)]
    place: Place,
    /// The new file to write; without it everything goes to standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Export {
    pub fn run(&self) -> Exit {
        match carry_out(self.export()) {
            Ok(moved) => {
                self.tell(&moved);
                Exit::Fine
            }
            Err(exit) => exit,
        }
    }

    async fn export(&self) -> Result<Moved, DeskError> {
        let opened = self.place.open().await?;
        let Some(out) = &self.out else {
            return Ok(moving::export(&*opened.store, &mut io::stdout()).await?);
        };
        if out.symlink_metadata().is_ok() {
            return Err(DeskError::Exists(out.clone()));
        }
        let at = |path: &Path| {
            let path = path.to_owned();
            move |source| DeskError::File { path, source }
        };
        // There only once it is whole.
        let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let half = out.with_file_name(format!(".{name}.half"));
        let mut file = BufWriter::new(mine(&half).map_err(at(&half))?);
        let moved = moving::export(&*opened.store, &mut file).await;
        let whole = moved.map_err(DeskError::from).and_then(|moved| {
            file.into_inner()
                .map_err(io::IntoInnerError::into_error)
                .and_then(|file| file.sync_all())
                .map_err(at(&half))?;
            fs::rename(&half, out).map_err(at(out))?;
            Ok(moved)
        });
        if whole.is_err() {
            // What stands in the way has been told; the half of it is in nobody's way.
            let _ = fs::remove_file(&half);
        }
        whole
    }

    /// On standard error where the export itself is on standard output.
    fn tell(&self, moved: &Moved) {
        let what = what(moved);
        match &self.out {
            Some(out) => {
                done(&say!("exported", path = out.display().to_string(), what = what));
                done(&say!("moved-beside", files = moved.files));
            }
            None => {
                for said in [what, say!("moved-beside", files = moved.files)] {
                    note(&format!("{}\n", said.text(speech())));
                }
            }
        }
    }
}

/// How much moved.
pub fn what(moved: &Moved) -> Said {
    say!("moved", tickets = moved.tickets, events = moved.events)
}

/// A new file for this system's user alone.
fn mine(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
