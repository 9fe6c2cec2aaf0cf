//! What calls cost on DynamoDB, in the units that are paid for, against the design's budgets.

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use domain::catalog::Role;
use domain::ticket::Personal;
use function::store::dynamodb::DynamoStore;
use function::store::{Narrowed, QueueQuery};

use super::samples::{Life, at, code, desk};
use super::stores::{Shared, settings, tables};
use crate::harness::dynoxide::Dynoxide;
use crate::harness::meter::Meter;

struct Metered {
    store: Shared,
    meter: Meter,
    _emulator: Dynoxide,
}

impl Metered {
    fn new() -> Self {
        let emulator = Dynoxide::start();
        let meter = Meter::default();
        let client = Client::from_conf(settings(emulator.endpoint()).interceptor(meter.clone()).build());
        Self { store: Arc::new(DynamoStore::new(client, tables())), meter, _emulator: emulator }
    }

    /// Checks what was spent since the last check. Something must have been: a meter that stands still proves nothing.
    #[track_caller]
    fn spent(&self, what: &str, budget: f64) {
        let spent = self.meter.read().units;
        assert!(spent > 0.0 && spent <= budget, "{what}: {spent} of {budget}");
    }
}

const TITLE: &str = "Mất mạng ở phòng B204 từ sáng nay, cả máy in cũng không in được";

/// A request as long as people write them, in a script of three bytes a letter now and then.
fn request(number: u64, due: &str) -> Life {
    let mut life = Life::sent(number, due).titled(TITLE).whose("0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    if let Some(Personal::Submission(submission)) = &mut life.events[0].personal {
        submission.description = "Từ sáng nay đèn báo mạng không sáng, đã rút dây cắm lại mà vẫn vậy. ".repeat(20);
    }
    life
}

#[tokio::test]
async fn creating_and_following_a_ticket() {
    let metered = Metered::new();
    let store = &metered.store;
    let sent = request(1, "07:00:00");
    sent.create_in(store).await;
    // 1.8 KB of text and what belongs to it: three kilobytes begun. Every later event here is below one.
    metered.spent("create", 7.0 + 2.0 * 3.0);

    store.head(code(1)).await.expect("read");
    metered.spent("status", 1.0);
    store.submission(&function::store::SubmissionId(format!("of-{}", code(1)))).await.expect("read");
    metered.spent("sent before", 1.0);

    let accepted = sent.clone().accepted("08:00:00");
    accepted.append_to(store, &sent).await.expect("appended");
    metered.spent("accept", 6.0 + 2.0);
    let answered = accepted.clone().answered(&"Đã thay dây mạng ở tủ tầng hai. ".repeat(10));
    answered.append_to(store, &accepted).await.expect("appended");
    metered.spent("answer", 6.0 + 2.0);
    let reopened = answered.clone().reopened("09:00:00");
    reopened.append_to(store, &answered).await.expect("appended");
    metered.spent("reopen", 6.0 + 2.0);
    let told = reopened.clone().escalated(0, Role::Lead);
    told.append_to(store, &reopened).await.expect("appended");
    metered.spent("escalate", 6.0 + 2.0);
    let closed = told.clone().answered("Đã xong.").closed();
    closed.append_to(store, &told).await.expect("appended");
    metered.spent("answer and close", 6.0 + 2.0 + 2.0);

    store.head(code(1)).await.expect("read");
    metered.spent("status at the end", 1.0);
    store.events(code(1), 1).await.expect("read");
    metered.spent("conversation", 2.0);
}

#[tokio::test]
async fn a_page_of_the_queue_and_the_sweep() {
    let metered = Metered::new();
    let store = &metered.store;
    for number in 1..=60 {
        request(number, &format!("07:{:02}:00", number - 1))
            .accepted(&format!("08:{:02}:00", number - 1))
            .create_in(store)
            .await;
    }
    metered.meter.read();
    let query = QueueQuery { desk: desk("it"), only: Narrowed::default(), after: None, limit: 25 };
    let page = store.queue(&query).await.expect("read");
    assert_eq!(page.rows.len(), 25);
    metered.spent("a page of 25", 4.0);
    store.queue(&QueueQuery { after: page.next, ..query }).await.expect("read");
    metered.spent("the next page", 4.0);
    // Sixty heads of a kilobyte and a half.
    store.figures(&desk("it"), at("07:30:00")..at("08:00:00"), 100).await.expect("counted");
    metered.spent("figures of a queue of 60", 10.0);

    assert_eq!(store.due_alarms(at("07:59:00"), 100).await.expect("read"), []);
    metered.spent("a sweep with nothing to do", 0.5);
    assert_eq!(store.due_alarms(at("08:02:00"), 100).await.expect("read").len(), 3);
    metered.spent("a sweep with three", 0.5);

    store.count("client-a", 60, at("12:00:00")).await.expect("counted");
    metered.spent("a limit", 1.0);
}
