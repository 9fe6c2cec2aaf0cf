//! The phases up to rendering in one call: what `build`, `check` and `serve` all start from.

use std::sync::OnceLock;

use domain::reading::Revision;
use rayon::prelude::*;
use themes::theme::Overrides;
use themes::{Theme, ThemeError};

use crate::check;
use crate::diagnostics::{self, Code, Diagnostic};
use crate::lock::Translations;
use crate::lock::addresses::Recorded;
use crate::markdown::{self, Context, Glossaries, Glossary, Rendered, Target};
use crate::phases::Phases;
use crate::say;
use crate::site::{self, ArticleIx, PageIx, SectionIx, Settings, Site, Surroundings};
use crate::source::front_matter::Kind;
use crate::source::{self, Options, Reread, SourceError};

/// A site, a theme, and texts that are rendered when they are first asked for.
pub struct Content {
    /// The model.
    pub site: Site,
    /// The theme with the portal's overrides and accent.
    pub theme: Theme,
    /// The files that replaced the theme's own, which the desk needs too.
    pub overrides: Overrides,
    /// The folder of those files, as the author knows it.
    pub theme_folder: String,
    /// The addresses that were published before, when they are remembered.
    pub recorded: Option<Recorded>,
    /// What translations were made from.
    pub translations: Translations,
    /// The rendered articles, by `ArticleIx`.
    bodies: Vec<OnceLock<Rendered>>,
    /// The rendered texts of sections, by `SectionIx`.
    intros: Vec<OnceLock<Option<Rendered>>>,
    /// The terms linked in the texts.
    glossaries: OnceLock<Glossaries>,
    /// The published Markdown files by their names, in order.
    names: OnceLock<Vec<(String, String)>>,
    /// What all texts tell of those near each, once they are rendered.
    surroundings: OnceLock<Surroundings>,
    /// Whether code is coloured.
    highlight: bool,
}

impl Content {
    /// The text of an article.
    pub fn body(&self, ix: ArticleIx) -> &Rendered {
        self.bodies[ix.0].get_or_init(|| {
            let article = self.site.article(ix);
            let glossary = self.glossaries().get(&article.lang);
            markdown::render(Context { glossary, ..self.alone(article) })
        })
    }

    /// The text on a section's page.
    pub fn intro(&self, ix: SectionIx) -> Option<&Rendered> {
        let render = || {
            let section = self.site.section(ix);
            let intro = section.intro.as_ref()?;
            Some(markdown::render(Context {
                site: &self.site,
                theme: &self.theme,
                lang: &section.lang,
                rel: &intro.rel,
                file: &intro.file,
                body: intro.body,
                title: &section.title,
                has_steps: false,
                highlight: self.highlight,
                is_glossary: false,
                glossary: self.glossaries().get(&section.lang),
            }))
        };
        self.intros[ix.0].get_or_init(render).as_ref()
    }

    /// The published Markdown files whose names begin as `name` does, by name and path, in order.
    pub fn names_like(&self, name: &str) -> &[(String, String)] {
        let names = self.names.get_or_init(|| {
            let files = self.site.targets.pages.keys();
            let name = |rel: &String| (rel.rsplit('/').next().unwrap_or(rel).to_owned(), rel.clone());
            let mut names: Vec<_> = files.map(name).collect();
            names.sort_unstable();
            names
        });
        let first = name.chars().next();
        let start = names.partition_point(|(file, _)| file.chars().next() < first);
        let end = names.partition_point(|(file, _)| file.chars().next() <= first);
        &names[start..end]
    }

    /// The articles related to one, best first. Where texts are rendered on request, those of others tell nothing until all are.
    pub fn related(&self, ix: ArticleIx) -> Vec<PageIx> {
        if self.surroundings.get().is_none() && self.bodies.iter().all(|body| body.get().is_some()) {
            let texts = self.bodies.iter().filter_map(OnceLock::get).map(|body| self.leads(body));
            // The other thread that may be at it comes to the same.
            let _ = self.surroundings.set(Surroundings::gather(&self.site, texts));
        }
        site::related(&self.site, ix, &self.leads(self.body(ix)), self.surroundings.get())
    }

    /// What a text tells of the articles near it.
    fn leads<'a>(&self, rendered: &'a Rendered) -> site::Text<'a> {
        let by_url = &self.site.targets.by_url;
        let linked = rendered.links.iter().filter_map(|link| match &link.target {
            Target::Page { url, .. } => by_url.get(url.split(['#', '?']).next().unwrap_or_default()).copied(),
            _ => None,
        });
        site::Text { linked: linked.collect(), terms: &rendered.uses }
    }

    /// The HTML of a text as its page shows it, with marks put in at their places.
    pub fn page_html(&self, rendered: &Rendered, marks: &[(usize, String)]) -> String {
        rendered.page_html(|ix| self.body(ix), marks).into_owned()
    }

    /// What an article is rendered with, but for the terms of other articles.
    fn alone<'a>(&'a self, article: &'a site::Article) -> Context<'a> {
        Context {
            site: &self.site,
            theme: &self.theme,
            lang: &article.lang,
            rel: &article.rel,
            file: &article.file,
            body: article.body,
            title: &article.title,
            has_steps: matches!(article.kind, Kind::HowTo | Kind::Procedure),
            highlight: self.highlight,
            is_glossary: is_glossary(&self.site, article),
            glossary: None,
        }
    }

    /// The glossary of each language.
    fn glossaries(&self) -> &Glossaries {
        self.glossaries.get_or_init(|| {
            let articles = self.site.articles.iter().filter(|article| is_glossary(&self.site, article));
            let glossary = |article: &site::Article| {
                let terms = markdown::render(self.alone(article)).terms;
                Some((article.lang.clone(), Glossary::new(&self.site.page(article.page).url, &terms)?))
            };
            articles.filter_map(glossary).collect()
        })
    }

    /// Renders up to `count` articles from the one at `from`, on all processors. Returns how many there are.
    pub fn render_some(&self, from: usize, count: usize) -> usize {
        let total = self.bodies.len();
        (from.min(total)..(from + count).min(total)).into_par_iter().for_each(|ix| {
            self.body(ArticleIx(ix));
        });
        total
    }

    /// Takes in an article's file as it is now; lists and links know of it when the site is read again.
    pub fn take_in(&mut self, ix: ArticleIx, now: Reread) -> Taken {
        let known = self.site.article(ix);
        let Reread { file, front, body, problems, .. } = now;
        if known.file.text == file.text {
            return Taken::Same;
        }
        let (title, kind) = site::title_and_kind(&known.rel, &front, &file.text[body..], self.site.manner);
        let front_is_same = known.file.text[..known.body] == file.text[..body] && problems.is_empty();
        let own_pages =
            self.site.groups[&known.group].values().filter(|ix| !self.site.is_stand_in(self.site.page(**ix)));
        let alone = own_pages.count() == 1;
        // The terms of a glossary are linked in every other text.
        let alone = alone && !is_glossary(&self.site, known);
        let same = front_is_same && alone && title == known.title && kind == known.kind;
        let article = &mut self.site.articles[ix.0];
        (article.file, article.front, article.body, article.title, article.kind) = (file, front, body, title, kind);
        self.site.catalog.articles[ix.0].revision = Revision::of(article.file.as_written()).to_string();
        self.bodies[ix.0] = OnceLock::new();
        if same { Taken::Text } else { Taken::Model }
    }

    /// Renders all texts that are not yet, on all processors.
    fn render_texts(&self, phases: &Phases) {
        (0..self.bodies.len()).into_par_iter().for_each(|ix| {
            self.body(ArticleIx(ix));
            phases.tick();
        });
        (0..self.intros.len()).into_par_iter().for_each(|ix| {
            self.intro(SectionIx(ix));
        });
    }
}

/// What taking in a saved article came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It says what it said.
    Same,
    /// Its text is another; nothing else of the site changes.
    Text,
    /// The site has to be read again: other pages name the article by what it no longer is.
    Model,
}

/// How a check differs from a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Dangling links of a plain folder are warnings; only rules that keep a page from being right are asked.
    Build,
    /// They are errors, and all rules are asked.
    Check,
}

/// Reads and models; no text is rendered yet, and the diagnostics are not sorted.
///
/// `Err` when the folder cannot be read at all, with what could be found out.
pub fn open(options: &Options, settings: Settings, phases: &Phases) -> Result<(Content, Vec<Diagnostic>), SourceError> {
    let (mut source, mut found) = phases.run("read", 0, || source::read(options))?;
    phases.run("model", 0, || {
        found.extend(check::configuration(&source));
        let (theme, problem) = theme(&source);
        found.extend(problem);
        let (overrides, recorded) = (source.theme.clone(), source.recorded.take());
        let theme_folder = theme_folder(&source);
        let translations = std::mem::take(&mut source.translations);
        let (site, problems) = site::assemble(source, settings);
        found.extend(problems);
        let bodies = site.articles.iter().map(|_| OnceLock::new()).collect();
        let intros = site.sections.iter().map(|_| OnceLock::new()).collect();
        let (glossaries, names, surroundings) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let highlight = settings.highlight && site.catalog.portal.highlight;
        Ok((
            Content {
                site,
                theme,
                overrides,
                theme_folder,
                recorded,
                translations,
                bodies,
                intros,
                glossaries,
                names,
                surroundings,
                highlight,
            },
            found,
        ))
    })
}

/// Reads, models, renders texts and judges. All diagnostics come sorted.
///
/// `Err` when the folder cannot be read at all, with what could be found out.
pub fn load(
    options: &Options,
    settings: Settings,
    purpose: Purpose,
    phases: &Phases,
) -> Result<(Content, Vec<Diagnostic>), SourceError> {
    let (content, mut found) = open(options, settings, phases)?;
    phases.run("texts", content.bodies.len(), || content.render_texts(phases));
    phases.run("check", 0, || found.extend(check::texts(&content, purpose)));
    diagnostics::sort(&mut found);
    Ok((content, found))
}

/// Whether an article is the glossary of its language: the one at `/vi/glossary/`.
fn is_glossary(site: &Site, article: &site::Article) -> bool {
    let rest = site.page(article.page).url.strip_prefix('/').and_then(|url| url.strip_prefix(article.lang.as_str()));
    rest == Some("/glossary/")
}

/// The portal's theme; when an override is broken, the default one and what is wrong.
fn theme(source: &source::Source) -> (Theme, Vec<Diagnostic>) {
    let accent = source.config.portal.value.accent.as_deref();
    let built = Theme::build(source.theme.clone(), accent);
    match built {
        Ok(theme) => (theme, Vec::new()),
        Err(ThemeError::Accent(_)) => {
            let portal = &source.config.portal;
            let accent = accent.unwrap_or_default();
            let problem = Diagnostic::error(Code::PortalSetting, say!("not-a-colour", accent = accent))
                .at(&portal.file, portal.span_of(accent));
            (Theme::new(), vec![problem.help(say!("not-a-colour-help"))])
        }
        Err(error) => (Theme::new(), diagnostics::theme::mistakes(&error, &source.theme, &theme_folder(source))),
    }
}

fn theme_folder(source: &source::Source) -> String {
    source.root.join("theme").to_string_lossy().into_owned()
}

/// An error with its causes, which hold the file and line of a template.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text
}
