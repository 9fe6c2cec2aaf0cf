//! The API's own document says what the router does: every route, every status, nothing else.

use std::collections::BTreeSet;

use serde_json::Value;

use super::office::{BASE, Office};
use super::people::request;
use super::program::sent;

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];

fn document(office: &Office) -> Value {
    super::program::answer(&request(office, "GET", "/api/v1/openapi.json", &[], b""), 200)
}

/// Method and path of everything in the document.
fn operations(document: &Value) -> BTreeSet<(String, String)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("methods").keys();
            methods.map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_route_is_in_the_document_and_nothing_else() {
    let office = Office::open();
    let document = document(&office);
    assert_eq!(document["openapi"], "3.1.0");
    let expected = [
        ("GET", "/api/v1/openapi.json"),
        ("GET", "/api/v1/request-types"),
        ("GET", "/api/v1/request-types/{id}"),
        ("GET", "/api/v1/tickets"),
        ("GET", "/api/v1/tickets/{code}"),
        ("POST", "/api/v1/sign-in"),
        ("POST", "/api/v1/sign-in/code"),
        ("POST", "/api/v1/tickets"),
        ("POST", "/api/v1/tickets/{code}/actions/{action}"),
        ("POST", "/api/v1/tickets/{code}/replies"),
    ];
    let found = operations(&document);
    assert!(found.iter().map(|(method, path)| (method.as_str(), path.as_str())).eq(expected));
    let answered = function::http::endpoints().into_iter().filter(|endpoint| endpoint.path.starts_with("/api"));
    assert_eq!(answered.map(|endpoint| (endpoint.method.to_owned(), endpoint.path)).collect::<BTreeSet<_>>(), found);
    // The router knows each of them, and by no other method.
    let (code, _) = sent(&office);
    let paths: BTreeSet<_> = expected.iter().map(|(_, path)| *path).collect();
    for path in paths {
        let target = path.replace("{code}", &code).replace("{id}", "incident").replace("{action}", "confirm");
        for method in METHODS {
            let answer = request(&office, method, &target, &[("origin", BASE)], b"");
            let known = expected.contains(&(method, path));
            assert_eq!(!matches!(answer.status, 404 | 405), known, "{method} {target}: {answer:#?}");
        }
    }
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(object) => {
                found.extend(object.get("$ref").and_then(Value::as_str));
                object.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = document(&Office::open());
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 20, "{found:?}");
    for reference in found {
        let place = reference.strip_prefix('#').expect("a place in the document");
        assert!(document.pointer(place).is_some(), "{reference}");
    }
}

#[test]
fn the_documents_actions_are_the_owners_deeds() {
    let document = document(&Office::open());
    let parameters = &document["paths"]["/api/v1/tickets/{code}/actions/{action}"]["post"]["parameters"];
    let action = parameters.as_array().expect("a list").iter().find(|it| it["name"] == "action").expect("the action");
    let mut named: Vec<_> =
        action["schema"]["enum"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
    named.push("reply");
    // A form and a cookie; and what whoever holds the telephone types.
    let of_the_page = ["resubmit", "forget", "sms"];
    let mut deeds: Vec<_> =
        super::people::OWNERS_DEEDS.into_iter().filter(|deed| !of_the_page.contains(deed)).collect();
    named.sort_unstable();
    deeds.sort_unstable();
    assert_eq!(named, deeds);
}
