//! One-time codes: right once, wrong a few times, over in any case.

use function::store::{OneTimeCode, Tried};
use tokio::task::JoinSet;

use super::samples::at;
use super::stores::Shared;

const RIGHT: [u8; 32] = [1; 32];
const WRONG: [u8; 32] = [2; 32];
const EMAIL: &str = "bich@thuyvan.example";

fn right() -> Tried {
    Tried::Right { sent_to: EMAIL.to_owned() }
}

fn code(id: &str, digest: [u8; 32]) -> OneTimeCode {
    OneTimeCode { id: id.to_owned(), digest, sent_to: EMAIL.to_owned(), tries: 3, ends_at: at("12:10:00") }
}

async fn tried(store: &Shared, id: &str, digest: [u8; 32], moment: &str) -> Tried {
    store.try_one_time_code(id, &digest, at(moment)).await.expect("tried")
}

pub async fn the_right_code_is_spent(store: &Shared) {
    store.put_one_time_code(&code("one", RIGHT)).await.expect("kept");
    assert_eq!(tried(store, "two", RIGHT, "12:00:00").await, Tried::Gone);
    assert_eq!(tried(store, "one", RIGHT, "12:00:00").await, right());
    assert_eq!(tried(store, "one", RIGHT, "12:00:00").await, Tried::Gone);
    assert_eq!(tried(store, "one", WRONG, "12:00:00").await, Tried::Gone);
}

pub async fn wrong_codes_use_up_the_tries(store: &Shared) {
    store.put_one_time_code(&code("one", RIGHT)).await.expect("kept");
    store.put_one_time_code(&code("two", RIGHT)).await.expect("kept");
    assert_eq!(tried(store, "one", WRONG, "12:00:00").await, Tried::Wrong { left: 2 });
    assert_eq!(tried(store, "one", WRONG, "12:00:01").await, Tried::Wrong { left: 1 });
    assert_eq!(tried(store, "one", WRONG, "12:00:02").await, Tried::Gone);
    // Now the right one comes too late.
    assert_eq!(tried(store, "one", RIGHT, "12:00:03").await, Tried::Gone);

    // The right one still counts after wrong ones, and tries of one code are not another's.
    assert_eq!(tried(store, "two", WRONG, "12:00:00").await, Tried::Wrong { left: 2 });
    assert_eq!(tried(store, "two", RIGHT, "12:00:00").await, right());
}

pub async fn a_code_ends_at_its_moment(store: &Shared) {
    for id in ["one", "two", "three"] {
        store.put_one_time_code(&code(id, RIGHT)).await.expect("kept");
    }
    assert_eq!(tried(store, "one", RIGHT, "12:09:59.999999").await, right());
    assert_eq!(tried(store, "two", RIGHT, "12:10:00").await, Tried::Gone);
    assert_eq!(tried(store, "three", WRONG, "12:10:00").await, Tried::Gone);
    assert_eq!(tried(store, "three", RIGHT, "2027-01-01T00:00:00Z").await, Tried::Gone);
}

pub async fn a_new_code_replaces_the_old_one(store: &Shared) {
    store.put_one_time_code(&code("one", WRONG)).await.expect("kept");
    assert_eq!(tried(store, "one", RIGHT, "12:00:00").await, Tried::Wrong { left: 2 });
    let later = OneTimeCode { ends_at: at("13:00:00"), ..code("one", RIGHT) };
    store.put_one_time_code(&later).await.expect("kept");
    // The tries are new as well, and so is the end.
    assert_eq!(tried(store, "one", WRONG, "12:30:00").await, Tried::Wrong { left: 2 });
    assert_eq!(tried(store, "one", RIGHT, "12:30:00").await, right());
}

async fn at_once(store: &Shared, digest: [u8; 32]) -> Vec<Tried> {
    let mut tries = JoinSet::new();
    for _ in 0..12 {
        let store = Shared::clone(store);
        tries.spawn(async move { tried(&store, "one", digest, "12:00:00").await });
    }
    tries.join_all().await
}

pub async fn of_many_right_tries_at_once_one_is_right(store: &Shared) {
    store.put_one_time_code(&code("one", RIGHT)).await.expect("kept");
    let outcomes = at_once(store, RIGHT).await;
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == right()).count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Tried::Gone).count(), 11, "{outcomes:?}");
}

pub async fn many_wrong_tries_at_once_have_no_more_tries_than_one_after_the_other(store: &Shared) {
    store.put_one_time_code(&code("one", RIGHT)).await.expect("kept");
    let mut left: Vec<u32> = at_once(store, WRONG)
        .await
        .into_iter()
        .map(|outcome| match outcome {
            Tried::Wrong { left } => left,
            Tried::Gone => 0,
            Tried::Right { .. } => panic!("a wrong code was right"),
        })
        .collect();
    left.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(left[..3], [2, 1, 0]);
    assert!(left[3..].iter().all(|left| *left == 0));
    assert_eq!(tried(store, "one", RIGHT, "12:00:00").await, Tried::Gone);
}
