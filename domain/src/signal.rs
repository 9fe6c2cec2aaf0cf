//! What readers tell without writing: counted by day, with nothing in it that tells who they are.

mod phrase;

use std::fmt;
use std::str::FromStr;

use crate::ids::{ArticleId, RequestTypeId};
use crate::lang::Lang;
use crate::reading::Revision;

pub use phrase::{LONGEST_PHRASE, Phrase};
pub(crate) use phrase::{addresses_masked, numbers_masked};

/// Something that is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// A reader said whether an article helped.
    Helpful {
        /// The article.
        article: ArticleId,
        /// The language they read it in.
        lang: Lang,
        /// The text they read; `None` for one that is not published any more.
        revision: Option<Revision>,
        /// Whether it helped.
        helped: bool,
    },
    /// A search found nothing.
    Miss {
        /// The language of the page.
        lang: Lang,
        /// What was looked for.
        phrase: Phrase,
    },
    /// A result of a search was opened.
    Opened {
        /// The article.
        article: ArticleId,
        /// The language of the page.
        lang: Lang,
    },
    /// Somebody about to send a request opened an article instead.
    Deflect {
        /// The article.
        article: ArticleId,
        /// The form they left.
        request_type: RequestTypeId,
    },
}

/// A signal and how often it came.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted {
    /// On this day, in UTC.
    pub day: jiff::civil::Date,
    /// What.
    pub signal: Signal,
    /// How often.
    pub count: u32,
}

/// A stored name that is not a signal's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a signal")]
pub struct NotASignal(pub String);

/// The name a signal is counted under: `helpful/vi/wifi/0a1b2c3d/yes`, `miss/vi/<phrase>`, `opened/vi/wifi`,
/// `deflect/wifi/it-incident`.
impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Helpful { article, lang, revision, helped } => {
                let revision = revision.as_ref().map_or("-", Revision::as_str);
                write!(f, "helpful/{lang}/{article}/{revision}/{}", if *helped { "yes" } else { "no" })
            }
            Self::Miss { lang, phrase } => write!(f, "miss/{lang}/{phrase}"),
            Self::Opened { article, lang } => write!(f, "opened/{lang}/{article}"),
            Self::Deflect { article, request_type } => write!(f, "deflect/{article}/{request_type}"),
        }
    }
}

impl FromStr for Signal {
    type Err = NotASignal;

    fn from_str(text: &str) -> Result<Self, NotASignal> {
        read(text).ok_or_else(|| NotASignal(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Signal> {
    let (kind, rest) = text.split_once('/')?;
    match kind {
        "helpful" => {
            let [lang, article, revision, answer] = parts(rest)?;
            let helped = match answer {
                "yes" => true,
                "no" => false,
                _ => return None,
            };
            let revision = if revision == "-" { None } else { Some(Revision::parse(revision).ok()?) };
            Some(Signal::Helpful {
                article: ArticleId::parse(article).ok()?,
                lang: Lang::parse(lang).ok()?,
                revision,
                helped,
            })
        }
        "miss" => {
            // A phrase may have slashes of its own.
            let (lang, phrase) = rest.split_once('/')?;
            Some(Signal::Miss { lang: Lang::parse(lang).ok()?, phrase: Phrase::read(phrase)? })
        }
        "opened" => {
            let [lang, article] = parts(rest)?;
            Some(Signal::Opened { article: ArticleId::parse(article).ok()?, lang: Lang::parse(lang).ok()? })
        }
        "deflect" => {
            let [article, request_type] = parts(rest)?;
            let (article, request_type) = (ArticleId::parse(article).ok()?, RequestTypeId::parse(request_type).ok()?);
            Some(Signal::Deflect { article, request_type })
        }
        _ => None,
    }
}

fn parts<const N: usize>(text: &str) -> Option<[&str; N]> {
    text.split('/').collect::<Vec<_>>().try_into().ok()
}
