//! Counting what readers tell without writing. Whoever sends too much is answered as anybody is, and not counted.

use std::net::IpAddr;

use domain::signal::Signal;
use jiff::tz::TimeZone;

use crate::desk::Desk;
use crate::limits::{self, Limited};
use crate::store::StoreError;

/// Phrases that found nothing are the only signals that readers make up. So many an hour are kept for the whole portal,
/// however many networks they come from.
const PHRASES_IN_AN_HOUR: u32 = 2_000;

/// Counts a signal under today's date (in UTC), unless its sender's share of the hour is used up.
pub async fn count(desk: &Desk, client: IpAddr, signal: &Signal) -> Result<(), StoreError> {
    match within_limits(desk, client, signal).await {
        Ok(()) => {}
        Err(Limited::TooMany { .. }) => return Ok(()),
        Err(Limited::Store(error)) => return Err(error),
    }
    let today = desk.now().to_zoned(TimeZone::UTC).date();
    desk.store().add_signal(today, signal).await
}

async fn within_limits(desk: &Desk, client: IpAddr, signal: &Signal) -> Result<(), Limited> {
    let limits = desk.bundle().catalog.portal.limits;
    let network = limits::network(client);
    limits::hour(desk, "signals-client", &network, limits.signals_per_client).await?;
    match signal {
        Signal::Helpful { article, .. } | Signal::Opened { article, .. } | Signal::Deflect { article, .. } => {
            let about = format!("{network} {article}");
            limits::hour(desk, "signals-article", &about, limits.signals_per_article).await
        }
        Signal::Miss { .. } => limits::hour(desk, "signals-phrases", "", PHRASES_IN_AN_HOUR).await,
    }
}
