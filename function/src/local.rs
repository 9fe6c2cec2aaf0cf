//! The data folder of a desk on one machine: tickets, files, the server's secret. `deskmark serve` and `host` share it.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::files::Folder;
use crate::keys::{Keys, random};
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;

/// The tickets, in the data folder.
pub const TICKETS: &str = "tickets.sqlite";
/// The files, in the data folder.
pub const FILES: &str = "files";
/// The server's secret, in the data folder.
pub const SECRET: &str = "secret";

/// What is being restored, in the data folder; gone when all of it is.
pub const RESTORING: &str = "restoring";

/// Why a data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The system refused.
    #[error("cannot use the data folder: `{}`: {source}", path.display())]
    Folder {
        /// The folder or a file in it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another `serve` or `host` runs on it.
    #[error("another deskmark works with the data folder `{}`: stop it, or name another folder with --data", .0.display())]
    InUse(PathBuf),
    /// A restore was interrupted.
    #[error("a backup was not put back whole into `{}`: empty the folder, and run `deskmark restore` again", .0.display())]
    Unfinished(PathBuf),
    /// The tickets.
    #[error("cannot open the tickets in `{}`", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: StoreError,
    },
    /// The folder holds no tickets.
    #[error("there are no tickets in `{}`: name the folder that `deskmark host --data` has", .0.display())]
    NoTickets(PathBuf),
    /// The server's secret is too short.
    #[error("the server's secret in `{}` is too short: put the one from the last backup there", .0.display())]
    Secret(PathBuf),
    /// There are tickets, but the secret their links were made with is gone.
    #[error(
        "the server's secret `{}` is gone, and no private link opens without it: put the one from the last backup there \
         (or, to end every link, a new one: `openssl rand -hex 32`)",
        .0.display()
    )]
    SecretGone(PathBuf),
}

/// A data folder that nobody else uses for as long as this lives.
pub struct Data {
    /// The tickets.
    pub store: SqliteStore,
    /// The files.
    pub files: Folder,
    /// The server's secret.
    pub keys: Keys,
    /// Keeps others out.
    pub lock: Lock,
}

/// A data folder that another program may be working with.
pub struct Beside {
    /// The tickets.
    pub store: SqliteStore,
    /// The files.
    pub files: Folder,
    /// The server's secret.
    pub keys: Keys,
}

impl Beside {
    /// Opens a data folder that holds tickets.
    pub fn open(dir: &Path) -> Result<Self, DataError> {
        let path = dir.join(TICKETS);
        if !path.is_file() {
            return Err(DataError::NoTickets(dir.to_owned()));
        }
        let keys = keys(dir)?;
        let files = dir.join(FILES);
        let files = Folder::open(&files).map_err(refused(&files))?;
        let store = SqliteStore::open(&path).map_err(|source| DataError::Store { path, source })?;
        Ok(Self { store, files, keys })
    }
}

/// Holds a data folder until it is dropped, however the program ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "dropping it lets others in")] Option<File>);

impl Data {
    /// Opens a data folder, making what is missing. What is in it is for this system's user alone.
    pub fn open(dir: &Path) -> Result<Self, DataError> {
        make(dir).map_err(refused(dir))?;
        let lock = Lock::take(dir)?;
        if dir.join(RESTORING).exists() {
            return Err(DataError::Unfinished(dir.to_owned()));
        }
        let keys = keys(dir)?;
        let files = dir.join(FILES);
        let files = Folder::open(&files).map_err(refused(&files))?;
        let path = dir.join(TICKETS);
        let store = SqliteStore::open(&path).map_err(|source| DataError::Store { path, source })?;
        Ok(Self { store, files, keys, lock })
    }
}

impl Lock {
    fn take(dir: &Path) -> Result<Self, DataError> {
        let folder = File::open(dir).map_err(refused(dir))?;
        match folder.try_lock() {
            Err(TryLockError::WouldBlock) => Err(DataError::InUse(dir.to_owned())),
            // Some network disks have no locks.
            Err(TryLockError::Error(_)) => Ok(Self(None)),
            Ok(()) => Ok(Self(Some(folder))),
        }
    }
}

fn refused(path: &Path) -> impl FnOnce(io::Error) -> DataError {
    let path = path.to_owned();
    move |source| DataError::Folder { path, source }
}

/// Makes a folder for this user's eyes only; one that is there stays as it is.
pub(crate) fn make(dir: &Path) -> io::Result<()> {
    let mut folders = fs::DirBuilder::new();
    folders.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
    folders.create(dir)
}

/// Reads the secret behind private links and cookies; makes it in a new folder.
fn keys(dir: &Path) -> Result<Keys, DataError> {
    let path = dir.join(SECRET);
    let secret = match fs::read(&path) {
        Ok(secret) => secret,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if dir.join(TICKETS).exists() {
                return Err(DataError::SecretGone(path));
            }
            let secret = random::secret().map_err(io::Error::other).map_err(refused(&path))?.into_bytes();
            write_secret(&path, &secret).map_err(refused(&path))?;
            secret
        }
        Err(error) => return Err(refused(&path)(error)),
    };
    Keys::new(secret).map_err(|_| DataError::Secret(path))
}

/// Whole or not at all: a crash leaves no half secret behind.
fn write_secret(path: &Path, secret: &[u8]) -> io::Result<()> {
    let half = path.with_extension("half");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&half)?;
    file.write_all(secret)?;
    file.sync_all()?;
    fs::rename(half, path)
}
