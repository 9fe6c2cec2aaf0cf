//! An article's page, its own or standing in for a translation.

use domain::lang::Lang;
use themes::ThemeError;
use themes::dates;
use themes::view::shell::{Crumb, LanguageTarget, Page as Meta};
use themes::view::site::{ArticleView, BodyLanguage, Draft, Helpful, ShortLink, TagLink, Verified};

use super::Pages;
use super::procedures::control_block;
use crate::site::{self, Article, Page, PageIx, SectionIx, slug};

impl Pages<'_> {
    pub(super) fn article(&self, ix: PageIx) -> Result<Vec<u8>, ThemeError> {
        let content = self.content;
        let site = &content.site;
        let page = site.page(ix);
        let article = site.shown(page);
        let rendered = content.body(page.article);
        let lang = &page.lang;
        let translations = &site.groups[&article.group];
        let shell = self.shell(lang).at(&page.url).linking(|code| match translations.get(code) {
            Some(translation) => {
                let translation = site.page(*translation);
                LanguageTarget { url: translation.url.clone(), fallback: site.is_stand_in(translation) }
            }
            None => LanguageTarget { url: format!("/{code}/"), fallback: true },
        });
        let stands_in = site.is_stand_in(page);
        let mut meta = Meta::titled("article", &article.title);
        meta.description = article.front.summary.clone().unwrap_or_default();
        meta.path = Some(page.url.clone());
        meta.breadcrumbs = self.crumbs(page.section);
        // One text at two addresses: search engines are shown the one in its own language.
        meta.noindex = stands_in;
        let body_language = stands_in.then(|| BodyLanguage {
            lang: article.lang.clone(),
            dir: article.lang.dir(),
            name: shell
                .languages
                .iter()
                .find(|link| link.code == article.lang)
                .map_or_else(String::new, |link| link.name.clone()),
        });
        let siblings = &site.section(page.section).pages;
        let neighbour =
            |at: Option<usize>| at.and_then(|at| siblings.get(at)).map(|ix| self.article_link(site.page(*ix)));
        let related = if stands_in { Vec::new() } else { content.related(page.article) };
        let (drift, marks) = self.drift(page.article, lang);
        let view = ArticleView {
            summary: meta.description.clone(),
            kind: article.kind.as_str().to_owned(),
            body_html: content.page_html(rendered, &marks),
            toc: if rendered.toc.len() < 2 { Vec::new() } else { rendered.toc.clone() },
            minutes: article.front.minutes,
            updated: article.front.updated.or(article.front.date).map(|day| dates::day(day, lang)),
            verified: article.front.verified.as_ref().map(|verified| Verified {
                by: verified.by.clone(),
                on: dates::day(verified.on, lang),
                with: verified.with.clone(),
            }),
            review_overdue: self.review_is_overdue(article),
            tags: if stands_in { Vec::new() } else { tags(article) },
            audience: article.front.audience.iter().map(|name| self.audience_label(name, lang)).collect(),
            platforms: article.front.platforms.iter().map(|name| platform_name(name).to_owned()).collect(),
            prev: neighbour(page.place.checked_sub(1)),
            next: neighbour(Some(page.place + 1)),
            related: related.into_iter().map(|ix| self.article_link(site.page(ix))).collect(),
            short: article
                .has_permanent_id()
                .then(|| ShortLink { id: article.id.to_string(), url: format!("/a/{}/", article.id) }),
            body_language,
            draft: self.draft(article).then(|| Draft {
                publishes: article.front.publish_on.filter(|on| *on > site.today).map(|on| dates::day(on, lang)),
            }),
            drift,
            request_url: self.request_url(page, article),
            helpful: (!site.catalog.request_types.is_empty())
                .then(|| Helpful { article: article.id.to_string(), revision: self.revision(page).to_owned() }),
            control: control_block(article, lang),
            extra: article.front.extra.clone(),
            steps: rendered.steps.len(),
            variants: !rendered.variants.is_empty(),
            code: rendered.html.contains("<pre"),
            json_ld: Some(self.json_ld(page, article, &meta)),
            page: meta,
            shell,
        };
        self.html(lang, &view)
    }

    /// The sections around something, from the top down.
    pub(super) fn crumbs(&self, section: SectionIx) -> Vec<Crumb> {
        let site = &self.content.site;
        let mut crumbs = Vec::new();
        let mut at = Some(section);
        while let Some(ix) = at {
            let section = site.section(ix);
            crumbs.push(Crumb { title: section.title.clone(), url: section.url.clone() });
            at = section.parent;
        }
        crumbs.reverse();
        crumbs
    }

    /// The words the request forms have for a group of people; as written when no form asks for it.
    fn audience_label(&self, name: &str, lang: &Lang) -> String {
        let catalog = &self.content.site.catalog;
        let mut choices = catalog.request_types.values().flat_map(|request_type| &request_type.audience);
        let choice = choices.find(|choice| choice.value.as_str() == name);
        choice.map_or_else(|| name.to_owned(), |choice| catalog.text(&choice.label, lang).to_owned())
    }

    fn review_is_overdue(&self, article: &Article) -> bool {
        article.review_due().is_some_and(|due| due < self.content.site.today)
    }

    /// Names the text a page shows; the desk's list of articles is in the order of the site's.
    fn revision(&self, page: &Page) -> &str {
        &self.content.site.catalog.articles[page.article.0].revision
    }

    /// The form behind "still stuck": the article's own, else the catalogue.
    fn request_url(&self, page: &Page, article: &Article) -> Option<String> {
        let types = &self.content.site.catalog.request_types;
        if types.is_empty() {
            return None;
        }
        let form = article.front.request.as_ref().filter(|id| types.contains_key(*id));
        let under = form.map_or_else(String::new, |id| format!("{id}/"));
        Some(format!("/{}/ask/{under}?article={}&rev={}", page.lang, article.id, self.revision(page)))
    }

    /// What search engines read: the article and the way to it.
    fn json_ld(&self, page: &Page, article: &Article, meta: &Meta) -> String {
        let catalog = &self.content.site.catalog;
        let base = &catalog.portal.base_url;
        let absolute = |url: &str| format!("{base}{}", site::percent_encode(url));
        let crumbs: Vec<_> = meta
            .breadcrumbs
            .iter()
            .map(|crumb| (crumb.title.as_str(), crumb.url.as_str()))
            .chain([(article.title.as_str(), page.url.as_str())])
            .enumerate()
            .map(|(index, (name, url))| {
                serde_json::json!({ "@type": "ListItem", "position": index + 1, "name": name, "item": absolute(url) })
            })
            .collect();
        let mut about = serde_json::json!({
            "@type": "Article",
            "headline": article.title,
            "inLanguage": article.lang.as_str(),
            "mainEntityOfPage": absolute(&self.content.site.page(article.page).url),
            "author": { "@type": "Organization", "name": catalog.text(&catalog.portal.title, &article.lang), "url": base },
        });
        let days =
            [("datePublished", article.front.date), ("dateModified", article.front.updated.or(article.front.date))];
        for (name, day) in days {
            if let Some(day) = day {
                about[name] = day.to_string().into();
            }
        }
        if let Some(summary) = &article.front.summary {
            about["description"] = summary.as_str().into();
        }
        let graph = serde_json::json!({
            "@context": "https://schema.org",
            "@graph": [{ "@type": "BreadcrumbList", "itemListElement": crumbs }, about],
        });
        // `</script>` inside a text would end the block.
        graph.to_string().replace('<', "\\u003c")
    }
}

/// The tags of an article, as links.
fn tags(article: &Article) -> Vec<TagLink> {
    let link = |name: &String| {
        let slug = slug(name);
        (!slug.is_empty()).then(|| TagLink {
            url: format!("/{}/tags/{slug}/", article.lang),
            name: name.clone(),
            count: None,
        })
    };
    article.front.tags.iter().filter_map(link).collect()
}

/// A platform as its makers write it; as the author wrote it when it is not known.
pub fn platform_name(name: &str) -> &str {
    match name {
        "android" => "Android",
        "chromeos" => "ChromeOS",
        "ios" => "iPhone, iPad",
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        other => other,
    }
}
