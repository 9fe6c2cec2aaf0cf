//! From files to articles and sections of each language, with their addresses.

use std::collections::{BTreeMap, HashMap};

use domain::ids::ArticleId;
use domain::lang::Lang;
use sha2::{Digest as _, Sha256};

use super::{
    Article, ArticleIx, GroupKey, Hidden, Intro, Page, PageIx, Section, SectionIx, Settings, slug, title_of_name,
};
use crate::diagnostics::{Code, Diagnostic, Said, Severity};
use crate::say;
use crate::source::ArticleFile;
use crate::source::foreign::{Address, Heading};
use crate::source::front_matter::{FrontMatter, Kind, Manner};

/// Addresses under a language that are the portal's own.
const RESERVED: &[&str] = &["search", "a-z", "tags", "procedures", "ask", "status", "404", "404.html", "feed.xml"];

/// Builds the outline; `hidden` receives files that exist but are not published.
pub struct Outline {
    pub manner: Manner,
    pub settings: Settings,
    /// What another tool calls folders, by their path inside the language's folder.
    folders: BTreeMap<String, Heading>,
    pub articles: Vec<Article>,
    pub sections: Vec<Section>,
    pub pages: Vec<Page>,
    pub roots: Vec<(Lang, SectionIx)>,
    /// Paths of the site → the section there.
    pub section_urls: HashMap<String, SectionIx>,
    pub hidden: HashMap<String, Hidden>,
    pub diagnostics: Vec<Diagnostic>,
    /// Paths of the site in use → what uses them, for messages.
    pub taken: HashMap<String, Said>,
}

impl Outline {
    pub fn new(manner: Manner, settings: Settings, languages: &[Lang], folders: BTreeMap<String, Heading>) -> Self {
        let mut outline = Self {
            manner,
            settings,
            folders,
            articles: Vec::new(),
            sections: Vec::new(),
            pages: Vec::new(),
            roots: Vec::new(),
            section_urls: HashMap::new(),
            hidden: HashMap::new(),
            diagnostics: Vec::new(),
            taken: HashMap::new(),
        };
        for lang in languages {
            let ix = outline.add_section(lang, format!("/{lang}/"), String::new(), None);
            outline.roots.push((lang.clone(), ix));
        }
        outline
    }

    pub fn add_section(&mut self, lang: &Lang, url: String, title: String, parent: Option<SectionIx>) -> SectionIx {
        let ix = SectionIx(self.sections.len());
        self.taken.insert(url.clone(), say!("owner-section"));
        self.section_urls.insert(url.clone(), ix);
        if let Some(parent) = parent {
            self.sections[parent.0].children.push(ix);
        }
        self.sections.push(Section {
            lang: lang.clone(),
            url,
            title,
            title_lang: lang.clone(),
            summary: String::new(),
            weight: self.unweighted(),
            parent,
            children: Vec::new(),
            pages: Vec::new(),
            intro: None,
        });
        ix
    }

    /// The section of a folder path (`mang/vpn`), made with all around it when it is not there.
    fn section_of(&mut self, lang: &Lang, folder: &str, shown: &str) -> SectionIx {
        let mut ix = self.roots.iter().find(|(code, _)| code == lang).expect("files have a language of the portal").1;
        let mut url = self.sections[ix.0].url.clone();
        let mut path = String::new();
        for name in folder.split('/').filter(|name| !name.is_empty()) {
            url = self.below(&url, name, shown);
            path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            ix = match self.section_urls.get(&url) {
                Some(known) => *known,
                None => self.add_section(lang, url.clone(), title_of_name(name), Some(ix)),
            };
            self.head(ix, &path);
        }
        ix
    }

    /// What another tool calls the folder of a section, and where it places it.
    fn head(&mut self, ix: SectionIx, path: &str) {
        let Some(heading) = self.folders.get(path) else { return };
        let section = &mut self.sections[ix.0];
        if let Some(title) = &heading.title {
            section.title.clone_from(title);
        }
        section.weight = heading.weight.unwrap_or(section.weight);
    }

    /// The place of what has none: first in a portal; last, as other tools have it, in their folders.
    fn unweighted(&self) -> i32 {
        match self.manner {
            Manner::Strict => 0,
            Manner::Lenient => i32::MAX,
        }
    }

    /// The address of a path (`mang/vpn`) below another address.
    fn below(&mut self, url: &str, path: &str, shown: &str) -> String {
        path.split('/').filter(|name| !name.is_empty()).fold(url.to_owned(), |url, name| {
            let top = url.matches('/').count() == 2;
            let address = self.address(name, top, shown);
            format!("{url}{address}/")
        })
    }

    /// A name as a part of an address.
    fn address(&mut self, name: &str, top: bool, shown: &str) -> String {
        // A name that is fit for an address already is nobody's to tidy: links from elsewhere rely on it.
        let fit = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
        let slug = if name.bytes().all(fit) && !name.starts_with('.') { name.to_owned() } else { slug(name) };
        if slug.is_empty() {
            return fingerprint(name);
        }
        if !(top && RESERVED.contains(&slug.as_str())) {
            return slug;
        }
        let severity = self.severity();
        let message = say!("reserved", name = &slug);
        let problem = Diagnostic::new(Code::ReservedName, severity, message).in_file(shown);
        let known =
            self.diagnostics.iter().any(|known| known.code == Code::ReservedName && known.message == problem.message);
        if !known {
            self.diagnostics.push(problem.help(say!("reserved-help", name = &slug)));
        }
        format!("{slug}-1")
    }

    /// What breaks a portal only makes a plain folder stumble.
    pub fn severity(&self) -> Severity {
        match self.manner {
            Manner::Strict => Severity::Error,
            Manner::Lenient => Severity::Warning,
        }
    }

    pub fn add(&mut self, article: ArticleFile) {
        let (folder, name) = article.path.rsplit_once('/').unwrap_or(("", &article.path));
        let (folder, stem) = (folder.to_owned(), name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned());
        self.future_days(&article);
        if let Some(why) = self.unpublished(&article) {
            self.hidden.insert(article.rel, Hidden { why, file: article.file });
            return;
        }
        let listed_in = article.listed_in.as_ref().unwrap_or(&folder);
        let section = self.section_of(&article.lang, listed_in, &article.file.path);
        let is_index = stem == "_index" || (stem == "index" && !folder.is_empty());
        if is_index && self.sections[section.0].intro.is_none() {
            let listed_in = listed_in.clone();
            self.introduce(section, article);
            self.head(section, &listed_in);
        } else {
            let url = self.address_of(&folder, &stem, &article);
            self.publish(section, url, article);
        }
    }

    /// Days that tell what was done cannot lie ahead. A page that is yet to be published may have its own day already.
    fn future_days(&mut self, article: &ArticleFile) {
        let (front, today) = (&article.front, self.settings.today);
        if self.manner == Manner::Lenient || front.publish_on.is_some_and(|day| day > today) {
            return;
        }
        let verified = front.verified.as_ref().map(|verified| verified.on);
        for (key, span, day) in
            [("date", "date", front.date), ("updated", "updated", front.updated), ("verified.on", "verified", verified)]
        {
            let Some(day) = day.filter(|day| *day > today) else { continue };
            let message = say!("future-day", key = key, day = day.to_string(), today = today.to_string());
            let problem = Diagnostic::warning(Code::FutureDay, message).at(&article.file, front.span(span));
            self.diagnostics.push(problem.help(say!("future-day-help")));
        }
    }

    fn unpublished(&self, article: &ArticleFile) -> Option<Said> {
        let Settings { today, drafts, .. } = self.settings;
        if drafts {
            return None;
        }
        if article.front.draft {
            return Some(say!("article-draft"));
        }
        if article.front.publish_on.is_some_and(|day| day > today) {
            return Some(say!("article-not-yet"));
        }
        article.front.expires_on.is_some_and(|day| day <= today).then(|| say!("article-expired"))
    }

    fn introduce(&mut self, ix: SectionIx, article: ArticleFile) {
        let title = article.front.title.clone().or_else(|| first_heading(&article.file.text[article.body..]));
        let section = &mut self.sections[ix.0];
        if let Some(title) = title {
            section.title = title;
        }
        section.summary = article.front.summary.clone().unwrap_or_default();
        section.weight = article.front.weight.unwrap_or(section.weight);
        let ArticleFile { rel, file, front, body, .. } = article;
        section.intro = Some(Intro { rel, file, front, body });
    }

    /// The address of an article: its path, unless another tool gives it one.
    fn address_of(&mut self, folder: &str, stem: &str, article: &ArticleFile) -> String {
        let root = format!("/{}/", article.lang);
        let path = match &article.front.address {
            Some(Address::Path(path)) => path.clone(),
            Some(Address::Name(name)) => format!("{folder}/{name}"),
            None => format!("{folder}/{stem}"),
        };
        self.below(&root, &path, &article.file.path)
    }

    fn publish(&mut self, section: SectionIx, url: String, article: ArticleFile) {
        let url = self.free_url(url, &article);
        let (title, kind) = self.title_and_kind(&article);
        let page = PageIx(self.pages.len());
        let ix = ArticleIx(self.articles.len());
        let group = match &article.front.id {
            Some(id) => GroupKey::Id(id.clone()),
            None => GroupKey::Path(article.path.clone()),
        };
        let id =
            article.front.id.clone().unwrap_or_else(|| {
                ArticleId::parse(&fingerprint(&article.path)).expect("hexadecimal digits are an id")
            });
        self.taken.insert(url.clone(), Said::verbatim(article.file.path.as_str()));
        self.pages.push(Page { lang: article.lang.clone(), article: ix, section, url, place: 0 });
        self.sections[section.0].pages.push(page);
        let ArticleFile { rel, lang, file, front, body, .. } = article;
        self.articles.push(Article { rel, lang, title, kind, id, group, front, file, body, page });
    }

    fn free_url(&mut self, url: String, article: &ArticleFile) -> String {
        let Some(owner) = self.taken.get(&url) else { return url };
        let message = say!("same-address", owner = owner.clone(), url = &url);
        let problem = Diagnostic::new(Code::DuplicateUrl, self.severity(), message).in_file(article.file.path.clone());
        let stem = url.trim_end_matches('/');
        let free = (2..=usize::MAX).map(|number| format!("{stem}-{number}/")).find(|url| !self.taken.contains_key(url));
        let free = free.expect("numbers do not run out");
        self.diagnostics.push(problem.help(say!("same-address-help", url = &free)));
        free
    }

    fn title_and_kind(&mut self, article: &ArticleFile) -> (String, Kind) {
        if self.manner == Manner::Strict && article.front.title.as_ref().is_none_or(String::is_empty) {
            let problem = Diagnostic::error(Code::NoTitle, say!("no-title")).at(&article.file, 0..0);
            self.diagnostics.push(problem.help(say!("no-title-help")));
        }
        title_and_kind(&article.rel, &article.front, &article.file.text[article.body..], self.manner)
    }

    /// Lists in their final order.
    pub fn sort(&mut self) {
        let key = |section: &Section| (section.weight, super::sort_key(&section.lang, &section.title));
        let section_keys: Vec<_> = self.sections.iter().map(key).collect();
        let (articles, unweighted) = (&self.articles, self.unweighted());
        let page_keys: Vec<_> = self
            .pages
            .iter()
            .map(|page| {
                let article = &articles[page.article.0];
                let foreign = article.lang != page.lang;
                (
                    article.front.weight.unwrap_or(unweighted),
                    foreign,
                    super::sort_key(&page.lang, &article.title),
                    page.url.clone(),
                )
            })
            .collect();
        for section in &mut self.sections {
            section.children.sort_by(|a, b| section_keys[a.0].cmp(&section_keys[b.0]));
            section.pages.sort_by(|a, b| page_keys[a.0].cmp(&page_keys[b.0]));
            for (place, page) in section.pages.iter().enumerate() {
                self.pages[page.0].place = place;
            }
        }
    }
}

/// What an article is called and what sort of text it is, as its keys say or its text implies.
pub fn title_and_kind(rel: &str, front: &FrontMatter, text: &str, manner: Manner) -> (String, Kind) {
    let name = rel.rsplit('/').next().unwrap_or(rel);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = front.title.clone().filter(|title| !title.is_empty());
    let title = title.or_else(|| first_heading(text)).unwrap_or_else(|| title_of_name(stem));
    // A page of another tool counts as a how-to when it has a list of steps at its margin.
    let has_steps = || text.lines().any(|line| line.starts_with("2. ") || line.starts_with("2) "));
    let implied = || if manner == Manner::Strict || has_steps() { Kind::HowTo } else { Kind::Explanation };
    (title, front.kind.unwrap_or_else(implied))
}

/// The first heading of the first level.
fn first_heading(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix("# "))?;
    let title = line.trim().trim_end_matches('#').trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// Twelve digits that stay the same as long as the text does.
fn fingerprint(text: &str) -> String {
    use std::fmt::Write as _;

    Sha256::digest(text.as_bytes()).iter().take(6).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
