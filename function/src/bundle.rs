//! What the generator publishes for the desk: the catalog, and the theme with its overrides.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use domain::catalog::Catalog;
use themes::{Overrides, Theme, overrides_in};

/// A published portal as the desk sees it.
pub struct Bundle {
    /// Desks, request types, calendars, articles.
    pub catalog: Catalog,
    /// Renders pages and messages.
    pub theme: Arc<Theme>,
    /// Whether pages reload themselves when content changes (`deskmark serve`).
    pub live: bool,
}

impl Bundle {
    /// Reads the current bundle of `dist/desk`: the pointer file `current` names the folder with `catalog.json` and `theme/`.
    pub fn load(desk: &Path) -> anyhow::Result<Self> {
        let dir = desk.join(published(desk)?);
        let path = dir.join("catalog.json");
        let catalog = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::made_of(&catalog, overrides_in(&dir.join("theme"))?).with_context(|| path.display().to_string())
    }

    /// The bundle of a `catalog.json` and what replaces files of the theme.
    pub fn made_of(catalog: &[u8], overrides: Overrides) -> anyhow::Result<Self> {
        let catalog: Catalog =
            serde_json::from_slice(catalog).context("the catalog was not written by this version")?;
        let theme = Theme::build(overrides, catalog.portal.accent.as_deref())?;
        Ok(Self { catalog, theme: Arc::new(theme), live: false })
    }
}

/// The name of the bundle that is published in `dist/desk`. It changes whenever the bundle does.
pub fn published(desk: &Path) -> anyhow::Result<String> {
    let pointer = desk.join("current");
    let name = std::fs::read_to_string(&pointer)
        .with_context(|| format!("cannot read {}: run `deskmark build` first", pointer.display()))?;
    named(&name).with_context(|| pointer.display().to_string())
}

/// The bundle that a pointer file names.
pub(crate) fn named(pointer: &str) -> anyhow::Result<String> {
    let name = pointer.trim();
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    anyhow::ensure!(plain, "it does not name a bundle");
    Ok(name.to_owned())
}
