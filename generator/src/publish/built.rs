//! What `deskmark build` wrote, as it will be in the bucket.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use md5::{Digest as _, Md5};

use super::PublishError;
use crate::output::{Lock, MARKER};

/// A built site, kept from changing while it is published.
pub struct Built {
    /// Every file by its key in the bucket: `public/vi/index.html`, `desk/3f…/catalog.json`.
    pub files: BTreeMap<String, File>,
    /// The desk's bundle. A site without a desk has none.
    pub bundle: Option<String>,
    _lock: Lock,
}

/// A file to be published.
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// What S3 calls a file's `ETag` that was sent whole: its MD5 in hexadecimal digits.
    pub etag: String,
}

impl Built {
    /// Reads what was written to `dist`. Former bundles, which a desk on this machine may still be reading, are left out.
    pub fn read(dist: &Path) -> Result<Self, PublishError> {
        if !dist.join("public").is_dir() {
            return Err(PublishError::NotBuilt(dist.to_owned()));
        }
        let lock = Lock::take(dist)?;
        let bundle = match fs::read_to_string(dist.join("desk/current")) {
            Ok(name) => Some(name.trim().to_owned()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(PublishError::Unreadable(dist.join("desk/current"), error)),
        };
        let folders = bundle.iter().map(|name| format!("desk/{name}"));
        let mut files = BTreeMap::new();
        for folder in folders.chain(["public".to_owned()]) {
            for entry in walkdir::WalkDir::new(dist.join(folder)) {
                let entry = entry.map_err(|error| PublishError::Unreadable(dist.to_owned(), error.into()))?;
                if entry.file_type().is_file() && entry.file_name() != MARKER {
                    let path = entry.into_path();
                    let bytes = fs::read(&path).map_err(|error| PublishError::Unreadable(path.clone(), error))?;
                    files.insert(key(dist, &path), File { path, etag: hexadecimal(&Md5::digest(bytes)) });
                }
            }
        }
        Ok(Self { files, bundle, _lock: lock })
    }
}

fn key(dist: &Path, path: &Path) -> String {
    let rel = path.strip_prefix(dist).unwrap_or(path);
    rel.iter().map(|name| name.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
