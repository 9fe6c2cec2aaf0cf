//! Where everything goes: languages, folders, files, ids, former addresses.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::ids::ArticleId;
use domain::lang::Lang;
use scraper::Html;

use super::export::{Article, Export, Section};
use super::front;
use crate::site::{percent_decode, slug};

/// First parts of addresses inside a language that the site keeps for itself.
const RESERVED: &[&str] = &["search", "a-z", "tags", "procedures", "ask", "status", "glossary", "404"];
/// Letters of a name: with two bytes a letter still a file name everywhere.
const LONGEST_NAME: usize = 80;
/// Zendesk allows six levels of sections; more is a circle.
const DEEPEST_SECTION: usize = 8;

/// The plan of a whole import.
#[derive(Debug, Default)]
pub struct Places<'a> {
    /// The languages, the one with most articles first.
    pub languages: Vec<Lang>,
    /// Articles in the order of the export.
    pub articles: Vec<Placed<'a>>,
    /// The host of the old help centre.
    pub host: Option<String>,
    /// Fragments that some link of the export leads to.
    pub linked: HashSet<String>,
    /// Times an article came twice in one language.
    pub repeated: usize,
    by_id: HashMap<(i64, Lang), usize>,
    locales: HashMap<String, Lang>,
    rooms: BTreeMap<(Room, Lang), Folder>,
    taken: HashSet<String>,
}

/// An article and its place.
#[derive(Debug)]
pub struct Placed<'a> {
    /// As it was exported.
    pub article: &'a Article,
    /// Its language.
    pub lang: Lang,
    /// Its title in one line.
    pub title: String,
    /// Its file inside the content folder.
    pub rel: String,
    /// The id its translations share.
    pub id: String,
    /// Its addresses at the old help centre.
    pub aliases: Vec<String>,
    /// The ids of its headings.
    pub headings: HashSet<String>,
}

/// What has articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Room {
    /// A category.
    Category(i64),
    /// A section.
    Section(i64),
}

#[derive(Debug)]
struct Folder {
    path: String,
    title: String,
    position: Option<i64>,
}

impl<'a> Places<'a> {
    /// Plans an import.
    pub fn of(export: &'a Export, only: Option<&Lang>) -> Self {
        let mut places = Self::default();
        places.languages(export, only);
        places.host = export.articles.iter().find_map(|article| host(article.html_url.as_deref()?));
        for lang in places.languages.clone() {
            places.taken.extend(RESERVED.iter().map(|name| format!("{lang}/{name}")));
        }
        for article in &export.articles {
            let Some(lang) = places.lang(article.locale.as_deref(), only) else { continue };
            if places.by_id.contains_key(&(article.id, lang.clone())) {
                places.repeated += 1;
                continue;
            }
            let folder = places.section(export, article.section_id, &lang, 0);
            let title = one_line(article.title.as_deref().unwrap_or_default());
            let title = if title.is_empty() { format!("Article {}", article.id) } else { title };
            let rel = places.free(&folder, &title, &format!("article-{}", article.id)) + ".md";
            let aliases = aliases(article, &lang);
            let headings = places.headings(article.body.as_deref().unwrap_or_default());
            places.by_id.insert((article.id, lang.clone()), places.articles.len());
            places.articles.push(Placed { article, lang, title, rel, id: String::new(), aliases, headings });
        }
        places.ids();
        places
    }

    /// The pages of categories and sections.
    pub fn folders(&self) -> BTreeMap<String, String> {
        let page =
            |folder: &Folder| (format!("{}/_index.md", folder.path), front::folder(&folder.title, folder.position));
        self.rooms.values().map(page).collect()
    }

    /// The article of that number, in the language of the address, else in the reader's, else in any.
    pub fn article(&self, id: i64, locale: &str, lang: &Lang) -> Option<&Placed<'a>> {
        let meant = self.locales.get(&locale.to_ascii_lowercase()).into_iter().chain([lang]).chain(&self.languages);
        meant.filter_map(|lang| self.by_id.get(&(id, lang.clone()))).map(|ix| &self.articles[*ix]).next()
    }

    /// The page of a category or section in a language.
    pub fn room(&self, room: Room, lang: &Lang) -> Option<String> {
        Some(format!("{}/_index.md", self.rooms.get(&(room, lang.clone()))?.path))
    }

    /// `en-us` is `en`, unless two locales of the export would then be one.
    fn languages(&mut self, export: &Export, only: Option<&Lang>) {
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for article in &export.articles {
            if let Some(locale) = &article.locale {
                *counted.entry(locale.to_ascii_lowercase()).or_default() += 1;
            }
        }
        let primary = |locale: &str| locale.split('-').next().unwrap_or_default().to_owned();
        let alone = |locale: &str| counted.keys().filter(|other| primary(other) == primary(locale)).count() == 1;
        for locale in counted.keys() {
            let tag = if alone(locale) { primary(locale) } else { locale.clone() };
            if let Ok(lang) = Lang::parse(&tag) {
                self.locales.insert(locale.clone(), lang);
            }
        }
        let mut languages: BTreeMap<Lang, usize> = BTreeMap::new();
        for article in &export.articles {
            if let Some(lang) = self.lang(article.locale.as_deref(), only) {
                *languages.entry(lang).or_default() += 1;
            }
        }
        let mut languages: Vec<_> = languages.into_iter().collect();
        languages.sort_by_key(|(_, articles)| std::cmp::Reverse(*articles));
        self.languages = languages.into_iter().map(|(lang, _)| lang).collect();
    }

    /// The language of a locale; `None` when it is left out. A text that does not tell its own is of the wanted one.
    fn lang(&self, locale: Option<&str>, only: Option<&Lang>) -> Option<Lang> {
        let Some(locale) = locale else {
            return Some(only.cloned().unwrap_or_else(|| Lang::parse("en").expect("a language tag")));
        };
        let lang = self.locales.get(&locale.to_ascii_lowercase())?;
        (only.is_none_or(|only| only == lang || only.as_str() == locale.to_ascii_lowercase())).then(|| lang.clone())
    }

    /// The folder of a section, made with all above it.
    fn section(&mut self, export: &Export, id: Option<i64>, lang: &Lang, depth: usize) -> String {
        let Some(id) = id.filter(|_| depth < DEEPEST_SECTION) else { return lang.to_string() };
        let key = (Room::Section(id), lang.clone());
        if let Some(folder) = self.rooms.get(&key) {
            return folder.path.clone();
        }
        let all = || export.sections.iter().filter(|section| section.id == id);
        let own = all().find(|section| self.is_in(section.locale.as_deref(), lang));
        let Some(known) = own.or_else(|| all().next()) else { return lang.to_string() };
        let parent = all().find_map(|section: &Section| section.parent_section_id);
        let above = match parent {
            Some(parent) => self.section(export, Some(parent), lang, depth + 1),
            None => self.category(export, all().find_map(|section| section.category_id), lang),
        };
        let position = known.position.or_else(|| all().find_map(|section| section.position));
        self.open(key, &above, known.name.as_deref(), &format!("section-{id}"), position)
    }

    fn category(&mut self, export: &Export, id: Option<i64>, lang: &Lang) -> String {
        let Some(id) = id else { return lang.to_string() };
        let key = (Room::Category(id), lang.clone());
        if let Some(folder) = self.rooms.get(&key) {
            return folder.path.clone();
        }
        let all = || export.categories.iter().filter(|category| category.id == id);
        let own = all().find(|category| self.is_in(category.locale.as_deref(), lang));
        let Some(known) = own.or_else(|| all().next()) else { return lang.to_string() };
        let position = known.position.or_else(|| all().find_map(|category| category.position));
        self.open(key, lang.as_str(), known.name.as_deref(), &format!("category-{id}"), position)
    }

    fn is_in(&self, locale: Option<&str>, lang: &Lang) -> bool {
        locale.and_then(|locale| self.locales.get(&locale.to_ascii_lowercase())) == Some(lang)
    }

    fn open(
        &mut self,
        key: (Room, Lang),
        above: &str,
        name: Option<&str>,
        otherwise: &str,
        position: Option<i64>,
    ) -> String {
        let title = one_line(name.unwrap_or_default());
        let title = if title.is_empty() { otherwise.to_owned() } else { title };
        let path = self.free(above, &title, otherwise);
        self.rooms.insert(key, Folder { path: path.clone(), title, position });
        path
    }

    /// A path nobody has yet: folders and articles of one name would have one address.
    fn free(&mut self, folder: &str, title: &str, otherwise: &str) -> String {
        let name: String = slug(title).chars().take(LONGEST_NAME).collect();
        let name = name.trim_matches(['-', '_']);
        let name = if name.is_empty() || name == "index" { otherwise } else { name };
        let mut path = format!("{folder}/{name}");
        let mut number = 2;
        while !self.taken.insert(path.clone()) {
            path = format!("{folder}/{name}-{number}");
            number += 1;
        }
        path
    }

    /// Notes what the fragments of links mean, and returns the fragments there are.
    fn headings(&mut self, body: &str) -> HashSet<String> {
        let html = Html::parse_fragment(body);
        let mut headings = HashSet::new();
        for element in html.root_element().descendent_elements() {
            match element.value().name() {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => headings.extend(element.attr("id").map(str::to_owned)),
                "a" => {
                    let fragment = element.attr("href").and_then(|href| href.split_once('#'));
                    self.linked.extend(fragment.map(|(_, fragment)| fragment.to_owned()));
                }
                _ => {}
            }
        }
        headings
    }

    /// Translations share an id: the title's in the first language that gives one.
    fn ids(&mut self) {
        let mut given: HashMap<i64, String> = HashMap::new();
        let mut taken = BTreeSet::new();
        for ix in 0..self.articles.len() {
            let number = self.articles[ix].article.id;
            let id = given.entry(number).or_insert_with(|| {
                let titles = self.languages.iter().filter_map(|lang| self.by_id.get(&(number, lang.clone())));
                let mut titles = titles.map(|ix| self.articles[*ix].title.as_str());
                let stem = titles.find_map(id).unwrap_or_else(|| format!("article-{number}"));
                let mut id = stem.clone();
                let mut count = 2;
                while !taken.insert(id.clone()) {
                    id = format!("{stem}-{count}");
                    count += 1;
                }
                id
            });
            self.articles[ix].id.clone_from(id);
        }
    }
}

/// The id a title gives; none in scripts other than Latin.
fn id(title: &str) -> Option<String> {
    let id: String = slug(title).replace('_', "-").chars().take(56).collect();
    let id = id.trim_matches('-');
    ArticleId::parse(id).is_ok().then(|| id.to_owned())
}

fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `https://help.example/hc/…` → `help.example`.
pub fn host(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    Some(host.to_ascii_lowercase())
}

/// The address with the title in it, and the short one that Zendesk redirects.
fn aliases(article: &Article, lang: &Lang) -> Vec<String> {
    let locale = article.locale.as_deref().map_or_else(|| lang.to_string(), str::to_ascii_lowercase);
    let short = format!("/hc/{locale}/articles/{}", article.id);
    let path = article.html_url.as_deref().and_then(|url| {
        let path = &url[url.find("/hc/")?..];
        percent_decode(path.split(['?', '#']).next()?)
    });
    let fits = |path: &String| {
        path.starts_with(&short) && !path.contains("..") && !path.contains("//") && !path.chars().any(char::is_control)
    };
    let mut aliases: Vec<String> = path.filter(fits).into_iter().collect();
    if !aliases.contains(&short) {
        aliases.push(short);
    }
    aliases
}
