//! Text messages by SNS, as moto plays it. What moto does not do, it is told to say as SNS documents it:
//! <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html>

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use axum::extract::Query;
use domain::contact::Phone;
use domain::lang::Lang;
use function::sms::{SmsError, Sns, TextMessage, Texter};
use serde_json::json;

use super::lambda::{BASE_URL, Cloud};
use crate::harness::between::{Between, Fate};
use crate::harness::http::Browser;
use crate::harness::lambda_http::Gateway;
use crate::harness::moto::{Moto, SentText};
use crate::harness::stream::Pump;
use crate::journey;

const NUMBER: &str = "+84901234567";
const BODY: &str = "Phiếu 7K3Q-9M2X-W4HT: đã trả lời & chờ bạn. 100% ✓";

fn text_to(number: &str) -> TextMessage {
    TextMessage {
        id: "1000-0000-0001-4-answered-sms".to_owned(),
        to: Phone::parse(number).expect("a number"),
        lang: Lang::parse("vi").expect("a tag"),
        body: BODY.to_owned(),
    }
}

/// What a client needs to speak to what is at an address, and hears at once.
fn at(endpoint: &str, moto: &Moto) -> SdkConfig {
    moto.sdk().into_builder().endpoint_url(endpoint).retry_config(RetryConfig::disabled()).build()
}

fn told(error: SmsError) -> String {
    format!("{:#}", anyhow::Error::from(error))
}

#[tokio::test]
async fn a_text_message_goes_out_as_one_that_is_waited_for() {
    let moto = Moto::start();
    let between = Between::on_the_way_to(moto.endpoint());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    between.rule(move |call| {
        seen.lock().expect("nobody panics").push(fields(&call.body));
        Fate::Through
    });
    let config = at(between.address(), &moto);
    Sns::connect(&config, Some("ThuyVan".to_owned())).send(&text_to(NUMBER)).await.expect("it is sent");
    Sns::connect(&config, None).send(&text_to(NUMBER)).await.expect("it is sent");

    let sent = || SentText { to: NUMBER.to_owned(), body: BODY.to_owned() };
    assert_eq!(moto.texts(), [sent(), sent()]);
    // moto keeps no attributes.
    let kind = ("AWS.SNS.SMS.SMSType", "Transactional");
    let attributes: Vec<_> = asked.lock().expect("nobody panics").iter().map(attributes).collect();
    let expected = |of: &[(&str, &str)]| -> BTreeMap<String, String> {
        of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    assert_eq!(attributes, [expected(&[kind, ("AWS.SNS.SMS.SenderID", "ThuyVan")]), expected(&[kind])]);
}

#[tokio::test]
async fn what_is_no_number_abroad_is_refused() {
    let moto = Moto::start();
    let error = Sns::connect(&moto.sdk(), None).send(&text_to("0901 234 567")).await.expect_err("it has no country");
    assert!(matches!(&error, SmsError::Refused(_)), "{error:?}");
    let told = told(error);
    assert!(told.contains("InvalidParameter"), "{told}");
    assert!(moto.texts().is_empty());
}

#[tokio::test]
async fn a_message_waits_for_what_passes_by_itself_and_for_nothing_else() {
    let moto = Moto::start();
    let between = Between::on_the_way_to(moto.endpoint());
    let sns = Sns::connect(&at(between.address(), &moto), None);
    for (status, code, waits) in [
        (400, "InvalidParameter", false),
        (400, "ParameterValueInvalid", false),
        (400, "OptedOut", false),
        // For the operator to mend: news by mail go on meanwhile.
        (403, "AuthorizationError", false),
        (403, "InvalidClientTokenId", false),
        (400, "UserError", false),
        (429, "Throttled", true),
        (400, "ThrottlingException", true),
        (500, "InternalError", true),
        (503, "ServiceUnavailable", true),
    ] {
        // SNS's own messages name the number.
        let answer = format!(
            "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type><Code>{code}</Code>\
             <Message>Not for {NUMBER}: {}</Message></Error><RequestId>1</RequestId></ErrorResponse>",
            BODY.replace('&', "&amp;")
        );
        between.rule(move |_| Fate::Refused(status, answer.clone()));
        let error = sns.send(&text_to(NUMBER)).await.expect_err("it is not sent");
        assert_eq!(matches!(&error, SmsError::Unavailable(_)), waits, "{status} {code}: {error:?}");
        let told = told(error);
        assert!(told.contains(code) && !told.contains("8490") && !told.contains("7K3Q"), "{told}");
    }
}

#[tokio::test]
async fn while_sns_is_away_a_message_waits() {
    let moto = Moto::start();
    let error =
        Sns::connect(&at("http://127.0.0.1:9", &moto), None).send(&text_to(NUMBER)).await.expect_err("it is away");
    assert!(matches!(&error, SmsError::Unavailable(_)), "{error:?}");
    let told = told(error);
    assert!(!told.contains("8490"), "{told}");
}

#[test]
fn a_requester_proves_a_number_and_is_texted_what_becomes_of_the_ticket() {
    let (cloud, moto) = (Cloud::new(), Moto::start());
    cloud.publish(|catalog| catalog["portal"]["sms"] = json!({ "countries": ["+84"] }));
    let function = |name: &str| {
        let set = [("DESKMARK_SMS", "sns"), ("AWS_ENDPOINT_URL", moto.endpoint())];
        cloud.function_with(name, set.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    };
    let gateway = Gateway::before(function("HttpFunction"), BASE_URL);
    let mut effects = function("EffectsFunction");
    let mut pump = Pump::new(&cloud.dynoxide, &cloud.template);
    let mut requester = Browser::new(&gateway);
    let review = journey::review(&mut requester, &journey::filled(&cloud.form_page("incident")));
    let code = journey::send(&mut requester, &review);
    pump.deliver(&mut effects);

    let asking = requester.get(&format!("/t/{code}?open=sms")).page(200).form("/sms").fill("phone", "0901 234 567");
    let asked = requester.submit(&asking).page(200);
    let texts = moto.texts();
    let [proof] = &texts[..] else { panic!("one text message: {texts:?}") };
    assert_eq!(proof.to, NUMBER);
    let typed: String = proof.body.chars().take_while(char::is_ascii_digit).collect();
    let turned_on = requester.submit(&asked.form("/sms").fill("proof-code", &typed));
    assert_eq!(turned_on.leads_to(), format!("/t/{code}?done=sms-on"));

    let withdrawing = requester.get(&format!("/t/{code}")).page(200).form("/withdraw");
    requester.submit(&withdrawing).leads_to();
    pump.deliver(&mut effects);
    let texts = moto.texts();
    let [_, news] = &texts[..] else { panic!("one more: {texts:?}") };
    assert!(news.to == NUMBER && news.body.ends_with(&format!(" {BASE_URL}/t/{code}")), "{news:?}");

    let log = [gateway.log(), effects.log()].concat();
    let counted = log.iter().filter(|line| line.contains("\"Name\":\"texts_sent\""));
    assert_eq!(counted.count(), 2, "{log:#?}");
    for private in [NUMBER, "901234567", &typed, &news.body] {
        assert!(!log.iter().any(|line| line.contains(private)), "{private} in {log:#?}");
    }
}

#[test]
fn another_way_than_sns_ends_the_function_with_what_it_has_to_be() {
    let other = BTreeMap::from([("DESKMARK_SMS".to_owned(), "twilio".to_owned())]);
    let ended = Cloud::new().function_with("EffectsFunction", other).wait_for_end();
    assert!(ended.contains("DESKMARK_SMS has to be sns") && !ended.contains("twilio"), "{ended}");
}

fn fields(form: &[u8]) -> BTreeMap<String, String> {
    let form = std::str::from_utf8(form).expect("a form is text");
    let asked = format!("/?{form}").parse().expect("a form is a query");
    Query::try_from_uri(&asked).expect("a form").0
}

/// The message's attributes, by their names.
fn attributes(fields: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let names = fields.iter().filter_map(|(field, name)| Some((field.strip_suffix(".Name")?, name)));
    let valued = names.map(|(entry, name)| (name.clone(), fields[&format!("{entry}.Value.StringValue")].clone()));
    valued.collect()
}
