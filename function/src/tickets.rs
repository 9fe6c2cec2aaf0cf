//! Use cases on tickets: load, decide, append.

mod act;
mod contact;
mod submit;

use domain::ticket::{Command, Upload};

use crate::desk::Desk;
use crate::files::FilesError;

pub use act::{ActError, Acting, act};
pub use contact::{of_contact, prove_contact};
pub use submit::{Sent, SentBy, SubmitError, submit};

/// Why a file does not stay with a ticket.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// It waited for too long to be sent.
    #[error("an upload is not there any more")]
    Gone(Upload),
    /// Whatever keeps files failed.
    #[error(transparent)]
    Files(#[from] FilesError),
}

/// Makes the files of commands stay. To be done before their event is written: then no event names a file that is gone.
async fn keep(desk: &Desk, commands: &[Command]) -> Result<(), NotKept> {
    for command in commands {
        let Command::Attach { files } = command else { continue };
        for upload in files {
            if !desk.files().keep(&upload.file.id).await? {
                return Err(NotKept::Gone(upload.clone()));
            }
        }
    }
    Ok(())
}
