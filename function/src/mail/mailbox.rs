//! The local mailbox: letters and text messages as files, shown at `/_mail`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Letter, MailError, Mailer};
use crate::sms::{SmsError, TextMessage, Texter};

/// Keeps letters and text messages in a folder instead of sending them.
#[derive(Debug, Clone)]
pub struct Mailbox {
    dir: PathBuf,
}

/// Something in the mailbox.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What it is.
    pub message: Message,
    /// When it was put there.
    pub at: Timestamp,
}

/// What would have been sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Message {
    /// By mail.
    Letter(Letter),
    /// To a telephone.
    Text(TextMessage),
}

impl Message {
    /// Its id, which is its file's name.
    pub fn id(&self) -> &str {
        match self {
            Self::Letter(letter) => &letter.id,
            Self::Text(text) => &text.id,
        }
    }
}

impl Mailbox {
    /// A mailbox in a folder, which is created.
    pub fn open(dir: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(dir)?;
        Ok(Self { dir: dir.to_owned() })
    }

    /// Everything in it, newest first. A file that is neither letter nor text message is passed over.
    pub fn messages(&self) -> std::io::Result<Vec<Kept>> {
        let mut kept: Vec<_> = std::fs::read_dir(&self.dir)?.filter_map(|entry| read(&entry.ok()?.path())).collect();
        kept.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.message.id().cmp(a.message.id())));
        Ok(kept)
    }

    /// The message of that id.
    pub fn message(&self, id: &str) -> Option<Kept> {
        is_plain(id).then(|| read(&self.path(id))).flatten()
    }

    fn path(&self, id: &str) -> PathBuf {
        self.dir.join(format!("{id}.json"))
    }

    /// A message that is there already stays as it is; a half-written one is never seen.
    fn keep(&self, message: &Message) -> std::io::Result<()> {
        let path = self.path(message.id());
        if path.exists() {
            return Ok(());
        }
        let half = path.with_extension("half");
        let mut file = std::fs::File::create(&half)?;
        file.write_all(&serde_json::to_vec_pretty(message)?)?;
        file.sync_all()?;
        std::fs::rename(half, path)
    }
}

/// Why something is not in the mailbox.
enum NotKept {
    /// Its id is no file name.
    Name,
    /// The folder does not take it.
    Folder(anyhow::Error),
}

impl Mailbox {
    async fn put(&self, message: Message) -> Result<(), NotKept> {
        if !is_plain(message.id()) {
            return Err(NotKept::Name);
        }
        let mailbox = self.clone();
        let kept = tokio::task::spawn_blocking(move || mailbox.keep(&message)).await;
        kept.map_err(|e| NotKept::Folder(e.into()))?.map_err(|e| NotKept::Folder(e.into()))
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        self.put(Message::Letter(letter.clone())).await.map_err(|error| match error {
            NotKept::Name => MailError::Refused(anyhow::anyhow!("the letter's id is not a file name")),
            NotKept::Folder(error) => MailError::Unavailable(error),
        })
    }
}

#[async_trait]
impl Texter for Mailbox {
    async fn send(&self, message: &TextMessage) -> Result<(), SmsError> {
        self.put(Message::Text(message.clone())).await.map_err(|error| match error {
            NotKept::Name => SmsError::Refused(anyhow::anyhow!("the message's id is not a file name")),
            NotKept::Folder(error) => SmsError::Unavailable(error),
        })
    }
}

fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn read(path: &Path) -> Option<Kept> {
    if path.extension()? != "json" {
        return None;
    }
    let message = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let at = Timestamp::try_from(path.metadata().ok()?.modified().ok()?).ok()?;
    Some(Kept { message, at })
}
