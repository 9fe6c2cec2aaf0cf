//! The channel to open pages: reload after a change, the problems when there are some.

use std::convert::Infallible;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast;

use super::edition::Edition;

/// Changes a slow page may miss before it is simply reloaded.
const BACKLOG: usize = 16;

/// What is served right now, and who wants to know of changes.
pub struct Live {
    edition: RwLock<Arc<Edition>>,
    /// The errors shown over pages; empty when there are none.
    errors: RwLock<String>,
    changes: broadcast::Sender<Change>,
    tell: Arc<dyn Fn(&str) + Send + Sync>,
}

#[derive(Debug, Clone)]
enum Change {
    Reload,
    Errors(String),
    Stop,
}

impl Live {
    /// Starts with an edition; `tell` gets the reports of later ones.
    pub fn new(edition: Edition, tell: Arc<dyn Fn(&str) + Send + Sync>) -> Self {
        let errors = edition.errors.clone();
        let (changes, _) = broadcast::channel(BACKLOG);
        Self { edition: RwLock::new(Arc::new(edition)), errors: RwLock::new(errors), changes, tell }
    }

    /// The edition served now.
    pub fn edition(&self) -> Arc<Edition> {
        Arc::clone(&self.edition.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Serves another edition from now on.
    pub fn publish(&self, edition: Edition) {
        (self.tell)(&edition.report);
        let errors = edition.errors.clone();
        *self.edition.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(edition);
        self.set_errors(errors);
        let _ = self.changes.send(Change::Reload);
    }

    /// Keeps the edition and shows why there is no newer one.
    pub fn complain(&self, errors: String) {
        (self.tell)(&errors);
        self.set_errors(errors.clone());
        let _ = self.changes.send(Change::Errors(errors));
    }

    /// Lets all listening pages go.
    pub fn stop(&self) {
        let _ = self.changes.send(Change::Stop);
    }

    fn set_errors(&self, errors: String) {
        *self.errors.write().unwrap_or_else(PoisonError::into_inner) = errors;
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
