//! The desk bundle: what the function needs to know of the portal, under a name that changes with it.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::content::Content;
use crate::output::{Output, OutputError};

/// Files of the bundle by their path in it.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The bundle of a portal: `catalog.json` and the overrides of its theme.
pub fn files(content: &Content) -> Files {
    let mut files = Files::new();
    let catalog = serde_json::to_vec_pretty(&content.site.catalog).expect("a catalog has only string keys");
    files.insert("catalog.json".to_owned(), catalog);
    for (path, bytes) in &content.overrides {
        files.insert(format!("theme/{path}"), bytes.clone());
    }
    files
}

/// The bundle's name: letters and digits only.
fn name(files: &Files) -> String {
    use std::fmt::Write as _;

    let mut hash = Sha256::new();
    for (path, bytes) in files {
        hash.update(path.as_bytes());
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    hash.finalize().iter().take(8).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Writes the bundle and what points to it. The former bundle stays, for a desk that is just reading it.
pub fn write(output: &Output, files: &Files) -> Result<(), OutputError> {
    let name = name(files);
    for (path, bytes) in files {
        output.write(&format!("{name}/{path}"), bytes)?;
    }
    output.write("current", format!("{name}\n").as_bytes())?;
    let former = output.read("current").and_then(|name| String::from_utf8(name).ok());
    let Some(former) = former.filter(|former| former.trim() != name) else { return Ok(()) };
    for rel in output.files_in(former.trim()) {
        if let Some(bytes) = output.read(&rel) {
            output.write(&rel, &bytes)?;
        }
    }
    Ok(())
}
