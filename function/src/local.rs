//! The desk on one machine: SQLite, a mailbox of files, and a worker, all in one data folder.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use domain::catalog::Role;
use domain::contact::Email;
use domain::ids::DeskId;
use jiff::SignedDuration;

use crate::bundle::Bundle;
use crate::desk::{Desk, Parts, system_clock};
use crate::effects::worker;
use crate::files::Folder;
use crate::http::{embedded_router, mailbox_router};
use crate::keys::{Keys, random};
use crate::mail::Mailbox;
use crate::sign_in;
use crate::store::sqlite::SqliteStore;

/// A desk on this machine.
#[derive(Clone)]
pub struct Local {
    desk: Desk,
    store: SqliteStore,
    mailbox: Mailbox,
}

/// A link that signs in as the first member of a role, once.
#[derive(Debug, Clone)]
pub struct SignInLink {
    /// The desk.
    pub desk: DeskId,
    /// What the member is there.
    pub role: Role,
    /// The address to open.
    pub url: String,
}

/// Links printed at the start are for the working day.
const LINKS_WORK_FOR: SignedDuration = SignedDuration::from_hours(12);

impl Local {
    /// Opens the data folder, creating what is missing: `desk.sqlite3`, `files/`, `mail/`, `secret`.
    pub fn open(data: &Path, bundle: Bundle) -> anyhow::Result<Self> {
        std::fs::create_dir_all(data).with_context(|| format!("cannot create {}", data.display()))?;
        let keys = keys(&data.join("secret"))?;
        let database = data.join("desk.sqlite3");
        let store = SqliteStore::open(&database).with_context(|| format!("cannot open {}", database.display()))?;
        let files = data.join("files");
        let files = Folder::open(&files).with_context(|| format!("cannot use {}", files.display()))?;
        let mailbox = Mailbox::open(&data.join("mail"))?;
        let desk = Desk::new(Parts {
            store: Arc::new(store.clone()),
            bundle,
            keys,
            files: Arc::new(files),
            mailer: Arc::new(mailbox.clone()),
            clock: system_clock(),
        });
        Ok(Self { desk, store, mailbox })
    }

    /// The desk itself.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The desk's pages and the mailbox, to be merged into the router of the site.
    pub fn router(&self) -> Router {
        embedded_router(self.desk.clone()).merge(mailbox_router(self.desk.clone(), self.mailbox.clone()))
    }

    /// Carries out effects and sweeps until it is dropped.
    pub async fn work(self) {
        worker::run(self.desk, self.store).await;
    }

    /// A link for the first member of each role at each desk. Only for the screen of the machine itself.
    pub async fn sign_in_links(&self) -> anyhow::Result<Vec<SignInLink>> {
        let bundle = self.desk.bundle();
        let ends_at = self.desk.now() + LINKS_WORK_FOR;
        let mut links = Vec::new();
        for (id, listed) in &bundle.catalog.desks {
            for role in [Role::Expert, Role::Lead, Role::Admin, Role::Director] {
                let Some(member) = listed.with_role(role).next() else { continue };
                let email = Email::parse(&member.email)?;
                let issued = sign_in::issue(&self.desk, &email, ends_at).await?;
                let base = &bundle.catalog.portal.base_url;
                let url = format!("{base}/desk/sign-in/open?id={}&code={}", issued.id, issued.code);
                links.push(SignInLink { desk: id.clone(), role, url });
            }
        }
        Ok(links)
    }
}

/// The secret in the data folder; a new one where there is none. Only its owner may read it.
fn keys(path: &Path) -> anyhow::Result<Keys> {
    if !path.exists() {
        write_secret(path).with_context(|| format!("cannot create {}", path.display()))?;
    }
    let secret = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Keys::new(secret).with_context(|| format!("{} is damaged: every link was made with it", path.display()))
}

/// Whole or not at all: a crash leaves no half secret behind.
fn write_secret(path: &Path) -> anyhow::Result<()> {
    let half = path.with_extension("half");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&half)?;
    file.write_all(random::secret()?.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(half, path)?;
    Ok(())
}
