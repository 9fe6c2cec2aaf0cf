//! Markers of effects: carried out once, by one at a time, and tried again after a crash.

use function::store::Claim;
use tokio::task::JoinSet;

use super::samples::at;
use super::stores::Shared;

const KEY: &str = "7K3Q-9M2X-W4HT#1#receipt";
const OTHER: &str = "7K3Q-9M2X-W4HT#1#desk";

async fn claim(store: &Shared, key: &str, lease_until: &str, now: &str) -> Claim {
    store.claim_effect(key, at(lease_until), at(now)).await.expect("answered")
}

pub async fn a_claimed_effect_is_busy_until_its_lease_is_over(store: &Shared) {
    assert_eq!(claim(store, KEY, "12:01:00", "12:00:00").await, Claim::Yours);
    assert_eq!(claim(store, KEY, "12:01:30", "12:00:30").await, Claim::Busy);
    assert_eq!(claim(store, KEY, "12:02:00", "12:00:59.999999").await, Claim::Busy);
    assert_eq!(claim(store, OTHER, "12:01:00", "12:00:00").await, Claim::Yours);
    // Whoever held it is gone. The one who asked in vain did not make it longer.
    assert_eq!(claim(store, KEY, "12:02:00", "12:01:00").await, Claim::Yours);
    assert_eq!(claim(store, KEY, "12:03:00", "12:01:30").await, Claim::Busy);
}

pub async fn a_finished_effect_stays_finished(store: &Shared) {
    claim(store, KEY, "12:01:00", "12:00:00").await;
    store.finish_effect(KEY).await.expect("finished");
    assert_eq!(claim(store, KEY, "12:01:00", "12:00:30").await, Claim::Done);
    // The lease is long over, and somebody gives back what is done: done it is.
    store.release_effect(KEY).await.expect("no error");
    assert_eq!(claim(store, KEY, "2028-01-01T00:00:00Z", "2027-01-01T00:00:00Z").await, Claim::Done);
    assert_eq!(claim(store, OTHER, "12:01:00", "12:00:00").await, Claim::Yours);
}

pub async fn a_released_effect_can_be_claimed_again(store: &Shared) {
    claim(store, KEY, "12:01:00", "12:00:00").await;
    claim(store, OTHER, "12:01:00", "12:00:00").await;
    store.release_effect(KEY).await.expect("given back");
    assert_eq!(claim(store, KEY, "12:01:01", "12:00:01").await, Claim::Yours);
    assert_eq!(claim(store, OTHER, "12:01:01", "12:00:01").await, Claim::Busy);
    store.release_effect("7K3Q-9M2X-W4HT#9#receipt").await.expect("giving back what nobody holds is no error");
}

pub async fn of_many_claims_at_once_one_is_granted(store: &Shared) {
    let mut claims = JoinSet::new();
    for _ in 0..12 {
        let store = Shared::clone(store);
        claims.spawn(async move { claim(&store, KEY, "12:01:00", "12:00:00").await });
    }
    let claims = claims.join_all().await;
    assert_eq!(claims.iter().filter(|claim| **claim == Claim::Yours).count(), 1, "{claims:?}");
    assert_eq!(claims.iter().filter(|claim| **claim == Claim::Busy).count(), 11, "{claims:?}");
}
