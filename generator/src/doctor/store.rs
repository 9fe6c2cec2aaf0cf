//! The tickets: is the file whole, does the worker keep up, and has the clock gone back?

use std::path::Path;

use function::local::TICKETS;
use function::store::sqlite::{State, state};
use jiff::{Timestamp, ToSpan as _};

use super::Finding;
use crate::content::chain;
use crate::say;

/// Looks at the file, which may be in use.
pub fn look(data: &Path, now: Timestamp) -> Vec<Finding> {
    let path = data.join(TICKETS);
    if !path.exists() {
        // Whether there is a folder at all has been told.
        return Vec::new();
    }
    let State { tickets, waiting, newest, versions: (is, wanted) } = match state(&path) {
        Ok(state) => state,
        Err(error) => {
            let found = say!("doctor-store-wrong", path = path.display().to_string(), reason = chain(&error));
            return vec![Finding::wrong(say!("doctor-store"), found, say!("doctor-store-wrong-help"))];
        }
    };
    let mut findings = Vec::new();
    findings.push(if is > wanted {
        Finding::wrong(say!("doctor-store"), say!("doctor-store-newer"), say!("doctor-store-newer-help"))
    } else {
        Finding::fine(say!("doctor-store"), say!("doctor-store-fine", tickets = u64::from(tickets)))
    });
    if waiting > 0 {
        let found = say!("doctor-waiting", count = u64::from(waiting));
        findings.push(Finding::warning(say!("doctor-store"), found, say!("doctor-waiting-help")));
    }
    // A minute is what two machines' clocks may differ by.
    findings.push(match newest.filter(|newest| *newest > now.saturating_add(1.minute()).unwrap_or(Timestamp::MAX)) {
        Some(newest) => Finding::wrong(
            say!("doctor-clock"),
            say!("doctor-clock-back", now = now.to_string(), newest = newest.to_string()),
            say!("doctor-clock-help"),
        ),
        None => Finding::fine(say!("doctor-clock"), say!("doctor-clock-fine", now = now.to_string())),
    });
    findings
}
