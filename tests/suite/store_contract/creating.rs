//! Creating a ticket: whole or not at all, and once for every sending.

use std::collections::BTreeSet;
use std::sync::Arc;

use function::store::{Created, Narrowed, QueueQuery, StoreError, SubmissionId};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::samples::{Life, code, desk};
use super::stores::Shared;

const BODY: [u8; 32] = [7; 32];
const OTHER_BODY: [u8; 32] = [8; 32];

fn id(text: &str) -> SubmissionId {
    SubmissionId(text.to_owned())
}

pub async fn a_new_ticket_reads_back_as_it_was_written(store: &Shared) {
    let life = Life::sent(1, "07:00:00");
    assert_eq!(store.create(&life.submitted(&id("one"), &BODY)).await.expect("created"), Created::Now);

    assert_eq!(store.head(code(1)).await.expect("read").as_ref(), Some(&life.head));
    assert_eq!(store.events(code(1), 1).await.expect("read"), life.events);
    assert_eq!(store.submission(&id("one")).await.expect("read"), Some(code(1)));
}

pub async fn what_is_not_there_is_none(store: &Shared) {
    Life::sent(1, "07:00:00").create_in(store).await;

    assert_eq!(store.head(code(2)).await.expect("read"), None);
    assert_eq!(store.events(code(2), 1).await.expect("read"), []);
    assert_eq!(store.submission(&id("one")).await.expect("read"), None);
}

pub async fn the_same_sending_leads_to_the_same_ticket(store: &Shared) {
    let life = Life::sent(1, "07:00:00");
    store.create(&life.submitted(&id("one"), &BODY)).await.expect("created");
    let answered = life.clone().accepted("08:00:00");
    answered.append_to(store, &life).await.expect("appended");

    // The second sending drew a code of its own before it was known to be one.
    let again = Life::sent(2, "07:00:00");
    assert_eq!(store.create(&again.submitted(&id("one"), &BODY)).await.expect("answered"), Created::Before(code(1)));
    assert_eq!(store.head(code(1)).await.expect("read").as_ref(), Some(&answered.head));
    assert_eq!(store.head(code(2)).await.expect("read"), None);
    assert_eq!(store.events(code(2), 1).await.expect("read"), []);
}

pub async fn another_body_under_the_same_id_differs(store: &Shared) {
    store.create(&Life::sent(1, "07:00:00").submitted(&id("one"), &BODY)).await.expect("created");

    let other = Life::sent(2, "07:00:00");
    assert_eq!(store.create(&other.submitted(&id("one"), &OTHER_BODY)).await.expect("answered"), Created::Differs);
    assert_eq!(store.head(code(2)).await.expect("read"), None);
    assert_eq!(store.submission(&id("one")).await.expect("read"), Some(code(1)));
}

pub async fn a_code_that_exists_is_a_conflict_and_leaves_no_trace(store: &Shared) {
    let first = Life::sent(1, "07:00:00");
    store.create(&first.submitted(&id("one"), &BODY)).await.expect("created");

    let second = Life::sent_to("training", 1, "09:00:00");
    let refused = store.create(&second.submitted(&id("two"), &BODY)).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    assert_eq!(store.head(code(1)).await.expect("read"), Some(first.head));
    assert_eq!(store.submission(&id("two")).await.expect("read"), None);

    // With another code the same sending goes through.
    let redrawn = Life::sent_to("training", 2, "09:00:00");
    assert_eq!(store.create(&redrawn.submitted(&id("two"), &BODY)).await.expect("created"), Created::Now);
}

pub async fn of_many_sendings_at_once_one_creates(store: &Shared) {
    let mut sendings = JoinSet::new();
    for number in 1..=8 {
        let store = Shared::clone(store);
        sendings.spawn(async move {
            let life = Life::sent(number, "07:00:00");
            (code(number), store.create(&life.submitted(&id("one"), &BODY)).await.expect("answered"))
        });
    }
    let outcomes = sendings.join_all().await;

    let created: Vec<_> = outcomes.iter().filter(|(_, outcome)| *outcome == Created::Now).collect();
    assert_eq!(created.len(), 1, "{outcomes:?}");
    let (winner, _) = created[0];
    assert!(
        outcomes.iter().all(|(_, outcome)| matches!(outcome, Created::Now) || *outcome == Created::Before(*winner)),
        "{outcomes:?}"
    );
    let mut kept = BTreeSet::new();
    for number in 1..=8 {
        kept.extend(store.head(code(number)).await.expect("read").map(|head| head.code));
    }
    assert_eq!(kept, BTreeSet::from([*winner]));
}

pub async fn a_thousand_sendings_of_one_form_are_one_ticket(store: &Shared) {
    // More would need more connections than a process may have.
    const AT_ONCE: usize = 64;
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut sendings = JoinSet::new();
    for number in 1..=1_000 {
        let (store, room) = (Shared::clone(store), Arc::clone(&room));
        sendings.spawn(async move {
            let _one = room.acquire().await.expect("it is never closed");
            let life = Life::sent(number, "07:00:00");
            match store.create(&life.submitted(&id("one"), &BODY)).await.expect("answered") {
                Created::Now => (1, code(number)),
                Created::Before(winner) => (0, winner),
                Created::Differs => panic!("{number} sent the same"),
            }
        });
    }
    let outcomes = sendings.join_all().await;
    assert_eq!(outcomes.iter().map(|(made, _)| made).sum::<u32>(), 1);
    let led_to: BTreeSet<_> = outcomes.into_iter().map(|(_, code)| code).collect();
    assert_eq!(led_to.len(), 1);
    let query = QueueQuery { desk: desk("it"), only: Narrowed::default(), after: None, limit: 25 };
    let queue = store.queue(&query).await.expect("read");
    assert_eq!(queue.rows.iter().map(|row| row.code).collect::<BTreeSet<_>>(), led_to);
}
