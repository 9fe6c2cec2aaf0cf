//! Is everything the desk on one machine needs all right? A file a thing that is looked at.

mod address;
mod folder;
mod mail;
mod site;
mod store;

use std::path::PathBuf;

use jiff::Timestamp;

use crate::diagnostics::Said;

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Fine,
    /// It cannot be seen from here: somebody has to look.
    Unseen,
    /// It works, and may not for long, or not for everybody.
    Warning,
    /// It does not work.
    Wrong,
}

/// What was found about one thing.
#[derive(Debug)]
pub struct Finding {
    /// What was looked at.
    pub topic: Said,
    /// How it is.
    pub verdict: Verdict,
    /// What was found.
    pub found: Said,
    /// What to do, where there is something to do.
    pub advice: Option<Said>,
}

impl Finding {
    fn fine(topic: Said, found: Said) -> Self {
        Self { topic, verdict: Verdict::Fine, found, advice: None }
    }

    fn unseen(topic: Said, found: Said, advice: Said) -> Self {
        Self { topic, verdict: Verdict::Unseen, found, advice: Some(advice) }
    }

    fn warning(topic: Said, found: Said, advice: Said) -> Self {
        Self { topic, verdict: Verdict::Warning, found, advice: Some(advice) }
    }

    fn wrong(topic: Said, found: Said, advice: Said) -> Self {
        Self { topic, verdict: Verdict::Wrong, found, advice: Some(advice) }
    }
}

/// What is looked at.
#[derive(Debug, Clone)]
pub struct Patient {
    /// What `deskmark build` wrote.
    pub site: PathBuf,
    /// The data folder.
    pub data: PathBuf,
    /// The mail server.
    pub smtp_url: Option<String>,
    /// The time.
    pub now: Timestamp,
}

/// Looks at everything, and changes nothing.
pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let (mut findings, bundle) = site::look(&patient.site);
    findings.extend(folder::look(&patient.data));
    findings.extend(store::look(&patient.data, patient.now));
    let catalog = bundle.as_ref().map(|bundle| &bundle.catalog);
    findings.extend(mail::look(patient.smtp_url.as_deref(), catalog).await);
    if let Some(catalog) = catalog {
        findings.extend(address::look(&catalog.portal, patient.now));
    }
    findings
}
