//! What README.md tells people to type about the JSON API works as it stands.

use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::harness::deskmark::Serving;
use crate::harness::root;

#[test]
fn the_api_is_asked_as_the_readme_says() {
    let data = TempDir::new().expect("there is room for a folder");
    let serving = Serving::of(&root().join("content"), data.path());
    let (mut code, mut token) = (String::new(), String::new());
    let mut answers = Vec::new();
    for command in commands() {
        let command = command.replace("http://127.0.0.1:4000", serving.base()).replace("7K3Q-9M2X-W4HT", &code);
        let output = Command::new("sh").args(["-euc", &command]).env("owner_token", &token).output().expect("a shell");
        let said = String::from_utf8_lossy(&output.stdout);
        let answer: Value = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{command}\n{error}: {said}"));
        if let Some(owner_token) = answer["owner_token"].as_str() {
            code = answer["code"].as_str().expect("a code").to_owned();
            token = owner_token.to_owned();
        }
        answers.push(answer);
    }
    let [types, receipt, ticket, replied] = &answers[..] else { panic!("four commands: {answers:#?}") };
    assert_eq!(types["request_types"][0]["id"], "it-incident", "{types:#}");
    assert!(receipt["status_url"].as_str().is_some_and(|url| url.ends_with(&code)), "{receipt:#}");
    assert_eq!(ticket["owner"]["title"], "The projector in room C1 shows no picture", "{ticket:#}");
    assert_eq!(replied["owner"]["conversation"][1]["text"], "Room C2 has it too.", "{replied:#}");
}

/// Every command of the section, whole though it has several lines.
fn commands() -> Vec<String> {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the repository has it");
    let section = readme.split("\n## ").find(|section| section.starts_with("Ask from a program")).expect("the section");
    let blocks = section.split("```sh\n").skip(1).filter_map(|block| block.split("\n```").next());
    let starts =
        blocks.flat_map(|block| format!("\n{block}").split("\ncurl ").skip(1).map(str::to_owned).collect::<Vec<_>>());
    starts.map(|rest| format!("curl --silent --show-error {rest}")).collect()
}
