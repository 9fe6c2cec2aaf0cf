//! How much somebody may ask for in an hour. Counted in the store: a dropped cookie changes nothing.

use std::net::{IpAddr, Ipv6Addr};

use jiff::Timestamp;

use crate::desk::Desk;
use crate::store::StoreError;

/// Why something is not done now.
#[derive(Debug, thiserror::Error)]
pub enum Limited {
    /// The hour's share is used up.
    #[error("too many in this hour")]
    TooMany {
        /// Seconds until the next hour starts.
        retry_after: u32,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

const HOUR: u32 = 60 * 60;

/// Counts one more use by `whom` (hashed before it is stored) and tells when it is more than `at_most` in this hour.
pub async fn hour(desk: &Desk, what: &str, whom: &str, at_most: u32) -> Result<(), Limited> {
    let bucket = format!("{what}:{}", desk.keys().pseudonym(whom));
    let now = desk.now();
    if desk.store().count(&bucket, HOUR, now).await? > at_most {
        return Err(Limited::TooMany { retry_after: until_next_hour(now) });
    }
    Ok(())
}

fn until_next_hour(now: Timestamp) -> u32 {
    let hour = i64::from(HOUR);
    u32::try_from(hour - now.as_second().rem_euclid(hour)).unwrap_or(HOUR)
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
