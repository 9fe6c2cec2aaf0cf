//! The phases up to rendering in one call: what `build`, `check` and `serve` all start from.

use rayon::prelude::*;
use themes::theme::Overrides;
use themes::{Theme, ThemeError};

use crate::check;
use crate::diagnostics::{self, Code, Diagnostic};
use crate::markdown::{self, Context, Rendered};
use crate::site::{self, PageIx, Settings, Site};
use crate::source::front_matter::Kind;
use crate::source::{self, Options, SourceError};

/// A site with its texts rendered, ready for pages.
pub struct Content {
    /// The model.
    pub site: Site,
    /// The theme with the portal's overrides and accent.
    pub theme: Theme,
    /// The rendered articles, by `ArticleIx`.
    pub bodies: Vec<Rendered>,
    /// The rendered texts of sections, by `SectionIx`.
    pub intros: Vec<Option<Rendered>>,
    /// The files that replaced the theme's own, which the desk needs too.
    pub overrides: Overrides,
    /// Related pages, by `ArticleIx`.
    pub related: Vec<Vec<PageIx>>,
}

/// How a check differs from a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Dangling links of a plain folder are warnings.
    Build,
    /// They are errors.
    Check,
}

/// Reads, models, renders texts and judges. All diagnostics come sorted.
///
/// `Err` when the folder cannot be read at all, with what could be found out.
pub fn load(
    options: &Options,
    settings: Settings,
    purpose: Purpose,
) -> Result<(Content, Vec<Diagnostic>), SourceError> {
    let (source, mut found) = source::read(options)?;
    found.extend(check::configuration(&source));
    let (theme, problem) = theme(&source);
    found.extend(problem);
    let overrides = source.theme.clone();
    let (site, problems) = site::assemble(source, settings);
    found.extend(problems);
    let bodies: Vec<Rendered> =
        site.articles.par_iter().map(|article| markdown::render(body(&site, &theme, article))).collect();
    let intros: Vec<Option<Rendered>> = site.sections.par_iter().map(|section| intro(&site, &theme, section)).collect();
    let related = site::related(&site);
    let content = Content { site, theme, bodies, intros, overrides, related };
    found.extend(check::texts(&content, purpose));
    diagnostics::sort(&mut found);
    Ok((content, found))
}

fn body<'a>(site: &'a Site, theme: &'a Theme, article: &'a site::Article) -> Context<'a> {
    Context {
        site,
        theme,
        lang: &article.lang,
        rel: &article.rel,
        file: &article.file,
        body: article.body,
        title: &article.title,
        has_steps: matches!(article.kind, Kind::HowTo | Kind::Procedure),
    }
}

fn intro(site: &Site, theme: &Theme, section: &site::Section) -> Option<Rendered> {
    let intro = section.intro.as_ref()?;
    Some(markdown::render(Context {
        site,
        theme,
        lang: &section.lang,
        rel: &intro.rel,
        file: &intro.file,
        body: intro.body,
        title: &section.title,
        has_steps: false,
    }))
}

/// The portal's theme; when an override is broken, the default one and what is wrong.
fn theme(source: &source::Source) -> (Theme, Option<Diagnostic>) {
    let accent = source.config.portal.value.accent.as_deref();
    let built = Theme::build(source.theme.clone(), accent);
    match built {
        Ok(theme) => (theme, None),
        Err(error @ ThemeError::Accent(_)) => {
            let portal = &source.config.portal;
            let span = accent.map_or(0..0, |accent| portal.span_of(accent));
            (Theme::new(), Some(Diagnostic::error(Code::PortalSetting, error.to_string()).at(&portal.file, span)))
        }
        Err(error) => {
            let path = source.root.join("theme").to_string_lossy().into_owned();
            (Theme::new(), Some(Diagnostic::error(Code::Template, chain(&error)).in_file(path)))
        }
    }
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
