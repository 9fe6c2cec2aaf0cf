//! What pages load: one stylesheet, the scripts, the icons.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::colour::{Accent, NotAColour};
use crate::theme::Overrides;

static STYLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/styles");
static SCRIPTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/scripts");
static ICONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/icons");

/// The colour of a portal that sets none: a calm blue-green.
const DEFAULT_ACCENT: &str = "#0f6a73";

/// A file pages load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The path from the site's root: `/_theme/<hash>/style.css`. It never holds anything else, so it can be cached for ever.
    pub path: String,
    /// The HTTP content type.
    pub content_type: &'static str,
    /// The content.
    pub bytes: Vec<u8>,
}

/// All assets of a theme under one hash, so that scripts can import each other by relative path.
pub(crate) struct Assets {
    overrides: Overrides,
    accent: Accent,
    /// Made when a page is: a message loads none.
    made: OnceLock<Made>,
}

struct Made {
    base: String,
    files: Vec<Asset>,
}

impl Assets {
    /// Those of the theme, with a portal's in their place and in its colour.
    pub(crate) fn new(overrides: Overrides, accent: Option<&str>) -> Result<Self, NotAColour> {
        Ok(Self { overrides, accent: Accent::parse(accent.unwrap_or(DEFAULT_ACCENT))?, made: OnceLock::new() })
    }

    /// What a portal puts in the place of the theme's files.
    pub(crate) fn overrides(&self) -> &Overrides {
        &self.overrides
    }

    fn made(&self) -> &Made {
        self.made.get_or_init(|| make(&self.overrides, &self.accent))
    }

    pub(crate) fn base(&self) -> &str {
        &self.made().base
    }

    pub(crate) fn files(&self) -> &[Asset] {
        &self.made().files
    }
}

fn make(overrides: &Overrides, accent: &Accent) -> Made {
    let mut files = BTreeMap::new();
    files.insert("style.css".to_owned(), stylesheet(overrides, accent));
    files.insert("favicon.svg".to_owned(), accent.favicon().into_bytes());
    for (name, script) in merged(&SCRIPTS, "scripts/", overrides) {
        // A portal's own is left as it wrote it.
        let own = overrides.contains_key(&format!("scripts/{name}"));
        files.insert(name, if own { script } else { bare(&script) });
    }
    files.extend(merged(&ICONS, "icons/", overrides));
    let mut hash = Sha256::new();
    for (name, bytes) in &files {
        hash.update(name.as_bytes());
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    let mut base = "/_theme/".to_owned();
    for byte in hash.finalize().iter().take(6) {
        write!(base, "{byte:02x}").expect("writing to a string never fails");
    }
    let files = files
        .into_iter()
        .map(|(name, bytes)| Asset { path: format!("{base}/{name}"), content_type: content_type(&name), bytes })
        .collect();
    Made { base, files }
}

/// All styles in the order of their names (`00-layers.css` first), behind the colours computed for the accent.
fn stylesheet(overrides: &Overrides, accent: &Accent) -> Vec<u8> {
    let mut sheet = Vec::new();
    for (index, (_, css)) in merged(&STYLES, "styles/", overrides).iter().enumerate() {
        sheet.extend_from_slice(css);
        if index == 0 {
            sheet.extend_from_slice(accent.css().as_bytes());
        }
    }
    sheet
}

/// A script without its indentation, its comments and its empty lines: a quarter of what is sent. What a browser says
/// of a line names its words, not its number.
fn bare(script: &[u8]) -> Vec<u8> {
    let mut bare = Vec::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.trim_ascii_end().split(|byte| *byte == b'\n') {
        let line = line.trim_ascii();
        in_comment |= line.starts_with(b"/*");
        if !in_comment && !line.starts_with(b"//") && !line.is_empty() {
            bare.extend_from_slice(line);
            bare.push(b'\n');
        }
        in_comment &= !line.ends_with(b"*/");
    }
    bare
}

fn merged(dir: &Dir<'static>, prefix: &str, overrides: &Overrides) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<_, _> = dir.files().map(|file| (slashed(file.path()), file.contents().to_vec())).collect();
    for (path, bytes) in overrides {
        if let Some(name) = path.strip_prefix(prefix) {
            files.insert(name.to_owned(), bytes.clone());
        }
    }
    files
}

/// A relative path with `/` between its parts on every system.
pub(crate) fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{SCRIPTS, bare};

    #[test]
    fn scripts_lose_only_what_does_nothing_and_keep_their_lines() {
        let script = "// Why.\nlet a = 1; // kept\n  /** One. */\n/*\n   More.\n */\n  f(`//`);\n";
        assert_eq!(String::from_utf8_lossy(&bare(script.as_bytes())), "let a = 1; // kept\nf(`//`);\n");
    }

    #[test]
    fn no_script_has_a_text_of_several_lines() {
        for file in SCRIPTS.files() {
            for line in file.contents_utf8().expect("text").lines() {
                assert_eq!(line.matches('`').count() % 2, 0, "{}: {line}", file.path().display());
            }
        }
    }
}
