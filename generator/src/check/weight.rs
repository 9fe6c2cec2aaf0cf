//! Pages that take long to arrive on a phone.

use std::collections::BTreeSet;

use super::Text;
use crate::content::Content;
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::{Rendered, Target};
use crate::say;
use crate::site::ArticleIx;
use crate::source::AssetFile;

/// Twelve seconds on a 3G line of 1 Mbit/s.
const HEAVIEST_PAGE: u64 = 1_500_000;
/// Four seconds of them.
const HEAVIEST_PICTURE: u64 = 500_000;

const PICTURES: &[&str] = &["avif", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"];

pub fn check(content: &Content) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for (ix, article) in content.site.articles.iter().enumerate() {
        let rendered = content.body(ArticleIx(ix));
        let (rel, file, purpose) = (&article.rel, &article.file, crate::content::Purpose::Check);
        let text = Text { content, rel, file, rendered, purpose };
        let mut pictures = BTreeSet::new();
        for (asset, span) in shown(&text) {
            if !pictures.insert((asset.bytes, asset.rel.as_str())) || asset.bytes <= HEAVIEST_PICTURE {
                continue;
            }
            let message = say!("heavy-picture", path = &asset.url, kilobytes = asset.bytes / 1_000);
            let known = found.iter().any(|known| known.message == message);
            // A picture on several pages has to be made smaller once.
            if !known {
                let problem = Diagnostic::warning(Code::Heavy, message).at(&article.file, span);
                found.push(problem.help(say!("heavy-picture-help", limit = HEAVIEST_PICTURE / 1_000)));
            }
        }
        let whole = rendered.html.len() as u64 + pictures.iter().map(|(bytes, _)| bytes).sum::<u64>();
        if whole > HEAVIEST_PAGE {
            let heaviest: Vec<_> = pictures.iter().rev().take(3).map(|(bytes, rel)| of_size(rel, *bytes)).collect();
            let problem = Diagnostic::warning(Code::Heavy, say!("heavy-page", size = megabytes(whole)));
            let problem = problem.in_file(article.file.path.as_str());
            found.push(if heaviest.is_empty() {
                problem.help(say!("heavy-text-help"))
            } else {
                problem.help(say!("heavy-page-help", limit = megabytes(HEAVIEST_PAGE), heaviest = heaviest.join(", ")))
            });
        }
    }
    found
}

/// The pictures a text shows, with where it says so.
fn shown<'a>(text: &'a Text<'_>) -> impl Iterator<Item = (&'a AssetFile, std::ops::Range<usize>)> {
    let site = &text.content.site;
    text.rendered.links.iter().filter_map(move |link| {
        let Target::File { url, .. } = &link.target else { return None };
        let asset = &site.assets[*site.targets.asset_urls.get(url)?];
        let ending = asset.rel.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        let is_shown = PICTURES.contains(&ending.as_str()) && is_picture(text.rendered, url);
        is_shown.then(|| (asset, link.span.clone()))
    })
}

/// Whether the page shows the file rather than offers it.
fn is_picture(rendered: &Rendered, url: &str) -> bool {
    rendered.html.contains(&format!("src=\"{}\"", crate::markdown::escape(url)))
}

fn of_size(rel: &str, bytes: u64) -> String {
    format!("{rel} ({} MB)", megabytes(bytes))
}

/// With one decimal, rounded up: a page over the limit must not seem to be at it.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}
