//! The only place that writes the output folder: a file at a time, whole or not at all, and only what changed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Marks a folder as written by us, so that pruning never takes anybody else's files.
pub const MARKER: &str = ".deskmark";

/// Why the output cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder holds files we did not write.
    #[error("`{}` holds files that Deskmark did not write; choose another folder with --out, or empty it", .0.display())]
    NotOurs(PathBuf),
    /// The system refused.
    #[error("cannot write `{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// An output folder being brought up to date. Files may be written from several threads.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    written: AtomicUsize,
    unchanged: AtomicUsize,
    bytes: AtomicU64,
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
    /// Opens a folder, making it where needed.
    pub fn open(root: &Path) -> Result<Self, OutputError> {
        let failed = |source| OutputError::Io { path: root.to_owned(), source };
        fs::create_dir_all(root).map_err(failed)?;
        let marker = root.join(MARKER);
        if !marker.exists() {
            if fs::read_dir(root).map_err(failed)?.next().is_some() {
                return Err(OutputError::NotOurs(root.to_owned()));
            }
            fs::write(&marker, "Written by deskmark build. Files in here are replaced and removed.\n")
                .map_err(failed)?;
        }
        Ok(Self {
            root: root.to_owned(),
            written: AtomicUsize::new(0),
            unchanged: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
        })
    }

    /// Brings one file up to date. A reader sees the old file or the new one, never a part.
    pub fn write(&self, rel: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let path = self.root.join(rel);
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let same_size = fs::metadata(&path).is_ok_and(|known| known.is_file() && known.len() == bytes.len() as u64);
        if same_size && fs::read(&path).is_ok_and(|known| known == bytes) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        replace(&path, bytes).map_err(|source| OutputError::Io { path, source })?;
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Reads a file a former build wrote.
    pub fn read(&self, rel: &str) -> Option<String> {
        fs::read_to_string(self.root.join(rel)).ok()
    }

    /// The files of a folder a former build wrote, as paths in the output.
    pub fn files_in(&self, folder: &str) -> Vec<String> {
        walkdir::WalkDir::new(self.root.join(folder))
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| self.rel(entry.path()))
            .collect()
    }

    /// A path in the output, `/` between names.
    fn rel(&self, path: &Path) -> String {
        let rel = path.strip_prefix(&self.root).unwrap_or(path);
        rel.iter().map(|name| name.to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    /// Removes every file that is not in `keep` and every folder left empty.
    pub fn finish(self, keep: &BTreeSet<String>) -> Result<Totals, OutputError> {
        let mut pruned = 0;
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source: io::Error| OutputError::Io { path, source }
        };
        // Contents come before their folder, so that a folder is looked at when it is empty already.
        for entry in walkdir::WalkDir::new(&self.root).min_depth(1).contents_first(true) {
            let Ok(entry) = entry else { continue };
            if entry.file_type().is_dir() {
                if fs::read_dir(entry.path()).is_ok_and(|mut inside| inside.next().is_none()) {
                    fs::remove_dir(entry.path()).map_err(failed(entry.path()))?;
                }
                continue;
            }
            let rel = self.rel(entry.path());
            if rel != MARKER && !keep.contains(&rel) {
                fs::remove_file(entry.path()).map_err(failed(entry.path()))?;
                pruned += 1;
            }
        }
        Ok(Totals {
            written: self.written.into_inner(),
            unchanged: self.unchanged.into_inner(),
            pruned,
            bytes: self.bytes.into_inner(),
        })
    }
}

/// Writes beside the file, then takes its place.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    match fs::write(&beside, bytes) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&beside, bytes)?;
        }
        other => other?,
    }
    if path.is_dir() {
        // A former build had a page's folder where a file must be.
        fs::remove_dir_all(path)?;
    }
    fs::rename(&beside, path)
}
