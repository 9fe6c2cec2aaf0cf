//! Listing the content folder: what is there, in a fixed order, never out of the folder and never round in circles.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diagnostics::{Code, Diagnostic};
use crate::say;

/// A file of the content folder.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Relative to the content folder, `/` between names.
    pub rel: String,
}

/// Lists all files below `root`, sorted. Names starting with a dot are left out.
pub fn files(root: &Path, shown_root: &str) -> (Vec<Found>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut diagnostics = Vec::new();
    let canonical = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.push(unreadable(root, shown_root, &error));
                continue;
            }
        };
        let hidden = entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
        if hidden {
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_dir() && entry.path().join(crate::output::MARKER).is_file() {
            // Our own output inside the content folder: reading it would publish every build within the next.
            walk.skip_current_dir();
            continue;
        }
        let Some(rel) = relative(root, entry.path()) else {
            let path = format!("{shown_root}/{}", entry.path().strip_prefix(root).unwrap_or(entry.path()).display());
            let problem = Diagnostic::error(Code::FileName, say!("file-name-not-unicode")).in_file(path);
            diagnostics.push(problem.help(say!("file-name-help")));
            continue;
        };
        if entry.path_is_symlink() && !entry.path().canonicalize().is_ok_and(|target| target.starts_with(&canonical)) {
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            let problem = Diagnostic::warning(Code::LinkLoop, say!("link-out")).in_file(format!("{shown_root}/{rel}"));
            diagnostics.push(problem.help(say!("link-out-help")));
            continue;
        }
        if entry.file_type().is_file() {
            found.push(Found { path: entry.into_path(), rel });
        }
    }
    (found, diagnostics)
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let names: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(|name| name.to_str()).collect();
    Some(names?.join("/"))
}

fn unreadable(root: &Path, shown_root: &str, error: &walkdir::Error) -> Diagnostic {
    let rel = error.path().and_then(|path| relative(root, path)).unwrap_or_default();
    let path = if rel.is_empty() { shown_root.to_owned() } else { format!("{shown_root}/{rel}") };
    if error.loop_ancestor().is_some() {
        return Diagnostic::warning(Code::LinkLoop, say!("link-loop")).in_file(path).help(say!("link-loop-help"));
    }
    let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Diagnostic::error(Code::Unreadable, say!("unreadable", reason = cause)).in_file(path).help(say!("unreadable-help"))
}
