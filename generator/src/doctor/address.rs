//! The address people know: encrypted, and answered by a desk?

use domain::catalog::Portal;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use super::Finding;
use crate::host::is_in_the_open;
use crate::say;

/// More than this, and promises and one-time codes end at other times than people think. In seconds.
const SKEW: i64 = 60;

/// Asks for the desk's door at the address that links lead to.
pub fn look(portal: &Portal, now: Timestamp) -> Vec<Finding> {
    let topic = || say!("doctor-address");
    let mut findings = Vec::new();
    if is_in_the_open(portal) {
        let found = say!("doctor-address-http", url = &portal.base_url);
        findings.push(Finding::warning(topic(), found, say!("doctor-address-http-help")));
    }
    let door = format!("{}/desk/sign-in", portal.base_url);
    let answer = match crate::net::agent("doctor").get(&door).call() {
        Ok(answer) => answer,
        Err(error) => {
            let found = say!("doctor-address-silent", url = door, reason = error.to_string());
            findings.push(Finding::wrong(topic(), found, say!("doctor-address-silent-help")));
            return findings;
        }
    };
    let is_a_desk = answer.status() == 200 && answer.headers().contains_key("x-request-id");
    findings.push(if is_a_desk {
        Finding::fine(topic(), say!("doctor-address-fine", url = &portal.base_url))
    } else {
        let found = say!("doctor-address-other", url = door, status = answer.status().as_str());
        Finding::wrong(topic(), found, say!("doctor-address-other-help"))
    });
    let date = answer.headers().get("date").and_then(|date| date.to_str().ok());
    let date = date.and_then(|date| DateTimeParser::new().parse_timestamp(date).ok());
    let skew = date.map(|date| date.as_second() - now.as_second()).filter(|skew| skew.abs() > SKEW);
    findings.extend(skew.map(|skew| {
        let found = say!("doctor-clock-skew", seconds = skew.to_string());
        Finding::warning(say!("doctor-clock"), found, say!("doctor-clock-help"))
    }));
    findings
}
