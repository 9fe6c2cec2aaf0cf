//! Where links and pictures lead.

use std::ops::Range;
use std::path::Path;

use domain::ids::{ArticleId, RequestTypeId};

use super::Context;
use crate::diagnostics::Said;
use crate::say;
use crate::site::{ArticleIx, GroupKey, percent_decode, slug};

/// Schemes a reader may be sent to. Everything else could run code or open a program.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "sms", "ftp", "ftps", "sip", "geo"];

/// A link or picture as it was found.
#[derive(Debug)]
pub struct Link {
    /// Where it is written, in bytes of the file.
    pub span: Range<usize>,
    /// What was written.
    pub written: String,
    /// Where it leads.
    pub target: Target,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page of the site, perhaps at a heading (without `#`) that must be checked.
    Page {
        /// Its path.
        url: String,
        /// The article it shows and the heading.
        anchor: Option<(ArticleIx, String)>,
    },
    /// A heading of the same text.
    Here(String),
    /// A published file, with its size when it is a picture.
    File {
        /// Its path.
        url: String,
        /// Width and height in pixels.
        size: Option<(u32, u32)>,
    },
    /// Elsewhere.
    External,
    /// An address that could run code.
    Unsafe(String),
    /// Nothing; the words say why, and what may have been meant.
    Missing {
        /// As told to the author.
        why: Said,
        /// What was meant.
        meant: Meant,
    },
}

/// What a link that leads nowhere should have led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// A page.
    Page,
    /// A page that is there, but not published.
    Unpublished,
    /// A picture or download.
    File,
}

/// Finds out where `written` leads.
pub fn resolve(context: &Context<'_>, written: &str) -> Target {
    if let Some(anchor) = written.strip_prefix('#') {
        return Target::Here(percent_decode(anchor).unwrap_or_else(|| anchor.to_owned()));
    }
    if written.starts_with("//") {
        return Target::External;
    }
    if let Some(scheme) = scheme(written) {
        let data_image =
            scheme == "data" && clean(written).starts_with("data:image/") && !clean(written).contains("svg");
        return if SCHEMES.contains(&scheme.as_str()) || data_image {
            Target::External
        } else {
            Target::Unsafe(scheme)
        };
    }
    let (path, anchor) = written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor)));
    let (path, query) = path.split_once('?').map_or((path, ""), |(path, query)| (path, query));
    let path = percent_decode(path).unwrap_or_else(|| path.to_owned());
    let anchor = anchor.filter(|anchor| !anchor.is_empty());
    if let Some(rooted) = path.strip_prefix('/')
        && let Some(target) = own_address(context, &path, rooted, query, anchor)
    {
        return target;
    }
    let from = if path.starts_with('/') { "" } else { context.rel.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let Some(rel) = join(from, &path) else {
        return Target::Missing { why: say!("leaves-folder"), meant: Meant::Page };
    };
    in_folder(context, &rel, anchor)
}

/// The scheme of an address as a browser reads it: blanks and control characters inside do not count.
fn scheme(written: &str) -> Option<String> {
    let cleaned = clean(written);
    let (scheme, _) = cleaned.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    is_scheme.then(|| scheme.to_owned())
}

fn clean(written: &str) -> String {
    written.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(100).collect::<String>().to_ascii_lowercase()
}

/// Addresses written from the site's root.
fn own_address(context: &Context<'_>, path: &str, rooted: &str, query: &str, anchor: Option<&str>) -> Option<Target> {
    let site = context.site;
    let url = if path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
    if let Some(ix) = site.targets.by_url.get(&url) {
        return Some(page(url, anchor.map(|anchor| (*ix, anchor))));
    }
    if let Some(asset) = site.targets.asset_urls.get(path).map(|ix| &site.assets[*ix]) {
        return Some(Target::File { url: asset.url.clone(), size: asset.size });
    }
    if let Some(id) = rooted.strip_prefix("a/").and_then(|id| ArticleId::parse(id.trim_end_matches('/')).ok()) {
        let exists = site.groups.contains_key(&GroupKey::Id(id.clone()));
        let missing = Target::Missing { why: say!("no-such-id", id = id.as_str()), meant: Meant::Page };
        return Some(if exists { page(url, None) } else { missing });
    }
    let (lang, rest) = rooted.split_once('/').unwrap_or((rooted, ""));
    if !site.languages().iter().any(|code| code.as_str() == lang) {
        return None;
    }
    let rest = rest.trim_end_matches('/');
    let with_query = if query.is_empty() { url.clone() } else { format!("{url}?{query}") };
    if matches!(rest, "" | "search" | "a-z" | "tags" | "ask" | "status") || site.targets.sections.contains_key(&url) {
        return Some(page(with_query, None));
    }
    if let Some(id) = rest.strip_prefix("ask/").and_then(|id| RequestTypeId::parse(id).ok())
        && site.catalog.request_types.contains_key(&id)
    {
        return Some(page(with_query, None));
    }
    let former = site.redirects.get(&url).or_else(|| site.redirects.get(path));
    former.map(|lead| page(site.url(*lead).to_owned(), None))
}

fn page(url: String, anchor: Option<(ArticleIx, &str)>) -> Target {
    let anchor = anchor.map(|(ix, anchor)| (ix, percent_decode(anchor).unwrap_or_else(|| anchor.to_owned())));
    Target::Page { url, anchor }
}

/// Files of the content folder, also as other tools link to them: without `.md`, as `.html`, or by their folder.
fn in_folder(context: &Context<'_>, rel: &str, anchor: Option<&str>) -> Target {
    let targets = &context.site.targets;
    let stem = rel.strip_suffix(".html").unwrap_or(rel);
    let candidates = [
        rel.to_owned(),
        format!("{stem}.md"),
        format!("{stem}.markdown"),
        format!("{stem}/_index.md"),
        format!("{stem}/index.md"),
    ];
    for candidate in &candidates {
        if let Some(url) = targets.pages.get(candidate) {
            let article = targets.by_url.get(url).copied();
            return page(url.clone(), article.zip(anchor));
        }
    }
    if let Some(ix) = targets.assets.get(rel) {
        let asset = &context.site.assets[*ix];
        return Target::File { url: asset.url.clone(), size: asset.size };
    }
    if let Some(hidden) = candidates.iter().find_map(|candidate| targets.hidden.get(candidate)) {
        return Target::Missing { why: hidden.why.clone(), meant: Meant::Unpublished };
    }
    let ending = Path::new(rel).extension();
    let is_file = ending.is_some_and(|ending| !ending.eq_ignore_ascii_case("md"));
    let meant = if is_file { Meant::File } else { Meant::Page };
    Target::Missing { why: say!("no-such-file"), meant }
}

/// `mang/vpn` + `../wifi.md` → `mang/wifi.md`; `None` when it leaves the folder.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The address to write into `href`; `None` when the link is shown as text only. Anchors stay as they are spelled until
/// all ids are known (see [`Rendered::page_html`](super::Rendered::page_html)).
pub fn href(target: &Target, written: &str) -> Option<String> {
    match target {
        Target::Page { url, anchor: Some((_, anchor)) } => Some(format!("{url}#{anchor}")),
        Target::Page { url, anchor: None } | Target::File { url, .. } => Some(url.clone()),
        Target::Here(anchor) => Some(format!("#{anchor}")),
        Target::External => Some(written.to_owned()),
        Target::Unsafe(_) | Target::Missing { .. } => None,
    }
}

/// An anchor as the generator makes ids, so that `#Bước-1` finds `buoc-1`.
pub fn anchor_id(anchor: &str) -> String {
    let id = slug(anchor);
    if id.is_empty() { anchor.to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::{join, scheme};

    #[test]
    fn schemes_are_read_as_browsers_do() {
        assert_eq!(scheme("java\tscript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme("  JavaScript:x").as_deref(), Some("javascript"));
        assert_eq!(scheme("../mang/wifi.md"), None);
        assert_eq!(scheme("một:hai"), None);
    }

    #[test]
    fn paths_stay_inside() {
        assert_eq!(join("vi/mang", "../thiet-bi/in.md").as_deref(), Some("vi/thiet-bi/in.md"));
        assert_eq!(join("vi", "./a.md").as_deref(), Some("vi/a.md"));
        assert_eq!(join("vi", "../../etc/passwd"), None);
    }
}
