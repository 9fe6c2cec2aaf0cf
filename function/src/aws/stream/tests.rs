use std::cell::RefCell;

use domain::ticket::{EventKind, Personal};
use serde_json::{Value, json};

use super::*;
use crate::mail::MailError;

/// A ticket that is sent (its head, event 1), accepted (its head again, event 2) and answered (event 3).
fn records() -> Value {
    serde_json::from_str(include_str!("records.json")).expect("recorded JSON")
}

fn batch(records: &Value) -> Batch {
    serde_json::from_value(records.clone()).expect("a batch")
}

fn sequence_number(records: &Value, place: usize) -> &str {
    records["Records"][place]["dynamodb"]["SequenceNumber"].as_str().expect("a text")
}

/// Delivers a batch; says which events were carried out, and what is to come again.
async fn delivered(batch: Batch, outcome: impl Fn(u32) -> Result<(), EffectError>) -> (Vec<u32>, Value) {
    let seen = RefCell::new(Vec::new());
    let failures = deliver(batch, async |_, event: Event| {
        seen.borrow_mut().push(event.seq);
        outcome(event.seq)
    })
    .await;
    (seen.into_inner(), serde_json::to_value(failures).expect("an answer"))
}

fn again(sequence_numbers: &[&str]) -> Value {
    let failures: Vec<_> = sequence_numbers.iter().map(|number| json!({ "itemIdentifier": number })).collect();
    json!({ "batchItemFailures": failures })
}

#[tokio::test]
async fn inserted_events_are_carried_out_in_order_and_heads_are_passed_over() {
    let (seen, answer) = delivered(batch(&records()), |_| Ok(())).await;
    assert_eq!(seen, [1, 2, 3]);
    assert_eq!(answer, json!({ "batchItemFailures": [] }));
}

#[tokio::test]
async fn an_event_comes_whole() {
    deliver(batch(&records()), async |code, event: Event| {
        assert_eq!(code.to_string(), "1000-0000-0002");
        match (event.seq, &event.kind, &event.personal) {
            (1, EventKind::Submitted { clock, .. }, Some(Personal::Submission(submission))) => {
                assert_eq!(submission.name, "Nguyễn Văn An");
                assert_eq!(clock.as_ref().map(|clock| clock.rungs.len()), Some(2));
            }
            (2, EventKind::Accepted { .. }, Some(Personal::Member { name })) => assert_eq!(name, "Trần Thị Bích"),
            (3, EventKind::Answered { articles, .. }, Some(Personal::Message { text, .. })) => {
                assert_eq!(articles.len(), 1);
                assert_eq!(text, "Đã thay dây mạng.");
            }
            other => panic!("{other:?}"),
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_erased_event_is_still_one() {
    let mut records = records();
    for record in records["Records"].as_array_mut().expect("records") {
        record["dynamodb"]["NewImage"].as_object_mut().expect("an image").remove("personal");
    }
    let (seen, answer) = delivered(batch(&records), |_| Ok(())).await;
    assert_eq!((seen, answer), (vec![1, 2, 3], again(&[])));
}

#[tokio::test]
async fn changed_and_removed_rows_have_had_their_effects() {
    let mut records = records();
    records["Records"][1]["eventName"] = json!("MODIFY");
    records["Records"][3]["eventName"] = json!("REMOVE");
    records["Records"][3]["dynamodb"].as_object_mut().expect("a change").remove("NewImage");
    let (seen, answer) = delivered(batch(&records), |_| Ok(())).await;
    assert_eq!((seen, answer), (vec![3], again(&[])));
}

#[tokio::test]
async fn a_failed_record_comes_again_and_holds_up_no_other() {
    let records = records();
    let (seen, answer) = delivered(batch(&records), |seq| if seq == 1 { Err(EffectError::Busy) } else { Ok(()) }).await;
    assert_eq!((seen, answer), (vec![1, 2, 3], again(&[sequence_number(&records, 1)])));
}

#[tokio::test]
async fn with_the_mail_server_away_the_rest_is_left_for_later() {
    let records = records();
    let away = || EffectError::Mail(MailError::Unavailable(anyhow::anyhow!("connection refused")));
    let (seen, answer) = delivered(batch(&records), |seq| if seq == 2 { Err(away()) } else { Ok(()) }).await;
    assert_eq!((seen, answer), (vec![1, 2], again(&[sequence_number(&records, 3)])));
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_named_and_passed_over() {
    let mut records = records();
    records["Records"][1]["dynamodb"]["NewImage"]["event"]["M"]["kind"] = json!({ "S": "of_a_later_version" });
    records["Records"][3]["dynamodb"]["NewImage"]["event"] = json!({ "S": "not a map" });
    let (seen, answer) = delivered(batch(&records), |_| Ok(())).await;
    assert_eq!((seen, answer), (vec![3], again(&[sequence_number(&records, 1), sequence_number(&records, 3)])));
}

#[test]
fn what_is_logged_names_no_address() {
    let refused = anyhow::anyhow!("450 4.2.1 <an@sv.thuyvan.example>: mailbox busy");
    let error = EffectError::Mail(MailError::Unavailable(refused));
    let text = chain(&error);
    assert!(text.ends_with("450 4.2.1 (address) mailbox busy"), "{text}");
}
