//! API Gateway's HTTP API in front of `bootstrap`: payload format 2.0, as documented in
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>.

use std::cell::RefCell;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

use super::bootstrap::Bootstrap;
use super::http::{Request, Response, Transport};

/// Carries requests to the function as events, and its answers back.
pub struct Gateway {
    function: RefCell<Bootstrap>,
    base_url: String,
}

impl Gateway {
    /// `base_url` is the portal's address, for `Host` and `Origin`.
    pub fn before(function: Bootstrap, base_url: &str) -> Self {
        Self { function: RefCell::new(function), base_url: base_url.to_owned() }
    }

    /// Every line the function wrote so far.
    pub fn log(&self) -> Vec<String> {
        self.function.borrow().log()
    }
}

impl Transport for Gateway {
    fn origin(&self) -> String {
        self.base_url.clone()
    }

    fn send(&self, request: &Request) -> Response {
        let host = self.base_url.split_once("://").map_or("", |(_, host)| host);
        let event = event(request, host);
        if event.to_string().len() > LARGEST {
            return response(&json!({ "statusCode": 413, "body": "{\"message\":\"Request Too Long\"}" }));
        }
        let outcome = self.function.borrow_mut().invoke(event);
        let answer = outcome.unwrap_or_else(|error| panic!("{} {}: {error}", request.method, request.target));
        assert!(answer.to_string().len() <= LARGEST, "{} {}: too large for Lambda", request.method, request.target);
        response(&answer)
    }
}

/// The most bytes that Lambda is handed, or answers, at once
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>).
const LARGEST: usize = 6 * 1024 * 1024;

/// The event of a request. A form comes base64-encoded: the gateway keeps only `text/*`, JSON, XML and JavaScript as text.
fn event(request: &Request, host: &str) -> Value {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let mut headers = Map::new();
    headers.insert("host".to_owned(), json!(host));
    headers.insert("x-forwarded-for".to_owned(), json!("198.51.100.7"));
    headers.insert("x-forwarded-proto".to_owned(), json!("https"));
    headers.insert("user-agent".to_owned(), json!("suite"));
    let mut cookies = Vec::new();
    for (name, value) in &request.headers {
        if name == "cookie" {
            cookies.extend(value.split("; "));
        } else {
            headers.insert(name.clone(), json!(value));
        }
    }
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "api",
            "domainName": host,
            "domainPrefix": host.split('.').next(),
            "http": {
                "method": request.method, "path": path, "protocol": "HTTP/1.1",
                "sourceIp": "198.51.100.7", "userAgent": "suite"
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "$default",
            "stage": "$default",
            "time": "01/Jan/2026:00:00:00 +0000",
            "timeEpoch": 1_767_225_600_000_u64
        },
        "isBase64Encoded": !request.body.is_empty(),
    });
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    if !query.is_empty() {
        let parameters: Map<String, Value> = query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decoded(name), json!(decoded(value))))
            .collect();
        event["queryStringParameters"] = Value::Object(parameters);
    }
    if !request.body.is_empty() {
        event["body"] = json!(BASE64_STANDARD.encode(&request.body));
    }
    event
}

fn response(answer: &Value) -> Response {
    let status = answer["statusCode"].as_u64().unwrap_or_else(|| panic!("no status in {answer}"));
    let mut headers: Vec<(String, String)> = Vec::new();
    let single = answer["headers"].as_object().into_iter().flatten();
    headers.extend(single.filter_map(|(name, value)| Some((name.to_lowercase(), value.as_str()?.to_owned()))));
    let cookies = answer["cookies"].as_array().into_iter().flatten();
    headers.extend(cookies.filter_map(|cookie| Some(("set-cookie".to_owned(), cookie.as_str()?.to_owned()))));
    let body = answer["body"].as_str().unwrap_or_default();
    let body = if answer["isBase64Encoded"] == true {
        let bytes = BASE64_STANDARD.decode(body).expect("a body said to be base64 is");
        String::from_utf8(bytes).expect("every answer is text")
    } else {
        body.to_owned()
    };
    Response { status: u16::try_from(status).expect("a status has three digits"), headers, body }
}

/// What `%..` and `+` stand for in a query.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(if byte == b'+' { b' ' } else { byte });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Request, event, response};

    #[test]
    fn a_form_becomes_the_event_the_gateway_would_send() {
        let request = Request {
            method: "POST",
            target: "/t/review?lang=vi&q=m%E1%BA%A1ng+n%E1%BB%99i".to_owned(),
            headers: vec![("cookie".to_owned(), "a=1; b=2".to_owned())],
            body: b"title=x".to_vec(),
        };
        let event = event(&request, "hotro.example");
        assert_eq!(event["rawPath"], "/t/review");
        assert_eq!(event["queryStringParameters"], json!({"lang": "vi", "q": "mạng nội"}));
        assert_eq!(event["cookies"], json!(["a=1", "b=2"]));
        assert_eq!((&event["isBase64Encoded"], &event["body"]), (&json!(true), &json!("dGl0bGU9eA==")));
    }

    #[test]
    fn cookies_and_headers_of_an_answer_come_together() {
        let answer = json!({
            "statusCode": 303, "headers": {"Location": "/t/A"}, "cookies": ["o=1; Path=/t/A"],
            "body": "aGk=", "isBase64Encoded": true
        });
        let response = response(&answer);
        assert_eq!(response.leads_to(), "/t/A");
        assert_eq!(response.header("set-cookie"), Some("o=1; Path=/t/A"));
        assert_eq!(response.body, "hi");
    }
}
