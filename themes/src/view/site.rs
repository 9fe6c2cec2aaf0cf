//! Pages of the help centre: home, section, article, search, lists, catalogue, not found.
//!
//! # What the theme styles inside `body_html`
//!
//! The generator writes this HTML; the theme gives it its look. Nothing else is assumed.
//!
//! | HTML | what it is |
//! |---|---|
//! | `<ol class="steps"><li class="step" id="step-1">…</li></ol>` | the steps of a how-to; numbers come from CSS; the script adds the tick |
//! | `<div class="variants"><section class="variant" data-platform="windows" aria-labelledby="ID"><h2 id="ID">…</h2>…</section>…</div>` | what differs by platform, in the author's order: `windows`, `macos`, `linux`, `chromeos`, `android`, `ios` or another `[a-z0-9-]` name; the heading may be `h2`–`h6`; a group may have one variant only |
//! | `<ol class="steps"><li class="step" id="step-windows-1">` | the steps of a variant; a second variant of one platform has `step-windows-2-1` |
//! | `<aside class="callout callout-warning" role="note"><p class="callout-title"><svg class="icon" …>Word</p>…</aside>` | a callout: `note`, `tip`, `important`, `warning`, `caution`; title from [`Theme::callout_title`](crate::Theme::callout_title), or the author's words behind the same icon, which may hold inline HTML; callouts nest |
//! | `<h2 id="x">Text <a class="anchor" href="#x" aria-label="…">#</a></h2>` | a heading with its own link |
//! | `<div class="table-scroll" role="group" tabindex="0" aria-label="…"><table>…</table></div>` | a table that may be wider than a phone; cells may have `class="align-center"` or `class="align-end"` |
//! | `<figure><img src width height loading="lazy" alt><figcaption>…</figcaption></figure>` | a picture on a line of its own, also inside `<li>`; the caption only when the author wrote one |
//! | `<pre tabindex="0"><code class="language-sh">…</code></pre>` | code, with `<span class="hl-…">` inside: `hl-c` comment, `hl-s` string, `hl-n` number or constant, `hl-k` keyword, `hl-f` function or command, `hl-v` variable or parameter, `hl-t` type or tag, `hl-a` attribute or key; spans do not nest |
//! | `<ul class="tasks"><li class="task"><span class="task-mark">☑</span> …` | a task list; `☐` when undone |
//! | `<dl><dt>…</dt><dd>…</dd></dl>` | a definition list; in the glossary `<dt id="term-vpn">` |
//! | `<a class="term" href="/en/glossary/#term-vpn" title="…">VPN</a>` | the first occurrence of a term of the glossary |
//! | `<div class="footnotes"><ol><li id="fn-1">…</li></ol></div>`, `<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>` | footnotes |
//! | `<p class="video-card"><a href="…">…</a></p>` | a link to a film |
//! | `<a class="external" …>` | a link that leaves the portal |
//! | `<span class="missing-link">…</span>` | words of a link that leads nowhere, in a plain folder |
//! | `<details><summary>…</summary>…</details>` | as the author wrote it |
//! | `<p class="drift">…</p>` | before a block of a translation whose original has changed since: first inside a step's `<li>`, else before the block |

use domain::lang::Lang;
use serde::Serialize;
use serde_json::{Map, Value};

use super::procedure::ControlBlock;
use super::shell::{Page, Shell};
use super::templates;

/// A link to an article in a list.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleLink {
    /// The title.
    pub title: String,
    /// The path.
    pub url: String,
    /// One line; may be empty.
    pub summary: String,
    /// `how-to`, `reference`, `explanation`, `faq` or `procedure`.
    pub kind: String,
    /// Minutes it takes to do or read.
    pub minutes: Option<u32>,
    /// The language it is in, when not the page's.
    pub lang: Option<Lang>,
    /// Whether it is not published yet (`deskmark serve` shows it all the same).
    pub draft: bool,
}

/// A link to a section in a list.
#[derive(Debug, Clone, Serialize)]
pub struct SectionLink {
    /// The title.
    pub title: String,
    /// The path.
    pub url: String,
    /// One line; may be empty.
    pub summary: String,
    /// Articles in it and below.
    pub count: usize,
    /// The first few articles, on the home page.
    pub articles: Vec<ArticleLink>,
}

/// A link to a request form.
#[derive(Debug, Clone, Serialize)]
pub struct RequestLink {
    /// What the requester wants, in their words.
    pub label: String,
    /// When to choose it; may be empty.
    pub summary: String,
    /// The path of the form.
    pub url: String,
    /// The name of the desk that answers.
    pub desk: String,
}

/// The home page of a language.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// The frame.
    pub shell: Shell,
    /// Meta data.
    pub page: Page,
    /// One sentence under the title; may be empty.
    pub summary: String,
    /// What most people need today.
    pub popular: Vec<ArticleLink>,
    /// All top sections.
    pub sections: Vec<SectionLink>,
    /// What people can ask for.
    pub requests: Vec<RequestLink>,
}

/// A section's page.
#[derive(Debug, Clone, Serialize)]
pub struct SectionView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; its title is the section's.
    pub page: Page,
    /// One line; may be empty.
    pub summary: String,
    /// The text of `_index.md`, as HTML; may be empty.
    pub body_html: String,
    /// Whether there are blocks of code in it, for the script that copies them.
    pub code: bool,
    /// Sections inside.
    pub sections: Vec<SectionLink>,
    /// Articles inside.
    pub articles: Vec<ArticleLink>,
}

/// An entry of an article's table of contents.
#[derive(Debug, Clone, Serialize)]
pub struct TocEntry {
    /// 2 or 3.
    pub level: u8,
    /// The heading's id.
    pub id: String,
    /// The heading's text.
    pub title: String,
}

/// A tag on an article.
#[derive(Debug, Clone, Serialize)]
pub struct TagLink {
    /// The tag.
    pub name: String,
    /// The path of its page.
    pub url: String,
    /// Articles with it, in the list of all tags.
    pub count: Option<usize>,
}

/// Says that an article is shown in another language than the page's frame.
#[derive(Debug, Clone, Serialize)]
pub struct BodyLanguage {
    /// The language of the article.
    pub lang: Lang,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The language's name in itself.
    pub name: String,
}

/// When an article was last checked.
#[derive(Debug, Clone, Serialize)]
pub struct Verified {
    /// Who checked.
    pub by: String,
    /// The day, as people of the page's language write it (see [`crate::dates::day`]).
    pub on: String,
    /// What it was checked with: `Windows 11 24H2`.
    pub with: Option<String>,
}

/// Says that an article is not published yet.
#[derive(Debug, Clone, Serialize)]
pub struct Draft {
    /// The day it will be, as people write it; `None` for a draft without a day.
    pub publishes: Option<String>,
}

/// Says that the original of a translation has changed since.
#[derive(Debug, Clone, Serialize)]
pub struct Drift {
    /// The path of the original.
    pub original_url: String,
    /// The language of the original.
    pub lang: Lang,
    /// Blocks that are new, changed or gone.
    pub count: usize,
}

/// What "did this help?" posts along with the answer.
#[derive(Debug, Clone, Serialize)]
pub struct Helpful {
    /// The article's id.
    pub article: String,
    /// The revision that is shown.
    pub revision: String,
}

/// An article's page.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; its title is the article's.
    pub page: Page,
    /// One line; may be empty.
    pub summary: String,
    /// `how-to`, `reference`, `explanation`, `faq` or `procedure`.
    pub kind: String,
    /// The article, as HTML with the classes named in this module's documentation.
    pub body_html: String,
    /// Headings, when there are enough to help (two or more).
    pub toc: Vec<TocEntry>,
    /// Minutes it takes.
    pub minutes: Option<u32>,
    /// The day of the last change, as people write it.
    pub updated: Option<String>,
    /// The last check.
    pub verified: Option<Verified>,
    /// Whether its next check is late.
    pub review_overdue: bool,
    /// Its tags.
    pub tags: Vec<TagLink>,
    /// Who it is for, as people read it.
    pub audience: Vec<String>,
    /// Systems it is about: `Windows 11`.
    pub platforms: Vec<String>,
    /// The article before it in the section.
    pub prev: Option<ArticleLink>,
    /// The article after it.
    pub next: Option<ArticleLink>,
    /// Articles near it.
    pub related: Vec<ArticleLink>,
    /// Its permanent id and path (`/a/wifi`).
    pub short: Option<ShortLink>,
    /// Set when the article is not in the page's language.
    pub body_language: Option<BodyLanguage>,
    /// Set when the article is not published yet.
    pub draft: Option<Draft>,
    /// Set when the original of this translation has changed since.
    pub drift: Option<Drift>,
    /// The form behind "still stuck", with `?article=` and `&rev=`.
    pub request_url: Option<String>,
    /// Set when the portal takes answers to "did this help?".
    pub helpful: Option<Helpful>,
    /// Set when it is a procedure.
    pub control: Option<ControlBlock>,
    /// What its author wrote under `[extra]`, for templates of the portal's own.
    pub extra: Map<String, Value>,
    /// How many steps it has; 0 when it is not a how-to.
    pub steps: usize,
    /// Whether it has variants for several platforms, for the script that chooses among them.
    pub variants: bool,
    /// Whether there are blocks of code in it, for the script that copies them.
    pub code: bool,
    /// A JSON-LD data block (`<` written as `\\u003c`), put into the page as it is.
    pub json_ld: Option<String>,
}

/// An article's permanent short link.
#[derive(Debug, Clone, Serialize)]
pub struct ShortLink {
    /// The id.
    pub id: String,
    /// The path, `/a/<id>`.
    pub url: String,
}

/// The search page. Results come from the script; without it the page leads to sections and A–Z.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `search-title`.
    pub page: Page,
    /// Sections to look through instead.
    pub sections: Vec<SectionLink>,
}

/// All articles by first letter.
#[derive(Debug, Clone, Serialize)]
pub struct AzView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `az-title`.
    pub page: Page,
    /// In the alphabet's order.
    pub letters: Vec<Letter>,
}

/// The articles of one letter.
#[derive(Debug, Clone, Serialize)]
pub struct Letter {
    /// As shown.
    pub letter: String,
    /// Its anchor.
    pub id: String,
    /// In order.
    pub articles: Vec<ArticleLink>,
}

/// All tags.
#[derive(Debug, Clone, Serialize)]
pub struct TagsView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `tags-title`.
    pub page: Page,
    /// In order, with counts.
    pub tags: Vec<TagLink>,
}

/// The articles of one tag.
#[derive(Debug, Clone, Serialize)]
pub struct TagView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; its title is the tag.
    pub page: Page,
    /// In order.
    pub articles: Vec<ArticleLink>,
}

/// The request catalogue.
#[derive(Debug, Clone, Serialize)]
pub struct CatalogueView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `ask-title`.
    pub page: Page,
    /// What people can ask for, in the order of their weight.
    pub requests: Vec<RequestLink>,
}

/// The page behind a wrong address.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; named `not-found-title`.
    pub page: Page,
    /// Sections to look through instead.
    pub sections: Vec<SectionLink>,
}

/// A page that leads on to another: aliases and `/a/<id>`.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectView {
    /// The frame.
    pub shell: Shell,
    /// Meta data; its title is the target's.
    pub page: Page,
    /// The path of the target.
    pub url: String,
}

templates! { View:
    HomeView => "site/home.html",
    SectionView => "site/section.html",
    ArticleView => "site/article.html",
    SearchView => "site/search.html",
    AzView => "site/az.html",
    TagsView => "site/tags.html",
    TagView => "site/tag.html",
    CatalogueView => "site/catalogue.html",
    NotFoundView => "site/not_found.html",
    RedirectView => "site/redirect.html",
}
