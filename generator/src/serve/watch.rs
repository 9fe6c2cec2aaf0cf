//! Watching the content folder: every save is read again.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use notify_debouncer_mini::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{DebounceEventResult, Debouncer, new_debouncer};

use super::Plan;
use super::desk::Publisher;
use super::edition::Edition;
use super::live::Live;
use crate::content::chain;
use crate::diagnostics::report::{self, Style};
use crate::source::{self, SourceError};

/// Editors save in several steps; what comes within this time is one change.
const TOGETHER: Duration = Duration::from_millis(20);

/// Watches for as long as it lives. `None` where the system cannot watch: pages are then as they were at the start.
pub struct Watch(#[expect(dead_code, reason = "dropping it ends the watching")] Option<Debouncer<RecommendedWatcher>>);

/// Starts watching.
pub fn start(plan: &Plan, live: &Arc<Live>, publisher: Option<Publisher>) -> Watch {
    let root = plan.options.content.clone();
    let mut reader = Reader { plan: plan.clone(), live: Arc::clone(live), publisher, last: source::fingerprint(&root) };
    let watcher = new_debouncer(TOGETHER, move |events: DebounceEventResult| {
        if events.is_ok() {
            reader.read();
        }
    });
    let watcher = watcher.and_then(|mut watcher| {
        watcher.watcher().watch(&root, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    match watcher {
        Ok(watcher) => Watch(Some(watcher)),
        Err(error) => {
            live.complain(format!("changes are not noticed: {}", chain(&error)));
            Watch(None)
        }
    }
}

struct Reader {
    plan: Plan,
    live: Arc<Live>,
    publisher: Option<Publisher>,
    /// Reading files is noticed too; only what changed them counts.
    last: u64,
}

impl Reader {
    fn read(&mut self) {
        let root: &PathBuf = &self.plan.options.content;
        let now = source::fingerprint(root);
        if now == self.last {
            return;
        }
        self.last = now;
        match Edition::read(&self.plan.options, self.plan.settings) {
            Ok(edition) => {
                if let Some(publisher) = &self.publisher {
                    publisher.publish(&edition);
                }
                self.live.publish(edition);
            }
            Err(SourceError::Portal(found)) => {
                let style = Style { colour: false, warnings_per_code: 3, speech: self.plan.options.speech };
                self.live.complain(report::render(&found, style));
            }
            Err(error) => self.live.complain(chain(&error)),
        }
    }
}
