//! Files to start from: a small portal, an article, a request type, a desk. They are valid as they are.

use std::fmt::Write as _;

use domain::lang::Lang;
use jiff::civil::Date;

use crate::source::front_matter::Kind;

/// A file to write: its path inside the content folder, and its text.
pub type File = (String, String);

/// The languages starters are written in; people of other languages start from the English one.
const TONGUES: [&str; 3] = ["vi", "en", "fa"];

macro_rules! files {
    ($($path:literal)*) => { &[$(($path, include_str!($path))),*] };
}

const PORTAL: &[(&str, &str)] = files! {
    "site/portal.toml"
    "site/problem.toml"
    "site/question.toml"
};

const ARTICLES: &[(&str, &str)] = files! {
    "site/vi/bat-dau/_index.md"
    "site/vi/bat-dau/dat-lai-mat-khau.md"
    "site/vi/bat-dau/gui-yeu-cau.md"
    "site/en/start/_index.md"
    "site/en/start/reset-your-password.md"
    "site/en/start/send-a-request.md"
    "site/fa/shoroo/_index.md"
    "site/fa/shoroo/ramz-oboor.md"
    "site/fa/shoroo/ersal-darkhast.md"
};

const CALENDARS: &[(&str, &str)] = files! {
    "calendar/vi.toml"
    "calendar/en.toml"
    "calendar/fa.toml"
};

const BODIES: &[(&str, &str)] = files! {
    "article/vi/how-to.md"
    "article/vi/reference.md"
    "article/vi/explanation.md"
    "article/vi/faq.md"
    "article/vi/procedure.md"
    "article/en/how-to.md"
    "article/en/reference.md"
    "article/en/explanation.md"
    "article/en/faq.md"
    "article/en/procedure.md"
    "article/fa/how-to.md"
    "article/fa/reference.md"
    "article/fa/explanation.md"
    "article/fa/faq.md"
    "article/fa/procedure.md"
};

/// The language of the starters for a language of the portal.
fn tongue(lang: &Lang) -> &'static str {
    TONGUES.into_iter().find(|tongue| *tongue == lang.as_str()).unwrap_or("en")
}

fn find(files: &'static [(&str, &str)], path: &str) -> &'static str {
    files.iter().find(|(name, _)| *name == path).map_or("", |(_, text)| text)
}

/// A whole portal.
pub fn site(languages: &[Lang], today: Date) -> Vec<File> {
    let first = languages.first().map_or("en", tongue);
    let listed: Vec<_> = languages.iter().map(|lang| format!("\"{lang}\"")).collect();
    let portal = in_languages(find(PORTAL, "site/portal.toml"), languages).replace("{languages}", &listed.join(", "));
    let calendar = find(CALENDARS, &format!("calendar/{first}.toml"));
    let mut files = vec![
        ("portal.toml".to_owned(), portal),
        ("calendars/office.toml".to_owned(), spoken_as(calendar, first, languages)),
        ("desks/it.toml".to_owned(), desk("it", "IT", "office", languages)),
        ("requests/problem.toml".to_owned(), in_languages(find(PORTAL, "site/problem.toml"), languages)),
        ("requests/question.toml".to_owned(), in_languages(find(PORTAL, "site/question.toml"), languages)),
    ];
    for lang in languages {
        let prefix = format!("site/{}/", tongue(lang));
        for (path, text) in ARTICLES {
            let Some(rel) = path.strip_prefix(&prefix) else { continue };
            files.push((format!("{lang}/{rel}"), text.replace("{today}", &today.to_string())));
        }
    }
    files
}

/// An article of a kind in a language.
pub fn article(lang: &Lang, kind: Kind, title: &str, id: &str, today: Date) -> String {
    let text = find(BODIES, &format!("article/{}/{}.md", tongue(lang), kind.as_str()));
    text.replace("\"{title}\"", &quoted(title)).replace("{id}", id).replace("{today}", &today.to_string())
}

/// A request type that goes to a desk.
pub fn request(desk: &str, name: &str, languages: &[Lang]) -> String {
    in_languages(include_str!("request.toml"), languages).replace("{desk}", desk).replace("\"{name}\"", &quoted(name))
}

/// A desk with a calendar.
pub fn desk(id: &str, name: &str, calendar: &str, languages: &[Lang]) -> String {
    in_languages(include_str!("desk.toml"), languages)
        .replace("{calendar}", calendar)
        .replace("{name}", name)
        .replace("{id}", id)
}

/// A working calendar as the first language's people keep it.
pub fn calendar(languages: &[Lang]) -> String {
    let first = languages.first().map_or("en", tongue);
    spoken_as(find(CALENDARS, &format!("calendar/{first}.toml")), first, languages)
}

/// Names in a starter's language go by the portal's first one.
fn spoken_as(text: &str, tongue: &str, languages: &[Lang]) -> String {
    match languages.first() {
        Some(lang) if lang.as_str() != tongue => text.replace(&format!("\n{tongue} = "), &format!("\n{lang} = ")),
        _ => text.to_owned(),
    }
}

/// Keeps the lines of the portal's languages, and the remarks of the first one.
fn in_languages(text: &str, languages: &[Lang]) -> String {
    let first = languages.first().map_or("en", tongue);
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if let Some(remark) = line.strip_prefix("# ")
            && let Some((spoken, words)) = remark.split_once(": ")
            && TONGUES.contains(&spoken)
        {
            if spoken == first {
                let _ = writeln!(out, "# {words}");
            }
            continue;
        }
        let Some((spoken, words)) = line.split_once(" = ").filter(|(key, _)| TONGUES.contains(key)) else {
            let _ = writeln!(out, "{line}");
            continue;
        };
        for lang in languages.iter().filter(|lang| tongue(lang) == spoken) {
            let _ = writeln!(out, "{lang} = {words}");
        }
    }
    out
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
