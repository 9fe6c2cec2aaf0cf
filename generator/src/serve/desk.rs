//! The desk inside `serve`: the same router as on Lambda, on SQLite, with mail kept in a folder.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use domain::catalog::{Catalog, Member, Role};
use domain::contact::Email;
use domain::ids::DeskId;
use function::bundle::Bundle;
use function::effects::worker;
use function::files::Folder;
use function::http::{embedded_router, mailbox_router};
use function::keys::{Keys, random};
use function::mail::Mailbox;
use function::store::sqlite::SqliteStore;
use function::{Desk, Parts, sign_in, system_clock};
use jiff::SignedDuration;
use themes::Theme;
use themes::theme::Overrides;

use super::edition::Edition;
use super::live::Live;

/// Printed sign-in links work once, on the day they are printed.
const LINKS_LAST: SignedDuration = SignedDuration::from_hours(24);

/// Why the desk cannot start.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The data folder.
    #[error("cannot use the data folder `{}`: {source}; name another with --data", path.display())]
    Data {
        /// The folder or a file in it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The tickets.
    #[error("cannot open the tickets in `{}`: {source}", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: function::store::StoreError,
    },
    /// The server's secret.
    #[error("the server's secret in `{}` is too short; remove the file to have a new one made", .0.display())]
    Secret(PathBuf),
    /// The links to sign in.
    #[error("cannot make links to sign in: {0}")]
    SignIn(#[from] sign_in::SendError),
}

/// A running desk.
pub struct Embedded {
    desk: Desk,
    store: SqliteStore,
    mailbox: Mailbox,
}

/// Gives the desk a newer edition.
pub struct Publisher(Desk);

/// Starts the desk on a data folder, which is made where needed. `None` when the content has no desk.
pub fn start(edition: &Edition, data: &Path) -> Result<Option<Embedded>, DeskError> {
    if edition.content.site.catalog.desks.is_empty() {
        return Ok(None);
    }
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source: io::Error| DeskError::Data { path, source }
    };
    fs::create_dir_all(data).map_err(failed(data))?;
    let keys = keys(&data.join("secret"))?;
    let mailbox = Mailbox::open(&data.join("mail")).map_err(failed(data))?;
    let files = Folder::open(&data.join("files")).map_err(failed(&data.join("files")))?;
    let path = data.join("tickets.sqlite");
    let store = SqliteStore::open(&path).map_err(|source| DeskError::Store { path, source })?;
    let parts = Parts {
        store: Arc::new(store.clone()),
        bundle: bundle(edition.content.site.catalog.clone(), edition.content.overrides.clone()),
        keys,
        files: Arc::new(files),
        mailer: Arc::new(mailbox.clone()),
        clock: system_clock(),
    };
    Ok(Some(Embedded { desk: Desk::new(parts), store, mailbox }))
}

/// The catalog and a theme of its own: the desk renders in other threads, of one edition at a time.
fn bundle(catalog: Catalog, overrides: Overrides) -> Bundle {
    let accent = catalog.portal.accent.as_deref();
    // A broken override has been reported with the content's other problems.
    let theme = Theme::build(overrides, accent).unwrap_or_default();
    Bundle { catalog, theme: Arc::new(theme), live: true }
}

/// Reads the secret behind private links and cookies, or makes it: for the owner's eyes only.
fn keys(path: &Path) -> Result<Keys, DeskError> {
    let failed = |source| DeskError::Data { path: path.to_owned(), source };
    let secret = match fs::read(path) {
        Ok(secret) => secret,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let secret = random::secret().map_err(|error| failed(io::Error::other(error)))?.into_bytes();
            let mut options = fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path).map_err(failed)?;
            file.write_all(&secret).and_then(|()| file.sync_all()).map_err(failed)?;
            secret
        }
        Err(error) => return Err(failed(error)),
    };
    Keys::new(secret).map_err(|_| DeskError::Secret(path.to_owned()))
}

impl Embedded {
    /// The desk's pages and the mailbox.
    pub fn router(&self) -> Router {
        embedded_router(self.desk.clone()).merge(mailbox_router(self.desk.clone(), self.mailbox.clone()))
    }

    /// Carries out effects and sweeps until it is dropped.
    pub async fn work(self) {
        worker::run(self.desk, self.store).await;
    }

    /// Hands newer editions to the desk.
    pub fn publisher(&self) -> Publisher {
        Publisher(self.desk.clone())
    }

    /// A line with a one-time link for each role of each desk.
    pub async fn sign_in_links(&self, edition: &Edition, base: &str) -> Result<Vec<String>, DeskError> {
        let ends_at = self.desk.now() + LINKS_LAST;
        let mut lines = Vec::new();
        for (desk, role, member) in first_members(&edition.content.site.catalog) {
            let Ok(email) = Email::parse(&member.email) else { continue };
            let issued = sign_in::issue(&self.desk, &email, ends_at).await?;
            let link = format!("{base}/desk/sign-in/open?id={}&code={}", issued.id, issued.code);
            lines.push(format!("Sign in as {} of {desk}   {link}", role.as_str()));
        }
        Ok(lines)
    }
}

impl Publisher {
    /// From now on the desk works by the edition that is served.
    pub fn publish(&self, live: &Live) {
        let (catalog, overrides) = {
            let content = &live.edition().content;
            (content.site.catalog.clone(), content.overrides.clone())
        };
        if !catalog.desks.is_empty() {
            self.0.publish(bundle(catalog, overrides));
        }
    }
}

/// The first member of each role of each desk: first the desk that gets what people ask for most.
fn first_members(catalog: &Catalog) -> impl Iterator<Item = (&DeskId, Role, &Member)> {
    const ROLES: [Role; 4] = [Role::Expert, Role::Lead, Role::Admin, Role::Director];
    let weight = |desk: &DeskId| {
        let own = catalog.request_types.values().filter(|request_type| request_type.desk == *desk);
        own.map(|request_type| request_type.weight).min().unwrap_or(i32::MAX)
    };
    let mut desks: Vec<_> = catalog.desks.iter().collect();
    desks.sort_by_cached_key(|(id, _)| weight(id));
    desks
        .into_iter()
        .flat_map(|(id, desk)| ROLES.into_iter().filter_map(move |role| Some((id, role, desk.with_role(role).next()?))))
}
