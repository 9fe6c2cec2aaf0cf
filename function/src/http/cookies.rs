//! Cookies: `HttpOnly`, `SameSite=Lax`, `Secure` wherever the portal is on https.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::catalog::Portal;
use domain::code::TicketCode;

/// Whether the portal is reached by https.
pub(super) fn is_https(portal: &Portal) -> bool {
    portal.base_url.starts_with("https://")
}

/// The owner's cookie: sent only to its own ticket's pages, gone when the browser closes.
pub(super) fn owner(portal: &Portal, code: TicketCode, value: &str) -> HeaderValue {
    cookie(portal, OWNER, value, &format!("/t/{code}"), "")
}

/// Takes the owner's cookie away.
pub(super) fn forget_owner(portal: &Portal, code: TicketCode) -> HeaderValue {
    cookie(portal, OWNER, "", &format!("/t/{code}"), "; Max-Age=0")
}

/// The staff session's cookie.
pub(super) fn staff(portal: &Portal, value: &str, seconds: i64) -> HeaderValue {
    cookie(portal, staff_name(portal), value, "/", &format!("; Max-Age={seconds}"))
}

/// Takes the staff session's cookie away.
pub(super) fn forget_staff(portal: &Portal) -> HeaderValue {
    cookie(portal, staff_name(portal), "", "/", "; Max-Age=0")
}

/// The cookie of a requester's own list: sent only to its pages, gone when the browser closes.
pub(super) fn my(portal: &Portal, value: &str) -> HeaderValue {
    cookie(portal, MY, value, "/my", "")
}

/// Takes that cookie away.
pub(super) fn forget_my(portal: &Portal) -> HeaderValue {
    cookie(portal, MY, "", "/my", "; Max-Age=0")
}

/// The cookie of a requester's own list that came with a request.
pub(super) fn my_of(headers: &HeaderMap) -> Option<&str> {
    find(headers, MY)
}

/// The owner's cookie that came with a request.
pub(super) fn owner_of(headers: &HeaderMap) -> Option<&str> {
    find(headers, OWNER)
}

/// The staff cookie that came with a request.
pub(super) fn staff_of<'a>(headers: &'a HeaderMap, portal: &Portal) -> Option<&'a str> {
    find(headers, staff_name(portal))
}

const OWNER: &str = "deskmark-ticket";
const MY: &str = "deskmark-my";

/// Browsers accept the `__Host-` prefix, which no other host can set, only on https.
fn staff_name(portal: &Portal) -> &'static str {
    if is_https(portal) { "__Host-deskmark" } else { "deskmark" }
}

fn cookie(portal: &Portal, name: &str, value: &str, path: &str, more: &str) -> HeaderValue {
    let secure = if is_https(portal) { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax{secure}{more}"))
        .expect("names, hexadecimal values and paths of codes are plain ASCII")
}

fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty()).then_some(value)
        })
}
