//! The tickets table's stream, brought to the effects role the way Lambda's event source mapping does it.
//!
//! The records are the emulator's own, read by the DynamoDB Streams API. Batch size, filter, retries and partial
//! failures follow the mapping in infra/template.yaml.

use serde_json::{Value, json};

use super::bootstrap::Bootstrap;
use super::dynoxide::Dynoxide;
use super::template::Template;

/// Follows the stream from its first record.
pub struct Pump<'a> {
    dynoxide: &'a Dynoxide,
    arn: String,
    iterator: String,
    prefixes: Vec<String>,
    batch_size: usize,
    attempts: u64,
}

impl<'a> Pump<'a> {
    /// Finds the stream of the table `Tickets`.
    pub fn new(dynoxide: &'a Dynoxide, template: &Template) -> Self {
        let mapping = template.only("AWS::Lambda::EventSourceMapping");
        assert_eq!(mapping["FunctionResponseTypes"], json!(["ReportBatchItemFailures"]));
        let table = dynoxide.call("DynamoDB_20120810.DescribeTable", &json!({ "TableName": "Tickets" }));
        let arn = text(&table["Table"]["LatestStreamArn"]);
        let stream = dynoxide.call("DynamoDBStreams_20120810.DescribeStream", &json!({ "StreamArn": arn }));
        let shards = stream["StreamDescription"]["Shards"].as_array().expect("a stream has shards").clone();
        assert_eq!(shards.len(), 1, "the emulator has one shard a stream");
        let start = json!({ "StreamArn": arn, "ShardId": shards[0]["ShardId"], "ShardIteratorType": "TRIM_HORIZON" });
        let iterator = dynoxide.call("DynamoDBStreams_20120810.GetShardIterator", &start);
        Self {
            dynoxide,
            iterator: text(&iterator["ShardIterator"]),
            arn,
            prefixes: prefixes(mapping),
            batch_size: mapping["BatchSize"]
                .as_u64()
                .and_then(|size| size.try_into().ok())
                .expect("a batch has a size"),
            attempts: 1 + mapping["MaximumRetryAttempts"].as_u64().expect("retries are bounded"),
        }
    }

    /// Delivers everything that is new, and returns how many records the function was handed (retries not counted).
    #[track_caller]
    pub fn deliver(&mut self, effects: &mut Bootstrap) -> usize {
        self.deliver_to(&mut |batch| effects.invoke(batch).ok())
    }

    /// The same to whoever plays the effects role: it is handed a batch and answers, or fails.
    #[track_caller]
    pub fn deliver_to(&mut self, effects: &mut dyn FnMut(Value) -> Option<Value>) -> usize {
        let records: Vec<Value> = self.read().into_iter().filter(|record| self.wants(record)).collect();
        for batch in records.chunks(self.batch_size) {
            self.hand_over(effects, batch);
        }
        records.len()
    }

    fn read(&mut self) -> Vec<Value> {
        let mut records = Vec::new();
        loop {
            let page =
                self.dynoxide.call("DynamoDBStreams_20120810.GetRecords", &json!({ "ShardIterator": self.iterator }));
            let new = page["Records"].as_array().expect("a page holds records");
            // An open shard always has a next iterator, so the end is a page with nothing in it.
            self.iterator = text(&page["NextShardIterator"]);
            if new.is_empty() {
                return records;
            }
            records.extend(new.iter().cloned());
        }
    }

    /// The template's filter: inserted rows whose sort key starts as given.
    fn wants(&self, record: &Value) -> bool {
        let sk = record["dynamodb"]["Keys"]["sk"]["S"].as_str().unwrap_or_default();
        record["eventName"] == "INSERT" && self.prefixes.iter().any(|prefix| sk.starts_with(prefix))
    }

    /// Hands over a batch; from the first failed record on it comes again, as often as the mapping allows.
    #[track_caller]
    fn hand_over(&self, effects: &mut dyn FnMut(Value) -> Option<Value>, batch: &[Value]) {
        let mut rest = batch;
        for _ in 0..self.attempts {
            let records: Vec<Value> = rest
                .iter()
                .map(|record| {
                    let mut record = record.clone();
                    record["eventSourceARN"] = json!(self.arn);
                    record
                })
                .collect();
            let Some(answer) = effects(json!({ "Records": records })) else { continue };
            let failures: Vec<&Value> =
                answer["batchItemFailures"].as_array().into_iter().flatten().map(|f| &f["itemIdentifier"]).collect();
            let failed = |record: &Value| failures.contains(&&record["dynamodb"]["SequenceNumber"]);
            match rest.iter().position(failed) {
                Some(first) => rest = &rest[first..],
                None if failures.is_empty() => return,
                None => panic!("the function names records it was not given: {failures:?}"),
            }
        }
        panic!("given up, to the dead-letter queue: {rest:#?}");
    }
}

/// The prefixes of the mapping's filter. Only the one shape the template uses is understood; another fails the test.
fn prefixes(mapping: &Value) -> Vec<String> {
    let filters = mapping["FilterCriteria"]["Filters"].as_array().expect("the mapping filters");
    assert_eq!(filters.len(), 1, "one filter: {filters:?}");
    let pattern: Value = serde_json::from_str(&text(&filters[0]["Pattern"])).expect("a pattern is JSON");
    assert_eq!(pattern["eventName"], json!(["INSERT"]), "{pattern}");
    let sort_keys = pattern["dynamodb"]["Keys"]["sk"]["S"].as_array().expect("the filter is on sk");
    sort_keys.iter().map(|rule| text(&rule["prefix"])).collect()
}

#[track_caller]
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("expected a text, got {value}")).to_owned()
}
