//! Writes every page of the theme to a folder: `cargo run -p themes --example preview -- FOLDER [THEME FOLDER]`.
//!
//! With the theme's own folder (`themes`) as the second argument, templates and styles are read as they are on disk.

use std::path::{Path, PathBuf};

use themes::{Overrides, Theme, overrides_in};

#[path = "../tests/fixtures/mod.rs"]
mod fixtures;

fn main() -> std::io::Result<()> {
    let mut args = std::env::args_os().skip(1);
    let out = PathBuf::from(args.next().unwrap_or_else(|| "preview".into()));
    let overrides = args.next().map(|dir| overrides_in(Path::new(&dir)));
    let theme = overrides.unwrap_or_else(|| Ok(Overrides::new())).and_then(|own| Theme::build(own, Some("#0b5f73")));
    let theme = theme.map_err(std::io::Error::other)?;
    for lang in fixtures::LANGUAGES {
        let dir = out.join(lang);
        std::fs::create_dir_all(&dir)?;
        for page in fixtures::everything(&theme, lang) {
            let extension = if page.name.starts_with("mail-") && page.name != "mail-message" { "txt" } else { "html" };
            std::fs::write(dir.join(format!("{}.{extension}", page.name)), page.text)?;
        }
    }
    for asset in theme.assets() {
        let path = out.join(asset.path.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap_or(&out))?;
        std::fs::write(path, &asset.bytes)?;
    }
    Ok(())
}
