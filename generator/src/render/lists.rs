//! Pages that list articles: home, section, A–Z, tags, search, not found.

use domain::lang::Lang;
use themes::ThemeError;
use themes::view::shell::{LanguageTarget, Page as Meta};
use themes::view::site::{AzView, HomeView, Letter, NotFoundView, SearchView, SectionView, TagLink, TagView, TagsView};

use super::Pages;
use crate::site::{SectionIx, Tag, initial, sort_key};

/// Articles named under each section of the home page.
const SHOWN_ON_HOME: usize = 5;

impl Pages<'_> {
    pub(super) fn home(&self, lang: &Lang) -> Result<Vec<u8>, ThemeError> {
        let site = &self.content.site;
        let catalog = &site.catalog;
        let shell = self.shell_at(lang, "");
        let summary = catalog.text(&catalog.portal.summary, lang).to_owned();
        let mut page = Meta::titled("home", shell.title.clone());
        page.description.clone_from(&summary);
        page.path = Some(format!("/{lang}/"));
        let popular = catalog.portal.popular.iter().filter_map(|id| site.page_of_id(id, lang));
        let view = HomeView {
            popular: popular.map(|page| self.article_link(page)).collect(),
            sections: self.home_sections(lang),
            requests: self.requests(lang),
            summary,
            page,
            shell,
        };
        self.html(lang, &view)
    }

    /// The top sections; a folder without any lists its articles as one.
    fn home_sections(&self, lang: &Lang) -> Vec<themes::view::site::SectionLink> {
        let site = &self.content.site;
        let root = site.root(lang);
        let mut sections = self.top_sections(lang, SHOWN_ON_HOME);
        let mut own = self.section_link(root, usize::MAX);
        // The glossary has a link of its own wherever sections are listed.
        own.articles.retain(|article| article.url != format!("/{lang}/glossary/"));
        if !own.articles.is_empty() {
            own.count = own.articles.len();
            own.url = format!("/{lang}/a-z/");
            sections.push(own);
        }
        sections
    }

    pub(super) fn section(&self, ix: SectionIx) -> Result<Vec<u8>, ThemeError> {
        let site = &self.content.site;
        let section = site.section(ix);
        let lang = &section.lang;
        let rest = section.url.strip_prefix(&format!("/{lang}/")).unwrap_or_default();
        let shell = self.shell(lang).at(&section.url).linking(|code| {
            let url = format!("/{code}/{rest}");
            let exists = site.targets.sections.contains_key(&url);
            LanguageTarget { url: if exists { url } else { format!("/{code}/") }, fallback: !exists }
        });
        let mut page = Meta::titled("section", &section.title);
        page.description.clone_from(&section.summary);
        page.path = Some(section.url.clone());
        page.breadcrumbs = section.parent.map(|parent| self.crumbs(parent)).unwrap_or_default();
        page.noindex = section.title_lang != *lang;
        let view = SectionView {
            summary: section.summary.clone(),
            code: self.content.intro(ix).is_some_and(|intro| intro.html.contains("<pre")),
            body_html: self.content.intro(ix).map_or_else(String::new, |intro| self.content.page_html(intro, &[])),
            sections: section.children.iter().map(|child| self.section_link(*child, SHOWN_ON_HOME)).collect(),
            articles: section.pages.iter().map(|page| self.article_link(site.page(*page))).collect(),
            page,
            shell,
        };
        self.html(lang, &view)
    }

    pub(super) fn az(&self, lang: &Lang) -> Result<Vec<u8>, ThemeError> {
        let mut letters: Vec<Letter> = Vec::new();
        for article in self.content.site.articles_in(lang) {
            let link = self.article_link(self.content.site.page(article.page));
            let letter = initial(lang, &article.title);
            match letters.iter_mut().find(|known| known.letter == letter) {
                Some(known) => known.articles.push(link),
                None => {
                    letters.push(Letter { id: format!("letter-{}", letters.len() + 1), letter, articles: vec![link] });
                }
            }
        }
        letters.sort_by_cached_key(|letter| (letter.letter != "0–9", sort_key(lang, &letter.letter)));
        let mut page = Meta::named("az", "az-title");
        page.path = Some(format!("/{lang}/a-z/"));
        self.html(lang, &AzView { shell: self.shell_at(lang, "a-z/"), page, letters })
    }

    pub(super) fn tags(&self, lang: &Lang) -> Result<Vec<u8>, ThemeError> {
        let link = |(slug, tag): (&String, &Tag)| TagLink {
            url: format!("/{lang}/tags/{slug}/"),
            name: tag.name.clone(),
            count: Some(tag.articles.len()),
        };
        let mut tags: Vec<TagLink> = self.content.site.tags.get(lang).into_iter().flatten().map(link).collect();
        tags.sort_by_cached_key(|tag| sort_key(lang, &tag.name));
        let mut page = Meta::named("tags", "tags-title");
        page.path = Some(format!("/{lang}/tags/"));
        self.html(lang, &TagsView { shell: self.shell_at(lang, "tags/"), page, tags })
    }

    pub(super) fn tag(&self, lang: &Lang, tag: &str) -> Result<Vec<u8>, ThemeError> {
        let site = &self.content.site;
        let known = site.tags.get(lang).and_then(|tags| tags.get(tag));
        let mut page = Meta::titled("tag", known.map_or(tag, |tag| tag.name.as_str()));
        let path = format!("/{lang}/tags/{tag}/");
        let shell = self.shell(lang).linking(|code| {
            let own = code == lang;
            LanguageTarget { url: if own { path.clone() } else { format!("/{code}/tags/") }, fallback: !own }
        });
        page.path = Some(path.clone());
        let articles = known.into_iter().flat_map(|tag| &tag.articles);
        let articles = articles.map(|ix| self.article_link(site.page(site.article(*ix).page))).collect();
        self.html(lang, &TagView { shell, page, articles })
    }

    pub(super) fn search(&self, lang: &Lang) -> Result<Vec<u8>, ThemeError> {
        let mut page = Meta::named("search", "search-title").noindex();
        page.path = Some(format!("/{lang}/search/"));
        let view = SearchView {
            shell: self.shell_at(lang, "search/"),
            page,
            sections: self.home_sections(lang).into_iter().map(without_articles).collect(),
        };
        self.html(lang, &view)
    }

    pub(super) fn not_found(&self, lang: &Lang) -> Result<Vec<u8>, ThemeError> {
        let view = NotFoundView {
            shell: self.shell(lang),
            page: Meta::named("not-found", "not-found-title").noindex(),
            sections: self.home_sections(lang).into_iter().map(without_articles).collect(),
        };
        self.html(lang, &view)
    }
}

fn without_articles(mut section: themes::view::site::SectionLink) -> themes::view::site::SectionLink {
    section.articles.clear();
    section
}
