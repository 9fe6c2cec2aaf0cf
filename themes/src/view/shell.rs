//! The frame of every page: header, navigation, languages, contact lines, and the page's own meta data.

use domain::catalog::{Catalog, ContactLineKind};
use domain::lang::Lang;
use serde::Serialize;

/// The content security policy of static pages, as a `<meta>` (which cannot carry `frame-ancestors`).
pub const STATIC_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'";

/// What surrounds the content of every page.
#[derive(Debug, Clone, Serialize)]
pub struct Shell {
    /// The help centre's name.
    pub title: String,
    /// The language of the page's frame.
    pub lang: Lang,
    /// The same as previews of links name it, with a country: `vi_VN`.
    pub locale: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Where the portal is published, without a trailing slash.
    pub base_url: String,
    /// The same page in every language of the portal.
    pub languages: Vec<LanguageLink>,
    /// The home page of this language.
    pub home_url: String,
    /// The search page.
    pub search_url: String,
    /// The root of the search index.
    pub index_url: String,
    /// The request catalogue.
    pub ask_url: String,
    /// Where a ticket is looked up by its code.
    pub status_url: String,
    /// All articles by letter.
    pub az_url: String,
    /// All tags.
    pub tags_url: String,
    /// The glossary; empty when the language has none.
    pub glossary_url: String,
    /// The register of procedures; empty when the language has none.
    pub procedures_url: String,
    /// The Atom feed.
    pub feed_url: String,
    /// Ways to reach people.
    pub contact: Vec<Contact>,
    /// The sections.
    pub nav: Vec<NavEntry>,
    /// Whether the page reloads itself when content changes (`deskmark serve`).
    pub live: bool,
    /// The policy a static page carries itself; `None` where the server sends it as a header.
    pub csp: Option<String>,
    /// Who is signed in, on pages of the desk.
    pub staff: Option<Staff>,
}

/// A link to this page in another language.
#[derive(Debug, Clone, Serialize)]
pub struct LanguageLink {
    /// The language tag.
    pub code: Lang,
    /// Its name in itself: `Tiếng Việt`.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The path of the page.
    pub url: String,
    /// Whether it is the language of this page.
    pub current: bool,
    /// Whether the page has no translation and is shown in another language there.
    pub fallback: bool,
}

/// One way to reach the organisation.
#[derive(Debug, Clone, Serialize)]
pub struct Contact {
    /// `phone`, `email` or `place`; also the icon's name.
    pub kind: &'static str,
    /// As shown.
    pub value: String,
    /// `tel:` or `mailto:` link; `None` for a place.
    pub href: Option<String>,
    /// Such as opening hours; may be empty.
    pub note: String,
}

/// A section in the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavEntry {
    /// The section's title.
    pub title: String,
    /// Its path.
    pub url: String,
    /// Whether the page is in this section.
    pub current: bool,
}

/// The signed-in member of staff.
#[derive(Debug, Clone, Serialize)]
pub struct Staff {
    /// As colleagues see it.
    pub name: String,
    /// `expert`, `lead`, `admin` or `director`.
    pub role: &'static str,
    /// The desks this person works.
    pub desks: Vec<DeskTab>,
    /// Whether they can write a request down for somebody: directors only read.
    pub enters: bool,
    /// The token every form of the desk carries in its field `csrf`.
    pub csrf: String,
}

/// A desk in the header of staff pages.
#[derive(Debug, Clone, Serialize)]
pub struct DeskTab {
    /// The desk's name.
    pub name: String,
    /// The path of its queue.
    pub url: String,
    /// Open tickets as shown: `7`, `25+`. `None` when not counted.
    pub open: Option<String>,
    /// Whether it is the desk of this page.
    pub current: bool,
}

/// What a page says of itself.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Page {
    /// The title, in the language of the page. When empty, the word of [`Page::title_key`] is used.
    pub title: String,
    /// The key of the title in `strings/*.ftl`, for pages without an own title.
    pub title_key: String,
    /// For search engines and previews; may be empty.
    pub description: String,
    /// The path of the page (`/vi/mang/wifi/`), made absolute with the base URL. `None` on dynamic pages.
    pub path: Option<String>,
    /// From the home page down to the parent; the page itself is not in it.
    pub breadcrumbs: Vec<Crumb>,
    /// The kind of page, a class of `<body>` (`home`, `article`, `form`, …).
    pub kind: &'static str,
    /// Whether search engines leave it out.
    pub noindex: bool,
}

/// A step of the way from the home page.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    /// The title.
    pub title: String,
    /// The path.
    pub url: String,
}

impl Page {
    /// A page with an own title.
    pub fn titled(kind: &'static str, title: impl Into<String>) -> Self {
        Self { title: title.into(), kind, ..Self::default() }
    }

    /// A page whose title is a word of the theme, such as `search-title`.
    pub fn named(kind: &'static str, title_key: impl Into<String>) -> Self {
        Self { title_key: title_key.into(), kind, ..Self::default() }
    }

    /// The same page, kept out of search engines.
    #[must_use]
    pub fn noindex(mut self) -> Self {
        self.noindex = true;
        self
    }
}

impl Shell {
    /// The frame of a page in `lang`. Its language links lead to the home pages until [`Shell::linking`] says better.
    pub fn new(catalog: &Catalog, lang: &Lang) -> Self {
        let portal = &catalog.portal;
        let under = |rest: &str| format!("/{lang}/{rest}");
        let contact = portal.contact.iter().map(|line| contact(catalog, line, lang)).collect();
        let sections = catalog.navigation.get(lang).or_else(|| catalog.navigation.get(catalog.default_lang()));
        let nav = sections
            .into_iter()
            .flatten()
            .map(|item| NavEntry { title: item.title.clone(), url: item.url.clone(), current: false })
            .collect();
        let shell = Self {
            title: catalog.text(&portal.title, lang).to_owned(),
            lang: lang.clone(),
            locale: locale(lang),
            dir: lang.dir(),
            base_url: portal.base_url.clone(),
            languages: portal.languages.iter().map(|code| language(code, lang)).collect(),
            home_url: under(""),
            search_url: under("search/"),
            index_url: format!("/search/{lang}.json"),
            ask_url: under("ask/"),
            status_url: under("status/"),
            az_url: under("a-z/"),
            tags_url: under("tags/"),
            glossary_url: String::new(),
            procedures_url: String::new(),
            feed_url: under("feed.xml"),
            contact,
            nav,
            live: false,
            csp: None,
            staff: None,
        };
        shell.linking(|code| LanguageTarget { url: format!("/{code}/"), fallback: false })
    }

    /// Says where the same page is in each language.
    #[must_use]
    pub fn linking(mut self, target: impl Fn(&Lang) -> LanguageTarget) -> Self {
        for link in &mut self.languages {
            let LanguageTarget { url, fallback } = target(&link.code);
            link.url = url;
            link.fallback = fallback;
        }
        self
    }

    /// Marks the section in which the page at `path` lies.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        for item in &mut self.nav {
            item.current = path.starts_with(&item.url);
        }
        self
    }
}

/// Where a page is in another language.
#[derive(Debug, Clone)]
pub struct LanguageTarget {
    /// The path.
    pub url: String,
    /// Whether what is there is not a translation.
    pub fallback: bool,
}

fn contact(catalog: &Catalog, line: &domain::catalog::ContactLine, lang: &Lang) -> Contact {
    let digits = || line.value.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    let (kind, href) = match line.kind {
        ContactLineKind::Phone => ("phone", Some(format!("tel:{}", digits()))),
        ContactLineKind::Email => ("email", Some(format!("mailto:{}", line.value))),
        ContactLineKind::Place => ("place", None),
    };
    Contact { kind, value: line.value.clone(), href, note: catalog.text(&line.note, lang).to_owned() }
}

fn language(code: &Lang, current: &Lang) -> LanguageLink {
    LanguageLink {
        code: code.clone(),
        name: native_name(code).to_owned(),
        dir: code.dir(),
        url: String::new(),
        current: code == current,
        fallback: false,
    }
}

/// A language with the country it is spoken in first, as Open Graph wants it; the tag where there is no such country.
fn locale(code: &Lang) -> String {
    let country = match code.as_str() {
        "de" => "DE",
        "en" => "US",
        "es" => "ES",
        "fa" => "IR",
        "fr" => "FR",
        "ja" => "JP",
        "km" => "KH",
        "ko" => "KR",
        "lo" => "LA",
        "th" => "TH",
        "vi" => "VN",
        "zh" => "CN",
        other => {
            return match other.split_once('-') {
                Some((language, country)) => format!("{language}_{}", country.to_ascii_uppercase()),
                None => other.to_owned(),
            };
        }
    };
    format!("{code}_{country}")
}

/// A language's name in itself; its tag where the theme does not know it.
pub(in crate::view) fn native_name(code: &Lang) -> &str {
    match code.as_str() {
        "ar" => "العربية",
        "de" => "Deutsch",
        "en" => "English",
        "es" => "Español",
        "fa" => "فارسی",
        "fr" => "Français",
        "ja" => "日本語",
        "km" => "ខ្មែរ",
        "ko" => "한국어",
        "lo" => "ລາວ",
        "th" => "ไทย",
        "vi" => "Tiếng Việt",
        "zh" => "中文",
        other => other,
    }
}
