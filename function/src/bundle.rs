//! What the generator publishes for the desk: the catalog, and the theme with its overrides.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use domain::catalog::Catalog;
use themes::Theme;

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
        let text = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let catalog: Catalog = serde_json::from_slice(&text)
            .with_context(|| format!("{} was not written by this version", path.display()))?;
        let theme = Theme::with_overrides(&dir.join("theme"))?.with_accent(catalog.portal.accent.as_deref())?;
        Ok(Self { catalog, theme: Arc::new(theme), live: false })
    }
}

/// The name of the bundle that is published in `dist/desk`. It changes whenever the bundle does.
pub fn published(desk: &Path) -> anyhow::Result<String> {
    let pointer = desk.join("current");
    let name = std::fs::read_to_string(&pointer)
        .with_context(|| format!("cannot read {}: run `deskmark build` first", pointer.display()))?;
    let name = name.trim();
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    anyhow::ensure!(plain, "{} does not name a bundle", pointer.display());
    Ok(name.to_owned())
}
