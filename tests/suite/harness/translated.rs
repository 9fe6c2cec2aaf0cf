//! infra/template.yaml as CloudFormation gets it: translated by AWS's own translator.

use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use super::{root, tool};

/// The translated template.
pub struct Translated(pub Value);

impl Translated {
    /// Translates the repository's template; once, for all tests.
    pub fn read() -> Self {
        static TRANSLATED: OnceLock<Value> = OnceLock::new();
        Self(TRANSLATED.get_or_init(translate).clone())
    }

    /// A resource by its name.
    #[track_caller]
    pub fn resource(&self, name: &str) -> &Value {
        self.0["Resources"].get(name).unwrap_or_else(|| panic!("the template has no {name}"))
    }

    /// Every resource of a type, with its name; at least one.
    #[track_caller]
    pub fn all(&self, kind: &str) -> Vec<(&str, &Value)> {
        let resources = self.0["Resources"].as_object().expect("resources");
        let all: Vec<_> =
            resources.iter().filter(|(_, one)| one["Type"] == kind).map(|(name, one)| (name.as_str(), one)).collect();
        assert!(!all.is_empty(), "the template has no {kind}");
        all
    }

    /// The statements of a function's role. Where they depend on a condition, those of both cases.
    pub fn statements(&self, function: &str) -> Vec<&Value> {
        let role = self.resource(&format!("{function}Role"));
        let policies = role["Properties"]["Policies"].as_array().expect("a role has policies");
        let statements = policies.iter().flat_map(|policy| list(&policy["PolicyDocument"]["Statement"]));
        statements
            .flat_map(|statement| match statement["Fn::If"].as_array() {
                Some(cases) => cases[1..].iter().filter(|case| case["Ref"] != "AWS::NoValue").collect(),
                None => vec![statement],
            })
            .collect()
    }
}

fn translate() -> Value {
    let translated = Command::new(tool("venv/bin/python"))
        .arg(root().join("tests/suite/harness/translate.py"))
        .arg(root().join("infra/template.yaml"))
        // Which parts of AWS there are depends on it; no call is made.
        .env("AWS_DEFAULT_REGION", "ap-southeast-1")
        .output()
        .expect("the translator starts");
    assert!(translated.status.success(), "{}", String::from_utf8_lossy(&translated.stderr));
    serde_json::from_slice(&translated.stdout).expect("it prints JSON")
}

/// One or several, as policies have it.
pub fn list(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |list| list.iter().collect())
}
