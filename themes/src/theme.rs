//! The environment that renders everything: templates, strings and assets, the theme's own or replaced by a portal's.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use domain::lang::Lang;
use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use crate::assets::{self, Asset, Assets};
use crate::colour::NotAColour;
use crate::filters;
use crate::strings::{Strings, StringsError};
use crate::template_error::TemplateError;
use crate::view::{MailView, View};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
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
    /// All templates, with the words of no language.
    base: Tera,
    /// The same with the words of each, made when somebody reads it: a function starts without those nobody does.
    environments: BTreeMap<Lang, OnceLock<Tera>>,
    strings: Arc<Strings>,
    assets: Assets,
    overrides: Overrides,
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

    /// The default theme with the files of a folder (`content/theme/`) in place of its own. No such folder: nothing replaced.
    pub fn with_overrides(dir: &Path) -> Result<Self, ThemeError> {
        Self::build(overrides_in(dir)?, None)
    }

    /// The default theme with files in place of its own, in an organisation's colour (`#rrggbb`).
    pub fn build(overrides: Overrides, accent: Option<&str>) -> Result<Self, ThemeError> {
        let assets = Assets::build(&overrides, accent)?;
        let strings = Arc::new(strings(&overrides)?);
        let mut base = Tera::new();
        filters::register(&mut base, &strings, strings.fallback(), assets.base());
        base.add_raw_templates(templates(&overrides)?).map_err(TemplateError::from)?;
        let environments = strings.languages().map(|lang| (lang.clone(), OnceLock::new())).collect();
        Ok(Self { base, environments, strings, assets, overrides })
    }

    /// The same theme in an organisation's colour (`#rrggbb`); `None` keeps the theme's own.
    pub fn with_accent(self, accent: Option<&str>) -> Result<Self, ThemeError> {
        Self::build(self.overrides, accent)
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
        let environment = self.environments[lang].get_or_init(|| {
            let mut tera = self.base.clone();
            filters::register(&mut tera, &self.strings, lang, self.assets.base());
            tera
        });
        let context = Context::from_serialize(view).map_err(TemplateError::from)?;
        Ok(environment.render(template, &context).map_err(TemplateError::from)?)
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

/// Before the name of a template of the theme, so that what replaces it can extend it.
const ORIGINAL: &str = "default/";

/// All templates by name: the theme's own, what a portal puts in their place, and then the originals.
fn templates(overrides: &Overrides) -> Result<BTreeMap<String, String>, ThemeError> {
    let replacing = overrides.keys().any(|path| path.starts_with("templates/"));
    let mut templates = BTreeMap::new();
    for (name, text) in embedded(&TEMPLATES) {
        // A component is named once in all templates, so that a file of them has no second life.
        if replacing && !text.contains("{% component ") {
            templates.insert(format!("{ORIGINAL}{name}"), text.to_owned());
        }
        templates.insert(name, text.to_owned());
    }
    let mut problems = Vec::new();
    for (path, bytes) in overrides {
        let Some(name) = path.strip_prefix("templates/") else { continue };
        let text = text(path, bytes)?;
        // Alone it lacks what it refers to; only mistakes in its own words count here, so that all files are judged.
        if let Err(error) = Tera::new().add_raw_template(name, text)
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            problems.extend(TemplateError::from(error).problems);
        }
        templates.insert(name.to_owned(), text.to_owned());
    }
    if problems.is_empty() { Ok(templates) } else { Err(TemplateError { problems }.into()) }
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
        strings.add(&name, source)?;
    }
    for (path, bytes) in overrides {
        if let Some(name) = path.strip_prefix("strings/") {
            strings.add(name, text(path, bytes)?)?;
        }
    }
    Ok(strings)
}

/// The text files of an embedded folder, by their path inside it.
fn embedded(dir: &'static Dir<'static>) -> Vec<(String, &'static str)> {
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

fn text<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, ThemeError> {
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
