//! Pages from the model: one file a page kind. A route is worked out once and rendered whenever it is asked for.

mod article;
mod desk;
mod drift;
mod feed;
mod lists;
mod procedures;
mod redirect;
mod route;
mod security;
mod sitemap;

use domain::lang::Lang;
use themes::view::shell::{LanguageTarget, STATIC_CSP, Shell};
use themes::view::site::{ArticleLink, SectionLink};
use themes::{ThemeError, View};

pub use self::article::platform_name;
pub use self::route::{Route, output_path, routes};
use crate::content::Content;
use crate::site::{Article, Page, SectionIx};

/// Who the pages are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Files on a server we know nothing of: pages carry their own policy.
    Files,
    /// `deskmark serve`: the policy is a header, pages reload themselves.
    Live,
}

/// Renders what is at a route.
pub fn render(content: &Content, route: &Route, audience: Audience) -> Result<Vec<u8>, ThemeError> {
    let pages = Pages { content, audience };
    match route {
        Route::Home(lang) => pages.home(lang),
        Route::Section(ix) => pages.section(*ix),
        Route::Article(ix) => pages.article(*ix),
        Route::Az(lang) => pages.az(lang),
        Route::Tags(lang) => pages.tags(lang),
        Route::Tag(lang, slug) => pages.tag(lang, slug),
        Route::Procedures(lang) => pages.procedures(lang),
        Route::Search(lang) => pages.search(lang),
        Route::Catalogue(lang) => pages.catalogue(lang),
        Route::Form(lang, id) => pages.form(lang, id),
        Route::Lookup(lang) => pages.lookup(lang),
        Route::NotFound(lang) => pages.not_found(lang),
        Route::Redirect(lead) => pages.redirect(*lead),
        Route::Feed(lang) => Ok(feed::atom(content, lang).into_bytes()),
        Route::Sitemap => Ok(sitemap::sitemap(content).into_bytes()),
        Route::SecurityTxt => Ok(security::security_txt(content).into_bytes()),
        Route::Robots => Ok(sitemap::robots(content).into_bytes()),
    }
}

/// The content type of what is at a path.
pub fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt" => "application/vnd.oasis.opendocument.text",
        "" | "html" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Files of the theme, and all of the search index but its root, lie under a name made of their content, so that they
/// may be kept for ever.
pub fn is_hashed(path: &str) -> bool {
    let is_hash = |name: &str| name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut names = path.trim_start_matches('/').split('/');
    match names.next() {
        Some("_theme") => names.next().is_some_and(is_hash),
        Some("search") => names.nth(1).is_some_and(is_hash),
        _ => false,
    }
}

/// Makes views of one content for one audience.
#[derive(Clone, Copy)]
struct Pages<'a> {
    content: &'a Content,
    audience: Audience,
}

impl Pages<'_> {
    /// The frame of a page in a language.
    fn shell(&self, lang: &Lang) -> Shell {
        let site = &self.content.site;
        let mut shell = Shell::new(&site.catalog, lang);
        if site.catalog.request_types.is_empty() {
            // Nobody to ask: templates leave the links out.
            shell.ask_url.clear();
            shell.status_url.clear();
        }
        let glossary = format!("/{lang}/glossary/");
        if site.targets.by_url.contains_key(&glossary) {
            shell.glossary_url = glossary;
        }
        if site.procedures.contains_key(lang) {
            shell.procedures_url = format!("/{lang}/procedures/");
        }
        match self.audience {
            Audience::Files => shell.csp = Some(STATIC_CSP.to_owned()),
            Audience::Live => shell.live = true,
        }
        shell
    }

    /// The frame of a page that every language has at the same path behind its tag.
    fn shell_at(&self, lang: &Lang, rest: &str) -> Shell {
        self.shell(lang).linking(|code| LanguageTarget { url: format!("/{code}/{rest}"), fallback: false })
    }

    fn html<V: View>(&self, lang: &Lang, view: &V) -> Result<Vec<u8>, ThemeError> {
        self.content.theme.render(lang, view).map(String::into_bytes)
    }

    /// An article in a list.
    fn article_link(&self, page: &Page) -> ArticleLink {
        let article = self.content.site.shown(page);
        ArticleLink {
            title: article.title.clone(),
            url: page.url.clone(),
            summary: article.front.summary.clone().unwrap_or_default(),
            kind: article.kind.as_str().to_owned(),
            minutes: article.front.minutes,
            lang: (article.lang != page.lang).then(|| article.lang.clone()),
            draft: self.draft(article),
        }
    }

    /// Whether an article is shown before its time, as `deskmark serve` does.
    fn draft(&self, article: &Article) -> bool {
        article.front.draft || article.front.publish_on.is_some_and(|on| on > self.content.site.today)
    }

    /// A section in a list, with its first `articles` articles.
    fn section_link(&self, ix: SectionIx, articles: usize) -> SectionLink {
        let site = &self.content.site;
        let section = site.section(ix);
        SectionLink {
            title: section.title.clone(),
            url: section.url.clone(),
            summary: section.summary.clone(),
            count: site.count(ix),
            articles: section.pages.iter().take(articles).map(|page| self.article_link(site.page(*page))).collect(),
        }
    }

    /// The sections at the top of a language.
    fn top_sections(&self, lang: &Lang, articles: usize) -> Vec<SectionLink> {
        let site = &self.content.site;
        site.section(site.root(lang)).children.iter().map(|ix| self.section_link(*ix, articles)).collect()
    }
}
