//! What the function's log tells, line by line, and the metrics in it.

use serde_json::{Value, json};

use super::lambda::Cloud;
use crate::harness::http::Browser;
use crate::harness::stream::Pump;
use crate::journey;

/// The lines as JSON; every one of them has to be.
fn lines(log: &[String]) -> Vec<Value> {
    log.iter().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

#[track_caller]
fn only<'l>(lines: &'l [Value], message: &str) -> &'l Value {
    let found: Vec<_> = lines.iter().filter(|line| line["message"] == message).collect();
    let [line] = found[..] else { panic!("{message}: {found:#?} of {lines:#?}") };
    line
}

/// The names of a line's metrics, and their dimensions.
fn metrics(line: &Value) -> (Vec<&str>, &Value) {
    let told = &line["_aws"]["CloudWatchMetrics"][0];
    assert_eq!(told["Namespace"], "Deskmark", "{line}");
    let named = told["Metrics"].as_array().into_iter().flatten().filter_map(|metric| metric["Name"].as_str());
    (named.collect(), &told["Dimensions"])
}

#[test]
fn a_request_is_one_line_with_its_route_and_its_metric() {
    let cloud = Cloud::new();
    let gateway = cloud.gateway();
    Browser::new(&gateway).get("/t/7K3Q-9M2X-W4HT?email=an%40dh.example");
    let lines = lines(&gateway.log());
    let line = only(&lines, "request");
    assert_eq!((&line["route"], &line["status"], &line["method"]), (&json!("/t/{code}"), &json!(404), &json!("GET")));
    assert!(line["request_id"].is_string() && line["requestId"].is_string(), "ours and Lambda's: {line}");
    assert_eq!(metrics(line), (vec!["milliseconds"], &json!([["function", "class"]])));
    assert_eq!((&line["class"], &line["function"]), (&json!("4xx"), &json!("deskmark")));
}

#[test]
fn a_tickets_way_is_told_without_a_word_of_it() {
    let cloud = Cloud::new();
    let gateway = cloud.gateway();
    let mut effects = cloud.function("EffectsFunction");
    let mut pump = Pump::new(&cloud.dynoxide, &cloud.template);
    let mut requester = Browser::new(&gateway);
    let review = journey::review(&mut requester, &journey::filled(&cloud.form_page("incident")));
    let code = journey::send(&mut requester, &review);
    pump.deliver(&mut effects);

    let log = [gateway.log(), effects.log()].concat();
    let lines = lines(&log);
    assert_eq!(metrics(only(&lines, "an event was followed")).0, ["effect_age_seconds"]);
    let sent = lines.iter().find(|line| line["message"] == "a letter was sent").expect("the receipt");
    assert_eq!(metrics(sent).0, ["letters_sent"]);
    let whole = log.join("\n");
    for private in [journey::EMAIL, journey::NAME, journey::TITLE, &format!("/t/{code}")] {
        assert!(!whole.contains(private), "{private} in {whole}");
    }
}
