//! The words of the theme, one Fluent file a language.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use domain::lang::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::dates::digits;

/// The language of portals whose own the theme does not speak.
const FALLBACK: &str = "en";

/// Why a strings file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StringsError {
    /// The file is not named after a language.
    #[error("strings/{0}: name it after a language, like `vi.ftl`")]
    Name(String),
    /// The file is not Fluent.
    #[error("strings/{name}:{line}:{column}: {problem}")]
    Syntax {
        /// The file's name.
        name: String,
        /// The line of the first problem, from 1.
        line: usize,
        /// Its column in characters, from 1.
        column: usize,
        /// The first problem.
        problem: String,
    },
}

/// All words in all languages.
pub(crate) struct Strings {
    spoken: BTreeMap<Lang, Spoken>,
    fallback: Lang,
}

/// The words of a language.
#[derive(Default)]
struct Spoken {
    /// Whole files; what a later one says replaces what an earlier one did.
    sources: Vec<Cow<'static, str>>,
    /// Made of them when somebody reads this language.
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

impl Default for Strings {
    fn default() -> Self {
        Self { spoken: BTreeMap::new(), fallback: Lang::parse(FALLBACK).expect("a language tag") }
    }
}

impl Strings {
    /// Adds the theme's own words of `<lang>.ftl`.
    pub(crate) fn add_own(&mut self, name: &str, source: &'static str) -> Result<(), StringsError> {
        self.add(name, Cow::Borrowed(source))
    }

    /// Adds a portal's words of `<lang>.ftl`, replacing those that are there.
    pub(crate) fn add_portals(&mut self, name: &str, source: &str) -> Result<(), StringsError> {
        FluentResource::try_new(source.to_owned()).map_err(|(_, problems)| {
            let problem = problems.first();
            let before = &source[..source.floor_char_boundary(problem.map_or(0, |problem| problem.pos.start))];
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            StringsError::Syntax {
                name: name.to_owned(),
                line: before.matches('\n').count() + 1,
                column: before[line_start..].chars().count() + 1,
                problem: problem.map_or_else(String::new, |problem| problem.kind.to_string()),
            }
        })?;
        self.add(name, Cow::Owned(source.to_owned()))
    }

    fn add(&mut self, name: &str, source: Cow<'static, str>) -> Result<(), StringsError> {
        let lang = name.strip_suffix(".ftl").and_then(|stem| Lang::parse(stem).ok());
        let lang = lang.ok_or_else(|| StringsError::Name(name.to_owned()))?;
        self.spoken.entry(lang).or_default().sources.push(source);
        Ok(())
    }

    /// The languages there are words in.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &Lang> {
        self.spoken.keys()
    }

    /// The language of readers whose own is not spoken.
    pub(crate) fn fallback(&self) -> &Lang {
        &self.fallback
    }

    /// `lang` or, when there are no words in it, its primary language (`pt` for `pt-br`) or English.
    pub(crate) fn spoken<'a>(&'a self, lang: &'a Lang) -> &'a Lang {
        let known = |lang: &Lang| self.spoken.get_key_value(lang).map(|(known, _)| known);
        let primary = || lang.as_str().split('-').next().and_then(|tag| Lang::parse(tag).ok());
        known(lang).or_else(|| known(&primary()?)).unwrap_or(&self.fallback)
    }

    /// A sentence with text to mention; whole numbers among it take part in plurals.
    pub(crate) fn text(&self, lang: &Lang, key: &str, args: &[(&str, &str)]) -> String {
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            // "007" or "+84" are not numbers: their form would be lost.
            match value.parse::<i64>().ok().filter(|number| number.to_string() == *value) {
                Some(number) => fluent.set((*name).to_owned(), number),
                None => fluent.set((*name).to_owned(), (*value).to_owned()),
            }
        }
        self.format(lang, key, &fluent)
    }

    /// A sentence. An unknown key shows as `⟦key⟧`.
    pub(crate) fn format(&self, lang: &Lang, key: &str, args: &FluentArgs<'_>) -> String {
        for lang in [self.spoken(lang), &self.fallback] {
            let Some(spoken) = self.spoken.get(lang) else { continue };
            let bundle = spoken.bundle.get_or_init(|| bundle(lang, &spoken.sources));
            let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else { continue };
            let mut problems = Vec::new();
            return bundle.format_pattern(pattern, Some(args), &mut problems).into_owned();
        }
        format!("⟦{key}⟧")
    }
}

fn bundle(lang: &Lang, sources: &[Cow<'static, str>]) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = lang.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks would end up in mails and copied text; templates isolate with `<bdi>` where it matters.
    bundle.set_use_isolating(false);
    if lang.as_str() == "fa" {
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(persian(number)),
            _ => None,
        }));
    }
    for source in sources {
        let resource = FluentResource::try_new(source.clone().into_owned());
        bundle.add_resource_overriding(
            resource.expect("a portal's were tried, and a test reads every file of the theme's own"),
        );
    }
    bundle
}

fn persian(number: &FluentNumber) -> String {
    digits(&number.as_string(), &Lang::parse("fa").expect("a language tag"))
}
