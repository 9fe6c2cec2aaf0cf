//! How much somebody may ask for in an hour, and everybody on a day. Counted in the store: a dropped cookie changes nothing.

use std::net::{IpAddr, Ipv6Addr};

use jiff::Timestamp;

use crate::desk::Desk;
use crate::store::StoreError;

/// Why something is not done now.
#[derive(Debug, thiserror::Error)]
pub enum Limited {
    /// The share is used up.
    #[error("too many for now")]
    TooMany {
        /// Seconds until there is another.
        retry_after: u32,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

const HOUR: u32 = 60 * 60;
const DAY: u32 = 24 * HOUR;

/// Counts one more use by `whom` (hashed before it is stored) and tells when it is more than `at_most` in this hour.
pub async fn hour(desk: &Desk, what: &str, whom: &str, at_most: u32) -> Result<(), Limited> {
    if Share::of(desk, what, whom).count(desk).await? > at_most {
        return Err(Limited::TooMany { retry_after: until_next(HOUR, desk.now()) });
    }
    Ok(())
}

/// Counts one more use by anybody at all and tells when it is more than `at_most` on this day (in UTC).
pub async fn day(desk: &Desk, what: &str, at_most: u32) -> Result<(), Limited> {
    if desk.store().count(what, DAY, desk.now()).await? > at_most {
        return Err(Limited::TooMany { retry_after: until_next(DAY, desk.now()) });
    }
    Ok(())
}

/// What somebody has had of something in this hour.
#[derive(Debug, Clone)]
pub struct Share {
    bucket: String,
}

impl Share {
    /// The share of `whom`, who is hashed before it is stored.
    pub fn of(desk: &Desk, what: &str, whom: &str) -> Self {
        Self { bucket: format!("{what}:{}", desk.keys().pseudonym(whom)) }
    }

    /// How much of it is used up.
    pub async fn used(&self, desk: &Desk) -> Result<u32, StoreError> {
        desk.store().used(&self.bucket, HOUR, desk.now()).await
    }

    /// Counts one more use, and returns how many there are with it.
    pub async fn count(&self, desk: &Desk) -> Result<u32, StoreError> {
        desk.store().count(&self.bucket, HOUR, desk.now()).await
    }
}

/// Seconds until the next window of that length starts.
fn until_next(window: u32, now: Timestamp) -> u32 {
    let seconds = i64::from(window);
    u32::try_from(seconds - now.as_second().rem_euclid(seconds)).unwrap_or(window)
}

/// The network a client is in, as far as one subscriber goes: an IPv4 address, or the first 64 bits of an IPv6 one.
pub fn network(client: IpAddr) -> String {
    match client.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let subscriber = u128::from(address) >> 64 << 64;
            format!("{}/64", Ipv6Addr::from(subscriber))
        }
    }
}
