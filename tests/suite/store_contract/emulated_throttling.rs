//! DynamoDB is out of breath: calls are sent again, further and further apart, and in the end the caller is told "busy",
//! with nothing half done.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use function::store::{Created, Store, StoreError, SubmissionId};

use super::samples::{Life, code};
use super::stores::connected;
use crate::harness::between::{Between, Fate};
use crate::harness::dynoxide::Dynoxide;

fn refused(kind: &str) -> Fate {
    Fate::Refused(400, format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{kind}","message":"Not now."}}"#))
}

/// A transaction of three items that met with something at its second.
fn cancelled(reason: &str) -> Fate {
    let none = r#"{"Code":"None"}"#;
    Fate::Refused(
        400,
        format!(
            r#"{{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"Not now.",
            "CancellationReasons":[{none},{{"Code":"{reason}","Message":"Not now."}},{none}]}}"#
        ),
    )
}

fn every_refusal() -> Vec<Fate> {
    let kinds = ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"];
    let reasons = ["ThrottlingError", "ProvisionedThroughputExceeded", "TransactionConflict"];
    kinds.map(refused).into_iter().chain(reasons.map(cancelled)).collect()
}

/// The first so many attempts meet with this; counts all of them.
fn refuse(between: &Between, attempts: usize, fate: Fate) -> Arc<AtomicUsize> {
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&seen);
    between.rule(move |_| if counted.fetch_add(1, Ordering::SeqCst) < attempts { fate.clone() } else { Fate::Through });
    seen
}

#[tokio::test]
async fn a_store_out_of_breath_is_asked_again() {
    let emulator = Dynoxide::start();
    let between = Between::before(&emulator);
    let store = connected(between.address());
    for (number, fate) in (1..).zip(every_refusal()) {
        let life = Life::sent(number, "07:00:00");
        let id = SubmissionId(format!("number {number}"));
        let seen = refuse(&between, 2, fate.clone());
        let created = store.create(&life.submitted(&id, &[0; 32])).await;
        assert_eq!(created.expect("at the third attempt"), Created::Now, "{fate:?}");
        assert_eq!(seen.load(Ordering::SeqCst), 3, "{fate:?}");
    }
}

#[tokio::test]
async fn what_stays_out_of_breath_is_busy_and_nothing_is_half_done() {
    let emulator = Dynoxide::start();
    let between = Between::before(&emulator);
    let store = connected(between.address());
    for (number, fate) in (1..).zip(every_refusal()) {
        let life = Life::sent(number, "07:00:00");
        let id = SubmissionId(format!("number {number}"));
        let seen = refuse(&between, usize::MAX, fate.clone());
        let created = store.create(&life.submitted(&id, &[0; 32])).await;
        assert!(matches!(created, Err(StoreError::Busy(_))), "{fate:?}: {created:?}");
        let attempts = seen.load(Ordering::SeqCst);
        assert!((3..=8).contains(&attempts), "bounded: {attempts} attempts of {fate:?}");

        between.rule(|_| Fate::Through);
        assert_eq!(store.head(code(number)).await.expect("read"), None);
        assert_eq!(store.events(code(number), 1).await.expect("read"), []);
        assert_eq!(store.submission(&id).await.expect("read"), None);
    }
}
