//! The mail server, whether letters from here are believed, and text messages, which do not go out from here.

use domain::catalog::Catalog;
use function::mail::Smtp;

use super::Finding;
use crate::content::chain;
use crate::say;

/// Connects to the mail server as for a letter, and says what only its owner can look at.
pub async fn look(url: Option<&str>, catalog: Option<&Catalog>) -> Vec<Finding> {
    let mut findings = vec![server(url).await];
    if let Some(url) = url.filter(|url| is_in_the_open(url)) {
        let host = host_of(url);
        let found = say!("doctor-mail-open", host = host);
        findings.push(Finding::warning(say!("doctor-mail"), found, say!("doctor-mail-open-help")));
    }
    if let Some(sender) = catalog.and_then(|catalog| catalog.portal.sender()) {
        let domain = sender.as_str().rsplit('@').next().unwrap_or_default().to_owned();
        let found = say!("doctor-sender", sender = sender.as_str());
        findings.push(Finding::unseen(say!("doctor-mail"), found, say!("doctor-sender-help", domain = domain)));
    }
    if catalog.is_some_and(|catalog| catalog.portal.sms.is_some()) {
        findings.push(Finding::warning(say!("doctor-sms"), say!("doctor-sms-none"), say!("doctor-sms-none-help")));
    }
    findings
}

async fn server(url: Option<&str>) -> Finding {
    let topic = say!("doctor-mail");
    let Some(url) = url else { return Finding::wrong(topic, say!("doctor-mail-none"), say!("doctor-mail-none-help")) };
    let Ok(smtp) = Smtp::new(url) else {
        return Finding::wrong(topic, say!("doctor-mail-url"), say!("doctor-mail-none-help"));
    };
    match smtp.try_out().await {
        Ok(true) => Finding::fine(topic, say!("doctor-mail-fine", host = host_of(url))),
        Ok(false) => {
            Finding::wrong(topic, say!("doctor-mail-refuses", host = host_of(url)), say!("doctor-mail-away-help"))
        }
        Err(error) => {
            let found = say!("doctor-mail-away", host = host_of(url), reason = chain(&error));
            Finding::wrong(topic, found, say!("doctor-mail-away-help"))
        }
    }
}

/// The server's name and port: never the user or the password before it.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['/', '?']).next().unwrap_or_default();
    rest.rsplit_once('@').map_or(rest, |(_, host)| host)
}

/// Whether letters, and a password, go over a network that others may read.
fn is_in_the_open(url: &str) -> bool {
    let host = host_of(url);
    let is_here = host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
    url.starts_with("smtp://") && !url.contains("tls=required") && !is_here
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_part_of_the_servers_name() {
        assert_eq!(host_of("smtps://an:pa%40ss@mail.example.org:465/?x=1"), "mail.example.org:465");
        assert_eq!(host_of("smtp://127.0.0.1"), "127.0.0.1");
    }

    #[test]
    fn only_what_leaves_this_machine_needs_encryption() {
        assert!(is_in_the_open("smtp://an:secret@mail.example.org"));
        assert!(!is_in_the_open("smtp://an:secret@mail.example.org?tls=required"));
        assert!(!is_in_the_open("smtps://an:secret@mail.example.org"));
        assert!(!is_in_the_open("smtp://127.0.0.1:25"));
    }
}
