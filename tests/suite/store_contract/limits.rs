//! Counting uses, for limits.

use tokio::task::JoinSet;

use super::samples::at;
use super::stores::Shared;

async fn count(store: &Shared, bucket: &str, seconds: u32, moment: &str) -> u32 {
    store.count(bucket, seconds, at(moment)).await.expect("counted")
}

pub async fn uses_count_up_in_one_window(store: &Shared) {
    for (moment, expected) in [("12:00:00", 1), ("12:00:30", 2), ("12:00:59.999999", 3), ("12:00:00", 4)] {
        assert_eq!(count(store, "client-a", 60, moment).await, expected, "at {moment}");
    }
}

pub async fn looking_at_uses_counts_none(store: &Shared) {
    let used = async |bucket: &str, seconds, moment| store.used(bucket, seconds, at(moment)).await.expect("looked up");
    assert_eq!(used("client-a", 60, "12:00:00").await, 0);
    for expected in 1..=3 {
        count(store, "client-a", 60, "12:00:00").await;
        assert_eq!(used("client-a", 60, "12:00:59").await, expected);
        assert_eq!(used("client-a", 60, "12:00:59").await, expected);
    }
    for (bucket, seconds, moment) in
        [("client-a", 60, "12:01:00"), ("client-a", 3_600, "12:00:00"), ("client-b", 60, "12:00:00")]
    {
        assert_eq!(used(bucket, seconds, moment).await, 0, "{bucket} {seconds} {moment}");
    }
}

pub async fn the_next_window_starts_anew(store: &Shared) {
    for (moment, expected) in [
        ("11:59:59.999999", 1),
        ("12:00:00", 1),
        ("12:00:59", 2),
        ("12:01:00", 1),
        // Clocks of two machines differ: the window before is still counted.
        ("12:00:59", 3),
    ] {
        assert_eq!(count(store, "client-a", 60, moment).await, expected, "at {moment}");
    }
    // A day, in UTC.
    for (moment, expected) in [("2026-11-23T00:00:00Z", 1), ("2026-11-23T23:59:59Z", 2), ("2026-11-24T00:00:00Z", 1)] {
        assert_eq!(count(store, "client-a", 86_400, moment).await, expected, "at {moment}");
    }
}

pub async fn buckets_and_lengths_are_counted_apart(store: &Shared) {
    for (bucket, seconds, expected) in [
        ("client-a", 60, 1),
        ("client-b", 60, 1),
        ("client-a", 3_600, 1),
        ("client-a", 60, 2),
        // Not to be taken for `client-a` with another length.
        ("client-a#60", 3_600, 1),
        ("client-a#3600", 60, 1),
        ("", 60, 1),
    ] {
        assert_eq!(count(store, bucket, seconds, "12:00:00").await, expected, "{bucket} {seconds}");
    }
}

pub async fn no_use_of_many_at_once_is_lost(store: &Shared) {
    let mut uses = JoinSet::new();
    for _ in 0..100 {
        let store = Shared::clone(store);
        uses.spawn(async move { count(&store, "client-a", 60, "12:00:00").await });
    }
    let mut counts = uses.join_all().await;
    counts.sort_unstable();
    assert_eq!(counts, (1..=100).collect::<Vec<u32>>());
}
