//! Counting what readers tell, by day.

use domain::signal::Signal;
use function::store::SIGNALS_ARE_KEPT;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use tokio::task::JoinSet;

use super::stores::Shared;

const MONDAY: Date = date(2026, 11, 23);

fn signal(name: &str) -> Signal {
    name.parse().unwrap_or_else(|error| panic!("{error}"))
}

async fn add(store: &Shared, day: Date, name: &str) {
    store.add_signal(day, &signal(name)).await.expect("counted");
}

/// Day, name and count of what is kept.
async fn kept(store: &Shared, from: Date, to: Date, at_most: u32) -> Vec<(String, String, u32)> {
    let counted = store.signals(from, to, at_most).await.expect("read");
    counted.into_iter().map(|counted| (counted.day.to_string(), counted.signal.to_string(), counted.count)).collect()
}

fn row(day: &str, name: &str, count: u32) -> (String, String, u32) {
    (day.to_owned(), name.to_owned(), count)
}

pub async fn a_signal_is_counted_by_day_and_name(store: &Shared) {
    assert_eq!(kept(store, MONDAY, MONDAY, 100).await, []);
    for name in ["helpful/vi/wifi/0a1b2c3d/yes", "helpful/vi/wifi/0a1b2c3d/no", "helpful/vi/wifi/0a1b2c3d/yes"] {
        add(store, MONDAY, name).await;
    }
    let tuesday = date(2026, 11, 24);
    add(store, tuesday, "helpful/vi/wifi/0a1b2c3d/yes").await;
    let monday =
        [row("2026-11-23", "helpful/vi/wifi/0a1b2c3d/no", 1), row("2026-11-23", "helpful/vi/wifi/0a1b2c3d/yes", 2)];
    assert_eq!(kept(store, MONDAY, MONDAY, 100).await, monday);
    assert_eq!(kept(store, tuesday, tuesday, 100).await, [row("2026-11-24", "helpful/vi/wifi/0a1b2c3d/yes", 1)]);
    assert_eq!(kept(store, MONDAY, tuesday, 100).await.len(), 3);
    assert_eq!(kept(store, tuesday, MONDAY, 100).await, [], "the other way round there is no day");
}

pub async fn signals_come_by_day_and_name_and_no_more_than_asked_for(store: &Shared) {
    let names = [
        "deflect/wifi/it-incident",
        "helpful/fa/wifi/-/no",
        "miss/vi/a",
        "miss/vi/máy in",
        "miss/vi/z",
        "opened/vi/wifi",
    ];
    let days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 10)];
    for day in days.iter().rev() {
        for name in names.iter().rev() {
            add(store, *day, name).await;
        }
    }
    let mut names = names.to_vec();
    names.sort_unstable();
    let all: Vec<_> = days.iter().flat_map(|day| names.iter().map(|name| row(&day.to_string(), name, 1))).collect();
    for at_most in [0, 1, 4, 5, 6, 14, 15, 100] {
        let expected = &all[..all.len().min(at_most as usize)];
        assert_eq!(kept(store, days[0], days[2], at_most).await, expected, "{at_most}");
    }
    assert_eq!(kept(store, date(2026, 1, 1), date(2026, 1, 9), 100).await, all[6..12]);
}

pub async fn a_phrase_reads_back_to_the_last_character(store: &Shared) {
    let mut names: Vec<String> = ["a/b/c", "d#2026", "wifi\u{200c}ها", "ế 'x' \"y\" %_", "👩\u{200d}💻", "-"]
        .map(|phrase| format!("miss/vi/{phrase}"))
        .into();
    names.push(format!("miss/vi/{}", "🛜".repeat(100)));
    for name in &names {
        add(store, MONDAY, name).await;
    }
    names.sort_unstable();
    let read: Vec<_> = kept(store, MONDAY, MONDAY, 100).await.into_iter().map(|(_, name, _)| name).collect();
    assert_eq!(read, names);
}

pub async fn days_before_the_time_counts_are_kept_are_not_looked_at(store: &Shared) {
    let kept_for = i64::from(SIGNALS_ARE_KEPT).days();
    let oldest = MONDAY.checked_sub(kept_for).expect("a day");
    let before = oldest.yesterday().expect("a day");
    for day in [before, oldest, MONDAY] {
        add(store, day, "miss/vi/x").await;
    }
    let days: Vec<_> = kept(store, Date::MIN, MONDAY, 100).await.into_iter().map(|(day, ..)| day).collect();
    assert_eq!(days, [oldest.to_string(), MONDAY.to_string()]);
}

pub async fn no_signal_of_many_at_once_is_lost(store: &Shared) {
    let mut added = JoinSet::new();
    for _ in 0..100 {
        let store = Shared::clone(store);
        added.spawn(async move { add(&store, MONDAY, "deflect/wifi/it-incident").await });
    }
    added.join_all().await;
    assert_eq!(kept(store, MONDAY, MONDAY, 100).await, [row("2026-11-23", "deflect/wifi/it-incident", 100)]);
}
