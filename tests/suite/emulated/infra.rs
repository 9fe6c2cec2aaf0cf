//! What infra/README.md tells people to type: whatever can run here is run, in the order it stands there; the rest names
//! only what the template has.

use std::fs;
use std::process::Command;

use regex_lite::Regex;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::build::copy;
use crate::harness::dynoxide::Dynoxide;
use crate::harness::moto::Moto;
use crate::harness::process::binary;
use crate::harness::template::Template;
use crate::harness::translated::Translated;
use crate::harness::{root, tool};

/// What needs an account at AWS, or compiles for minutes.
const ELSEWHERE: [&str; 8] = [
    "aws ",
    "cargo install ",
    "cargo lambda build ",
    "export AWS_REGION=",
    "for name in <Functions>; do aws lambda ",
    "pip install ",
    "sam delete ",
    "sam deploy ",
];

/// What stands in the place of outputs and of what only that organisation has.
const NAMED: [(&str, &str); 7] = [
    ("<SiteBucket>", "site"),
    ("<TicketsTable of deskmark-2>", "Tickets-2"),
    ("<SignalsTable of deskmark-2>", "Signals-2"),
    ("<TicketsTable>", "Tickets"),
    ("<SignalsTable>", "Signals"),
    ("deskmark-restored", "Tickets"),
    ("/var/lib/deskmark/data", "data"),
];

/// A folder with the sample's content, a bucket, a distribution and the tables of two stacks.
struct Here {
    moto: Moto,
    dynoxide: Dynoxide,
    distribution: String,
    folder: TempDir,
}

impl Here {
    fn new() -> Self {
        let moto = Moto::start();
        moto.make_bucket("site");
        let distribution = moto.make_distribution();
        let folder = TempDir::new().expect("there is room for a folder");
        copy(&root().join("content"), &folder.path().join("content"));
        std::os::unix::fs::symlink(root().join("infra"), folder.path().join("infra")).expect("the folder is ours");
        let dynoxide = Dynoxide::start();
        for (name, mut table) in Template::read().tables() {
            table["TableName"] = json!(format!("{name}-2"));
            dynoxide.call("DynamoDB_20120810.CreateTable", &table);
        }
        Self { moto, dynoxide, distribution, folder }
    }

    /// Types a command; gives what was said.
    #[track_caller]
    fn type_in(&self, command: &str) -> String {
        let deskmark = binary("deskmark").parent().expect("a folder").to_owned();
        let programs = [tool("venv/bin"), deskmark, "/usr/bin".into(), "/bin".into()];
        let output = Command::new("sh")
            .args(["-euc", command])
            .current_dir(self.folder.path())
            .env("PATH", std::env::join_paths(programs).expect("no colons"))
            .envs([("LC_ALL", "C.UTF-8"), ("SAM_CLI_TELEMETRY", "0"), ("AWS_ENDPOINT_URL", self.moto.endpoint())])
            .envs([("AWS_REGION", "ap-southeast-1"), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")])
            .env("AWS_ENDPOINT_URL_DYNAMODB", self.dynoxide.endpoint())
            // What the effects function is told.
            .envs([("DESKMARK_TICKETS_TABLE", "Tickets"), ("DESKMARK_SIGNALS_TABLE", "Signals")])
            .envs([("DESKMARK_BUNDLE", "dist/desk"), ("DESKMARK_SECRET", "0123456789abcdef0123456789abcdef")])
            .envs(["BUCKET", "DESKMARK_BUCKET"].map(|name| (name, "site")))
            .envs(["DISTRIBUTION", "DESKMARK_DISTRIBUTION"].map(|name| (name, &self.distribution)))
            .output()
            .expect("a shell");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{command}\n{said}");
        said
    }
}

#[test]
fn what_the_readme_tells_people_to_type_works() {
    let here = Here::new();
    // An earlier bundle, for going back.
    here.moto.put("site/desk/0123456789abcdef/catalog.json", b"{}");
    // A desk on one machine, for moving in.
    here.type_in("deskmark export --tickets-table Tickets --signals-table Signals --out none.jsonl");
    here.type_in("deskmark import none.jsonl --data data");
    let mut ran = Vec::new();
    for command in commands() {
        if !ELSEWHERE.iter().any(|start| command.starts_with(start)) {
            let typed = command.replace("<Distribution>", &here.distribution);
            let typed = NAMED.iter().fold(typed, |typed, (name, here)| typed.replace(name, here));
            let said = here.type_in(&typed);
            ran.push((command, said));
        }
    }
    // What the README says that they print.
    for (start, printed) in [
        ("sam validate --lint --template-file infra/template.yaml", "is a valid SAM Template"),
        ("deskmark publish --bucket <SiteBucket> --distribution <Distribution> --dry-run", "Nothing was sent."),
        ("deskmark publish --bucket <SiteBucket> --distribution <Distribution>", "removed 0, refreshed 0 addresses"),
        ("deskmark publish --bucket <SiteBucket> --distribution <Distribution>", "The desk reads bundle"),
        ("deskmark publish --bucket <SiteBucket> --rollback", "The desk reads bundle 0123456789abcdef"),
        ("deskmark import desk.jsonl --tickets-table <TicketsTable> --signals-table <SignalsTable>", "No letters"),
        ("deskmark repair --tickets-table <TicketsTable> --signals-table <SignalsTable>", "0 faults mended"),
    ] {
        let is_said = ran.iter().any(|(command, said)| command == start && said.contains(printed));
        assert!(is_said, "{start} never said {printed:?}: {ran:#?}");
    }
}

#[test]
fn the_workflows_check_build_and_publish() {
    for file in ["github.yml", "gitlab.yml"] {
        let here = Here::new();
        let text = fs::read_to_string(root().join("infra/ci").join(file)).expect("it is there");
        let _: Value = serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let commands =
            text.lines().filter_map(|line| line.split_once("target/release/deskmark ").map(|(_, rest)| rest));
        let said: Vec<_> = commands.map(|arguments| here.type_in(&format!("deskmark {arguments}"))).collect();
        assert!(said.last().is_some_and(|said| said.contains("The desk reads bundle")), "{file}: {said:#?}");
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
