//! Watching the content folder: the keeper is told what was touched.

use std::path::Path;
use std::sync::mpsc::Sender;

use notify::{self, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::keeper::Word;

/// Watches for as long as it lives.
pub struct Watch(#[expect(dead_code, reason = "dropping it ends the watching")] RecommendedWatcher);

/// Starts watching.
pub fn start(root: &Path, words: Sender<Word>) -> notify::Result<Watch> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let word = match event {
            // We open files ourselves, and that is noticed too.
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
            Ok(event) if event.need_rescan() => Word::Lost,
            Ok(event) => Word::Touched(event.paths),
            Err(_) => Word::Lost,
        };
        // Nobody listens any more when the server is about to end.
        let _ = words.send(word);
    })?;
    watcher.watch(root, RecursiveMode::Recursive)?;
    Ok(Watch(watcher))
}
