//! Missing translations: every article gets a page in every language, so that no reader meets a hole.

use std::collections::{BTreeMap, HashMap};

use domain::lang::Lang;

use super::outline::Outline;
use super::{Article, ArticleIx, GroupKey, Page, PageIx, SectionIx, Site};
use crate::say;

impl Site {
    /// The article another one translates: that of the same group in the first language of the portal that has one.
    pub fn original(&self, article: &Article) -> Option<ArticleIx> {
        let pages = self.groups.get(&article.group)?;
        let page = self.languages().iter().find_map(|lang| {
            let page = self.page(*pages.get(lang)?);
            (!self.is_stand_in(page)).then_some(page)
        })?;
        (page.lang != article.lang).then_some(page.article)
    }
}

/// Groups pages by what they translate, and adds stand-ins in the languages that lack one.
pub fn complete(outline: &mut Outline, languages: &[Lang]) -> HashMap<GroupKey, BTreeMap<Lang, PageIx>> {
    let mut groups: HashMap<GroupKey, BTreeMap<Lang, PageIx>> = HashMap::new();
    let mut order = Vec::new();
    for article in &outline.articles {
        let pages = groups.entry(article.group.clone()).or_insert_with(|| {
            order.push(article.group.clone());
            BTreeMap::new()
        });
        pages.entry(article.lang.clone()).or_insert(article.page);
    }
    if languages.len() < 2 {
        return groups;
    }
    let mut counterparts = Counterparts::new(outline, &groups);
    for key in order {
        let pages = groups.get_mut(&key).expect("listed from the same map");
        let Some(original) = languages.iter().find_map(|lang| pages.get(lang)).copied() else { continue };
        for lang in languages {
            if pages.contains_key(lang) {
                continue;
            }
            if let Some(page) = stand_in(outline, &mut counterparts, original, lang) {
                pages.insert(lang.clone(), page);
            }
        }
    }
    groups
}

fn stand_in(outline: &mut Outline, counterparts: &mut Counterparts, original: PageIx, lang: &Lang) -> Option<PageIx> {
    let (article, section, name) = {
        let page = &outline.pages[original.0];
        let name = page.url.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        (page.article, page.section, name)
    };
    let section = counterparts.of(outline, section, lang);
    let url = format!("{}{name}/", outline.sections[section.0].url);
    if outline.taken.contains_key(&url) {
        return None;
    }
    outline.taken.insert(url.clone(), say!("owner-stand-in"));
    let ix = PageIx(outline.pages.len());
    outline.pages.push(Page { lang: lang.clone(), article, section, url, place: 0 });
    outline.sections[section.0].pages.push(ix);
    Some(ix)
}

/// Which section of another language a section corresponds to.
struct Counterparts(HashMap<(SectionIx, Lang), SectionIx>);

impl Counterparts {
    /// Sections correspond when the articles in them translate each other.
    fn new(outline: &Outline, groups: &HashMap<GroupKey, BTreeMap<Lang, PageIx>>) -> Self {
        let mut known = HashMap::new();
        for ArticleIx(ix) in (0..outline.articles.len()).map(ArticleIx) {
            let article = &outline.articles[ix];
            let own = outline.pages[article.page.0].section;
            for (lang, page) in &groups[&article.group] {
                known.entry((own, lang.clone())).or_insert(outline.pages[page.0].section);
            }
        }
        Self(known)
    }

    /// The corresponding section: one with translations, else one of the same path, else one made for the purpose.
    fn of(&mut self, outline: &mut Outline, section: SectionIx, lang: &Lang) -> SectionIx {
        if let Some(found) = self.0.get(&(section, lang.clone())) {
            return *found;
        }
        // From the root down, so that a missing section is made inside its parent's counterpart.
        let mut path = vec![section];
        while let Some(parent) = outline.sections[path[path.len() - 1].0].parent {
            path.push(parent);
        }
        let root = outline.roots.iter().find(|(code, _)| code == lang).expect("a language of the portal").1;
        let mut at = root;
        for ix in path.into_iter().rev().skip(1) {
            at = match self.0.get(&(ix, lang.clone())) {
                Some(found) => *found,
                None => Self::child(outline, at, ix, lang),
            };
            self.0.insert((ix, lang.clone()), at);
        }
        at
    }

    fn child(outline: &mut Outline, parent: SectionIx, original: SectionIx, lang: &Lang) -> SectionIx {
        let name = outline.sections[original.0].url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let url = format!("{}{name}/", outline.sections[parent.0].url);
        if let Some(found) = outline.section_urls.get(&url) {
            return *found;
        }
        let title = outline.sections[original.0].title.clone();
        let title_lang = outline.sections[original.0].title_lang.clone();
        let ix = outline.add_section(lang, url, title, Some(parent));
        let weight = outline.sections[original.0].weight;
        let section = &mut outline.sections[ix.0];
        (section.title_lang, section.weight) = (title_lang, weight);
        ix
    }
}
