//! `security.txt` (RFC 9116): whom to tell of a hole in the portal.

use std::fmt::Write as _;

use domain::catalog::ContactLineKind;
use jiff::ToSpan as _;

use crate::content::Content;

/// Where it is looked for.
pub const PATH: &str = "/.well-known/security.txt";

/// The portal's addresses that take mail. Without one there is nothing to say.
pub fn mailboxes(content: &Content) -> impl Iterator<Item = &str> {
    let lines = &content.site.catalog.portal.contact;
    lines.iter().filter(|line| line.kind == ContactLineKind::Email).map(|line| line.value.as_str())
}

/// The file. It is good for a day less than a year, which is as long as the RFC wants it to be at most.
pub fn security_txt(content: &Content) -> String {
    let site = &content.site;
    let until = site.today.saturating_add(1.year()).saturating_sub(1.day());
    let languages: Vec<_> = site.languages().iter().map(domain::lang::Lang::as_str).collect();
    let mut out = String::new();
    for mailbox in mailboxes(content) {
        let _ = writeln!(out, "Contact: mailto:{mailbox}");
    }
    let _ = writeln!(out, "Expires: {until}T00:00:00Z");
    let _ = writeln!(out, "Preferred-Languages: {}", languages.join(", "));
    let _ = writeln!(out, "Canonical: {}{PATH}", site.catalog.portal.base_url);
    out
}
