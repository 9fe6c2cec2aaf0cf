//! What a function's role may ask of DynamoDB, as IAM would judge it: the emulator lets everybody do everything.

use serde_json::{Value, json};

use super::between::{Between, Call, Fate};
use super::dynoxide::Dynoxide;
use super::translated::{Translated, list};

/// The rights of a function of infra/template.yaml.
pub struct Rights(Vec<Value>);

/// One action on one table.
struct Asked<'a> {
    action: String,
    table: &'a str,
    index: Option<&'a str>,
    /// The partition, where the call names it.
    partition: Option<&'a str>,
}

impl Rights {
    /// Those of the role with which it runs.
    pub fn of(function: &str) -> Self {
        Self(Translated::read().statements(function).into_iter().cloned().collect())
    }

    /// The address of an emulator that refuses what the role may not do, as DynamoDB does.
    pub fn before(self, emulator: &Dynoxide) -> String {
        let between = Between::before(emulator);
        between.rule(move |call| if self.allow(call) { Fate::Through } else { refused(&call.operation) });
        between.address().to_owned()
    }

    /// Whether a call may be made. A transaction may be when every write in it may.
    pub fn allow(&self, call: &Call) -> bool {
        let body: Value = serde_json::from_slice(&call.body).expect("a call is JSON");
        if call.operation != "TransactWriteItems" {
            return self.allows(&asked_for(&call.operation, &body));
        }
        let writes = body["TransactItems"].as_array().expect("a transaction has writes");
        let mut asked = writes.iter().flat_map(|write| write.as_object().expect("a write")).map(|(kind, write)| {
            let action = if kind == "ConditionCheck" { "ConditionCheckItem".to_owned() } else { format!("{kind}Item") };
            asked_for(&action, write)
        });
        asked.all(|asked| self.allows(&asked))
    }

    fn allows(&self, asked: &Asked<'_>) -> bool {
        let action = format!("dynamodb:{}", asked.action);
        let resource = match asked.index {
            None => json!({ "Fn::GetAtt": [asked.table, "Arn"] }),
            Some(index) => json!({ "Fn::Sub": format!("${{{}.Arn}}/index/{index}", asked.table) }),
        };
        self.0.iter().any(|statement| {
            statement["Effect"] == "Allow"
                && list(&statement["Action"]).iter().any(|allowed| **allowed == action)
                && list(&statement["Resource"]).contains(&&resource)
                && holds(&statement["Condition"], asked)
        })
    }
}

/// Whether a statement's condition holds: there is one kind, what partitions begin with.
fn holds(condition: &Value, asked: &Asked<'_>) -> bool {
    if condition.is_null() {
        return true;
    }
    let patterns = &condition["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
    assert!(patterns.is_array() && condition.as_object().is_some_and(|all| all.len() == 1), "what is {condition}?");
    let begins = |pattern: &Value| {
        let prefix = pattern.as_str().and_then(|pattern| pattern.strip_suffix('*')).expect("a prefix and a star");
        asked.partition.is_some_and(|partition| partition.starts_with(prefix))
    };
    list(patterns).into_iter().any(begins)
}

fn asked_for<'a>(action: &str, body: &'a Value) -> Asked<'a> {
    let key = if body["Item"].is_object() { &body["Item"] } else { &body["Key"] };
    Asked {
        action: action.to_owned(),
        table: body["TableName"].as_str().unwrap_or_else(|| panic!("{action} names no table")),
        index: body["IndexName"].as_str(),
        partition: key["pk"]["S"].as_str(),
    }
}

fn refused(operation: &str) -> Fate {
    let body = json!({
        "__type": "com.amazon.coral.service#AccessDeniedException",
        "Message": format!("the role is not authorized to perform dynamodb:{operation}"),
    });
    Fate::Refused(400, body.to_string())
}
