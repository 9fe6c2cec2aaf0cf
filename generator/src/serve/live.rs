//! The channel to open pages: reload after a change, the problems when there are some.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use domain::lang::Lang;
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast;

use super::edition::Edition;
use super::keeper::Word;
use crate::content::Taken;
use crate::search::{self, Entry, Files, root_path};
use crate::site::ArticleIx;

/// Changes a slow page may miss before it is simply reloaded.
const BACKLOG: usize = 16;

/// Texts rendered between two chances for a save to be shown.
const TEXTS_AT_ONCE: usize = 64;

/// What is served right now, and who wants to know of changes.
pub struct Live {
    edition: RwLock<Edition>,
    /// The errors shown over pages; empty when there are none.
    errors: RwLock<String>,
    /// The search index of each language, as it was when somebody last began to search.
    searches: Mutex<HashMap<Lang, Search>>,
    /// Counts how often what is served changed.
    changed: AtomicU64,
    changes: broadcast::Sender<Change>,
    keeper: Sender<Word>,
    tell: Box<dyn Fn(&str) + Send + Sync>,
}

/// A language's search index, and of which state of the content it is.
struct Search {
    of: u64,
    files: Files,
}

#[derive(Debug, Clone)]
enum Change {
    Reload,
    Errors(String),
    Stop,
}

impl Live {
    /// Starts with an edition; `tell` gets the reports.
    pub fn new(edition: Edition, keeper: Sender<Word>, tell: Box<dyn Fn(&str) + Send + Sync>) -> Self {
        let (changes, _) = broadcast::channel(BACKLOG);
        let (edition, errors) = (RwLock::new(edition), RwLock::default());
        Self { edition, errors, searches: Mutex::default(), changed: AtomicU64::new(0), changes, keeper, tell }
    }

    /// The edition served now. Whoever holds it for long keeps saves from being shown.
    pub fn edition(&self) -> RwLockReadGuard<'_, Edition> {
        self.edition.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Serves another edition from now on.
    pub fn publish(&self, edition: Edition) {
        let mut served = self.edition.write().unwrap_or_else(PoisonError::into_inner);
        let former = std::mem::replace(&mut *served, edition);
        drop(served);
        self.changed.fetch_add(1, Ordering::SeqCst);
        // Freeing a large site takes a while; nobody has to wait for it.
        drop(former);
    }

    /// Looks whether an article was saved since it was read, and if so shows it as it is now.
    pub fn refresh(&self, ix: ArticleIx) {
        {
            let edition = self.edition();
            let article = edition.content.site.articles.get(ix.0);
            if article.is_none_or(|article| !edition.is_stale(&article.rel)) {
                return;
            }
        }
        let word = self.take_in(ix).map_or(Word::Lost, |taken| Word::Taken(ix, taken));
        let _ = self.keeper.send(word);
    }

    /// Reads an article's file again and shows it as it is. `None` when it cannot be read.
    pub fn take_in(&self, ix: ArticleIx) -> Option<Taken> {
        let (rel, (stamp, file)) = {
            let edition = self.edition();
            (edition.content.site.articles.get(ix.0)?.rel.clone(), edition.reread(ix).ok()?)
        };
        let mut edition = self.edition.write().unwrap_or_else(PoisonError::into_inner);
        let same = edition.content.site.articles.get(ix.0).is_some_and(|article| article.rel == rel);
        let taken = same.then(|| edition.take_in(ix, stamp, file))?;
        if taken != Taken::Same {
            self.changed.fetch_add(1, Ordering::SeqCst);
        }
        Some(taken)
    }

    /// A file of a search index. The root follows what is served; the other files are those of the root given last.
    pub fn search_file(&self, path: &str) -> Option<Vec<u8>> {
        let name = path.strip_prefix("/search/")?;
        let tag = name.split_once('/').map(|(tag, _)| tag).or_else(|| name.strip_suffix(".json"))?;
        let lang = self.edition().content.site.languages().iter().find(|lang| lang.as_str() == tag)?.clone();
        let mut searches = self.searches.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = self.changed.load(Ordering::SeqCst);
        let known = searches.get(&lang).filter(|search| path != root_path(&lang) || search.of == changed);
        if known.is_none() {
            let files = search::files(&lang, &self.entries(&lang));
            searches.insert(lang.clone(), Search { of: changed, files });
        }
        searches[&lang].files.get(path).cloned()
    }

    /// What can be found in a language, gathered a little at a time, so that saves are still shown.
    fn entries(&self, lang: &Lang) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut from = 0;
        loop {
            let edition = self.edition();
            let content = &edition.content;
            let total = content.render_some(from, TEXTS_AT_ONCE);
            let articles = content.site.articles.iter().enumerate().skip(from).take(TEXTS_AT_ONCE);
            let articles = articles.filter(|(_, article)| article.lang == *lang);
            entries.extend(articles.map(|(ix, _)| search::entry(content, ArticleIx(ix))));
            from += TEXTS_AT_ONCE;
            if from >= total {
                return entries;
            }
        }
    }

    /// Gives a report to whoever started us.
    pub fn tell(&self, report: &str) {
        (self.tell)(report);
    }

    /// Lets open pages load themselves again, and shows the errors there are now.
    pub fn reload(&self, errors: String) {
        self.set_errors(errors);
        let _ = self.changes.send(Change::Reload);
    }

    /// Shows errors over the pages as they are.
    pub fn complain(&self, errors: String) {
        if self.set_errors(errors.clone()) {
            let change = if errors.is_empty() { Change::Reload } else { Change::Errors(errors) };
            let _ = self.changes.send(change);
        }
    }

    /// Lets all listening pages go, and the keeper.
    pub fn stop(&self) {
        let _ = self.changes.send(Change::Stop);
        let _ = self.keeper.send(Word::Stop);
    }

    /// Whether they are others than before.
    fn set_errors(&self, errors: String) -> bool {
        let mut shown = self.errors.write().unwrap_or_else(PoisonError::into_inner);
        let differ = *shown != errors;
        *shown = errors;
        differ
    }

    fn errors(&self) -> Option<String> {
        let errors = self.errors.read().unwrap_or_else(PoisonError::into_inner).clone();
        (!errors.is_empty()).then_some(errors)
    }
}

/// `GET /_live`.
pub async fn events(State(live): State<Arc<Live>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // Subscribed before the errors are looked up, so that nothing falls between.
    let changes = live.changes.subscribe();
    let first = live.errors();
    let stream = stream::unfold((first, changes), |(first, mut changes)| async move {
        if let Some(errors) = first {
            return Some((Ok(error(&errors)), (None, changes)));
        }
        let event = match changes.recv().await {
            Ok(Change::Reload) | Err(broadcast::error::RecvError::Lagged(_)) => {
                Event::default().event("reload").data("now")
            }
            Ok(Change::Errors(errors)) => error(&errors),
            Ok(Change::Stop) | Err(broadcast::error::RecvError::Closed) => return None,
        };
        Some((Ok(event), (None, changes)))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

fn error(text: &str) -> Event {
    Event::default().event("error").data(text)
}
