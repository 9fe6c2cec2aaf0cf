//! infra/template.yaml, read the way CloudFormation would as far as the tests need it.
//!
//! The tables, the environment of each role and the stream's filter come from there and from nowhere else, so a test
//! passes only while the template agrees with the programs.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

/// The template, its `!Ref` and `!Sub` still as the texts they hold.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Template {
    globals: Value,
    resources: BTreeMap<String, Resource>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Resource {
    r#type: String,
    #[serde(default)]
    properties: Value,
}

impl Template {
    /// Reads the repository's template.
    pub fn read() -> Self {
        let file = super::root().join("infra/template.yaml");
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    /// Every table by its name in the template, as the body of a `CreateTable` call.
    ///
    /// What only the real service can do (recovery, encryption) is left out.
    pub fn tables(&self) -> BTreeMap<&str, Value> {
        self.resources
            .iter()
            .filter(|(_, resource)| resource.r#type == "AWS::DynamoDB::Table")
            .map(|(name, resource)| {
                let mut table = json!({ "TableName": name });
                for key in ["BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes"] {
                    if let Some(value) = resource.properties.get(key) {
                        table[key] = value.clone();
                    }
                }
                if let Some(stream) = resource.properties.get("StreamSpecification") {
                    // CloudFormation leaves out what the API asks for.
                    table["StreamSpecification"] = stream.clone();
                    table["StreamSpecification"]["StreamEnabled"] = json!(true);
                }
                (name.as_str(), table)
            })
            .collect()
    }

    /// The attribute a table's rows end by, if it has one.
    pub fn time_to_live(&self, table: &str) -> Option<&Value> {
        self.resources[table].properties.get("TimeToLiveSpecification")
    }

    /// A function's environment, with `values` put in place of the parameters, resources and conditions it names; and
    /// what Lambda adds of the function's own: its handler. A condition without a value does not hold.
    pub fn environment(&self, function: &str, values: &BTreeMap<&str, String>) -> BTreeMap<String, String> {
        let own = &self.resources[function].properties;
        let handler = own["Handler"].as_str().unwrap_or_else(|| panic!("{function} has no handler"));
        let mut environment: BTreeMap<_, _> = [&self.globals["Function"], own]
            .iter()
            .filter_map(|part| part["Environment"]["Variables"].as_object())
            .flatten()
            .map(|(name, value)| {
                let value = match value.as_array().map(Vec::as_slice) {
                    // `!If [condition, then, otherwise]`
                    Some([condition, then, otherwise]) => {
                        if condition.as_str().is_some_and(|name| values.contains_key(name)) { then } else { otherwise }
                    }
                    _ => value,
                };
                let text = value.as_str().unwrap_or_else(|| panic!("{function}: {name} is no text"));
                (name.clone(), values.get(text).map_or(text, String::as_str).to_owned())
            })
            .filter(|(_, value)| value != "AWS::NoValue")
            .collect();
        environment.insert("_HANDLER".to_owned(), handler.to_owned());
        environment
    }

    /// The properties of the one resource of a type.
    #[track_caller]
    pub fn only(&self, kind: &str) -> &Value {
        let mut found = self.resources.values().filter(|resource| resource.r#type == kind);
        let resource = found.next().unwrap_or_else(|| panic!("the template has no {kind}"));
        assert!(found.next().is_none(), "the template has more than one {kind}");
        &resource.properties
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Template;

    #[test]
    fn a_role_gets_what_all_get_and_its_own() {
        let values = BTreeMap::from([("Tickets", "t".to_owned()), ("SecretParameter", "/s".to_owned())]);
        let environment = Template::read().environment("SweepFunction", &values);
        assert_eq!(environment["_HANDLER"], "sweep");
        assert_eq!(environment["DESKMARK_TICKETS_TABLE"], "t");
        assert_eq!(environment["DESKMARK_SECRET_PARAMETER"], "/s");
        assert!(!environment.contains_key("DESKMARK_SMTP_URL_PARAMETER"), "the sweep sends nothing itself");
    }

    #[test]
    fn text_messages_are_sent_by_two_roles_once_they_are_turned_on() {
        let sms = |function: &str, turned_on: bool| {
            let values = turned_on.then(|| ("HasTextMessages", String::new())).into_iter().collect();
            Template::read().environment(function, &values).get("DESKMARK_SMS").cloned()
        };
        for function in ["HttpFunction", "EffectsFunction"] {
            assert_eq!((sms(function, false), sms(function, true)), (None, Some("sns".to_owned())), "{function}");
        }
        assert_eq!(sms("SweepFunction", true), None);
    }

    #[test]
    fn both_tables_are_there() {
        let template = Template::read();
        let tables = template.tables();
        assert_eq!(tables.keys().copied().collect::<Vec<_>>(), ["Signals", "Tickets"]);
        assert_eq!(tables["Tickets"]["StreamSpecification"]["StreamViewType"], "NEW_IMAGE");
        assert_eq!(template.time_to_live("Signals").expect("signals end")["AttributeName"], "ttl");
    }
}
