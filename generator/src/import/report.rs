//! The report of an import: what changed or was lost, and what is left to do by hand.

use std::fmt::Write as _;

use super::losses::Losses;
use super::places::{Placed, Places};

type Told<'a> = (&'a Placed<'a>, Losses);

/// Writes it.
pub fn write(places: &Places<'_>, told: &[Told<'_>]) -> String {
    let mut out = String::from("# Import from Zendesk\n\n");
    totals(&mut out, places, told);
    restricted(&mut out, told);
    promoted(&mut out, told);
    pictures(&mut out, told);
    articles(&mut out, told);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn totals(out: &mut String, places: &Places<'_>, told: &[Told<'_>]) {
    let sum = |count: fn(&Losses) -> usize| told.iter().map(|(_, losses)| count(losses)).sum::<usize>();
    let _ = writeln!(out, "| what | number |\n|---|---|");
    for lang in &places.languages {
        let number = told.iter().filter(|(placed, _)| &placed.lang == lang).count();
        let _ = writeln!(out, "| articles in `{lang}` | {number} |");
    }
    let drafts = told.iter().filter(|(placed, _)| placed.article.draft == Some(true)).count();
    let rows = [
        ("drafts among them", drafts),
        ("articles that came twice in one language; the first was kept", places.repeated),
        ("scripts left out", sum(|losses| losses.scripts)),
        ("styles left out", sum(|losses| losses.styles)),
        ("embedded pages and films, now links", sum(|losses| losses.frames.len())),
        ("pictures to fetch by hand", sum(|losses| losses.pictures.len())),
        ("attached files to fetch by hand", sum(|losses| losses.files.len())),
        ("links that still lead to the old help centre", sum(|losses| losses.old_links.len())),
        ("links to drafts", sum(|losses| losses.draft_links.len())),
        ("links that led nowhere; their words were kept", sum(|losses| losses.dead_links.len())),
        ("tables with merged cells or lists in cells, made flat", sum(|losses| losses.tables)),
        ("other elements left out", sum(|losses| losses.unknown.values().sum())),
        ("texts nested too deep, kept without form", sum(|losses| losses.deep)),
    ];
    for (what, number) in rows.into_iter().filter(|(_, number)| *number > 0) {
        let _ = writeln!(out, "| {what} | {number} |");
    }
    out.push('\n');
}

fn restricted(out: &mut String, told: &[Told<'_>]) {
    let mut restricted = told.iter().filter(|(placed, _)| placed.article.is_restricted()).peekable();
    if restricted.peek().is_none() {
        return;
    }
    out.push_str("## Access\n\n**Access restrictions are lost.** Everybody will be able to read these articles. Take them out, or\n");
    out.push_str("set `draft = true`, before the site is published:\n\n");
    for (placed, _) in restricted {
        let _ = writeln!(out, "- `{}`", placed.rel);
    }
    out.push('\n');
}

fn promoted(out: &mut String, told: &[Told<'_>]) {
    let promoted = told.iter().filter(|(placed, _)| placed.article.promoted == Some(true));
    let promoted = promoted.filter(|(placed, _)| placed.article.draft != Some(true));
    let mut ids: Vec<String> = Vec::new();
    for (placed, _) in promoted {
        let id = format!("\"{}\"", placed.id);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if !ids.is_empty() {
        out.push_str("## Promoted articles\n\nA suggestion for `portal.toml`:\n\n");
        let _ = writeln!(out, "```toml\npopular = [{}]\n```\n", ids.join(", "));
    }
}

fn pictures(out: &mut String, told: &[Told<'_>]) {
    let mut all: Vec<&str> =
        told.iter().flat_map(|(_, losses)| losses.pictures.iter().chain(&losses.files)).map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        return;
    }
    out.push_str("## To fetch by hand\n\nThe site shows nothing from elsewhere. Save these beside the articles and change their addresses:\n\n");
    for address in all {
        let _ = writeln!(out, "- <{address}>");
    }
    out.push('\n');
}

fn articles(out: &mut String, told: &[Told<'_>]) {
    let mut titled = false;
    for (placed, losses) in told {
        let lines = lines(placed, losses);
        if lines.is_empty() {
            continue;
        }
        if !titled {
            out.push_str("## Article by article\n\n");
            titled = true;
        }
        let _ = writeln!(out, "### `{}`\n", placed.rel);
        for line in lines {
            let _ = writeln!(out, "- {line}");
        }
        out.push('\n');
    }
}

fn lines(placed: &Placed<'_>, losses: &Losses) -> Vec<String> {
    let mut lines = Vec::new();
    if placed.article.is_restricted() {
        lines.push("**access restrictions are lost**".to_owned());
    }
    if placed.article.outdated == Some(true) {
        lines.push("was marked as outdated".to_owned());
    }
    for (what, number) in [
        ("scripts left out", losses.scripts),
        ("styles left out", losses.styles),
        ("tables made flat", losses.tables),
        ("texts nested too deep, kept without form", losses.deep),
    ] {
        if number > 0 {
            lines.push(format!("{what}: {number}"));
        }
    }
    for (name, number) in &losses.unknown {
        lines.push(format!("`{name}` left out: {number}"));
    }
    for (what, list) in [
        ("embedded, now a link", &losses.frames),
        ("picture stays at", &losses.pictures),
        ("file stays at", &losses.files),
        ("still leads to the old help centre", &losses.old_links),
        ("leads to a draft", &losses.draft_links),
        ("led nowhere, words kept", &losses.dead_links),
    ] {
        lines.extend(list.iter().map(|address| format!("{what}: `{}`", address.replace('`', "%60"))));
    }
    lines
}
