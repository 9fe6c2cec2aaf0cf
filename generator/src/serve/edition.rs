//! One reading of the content: the site in memory, and what is at each address.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::lang::Lang;

use crate::content::{self, Content, Taken};
use crate::diagnostics::Diagnostic;
use crate::lock::addresses::FILE;
use crate::phases::Phases;
use crate::render::{self, Audience, Route};
use crate::site::{ArticleIx, Settings};
use crate::source::{self, Options, Reread, SourceError, Stamp};

/// The site as it was last read. Texts are rendered when somebody asks for them.
pub struct Edition {
    /// Everything pages are made of.
    pub content: Content,
    /// What is at each path.
    pub routes: BTreeMap<String, Route>,
    /// What was found while reading; the texts are checked later.
    pub found: Vec<Diagnostic>,
    /// The files as they were before they were read, by path in the content folder.
    pub stamps: BTreeMap<String, Stamp>,
    /// The content folder, as it was named and as the system names it.
    root: PathBuf,
    canonical: PathBuf,
}

impl Edition {
    /// Reads the content. Errors in it leave their mark on the edition; only a folder nothing can be made of fails.
    pub fn read(options: &Options, settings: Settings) -> Result<Self, SourceError> {
        let stamps = source::stamps(&options.content);
        let (content, found) = content::open(options, settings, &Phases::quiet())?;
        let routes = render::routes(&content);
        let root = options.content.clone();
        let canonical = root.canonicalize().unwrap_or_else(|_| root.clone());
        Ok(Self { content, routes, found, stamps, root, canonical })
    }

    /// The bytes at a route.
    pub fn render(&self, route: &Route) -> Result<Vec<u8>, themes::ThemeError> {
        render::render(&self.content, route, Audience::Live)
    }

    /// The language a path is in, for its 404 page.
    pub fn language_of(&self, path: &str) -> &Lang {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let languages = self.content.site.languages();
        languages.iter().find(|lang| lang.as_str() == first).unwrap_or(&languages[0])
    }

    /// The article of a file.
    pub fn article_of(&self, rel: &str) -> Option<ArticleIx> {
        let url = self.content.site.targets.pages.get(rel)?;
        self.content.site.targets.by_url.get(url).copied()
    }

    /// Whether a file of the content differs from when it was read, as far as its size and time tell.
    pub fn is_stale(&self, rel: &str) -> bool {
        source::stamp(&self.root.join(rel)).as_ref() != self.stamps.get(rel)
    }

    /// Reads an article's file again.
    pub fn reread(&self, ix: ArticleIx) -> Result<(Option<Stamp>, Reread), Diagnostic> {
        let site = &self.content.site;
        let article = site.article(ix);
        let path = self.root.join(&article.rel);
        let stamp = source::stamp(&path);
        Ok((stamp, source::article(&path, article.file.path.clone(), &article.rel, site.manner, &site.names)?))
    }

    /// Shows an article as it is in its file now.
    pub fn take_in(&mut self, ix: ArticleIx, stamp: Option<Stamp>, file: Reread) -> Taken {
        let rel = self.content.site.article(ix).rel.clone();
        match stamp {
            Some(stamp) => self.stamps.insert(rel, stamp),
            None => self.stamps.remove(&rel),
        };
        self.content.take_in(ix, file)
    }

    /// A path as the content names it; `None` for what is hidden, lies elsewhere or is on no page.
    pub fn rel(&self, path: &Path) -> Option<String> {
        let rel = path.strip_prefix(&self.root).or_else(|_| path.strip_prefix(&self.canonical)).ok()?;
        let names: Option<Vec<&str>> = rel.iter().map(|name| name.to_str()).collect();
        let names = names.filter(|names| !names.iter().any(|name| name.starts_with('.')) && *names != [FILE]);
        names.map(|names| names.join("/"))
    }
}
