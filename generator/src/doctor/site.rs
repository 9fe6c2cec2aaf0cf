//! The built site, its bundle, and the people listed in it.

use std::path::Path;

use domain::catalog::Catalog;
use domain::contact::Email;
use function::bundle::Bundle;

use super::Finding;
use crate::host;
use crate::say;

/// Whether `deskmark host` would take it.
pub fn look(site: &Path) -> (Vec<Finding>, Option<Bundle>) {
    match host::read(site) {
        Ok((_, bundle)) => {
            let mut findings = vec![Finding::fine(
                say!("doctor-site"),
                say!(
                    "doctor-site-fine",
                    desks = bundle.catalog.desks.len(),
                    languages = bundle.catalog.portal.languages.len()
                ),
            )];
            findings.extend(members(&bundle.catalog));
            (findings, Some(bundle))
        }
        Err(error) => {
            let wrong = Finding::wrong(
                say!("doctor-site"),
                crate::diagnostics::Said::verbatim(error.to_string()),
                say!("doctor-site-wrong"),
            );
            (vec![wrong], None)
        }
    }
}

/// Members who would get the portal's own letters, and send them round in circles.
fn members(catalog: &Catalog) -> Vec<Finding> {
    let all = catalog.desks.iter().flat_map(|(id, desk)| desk.members.iter().map(move |member| (id, member)));
    let own = all.filter(|(_, member)| Email::parse(&member.email).is_ok_and(|email| catalog.portal.is_own(&email)));
    own.map(|(desk, member)| {
        Finding::wrong(
            say!("doctor-members"),
            say!("doctor-members-own", email = &member.email, desk = desk.as_str()),
            say!("doctor-members-own-help", desk = desk.as_str()),
        )
    })
    .collect()
}
