//! What the last build was made of and came to, so that the same need not be built again.
//!
//! Contents are compared, not times: a file put back, copied or checked out anew is the file it was.

use std::fmt::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::build::Built;
use crate::output::{self, Digests, OutputError};
use crate::site::Settings;
use crate::source::{self, Options};

/// The file in the output folder, beside what is published.
const FILE: &str = ".deskmark-state";

/// A finished build.
#[derive(Debug, Serialize, Deserialize)]
pub struct Former {
    /// The digest of everything it was made of.
    inputs: String,
    /// The digest of everything it wrote.
    outputs: String,
    /// What was told to the author, who is told again.
    pub report: String,
    /// Published articles.
    pub articles: usize,
    /// Pages, lists and data files.
    pub pages: usize,
    /// The size of everything, in bytes.
    pub bytes: u64,
}

impl Former {
    /// A build just finished, from `inputs`, which were digested before anything was read: a file saved while the build
    /// ran differs from them.
    pub fn new(inputs: String, report: String, articles: usize, built: &Built) -> Self {
        let Built { pages, public, files } = built;
        Self { inputs, outputs: digest_of(files), report, articles, pages: *pages, bytes: public.bytes }
    }

    /// The build in `out`, when it was made of the same and every file of it is as it was written.
    pub fn same(out: &Path, inputs: &str) -> Option<Self> {
        let text = std::fs::read_to_string(out.join(FILE)).ok()?;
        let former: Self = serde_json::from_str(&text).ok()?;
        if former.inputs != inputs {
            return None;
        }
        let found = [("public", output::digests(&out.join("public"))?), ("desk", output::digests(&out.join("desk"))?)];
        (former.outputs == digest_of(&found)).then_some(former)
    }

    /// Leaves word for the next build.
    pub fn remember(&self, out: &Path) -> Result<(), OutputError> {
        let text = serde_json::to_vec_pretty(self).expect("texts and numbers are JSON");
        output::replace(&out.join(FILE), &text)
    }
}

/// The digest of everything a build is made of: this very program, its settings, how it speaks (`voice`), and the
/// content. `None` when the content cannot be read, which is the build's to tell.
pub fn inputs(options: &Options, settings: Settings, voice: &str) -> Option<String> {
    let mut hash = Sha256::new();
    let program = std::env::current_exe().and_then(|path| path.metadata()).ok()?;
    let program = (env!("CARGO_PKG_VERSION"), program.len(), program.modified().ok());
    hash.update(format!("{program:?}\n{options:?}\n{settings:?}\n{voice}\n"));
    for (rel, digest) in source::digests(&options.content)? {
        hash.update((rel.len() as u64).to_be_bytes());
        hash.update(rel);
        hash.update(digest);
    }
    Some(hexadecimal(&hash.finalize()))
}

fn digest_of(folders: &[(&str, Digests)]) -> String {
    let mut hash = Sha256::new();
    for (folder, digests) in folders {
        for (rel, digest) in digests {
            hash.update(format!("{folder}/{rel}\n"));
            hash.update(digest);
        }
    }
    hexadecimal(&hash.finalize())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
