//! Repair: what a log says is what its head, its places and the search say again; what was not sent is sent.

use domain::code::TicketCode;
use domain::ticket::{State, fold};
use function::repair::{Fault, repair, resend};
use function::store::StoreError;
use jiff::SignedDuration;
use serde_json::json;
use tokio::task::JoinSet;

use crate::harness::http::Browser;
use crate::router::office::Office;
use crate::router::people::{EXPERT, does, sent, signed_in};
use crate::store_contract::samples::Life;

macro_rules! on_every_store {
    ($($story:ident)+) => {
        mod sqlite {
            $(#[test]
            fn $story() {
                super::$story(&super::Office::open());
            })+
        }

        mod emulated_dynamodb {
            $(#[test]
            fn $story() {
                super::$story(&super::Office::on_dynamodb(|_| {}));
            })+
        }
    };
}

on_every_store! {
    a_head_is_again_what_its_log_says
    what_is_being_written_to_meanwhile_loses_nothing
    what_was_not_sent_is_sent_and_nothing_twice
}

fn parsed(code: &str) -> TicketCode {
    TicketCode::parse(code).expect("a code")
}

fn a_head_is_again_what_its_log_says(office: &Office) {
    let code = sent(&mut Browser::new(office));
    does(&mut signed_in(office, EXPERT), &code, "/accept", None).leads_to();
    office.letters();
    let store = office.offline();
    let good = office.head(&code);
    let look = |dry| office.wait(repair(&*store, Some(&office.keys), dry)).expect("read");
    assert_eq!(look(false).faults, [], "nothing is wrong yet");

    // The page says something else; the queue, the clock and the requester's list do not know of it.
    let mut wrong = good.clone();
    (wrong.state, wrong.clock, wrong.handler) = (State::Closed, None, None);
    office.wait(store.mend(&wrong, Some(good.version))).expect("written");
    assert_eq!(look(true).faults, [(good.code, Fault::Head)]);
    assert_eq!(office.head(&code), wrong, "nothing was written");
    assert_eq!(look(false).faults, [(good.code, Fault::Head)]);
    assert_eq!(office.head(&code), good);
    assert_eq!(look(false).faults, []);

    // Older than its log, so that every later append would be refused.
    let events = office.wait(store.events(good.code, 1)).expect("read");
    let mut older = fold(good.code, &events[..1]).expect("a ticket");
    older.contact.clone_from(&good.contact);
    office.wait(store.mend(&older, Some(good.version))).expect("written");
    let refused = office.wait(store.append(&good, older.version, &events[1..]));
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(look(false).faults, [(good.code, Fault::Head)]);
    assert_eq!(office.head(&code), good);

    lose_words(office, good.code);
    assert_eq!(look(true).faults, [(good.code, Fault::Words)]);
    assert_eq!(look(false).faults, [(good.code, Fault::Words)]);
    assert_eq!(look(false).faults, []);

    lose_event(office, good.code);
    assert_eq!(look(false).faults, [(good.code, Fault::Log)], "only a backup helps");
    assert_eq!(office.head(&code), good, "and what is there is left as it is");
}

/// One way in which search forgets a ticket.
fn lose_words(office: &Office, code: TicketCode) {
    if let Some(file) = office.tickets_file() {
        let db = rusqlite::Connection::open(file).expect("a database");
        db.execute("UPDATE findable SET words = 'nothing'", []).expect("written");
        return;
    }
    let rows = office.emulator().call("DynamoDB_20120810.Scan", &json!({ "TableName": "Tickets" }));
    let is_word = |row: &&serde_json::Value| {
        let pk = row["pk"]["S"].as_str().unwrap_or_default();
        pk.starts_with("W#it#") && row["sk"]["S"].as_str().is_some_and(|sk| sk.ends_with(&code.to_string()))
    };
    let row = rows["Items"].as_array().expect("rows").iter().find(is_word).expect("it was findable");
    let key = json!({ "TableName": "Tickets", "Key": { "pk": row["pk"], "sk": row["sk"] } });
    office.emulator().call("DynamoDB_20120810.DeleteItem", &key);
}

/// The first event goes, and the second stays.
fn lose_event(office: &Office, code: TicketCode) {
    if let Some(file) = office.tickets_file() {
        let db = rusqlite::Connection::open(file).expect("a database");
        db.execute("DELETE FROM events WHERE seq = 1", []).expect("written");
        return;
    }
    let key = json!({ "pk": { "S": format!("T#{code}") }, "sk": { "S": "E#000001" } });
    let key = json!({ "TableName": "Tickets", "Key": key });
    office.emulator().call("DynamoDB_20120810.DeleteItem", &key);
}

fn what_is_being_written_to_meanwhile_loses_nothing(office: &Office) {
    const WRITERS: u32 = 12;
    let code = parsed(&sent(&mut Browser::new(office)));
    office.letters();
    let written = office.wait(async {
        let mut writers = JoinSet::new();
        for number in 0..WRITERS {
            let store = office.offline();
            writers.spawn(async move {
                loop {
                    let head = store.head(code).await.expect("read").expect("it is there");
                    let before = Life { head, events: Vec::new() };
                    let mine = before.clone().replied(&format!("từ cửa sổ {number}"));
                    match store.append(&mine.head, before.head.version, &mine.events).await {
                        Ok(()) => return mine.events,
                        Err(StoreError::Conflict | StoreError::Busy(_)) => {}
                        Err(error) => panic!("{error:?}"),
                    }
                }
            });
        }
        let store = office.offline();
        let mending = async {
            for _ in 0..10 {
                // Somebody breaks it, so that there is something to mend.
                let mut head = store.head(code).await.expect("read").expect("it is there");
                head.nature = domain::ids::FieldId::parse("wrong").ok();
                let _ = store.mend(&head, Some(head.version)).await;
                repair(&*store, Some(&office.keys), false).await.expect("mended");
            }
        };
        tokio::join!(writers.join_all(), mending).0
    });
    let store = office.offline();
    office.wait(repair(&*store, None, false)).expect("mended");
    let events = office.wait(store.events(code, 1)).expect("read");
    let acknowledged: Vec<_> = written.into_iter().flatten().collect();
    assert!(acknowledged.iter().all(|event| events.contains(event)));
    assert_eq!(events.len(), 1 + acknowledged.len());
    let mut head = office.wait(store.head(code)).expect("read").expect("a ticket");
    assert!(head.contact.take().is_some(), "it is still its requester's");
    assert_eq!(Some(head), fold(code, &events));
}

fn what_was_not_sent_is_sent_and_nothing_twice(office: &Office) {
    let start = office.desk.now();
    let first = sent(&mut Browser::new(office));
    office.letters();
    office.pass(SignedDuration::from_mins(10));
    let second = sent(&mut Browser::new(office));
    office.pass(SignedDuration::from_mins(10));
    let third = sent(&mut Browser::new(office));
    // What should have followed was given up on: nothing is delivered any more.
    let store = office.offline();
    let up_to = start + SignedDuration::from_mins(15);
    let again = || office.wait(resend(&office.desk, &*store, &(start..up_to))).expect("the post office is open");
    assert_eq!(again(), 2);
    let to = || office.post.letters().into_iter().map(|letter| letter.id).collect::<Vec<_>>();
    assert_eq!(to(), [format!("{first}-1-receipt"), format!("{second}-1-receipt")]);
    assert_eq!(again(), 2);
    assert_eq!(to().len(), 2, "nothing twice, and nothing of {third}");
}
