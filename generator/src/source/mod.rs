//! The only place that reads content: a folder in, typed values and diagnostics out.

pub mod config;
pub mod control;
mod data;
pub mod fences;
pub mod foreign;
pub mod front_matter;
pub mod image;
pub mod language;
mod nested;
mod places;
mod plain;
mod portal;
pub mod text;
mod values;
mod walk;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use domain::lang::Lang;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use themes::theme::Overrides;

use self::config::Config;
use self::foreign::{Foreign, Names};
use self::front_matter::{FrontMatter, Manner};
use self::walk::Found;
use crate::diagnostics::{Diagnostic, SourceFile, Speech, Uneven};
use crate::lock::Translations;
use crate::lock::addresses::{self, Recorded};

/// Endings of files that are published beside pages.
const PUBLISHED: &[&str] = &[
    "avif", "csv", "docx", "gif", "ico", "jpeg", "jpg", "mp3", "mp4", "odt", "pdf", "png", "pptx", "svg", "txt",
    "webm", "webp", "xlsx", "zip",
];

/// What was read.
#[derive(Debug)]
pub struct Source {
    /// The content folder.
    pub root: PathBuf,
    /// Whether `portal.toml` is there.
    pub manner: Manner,
    /// The configuration; of a plain folder, what follows from its name and language.
    pub config: Config,
    /// All Markdown files, sorted by path.
    pub articles: Vec<ArticleFile>,
    /// The Markdown files as other tools name them; only of a plain folder.
    pub names: Names,
    /// Files published as they are, sorted by path.
    pub assets: Vec<AssetFile>,
    /// Files under `theme/` that replace the theme's own.
    pub theme: Overrides,
    /// The addresses that were published before, when they are remembered.
    pub recorded: Option<Recorded>,
    /// `translations.lock`: what translations were made from.
    pub translations: Translations,
}

/// A Markdown file.
#[derive(Debug)]
pub struct ArticleFile {
    /// Its path inside the content folder: `vi/mang/wifi.md`.
    pub rel: String,
    /// Its language.
    pub lang: Lang,
    /// Its path inside the folder of its language: `mang/wifi.md`.
    pub path: String,
    /// The folder it is listed in, where another tool's order puts it elsewhere than it lies.
    pub listed_in: Option<String>,
    /// Its text.
    pub file: Arc<SourceFile>,
    /// Its keys.
    pub front: FrontMatter,
    /// Where the Markdown starts in the text.
    pub body: usize,
}

/// A file published as it is.
#[derive(Debug, Clone)]
pub struct AssetFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path inside the content folder.
    pub rel: String,
    /// Its path on the site.
    pub url: String,
    /// Width and height in pixels, of a picture that tells them.
    pub size: Option<(u32, u32)>,
    /// How many bytes it has.
    pub bytes: u64,
}

/// What the command line adds to the folder.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The content folder.
    pub content: PathBuf,
    /// The language of a plain folder.
    pub lang: Option<Lang>,
    /// Where the site will be published, instead of what `portal.toml` says.
    pub base_url: Option<String>,
    /// The language problems are told in.
    pub speech: Speech,
}

/// Why a folder cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is no such folder.
    #[error("there is no folder `{}`: name the content folder with --content", .0.display())]
    NoFolder(PathBuf),
    /// `portal.toml` is there and cannot be understood, so nothing else can be judged.
    #[error("portal.toml cannot be read")]
    Portal(Vec<Diagnostic>),
}

/// Reads the content folder.
pub fn read(options: &Options) -> Result<(Source, Vec<Diagnostic>), SourceError> {
    let root = &options.content;
    if !root.is_dir() {
        return Err(SourceError::NoFolder(root.clone()));
    }
    let shown_root = root.to_string_lossy().trim_end_matches('/').to_owned();
    let (mut found, mut diagnostics) = walk::files(root, &shown_root);
    let is_portal = found.iter().any(|file| file.rel == "portal.toml");
    if !is_portal {
        found.retain(|file| !foreign::is_machinery(&file.rel));
    }
    let reading = Reading { options, shown_root, found: &found };
    let mut source = if is_portal { reading.portal(&mut diagnostics)? } else { reading.plain(&mut diagnostics) };
    if let Some(url) = &options.base_url {
        url.trim_end_matches('/').clone_into(&mut source.config.portal.value.base_url);
    }
    Ok((source, diagnostics))
}

/// All files the site is made of with the digests of their contents, and with what could not be listed. `None` when
/// a file cannot be read.
pub fn digests(root: &Path) -> Option<Vec<(String, [u8; 32])>> {
    let (mut found, problems) = walk::files(root, "");
    found.retain(|file| file.rel != addresses::FILE);
    found.extend(outside(root));
    let digest = |file: &Found| Some((file.rel.clone(), Sha256::digest(std::fs::read(&file.path).ok()?).into()));
    let mut digests: Vec<_> = found.par_iter().map(digest).collect::<Option<_>>()?;
    digests.extend(problems.iter().map(|problem| (format!("{problem:?}"), [0; 32])));
    Some(digests)
}

/// The file of another tool beside the content folder that says in which order its pages come.
fn outside(root: &Path) -> Option<Found> {
    if root.join("portal.toml").is_file() {
        return None;
    }
    foreign::outside(root).map(|path| Found { rel: path.to_string_lossy().into_owned(), path })
}

/// What tells without reading whether a file was saved: its size and time.
pub type Stamp = (u64, Option<SystemTime>);

/// The stamp of a file; `None` when it is not there.
pub fn stamp(path: &Path) -> Option<Stamp> {
    std::fs::metadata(path).ok().map(|state| (state.len(), state.modified().ok()))
}

/// The stamps of all files the site is made of, by path inside the content folder.
pub fn stamps(root: &Path) -> BTreeMap<String, Stamp> {
    let (found, _) = walk::files(root, "");
    let found = found.into_iter().chain(outside(root)).filter(|file| file.rel != addresses::FILE);
    found.filter_map(|file| Some((file.rel, stamp(&file.path)?))).collect()
}

/// One article's file read by itself.
#[derive(Debug)]
pub struct Reread {
    /// Its text.
    pub file: Arc<SourceFile>,
    /// Its keys.
    pub front: FrontMatter,
    /// Where the Markdown starts in the text.
    pub body: usize,
    /// What is wrong with its keys.
    pub problems: Vec<Diagnostic>,
    /// How many keys of other tools it has, by name.
    foreign: Vec<String>,
    /// Tags of other tools nobody knows, with their places.
    tags: Vec<(String, Range<usize>)>,
}

/// Reads an article's file. `shown` is its path as the author knows it, `rel` the one inside the content folder.
pub fn article(path: &Path, shown: String, rel: &str, manner: Manner, names: &Names) -> Result<Reread, Diagnostic> {
    let mut file = text::read(path, shown)?;
    let parts = fences::split(&file.text);
    let (mut front, foreign, problems) = front_matter::read(&file, &parts, manner);
    names.order.complete(rel, &mut front, &file.text[parts.body..]);
    let mut tags = Vec::new();
    if manner == Manner::Lenient
        && let Some(converted) = foreign::convert(&file.text, parts.body, rel, names)
    {
        let uneven = Uneven { letters: text::in_pieces(&converted.text), ..file.uneven };
        file = Arc::new(SourceFile::made_of(file.text.clone(), file.path.clone(), converted.text, uneven));
        tags = converted.unknown;
    }
    Ok(Reread { file, front, body: parts.body, problems, foreign, tags })
}

struct Reading<'a> {
    options: &'a Options,
    shown_root: String,
    found: &'a [Found],
}

impl Reading<'_> {
    fn shown(&self, rel: &str) -> String {
        format!("{}/{rel}", self.shown_root)
    }

    /// Reads all Markdown files for which `place` tells a language and a path.
    fn articles(
        &self,
        manner: Manner,
        names: &Names,
        place: impl Fn(&str) -> Option<(Lang, String)> + Sync,
    ) -> (Vec<ArticleFile>, Foreign, Vec<Diagnostic>) {
        let results: Vec<Result<_, Diagnostic>> = self
            .found
            .par_iter()
            .filter(|file| is_markdown(&file.rel))
            .filter_map(|file| Some((file, place(&file.rel)?)))
            .map(|(found, (lang, path))| {
                let Reread { file, front, body, problems, foreign, tags } =
                    article(&found.path, self.shown(&found.rel), &found.rel, manner, names)?;
                let (rel, listed_in) = (found.rel.clone(), names.order.listed_in(&found.rel));
                Ok((ArticleFile { rel, lang, path, listed_in, file, front, body }, foreign, tags, problems))
            })
            .collect();
        let (mut articles, mut all_foreign, mut diagnostics) = (Vec::new(), Foreign::default(), Vec::new());
        for result in results {
            match result {
                Ok((article, foreign, tags, problems)) => {
                    all_foreign.add(&article.file, foreign, tags);
                    articles.push(article);
                    diagnostics.extend(problems);
                }
                Err(problem) => diagnostics.push(problem),
            }
        }
        (articles, all_foreign, diagnostics)
    }

    /// What `addresses.lock` says. Its problems keep nothing from being published: they wait for who asks.
    fn recorded(&self) -> Option<Recorded> {
        let found = self.found.iter().find(|file| file.rel == addresses::FILE)?;
        let shown = self.shown(&found.rel);
        Some(match text::read_long(&found.path, shown.clone()) {
            Ok(file) => Recorded::parse(&file),
            Err(problem) => Recorded::nothing(shown, vec![problem]),
        })
    }

    fn assets(&self, url: impl Fn(&str) -> Option<String>) -> Vec<AssetFile> {
        self.found
            .iter()
            .filter(|file| {
                let ending = file.rel.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
                PUBLISHED.contains(&ending.as_str())
            })
            .filter_map(|file| {
                let (path, rel, url) = (file.path.clone(), file.rel.clone(), url(&file.rel)?);
                let bytes = path.metadata().map_or(0, |known| known.len());
                Some(AssetFile { size: image::size(&path), path, rel, url, bytes })
            })
            .collect()
    }
}

fn is_markdown(rel: &str) -> bool {
    Path::new(rel)
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown"))
}
