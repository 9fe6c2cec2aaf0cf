//! Files in a folder of this machine.
//!
//! `half/` holds what is being written, `waiting/` what was uploaded, `kept/` what belongs to a ticket. A file goes from one
//! to the next by being renamed, which happens or does not; its name is its id, and never what somebody typed.

use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use async_trait::async_trait;
use domain::ids::FileId;
use jiff::Timestamp;

use super::{Files, FilesError, Result, UPLOADS_WAIT};

/// What may wait unsent at one time, in bytes: uploading is anybody's, and a disk has other things to hold. Two hundred
/// requests with ten full files each fit into a day; over it an upload fails as on a full disk, until the sweep has been.
const ROOM_TO_WAIT: u64 = 20 * 1024 * 1024 * 1024;

/// Keeps files in a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    room_to_wait: u64,
    half: PathBuf,
    waiting: PathBuf,
    kept: PathBuf,
}

/// Where in `dir` the files that belong to tickets are.
pub fn kept(dir: &Path) -> PathBuf {
    dir.join("kept")
}

impl Folder {
    /// Files in `dir`, which is created. What a crash left half written is removed: nobody was told that it had arrived.
    pub fn open(dir: &Path) -> io::Result<Self> {
        Self::with_room(dir, ROOM_TO_WAIT)
    }

    /// The same with so many bytes of room for what was not sent yet.
    pub fn with_room(dir: &Path, room_to_wait: u64) -> io::Result<Self> {
        let (half, waiting, kept) = (dir.join("half"), dir.join("waiting"), kept(dir));
        for part in [&half, &waiting, &kept] {
            std::fs::create_dir_all(part)?;
        }
        for entry in std::fs::read_dir(&half)? {
            std::fs::remove_file(entry?.path())?;
        }
        Ok(Self { room_to_wait, half, waiting, kept })
    }

    fn write(&self, id: &FileId, bytes: &[u8], now: Timestamp) -> io::Result<()> {
        if self.waiting()? + bytes.len() as u64 > self.room_to_wait {
            return Err(io::Error::new(ErrorKind::StorageFull, "too much waits to be sent"));
        }
        let half = self.half.join(id.as_str());
        let written = write_whole(&half, bytes, now).and_then(|()| move_to(&half, &self.waiting, id));
        if written.is_err() {
            // A full disk has no room for halves.
            removed(&half)?;
        }
        written
    }

    /// The bytes of everything that waits.
    fn waiting(&self) -> io::Result<u64> {
        let mut bytes = 0;
        for entry in std::fs::read_dir(&self.waiting)? {
            // Sent or forgotten since the folder was read: it waits no more.
            bytes += entry?.metadata().map_or(0, |data| data.len());
        }
        Ok(bytes)
    }

    fn forget_older(&self, than: Timestamp) -> io::Result<u32> {
        let mut forgotten = 0;
        for entry in std::fs::read_dir(&self.waiting)? {
            let entry = entry?;
            // Sent or forgotten since the folder was read: not ours any more.
            let Ok(modified) = entry.metadata().and_then(|data| data.modified()) else { continue };
            if modified <= SystemTime::from(than) && removed(&entry.path())? {
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }
}

fn write_whole(path: &Path, bytes: &[u8], now: Timestamp) -> io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    file.write_all(bytes)?;
    // Its age is told by the desk's clock, which may not be this machine's.
    file.set_modified(SystemTime::from(now))?;
    file.sync_all()
}

/// Renames, and sees to it that a loss of power does not undo it.
fn move_to(from: &Path, folder: &Path, id: &FileId) -> io::Result<()> {
    std::fs::rename(from, folder.join(id.as_str()))?;
    if cfg!(unix) { std::fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Removes a file; `false` when there was none.
fn removed(path: &Path) -> io::Result<bool> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

impl Folder {
    async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Self) -> io::Result<T> + Send + 'static) -> Result<T> {
        let folder = self.clone();
        tokio::task::spawn_blocking(move || work(&folder)).await.map_err(failed)?.map_err(failed)
    }
}

fn failed(source: impl Into<anyhow::Error>) -> FilesError {
    FilesError::Failed(source.into())
}

#[async_trait]
impl Files for Folder {
    async fn upload(&self, id: &FileId, bytes: Vec<u8>, now: Timestamp) -> Result<()> {
        let id = id.clone();
        self.run(move |folder| folder.write(&id, &bytes, now)).await
    }

    async fn keep(&self, id: &FileId) -> Result<bool> {
        let id = id.clone();
        self.run(move |folder| match move_to(&folder.waiting.join(id.as_str()), &folder.kept, &id) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => folder.kept.join(id.as_str()).try_exists(),
            Err(error) => Err(error),
        })
        .await
    }

    async fn read(&self, id: &FileId) -> Result<Option<Vec<u8>>> {
        let id = id.clone();
        self.run(move |folder| match std::fs::read(folder.kept.join(id.as_str())) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    async fn forget(&self, id: &FileId) -> Result<()> {
        let id = id.clone();
        self.run(move |folder| {
            removed(&folder.waiting.join(id.as_str()))?;
            removed(&folder.kept.join(id.as_str()))?;
            Ok(())
        })
        .await
    }

    async fn forget_unsent(&self, now: Timestamp) -> Result<u32> {
        let than = now.saturating_sub(UPLOADS_WAIT).unwrap_or(Timestamp::MIN);
        self.run(move |folder| folder.forget_older(than)).await
    }
}
