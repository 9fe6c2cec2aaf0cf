//! The local mailbox: letters as files, shown at `/_mail`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Letter, MailError, Mailer};

/// Keeps letters in a folder instead of sending them.
#[derive(Debug, Clone)]
pub struct Mailbox {
    dir: PathBuf,
}

/// A letter in the mailbox.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The letter.
    pub letter: Letter,
    /// When it was put there.
    pub at: Timestamp,
}

impl Mailbox {
    /// A mailbox in a folder, which is created.
    pub fn open(dir: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(dir)?;
        Ok(Self { dir: dir.to_owned() })
    }

    /// All letters, newest first. A file that is no letter is passed over.
    pub fn letters(&self) -> std::io::Result<Vec<Kept>> {
        let mut letters: Vec<_> = std::fs::read_dir(&self.dir)?.filter_map(|entry| read(&entry.ok()?.path())).collect();
        letters.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.letter.id.cmp(&a.letter.id)));
        Ok(letters)
    }

    /// The letter of that id.
    pub fn letter(&self, id: &str) -> Option<Kept> {
        is_plain(id).then(|| read(&self.path(id))).flatten()
    }

    fn path(&self, id: &str) -> PathBuf {
        self.dir.join(format!("{id}.json"))
    }

    /// A letter that is there already stays as it is; a half-written one is never seen.
    fn keep(&self, letter: &Letter) -> std::io::Result<()> {
        let path = self.path(&letter.id);
        if path.exists() {
            return Ok(());
        }
        let half = path.with_extension("half");
        let mut file = std::fs::File::create(&half)?;
        file.write_all(&serde_json::to_vec_pretty(letter)?)?;
        file.sync_all()?;
        std::fs::rename(half, path)
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        if !is_plain(&letter.id) {
            return Err(MailError::Refused(anyhow::anyhow!("the letter's id is not a file name")));
        }
        let (mailbox, letter) = (self.clone(), letter.clone());
        let kept = tokio::task::spawn_blocking(move || mailbox.keep(&letter)).await;
        kept.map_err(|e| MailError::Unavailable(e.into()))?.map_err(|e| MailError::Unavailable(e.into()))
    }
}

fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn read(path: &Path) -> Option<Kept> {
    if path.extension()? != "json" {
        return None;
    }
    let letter = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let at = Timestamp::try_from(path.metadata().ok()?.modified().ok()?).ok()?;
    Some(Kept { letter, at })
}
