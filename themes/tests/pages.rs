//! Every page and message renders in every language, says everything, and asks nothing of anyone else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use domain::lang::Lang;
use domain::ticket::{Outcome, Refusal, State};
use themes::Theme;

mod fixtures;

/// What no page may hold, and why.
const FORBIDDEN: [(&str, &str); 7] = [
    ("⟦", "a key without words"),
    (" style=", "the content security policy forbids inline styles"),
    ("<style", "the content security policy forbids inline styles"),
    (" onclick=", "the content security policy forbids inline scripts"),
    ("javascript:", "the content security policy forbids inline scripts"),
    ("src=\"http", "nothing loads from elsewhere"),
    ("<script>", "the content security policy forbids inline scripts"),
];

#[test]
fn every_page_renders_in_every_language() {
    let theme = Theme::new();
    for lang in fixtures::LANGUAGES {
        for page in fixtures::everything(&theme, lang) {
            for (mark, why) in FORBIDDEN {
                assert!(!page.text.contains(mark), "{} in {lang} has {mark:?}: {why}", page.name);
            }
            // Sentences whose numbers the scripts fill in stand in `data-` attributes.
            let shown = without_data_attributes(&page.text);
            assert!(!shown.contains("{$"), "{} in {lang} mentions something it was not given", page.name);
        }
    }
}

#[test]
fn everything_pages_load_is_there() {
    let theme = Theme::new();
    let known: BTreeSet<_> = theme.assets().iter().map(|asset| asset.path.clone()).collect();
    let icons = fs::read_to_string(root().join("icons/icons.svg")).expect("the sprite");
    for page in fixtures::everything(&theme, "vi") {
        for link in page.text.split('"').filter(|part| part.starts_with("/_theme/")) {
            let (file, icon) = link.split_once('#').unwrap_or((link, ""));
            assert!(known.contains(file), "{}: {link}", page.name);
            assert!(icon.is_empty() || icons.contains(&format!("id=\"{icon}\"")), "{}: no icon {icon}", page.name);
        }
    }
}

#[test]
fn messages_are_plain_and_short_of_surprises() {
    for lang in fixtures::LANGUAGES {
        for mail in fixtures::everything(&Theme::new(), lang) {
            if !mail.name.starts_with("mail-") || mail.name == "mail-message" {
                continue;
            }
            let (subject, body) = mail.text.split_once("\n\n").expect("a subject and a body");
            assert!(
                (1..=120).contains(&subject.chars().count()) && !subject.contains('\n'),
                "{}: {subject}",
                mail.name
            );
            assert!(
                !body.contains("\n\n\n") && !body.contains("&amp;") && !body.contains("&lt;"),
                "{}: {body}",
                mail.name
            );
            let neutral = mail.name.ends_with("neutral");
            assert!(!neutral || !body.contains("B3-201"), "{} tells the requester's words", mail.name);
        }
    }
}

#[test]
fn all_languages_have_the_same_words() {
    let keys = |lang: &str| -> BTreeSet<String> {
        let text = fs::read_to_string(root().join(format!("strings/{lang}.ftl"))).expect("strings");
        let named = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        let keys: Vec<_> = named.filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned()).collect();
        let unique: BTreeSet<_> = keys.iter().cloned().collect();
        assert_eq!(keys.len(), unique.len(), "{lang}.ftl names a key twice");
        unique
    };
    let vi = keys("vi");
    for lang in ["en", "fa"] {
        let own = keys(lang);
        assert_eq!(
            vi.symmetric_difference(&own).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "{lang}.ftl and vi.ftl differ"
        );
    }
}

#[test]
fn every_state_outcome_and_refusal_has_words() {
    let theme = Theme::new();
    let states =
        State::ALL.map(|state| [format!("state-{}", state.as_str()), format!("state-text-{}", state.as_str())]);
    let outcomes = Outcome::ALL.map(|outcome| format!("outcome-{}", outcome.as_str()));
    let refusals = Refusal::all().into_iter().map(|refusal| format!("refusal-{}", refusal.key()));
    let keys: Vec<_> = states.into_iter().flatten().chain(outcomes).chain(refusals).collect();
    for lang in fixtures::LANGUAGES {
        let lang = Lang::parse(lang).expect("a language");
        for key in &keys {
            let words = theme.text(&lang, key, &[("desk", "it")]);
            assert!(!words.contains('⟦') && words.chars().count() > 2, "{key} in {lang}: {words}");
        }
    }
}

#[test]
fn no_words_are_left_over() {
    // Keys put together from a name at run time.
    const COMPOSED: [&str; 7] = ["callout-", "drift-", "field-", "hint-", "notice-", "problem-", "refusal-"];
    let mut used = String::new();
    for folder in ["src", "templates", "../generator/src", "../function/src"] {
        gather(&root().join(folder), &mut used);
    }
    let composed: Vec<_> =
        used.split("key=\"").filter_map(|rest| rest.split_once("\" ~")).map(|(key, _)| key).collect();
    let strings = fs::read_to_string(root().join("strings/vi.ftl")).expect("strings");
    let left: Vec<_> = strings
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
        .filter(|key| !used.contains(&format!("\"{key}\"")))
        .filter(|key| !COMPOSED.iter().chain(&composed).any(|start| key.starts_with(start)))
        .collect();
    assert_eq!(left, Vec::<&str>::new(), "nothing uses these keys");
}

fn gather(dir: &Path, text: &mut String) {
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, text);
        } else {
            text.push_str(&fs::read_to_string(&path).expect("text"));
        }
    }
}

#[test]
fn a_requesters_text_is_inert() {
    let theme = Theme::new();
    let nasty = "\"><script>alert(1)</script>";
    let mut stage = fixtures::stage(&theme, "vi");
    stage.catalog.portal.title.0.insert(stage.lang.clone(), nasty.to_owned());
    fixtures::ticket::pages(&mut stage);
    for page in stage.done {
        assert!(!page.text.contains("<script>alert"), "{} runs what was typed", page.name);
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The page without the values of its `data-` attributes.
fn without_data_attributes(html: &str) -> String {
    let mut shown = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(" data-") {
        shown.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let name_end = tail.find(['=', ' ', '>']).unwrap_or(tail.len());
        rest = match tail[name_end..].strip_prefix("=\"") {
            Some(value) => value.split_once('"').map_or("", |(_, rest)| rest),
            None => &tail[name_end..],
        };
    }
    shown + rest
}
