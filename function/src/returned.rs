//! Addresses from which letters come back, or whose owners call them spam: none is sent there for a while. Who goes on
//! writing to such addresses is soon taken for a spammer, and then nobody gets their letters.

use domain::contact::Email;
use jiff::ToSpan;

use crate::desk::Desk;
use crate::store::Result;

const WEEK: u32 = 7 * 24 * 60 * 60;

/// Remembers that a letter came back from an address, which is hashed before it is stored. It is counted in this week and
/// in the next, so it is remembered for one week at least, and two at most: a mailbox may be mended.
pub async fn remember(desk: &Desk, from: &Email) -> Result<()> {
    let (bucket, now) = (bucket(desk, from), desk.now());
    desk.store().count(&bucket, WEEK, now).await?;
    desk.store().count(&bucket, WEEK, now + i64::from(WEEK).seconds()).await?;
    Ok(())
}

/// Whether letters to an address come back.
pub async fn comes_back(desk: &Desk, to: &Email) -> Result<bool> {
    Ok(desk.store().used(&bucket(desk, to), WEEK, desk.now()).await? > 0)
}

fn bucket(desk: &Desk, email: &Email) -> String {
    format!("returned:{}", desk.keys().pseudonym(email.as_str()))
}
