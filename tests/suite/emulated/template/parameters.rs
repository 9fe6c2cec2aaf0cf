//! What may be given to the template, and what it says when that is wrong. No emulator looks at patterns and rules, so
//! they are carried out here as CloudFormation documents them.

use std::collections::BTreeMap;

use regex_lite::Regex;
use serde_json::Value;

use crate::harness::translated::{Translated, list};

#[test]
fn what_a_parameter_takes_and_what_it_does_not() {
    let template = Translated::read();
    let certificate = "arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-aaaa-bbbb-cccc-000011112222";
    let elsewhere = certificate.replace("us-east-1", "ap-southeast-1");
    let secret = "0123456789abcdef0123456789abcdef";
    let both = format!("{secret} {secret}");
    let third = format!("{both} {secret}");
    let cases: [(&str, &[&str], &[&str]); 10] = [
        (
            "Domain",
            &["", "hotro.thuyvan.example", "xn--h1alffa9f.example"],
            &["https://hotro.example", "hotro.example/", "Hotro.example", "hotro", "hotro..example", "-a.example"],
        ),
        ("CertificateArn", &["", certificate], &[&elsewhere, "0f1e2d3c", "arn:aws:acm:us-east-1:1:certificate/x"]),
        ("OriginSecret", &[secret, &both], &["", "short", "with a space but far too short", &third]),
        ("SecretParameter", &["/deskmark/secret"], &["", "deskmark/secret", "/deskmark/", "arn:aws:ssm:x"]),
        ("MailDomain", &["", "thuyvan.example"], &["hotro@thuyvan.example", "https://thuyvan.example"]),
        ("SmtpUrlParameter", &["", "/deskmark/smtp-url"], &["smtps://user:password@mail.example:465", "smtp-url"]),
        ("TextMessages", &["yes", "no"], &["", "true", "sns"]),
        ("SmsSenderId", &["", "ThuyVan", "24h", "A"], &["0901234567", "Thuy Van", "ThuyVanPortal", "thuy-van"]),
        ("AlarmEmail", &["", "it@thuyvan.example"], &["it", "it@thuyvan", "a@b.example, c@d.example"]),
        ("LogRetentionDays", &["7", "365"], &["0", "31", "forever"]),
    ];
    let parameters = template.0["Parameters"].as_object().expect("parameters");
    assert_eq!(parameters.len(), cases.len(), "one case a parameter");
    for (name, good, bad) in cases {
        let parameter = &parameters[name];
        let longest = parameter["MaxLength"].as_u64().unwrap_or(4096);
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let takes = |value: &str| match parameter["AllowedPattern"].as_str() {
            Some(pattern) => Regex::new(pattern).expect("a pattern").is_match(value) && value.len() as u64 <= longest,
            None => list(&parameter["AllowedValues"]).into_iter().any(|allowed| text(allowed) == value),
        };
        for value in good {
            assert!(takes(value), "{name} does not take {value:?}");
        }
        for value in bad {
            assert!(!takes(value), "{name} takes {value:?}");
        }
        let told = parameter["ConstraintDescription"].as_str().expect("what is said of a wrong value");
        assert!(told.starts_with(name), "what is said begins with whose value is wrong: {told}");
        if let Some(default) = parameter.get("Default") {
            assert!(takes(&text(default)), "{name} does not take its own default");
        }
    }
}

#[test]
fn parameters_that_hang_together_are_refused_apart() {
    let template = Translated::read();
    let (domain, certificate) = (("Domain", "hotro.example"), ("CertificateArn", "arn:aws:acm:…"));
    let (ses, smtp) = (("MailDomain", "example.org"), ("SmtpUrlParameter", "/deskmark/smtp-url"));
    let sender_id = ("SmsSenderId", "ThuyVan");
    for (given, told) in [
        (vec![ses], None),
        (vec![smtp, domain, certificate], None),
        (vec![ses, domain], Some("Domain needs CertificateArn")),
        (vec![ses, certificate], Some("CertificateArn is of no use without Domain")),
        (vec![], Some("Either MailDomain (letters go by SES) or SmtpUrlParameter")),
        (vec![ses, ("TextMessages", "yes"), sender_id], None),
        (vec![ses, ("TextMessages", "yes")], None),
        (vec![ses, sender_id], Some("SmsSenderId is of no use without TextMessages=yes")),
        (vec![ses, smtp], Some("Either MailDomain (letters go by SES) or SmtpUrlParameter")),
    ] {
        let given: BTreeMap<&str, &str> = given.into_iter().collect();
        let refusal = refusal(&template.0, &given);
        assert_eq!(refusal.is_some(), told.is_some(), "{given:?}: {refusal:?}");
        assert!(refusal.unwrap_or_default().starts_with(told.unwrap_or_default()), "{given:?}");
    }
}

/// What the template's rules say of parameters.
fn refusal(template: &Value, given: &BTreeMap<&str, &str>) -> Option<String> {
    for rule in template["Rules"].as_object().expect("rules").values() {
        if rule.get("RuleCondition").is_some_and(|condition| !holds(template, condition, given)) {
            continue;
        }
        for assertion in list(&rule["Assertions"]) {
            if !holds(template, &assertion["Assert"], given) {
                return assertion["AssertDescription"].as_str().map(str::to_owned);
            }
        }
    }
    None
}

/// The functions that rules may use, as far as ours do.
fn holds(template: &Value, condition: &Value, given: &BTreeMap<&str, &str>) -> bool {
    let (name, value) = condition.as_object().and_then(|only| only.iter().next()).expect("a function");
    let parts = list(value);
    match name.as_str() {
        "Fn::Not" => !holds(template, parts[0], given),
        "Fn::And" => parts.iter().all(|part| holds(template, part, given)),
        "Fn::Or" => parts.iter().any(|part| holds(template, part, given)),
        "Fn::Equals" => {
            let text = |value: &Value| match value["Ref"].as_str() {
                Some(name) => given.get(name).map_or_else(
                    || template["Parameters"][name]["Default"].as_str().expect("a default").to_owned(),
                    |value| (*value).to_owned(),
                ),
                None => value.as_str().expect("a text").to_owned(),
            };
            text(parts[0]) == text(parts[1])
        }
        other => panic!("a function this does not know: {other}"),
    }
}
