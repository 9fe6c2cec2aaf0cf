use super::*;

const LEAST: &[(&str, &str)] = &[
    ("DESKMARK_TICKETS_TABLE", "Tickets"),
    ("DESKMARK_SIGNALS_TABLE", "Signals"),
    ("DESKMARK_BUNDLE", "dist/desk"),
    ("DESKMARK_SECRET_PARAMETER", "/deskmark/secret"),
];

/// What is read of the least there must be, with `more` set over it.
fn read(more: &[(&str, &str)]) -> anyhow::Result<Settings> {
    let all = [more, LEAST].concat();
    Settings::read(&|name: &str| {
        all.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()).filter(|v| !v.is_empty())
    })
}

#[test]
fn the_least_is_enough() {
    let settings = read(&[]).expect("it is");
    assert_eq!(settings.bundle, BundleAt::Folder("dist/desk".into()));
    assert_eq!(settings.secret, Secret::Parameter("/deskmark/secret".to_owned()));
    assert_eq!((settings.smtp_url, settings.files_bucket), (None, None));
    assert!(settings.origin_secrets.is_empty());
}

#[test]
fn a_secret_that_is_given_goes_before_its_parameter_and_is_never_shown() {
    let settings = read(&[("DESKMARK_SECRET", "s3cret"), ("DESKMARK_SMTP_URL", "smtps://me:pa55@mail.example")]);
    let settings = settings.expect("it is enough");
    assert_eq!(settings.secret, Secret::Given("s3cret".to_owned()));
    let shown = format!("{settings:?}");
    assert!(!shown.contains("s3cret") && !shown.contains("pa55"), "{shown}");
}

#[test]
fn a_bundle_is_a_folder_or_a_prefix_of_a_bucket() {
    let s3 = |bucket: &str, prefix: &str| BundleAt::S3 { bucket: bucket.to_owned(), prefix: prefix.to_owned() };
    let at = |text: &str| read(&[("DESKMARK_BUNDLE", text)]).map(|settings| settings.bundle).ok();
    assert_eq!(at("/var/task/desk"), Some(BundleAt::Folder("/var/task/desk".into())));
    assert_eq!(at("s3://site/desk"), Some(s3("site", "desk")));
    assert_eq!(at("s3://site/a/desk/"), Some(s3("site", "a/desk")));
    assert_eq!(at("s3://site"), None);
    assert_eq!(at("s3:///desk"), None);
}

#[test]
fn an_origin_has_one_secret_or_two_while_it_changes() {
    let secrets = |text: &str| {
        let settings = read(&[("DESKMARK_ORIGIN_SECRET", text)]);
        settings.map(|settings| settings.origin_secrets).ok()
    };
    let (new, old) = ("0123456789abcdef", "fedcba9876543210");
    assert_eq!(secrets(new), Some(vec![new.to_owned()]));
    assert_eq!(secrets(&format!("{new} {old}")), Some(vec![new.to_owned(), old.to_owned()]));
    assert_eq!(secrets("short"), None);
    assert_eq!(secrets(&format!("{new} {old} {new}")), None);
}

#[test]
fn what_is_missing_is_named() {
    for (name, told) in [
        ("DESKMARK_TICKETS_TABLE", "the environment variable DESKMARK_TICKETS_TABLE is not set"),
        (
            "DESKMARK_SECRET_PARAMETER",
            "neither of the environment variables DESKMARK_SECRET and DESKMARK_SECRET_PARAMETER is set",
        ),
    ] {
        assert_eq!(read(&[(name, "")]).map_err(|error| error.to_string()).map(|_| ()), Err(told.to_owned()));
    }
}

#[test]
fn text_messages_go_by_sns_or_not_at_all() {
    let sms = |way: &str, sender_id: &str| {
        let settings = read(&[("DESKMARK_SMS", way), ("DESKMARK_SMS_SENDER_ID", sender_id)]);
        settings.map(|settings| settings.sms).map_err(|error| error.to_string())
    };
    let by = |sender_id: Option<&str>| Ok(Some(Sms { sender_id: sender_id.map(str::to_owned) }));
    assert_eq!(sms("", ""), Ok(None));
    assert_eq!(sms("sns", ""), by(None));
    for name in ["ThuyVan", "24h", "A", "12345678Abc"] {
        assert_eq!(sms("sns", name), by(Some(name)));
    }
    for (way, sender_id, told) in [
        ("twilio", "", "the environment variable DESKMARK_SMS has to be sns, or not to be there"),
        ("", "ThuyVan", "the environment variable DESKMARK_SMS_SENDER_ID is of no use without DESKMARK_SMS"),
    ] {
        assert_eq!(sms(way, sender_id), Err(told.to_owned()));
    }
    for name in ["0901234567", "Thuy Van", "Thuỷ Vân", "ThuyVanPortal", "thuy-van"] {
        let told = sms("sns", name).expect_err("it is no sender's name");
        assert!(told.contains("DESKMARK_SMS_SENDER_ID") && !told.contains(name), "{told}");
    }
}
