//! What infra/README.md tells people to type: whatever can run here is run, in the order it stands there; the rest names
//! only what the template has.

use std::fs;
use std::process::Command;

use regex_lite::Regex;
use serde_json::Value;
use tempfile::TempDir;

use crate::build::copy;
use crate::harness::moto::Moto;
use crate::harness::process::binary;
use crate::harness::translated::Translated;
use crate::harness::{root, tool};

/// What needs an account at AWS, or compiles for minutes.
const ELSEWHERE: [&str; 10] = [
    "aws ",
    "cargo install ",
    "cargo lambda build ",
    "deskmark export ",
    "deskmark import ",
    "export AWS_REGION=",
    "for name in <Functions>; do aws lambda ",
    "pip install ",
    "sam delete ",
    "sam deploy ",
];

#[test]
fn what_the_readme_tells_people_to_type_works() {
    let moto = Moto::start();
    moto.make_bucket("site");
    // An earlier bundle, for going back.
    moto.put("site/desk/0123456789abcdef/catalog.json", b"{}");
    let distribution = moto.make_distribution();
    let here = TempDir::new().expect("there is room for a folder");
    copy(&root().join("content"), &here.path().join("content"));
    std::os::unix::fs::symlink(root().join("infra"), here.path().join("infra")).expect("the folder is ours");
    let programs =
        [tool("venv/bin"), binary("deskmark").parent().expect("a folder").to_owned(), "/usr/bin".into(), "/bin".into()];
    let path = std::env::join_paths(programs).expect("no colons");
    let mut ran = Vec::new();
    for command in commands() {
        if ELSEWHERE.iter().any(|start| command.starts_with(start)) {
            continue;
        }
        let typed = command.replace("<SiteBucket>", "site").replace("<Distribution>", &distribution);
        let output = Command::new("sh")
            .args(["-euc", &typed])
            .current_dir(here.path())
            .env("PATH", &path)
            .env("LC_ALL", "C.UTF-8")
            .env("SAM_CLI_TELEMETRY", "0")
            .env("AWS_ENDPOINT_URL", moto.endpoint())
            .envs([("AWS_REGION", "ap-southeast-1"), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")])
            .output()
            .expect("a shell");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{typed}\n{said}");
        ran.push((command, said));
    }
    // What the README says that they print.
    for (start, printed) in [
        ("sam validate --lint --template-file infra/template.yaml", "is a valid SAM Template"),
        ("deskmark publish --bucket <SiteBucket> --distribution <Distribution> --dry-run", "Nothing was sent."),
        ("deskmark publish --bucket <SiteBucket> --distribution <Distribution>", "removed 0, refreshed 0 addresses"),
        ("deskmark publish --bucket <SiteBucket> --distribution <Distribution>", "The desk reads bundle"),
        ("deskmark publish --bucket <SiteBucket> --rollback", "The desk reads bundle 0123456789abcdef"),
    ] {
        let is_said = ran.iter().any(|(command, said)| command == start && said.contains(printed));
        assert!(is_said, "{start} never said {printed:?}: {ran:#?}");
    }
}

#[test]
fn what_the_readme_names_is_in_the_template() {
    let readme = readme();
    let template = Translated::read();
    let named = |what: &str, name: &str| template.0[what].get(name).is_some_and(|found| !found.is_null());
    let output = Regex::new(r"<([A-Z][A-Za-z]+)(?: of deskmark-2)?>").expect("a pattern");
    for found in output.captures_iter(&readme) {
        assert!(named("Outputs", &found[1]), "the stack prints no {}", &found[1]);
    }
    let parameter = Regex::new(r#"(?:^|[ "])([A-Z][A-Za-z]+)=[^ ]"#).expect("a pattern");
    let deployments: Vec<_> = commands().into_iter().filter(|command| command.starts_with("sam deploy")).collect();
    assert!(deployments.len() > 3, "{deployments:#?}");
    for deployment in &deployments {
        for found in parameter.captures_iter(deployment) {
            assert!(named("Parameters", &found[1]), "the template takes no {}", &found[1]);
        }
    }
    let alarms = template.all("AWS::CloudWatch::Alarm");
    for (name, alarm) in alarms {
        assert!(readme.contains(&format!("`{name}`")), "the README does not say what to do about {name}");
        assert!(alarm["Properties"]["AlarmDescription"] != Value::Null, "{name} does not say what is wrong");
    }
}

fn readme() -> String {
    fs::read_to_string(root().join("infra/README.md")).expect("it is there")
}

/// Every command between fences, whole though it has several lines.
fn commands() -> Vec<String> {
    let readme = readme();
    let blocks = readme.split("```sh\n").skip(1).filter_map(|block| block.split("```").next());
    let whole = blocks.map(|block| Regex::new(r"\\\n\s*").expect("a pattern").replace_all(block, "").into_owned());
    let lines = whole.collect::<Vec<_>>();
    lines
        .iter()
        .flat_map(|block| block.lines())
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}
