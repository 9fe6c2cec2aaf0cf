//! DynamoDB did what it was asked to, and its answer is lost on the way: the call is repeated, and done once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_sdk_dynamodb::Client;
use function::store::dynamodb::DynamoStore;
use function::store::{Claim, Created, SubmissionId};

use super::samples::{Life, at};
use super::stores::{Shared, settings, tables};
use crate::harness::between::{Between, Fate};
use crate::harness::dynoxide::Dynoxide;

/// The next so many answers do not arrive. Gives how many of them are still to come.
fn lose(between: &Between, answers: usize) -> Arc<AtomicUsize> {
    let left = Arc::new(AtomicUsize::new(answers));
    let counted = Arc::clone(&left);
    between.rule(move |_| {
        let lose = counted.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if lose { Fate::AnswerLost } else { Fate::Through }
    });
    left
}

#[tokio::test]
async fn what_was_done_without_an_answer_is_done_once() {
    let emulator = Dynoxide::start();
    let between = Between::before(&emulator);
    let client = Client::from_conf(settings(between.address()).build());
    let store: Shared = Arc::new(DynamoStore::new(client, tables()));

    let sent = Life::sent(1, "07:00:00");
    let id = SubmissionId("one".to_owned());
    let left = lose(&between, 1);
    assert_eq!(store.create(&sent.submitted(&id, &[0; 32])).await.expect("created"), Created::Now);
    assert_eq!(left.load(Ordering::SeqCst), 0);

    let accepted = sent.clone().accepted("08:00:00");
    let left = lose(&between, 2);
    accepted.append_to(&store, &sent).await.expect("not a conflict with itself");
    assert_eq!(left.load(Ordering::SeqCst), 0);
    assert_eq!(store.events(sent.head.code, 1).await.expect("read"), accepted.events);

    let left = lose(&between, 1);
    let claim = store.claim_effect("letter", at("08:01:00"), at("08:00:00")).await.expect("claimed");
    assert_eq!(claim, Claim::Yours, "it is not held up by itself");
    assert_eq!(left.load(Ordering::SeqCst), 0);
    assert_eq!(store.claim_effect("letter", at("08:01:00"), at("08:00:00")).await.expect("asked"), Claim::Busy);
}
