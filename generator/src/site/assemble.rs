//! From what was read to the site.

use std::collections::{BTreeMap, HashMap};

use domain::catalog::{ArticleRef, Catalog};
use domain::reading::Revision;

use super::outline::Outline;
use super::{Article, ArticleIx, Lead, SectionIx, Settings, Site, Targets, procedures, tags, translate};
use crate::diagnostics::{Code, Diagnostic};
use crate::say;
use crate::source::Source;
use crate::source::config::Located;

/// Puts the site together.
pub fn assemble(source: Source, settings: Settings) -> (Site, Vec<Diagnostic>) {
    let Source { manner, config, articles, assets, names, .. } = source;
    let languages = config.portal.value.languages.clone();
    let mut outline = Outline::new(manner, settings, &languages, names.order.folders.clone());
    for article in articles {
        outline.add(article);
    }
    duplicate_ids(&mut outline);
    let groups = translate::complete(&mut outline, &languages);
    outline.sort();

    let mut targets = Targets {
        hidden: std::mem::take(&mut outline.hidden),
        assets: assets.iter().enumerate().map(|(ix, asset)| (asset.rel.clone(), ix)).collect(),
        asset_urls: assets.iter().enumerate().map(|(ix, asset)| (asset.url.clone(), ix)).collect(),
        sections: std::mem::take(&mut outline.section_urls),
        ..Targets::default()
    };
    for (ix, article) in outline.articles.iter().enumerate() {
        let url = &outline.pages[article.page.0].url;
        targets.pages.insert(article.rel.clone(), url.clone());
        targets.by_url.insert(url.clone(), ArticleIx(ix));
    }
    for section in &outline.sections {
        if let Some(intro) = &section.intro {
            targets.pages.insert(intro.rel.clone(), section.url.clone());
        }
    }
    let redirects = redirects(&mut outline);

    let mut catalog = Catalog {
        portal: config.portal.value,
        desks: values(config.desks),
        request_types: values(config.request_types),
        calendars: values(config.calendars),
        replies: values(config.replies),
        articles: Vec::new(),
        navigation: BTreeMap::new(),
    };
    // What refers to nothing has been reported; `serve` goes on with the rest.
    catalog.desks.retain(|_, desk| catalog.calendars.contains_key(&desk.calendar));
    catalog.request_types.retain(|_, request| catalog.desks.contains_key(&request.desk));
    let Outline { articles, sections, pages, roots, diagnostics, .. } = outline;
    let today = settings.today;
    let tags = tags::gather(&articles);
    let procedures = procedures::gather(&articles, &pages);
    let mut site = Site {
        manner,
        today,
        catalog,
        articles,
        sections,
        pages,
        roots,
        groups,
        tags,
        procedures,
        redirects,
        assets,
        targets,
        names,
    };
    for (lang, root) in site.roots.clone() {
        if site.sections[root.0].title.is_empty() {
            site.catalog.text(&site.catalog.portal.title, &lang).clone_into(&mut site.sections[root.0].title);
        }
    }
    site.catalog.navigation = languages.iter().map(|lang| (lang.clone(), site.navigation(lang))).collect();
    let article_ref = |article: &Article| ArticleRef {
        id: article.id.clone(),
        lang: article.lang.clone(),
        title: article.title.clone(),
        url: site.page(article.page).url.clone(),
        revision: Revision::of(article.file.as_written()).to_string(),
        request: article.front.request.clone().filter(|id| site.catalog.request_types.contains_key(id)),
    };
    site.catalog.articles = site.articles.iter().map(article_ref).collect();
    (site, diagnostics)
}

fn values<K: Ord, T>(located: BTreeMap<K, Located<T>>) -> BTreeMap<K, T> {
    located.into_iter().map(|(id, located)| (id, located.value)).collect()
}

/// One id, one article a language. The second loses the id, so that nothing else trips over it.
fn duplicate_ids(outline: &mut Outline) {
    let severity = outline.severity();
    let mut seen = HashMap::new();
    for (ix, article) in outline.articles.iter().enumerate() {
        let super::GroupKey::Id(id) = &article.group else { continue };
        seen.entry((article.lang.clone(), id.clone())).or_insert_with(Vec::new).push(ix);
    }
    let mut twice: Vec<_> = seen.into_iter().filter(|(_, articles)| articles.len() > 1).collect();
    twice.sort();
    for ((_, id), articles) in twice {
        let first = outline.articles[articles[0]].file.path.clone();
        for &ix in &articles[1..] {
            let article = &mut outline.articles[ix];
            let message = say!("id-taken", id = id.as_str(), owner = &first);
            let problem =
                Diagnostic::new(Code::DuplicateId, severity, message).at(&article.file, article.front.span("id"));
            outline.diagnostics.push(problem.help(say!("id-taken-help")));
            article.group = super::GroupKey::Path(article.rel.clone());
            article.front.id = None;
        }
    }
}

/// Former addresses of articles and sections. One that is in use, or leaves the article's language, is a mistake.
fn redirects(outline: &mut Outline) -> BTreeMap<String, Lead> {
    let mut redirects = BTreeMap::new();
    let severity = outline.severity();
    let articles = outline.articles.iter().map(|article| {
        let Article { lang, file, front, page, .. } = article;
        (lang, file, front, Lead::Page(*page))
    });
    let sections = outline.sections.iter().enumerate().filter_map(|(ix, section)| {
        let intro = section.intro.as_ref()?;
        Some((&section.lang, &intro.file, &intro.front, Lead::Section(SectionIx(ix))))
    });
    for (lang, file, front, lead) in articles.chain(sections) {
        for alias in &front.aliases {
            let path = alias_path(alias, lang.as_str());
            let owner = outline.taken.get(&path).cloned();
            let owner = owner.or_else(|| redirects.contains_key(&path).then(|| say!("owner-alias")));
            let problem = if path.contains("..") || path.contains("//") {
                Some(say!("alias-not-a-path", alias = alias))
            } else {
                owner.map(|owner| say!("alias-taken", alias = &path, owner = owner))
            };
            match problem {
                Some(message) => outline.diagnostics.push(
                    Diagnostic::new(Code::DuplicateUrl, severity, message)
                        .at(file, front.span("aliases"))
                        .help(say!("alias-help")),
                ),
                None => {
                    redirects.insert(path, lead);
                }
            }
        }
    }
    redirects
}

/// `/vi/old/`, `/vi/old.html` and `old` (under the article's language) are all accepted.
fn alias_path(alias: &str, lang: &str) -> String {
    let rooted = match alias.strip_prefix('/') {
        Some(path) => path.to_owned(),
        None => format!("{lang}/{alias}"),
    };
    let rooted = rooted.trim_end_matches('/');
    let file = rooted.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if file { format!("/{rooted}") } else { format!("/{rooted}/") }
}
