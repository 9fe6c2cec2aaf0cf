//! The environment that renders everything: templates, strings and assets, the theme's own or replaced by a portal's.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use domain::lang::Lang;
use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::Context;

use crate::assets::{self, Asset, Assets};
use crate::colour::NotAColour;
use crate::filters;
use crate::rooms::Rooms;
use crate::strings::{Strings, StringsError};
use crate::template_error::TemplateError;
use crate::view::{MailView, View};

static STRINGS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/strings");

/// Files by path (`templates/site/home.html`, `styles/button.css`, `scripts/search.js`, `icons/icons.svg`, `strings/vi.ftl`)
/// that replace the theme's own. Strings are replaced key by key.
pub type Overrides = BTreeMap<String, Vec<u8>>;

/// Why a theme cannot be built or a page cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// Templates that do not parse, or do not fit together or their view.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A strings file does not parse.
    #[error(transparent)]
    Strings(#[from] StringsError),
    /// The accent is not a colour.
    #[error(transparent)]
    Accent(#[from] NotAColour),
    /// An override that should be text is not UTF-8.
    #[error("{0}: not UTF-8 text")]
    NotText(String),
    /// A folder of overrides cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file or folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
}

/// A rendered message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// One line.
    pub subject: String,
    /// Plain text, ending in a line break.
    pub body: String,
}

/// The theme of a portal.
pub struct Theme {
    rooms: Rooms,
    strings: Arc<Strings>,
    assets: Arc<Assets>,
}

impl Default for Theme {
    fn default() -> Self {
        Self::new()
    }
}

impl Theme {
    /// The embedded default theme with its own accent.
    pub fn new() -> Self {
        Self::build(Overrides::new(), None).expect("the embedded theme builds: its tests render every page")
    }

    /// The default theme with files in place of its own, in an organisation's colour (`#rrggbb`).
    pub fn build(overrides: Overrides, accent: Option<&str>) -> Result<Self, ThemeError> {
        let strings = Arc::new(strings(&overrides)?);
        let assets = Arc::new(Assets::new(overrides, accent)?);
        let rooms = Rooms::new(&strings, &assets)?;
        Ok(Self { rooms, strings, assets })
    }

    /// Renders a page with the words of `lang` (English where the theme does not speak it).
    pub fn render<V: View>(&self, lang: &Lang, view: &V) -> Result<String, ThemeError> {
        self.text_of(lang, V::TEMPLATE, view)
    }

    /// Renders a message with the words of `lang`.
    pub fn mail<V: MailView>(&self, lang: &Lang, view: &V) -> Result<Mail, ThemeError> {
        let text = self.text_of(lang, V::TEMPLATE, view)?;
        let (subject, body) = text.trim_start().split_once('\n').unwrap_or((&text, ""));
        let body = collapse_blank_lines(body);
        Ok(Mail { subject: subject.split_whitespace().collect::<Vec<_>>().join(" "), body })
    }

    /// A sentence of `strings/*.ftl`. An unknown key shows as `⟦key⟧`.
    pub fn text(&self, lang: &Lang, key: &str, args: &[(&str, &str)]) -> String {
        self.strings.text(lang, key, args)
    }

    /// The HTML inside `<p class="callout-title">`: the icon and word of `note`, `tip`, `important`, `warning` or `caution`.
    pub fn callout_title(&self, lang: &Lang, kind: &str) -> String {
        format!("{} {}", self.icon(kind), self.text(lang, &format!("callout-{kind}"), &[]))
    }

    /// An icon as HTML, invisible to screen readers.
    pub fn icon(&self, name: &str) -> String {
        filters::icon(self.assets.base(), name)
    }

    /// Everything pages load, each at an address that changes with its content.
    pub fn assets(&self) -> &[Asset] {
        self.assets.files()
    }

    /// The folder of the assets, `/_theme/<hash>`.
    pub fn asset_base(&self) -> &str {
        self.assets.base()
    }

    fn text_of(&self, lang: &Lang, template: &str, view: &impl Serialize) -> Result<String, ThemeError> {
        let lang = self.strings.spoken(lang);
        let context = Context::from_serialize(view).map_err(TemplateError::from)?;
        Ok(self.rooms.environment(template, lang).render(template, &context).map_err(TemplateError::from)?)
    }
}

/// The files of a folder (`content/theme/`) that replace the theme's own; none where there is no such folder.
pub fn overrides_in(dir: &Path) -> Result<Overrides, ThemeError> {
    let mut overrides = Overrides::new();
    if dir.is_dir() {
        read(dir, "", &mut overrides)?;
    }
    Ok(overrides)
}

/// Conditional paragraphs leave several blank lines; a message has at most one.
fn collapse_blank_lines(text: &str) -> String {
    let mut out = String::new();
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push('\n');
        }
        blank = false;
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn strings(overrides: &Overrides) -> Result<Strings, ThemeError> {
    let mut strings = Strings::default();
    for (name, source) in embedded(&STRINGS) {
        strings.add_own(&name, source)?;
    }
    for (path, bytes) in overrides {
        if let Some(name) = path.strip_prefix("strings/") {
            strings.add_portals(name, text(path, bytes)?)?;
        }
    }
    Ok(strings)
}

/// The text files of an embedded folder, by their path inside it.
pub(crate) fn embedded(dir: &'static Dir<'static>) -> Vec<(String, &'static str)> {
    let mut files = Vec::new();
    let mut folders = vec![dir];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            files.push((assets::slashed(file.path()), file.contents_utf8().expect("the theme's own files are text")));
        }
    }
    files
}

pub(crate) fn text<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, ThemeError> {
    std::str::from_utf8(bytes).map_err(|_| ThemeError::NotText(path.to_owned()))
}

fn read(dir: &Path, prefix: &str, overrides: &mut Overrides) -> Result<(), ThemeError> {
    let failed = |path: &Path, source| ThemeError::Read { path: path.display().to_string(), source };
    for entry in std::fs::read_dir(dir).map_err(|source| failed(dir, source))? {
        let entry = entry.map_err(|source| failed(dir, source))?;
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        // A link could lead in circles or out of the portal; a theme needs none.
        let kind = entry.file_type().map_err(|source| failed(&path, source))?;
        if kind.is_dir() {
            read(&path, &format!("{name}/"), overrides)?;
        } else if kind.is_file() {
            overrides.insert(name, std::fs::read(&path).map_err(|source| failed(&path, source))?);
        }
    }
    Ok(())
}
