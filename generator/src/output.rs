//! The only place that writes the output folder: a whole site is made beside the old one, then the two change places.
//!
//! Readers see the old site or the new one. A build that fails or is killed leaves the old one; what it had made so
//! far is cleared by the next.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

/// Marks a folder as written by us, so that pruning never takes anybody else's files.
pub const MARKER: &str = ".deskmark";

const MARKER_TEXT: &[u8] = b"Written by deskmark build. Files in here are replaced and removed.\n";

/// Files and the digests of their contents, by path.
pub type Digests = BTreeMap<String, [u8; 32]>;

/// Why the output cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder holds files we did not write.
    #[error("`{}` holds files that Deskmark did not write; choose another folder with --out, or empty it", .0.display())]
    NotOurs(PathBuf),
    /// The folder is a mount point, which cannot be moved.
    #[error(
        "`{}` is a disk of its own and cannot be replaced in one step; mount the folder around it instead",
        .0.display()
    )]
    Mounted(PathBuf),
    /// Another build is at work there.
    #[error("another build is writing to `{}`; wait until it has ended", .0.display())]
    Busy(PathBuf),
    /// A published file of the content went away, or is closed to us.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system refused.
    #[error("cannot write `{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl OutputError {
    fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

/// Keeps other builds out of a folder for as long as it lives.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "dropping it lets others in")] Option<File>);

impl Lock {
    /// Takes the folder, making it where needed.
    pub fn take(out: &Path) -> Result<Self, OutputError> {
        fs::create_dir_all(out).map_err(|source| OutputError::io(out, source))?;
        // Where a folder cannot be locked (some network disks), builds go on without.
        let Ok(folder) = File::open(out) else { return Ok(Self(None)) };
        match folder.try_lock() {
            Err(TryLockError::WouldBlock) => Err(OutputError::Busy(out.to_owned())),
            Err(TryLockError::Error(_)) => Ok(Self(None)),
            Ok(()) => Ok(Self(Some(folder))),
        }
    }
}

/// A folder's next state being made. Files may be written from several threads.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    next: PathBuf,
    /// Whether a former build is there to compare with.
    former: bool,
    written: AtomicUsize,
    unchanged: AtomicUsize,
    /// Files that replace one of the former build.
    known: AtomicUsize,
    bytes: AtomicU64,
    digests: Mutex<Digests>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Files that were new or different.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of former builds that were removed.
    pub pruned: usize,
    /// The size of everything, in bytes.
    pub bytes: u64,
}

impl Output {
    /// Begins the next state of a folder, which is made where needed; what a killed build left is cleared.
    pub fn open(root: &Path) -> Result<Self, OutputError> {
        // A link in its place stays, and so does what it leads to.
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let (next, old) = (beside(&root, "next"), beside(&root, "old"));
        if !root.exists() && old.join(MARKER).exists() {
            fs::rename(&old, &root).map_err(|source| OutputError::io(&root, source))?;
        }
        for leftover in [&next, &old] {
            remove(leftover).map_err(|source| OutputError::io(leftover, source))?;
        }
        let former = is_ours(&root)?;
        fs::create_dir_all(&next).map_err(|source| OutputError::io(&next, source))?;
        if former && !same_disk(&root, &next) {
            let _ = remove(&next);
            return Err(OutputError::Mounted(root));
        }
        let output = Self {
            root,
            next,
            former,
            written: AtomicUsize::new(0),
            unchanged: AtomicUsize::new(0),
            known: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
            digests: Mutex::default(),
        };
        let marker = output.next.join(MARKER);
        fs::write(&marker, MARKER_TEXT).map_err(|source| OutputError::io(&marker, source))?;
        Ok(output)
    }

    /// Adds a file. One that is right already is taken over with its time, so that uploads leave it alone.
    pub fn write(&self, rel: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.digests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(rel.to_owned(), Sha256::digest(bytes).into());
        let path = self.next.join(rel);
        make_room(&path).map_err(|source| OutputError::io(&path, source))?;
        if self.former && self.take_over(rel, &path, bytes) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        fs::write(&path, bytes).map_err(|source| OutputError::io(&path, source))?;
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Links the former build's file in when it has the same bytes.
    fn take_over(&self, rel: &str, path: &Path, bytes: &[u8]) -> bool {
        let known = self.root.join(rel);
        let Ok(state) = fs::symlink_metadata(&known) else { return false };
        if !state.is_file() {
            return false;
        }
        self.known.fetch_add(1, Ordering::Relaxed);
        state.len() == bytes.len() as u64
            && fs::read(&known).is_ok_and(|known| known == bytes)
            && fs::hard_link(&known, path).is_ok()
    }

    /// Reads a file a former build wrote.
    pub fn read(&self, rel: &str) -> Option<Vec<u8>> {
        fs::read(self.root.join(rel)).ok()
    }

    /// The files of a folder a former build wrote, as paths in the output.
    pub fn files_in(&self, folder: &str) -> Vec<String> {
        files(&self.root.join(folder)).map(|path| rel(&self.root, &path)).collect()
    }

    /// Puts what was made in the former's place, and clears that. The digests are of everything in it now.
    pub fn swap(self) -> Result<(Totals, Digests), OutputError> {
        let old = exchange(&self.next, &self.root, self.former).map_err(|source| match source.kind() {
            io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => OutputError::Mounted(self.root.clone()),
            _ => OutputError::io(&self.root, source),
        })?;
        let former = files(&old).filter(|path| path.file_name().is_some_and(|name| name != MARKER)).count();
        remove(&old).map_err(|source| OutputError::io(&old, source))?;
        let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        let totals = Totals {
            written: count(&self.written),
            unchanged: count(&self.unchanged),
            pruned: former.saturating_sub(count(&self.known)),
            bytes: self.bytes.load(Ordering::Relaxed),
        };
        let digests = std::mem::take(&mut *self.digests.lock().unwrap_or_else(PoisonError::into_inner));
        Ok((totals, digests))
    }
}

impl Drop for Output {
    /// What did not take the former's place is cleared.
    fn drop(&mut self) {
        let _ = remove(&self.next);
    }
}

/// Replaces a file in one step.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let beside = beside(path, "next");
    let done = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    done.map_err(|source| OutputError::io(path, source))
}

/// The digests of all files below a folder, as [`Output::swap`] tells them; `None` when one cannot be read.
pub fn digests(root: &Path) -> Option<Digests> {
    use rayon::prelude::*;

    let paths: Vec<PathBuf> = files(root).collect();
    let digest = |path: &PathBuf| Some((rel(root, path), Sha256::digest(fs::read(path).ok()?).into()));
    let mut digests: Digests = paths.par_iter().map(digest).collect::<Option<_>>()?;
    digests.remove(MARKER);
    Some(digests)
}

/// A name beside a folder that hides from listings and from our own reading of content.
fn beside(root: &Path, what: &str) -> PathBuf {
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    root.with_file_name(format!(".{name}.{what}"))
}

/// Whether a former build wrote the folder; an empty one counts as none.
fn is_ours(root: &Path) -> Result<bool, OutputError> {
    let mut inside = match fs::read_dir(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        inside => inside.map_err(|source| OutputError::io(root, source))?,
    };
    if root.join(MARKER).exists() || inside.next().is_none() {
        return Ok(true);
    }
    Err(OutputError::NotOurs(root.to_owned()))
}

/// Whether two folders are on one disk, as far as the system tells.
fn same_disk(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(a).ok().map(|a| a.dev()) == fs::metadata(b).ok().map(|b| b.dev())
    }
    #[cfg(not(unix))]
    {
        let _ = (a, b);
        true
    }
}

/// Makes the folder of a file.
fn make_room(path: &Path) -> io::Result<()> {
    let Some(folder) = path.parent() else { return Ok(()) };
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(folder),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Lets two folders change places. Returns where the former is now.
fn exchange(next: &Path, root: &Path, former: bool) -> io::Result<PathBuf> {
    if !former {
        fs::rename(next, root)?;
        return Ok(next.to_owned());
    }
    if in_one_step(next, root)? {
        return Ok(next.to_owned());
    }
    // The next build mends it when we are killed between the two.
    let old = beside(root, "old");
    fs::rename(root, &old)?;
    fs::rename(next, root).inspect_err(|_| drop(fs::rename(&old, root)))?;
    Ok(old)
}

/// `false` where the system cannot do it.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn in_one_step(next: &Path, root: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    match renameat_with(CWD, next, CWD, root, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn in_one_step(_next: &Path, _root: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Removes a folder with everything in it, if it is there.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn files(root: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path)
}

/// A path below a folder, `/` between names.
fn rel(root: &Path, path: &Path) -> String {
    let rel = path.strip_prefix(root).unwrap_or(path);
    rel.iter().map(|name| name.to_string_lossy()).collect::<Vec<_>>().join("/")
}
