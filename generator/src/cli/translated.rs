//! `deskmark translated`: remembers what translations were made from, so that later changes of their originals are told.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};

use super::folder::{done, fail, refused, tell};
use super::{Exit, Folder};
use crate::content::{self, Content};
use crate::diagnostics::{Diagnostic, Place, Said, suggest};
use crate::lock::{Record, Translations, translations};
use crate::output;
use crate::phases::Phases;
use crate::say;
use crate::site::{Article, ArticleIx};
use crate::source::SourceError;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["files", "all"]))]
pub struct Translated {
    /// Translations that say what their originals say now
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// All translations
    #[arg(long)]
    all: bool,
    /// The content folder
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
enum TranslatedError {
    #[error("`{}` is no article of `{}`{}", path.display(), content.display(), did_you_mean(near.as_deref()))]
    Unknown { path: PathBuf, content: PathBuf, near: Option<String> },
    #[error("`{original}` is an original: name the translations made from it ({translations})")]
    Original { original: String, translations: String },
    #[error("`{0}` translates nothing: write the `id` of its original into its front matter")]
    Alone(String),
}

fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(
        || ": name the Markdown file of a translation, or its folder with --content".to_owned(),
        |near| format!(": did you mean `{near}`?"),
    )
}

impl Translated {
    pub fn run(&self) -> Exit {
        let (content, found) = match open(&self.content) {
            Ok(opened) => opened,
            Err(error) => return refused(&error),
        };
        // Rewriting a file that could not be read would forget everything in it; with --all nothing is lost.
        let lock = self.content.join(translations::FILE);
        let broken: Vec<_> = found.into_iter().filter(|problem| is_about(problem, &lock)).collect();
        if !broken.is_empty() && !self.all {
            tell(&broken, usize::MAX);
            return Exit::Content;
        }
        let chosen = if self.all { Ok(all(&content)) } else { self.chosen(&content) };
        match chosen {
            Ok(chosen) => self.record(&content, &chosen, &lock),
            Err(error) => {
                fail(&error);
                Exit::Usage
            }
        }
    }

    fn record(&self, content: &Content, chosen: &[ArticleIx], lock: &Path) -> Exit {
        let (mut translations, lines) = recorded(content, chosen);
        if self.all {
            translations.retain(|rel| self.content.join(rel).is_file());
        }
        if translations != content.translations
            && let Err(error) = output::replace(lock, translations.text().as_bytes())
        {
            fail(&error);
            return Exit::Environment;
        }
        for line in &lines {
            done(line);
        }
        let known = chosen.len() - lines.len();
        done(&say!("recorded", count = lines.len(), known = known));
        Exit::Fine
    }

    fn chosen(&self, content: &Content) -> Result<Vec<ArticleIx>, TranslatedError> {
        self.files.iter().map(|path| self.translation(content, path)).collect()
    }

    /// The translation a path names, from where the author stands or from the content folder.
    fn translation(&self, content: &Content, path: &Path) -> Result<ArticleIx, TranslatedError> {
        let site = &content.site;
        let real = [path.to_owned(), self.content.join(path)].into_iter().find_map(|path| path.canonicalize().ok());
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_meant = |article: &Article| {
            article.rel.ends_with(name) && self.content.join(&article.rel).canonicalize().ok() == real
        };
        let found = real.as_ref().and_then(|_| site.articles.iter().position(is_meant));
        let Some(ix) = found else {
            let named = path.to_string_lossy();
            let known = site.articles.iter().map(|article| article.file.path.as_str());
            let near = suggest::nearest(&named, known).map(str::to_owned);
            return Err(TranslatedError::Unknown { path: path.to_owned(), content: self.content.clone(), near });
        };
        let article = &site.articles[ix];
        if site.original(article).is_some() {
            return Ok(ArticleIx(ix));
        }
        let translations: Vec<_> = site
            .articles
            .iter()
            .filter(|other| other.group == article.group && other.lang != article.lang)
            .map(|other| format!("`{}`", other.file.path))
            .collect();
        let shown = article.file.path.clone();
        Err(if translations.is_empty() {
            TranslatedError::Alone(shown)
        } else {
            TranslatedError::Original { original: shown, translations: translations.join(", ") }
        })
    }
}

/// The lock of a folder whose translations are all up to date, as those of a new portal are; `None` when it has none.
pub fn lock_of_all(folder: &Path) -> Result<Option<String>, SourceError> {
    let (content, _) = open(folder)?;
    let (translations, _) = recorded(&content, &all(&content));
    Ok((!translations.is_empty()).then(|| translations.text()))
}

/// Drafts are translated too.
fn open(folder: &Path) -> Result<(Content, Vec<Diagnostic>), SourceError> {
    let folder =
        Folder { content: folder.to_owned(), lang: None, base_url: None, at: None, drafts: true, no_highlight: true };
    content::open(&folder.options(), folder.settings(), &Phases::quiet())
}

fn is_about(problem: &Diagnostic, path: &Path) -> bool {
    match &problem.place {
        Place::Whole => false,
        Place::File(shown) => Path::new(shown) == path,
        Place::Span(file, _) => Path::new(&file.path) == path,
    }
}

fn all(content: &Content) -> Vec<ArticleIx> {
    let articles = content.site.articles.iter().enumerate();
    articles.filter(|(_, article)| content.site.original(article).is_some()).map(|(ix, _)| ArticleIx(ix)).collect()
}

/// What is known with these translations up to date, and a line for each of them of which something else was known.
fn recorded(content: &Content, chosen: &[ArticleIx]) -> (Translations, Vec<Said>) {
    let site = &content.site;
    let mut translations = content.translations.clone();
    let mut lines = Vec::new();
    for ix in chosen {
        let article = site.article(*ix);
        let Some(original) = site.original(article) else { continue };
        let blocks: Vec<_> = content.body(original).blocks.iter().map(Into::into).collect();
        let (count, original) = (blocks.len(), site.article(original));
        if translations.record(&article.rel, Record { original: original.rel.clone(), blocks }) {
            let (file, original) = (&article.file.path, &original.file.path);
            lines.push(say!("recorded-one", file = file, count = count, original = original));
        }
    }
    (translations, lines)
}
