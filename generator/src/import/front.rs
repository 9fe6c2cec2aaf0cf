//! The TOML of an import: front matter and `portal.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::lang::Lang;
use serde::Serialize;
use toml::value::Datetime;
use unicode_normalization::UnicodeNormalization as _;

use super::places::Placed;

#[derive(Serialize)]
struct Front<'a> {
    title: &'a str,
    id: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Datetime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<Datetime>,
    aliases: Vec<String>,
    extra: Extra,
}

#[derive(Serialize)]
struct Extra {
    zendesk_id: i64,
}

#[derive(Serialize)]
struct Folder<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<i32>,
}

#[derive(Serialize)]
struct Portal<'a> {
    base_url: &'a str,
    languages: Vec<&'a str>,
    title: BTreeMap<&'a str, &'a str>,
}

/// The whole file of an article.
pub fn article(placed: &Placed<'_>, body: &str) -> String {
    let article = placed.article;
    let day = |time: Option<&String>| time.and_then(|time| time.get(..10)?.parse().ok());
    let front = Front {
        title: &placed.title,
        id: &placed.id,
        tags: article.label_names.as_deref().unwrap_or_default(),
        weight: weight(article.position),
        draft: article.draft.filter(|draft| *draft),
        date: day(article.created_at.as_ref()),
        updated: day(article.updated_at.as_ref()),
        aliases: placed.aliases.clone(),
        extra: Extra { zendesk_id: article.id },
    };
    let mut out = fenced(&front);
    if !body.is_empty() {
        let _ = write!(out, "\n{body}\n");
    }
    out.nfc().collect()
}

/// The whole file of a section's or category's page.
pub fn folder(title: &str, position: Option<i64>) -> String {
    fenced(&Folder { title, weight: weight(position) }).nfc().collect()
}

/// A portal to begin with.
pub fn portal(languages: &[Lang]) -> String {
    let title = |lang: &Lang| match lang.as_str() {
        "vi" => "Trung tâm hỗ trợ",
        "fa" => "مرکز راهنما",
        _ => "Help centre",
    };
    let portal = Portal {
        base_url: "https://help.example.org",
        languages: languages.iter().map(Lang::as_str).collect(),
        title: languages.iter().map(|lang| (lang.as_str(), title(lang))).collect(),
    };
    serde_toml(&portal)
}

fn weight(position: Option<i64>) -> Option<i32> {
    position.and_then(|position| i32::try_from(position).ok())
}

fn fenced(front: &impl Serialize) -> String {
    format!("+++\n{}+++\n", serde_toml(front))
}

fn serde_toml(value: &impl Serialize) -> String {
    toml::to_string(value).expect("texts, numbers and days have a form in TOML")
}
