//! Where a link or picture of an old article leads now.

use std::fmt::Write as _;

use super::blocks::Body;
use super::places::{Room, host};
use crate::check::relative;

/// An address of the old help centre, taken apart.
struct Old<'a> {
    locale: &'a str,
    kind: &'a str,
    number: Option<i64>,
    fragment: Option<&'a str>,
}

impl Body<'_> {
    /// The address to write for a link; `None` keeps only its words.
    pub fn link(&mut self, href: &str) -> Option<String> {
        let href = href.trim();
        if let Some(fragment) = href.strip_prefix('#') {
            if self.placed.headings.contains(fragment) {
                return Some(href.to_owned());
            }
            self.losses.dead_links.push(href.to_owned());
            return None;
        }
        let Some(whole) = self.whole(href) else {
            self.losses.dead_links.push(href.to_owned());
            return None;
        };
        let own = host(&whole).is_some() && host(&whole) == self.places.host;
        if let Some(old) = old(&whole).filter(|_| own || href.starts_with('/')) {
            let new = self.new_address(&old);
            if new.is_some() {
                return new;
            }
            let list =
                if old.kind == "article_attachments" { &mut self.losses.files } else { &mut self.losses.old_links };
            list.push(whole.clone());
        }
        Some(encoded(&whole))
    }

    /// The address to write for a picture; `None` leaves it out.
    pub fn picture(&mut self, src: &str) -> Option<String> {
        let whole = self.whole(src.trim()).filter(|whole| host(whole).is_some());
        match &whole {
            Some(whole) => self.losses.pictures.push(whole.clone()),
            None => self.losses.dead_links.push(src.trim().chars().take(80).collect()),
        }
        whole.map(|whole| encoded(&whole))
    }

    /// An address that is complete by itself, of a scheme a reader may be sent to.
    pub fn whole(&self, href: &str) -> Option<String> {
        if href.starts_with("//") {
            return Some(format!("https:{href}"));
        }
        if href.starts_with('/') {
            return self.places.host.as_ref().map(|host| format!("https://{host}{href}"));
        }
        let (scheme, _) = href.split_once(':')?;
        let known = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel");
        (known && !href.chars().any(char::is_control)).then(|| href.to_owned())
    }

    fn new_address(&mut self, old: &Old<'_>) -> Option<String> {
        let (number, lang) = (old.number?, &self.placed.lang);
        let mut fragment = None;
        let target = match old.kind {
            "articles" => {
                let article = self.places.article(number, old.locale, lang)?;
                if article.article.draft == Some(true) {
                    self.losses.draft_links.push(article.rel.clone());
                }
                fragment = old.fragment.filter(|fragment| article.headings.contains(*fragment));
                article.rel.clone()
            }
            "sections" => self.places.room(Room::Section(number), lang)?,
            "categories" => self.places.room(Room::Category(number), lang)?,
            _ => return None,
        };
        let mut address = relative(&self.placed.rel, &target);
        if let Some(fragment) = fragment {
            let _ = write!(address, "#{fragment}");
        }
        Some(address)
    }
}

/// `…/hc/en-us/articles/123-Title#part`; the locale may be missing.
fn old(url: &str) -> Option<Old<'_>> {
    let path = &url[url.find("/hc/")? + "/hc/".len()..];
    let (path, fragment) = path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let kinds = ["articles", "sections", "categories", "article_attachments"];
    let at = parts.iter().position(|part| kinds.contains(part));
    let number = at.and_then(|at| parts.get(at + 1)?.split('-').next()?.parse().ok());
    let locale = if at == Some(0) { "" } else { parts[0] };
    Some(Old { locale, kind: at.map_or("", |at| parts[at]), number, fragment })
}

/// As it may stand between the parentheses of a link.
fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for letter in url.chars() {
        match letter {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            letter => out.push(letter),
        }
    }
    out
}

/// The page of a film that was embedded.
pub fn film_page(src: &str) -> String {
    let rest = src.split("://").nth(1).unwrap_or(src);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let film = |prefix: &str| {
        let id = rest.strip_prefix(prefix)?.split(['?', '&', '/', '#']).next()?;
        (!id.is_empty()).then_some(id)
    };
    let tube = film("youtube.com/embed/").or_else(|| film("youtube-nocookie.com/embed/"));
    if let Some(id) = tube {
        return format!("https://www.youtube.com/watch?v={id}");
    }
    match film("player.vimeo.com/video/") {
        Some(id) => format!("https://vimeo.com/{id}"),
        None => encoded(src),
    }
}
