//! The log of a ticket: every event as it was written.

use domain::catalog::Role;
use domain::ticket::{EventKind, LONGEST_TEXT, Personal, fold};

use super::samples::{Life, message};
use super::stores::Shared;

#[track_caller]
fn assert_kept(life: &Life, events: &[domain::ticket::Event]) {
    assert_eq!(events, life.events);
    assert_eq!(fold(life.head.code, events).as_ref(), Some(&life.head), "the head is the fold of its log");
}

pub async fn every_kind_of_event_reads_back(store: &Shared) {
    let life = Life::sent(1, "07:00:00")
        .then("00:45:00", EventKind::ContactProved, None)
        .accepted("08:00:00")
        .replied("Thêm: máy bên cạnh cũng vậy.")
        .escalated(0, Role::Lead)
        .answered("Đã thay dây mạng.")
        .reopened("11:00:00")
        .answered("Đã thay cả bộ chuyển mạch.")
        .closed();
    life.create_in(store).await;

    assert_kept(&life, &store.events(life.head.code, 1).await.expect("read"));
    assert_eq!(store.head(life.head.code).await.expect("read"), Some(life.head));
}

pub async fn texts_read_back_to_the_last_character(store: &Shared) {
    let mut life = Life::sent(1, "07:00:00");
    for text in [
        "Đường truyền ở thư viện chập chờn; đã thử “quên mạng” rồi kết nối lại.",
        // The same word composed and decomposed: what was typed is what is kept.
        "Ti\u{1ebf}ng / Tie\u{302}\u{301}ng",
        // ZWNJ inside words, Arabic and Persian yeh and kaf, two families of digits.
        "می\u{200c}خواهم رمز را عوض کنم؛ كلمه\u{200c}ی ۱۲۳ و ٤٥٦ در يک سطر",
        "\u{202e}abc\u{202c} \u{2067}سلام\u{2069} \u{feff}",
        "👩🏽‍💻 \u{1f1fb}\u{1f1f3}",
        "line\r\nline\n\ttab \u{0}\u{1f}\u{7f} \"quote\" \\back\\ 'x' <b>&amp;</b>",
        "{\"S\":\"not an attribute\"} #name :value T#7K3Q",
        " ",
        "",
    ] {
        life = life.replied(text);
    }
    life = life.then("04:00:00", EventKind::Replied, Some(message("", "không tên"))).then(
        "04:01:00",
        EventKind::Replied,
        // Erased: the event stays, nobody is named.
        None,
    );
    life.create_in(store).await;

    assert_kept(&life, &store.events(life.head.code, 1).await.expect("read"));
}

pub async fn the_longest_text_fits(store: &Shared) {
    for (number, letter) in [(1, "a"), (2, "ế"), (3, "ی"), (4, "🙂")] {
        let text = letter.repeat(LONGEST_TEXT / letter.len());
        let mut life = Life::sent(number, "07:00:00");
        if let Some(Personal::Submission(submission)) = &mut life.events[0].personal {
            submission.description.clone_from(&text);
        }
        let life = life.accepted("08:00:00").answered(&text);
        life.create_in(store).await;
        assert_kept(&life, &store.events(life.head.code, 1).await.expect("read"));
    }
}

pub async fn a_log_can_be_read_from_any_place(store: &Shared) {
    let life = (2..=12).fold(Life::sent(1, "07:00:00"), |life, number| life.replied(&format!("số {number}")));
    life.create_in(store).await;
    Life::sent(2, "07:00:00").replied("của người khác").create_in(store).await;

    for from in [1, 2, 9, 10, 11, 12, 13, 1000] {
        let expected: Vec<_> = life.events.iter().filter(|event| event.seq >= from).cloned().collect();
        assert_eq!(store.events(life.head.code, from).await.expect("read"), expected, "from {from}");
    }
}

/// One answer of DynamoDB holds a megabyte.
pub async fn a_log_longer_than_a_page_is_whole(store: &Shared) {
    let mut life = Life::sent(1, "07:00:00");
    life.create_in(store).await;
    for part in 0..5 {
        let before = life.clone();
        for number in 0..18 {
            life = life.replied(&format!("{part}.{number} {}", "nhật ký ".repeat(1_600)));
        }
        life.append_to(store, &before).await.expect("appended");
    }
    let events = store.events(life.head.code, 1).await.expect("read");
    assert_eq!(events.len(), 91);
    assert_kept(&life, &events);
}
