//! The desk as a whole: everything a request, an effect or the sweep needs.

use std::sync::{Arc, PoisonError, RwLock};

use domain::catalog::{Portal, Sms};
use jiff::Timestamp;
use tokio::sync::Notify;

use crate::bundle::Bundle;
use crate::files::Files;
use crate::keys::Keys;
use crate::mail::Mailer;
use crate::sms::Texter;
use crate::store::Store;

/// Tells the time. Passed in, so that tests and replays decide it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The machine's clock, in whole milliseconds: what is stored reads back the same.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    })
}

/// What a desk is made of.
pub struct Parts {
    /// Where tickets are kept.
    pub store: Arc<dyn Store>,
    /// The published portal.
    pub bundle: Bundle,
    /// The server's secret.
    pub keys: Keys,
    /// Where files are kept.
    pub files: Arc<dyn Files>,
    /// Sends mail.
    pub mailer: Arc<dyn Mailer>,
    /// Sends text messages. `None`: nobody is asked for a number.
    pub texter: Option<Arc<dyn Texter>>,
    /// Tells the time.
    pub clock: Clock,
}

/// The desk. Cloning it is cheap; every clone is the same desk.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    store: Arc<dyn Store>,
    bundle: RwLock<Arc<Bundle>>,
    keys: Keys,
    files: Arc<dyn Files>,
    mailer: Arc<dyn Mailer>,
    texter: Option<Arc<dyn Texter>>,
    clock: Clock,
    appended: Notify,
}

impl Desk {
    /// Puts a desk together.
    pub fn new(parts: Parts) -> Self {
        let Parts { store, bundle, keys, files, mailer, texter, clock } = parts;
        Self(Arc::new(Inner {
            store,
            bundle: RwLock::new(Arc::new(bundle)),
            keys,
            files,
            mailer,
            texter,
            clock,
            appended: Notify::new(),
        }))
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        &*self.0.store
    }

    /// The portal as it is published now. Take it once a request, so that one page never mixes two editions.
    pub fn bundle(&self) -> Arc<Bundle> {
        Arc::clone(&self.0.bundle.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Publishes another edition of the portal.
    pub fn publish(&self, bundle: Bundle) {
        *self.0.bundle.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(bundle);
    }

    /// The server's secret.
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// The files.
    pub fn files(&self) -> &dyn Files {
        &*self.0.files
    }

    /// The mailer.
    pub fn mailer(&self) -> &dyn Mailer {
        &*self.0.mailer
    }

    /// What sends text messages, and how many it may: where the portal has them and this machine can send them.
    pub fn texting<'a>(&'a self, portal: &'a Portal) -> Option<(&'a dyn Texter, &'a Sms)> {
        self.0.texter.as_deref().zip(portal.sms.as_ref())
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    /// Tells whoever follows the log on this machine that there is something new.
    pub fn appended(&self) -> &Notify {
        &self.0.appended
    }
}
