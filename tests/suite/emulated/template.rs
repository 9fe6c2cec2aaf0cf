//! What infra/template.yaml deploys, looked at where no emulator would notice that it is missing or too much.

mod parameters;
mod rights;

use std::process::Command;

use serde_json::{Value, json};

use crate::harness::moto::Moto;
use crate::harness::translated::{Translated, list};

#[test]
fn what_no_emulator_notices_is_there() {
    let template = Translated::read();
    for (name, at, expected) in [
        ("Tickets", "/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled", json!(true)),
        ("Tickets", "/DeletionProtectionEnabled", json!(true)),
        ("Tickets", "/StreamSpecification/StreamViewType", json!("NEW_IMAGE")),
        ("Signals", "/TimeToLiveSpecification", json!({ "AttributeName": "ttl", "Enabled": true })),
        ("Api", "/Body/paths/~1$default/x-amazon-apigateway-any-method/isDefaultRoute", json!(true)),
        ("ApiApiGatewayDefaultStage", "/DefaultRouteSettings/ThrottlingRateLimit", json!(100.0)),
        ("SweepFunctionEveryMinute", "/ScheduleExpression", json!("rate(1 minute)")),
        ("SweepFunctionEventInvokeConfig", "/MaximumRetryAttempts", json!(0)),
        (
            "EffectsStream",
            "/DestinationConfig/OnFailure/Destination",
            json!({ "Fn::GetAtt": ["EffectsDeadLetters", "Arn"] }),
        ),
        ("EffectsStream", "/MaximumRecordAgeInSeconds", json!(21600)),
        ("EffectsDeadLetters", "/MessageRetentionPeriod", json!(1_209_600)),
        ("Letters", "/DeliveryOptions/TlsPolicy", json!("REQUIRE")),
        ("TellOfReturned", "/EventDestination/MatchingEventTypes", json!(["bounce", "complaint"])),
        ("ReturnedToEffects", "/Endpoint", json!({ "Fn::GetAtt": ["EffectsFunction", "Arn"] })),
        ("EffectsAreLate", "/MetricName", json!("IteratorAge")),
        ("OldestEffect", "/MetricName", json!("effect_age_seconds")),
        ("TextsDoNotArrive", "/Dimensions", json!([{ "Name": "PhoneNumber", "Value": "PhoneNumberDirect" }])),
    ] {
        let found = template.resource(name)["Properties"].pointer(at);
        let found = found.unwrap_or_else(|| panic!("{name} has no {at}: {}", template.resource(name)));
        assert!(same(found, &expected), "{name}{at} is {found}, not {expected}");
    }
    for name in ["Tickets", "Site", "Files"] {
        let resource = template.resource(name);
        assert_eq!(
            (&resource["DeletionPolicy"], &resource["UpdateReplacePolicy"]),
            (&json!("Retain"), &json!("Retain")),
            "{name}"
        );
    }
    for (name, function) in template.all("AWS::Lambda::Function") {
        let properties = &function["Properties"];
        assert_eq!(properties["Architectures"], json!(["x86_64"]), "{name}");
        assert_eq!(properties["Runtime"], "provided.al2023", "{name}");
        let log = &properties["LoggingConfig"];
        assert!(log["LogGroup"]["Ref"].is_string() && log["LogFormat"] == "JSON", "{name}: {log}");
    }
    for (name, log) in template.all("AWS::Logs::LogGroup") {
        assert_eq!(log["Properties"]["RetentionInDays"], json!({ "Ref": "LogRetentionDays" }), "{name} never ends");
    }
    for (name, alarm) in template.all("AWS::CloudWatch::Alarm") {
        assert_eq!(alarm["Properties"]["AlarmActions"], json!([{ "Ref": "Alarms" }]), "{name} rings nowhere");
    }
}

/// Numbers are the same whatever way they are written.
fn same(a: &Value, b: &Value) -> bool {
    a == b || a.as_f64().is_some_and(|a| b.as_f64() == Some(a))
}

#[test]
fn buckets_are_closed_to_everybody_else() {
    let template = Translated::read();
    let closed = json!({
        "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true
    });
    for (name, bucket) in template.all("AWS::S3::Bucket") {
        assert_eq!(bucket["Properties"]["PublicAccessBlockConfiguration"], closed, "{name}");
    }
    for (name, policy) in template.all("AWS::S3::BucketPolicy") {
        for statement in list(&policy["Properties"]["PolicyDocument"]["Statement"]) {
            if statement["Effect"] == "Allow" {
                assert_eq!(
                    statement["Resource"],
                    json!({ "Fn::Sub": "${Site.Arn}/public/*" }),
                    "{name}: bundles are private"
                );
                assert_eq!(statement["Action"], "s3:GetObject", "{name}");
                assert!(
                    statement["Condition"]["StringEquals"]["AWS:SourceArn"].is_object(),
                    "{name}: any distribution may"
                );
            } else {
                assert_eq!(statement["Condition"], json!({ "Bool": { "aws:SecureTransport": "false" } }), "{name}");
            }
        }
    }
}

#[test]
fn pages_of_the_portal_alone_may_post_to_the_bucket_of_files() {
    let template = Translated::read();
    let rule = json!({
        "AllowedMethods": ["POST"],
        "AllowedOrigins": [{ "Fn::If": ["HasDomain", { "Fn::Sub": "https://${Domain}" }, "https://*.cloudfront.net"] }],
        "MaxAge": 3600
    });
    for (name, bucket) in template.all("AWS::S3::Bucket") {
        let expected = if name == "Files" { json!({ "CorsRules": [rule] }) } else { Value::Null };
        assert_eq!(bucket["Properties"]["CorsConfiguration"], expected, "{name}");
    }
    // Whoever has a form can post by it again and again for ten minutes: what that replaces is not kept.
    let rules = list(&template.resource("Files")["Properties"]["LifecycleConfiguration"]["Rules"]);
    let unsent = rules.iter().find(|rule| rule["Prefix"] == "unsent/").expect("a rule for what waits");
    assert_eq!(unsent["NoncurrentVersionExpiration"], json!({ "NoncurrentDays": 1 }));
}

#[test]
fn cloudfront_sends_each_address_of_the_desk_to_it_and_pages_have_the_same_headers() {
    let template = Translated::read();
    let distribution = &template.resource("Distribution")["Properties"]["DistributionConfig"];
    let behaviours = list(&distribution["CacheBehaviors"]);
    for endpoint in function::http::endpoints() {
        let path = endpoint.path.replace("{code}", "7K3Q-9M2X-W4HT");
        let fits = |behaviour: &&&Value| {
            let pattern = behaviour["PathPattern"].as_str().expect("a pattern");
            pattern.strip_suffix('*').map_or(path == pattern, |start| path.starts_with(start))
        };
        let behaviour = behaviours.iter().find(fits);
        let behaviour = behaviour.unwrap_or_else(|| panic!("CloudFront looks for {} among the pages", endpoint.path));
        assert_eq!(behaviour["TargetOriginId"], "desk", "{}", endpoint.path);
        assert!(list(&behaviour["AllowedMethods"]).contains(&&json!(endpoint.method)), "{endpoint:?}");
    }
    let origins = list(&distribution["Origins"]);
    assert_eq!(origins[0]["OriginPath"], "/public");
    assert_eq!(origins[1]["OriginCustomHeaders"][0]["HeaderName"], "x-deskmark-origin");
    assert_eq!(distribution["DefaultCacheBehavior"]["TargetOriginId"], distribution["OriginGroups"]["Items"][0]["Id"]);
    let headers =
        &template.resource("PageHeaders")["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"];
    let policy = &headers["ContentSecurityPolicy"]["ContentSecurityPolicy"];
    // Scripts are served with it, too: the one that sends files to their bucket runs by it.
    let own = function::http::CONTENT_SECURITY_POLICY;
    let expected = own.replace("connect-src 'self';", "connect-src 'self' https://${Files.RegionalDomainName};");
    assert_eq!(policy, &json!({ "Fn::Sub": expected }), "pages and desk are of one policy");
    assert_eq!(headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"], 63_072_000);
}

#[test]
fn cloudfronts_functions_find_the_page_and_say_who_asks() {
    let template = Translated::read();
    let asked = |function: &str, uri: &str| {
        let code = &template.resource(function)["Properties"]["FunctionCode"].as_str().expect("code");
        let query = json!({ "q": { "value": "mat%20khau" }, "x": { "value": "", "multiValue": [{ "value": "1" }, { "value": "" }] } });
        let request = json!({ "method": "GET", "uri": uri, "headers": {}, "querystring": if uri.contains("search") { query } else { json!({}) } });
        let event = json!({ "viewer": { "ip": "2001:db8::7" }, "request": request });
        let script = format!("{code}\nconsole.log(JSON.stringify(handler({event})))");
        let output = Command::new("node").arg("-e").arg(script).output().expect("node is there");
        let answer: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
        if let Some(location) = answer["headers"]["location"]["value"].as_str() {
            return format!("{} {location}", answer["statusCode"]);
        }
        assert_eq!(answer["headers"]["x-deskmark-client"]["value"], "2001:db8::7", "{uri}");
        answer["uri"].as_str().expect("a path").to_owned()
    };
    for (uri, expected) in [
        ("/", "/index.html"),
        ("/vi/", "/vi/index.html"),
        ("/vi/mang/wifi", "301 /vi/mang/wifi/"),
        ("/vi/search", "301 /vi/search/?q=mat%20khau&x=1&x"),
        ("/vi/search/", "/vi/search/index.html"),
        ("/_theme/d3c393135ad8/style.css", "/_theme/d3c393135ad8/style.css"),
        ("/.well-known/security.txt", "/.well-known/security.txt"),
        // Browsers would take these for another site's address.
        ("//evil.example/x", "//evil.example/x"),
        ("/\\evil.example/x", "/\\evil.example/x"),
        ("/\\evil", "/\\evil"),
    ] {
        assert_eq!(asked("PageFunction", uri), expected, "{uri}");
    }
    assert_eq!(asked("DeskFunction", "/t/review"), "/t/review");
}

#[test]
fn it_is_created_as_it_is_translated() {
    let mut template = Translated::read().0;
    // moto looks up what they name, also of what it does not know.
    template.as_object_mut().expect("a template").remove("Outputs");
    let moto = Moto::start();
    moto.make_bucket("packages");
    moto.put("packages/bootstrap.zip", b"a program");
    let parameters = [
        ("OriginSecret", "0123456789abcdef0123456789abcdef"),
        ("MailDomain", "suite.example"),
        ("TextMessages", "yes"),
    ];
    let status = moto.create_stack("desk", &template.to_string(), &parameters);
    assert_eq!(status, "CREATE_COMPLETE");
    let made = moto.stack_resources("desk");
    for kind in [
        "AWS::DynamoDB::Table 2",
        "AWS::S3::Bucket 2",
        "AWS::Lambda::Function 3",
        "AWS::Lambda::EventSourceMapping 1",
        "AWS::IAM::ManagedPolicy 1",
        "AWS::IAM::Role 4",
        "AWS::SQS::Queue 1",
        "AWS::SNS::Topic 2",
    ] {
        let (kind, count) = kind.split_once(' ').expect("a count");
        let found = made.iter().filter(|one| *one == kind).count();
        assert_eq!(found.to_string(), count, "{kind} in {made:?}");
    }
}
