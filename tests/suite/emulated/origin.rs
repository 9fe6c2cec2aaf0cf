//! CloudFront before the gateway: who comes past it is refused, and whom it names is the client. Row 7 again.

use std::collections::BTreeMap;

use super::lambda::Cloud;
use crate::harness::http::{Browser, Request, Response, Transport};
use crate::harness::lambda_http::Gateway;

const SECRET: &str = "5b1de4c1a8f0e7d2";
const FORMER: &str = "0f9e8d7c6b5a4938";

/// Requests as they come to the gateway: with these headers, whoever wrote them.
struct With<'a>(&'a Gateway, &'a [(&'a str, &'a str)]);

impl Transport for With<'_> {
    fn origin(&self) -> String {
        self.0.origin()
    }

    fn send(&self, request: &Request) -> Response {
        let mut request = request.clone();
        request.headers.extend(self.1.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.0.send(&request)
    }
}

/// A function that lets an address ask for one code in an hour.
fn gateway(cloud: &Cloud, origin_secret: &str) -> Gateway {
    cloud.publish(|catalog| catalog["portal"]["limits"]["codes_per_client"] = 1.into());
    let set = BTreeMap::from([("DESKMARK_ORIGIN_SECRET".to_owned(), origin_secret.to_owned())]);
    Gateway::before(cloud.function_with("HttpFunction", set), super::lambda::BASE_URL)
}

/// Asks for a code to an address nobody else asks for.
fn ask(gateway: &Gateway, name: &str, headers: &[(&str, &str)]) -> u16 {
    let with = With(gateway, headers);
    let fields = format!("email={name}%40suite.example");
    let form = ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    let request = Request { method: "POST", target: "/my".to_owned(), headers: vec![form], body: fields.into_bytes() };
    with.send(&request).status
}

#[test]
fn a07_who_comes_past_cloudfront_gets_nothing_and_no_reason() {
    let cloud = Cloud::new();
    let gateway = gateway(&cloud, &format!("{SECRET} {FORMER}"));
    let both = format!("{SECRET} {FORMER}");
    for said in [None, Some(""), Some("0"), Some(&SECRET[..15]), Some(&both)] {
        let headers: Vec<_> = said.into_iter().map(|said| ("x-deskmark-origin", said)).collect();
        for target in ["/desk", "/t/7K3Q-9M2X-W4HT", "/api/v1/openapi.json", "/nowhere"] {
            let answer = Browser::new(&With(&gateway, &headers)).get(target);
            assert_eq!((answer.status, answer.body.as_str()), (403, ""), "{said:?} {target}");
        }
    }
    for said in [SECRET, FORMER] {
        let answer = Browser::new(&With(&gateway, &[("x-deskmark-origin", said)])).get("/my");
        assert_eq!(answer.status, 200, "{said}");
    }
}

#[test]
fn a07_a_client_is_whom_cloudfront_names_and_nobody_else_may_name_one() {
    let cloud = Cloud::new();
    let behind = gateway(&cloud, SECRET);
    let from = |client| [("x-deskmark-origin", SECRET), ("x-deskmark-client", client)];
    assert_eq!(ask(&behind, "an", &from("203.0.113.1")), 200);
    assert_eq!(ask(&behind, "binh", &from("203.0.113.1")), 429);
    assert_eq!(ask(&behind, "chi", &from("203.0.113.2")), 200);
    assert_eq!(ask(&behind, "dung", &from("2001:db8::1")), 200);
    assert_eq!(ask(&behind, "em", &[("x-deskmark-client", "203.0.113.3")]), 403, "forged");

    let bare = gateway(&cloud, "");
    assert_eq!(ask(&bare, "giang", &[]), 200, "another address than all of these: the gateway's caller");
    assert_eq!(ask(&bare, "hoa", &[("x-deskmark-client", "203.0.113.4")]), 429, "the same caller, whatever is forged");
}
