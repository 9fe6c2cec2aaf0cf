//! Keeps what is served in step with the folder, beside the requests: takes in what was saved, reads the site again when
//! more than a text changed, and checks all texts in between.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use super::Plan;
use super::desk::Publisher;
use super::edition::Edition;
use super::live::Live;
use crate::check;
use crate::content::{Purpose, Taken, chain};
use crate::diagnostics::report::{self, Style};
use crate::diagnostics::{self, Diagnostic, Severity};
use crate::site::{ArticleIx, SectionIx};
use crate::source::{self, SourceError};

/// Editors save in several steps; what comes within this time is one change.
const TOGETHER: Duration = Duration::from_millis(15);

/// When more than this is touched at once (another branch, say), the whole folder is compared instead.
const ONE_BY_ONE: usize = 100;

/// What the keeper is told.
#[derive(Debug)]
pub enum Word {
    /// Something happened to these files or folders.
    Touched(Vec<PathBuf>),
    /// The system lost count of what happened.
    Lost,
    /// A request took in an article's file.
    Taken(ArticleIx, Taken),
    /// It is over.
    Stop,
}

/// What is to be done about some words.
#[derive(Debug, Default)]
struct Work {
    touched: BTreeSet<PathBuf>,
    /// The whole folder has to be compared.
    lost: bool,
    /// Articles with a new text.
    texts: BTreeSet<ArticleIx>,
    /// The site has to be read again.
    model: bool,
}

impl Work {
    /// Adds a word; `None` when it is over.
    fn add(&mut self, word: Word) -> Option<()> {
        match word {
            Word::Touched(paths) => self.touched.extend(paths),
            Word::Lost => self.lost = true,
            Word::Taken(_, Taken::Same) => {}
            Word::Taken(ix, Taken::Text) => drop(self.texts.insert(ix)),
            Word::Taken(_, Taken::Model) => self.model = true,
            Word::Stop => return None,
        }
        Some(())
    }
}

/// The keeper of what is served.
pub struct Keeper {
    plan: Plan,
    live: Arc<Live>,
    publisher: Option<Publisher>,
    /// What was found in each text so far: articles, then sections.
    texts: Vec<Vec<Diagnostic>>,
    /// The text to check next.
    next: usize,
    /// Whether the report of this state has been told.
    told: bool,
}

impl Keeper {
    /// Begins with the edition that is served.
    pub fn new(plan: Plan, live: Arc<Live>, publisher: Option<Publisher>) -> Self {
        Self { plan, live, publisher, texts: Vec::new(), next: 0, told: false }
    }

    /// Works until it is told to stop.
    pub fn run(mut self, words: &Receiver<Word>) {
        self.live.complain(self.errors());
        loop {
            // Checking waits for nobody, and nobody waits for it longer than for one text.
            let word = if self.told { words.recv().map_err(|_| TryRecvError::Disconnected) } else { words.try_recv() };
            match word {
                Err(TryRecvError::Empty) => self.check_next(),
                Err(TryRecvError::Disconnected) => return,
                Ok(word) => {
                    let Some(gathered) = gather(word, words) else { return };
                    self.work(gathered);
                }
            }
        }
    }

    fn work(&mut self, mut work: Work) {
        let touched = std::mem::take(&mut work.touched);
        if touched.len() > ONE_BY_ONE {
            work.lost = true;
        } else {
            for path in &touched {
                self.look_at(path, &mut work);
            }
        }
        if work.lost && !work.model {
            work.model = source::stamps(&self.plan.options.content) != self.live.edition().stamps;
        }
        if work.model {
            return self.read();
        }
        if work.texts.is_empty() {
            return;
        }
        let articles = self.live.edition().content.site.articles.len();
        // A request may have spoken of an edition that is gone by now.
        for ix in work.texts.iter().filter(|ix| ix.0 < articles) {
            self.check(ix.0);
        }
        // Links of other articles may lead to headings that went or came.
        (self.next, self.told) = (0, false);
        self.live.reload(self.errors());
    }

    /// Finds out what happened to a file or folder.
    fn look_at(&self, path: &Path, work: &mut Work) {
        let (article, known, stale) = {
            let edition = self.live.edition();
            let Some(rel) = edition.rel(path) else { return };
            (edition.article_of(&rel), edition.stamps.contains_key(&rel), edition.is_stale(&rel))
        };
        match article {
            // Not left to the stamp: a second save within a tick of the clock may have the same.
            Some(ix) => match self.live.take_in(ix) {
                Some(Taken::Text) => drop(work.texts.insert(ix)),
                Some(Taken::Same) => {}
                Some(Taken::Model) | None => work.model = true,
            },
            None if known => work.model |= stale,
            // A new file, or a folder that came, went or was renamed.
            None => work.lost = true,
        }
    }

    /// Reads the whole site again.
    fn read(&mut self) {
        match Edition::read(&self.plan.options, self.plan.settings) {
            Ok(edition) => {
                self.live.publish(edition);
                self.publish();
                (self.texts, self.next, self.told) = (Vec::new(), 0, false);
                self.live.reload(self.errors());
            }
            Err(error) => {
                let errors = match error {
                    SourceError::Portal(found) => self.words(&found),
                    error @ SourceError::NoFolder(_) => chain(&error),
                };
                self.told = true;
                self.live.tell(&errors);
                self.live.complain(errors);
            }
        }
    }

    /// Checks one more text; tells the report after the last.
    fn check_next(&mut self) {
        let total = {
            let site = &self.live.edition().content.site;
            site.articles.len() + site.sections.len()
        };
        if self.next < total {
            self.check(self.next);
            self.next += 1;
            return;
        }
        self.told = true;
        // The revisions of saved texts.
        self.publish();
        let found = self.found();
        self.live.tell(&self.words(&found));
        self.live.complain(self.errors());
    }

    /// Tells the desk.
    fn publish(&self) {
        if let Some(publisher) = &self.publisher {
            publisher.publish(&self.live);
        }
    }

    fn check(&mut self, index: usize) {
        let found = {
            let content = &self.live.edition().content;
            match index.checked_sub(content.site.articles.len()) {
                None => check::article(content, ArticleIx(index), Purpose::Build),
                Some(section) => check::section(content, SectionIx(section), Purpose::Build),
            }
        };
        if self.texts.len() <= index {
            self.texts.resize_with(index + 1, Vec::new);
        }
        self.texts[index] = found;
    }

    /// Everything that is known to be wrong.
    fn found(&self) -> Vec<Diagnostic> {
        let mut found = self.live.edition().found.clone();
        found.extend(self.texts.iter().flatten().cloned());
        diagnostics::sort(&mut found);
        found
    }

    fn words(&self, found: &[Diagnostic]) -> String {
        report::render(found, Style { colour: false, warnings_per_code: 3, speech: self.plan.options.speech })
    }

    /// The errors among it, for the page's overlay.
    fn errors(&self) -> String {
        let mut errors = self.found();
        errors.retain(|problem| problem.severity == Severity::Error);
        if errors.is_empty() { String::new() } else { self.words(&errors) }
    }
}

/// Waits until nothing more comes at once. `None` when it is over.
fn gather(first: Word, words: &Receiver<Word>) -> Option<Work> {
    let mut gathered = Work::default();
    gathered.add(first)?;
    loop {
        match words.recv_timeout(TOGETHER) {
            Ok(word) => gathered.add(word)?,
            Err(RecvTimeoutError::Timeout) => return Some(gathered),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}
