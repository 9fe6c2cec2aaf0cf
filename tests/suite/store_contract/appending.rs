//! Appending: at the version that was seen, or not at all.

use domain::catalog::Role;
use domain::ticket::{Event, EventKind, fold};
use function::store::StoreError;
use tokio::task::JoinSet;

use super::samples::{Life, code};
use super::stores::Shared;

pub async fn appending_moves_the_head_and_the_log(store: &Shared) {
    let sent = Life::sent(1, "07:00:00");
    sent.create_in(store).await;
    let accepted = sent.clone().accepted("08:00:00");
    accepted.append_to(store, &sent).await.expect("appended");
    let answered = accepted.clone().answered("Đã xong.");
    answered.append_to(store, &accepted).await.expect("appended");

    assert_eq!(store.head(sent.head.code).await.expect("read"), Some(answered.head));
    assert_eq!(store.events(sent.head.code, 1).await.expect("read"), answered.events);
}

pub async fn several_events_are_appended_together(store: &Shared) {
    let sent = Life::sent(1, "07:00:00");
    sent.create_in(store).await;
    let later = sent.clone().accepted("08:00:00").escalated(0, Role::Lead).answered("Đã xong.").closed();
    later.append_to(store, &sent).await.expect("appended");

    assert_eq!(store.head(sent.head.code).await.expect("read"), Some(later.head));
    assert_eq!(store.events(sent.head.code, 1).await.expect("read"), later.events);
}

pub async fn behind_the_version_nothing_is_written(store: &Shared) {
    let sent = Life::sent(1, "07:00:00");
    sent.create_in(store).await;
    let accepted = sent.clone().accepted("08:00:00");
    accepted.append_to(store, &sent).await.expect("appended");

    // Decided on what the ticket was before it was accepted.
    let late = sent.clone().replied("Còn một việc nữa.");
    let refused = late.append_to(store, &sent).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    // Ahead of the version is as wrong as behind it.
    let ahead = accepted.clone().answered("một").closed();
    let refused = store.append(&ahead.head, 3, &ahead.events[3..]).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");

    assert_eq!(store.head(sent.head.code).await.expect("read"), Some(accepted.head));
    assert_eq!(store.events(sent.head.code, 1).await.expect("read"), accepted.events);
}

pub async fn where_there_is_no_ticket_nothing_is_written(store: &Shared) {
    let sent = Life::sent(1, "07:00:00");
    let accepted = sent.clone().accepted("08:00:00");
    let refused = accepted.append_to(store, &sent).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    assert_eq!(store.head(sent.head.code).await.expect("read"), None);
    assert_eq!(store.events(sent.head.code, 1).await.expect("read"), []);
}

pub async fn of_many_at_once_one_appends(store: &Shared) {
    let sent = Life::sent(1, "07:00:00");
    sent.create_in(store).await;
    let mut tasks = JoinSet::new();
    for number in 0..8 {
        let (store, sent) = (Shared::clone(store), sent.clone());
        tasks.spawn(async move {
            let mine = sent.clone().replied(&format!("từ cửa sổ {number}"));
            let outcome = mine.append_to(&store, &sent).await;
            (mine, outcome)
        });
    }
    let (won, lost): (Vec<_>, Vec<_>) = tasks.join_all().await.into_iter().partition(|(_, outcome)| outcome.is_ok());

    assert_eq!(won.len(), 1);
    for (_, outcome) in lost {
        assert!(matches!(outcome, Err(StoreError::Conflict)), "{outcome:?}");
    }
    let (winner, _) = &won[0];
    assert_eq!(store.head(sent.head.code).await.expect("read").as_ref(), Some(&winner.head));
    assert_eq!(store.events(sent.head.code, 1).await.expect("read"), winner.events);
}

pub async fn sixty_four_who_write_at_once_lose_nothing(store: &Shared) {
    const WRITERS: u32 = 64;
    let sent = Life::sent(1, "07:00:00");
    sent.create_in(store).await;
    let mut writers = JoinSet::new();
    for number in 0..WRITERS {
        let store = Shared::clone(store);
        writers.spawn(async move {
            loop {
                let head = store.head(code(1)).await.expect("read").expect("it is there");
                let before = Life { head, events: Vec::new() };
                let mine = before.clone().replied(&format!("từ cửa sổ {number}"));
                match mine.append_to(&store, &before).await {
                    Ok(()) => return mine.events,
                    // Somebody else was first, or the store asks for a moment.
                    Err(StoreError::Conflict | StoreError::Busy(_)) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
        });
    }
    let mut written = sent.events;
    written.extend(writers.join_all().await.into_iter().flatten());
    written.sort_unstable_by_key(|event| event.seq);

    let events = store.events(code(1), 1).await.expect("read");
    assert_eq!(events, written, "every event that was acknowledged is in the log, and no other");
    assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), (1..=WRITERS + 1).collect::<Vec<_>>());
    assert_eq!(store.head(code(1)).await.expect("read"), fold(code(1), &events));
}

pub async fn what_was_erased_from_the_head_is_gone(store: &Shared) {
    let sent = Life::sent(1, "07:00:00");
    sent.create_in(store).await;
    let mut closed = sent.clone().accepted("08:00:00").answered("Đã xong.").closed();
    closed.head.summary = None;
    closed.append_to(store, &sent).await.expect("appended");

    assert_eq!(store.head(sent.head.code).await.expect("read"), Some(closed.head));
}

pub async fn erasing_takes_what_is_personal_out_of_the_whole_log(store: &Shared) {
    // As many events as no transaction of DynamoDB could touch at once.
    let mut life = Life::sent(1, "07:00:00").whose("an");
    life.create_in(store).await;
    for number in 0..120 {
        let before = life.clone();
        life = life.replied(&format!("lần {number}"));
        life.append_to(store, &before).await.expect("appended");
    }
    let other = Life::sent(2, "07:00:00").replied("của người khác");
    other.create_in(store).await;

    let erased = life.clone().then("10:00:00", EventKind::Erased, None);
    erased.append_to(store, &life).await.expect("appended");
    let events = store.events(code(1), 1).await.expect("read");
    let envelopes: Vec<_> = erased.events.iter().map(|event| Event { personal: None, ..event.clone() }).collect();
    assert_eq!(events, envelopes, "all that happened, and nothing of whom");
    assert_eq!(store.head(code(1)).await.expect("read"), Some(erased.head.clone()));
    assert_eq!(fold(code(1), &events), Some(erased.head));
    assert_eq!(store.events(code(2), 1).await.expect("read"), other.events, "another ticket keeps its own");
}

pub async fn an_erasure_that_comes_too_late_erases_nothing(store: &Shared) {
    let sent = Life::sent(1, "07:00:00");
    sent.create_in(store).await;
    let replied = sent.clone().replied("chờ đã");
    replied.append_to(store, &sent).await.expect("appended");
    let erased = sent.clone().then("10:00:00", EventKind::Erased, None);
    let refused = erased.append_to(store, &sent).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    assert_eq!(store.events(code(1), 1).await.expect("read"), replied.events);
    assert_eq!(store.head(code(1)).await.expect("read"), Some(replied.head));
}
