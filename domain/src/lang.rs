//! Languages of a portal and texts written in several of them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A BCP 47 primary language subtag in lower case (`vi`, `fa`, `en`, `pt-br`). It is also the first path segment of a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang(String);

/// Why a text is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language tag: write two or three letters, like `vi`, `fa` or `en`")]
pub struct NotALanguage(pub String);

impl Lang {
    /// Parses a tag such as `vi` or `pt-BR`; letters are lower-cased.
    pub fn parse(text: &str) -> Result<Self, NotALanguage> {
        let tag = text.trim().to_ascii_lowercase();
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        let fits = (2..=3).contains(&primary.len())
            && primary.bytes().all(|b| b.is_ascii_lowercase())
            && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if fits { Ok(Self(tag)) } else { Err(NotALanguage(text.to_owned())) }
    }

    /// The tag itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the language is written from right to left.
    pub fn is_rtl(&self) -> bool {
        matches!(self.0.split('-').next(), Some("ar" | "ckb" | "fa" | "he" | "ps" | "ug" | "ur" | "yi"))
    }

    /// The value of HTML's `dir` attribute.
    pub fn dir(&self) -> &'static str {
        if self.is_rtl() { "rtl" } else { "ltr" }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Lang {
    type Error = NotALanguage;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> Self {
        lang.0
    }
}

/// One text in several languages, as written in `label.vi = "…"`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<Lang, String>);

impl Text {
    /// The text in `lang`, else in the first of `fallbacks` that has it, else in any language, else empty.
    pub fn get<'a>(&'a self, lang: &Lang, fallbacks: &[Lang]) -> &'a str {
        std::iter::once(lang)
            .chain(fallbacks)
            .find_map(|lang| self.0.get(lang))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// True when no language has the text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
