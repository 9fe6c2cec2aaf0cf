//! What the three roles may do: what the code asks of AWS, and nothing else.

use std::collections::BTreeSet;

use regex_lite::Regex;
use serde_json::{Value, json};

use crate::harness::between::Call;
use crate::harness::rights::Rights;
use crate::harness::root;
use crate::harness::translated::{Translated, list};

const FUNCTIONS: [&str; 3] = ["HttpFunction", "EffectsFunction", "SweepFunction"];

/// What Lambda itself does in the effects function's name: reading the stream, and putting aside what was given up.
const LAMBDAS_OWN: [&str; 5] = [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "sqs:SendMessage",
];

#[test]
fn the_roles_may_do_what_the_code_does() {
    let template = Translated::read();
    let allowed: BTreeSet<String> = FUNCTIONS.iter().flat_map(|function| actions(&template, function)).collect();
    let mut needed: BTreeSet<String> = calls();
    needed.extend(LAMBDAS_OWN.map(str::to_owned));
    let missing: Vec<_> = needed.difference(&allowed).collect();
    assert!(missing.is_empty(), "the code does what no role may: {missing:?}");
    let idle: Vec<_> = allowed.difference(&needed).collect();
    assert!(idle.is_empty(), "roles may do what the code does not: {idle:?}");
}

#[test]
fn the_publisher_may_do_what_publishing_does() {
    let template = Translated::read();
    let statements = list(&template.resource("Publisher")["Properties"]["PolicyDocument"]["Statement"]);
    let allowed = statements.iter().flat_map(|statement| list(&statement["Action"]));
    let allowed: BTreeSet<_> = allowed.map(|action| action.as_str().expect("an action").to_owned()).collect();
    let mut needed = calls_in("generator/src/publish/aws.rs", "s3");
    needed.insert("cloudfront:CreateInvalidation".to_owned());
    assert_eq!(allowed, needed);
}

#[test]
fn each_role_may_do_its_own() {
    let template = Translated::read();
    let may = |function: &str| actions(&template, function);
    for (action, roles) in [
        ("ses:SendRawEmail", ["HttpFunction", "EffectsFunction"].as_slice()),
        ("sns:Publish", &["HttpFunction", "EffectsFunction"]),
        ("s3:PutObject", &["HttpFunction"]),
        // Erased by a person, after the event, and unsent for a day.
        ("s3:DeleteObject", &FUNCTIONS),
        ("dynamodb:GetRecords", &["EffectsFunction"]),
        ("ssm:GetParameters", &FUNCTIONS),
    ] {
        for function in FUNCTIONS {
            assert_eq!(may(function).contains(action), roles.contains(&function), "{action}: {function}");
        }
    }
}

/// A number is no resource: what is not a topic or an application of somebody's is one.
#[test]
fn text_messages_may_be_sent_once_they_are_turned_on_and_to_telephones_alone() {
    let template = Translated::read();
    let allowed = json!({ "Fn::If": ["HasTextMessages", {
        "Sid": "SendTexts", "Effect": "Allow", "Action": "sns:Publish",
        "NotResource": { "Fn::Sub": "arn:${AWS::Partition}:sns:*:*:*" }
    }, { "Ref": "AWS::NoValue" }] });
    for function in FUNCTIONS {
        let policies = list(&template.resource(&format!("{function}Role"))["Properties"]["Policies"]);
        let statements = policies.into_iter().flat_map(|policy| list(&policy["PolicyDocument"]["Statement"]));
        let publishing: Vec<_> = statements.filter(|one| one.to_string().contains("sns:Publish")).collect();
        let expected = if function == "SweepFunction" { vec![] } else { vec![&allowed] };
        assert_eq!(publishing, expected, "{function}");
    }
    assert_eq!(
        template.0["Conditions"]["HasTextMessages"],
        json!({ "Fn::Equals": [{ "Ref": "TextMessages" }, "yes"] })
    );
    assert_eq!(template.0["Parameters"]["TextMessages"]["Default"], "no");
}

/// Every function of these tests runs before a store that judges so (`harness/rights.rs`).
#[test]
fn a_role_is_refused_what_it_may_not() {
    let ticket = json!({ "TableName": "Tickets", "Item": { "pk": { "S": "T#7K2M9QXR" } } });
    let word = json!({ "TableName": "Tickets", "Item": { "pk": { "S": "W#it#maychieu" } } });
    let both = json!({ "TransactItems": [{ "Put": word }, { "Put": ticket }] });
    let by = |index: &str| json!({ "TableName": "Tickets", "IndexName": index });
    let [http, effects, sweep] = FUNCTIONS.map(Rights::of);
    for (rights, operation, body, may) in [
        (&http, "PutItem", &ticket, true),
        (&http, "DeleteItem", &ticket, false),
        (&http, "Query", &by("queue"), true),
        (&http, "Query", &by("alarm"), false),
        (&http, "Scan", &json!({ "TableName": "Tickets" }), false),
        (&effects, "PutItem", &word, true),
        (&effects, "PutItem", &ticket, false),
        (&effects, "TransactWriteItems", &both, false),
        (&effects, "Query", &by("queue"), false),
        (&sweep, "Query", &by("alarm"), true),
        (&sweep, "GetItem", &json!({ "TableName": "Signals" }), false),
    ] {
        let call = Call { operation: operation.to_owned(), id: String::new(), body: body.to_string().into_bytes() };
        assert_eq!(rights.allow(&call), may, "{operation} {body}");
    }
}

#[test]
fn no_role_may_do_anything_to_everything() {
    let template = Translated::read();
    for function in FUNCTIONS {
        for statement in template.statements(function) {
            let all = list(&statement["Resource"]).iter().any(|resource| *resource == "*");
            for action in list(&statement["Action"]) {
                let action = action.as_str().expect("an action");
                assert!(!action.contains('*'), "{function}: {action}");
                // Streams cannot be listed one at a time.
                assert!(!all || action == "dynamodb:ListStreams", "{function}: {action} on everything");
                let is_but_for = statement["NotResource"] != Value::Null;
                assert_eq!(is_but_for, action == "sns:Publish", "{function}: {action} on everything but a few");
            }
        }
    }
}

fn actions(template: &Translated, function: &str) -> BTreeSet<String> {
    let statements = template.statements(function);
    let actions = statements.iter().flat_map(|statement| list(&statement["Action"]));
    actions.map(|action| action.as_str().expect("an action").to_owned()).collect()
}

/// Every call of a client in function/src, as the action that IAM asks for.
fn calls() -> BTreeSet<String> {
    let places = [
        ("store/dynamodb.rs", "dynamodb"),
        ("store/dynamodb", "dynamodb"),
        ("files/s3.rs", "s3"),
        ("aws/editions.rs", "s3"),
        ("aws/parameters.rs", "ssm"),
        ("mail/ses.rs", "ses"),
        ("sms/sns.rs", "sns"),
    ];
    places.into_iter().flat_map(|(place, service)| calls_in(&format!("function/src/{place}"), service)).collect()
}

fn calls_in(place: &str, service: &str) -> BTreeSet<String> {
    let call = Regex::new(r"(?:client(?:\(\))?|Client::new\([a-z&]+\))\s*\.([a-z0-9_]+)\(\)").expect("a pattern");
    let written = Regex::new(r"TransactWriteItem::builder\(\)\.([a-z_]+)\(").expect("a pattern");
    let mut found = BTreeSet::new();
    for text in sources(&root().join(place)) {
        let calls = call.captures_iter(&text).map(|found| found[1].to_owned());
        let writes = written.captures_iter(&text).map(|found| format!("{}_item", &found[1]));
        for call in calls.chain(writes) {
            // A call of CloudFront stands among those of S3.
            if call != "create_invalidation" {
                found.extend(needs(service, &call).iter().map(|action| format!("{service}:{action}")));
            }
        }
    }
    found
}

fn sources(path: &std::path::Path) -> Vec<String> {
    let read = |path: &std::path::Path| std::fs::read_to_string(path).expect("a source file");
    if path.is_file() {
        return vec![read(path)];
    }
    let entries = std::fs::read_dir(path).expect("a folder of sources");
    entries.map(|entry| read(&entry.expect("an entry").path())).collect()
}

/// The actions a call needs. Most are named like the call; a call this does not know fails the test.
fn needs(service: &str, call: &str) -> &'static [&'static str] {
    match (service, call) {
        ("dynamodb", "get_item") => &["GetItem"],
        ("dynamodb", "query") => &["Query"],
        ("dynamodb", "put_item") => &["PutItem"],
        ("dynamodb", "update_item") => &["UpdateItem"],
        ("dynamodb", "delete_item") => &["DeleteItem"],
        // A transaction needs what it writes with. Export and repair read whole tables, with the operator's own rights;
        // no function may.
        ("dynamodb", "transact_write_items" | "scan") => &[],
        ("s3", "get_object" | "head_object") => &["GetObject"],
        ("s3", "put_object") => &["PutObject"],
        ("s3", "copy_object") => &["GetObject", "PutObject"],
        ("s3", "delete_object" | "delete_objects") => &["DeleteObject"],
        ("s3", "list_objects_v2") => &["ListBucket"],
        ("ssm", "get_parameters") => &["GetParameters"],
        // A whole message is "raw"; the second version of the API asks for both.
        ("ses", "send_email") => &["SendEmail", "SendRawEmail"],
        ("sns", "publish") => &["Publish"],
        _ => panic!("{service} is called with {call}: what does that need?"),
    }
}
