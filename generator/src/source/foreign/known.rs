//! What the shortcodes and tags people use most mean.

use super::tags::{Call, Marks, Tag};

/// What becomes of a tag that stands for itself.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This text in its place.
    Text(String),
    /// This paragraph in its place.
    Paragraph(String),
    /// The path of a page, to be looked up.
    Page(String),
    /// Nobody knows; by its name.
    Unknown(String),
}

/// What a tag with an end of its own does to the text up to there.
#[derive(Debug, PartialEq, Eq)]
pub enum Pair {
    /// A callout of a kind, perhaps with a title.
    Callout(&'static str, Option<String>),
    /// Folded under a title.
    Details(String),
    /// Around tabs.
    Tabs,
    /// One of several tabs.
    Tab(String),
    /// Code of a language.
    Code(String),
    /// Kept as it is.
    Verbatim,
    /// Left out.
    Remark,
}

/// The kind of callout that other tools call so.
pub fn callout(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "note" | "info" | "information" | "abstract" | "example" | "seealso" | "primary" | "secondary" | "default"
        | "notice" | "remark" | "new" => Some("NOTE"),
        "tip" | "hint" | "success" | "check" | "done" => Some("TIP"),
        "important" | "attention" => Some("IMPORTANT"),
        "warning" | "warn" => Some("WARNING"),
        "caution" | "danger" | "error" | "bug" | "failure" => Some("CAUTION"),
        _ => None,
    }
}

/// The platform a tab is named after.
pub fn platform(title: &str) -> Option<&'static str> {
    let title = title.to_lowercase();
    let first = title.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    match first {
        "windows" => Some("windows"),
        "macos" | "mac" | "osx" => Some("macos"),
        "linux" | "ubuntu" | "debian" | "fedora" => Some("linux"),
        "chromeos" => Some("chromeos"),
        "android" => Some("android"),
        "ios" | "iphone" | "ipad" | "ipados" => Some("ios"),
        _ => None,
    }
}

/// What a tag opens, with the name its end has.
pub fn pair(tag: &Tag<'_>) -> Option<(Pair, String)> {
    let call = Call::parse(tag.inner);
    let end = match tag.marks {
        Marks::Short if !tag.inner.ends_with('/') => format!("/{}", call.name),
        Marks::Block if tag.inner.contains('(') => "end".to_owned(),
        Marks::Block => format!("end{}", call.name),
        _ => return None,
    };
    let title = |place| call.value(&["title", "header", "name", "summary", "label"], place).map(str::to_owned);
    let name = call.name.to_ascii_lowercase();
    let meaning = match name.as_str() {
        "notice" | "callout" | "alert" | "admonition" | "hint" | "banner" | "aside" => {
            let names = ["type", "style", "level", "color", "context", "kind"];
            let kind = call.value(&names, 0).and_then(callout).unwrap_or("NOTE");
            Pair::Callout(kind, title(1))
        }
        "details" | "expand" | "collapse" | "accordion" | "spoiler" => {
            Pair::Details(title(0).unwrap_or_else(|| "…".to_owned()))
        }
        "tabs" | "tabpane" | "tabgroup" | "tab-group" => Pair::Tabs,
        "tab" | "tab-item" => Pair::Tab(title(0).unwrap_or_default()),
        "highlight" | "code" => Pair::Code(call.value(&["lang", "language"], 0).unwrap_or_default().to_owned()),
        "raw" => Pair::Verbatim,
        "comment" => Pair::Remark,
        other => Pair::Callout(callout(other)?, title(0)),
    };
    Some((meaning, end))
}

/// What a tag without an end becomes.
pub fn single(tag: &Tag<'_>) -> Meaning {
    if tag.marks == Marks::Remark {
        return Meaning::Text(String::new());
    }
    if tag.marks == Marks::Value
        && let Some(text) = value(tag.inner)
    {
        return Meaning::Text(text);
    }
    let call = Call::parse(tag.inner);
    let unknown = || Meaning::Unknown(call.name.clone());
    let text = |text: &str| text.replace(['[', ']'], "");
    match call.name.to_ascii_lowercase().as_str() {
        "figure" | "img" | "image" | "picture" => {
            let Some(src) = call.value(&["src", "path", "url", "link"], 0) else { return unknown() };
            let caption = call.get(&["caption", "title"]).map(|caption| caption.replace('"', "”"));
            let alt = call.value(&["alt"], 1).or(caption.as_deref()).unwrap_or_default();
            let caption = caption.as_ref().map_or_else(String::new, |caption| format!(" \"{caption}\""));
            Meaning::Paragraph(format!("![{}](<{src}>{caption})", text(alt)))
        }
        "youtube" | "vimeo" => {
            let Some(id) = call.value(&["id"], 0) else { return unknown() };
            let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
            let address = if call.name.eq_ignore_ascii_case("youtube") {
                format!("https://www.youtube.com/watch?v={id}")
            } else {
                format!("https://vimeo.com/{id}")
            };
            let title = call.get(&["title"]).map_or_else(|| address.clone(), text);
            Meaning::Paragraph(format!("[{title}]({address})"))
        }
        "ref" | "relref" => call.value(&["path"], 0).map_or_else(unknown, |path| Meaning::Page(path.to_owned())),
        "link" | "post_url" if tag.marks == Marks::Block => {
            call.values.first().map_or_else(unknown, |path| Meaning::Page(path.clone()))
        }
        "br" => Meaning::Text("<br>".to_owned()),
        _ => unknown(),
    }
}

/// A value that can be told without the tool: an address, or a text written out.
fn value(inner: &str) -> Option<String> {
    if matches!(inner, "site.baseurl" | "site.url" | "site.github.url") {
        return Some(String::new());
    }
    let (literal, filters) = inner.split_once('|').map_or((inner, ""), |(literal, filters)| (literal.trim(), filters));
    let quote = literal.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let text = literal[1..].strip_suffix(quote)?;
    let addresses = filters
        .split('|')
        .map(str::trim)
        .all(|filter| matches!(filter, "" | "relative_url" | "absolute_url") || filter.starts_with("prepend: site."));
    addresses.then(|| text.to_owned())
}
