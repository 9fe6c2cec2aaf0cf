//! The one place that spells a DynamoDB key, attribute, index or expression. `infra/template.yaml` declares the keys
//! and indexes; the two must agree.
//!
//! Expressions name every attribute as a `#placeholder`, which [`names`] resolves: some 570 words are reserved, `ttl`
//! and `state` among them, and the list grows.

use std::collections::HashMap;
use std::ops::Range;

use domain::code::TicketCode;
use domain::ids::DeskId;
use domain::signal::{NotASignal, Signal};
use domain::ticket::{State, Ticket};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::store::{Cursor, SessionId, SubmissionId};

/// Partition key of both tables.
pub const PK: &str = "pk";
/// Sort key of both tables.
pub const SK: &str = "sk";

/// A head: everything but its summary.
pub const HEAD: &str = "head";
/// An event: everything but its personal part.
pub const EVENT: &str = "event";
/// The personal part of a head or an event, erased by removing it.
pub const PERSONAL: &str = "personal";
/// Which ticket a submission led to.
pub const CODE: &str = "code";
/// Digest of what was submitted.
pub const BODY: &str = "body";
/// Of a word's row: all the words its ticket is found by. Of a ticket's list: the partitions of these rows.
pub const WORDS: &str = "words";

/// The index of open tickets, its partition key and its sort key.
pub const QUEUE: (&str, &str, &str) = ("queue", "q", "qs");
/// The index of contacts, its partition key and its sort key.
pub const CONTACT: (&str, &str, &str) = ("contact", "c", "cs");
/// The index of alarms, its partition key and its sort key. (`as` alone is a reserved word.)
pub const ALARM: (&str, &str, &str) = ("alarm", "a", "as_");
/// The one partition of the alarm index.
pub const ALL_ALARMS: &str = "A";

/// Seconds since 1970 after which DynamoDB may delete the row. It does so late: reads compare [`ENDS`].
pub const TTL: &str = "ttl";
/// How often a bucket was used in a window, or a signal came on a day.
pub const USES: &str = "uses";
/// Digest of a one-time code.
pub const DIGEST: &str = "digest";
/// Wrong tries left of a one-time code.
pub const TRIES: &str = "tries";
/// Whom a one-time code signs in, or a session belongs to.
pub const EMAIL: &str = "email";
/// What stands under a member's answers.
pub const SIGNATURE: &str = "signature";
/// The last day a member is away.
pub const AWAY: &str = "away";
/// When a one-time code, a session or somebody's writing ends.
pub const ENDS: &str = "ends";
/// Until when an effect is claimed.
pub const LEASE: &str = "lease";
/// Which call claimed an effect.
pub const HOLDER: &str = "holder";
/// There once an effect has been carried out.
pub const DONE: &str = "done";

/// Of an event: it was moved in from another store, where its effects were carried out.
pub const MOVED: &str = "moved";

/// Condition: no head that can be read is stored.
pub const WITHOUT_VERSION: &str = "attribute_not_exists(#head.#version)";
/// Filter: heads and markers, and the first event of every ticket.
pub const HEADS_AND_MARKERS: &str = "#sk = :only OR #sk = :first";
/// Filter: what stays of the table of things with an end.
pub const WHAT_STAYS: &str = "begins_with(#pk, :profile) OR begins_with(#pk, :signal) \
     OR (begins_with(#pk, :effect) AND attribute_exists(#done))";
/// What is read of rows that are gone through: nothing that a ticket says.
pub const WITHOUT_TEXTS: &str = "#pk, #sk, #code, #body, #uses, #signature, #away";
/// Condition: nothing is stored under this key.
pub const ABSENT: &str = "attribute_not_exists(#pk)";
/// Condition: something is stored under this key.
pub const PRESENT: &str = "attribute_exists(#pk)";
/// Update: without its personal part.
pub const WITHOUT_PERSONAL: &str = "REMOVE #personal";
/// Condition: the stored head is at version `:expected`.
pub const AT_VERSION: &str = "#head.#version = :expected";
/// Key condition: a ticket's events from `:first` to `:last`.
pub const EVENTS_OF: &str = "#pk = :pk AND #sk BETWEEN :first AND :last";
/// Key condition: the queue `:desk` from `:after` to `:until`.
pub const QUEUE_BETWEEN: &str = "#q = :desk AND #qs BETWEEN :after AND :until";
/// Key condition: the tickets of `:contact` older than `:before`.
pub const CONTACT_BEFORE: &str = "#c = :contact AND #cs < :before";
/// Key condition: the tickets of the word `:pk` older than `:before`.
pub const WORD_BEFORE: &str = "#pk = :pk AND #sk < :before";
/// Key condition: the alarms `:all` until `:until`.
pub const ALARMS_UNTIL: &str = "#a = :all AND #as_ <= :until";
/// Update: `:one` use more, forgotten after `:ttl`.
pub const COUNT_ONE: &str = "ADD #uses :one SET #ttl = :ttl";
/// Key condition: the signals of `:day`.
pub const SIGNALS_OF: &str = "#pk = :day";
/// Key condition: who is writing to `:ticket`.
pub const WRITING_TO: &str = "#pk = :ticket";
/// Condition: the code is `:digest` and may still be tried at `:now`.
pub const RIGHT_CODE: &str = "#digest = :digest AND #ends > :now AND #tries > :none";
/// Condition: the code is not `:digest` and may still be tried at `:now`.
pub const WRONG_CODE: &str = "#digest <> :digest AND #ends > :now AND #tries > :none";
/// Update: `:one` try less.
pub const ONE_TRY_LESS: &str = "SET #tries = #tries - :one";
/// Condition: nobody has carried the effect out, or holds it later than `:now`; or `:holder` does: the same call, whose
/// answer was lost.
pub const CLAIMABLE: &str =
    "attribute_not_exists(#pk) OR (attribute_not_exists(#done) AND (#lease <= :now OR #holder = :holder))";
/// Condition: the effect has not been carried out.
pub const NOT_DONE: &str = "attribute_not_exists(#done)";
/// Update: carried out.
pub const SET_DONE: &str = "SET #done = :done REMOVE #lease, #holder";

/// The names behind the `#placeholders` of a call's expressions: the same words without the sign.
pub fn names(expressions: &[&str]) -> HashMap<String, String> {
    expressions
        .iter()
        .flat_map(|expression| expression.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '#')))
        .filter_map(|word| word.strip_prefix('#').map(|name| (word.to_owned(), name.to_owned())))
        .collect()
}

/// Sort key of the only row in its partition, and of a ticket's head.
pub const ONLY: &str = "#";

/// Partition of a ticket: its head and its events.
pub fn ticket(code: TicketCode) -> String {
    format!("T#{code}")
}

/// The ticket of a partition.
pub fn code_of(partition: &str) -> Option<TicketCode> {
    TicketCode::parse(partition.strip_prefix("T#")?).ok()
}

/// Sort key of an event. Six digits: a ticket with a million events would be a fault of its own.
pub fn event(seq: u32) -> String {
    format!("E#{seq:06}")
}

/// Whether a sort key is an event's.
pub fn is_event(sort_key: &str) -> bool {
    sort_key.starts_with("E#")
}

/// The last sort key an event can have.
pub fn last_event() -> String {
    event(999_999)
}

/// Partition of a submission's marker.
pub fn submission(id: &SubmissionId) -> String {
    format!("I#{}", id.0)
}

/// The submission of a marker's partition.
pub fn submission_of(partition: &str) -> Option<&str> {
    partition.strip_prefix("I#")
}

/// Partition of a desk's queue.
pub fn queue(desk: &DeskId) -> String {
    format!("Q#{desk}")
}

/// Where a ticket stands in its desk's queue: what is due by its due time, behind it the rest by its age. `None` for
/// a closed ticket, which is in no queue. The code makes every key unique, so a key is also the place to go on from.
pub fn queue_place(ticket: &Ticket) -> Option<String> {
    if ticket.state == State::Closed {
        return None;
    }
    Some(match ticket.queue_at() {
        Some(due) => format!("{}#{}", moment(due), ticket.code),
        // `~` comes after every digit.
        None => format!("~{}#{}", moment(ticket.created_at), ticket.code),
    })
}

/// Between which places of a queue to look: behind `after`, and where only a time is asked for, in that time.
pub fn queue_span(after: Option<&Cursor>, due: Option<&Range<Timestamp>>) -> (String, String) {
    let after = after.map_or(QUEUE_START, |cursor| cursor.0.as_str()).to_owned();
    match due {
        // A moment alone comes before every place at that moment.
        Some(due) => (after.max(moment(due.start)), moment(due.end)),
        None => (after, QUEUE_END.to_owned()),
    }
}

/// The first key behind a place: places hold no spaces.
pub fn behind(place: &str) -> String {
    format!("{place} ")
}

/// Comes before every place in a queue.
const QUEUE_START: &str = " ";
/// Comes after every place in a queue.
const QUEUE_END: &str = "~~";

/// Where a ticket stands among those of its contact: by its age.
pub fn contact_place(ticket: &Ticket) -> String {
    format!("{}#{}", moment(ticket.created_at), ticket.code)
}

/// Comes after every place among a contact's tickets.
pub const CONTACT_END: &str = "~";

/// Partition of the tickets of a desk that are found by a word.
pub fn word(desk: &DeskId, word: &str) -> String {
    format!("W#{desk}#{word}")
}

/// Partition of the list of the words a ticket is found by. No desk's id is in capitals.
pub fn words_of(code: TicketCode) -> String {
    format!("W#{code}")
}

/// Where a ticket stands among those of a word: by its age.
pub fn word_place(ticket: &Ticket) -> String {
    contact_place(ticket)
}

/// The ticket of a place.
pub fn code_at(place: &str) -> Option<TicketCode> {
    TicketCode::parse(place.rsplit_once('#')?.1).ok()
}

/// Comes after every place among a word's tickets.
pub const WORD_END: &str = CONTACT_END;

/// Where a ticket stands among the alarms. `None` when the clock has nothing to do to it.
pub fn alarm_place(ticket: &Ticket) -> Option<String> {
    ticket.alarm().map(|alarm| format!("{}#{}", moment(alarm.at), ticket.code))
}

/// Comes after every alarm at `until`, and before all later ones.
pub fn alarms_until(until: Timestamp) -> String {
    format!("{}#~", moment(until))
}

/// Partition of a window's counter. `started` is in seconds since 1970.
pub fn counter(bucket: &str, seconds: u32, started: i64) -> String {
    format!("L#{bucket}#{seconds}#{started}")
}

/// How the partitions of signals begin.
pub const SIGNAL_DAYS: &str = "D#";

/// The day of a partition of signals.
pub fn day_of(partition: &str) -> Option<Date> {
    partition.strip_prefix(SIGNAL_DAYS)?.parse().ok()
}

/// Partition of a day's signals: a report reads a day in one go.
pub fn day(day: Date) -> String {
    format!("{SIGNAL_DAYS}{day}")
}

/// Sort key of a signal's counter.
pub fn signal(signal: &Signal) -> String {
    signal.to_string()
}

/// The signal of a sort key.
pub fn signal_of(sort_key: &str) -> Result<Signal, NotASignal> {
    sort_key.parse()
}

/// Partition of a one-time code.
pub fn one_time_code(id: &str) -> String {
    format!("O#{id}")
}

/// Partition of a session.
pub fn session(id: &SessionId) -> String {
    use std::fmt::Write;
    id.0.iter().fold("S#".to_owned(), |mut key, byte| {
        // Writing to a string cannot fail.
        let _ = write!(key, "{byte:02x}");
        key
    })
}

/// Partition of what a member says of themselves.
pub fn profile(email: &str) -> String {
    format!("M#{email}")
}

/// Partition of those who are writing an answer to a ticket; the sort key is whose row it is.
pub fn writing(code: TicketCode) -> String {
    format!("P#{code}")
}

/// Partition of an effect's marker.
pub fn effect(key: &str) -> String {
    format!("X#{key}")
}

/// A moment whose text sorts as time does: UTC, always six decimals (as fine as the other store keeps it).
pub fn moment(at: Timestamp) -> String {
    format!("{at:.6}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_sort_as_text() {
        let texts = ["2026-11-22T09:00:00Z", "2026-11-22T09:00:00.000001Z", "2026-11-22T09:00:01Z"]
            .map(|text| moment(text.parse().expect("written as a timestamp")));
        assert!(texts.is_sorted());
        assert_eq!(texts[1], "2026-11-22T09:00:00.000001Z");
        assert!(texts[2].as_str() < "~");
        assert!(QUEUE_START < texts[0].as_str());
    }

    #[test]
    fn an_expression_names_its_attributes() {
        let found = names(&[AT_VERSION]);
        assert_eq!(found.len(), 2);
        assert_eq!(found["#head"], HEAD);
        assert_eq!(names(&[ALARMS_UNTIL])["#as_"], ALARM.2);
        assert_eq!(names(&[COUNT_ONE, ABSENT]).len(), 3);
    }

    #[test]
    fn a_partition_tells_its_ticket() {
        let code = TicketCode::from_random(12_345);
        assert_eq!(code_of(&ticket(code)), Some(code));
        assert_eq!(code_of("I#0123"), None);
    }
}
