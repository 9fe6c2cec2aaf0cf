//! Who is writing an answer to a ticket.

use super::samples::{at, code};
use super::stores::Shared;

async fn writing(store: &Shared, number: u64, moment: &str) -> Vec<String> {
    store.writing(code(number), at(moment)).await.expect("read")
}

pub async fn whoever_writes_is_seen_until_the_moment(store: &Shared) {
    assert_eq!(writing(store, 1, "09:00:00").await, [""; 0]);
    store.put_writing(code(1), "bich@thuyvan.example", at("09:00:45")).await.expect("kept");
    assert_eq!(writing(store, 1, "09:00:44.999999").await, ["bich@thuyvan.example"]);
    assert_eq!(writing(store, 1, "09:00:45").await, [""; 0]);

    // Kept again, it lasts longer.
    store.put_writing(code(1), "bich@thuyvan.example", at("09:01:30")).await.expect("kept");
    assert_eq!(writing(store, 1, "09:00:45").await, ["bich@thuyvan.example"]);
}

pub async fn several_write_to_one_ticket_and_none_to_another(store: &Shared) {
    for (email, ends_at) in [("khoi@thuyvan.example", "09:01:00"), ("an@thuyvan.example", "09:00:30")] {
        store.put_writing(code(1), email, at(ends_at)).await.expect("kept");
    }
    store.put_writing(code(2), "my@thuyvan.example", at("09:01:00")).await.expect("kept");
    assert_eq!(writing(store, 1, "09:00:00").await, ["an@thuyvan.example", "khoi@thuyvan.example"]);
    assert_eq!(writing(store, 1, "09:00:30").await, ["khoi@thuyvan.example"]);
    assert_eq!(writing(store, 2, "09:00:00").await, ["my@thuyvan.example"]);
}
