//! The desk on Lambda and DynamoDB: `bootstrap` in its three roles, wired as infra/template.yaml wires them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::bootstrap::Bootstrap;
use crate::harness::deskmark::{build, fixture};
use crate::harness::dynoxide::Dynoxide;
use crate::harness::http::{Browser, Request, Transport};
use crate::harness::lambda_http::Gateway;
use crate::harness::moto::Moto;
use crate::harness::page::Page;
use crate::harness::rights::Rights;
use crate::harness::smtp::SmtpSink;
use crate::harness::stream::Pump;
use crate::harness::template::Template;
use crate::journey;

pub const BASE_URL: &str = "https://hotro.suite.example";

/// Everything the template deploys, and what it leans on.
pub struct Cloud {
    pub template: Template,
    pub dynoxide: Dynoxide,
    sink: SmtpSink,
    dist: TempDir,
}

impl Cloud {
    pub fn new() -> Self {
        let dist = TempDir::new().expect("there is room for a folder");
        build(&fixture("portal"), dist.path());
        Self { template: Template::read(), dynoxide: Dynoxide::start(), sink: SmtpSink::start(), dist }
    }

    /// Starts a function of the template, with the rights it has there.
    pub fn function(&self, name: &str) -> Bootstrap {
        self.function_with(name, BTreeMap::new())
    }

    /// The same with some variables set otherwise than the template sets them.
    pub fn function_with(&self, name: &str, otherwise: BTreeMap<String, String>) -> Bootstrap {
        let mut environment = self.template.environment(name, &BTreeMap::new());
        // What the template names by reference, given as it is. There is no CloudFront before the gateway, and no bucket.
        let given = [
            ("DESKMARK_BUNDLE", self.dist.path().join("desk").to_string_lossy().into_owned()),
            ("DESKMARK_SECRET", "0123456789abcdef".repeat(4)),
            ("DESKMARK_SMTP_URL", self.sink.url()),
            ("DESKMARK_SECRET_PARAMETER", String::new()),
            ("DESKMARK_SMTP_URL_PARAMETER", String::new()),
            ("DESKMARK_FILES_BUCKET", String::new()),
            ("DESKMARK_SES_CONFIGURATION_SET", String::new()),
            ("DESKMARK_SMS_SENDER_ID", String::new()),
            ("DESKMARK_ORIGIN_SECRET", String::new()),
        ];
        environment.extend(given.map(|(variable, value)| (variable.to_owned(), value)));
        environment.extend(otherwise);
        Bootstrap::start(&Rights::of(name).before(&self.dynoxide), &environment)
    }

    /// Changes the catalog of the published bundle.
    pub fn publish(&self, change: impl FnOnce(&mut Value)) {
        let desk = self.dist.path().join("desk");
        let current = std::fs::read_to_string(desk.join("current")).expect("a bundle is published");
        let file = desk.join(current.trim()).join("catalog.json");
        let mut catalog = serde_json::from_slice(&std::fs::read(&file).expect("a catalog")).expect("it is JSON");
        change(&mut catalog);
        std::fs::write(file, catalog.to_string()).expect("the folder is ours");
    }

    pub fn gateway(&self) -> Gateway {
        Gateway::before(self.function("HttpFunction"), BASE_URL)
    }

    /// The form's page. It is a static file, which no function serves.
    pub fn form_page(&self, request_type: &str) -> Page {
        let file = self.dist.path().join(format!("public/vi/ask/{request_type}/index.html"));
        Page::parse(&std::fs::read_to_string(file).expect("the site has the form"))
    }
}

fn submit(cloud: &Cloud, gateway: &dyn Transport) -> String {
    let mut requester = Browser::new(gateway);
    let review = journey::review(&mut requester, &journey::filled(&cloud.form_page("incident")));
    let code = journey::send(&mut requester, &review);
    assert_eq!(journey::send(&mut requester, &review), code, "sending the review twice is one ticket");
    code
}

#[test]
fn a_file_cannot_be_taken_yet_and_the_form_says_so() {
    let cloud = Cloud::new();
    let gateway = cloud.gateway();
    let form = cloud.form_page("papers").form("/t/review").fill("title", journey::TITLE);
    let page = Browser::new(&gateway).submit(&form.choose("f.papers", "đơn.pdf", b"%PDF-1.7\n\xff")).page(422);
    assert!(page.text().contains("“đơn.pdf”: ở đây hiện chưa nhận tệp"), "{}", page.text());
    assert_eq!(page.form("/t/review").value("title"), Some(journey::TITLE));
}

#[test]
fn secrets_are_read_from_their_parameters_and_what_is_missing_is_named() {
    let (cloud, moto) = (Cloud::new(), Moto::start());
    let parameters = || {
        BTreeMap::from([
            ("DESKMARK_SECRET", ""),
            ("DESKMARK_SECRET_PARAMETER", "/deskmark/secret"),
            ("DESKMARK_SMTP_URL", ""),
            ("DESKMARK_SMTP_URL_PARAMETER", "/deskmark/smtp-url"),
            ("AWS_ENDPOINT_URL", moto.endpoint()),
        ])
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
    };
    moto.put_parameter("/deskmark/secret", &"0123456789abcdef".repeat(4));
    let ended = cloud.function_with("HttpFunction", parameters()).wait_for_end();
    assert!(ended.contains("there is no parameter /deskmark/smtp-url"), "{ended}");

    moto.put_parameter("/deskmark/smtp-url", &cloud.sink.url());
    let gateway = Gateway::before(cloud.function_with("HttpFunction", parameters()), BASE_URL);
    let mut staff = Browser::new(&gateway);
    let asking = staff.get("/desk/sign-in").page(200).form("/desk/sign-in").fill("email", "chuyen-vien@suite.example");
    staff.submit(&asking).page(200);
    cloud.sink.wait_for("the sign-in code", |mail| mail.to == ["chuyen-vien@suite.example"]);
}

#[test]
fn a_ticket_goes_from_the_form_to_its_answer() {
    let cloud = Cloud::new();
    let gateway = cloud.gateway();
    let mut effects = cloud.function("EffectsFunction");
    let mut pump = Pump::new(&cloud.dynoxide, &cloud.template);

    let code = submit(&cloud, &gateway);
    journey::status(&mut Browser::new(&gateway), &code);
    assert!(pump.deliver(&mut effects) > 0, "the stream told of the new ticket");
    let receipt = cloud.sink.wait_for("the receipt", |mail| mail.to == [journey::EMAIL]);
    assert_eq!(receipt.header("auto-submitted"), Some("auto-generated"));
    assert!(!receipt.text.contains("Máy chiếu") && !receipt.subject().contains("Máy chiếu"), "{receipt:#?}");

    // Staff sign in by a one-time code: once.
    let mut staff = Browser::new(&gateway);
    let asking = staff.get("/desk/sign-in").page(200).form("/desk/sign-in").fill("email", "chuyen-vien@suite.example");
    let asked = staff.submit(&asking);
    assert!(asked.status < 400, "{asked:#?}");
    let mail = cloud.sink.wait_for("the sign-in code", |mail| mail.to == ["chuyen-vien@suite.example"]);
    let link = mail.link("/desk/sign-in/open");
    let signed_in = journey::press(&mut staff, &link, "/desk/sign-in/code");
    assert_eq!(signed_in.status, 303, "{signed_in:#?}");
    assert!(journey::press_is_refused(&mut Browser::new(&gateway), &link), "a code signs in once");
    journey::accept_and_answer(&mut staff, &code);

    pump.deliver(&mut effects);
    let answers = |mail: &&crate::harness::smtp::Mail| mail.to == [journey::EMAIL];
    let mails: Vec<_> = cloud.sink.mails();
    let answer = mails.iter().filter(answers).nth(2).expect("a third mail to the requester, about the answer");
    let mut requester = Browser::new(&gateway);
    journey::read_and_confirm(&mut requester, &answer.link(&format!("/t/{code}/open")), &code);
    pump.deliver(&mut effects);

    // The stream delivers at least once; what was done must not be done again.
    let before = cloud.sink.mails().len();
    let again = Pump::new(&cloud.dynoxide, &cloud.template).deliver(&mut effects);
    assert!(again > 0, "the whole stream is read again");
    assert_eq!(cloud.sink.mails().len(), before, "an event delivered twice sends nothing more");
}

#[test]
fn an_overdue_ticket_is_told_to_the_lead_once() {
    let cloud = Cloud::new();
    let gateway = cloud.gateway();
    let mut effects = cloud.function("EffectsFunction");
    let mut sweep = cloud.function("SweepFunction");
    let mut pump = Pump::new(&cloud.dynoxide, &cloud.template);
    let submitted = Instant::now();
    let code = submit(&cloud, &gateway);

    let lead =
        || cloud.sink.mails().into_iter().filter(|mail| mail.to == ["to-truong@suite.example"]).collect::<Vec<_>>();
    sweep.tick();
    pump.deliver(&mut effects);
    assert!(lead().is_empty(), "nobody is told before the promise is broken");

    // The portal promises a minute, and the function reads the real clock.
    let deadline = submitted + Duration::from_secs(150);
    while lead().is_empty() {
        assert!(Instant::now() < deadline, "the lead was told of nothing; mails: {:#?}", cloud.sink.mails());
        std::thread::sleep(Duration::from_secs(1));
        sweep.tick();
        pump.deliver(&mut effects);
    }
    assert!(submitted.elapsed() >= Duration::from_mins(1), "not before the minute is over");
    let told = lead();
    assert!(told[0].text.contains(&code), "{told:#?}");
    assert!(!told[0].text.contains("Máy chiếu"), "a mail to staff names the ticket by its code: {told:#?}");
    sweep.tick();
    pump.deliver(&mut effects);
    assert_eq!(lead().len(), 1, "told once");
    let status = journey::status(&mut Browser::new(&gateway), &code);
    assert!(!status.is_empty());
}

#[test]
fn two_functions_share_one_desk() {
    let cloud = Cloud::new();
    let (one, other) = (cloud.gateway(), cloud.gateway());
    let code = submit(&cloud, &one);
    journey::status(&mut Browser::new(&other), &code);
}

#[test]
fn a_program_sends_follows_and_writes() {
    let cloud = Cloud::new();
    let (one, other) = (cloud.gateway(), cloud.gateway());
    let ask = |gateway: &Gateway, path: &str, token: &str, body: &Value| {
        let headers =
            [("content-type", "application/json"), ("idempotency-key", "8e03978e-40d5-43dd-bc93-6894a57f9324")];
        let headers = headers.into_iter().chain([("authorization", token)].into_iter().filter(|_| !token.is_empty()));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let (method, body) = if body.is_null() { ("GET", String::new()) } else { ("POST", body.to_string()) };
        let request = Request { method, target: format!("/api/v1/tickets{path}"), headers, body: body.into_bytes() };
        let answer = gateway.send(&request);
        let told = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:#?}"));
        (answer.status, told)
    };
    let incident = json!({
        "request_type": "incident", "title": journey::TITLE, "description": journey::DESCRIPTION,
        "name": journey::NAME, "email": journey::EMAIL, "priority": "high", "answers": { "room": "C1" },
    });
    let (status, receipt): (u16, Value) = ask(&one, "", "", &incident);
    assert_eq!(status, 201, "{receipt:#}");
    // The answer was lost; another function is asked.
    assert_eq!(ask(&other, "", "", &incident), (200, receipt.clone()));
    let code = receipt["code"].as_str().expect("a code");
    let token = format!("Bearer {}", receipt["owner_token"].as_str().expect("a token"));
    let replies = format!("/{code}/replies");
    let reply = json!({ "text": "Ở C2 cũng vậy." });
    assert_eq!(ask(&one, &replies, &token, &reply).0, 200);
    assert_eq!(ask(&other, &replies, &token, &reply).0, 200);
    assert_eq!(ask(&one, &replies, &token, &json!({ "text": "Khác" })).0, 422, "the key came with something else");
    let (_, ticket) = ask(&other, &format!("/{code}"), &token, &Value::Null);
    assert_eq!(ticket["owner"]["version"], 2, "sent and written to, once each: {ticket:#}");
    assert_eq!(ask(&one, &format!("/{code}"), "Bearer 0", &Value::Null).0, 401);
}
