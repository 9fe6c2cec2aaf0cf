//! The model of a site: articles, sections, translations and addresses, resolved and ready to be rendered.

mod alphabet;
mod assemble;
mod outline;
mod procedures;
mod related;
mod slug;
mod tags;
mod translate;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::catalog::{Catalog, NavItem};
use domain::ids::ArticleId;
use domain::lang::Lang;
use jiff::civil::Date;

pub use self::alphabet::{SortKey, initial, sort_key};
pub use self::assemble::assemble;
pub use self::outline::title_and_kind;
pub use self::related::{Surroundings, Text, related};
pub use self::slug::{percent_decode, percent_encode, slug, title_of_name};
pub use self::tags::{Tag, Tags};
use crate::diagnostics::{Said, SourceFile};
use crate::source::AssetFile;
use crate::source::foreign::Names;
use crate::source::front_matter::{FrontMatter, Kind, Manner};

/// An article's place in [`Site::articles`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleIx(pub usize);

/// A section's place in [`Site::sections`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionIx(pub usize);

/// A page's place in [`Site::pages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageIx(pub usize);

/// Where a former address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// To an article's page.
    Page(PageIx),
    /// To a section.
    Section(SectionIx),
}

/// How a site is put together.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The day the site is built for: publishing, expiry and late reviews are judged by it.
    pub today: Date,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether code is coloured.
    pub highlight: bool,
}

/// The whole site.
#[derive(Debug)]
pub struct Site {
    /// How strictly the content is taken.
    pub manner: Manner,
    /// The day it is built for.
    pub today: Date,
    /// What the desk knows of it; also the configuration every page needs.
    pub catalog: Catalog,
    /// Every published article, in its own language.
    pub articles: Vec<Article>,
    /// Every section of every language.
    pub sections: Vec<Section>,
    /// Every article page of every language: each article's own, and stand-ins where a translation is missing.
    pub pages: Vec<Page>,
    /// The root section of each language, in the portal's order.
    pub roots: Vec<(Lang, SectionIx)>,
    /// Pages of one article by language.
    pub groups: HashMap<GroupKey, BTreeMap<Lang, PageIx>>,
    /// Tags by language.
    pub tags: BTreeMap<Lang, Tags>,
    /// Pages of procedures by language, in the order of their codes; only languages that have some of their own.
    pub procedures: BTreeMap<Lang, Vec<PageIx>>,
    /// Addresses that lead on, in order.
    pub redirects: BTreeMap<String, Lead>,
    /// Files published as they are.
    pub assets: Vec<AssetFile>,
    /// What relative links are resolved against.
    pub targets: Targets,
    /// The Markdown files as other tools name them; only of a plain folder.
    pub names: Names,
}

/// What ties the translations of an article together: its id, else its path inside the language's folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKey {
    /// The `id` of the front matter.
    Id(ArticleId),
    /// `mang/wifi.md`.
    Path(String),
}

/// An article in one language.
#[derive(Debug)]
pub struct Article {
    /// Its path inside the content folder.
    pub rel: String,
    /// Its language.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// What sort of text it is.
    pub kind: Kind,
    /// Its permanent id: the one given, else one made from its path.
    pub id: ArticleId,
    /// What ties it to its translations.
    pub group: GroupKey,
    /// Its keys.
    pub front: FrontMatter,
    /// Its text.
    pub file: Arc<SourceFile>,
    /// Where the Markdown starts in the text.
    pub body: usize,
    /// Its own page.
    pub page: PageIx,
}

impl Article {
    /// Whether the id was given by the author, and so is worth a permanent link.
    pub fn has_permanent_id(&self) -> bool {
        self.front.id.is_some()
    }

    /// The day its next review is due: counted from when it was verified, else changed, else written, else in force.
    pub fn review_due(&self) -> Option<Date> {
        let verified = self.front.verified.as_ref().map(|verified| verified.on);
        let in_force = self.front.control.as_ref().map(|control| control.effective);
        let from = verified.or(self.front.updated).or(self.front.date).or(in_force)?;
        from.checked_add(self.front.review_every?).ok()
    }
}

/// A section: a folder of a language.
#[derive(Debug)]
pub struct Section {
    /// Its language.
    pub lang: Lang,
    /// Its path from the site's root, `/vi/mang/`.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The language its title is in.
    pub title_lang: Lang,
    /// One line; may be empty.
    pub summary: String,
    /// Its place among its siblings, lowest first.
    pub weight: i32,
    /// The section around it; `None` for the root.
    pub parent: Option<SectionIx>,
    /// The sections inside, in order.
    pub children: Vec<SectionIx>,
    /// The article pages inside, in order.
    pub pages: Vec<PageIx>,
    /// The text of its `_index.md`.
    pub intro: Option<Intro>,
}

/// The text on a section's page.
#[derive(Debug)]
pub struct Intro {
    /// Its path inside the content folder.
    pub rel: String,
    /// The file.
    pub file: Arc<SourceFile>,
    /// Its keys.
    pub front: FrontMatter,
    /// Where the Markdown starts.
    pub body: usize,
}

/// An article at an address of a language.
#[derive(Debug)]
pub struct Page {
    /// The language of the address and of everything around the article.
    pub lang: Lang,
    /// The article; in another language when it stands in for a missing translation.
    pub article: ArticleIx,
    /// The section it is listed in.
    pub section: SectionIx,
    /// Its path from the site's root.
    pub url: String,
    /// Its place in the section's pages.
    pub place: usize,
}

/// A Markdown file that exists but is not published.
#[derive(Debug)]
pub struct Hidden {
    /// Why not.
    pub why: Said,
    /// The file.
    pub file: Arc<SourceFile>,
}

/// Files by their path in the content folder.
#[derive(Debug, Default)]
pub struct Targets {
    /// Markdown files → the path of their page.
    pub pages: HashMap<String, String>,
    /// Markdown files that exist but are not published.
    pub hidden: HashMap<String, Hidden>,
    /// Other files → their place in [`Site::assets`].
    pub assets: HashMap<String, usize>,
    /// Paths of the site → the file there, as its place in [`Site::assets`].
    pub asset_urls: HashMap<String, usize>,
    /// Paths of the site → the section there.
    pub sections: HashMap<String, SectionIx>,
    /// Paths of the site → the article there, for checking anchors.
    pub by_url: HashMap<String, ArticleIx>,
}

impl Site {
    /// The article at a place.
    pub fn article(&self, ix: ArticleIx) -> &Article {
        &self.articles[ix.0]
    }

    /// The section at a place.
    pub fn section(&self, ix: SectionIx) -> &Section {
        &self.sections[ix.0]
    }

    /// The page at a place.
    pub fn page(&self, ix: PageIx) -> &Page {
        &self.pages[ix.0]
    }

    /// The article a page shows.
    pub fn shown(&self, page: &Page) -> &Article {
        self.article(page.article)
    }

    /// Whether a page shows another language's article.
    pub fn is_stand_in(&self, page: &Page) -> bool {
        self.shown(page).lang != page.lang
    }

    /// The languages, the default first.
    pub fn languages(&self) -> &[Lang] {
        &self.catalog.portal.languages
    }

    /// The root section of a language of the portal.
    pub fn root(&self, lang: &Lang) -> SectionIx {
        self.roots.iter().find(|(code, _)| code == lang).map_or(SectionIx(0), |(_, ix)| *ix)
    }

    /// The articles written in a language, in the order of their titles.
    pub fn articles_in<'a>(&'a self, lang: &'a Lang) -> Vec<&'a Article> {
        let mut articles: Vec<_> = self.articles.iter().filter(|article| article.lang == *lang).collect();
        articles.sort_by_cached_key(|article| sort_key(lang, &article.title));
        articles
    }

    /// The address something leads to.
    pub fn url(&self, lead: Lead) -> &str {
        match lead {
            Lead::Page(ix) => &self.page(ix).url,
            Lead::Section(ix) => &self.section(ix).url,
        }
    }

    /// Articles in a section and all sections inside it.
    pub fn count(&self, ix: SectionIx) -> usize {
        let mut count = 0;
        let mut open = vec![ix];
        while let Some(ix) = open.pop() {
            let section = self.section(ix);
            count += section.pages.len();
            open.extend(&section.children);
        }
        count
    }

    /// The page of a permanent id in a language.
    pub fn page_of_id(&self, id: &ArticleId, lang: &Lang) -> Option<&Page> {
        let pages = self.groups.get(&GroupKey::Id(id.clone()))?;
        Some(self.page(*pages.get(lang)?))
    }

    /// The sections at the top of a language, as the navigation lists them.
    fn navigation(&self, lang: &Lang) -> Vec<NavItem> {
        let sections = &self.section(self.root(lang)).children;
        sections
            .iter()
            .map(|&ix| NavItem { title: self.section(ix).title.clone(), url: self.section(ix).url.clone() })
            .collect()
    }
}
