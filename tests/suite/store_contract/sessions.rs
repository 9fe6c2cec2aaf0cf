//! Staff sessions.

use function::store::{Session, SessionId};
use jiff::Timestamp;

use super::samples::at;
use super::stores::Shared;

fn session(id: u8) -> Session {
    Session { id: SessionId([id; 32]), email: "bich@thuyvan.example".to_owned(), ends_at: at("20:00:00.000001") }
}

async fn found(store: &Shared, id: u8, now: Timestamp) -> Option<Session> {
    store.session(&SessionId([id; 32]), now).await.expect("read")
}

pub async fn a_session_lasts_to_its_moment(store: &Shared) {
    store.put_session(&session(1)).await.expect("kept");
    assert_eq!(found(store, 1, at("12:00:00")).await, Some(session(1)));
    assert_eq!(found(store, 1, at("20:00:00")).await, Some(session(1)));
    assert_eq!(found(store, 1, at("20:00:00.000001")).await, None);
    assert_eq!(found(store, 1, at("2027-01-01T00:00:00Z")).await, None);
    assert_eq!(found(store, 2, at("12:00:00")).await, None);

    // Kept again under its id, it lasts longer.
    let longer = Session { ends_at: at("21:00:00"), ..session(1) };
    store.put_session(&longer).await.expect("kept");
    assert_eq!(found(store, 1, at("20:30:00")).await, Some(longer));
}

pub async fn an_ended_session_is_gone(store: &Shared) {
    store.put_session(&session(1)).await.expect("kept");
    store.put_session(&session(2)).await.expect("kept");
    for _ in 0..2 {
        store.end_session(&SessionId([1; 32])).await.expect("ending twice is no error");
        assert_eq!(found(store, 1, at("12:00:00")).await, None);
    }
    store.end_session(&SessionId([3; 32])).await.expect("nor is ending what never was");
    assert_eq!(found(store, 2, at("12:00:00")).await, Some(session(2)));
}
