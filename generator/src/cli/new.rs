//! `deskmark new`: a starter, valid at once.

use std::collections::HashSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::ids::{ArticleId, DeskId, NotAnId, RequestTypeId};
use domain::lang::Lang;
use jiff::civil::Date;

use super::Exit;
use super::folder::{done, fail, line};
use crate::diagnostics::{Said, suggest};
use crate::lock::translations;
use crate::say;
use crate::site::{slug, title_of_name};
use crate::source::front_matter::{Kind, Manner};
use crate::source::{self, Options, Source, SourceError};
use crate::starter;

#[derive(Debug, Args)]
pub struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A small portal with a desk, two forms and two articles
    Site {
        /// The folder to make
        dir: PathBuf,
        /// The languages, the default first: vi,en
        #[arg(long, value_name = "TAGS", value_delimiter = ',', value_parser = Lang::parse, default_value = "en")]
        lang: Vec<Lang>,
        #[command(flatten)]
        day: Day,
    },
    /// An article: content/vi/mang/dat-ten.md
    Article {
        /// The file to make
        path: PathBuf,
        /// Its title; otherwise made from the file's name
        #[arg(long)]
        title: Option<String>,
        /// how-to, reference, explanation, faq or procedure
        #[arg(long, default_value = "how-to", value_parser = kind)]
        kind: Kind,
        #[command(flatten)]
        content: Content,
        #[command(flatten)]
        day: Day,
    },
    /// A request type with its form
    Request {
        /// Its id: lower-case letters, digits and hyphens
        id: String,
        /// The desk it goes to; may be left out when there is only one
        #[arg(long)]
        desk: Option<String>,
        /// Its name; otherwise made from the id
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        content: Content,
    },
    /// A desk
    Desk {
        /// Its id: lower-case letters, digits and hyphens
        id: String,
        /// Its name; otherwise made from the id
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        content: Content,
    },
}

#[derive(Debug, Args)]
struct Content {
    /// The content folder
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

#[derive(Debug, Args)]
struct Day {
    /// Take this day for today: 2026-11-22
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
}

impl Day {
    fn today(&self) -> Date {
        self.at.unwrap_or_else(|| jiff::Zoned::now().date())
    }
}

fn kind(text: &str) -> Result<Kind, String> {
    let names = Kind::ALL.map(Kind::as_str);
    Kind::parse(text).ok_or_else(|| match suggest::nearest(text, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("kinds are {}", names.join(", ")),
    })
}

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
enum NewError {
    #[error("`{}` is there already and is left as it is: name another", .0.display())]
    Exists(PathBuf),
    #[error("the folder `{}` is not empty: name a new one", .0.display())]
    NotEmpty(PathBuf),
    #[error("`{}` has no portal.toml: make a portal with `deskmark new site DIR`, or name the content folder with --content", .0.display())]
    NoPortal(PathBuf),
    #[error("`{path}` is not in the folder of a language: write {example}")]
    NoLanguage { path: String, example: String },
    #[error("an article's file ends in .md: write `{0}.md`")]
    Ending(String),
    #[error("{problem}; `{id}` would do")]
    Name { problem: NotAnId, id: String },
    #[error("there is no desk `{wanted}`: {known}")]
    NoDesk { wanted: String, known: String },
    #[error("say with --desk which desk it goes to: {0}")]
    WhichDesk(String),
    #[error("the portal has no desk for it to go to: make one with `deskmark new desk it`")]
    NoDesks,
    #[error("`{}` cannot be written", .path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Source(#[from] SourceError),
}

impl NewError {
    fn exit(&self) -> Exit {
        match self {
            Self::Write { .. } => Exit::Environment,
            Self::Source(SourceError::Portal(_)) => Exit::Content,
            _ => Exit::Usage,
        }
    }
}

impl New {
    pub fn run(&self) -> Exit {
        let made = match &self.what {
            What::Site { dir, lang, day } => site(dir, lang, day.today()),
            What::Article { path, title, kind, content, day } => {
                article(&content.content, path, title.as_deref(), *kind, day.today())
            }
            What::Request { id, desk, title, content } => {
                request(&content.content, id, desk.as_deref(), title.as_deref())
            }
            What::Desk { id, title, content } => desk(&content.content, id, title.as_deref()),
        };
        match made {
            Ok(next) => {
                line("");
                done(&say!("next", what = next));
                Exit::Fine
            }
            Err(error) => {
                if let NewError::Source(SourceError::Portal(found)) = &error {
                    super::folder::tell(found, usize::MAX);
                } else {
                    fail(&error);
                }
                error.exit()
            }
        }
    }
}

fn site(dir: &Path, languages: &[Lang], today: Date) -> Result<Said, NewError> {
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(NewError::NotEmpty(dir.to_owned()));
    }
    let mut seen = HashSet::new();
    let languages: Vec<Lang> = languages.iter().filter(|lang| seen.insert(lang.as_str())).cloned().collect();
    for (rel, text) in starter::site(&languages, today) {
        write(&dir.join(rel), &text)?;
    }
    if let Some(lock) = super::translated::lock_of_all(dir)? {
        write(&dir.join(translations::FILE), &lock)?;
    }
    Ok(Said::verbatim(format!("deskmark serve --content {}", dir.display())))
}

fn article(content: &Path, path: &Path, title: Option<&str>, kind: Kind, today: Date) -> Result<Said, NewError> {
    let portal = portal(content)?;
    let languages = &portal.config.portal.value.languages;
    let inside = path.strip_prefix(content).unwrap_or(path);
    let inside = inside.strip_prefix(".").unwrap_or(inside);
    let rel = inside.to_string_lossy().replace('\\', "/");
    let (top, rest) = rel.split_once('/').unwrap_or((&rel, ""));
    let lang = languages.iter().find(|lang| lang.as_str() == top).filter(|_| !rest.is_empty() && !rest.contains(".."));
    let Some(lang) = lang else {
        let name = inside.file_name().map_or_else(|| "article.md".into(), |name| name.to_string_lossy());
        let examples: Vec<_> = languages.iter().map(|lang| format!("`{}/{lang}/{name}`", content.display())).collect();
        return Err(NewError::NoLanguage { path: path.display().to_string(), example: examples.join(" or ") });
    };
    let Some(stem) = rest.rsplit('/').next().and_then(|name| name.strip_suffix(".md")) else {
        return Err(NewError::Ending(path.display().to_string()));
    };
    let title = title.map_or_else(|| title_of_name(stem), str::to_owned);
    let taken: HashSet<&str> =
        portal.articles.iter().filter_map(|article| article.front.id.as_ref()).map(ArticleId::as_str).collect();
    let id = free_id(&[&title, stem], &taken);
    write(&content.join(&rel), &starter::article(lang, kind, &title, &id, today))?;
    Ok(say!("next-article", content = content.display().to_string()))
}

/// The id a title suggests; Persian titles suggest none, so that the file's name does.
fn free_id(names: &[&str], taken: &HashSet<&str>) -> String {
    let fit = |name: &&str| {
        let slug: String = slug(name).replace(['_', '.'], "-").chars().take(60).collect();
        let slug = slug.trim_matches('-').to_owned();
        ArticleId::parse(&slug).is_ok().then_some(slug)
    };
    let stem = names.iter().find_map(fit).unwrap_or_else(|| "article".to_owned());
    let mut id = stem.clone();
    let mut number = 2;
    while taken.contains(id.as_str()) {
        id = format!("{stem}-{number}");
        number += 1;
    }
    id
}

fn request(content: &Path, id: &str, desk: Option<&str>, title: Option<&str>) -> Result<Said, NewError> {
    let portal = portal(content)?;
    let id = RequestTypeId::parse(id).map_err(|problem| named(id, problem))?;
    let desks: Vec<&str> = portal.config.desks.keys().map(DeskId::as_str).collect();
    let listed = desks.join(", ");
    let desk = match (desk, desks.as_slice()) {
        (Some(wanted), desks) if desks.contains(&wanted) => wanted,
        (_, []) => return Err(NewError::NoDesks),
        (Some(wanted), desks) => {
            let near = suggest::nearest(wanted, desks.iter().copied());
            let known = near.map_or_else(|| format!("desks are {listed}"), |near| format!("did you mean `{near}`?"));
            return Err(NewError::NoDesk { wanted: wanted.to_owned(), known });
        }
        (None, [only]) => *only,
        (None, _) => return Err(NewError::WhichDesk(listed)),
    };
    let title = title.map_or_else(|| title_of_name(id.as_str()), str::to_owned);
    let languages = &portal.config.portal.value.languages;
    write(&content.join(format!("requests/{id}.toml")), &starter::request(desk, &title, languages))?;
    Ok(Said::verbatim(format!("deskmark check --content {}", content.display())))
}

fn desk(content: &Path, id: &str, title: Option<&str>) -> Result<Said, NewError> {
    let portal = portal(content)?;
    let id = DeskId::parse(id).map_err(|problem| named(id, problem))?;
    let languages = &portal.config.portal.value.languages;
    let title = title.map_or_else(|| title_of_name(id.as_str()), str::to_owned);
    let file = content.join(format!("desks/{id}.toml"));
    if file.exists() {
        return Err(NewError::Exists(file));
    }
    let calendar = if let Some(calendar) = portal.config.calendars.keys().next() {
        calendar.as_str().to_owned()
    } else {
        write(&content.join("calendars/office.toml"), &starter::calendar(languages))?;
        "office".to_owned()
    };
    write(&file, &starter::desk(id.as_str(), &title, &calendar, languages))?;
    Ok(Said::verbatim(format!("deskmark new request ID --desk {id} --content {}", content.display())))
}

fn named(id: &str, problem: NotAnId) -> NewError {
    NewError::Name { problem, id: free_id(&[id], &HashSet::new()) }
}

/// Reads a portal; what else is wrong with it is `check`'s business.
fn portal(content: &Path) -> Result<Source, NewError> {
    let (source, _) = source::read(&Options { content: content.to_owned(), ..Options::default() })?;
    if source.manner == Manner::Strict { Ok(source) } else { Err(NewError::NoPortal(content.to_owned())) }
}

/// Writes a file that is not there yet, and says so.
fn write(path: &Path, text: &str) -> Result<(), NewError> {
    let failed = |source: std::io::Error| NewError::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => NewError::Exists(path.to_owned()),
            _ => failed(error),
        })?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    done(&say!("wrote", path = path.display().to_string()));
    Ok(())
}
