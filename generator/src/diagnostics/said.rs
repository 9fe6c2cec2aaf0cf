//! What is said to the author, kept apart from the language it is said in.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A language the author is spoken to in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Speech {
    /// English.
    #[default]
    English,
    /// Vietnamese.
    Vietnamese,
}

impl Speech {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Vietnamese];

    /// The language tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Vietnamese => "vi",
        }
    }

    /// The language of a locale's name as environments have it (`vi_VN.UTF-8`); English where we do not speak it.
    pub fn of_locale(name: &str) -> Self {
        let tag = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|speech| speech.tag().eq_ignore_ascii_case(tag)).unwrap_or_default()
    }
}

/// A sentence of `words/<lang>.ftl` with what it mentions. Made with [`say!`](crate::say).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    key: &'static str,
    args: Box<[(&'static str, Arg)]>,
}

/// Something a sentence mentions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arg {
    /// Text that is the same in every language: a name, a number, what a parser says.
    Text(String),
    /// A phrase.
    Said(Said),
}

impl Said {
    /// A sentence by its key.
    pub fn new(key: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        Self { key, args: args.into() }
    }

    /// Text that is the same in every language.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::new("verbatim", vec![("text", Arg::Text(text.into()))])
    }

    /// The sentence. A key without words shows as `⟦key⟧`.
    pub fn text(&self, speech: Speech) -> String {
        let mut args = FluentArgs::new();
        for (name, arg) in &self.args {
            let text = match arg {
                Arg::Text(text) => text.clone(),
                Arg::Said(said) => said.text(speech),
            };
            args.set(*name, FluentValue::from(text));
        }
        let bundle = bundle(speech);
        let Some(pattern) = bundle.get_message(self.key).and_then(|message| message.value()) else {
            return format!("⟦{}⟧", self.key);
        };
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

/// Names one may write, each between backquotes.
pub fn quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl From<Said> for Arg {
    fn from(said: Said) -> Self {
        Self::Said(said)
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Text(number.to_string())
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Text(number.to_string())
    }
}

/// `say!("link-nowhere", written = link, why = say!("no-such-file"))`: a sentence of `words/*.ftl`.
#[macro_export]
macro_rules! say {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::diagnostics::Said::new($key, vec![$((stringify!($name), $crate::diagnostics::Arg::from($value))),*])
    };
}

type Bundle = FluentBundle<FluentResource>;

static WORDS: LazyLock<[Bundle; 2]> = LazyLock::new(|| {
    [("en", include_str!("words/en.ftl")), ("vi", include_str!("words/vi.ftl"))].map(|(tag, words)| {
        let mut bundle = Bundle::new_concurrent(vec![tag.parse().expect("a language tag")]);
        // Isolation marks would be copied with the text.
        bundle.set_use_isolating(false);
        let words = FluentResource::try_new(words.to_owned()).expect("the words are Fluent: every test speaks them");
        bundle.add_resource(words).expect("no sentence is there twice");
        bundle
    })
});

fn bundle(speech: Speech) -> &'static Bundle {
    match speech {
        Speech::English => &WORDS[0],
        Speech::Vietnamese => &WORDS[1],
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(words: &str) -> BTreeSet<&str> {
        words
            .lines()
            .filter(|line| !line.starts_with([' ', '#', '}']))
            .filter_map(|line| Some(line.split_once(" =")?.0))
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_sentences() {
        assert_eq!(keys(include_str!("words/en.ftl")), keys(include_str!("words/vi.ftl")));
    }

    #[test]
    fn the_locale_decides() {
        assert_eq!(Speech::of_locale("vi_VN.UTF-8"), Speech::Vietnamese);
        assert_eq!(Speech::of_locale("C.UTF-8"), Speech::English);
        assert_eq!(Speech::of_locale(""), Speech::English);
    }

    #[test]
    fn phrases_are_spoken_inside_sentences() {
        let said = crate::say!("link-nowhere", written = "a.md", why = crate::say!("no-such-file"));
        assert_eq!(said.text(Speech::English), "the link `a.md` leads nowhere: there is no such file");
        assert_eq!(said.text(Speech::Vietnamese), "liên kết `a.md` không dẫn tới đâu: không có tệp này");
    }
}
