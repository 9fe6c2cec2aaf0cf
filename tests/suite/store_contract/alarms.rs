//! Alarms: what the sweep has to look at, earliest first.

use domain::catalog::Role;

use super::samples::{Life, at, code};
use super::stores::Shared;

pub async fn alarms_come_earliest_first_and_up_to_the_moment(store: &Shared) {
    for (number, desk, due) in [
        (1, "it", "07:00:00"),
        (2, "training", "05:00:00"),
        (3, "it", "06:00:00"),
        (4, "it", "06:00:00.001"),
        (5, "it", "2026-11-22T23:00:00Z"),
    ] {
        Life::sent_to(desk, number, due).create_in(store).await;
    }
    // Answered: the clock stands, nothing is due.
    Life::sent(6, "04:00:00").accepted("04:00:00").answered("đã xong").create_in(store).await;

    for (until, expected) in [
        ("2026-11-22T22:59:59.999Z", vec![]),
        ("2026-11-22T23:00:00Z", vec![5]),
        ("06:00:00", vec![5, 2, 3]),
        ("06:00:00.001", vec![5, 2, 3, 4]),
        ("2027-01-01T00:00:00Z", vec![5, 2, 3, 4, 1]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(code).collect();
        assert_eq!(store.due_alarms(at(until), 25).await.expect("read"), expected, "until {until}");
    }
}

pub async fn at_most_as_many_as_asked_for(store: &Shared) {
    for number in 1..=5 {
        Life::sent(number, &format!("0{number}:00:00")).create_in(store).await;
    }
    for (at_most, expected) in [(1, vec![1]), (3, vec![1, 2, 3]), (5, vec![1, 2, 3, 4, 5])] {
        let expected: Vec<_> = expected.into_iter().map(code).collect();
        assert_eq!(store.due_alarms(at("12:00:00"), at_most).await.expect("read"), expected);
    }
}

pub async fn an_alarm_moves_with_its_ticket_and_goes_with_it(store: &Shared) {
    let due = async |until: &str| store.due_alarms(at(until), 25).await.expect("read");
    let sent = Life::sent(1, "07:00:00");
    sent.create_in(store).await;
    assert_eq!(due("07:00:00").await, [code(1)]);

    // The lead was told: the next rung is an hour later.
    let told = sent.clone().escalated(0, Role::Lead);
    told.append_to(store, &sent).await.expect("appended");
    assert_eq!(due("07:59:59").await, []);
    assert_eq!(due("08:00:00").await, [code(1)]);

    // The last rung was told: nothing is left to do.
    let told_all = told.clone().escalated(1, Role::Director);
    told_all.append_to(store, &told).await.expect("appended");
    assert_eq!(due("23:00:00").await, []);

    // Accepted: another clock, with a ladder of its own; answered, it stands.
    let accepted = told_all.clone().accepted("09:00:00");
    accepted.append_to(store, &told_all).await.expect("appended");
    assert_eq!(due("09:00:00").await, [code(1)]);
    let answered = accepted.clone().answered("đã xong");
    answered.append_to(store, &accepted).await.expect("appended");
    assert_eq!(due("23:00:00").await, []);
}
