//! `deskmark repair`.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use function::bundle::Bundle;
use function::config::smtp_url;
use function::files::NoFiles;
use function::mail::Smtp;
use function::repair::{self, Fault, Findings};
use function::{Desk, Parts, system_clock};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Exit;
use super::folder::done;
use super::kept::{DeskError, Opened, Place, carry_out};
use crate::say;

const AFTER_HELP: &str = "The desk may go on working meanwhile. What follows from events is sent with what a desk is started with: with \
     --data the built portal (--site) and DESKMARK_SMTP_URL, with tables the environment of the effects function.\n\nOn \
     AWS the tables are found as `aws` finds them: by AWS_PROFILE or AWS_ACCESS_KEY_ID, and AWS_REGION.";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct Repair {
    #[command(flatten)]
    place: Place,
    /// Only tell what would be mended
    #[arg(long)]
    dry_run: bool,
    /// Instead, send what was not sent of what happened from one moment to another:
    /// 2026-11-27T08:00..2026-11-27T12:30, by this machine's clock
    #[arg(long, value_name = "FROM..TO", value_parser = time, conflicts_with = "dry_run")]
    resend: Option<Range<Timestamp>>,
    /// What `deskmark build` wrote, for --resend
    #[arg(long, value_name = "DIR", default_value = "dist")]
    site: PathBuf,
}

impl Repair {
    pub fn run(&self) -> Exit {
        let ended = match &self.resend {
            Some(time) => carry_out(self.resend(time)).map(|events| {
                done(&say!("resent", events = events));
                Exit::Fine
            }),
            None => carry_out(self.repair()).map(|findings| self.tell(&findings)),
        };
        ended.unwrap_or_else(|exit| exit)
    }

    async fn repair(&self) -> Result<Findings, DeskError> {
        let opened = self.place.open().await?;
        Ok(repair::repair(&*opened.store, opened.keys.as_ref(), self.dry_run).await?)
    }

    fn tell(&self, findings: &Findings) -> Exit {
        for (code, fault) in &findings.faults {
            let code = code.to_string();
            done(&match fault {
                Fault::Head => say!("repair-head", code = code),
                Fault::Words => say!("repair-words", code = code),
                Fault::Log => say!("repair-log", code = code),
            });
        }
        let lost = findings.faults.iter().filter(|(_, fault)| *fault == Fault::Log).count();
        let (tickets, faults) = (findings.tickets, findings.faults.len() - lost);
        done(&if self.dry_run {
            say!("repair-would", tickets = tickets, faults = faults, lost = lost)
        } else {
            say!("repaired", tickets = tickets, faults = faults, lost = lost)
        });
        if lost == 0 { Exit::Fine } else { Exit::Environment }
    }

    async fn resend(&self, time: &Range<Timestamp>) -> Result<u64, DeskError> {
        let opened = self.place.open().await?;
        let store = Arc::clone(&opened.store);
        let desk = self.desk(opened).await?;
        Ok(repair::resend(&desk, &*store, time).await?)
    }

    /// The desk that sends.
    async fn desk(&self, opened: Opened) -> Result<Desk, DeskError> {
        let Opened { store, keys: Some(keys), files, .. } = opened else { return of_the_function().await };
        let bundle = Bundle::load(&self.site.join("desk")).map_err(|_| DeskError::NoSite(self.site.clone()))?;
        let mailer = Smtp::new(&smtp_url().unwrap_or_default()).map_err(|_| DeskError::NoMail)?;
        Ok(Desk::new(Parts {
            store,
            bundle,
            keys,
            files: files.unwrap_or_else(|| Arc::new(NoFiles)),
            mailer: Arc::new(mailer),
            texter: None,
            clock: system_clock(),
        }))
    }
}

#[cfg(feature = "aws")]
async fn of_the_function() -> Result<Desk, DeskError> {
    use function::aws::{Role, start};
    use function::config::Settings;

    fn lacks(error: impl std::fmt::Display) -> DeskError {
        DeskError::Environment(format!("{error:#}"))
    }
    let started = start(Role::Effects, &Settings::from_env().map_err(lacks)?).await.map_err(lacks)?;
    Ok(started.desk)
}

#[cfg(not(feature = "aws"))]
#[expect(clippy::unused_async, reason = "the other one waits for the network")]
async fn of_the_function() -> Result<Desk, DeskError> {
    Err(DeskError::WithoutAws)
}

/// Reads two moments.
fn time(text: &str) -> Result<Range<Timestamp>, String> {
    let (from, to) = text.split_once("..").ok_or("write it like 2026-11-27T08:00..2026-11-27T12:30")?;
    let (from, to) = (moment(from)?, moment(to)?);
    if from < to { Ok(from..to) } else { Err("the second moment is not after the first".to_owned()) }
}

/// With an offset, or by this machine's clock: 2026-11-27T08:00Z, 2026-11-27T08:00, 2026-11-27.
fn moment(text: &str) -> Result<Timestamp, String> {
    let local = |_| text.parse::<DateTime>().and_then(|local| local.to_zoned(TimeZone::system()));
    let told = text.parse::<Timestamp>().or_else(|error| local(error).map(|zoned| zoned.timestamp()));
    told.map_err(|_| format!("`{text}` is no moment like 2026-11-27T08:00"))
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn two_moments_are_read() {
        let range = time("2026-11-27T08:00Z..2026-11-27T12:30:00+07:00").map(|range| range.end.to_string());
        assert_eq!(range, Err("the second moment is not after the first".to_owned()));
        let range = time("2026-11-27T08:00Z..2026-11-27T16:30:00+07:00").expect("two moments");
        assert_eq!(range.end.duration_since(range.start), jiff::SignedDuration::from_mins(90));
        assert!(time("2026-11-27..2026-11-28").is_ok());
        assert!(time("2026-11-27").is_err() && time("yesterday..now").is_err());
    }
}
