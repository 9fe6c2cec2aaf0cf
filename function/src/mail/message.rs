//! A letter as a message of RFC 5322, whoever carries it.

use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};

use super::Letter;

/// The message that brings a letter.
pub(super) fn message(letter: &Letter) -> anyhow::Result<Message> {
    let sender: Address = letter.from.email.as_str().parse()?;
    let id = format!("<{}@{}>", letter.id, sender.domain());
    let message = Message::builder()
        .message_id(Some(id))
        .from(Mailbox::new(Some(letter.from.name.clone()), sender))
        .to(Mailbox::new(None, letter.to.as_str().parse()?))
        .subject(letter.subject.clone())
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Precedence", "bulk"))
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .raw_header(header("Content-Language", letter.lang.as_str()))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.body.clone())?;
    Ok(message)
}

/// RFC 3834's `Auto-Submitted` keeps other machines from answering; `Precedence` those that are older than it, and
/// `X-Auto-Response-Suppress` Exchange, which heeds neither.
fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
