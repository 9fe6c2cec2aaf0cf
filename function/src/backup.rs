//! Copies of a data folder: made while it is used, looked over before they count, and put back.
//!
//! A backup is a folder with the layout of a data folder (`tickets.sqlite`, `files/kept/`, `secret`), so that whoever keeps
//! backups (rsync, restic, tape) keeps plain files.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use domain::ticket::FileRef;

use crate::files::kept;
use crate::local::{FILES, RESTORING, SECRET, TICKETS, make};
use crate::store::StoreError;
use crate::store::sqlite::{Survey, copy, survey};

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// How many tickets.
    pub tickets: u64,
    /// How many events they are made of.
    pub events: u64,
    /// How many files came with them.
    pub files: u64,
    /// The size of these, in bytes.
    pub bytes: u64,
    /// Files that tickets name and that are not there.
    pub missing: u64,
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder holds no tickets.
    #[error("there are no tickets in `{}`: name the folder that `deskmark host --data` has", .0.display())]
    NoTickets(PathBuf),
    /// The folder is no backup.
    #[error("`{}` is no backup: one is a folder that `deskmark backup` made", .0.display())]
    NoBackup(PathBuf),
    /// A backup is never written over.
    #[error("`{}` is there already: name a new folder for each backup", .0.display())]
    Exists(PathBuf),
    /// Tickets are never written over.
    #[error("`{}` is not empty: restore into a new or empty folder, and give that to `deskmark host --data`", .0.display())]
    NotEmpty(PathBuf),
    /// What was copied is not whole.
    #[error("the tickets in `{}` are not whole: no copy was made", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: StoreError,
    },
    /// The system refused.
    #[error("cannot copy to or from `{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn refused(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::Io { path, source }
}

/// Copies a data folder to the new folder `to`, which is there only once it is whole. The desk works on meanwhile:
/// everything that was acknowledged before this began is in the copy.
pub fn back_up(data: &Path, to: &Path) -> Result<Copied, BackupError> {
    if !data.join(TICKETS).is_file() {
        return Err(BackupError::NoTickets(data.to_owned()));
    }
    let exists = to.symlink_metadata().is_ok();
    let (false, Some(name)) = (exists, to.file_name()) else { return Err(BackupError::Exists(to.to_owned())) };
    let half = to.with_file_name(format!(".{}.half", name.to_string_lossy()));
    clear(&half)?;
    let copied = fill(data, &half, copy);
    if copied.is_err() {
        // What stands in the way of the copy has been told; the half of it is in nobody's way.
        let _ = clear(&half);
    }
    let copied = copied?;
    fs::rename(&half, to).map_err(refused(to))?;
    sync_folder(to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    Ok(copied)
}

/// Puts a backup into a new or empty data folder. Until all of it is there, nothing opens the folder.
pub fn restore(from: &Path, data: &Path) -> Result<Copied, BackupError> {
    if !from.join(TICKETS).is_file() || !from.join(SECRET).is_file() {
        return Err(BackupError::NoBackup(from.to_owned()));
    }
    make(data).map_err(refused(data))?;
    if fs::read_dir(data).map_err(refused(data))?.next().is_some() {
        return Err(BackupError::NotEmpty(data.to_owned()));
    }
    let half = data.join(RESTORING);
    let copied = fill(from, &half, |from, to| fs::copy(from, to).map(drop).map_err(StoreError::failed));
    if copied.is_err() {
        let _ = clear(&half);
    }
    let copied = copied?;
    for part in [FILES, SECRET, TICKETS] {
        fs::rename(half.join(part), data.join(part)).map_err(refused(&data.join(part)))?;
    }
    sync_folder(data)?;
    fs::remove_dir(&half).map_err(refused(&half))?;
    Ok(copied)
}

/// Fills a new folder from another of the same layout: the tickets first, then the files these name, which were there
/// before the tickets were.
fn fill(
    from: &Path,
    to: &Path,
    copy_tickets: impl FnOnce(&Path, &Path) -> Result<(), StoreError>,
) -> Result<Copied, BackupError> {
    let wrong = |path: &Path| {
        let path = path.to_owned();
        move |source| BackupError::Store { path, source }
    };
    make(to).map_err(refused(to))?;
    let (tickets, copied) = (from.join(TICKETS), to.join(TICKETS));
    copy_tickets(&tickets, &copied).map_err(wrong(&tickets))?;
    let Survey { tickets, events, files } = survey(&copied).map_err(wrong(&tickets))?;
    only_mine(&copied).map_err(refused(&copied))?;
    let secret = to.join(SECRET);
    copy_file(&from.join(SECRET), &secret).and_then(|_| only_mine(&secret)).map_err(refused(&secret))?;

    let (old, new) = (kept(&from.join(FILES)), kept(&to.join(FILES)));
    make(&new).map_err(refused(&new))?;
    let mut all = Copied { tickets, events, files: 0, bytes: 0, missing: 0 };
    for FileRef { id, .. } in files {
        match copy_file(&old.join(id.as_str()), &new.join(id.as_str())) {
            Ok(bytes) => (all.files, all.bytes) = (all.files + 1, all.bytes + bytes),
            // Its owner was erased since the tickets were copied, or it was lost.
            Err(error) if error.kind() == ErrorKind::NotFound => all.missing += 1,
            Err(error) => return Err(refused(&old.join(id.as_str()))(error)),
        }
    }
    for folder in [&new, to] {
        sync_folder(folder)?;
    }
    Ok(all)
}

/// Copies a file to the disk, not only to the system's memory.
fn copy_file(from: &Path, to: &Path) -> io::Result<u64> {
    let bytes = fs::copy(from, to)?;
    File::open(to)?.sync_all()?;
    Ok(bytes)
}

/// For this system's user alone.
fn only_mine(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    File::open(path)?.sync_all()
}

fn sync_folder(folder: &Path) -> Result<(), BackupError> {
    if cfg!(unix) { File::open(folder).and_then(|folder| folder.sync_all()).map_err(refused(folder)) } else { Ok(()) }
}

fn clear(half: &Path) -> Result<(), BackupError> {
    match fs::remove_dir_all(half) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(refused(half)(error)),
        _ => Ok(()),
    }
}
