//! The desk inside `serve`: the same router as on Lambda, on SQLite, with mail kept in a folder.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use domain::catalog::{Catalog, Member, Role};
use domain::contact::Email;
use domain::ids::DeskId;
use function::bundle::Bundle;
use function::effects::worker;
use function::http::{embedded_router, mailbox_router};
use function::local::{Data, DataError, Lock};
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
    #[error(transparent)]
    Data(#[from] DataError),
    /// The mailbox in it.
    #[error("cannot keep mail in the data folder")]
    Mailbox(#[source] std::io::Error),
    /// The links to sign in.
    #[error("cannot make links to sign in: {0}")]
    SignIn(#[from] sign_in::SendError),
}

/// A running desk.
pub struct Embedded {
    desk: Desk,
    store: SqliteStore,
    mailbox: Mailbox,
    lock: Lock,
}

/// Gives the desk a newer edition.
pub struct Publisher(Desk);

/// Starts the desk on a data folder, which is made where needed. `None` when the content has no desk.
pub fn start(edition: &Edition, data: &Path) -> Result<Option<Embedded>, DeskError> {
    if edition.content.site.catalog.desks.is_empty() {
        return Ok(None);
    }
    let Data { store, files, keys, lock } = Data::open(data)?;
    let mailbox = Mailbox::open(&data.join("mail")).map_err(DeskError::Mailbox)?;
    let parts = Parts {
        store: Arc::new(store.clone()),
        bundle: bundle(edition.content.site.catalog.clone(), edition.content.overrides.clone()),
        keys,
        files: Arc::new(files),
        mailer: Arc::new(mailbox.clone()),
        texter: Some(Arc::new(mailbox.clone())),
        clock: system_clock(),
    };
    Ok(Some(Embedded { desk: Desk::new(parts), store, mailbox, lock }))
}

/// The catalog and a theme of its own: the desk renders in other threads, of one edition at a time.
fn bundle(catalog: Catalog, overrides: Overrides) -> Bundle {
    let accent = catalog.portal.accent.as_deref();
    // A broken override has been reported with the content's other problems.
    let theme = Theme::build(overrides, accent).unwrap_or_default();
    Bundle { catalog, theme: Arc::new(theme), live: true }
}

impl Embedded {
    /// The desk's pages and the mailbox.
    pub fn router(&self) -> Router {
        embedded_router(self.desk.clone()).merge(mailbox_router(self.desk.clone(), self.mailbox.clone()))
    }

    /// Carries out effects and sweeps until it is dropped.
    pub async fn work(self) {
        let Self { desk, store, lock: _lock, .. } = self;
        worker::run(desk, store).await;
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
