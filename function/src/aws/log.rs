//! Log lines as JSON, and the metrics in them: CloudWatch makes metrics of numbers in a line that names them as such
//! (its embedded metric format), so that counting costs no call and waits for nothing.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>

use std::fmt;

use jiff::Timestamp;
use lambda_runtime::tracing::field::{Field, Visit};
use lambda_runtime::tracing::subscriber::fmt::format::{JsonFields, Writer};
use lambda_runtime::tracing::subscriber::fmt::{FmtContext, FormatEvent, FormattedFields};
use lambda_runtime::tracing::subscriber::registry::LookupSpan;
use lambda_runtime::tracing::{Event, Subscriber, subscriber};
use serde_json::{Map, Value, json};

/// The fields of log lines that are metrics, with their units. The count of `milliseconds` is the count of requests.
const METRICS: &[(&str, &str)] = &[
    ("milliseconds", "Milliseconds"),
    ("letters_sent", "Count"),
    ("letters_failed", "Count"),
    ("texts_sent", "Count"),
    ("texts_failed", "Count"),
    ("effect_age_seconds", "Seconds"),
    ("acted", "Count"),
];

/// The namespace of the metrics. Each has the dimension `function`, its name; `milliseconds` also `class`: `2xx`, `4xx`, `5xx`.
const NAMESPACE: &str = "Deskmark";

/// Writes what is logged from now on as a line of JSON each: `level`, `message`, the line's fields, and the id of Lambda's
/// invocation (`requestId`). The level is Lambda's own setting, `AWS_LAMBDA_LOG_LEVEL`.
pub fn start() {
    let level = std::env::var("AWS_LAMBDA_LOG_LEVEL").ok().and_then(|level| level.parse().ok());
    let function = std::env::var("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_default();
    subscriber::fmt()
        .fmt_fields(JsonFields::new())
        .event_format(Lines { function })
        .with_max_level(level.unwrap_or(subscriber::filter::LevelFilter::INFO))
        .init();
}

struct Lines {
    function: String,
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> FormatEvent<S, JsonFields> for Lines {
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut line = Fields(Map::new());
        line.0.insert("level".to_owned(), event.metadata().level().as_str().into());
        event.record(&mut line);
        for span in context.event_scope().into_iter().flatten() {
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<JsonFields>>();
            let fields = fields.and_then(|fields| serde_json::from_str(&fields.fields).ok());
            line.0.extend(fields.unwrap_or_else(Map::new));
        }
        writeln!(writer, "{}", Value::Object(with_metrics(line.0, &self.function, Timestamp::now())))
    }
}

/// A line that says which of its numbers are metrics, where it has some.
fn with_metrics(mut line: Map<String, Value>, function: &str, now: Timestamp) -> Map<String, Value> {
    let metrics = METRICS.iter().filter(|(name, _)| line.get(*name).is_some_and(Value::is_number));
    let metrics: Vec<_> = metrics.map(|(name, unit)| json!({ "Name": name, "Unit": unit })).collect();
    if metrics.is_empty() {
        return line;
    }
    let mut dimensions = vec!["function"];
    line.insert("function".to_owned(), function.into());
    if let Some(status) = line.get("status").and_then(Value::as_u64) {
        dimensions.push("class");
        line.insert("class".to_owned(), format!("{}xx", status / 100).into());
    }
    let metrics = json!([{ "Namespace": NAMESPACE, "Dimensions": [dimensions], "Metrics": metrics }]);
    line.insert("_aws".to_owned(), json!({ "Timestamp": now.as_millisecond(), "CloudWatchMetrics": metrics }));
    line
}

/// The fields of a line as JSON.
struct Fields(Map<String, Value>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: Value) -> Value {
        let Value::Object(line) = line else { panic!("a line is an object") };
        let at = "2026-11-23T01:30:10Z".parse().expect("a moment");
        Value::Object(with_metrics(line, "desk-http", at))
    }

    #[test]
    fn a_number_with_a_metrics_name_is_one() {
        let line = told(json!({ "message": "request", "status": 404, "milliseconds": 12 }));
        assert_eq!((&line["class"], &line["function"]), (&json!("4xx"), &json!("desk-http")));
        let expected = json!({ "Timestamp": 1_795_397_410_000_i64, "CloudWatchMetrics": [{
            "Namespace": "Deskmark", "Dimensions": [["function", "class"]],
            "Metrics": [{ "Name": "milliseconds", "Unit": "Milliseconds" }]
        }] });
        assert_eq!(line["_aws"], expected);
    }

    #[test]
    fn a_line_without_one_stays_as_it_is() {
        let line = json!({ "message": "published", "edition": "0f", "milliseconds": "12" });
        assert_eq!(told(line.clone()), line);
    }
}
