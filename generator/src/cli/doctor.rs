//! `deskmark doctor`.

use std::path::PathBuf;

use clap::Args;
use function::config::smtp_url;
use jiff::Timestamp;

use super::folder::{line, speech};
use super::{Exit, waiting};
use crate::diagnostics::Said;
use crate::doctor::{Finding, Patient, Verdict, examine};
use crate::say;

#[derive(Debug, Args)]
pub struct Doctor {
    /// What `deskmark build` wrote
    #[arg(long, value_name = "DIR", default_value = "dist")]
    site: PathBuf,
    /// The data folder, which may be in use
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

impl Doctor {
    pub fn run(&self) -> Exit {
        // Nobody reads a clock to the nanosecond.
        let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default();
        let (site, data) = (self.site.clone(), self.data.clone());
        let patient = Patient { site, data, smtp_url: smtp_url(), now };
        let findings = match waiting::run(examine(&patient)) {
            Ok(findings) => findings,
            Err(exit) => return exit,
        };
        for finding in &findings {
            tell(finding);
        }
        let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
        let (wrong, warnings) = (count(Verdict::Wrong), count(Verdict::Warning));
        line(&say!("doctor-verdict", wrong = wrong, warnings = warnings).text(speech()));
        if wrong == 0 { Exit::Fine } else { Exit::Environment }
    }
}

/// A line for what was found, and one for what to do.
fn tell(finding: &Finding) {
    let verdict = match finding.verdict {
        Verdict::Fine => say!("doctor-fine"),
        Verdict::Unseen => say!("note"),
        Verdict::Warning => say!("warning"),
        Verdict::Wrong => say!("doctor-wrong"),
    };
    let text = |said: &Said| said.text(speech());
    line(&format!("{:<9} {:<10} {}", text(&verdict), text(&finding.topic), text(&finding.found)));
    if let Some(advice) = &finding.advice {
        line(&format!("{:<9} {:<10} → {}", "", "", text(advice)));
    }
}
