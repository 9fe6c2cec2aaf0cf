//! Row 16: a path written otherwise, a method named in a header, another host, a place to go on to: none of them opens
//! anything, changes anything, or leads away.

use super::office::{BASE, Office};
use super::people::{EXPERT, FOREIGN, post, posting, request, sent, session};
use crate::harness::http::{Browser, Response};
use crate::harness::page::Page;
use crate::journey::{DESCRIPTION, NAME, TITLE};

/// Ways to write the path of what only members see.
fn otherwise(code: &str) -> Vec<String> {
    let path = format!("/desk/t/{code}");
    let rest = &path["/desk".len()..];
    [
        format!("/{path}"),
        format!("/desk/{rest}"),
        format!("/./desk{rest}"),
        format!("/desk/.{rest}"),
        format!("/desk/q/..{rest}"),
        format!("/t/../desk{rest}"),
        format!("/vi/%2e%2e/desk{rest}"),
        format!("/desk/%2e{rest}"),
        format!("/t/{code}/..%2f..%2fdesk{rest}"),
        format!("/%64esk{rest}"),
        format!("/desk%2ft%2f{code}"),
        format!("/DESK{rest}"),
        format!("/desk;x=1{rest}"),
        format!("/desk{rest};x=1"),
        format!("/desk{rest}/"),
        format!("/desk{rest}."),
        format!("/desk{rest}%00"),
        format!("/desk{rest}%20"),
        format!("/desk{rest}/.json"),
        format!("/desk{rest}?/t/{code}"),
        format!("/desk{rest}%3f"),
        format!("/desk{rest}%23"),
    ]
    .to_vec()
}

/// Nothing of a ticket is in an answer.
#[track_caller]
fn tells_nothing(answer: &Response, what: &str) {
    assert!([303, 400, 404].contains(&answer.status), "{what}: {answer:#?}");
    for secret in [&TITLE.replace('&', "&amp;"), DESCRIPTION, NAME] {
        assert!(!answer.body.contains(secret), "{what} tells {secret:?}");
    }
}

#[test]
fn a_path_written_otherwise_opens_nothing_more() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let foreign = session(&office, FOREIGN);
    for path in otherwise(&code) {
        for cookies in [&[][..], &[("cookie", foreign.as_str())]] {
            tells_nothing(&request(&office, "GET", &path, cookies, b""), &path);
            let accept = path.split('?').next().map(|path| format!("{path}/accept")).expect("a path");
            tells_nothing(&post(&office, &accept, cookies, &[("version", "1")]), &accept);
        }
    }
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn what_a_member_may_not_do_is_not_done_on_a_path_written_otherwise() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    // A member of the desk, but without the token of a form.
    let own = session(&office, EXPERT);
    for path in otherwise(&code) {
        let accept = path.split('?').next().map(|path| format!("{path}/accept")).expect("a path");
        let answer = post(&office, &accept, &[("cookie", &own)], &[("version", "1")]);
        assert!([400, 403, 404].contains(&answer.status), "{accept}: {answer:#?}");
    }
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn a_method_is_what_the_request_line_says() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let own = session(&office, EXPERT);
    let path = format!("/desk/t/{code}/accept");
    for name in ["x-http-method-override", "x-http-method", "x-method-override"] {
        for method in ["POST", "DELETE", "PUT"] {
            let headers = [("cookie", own.as_str()), (name, method)];
            assert_eq!(request(&office, "GET", &path, &headers, b"").status, 405, "{name}: {method}");
        }
    }
    let asked = format!("{path}?_method=POST&csrf=0&version=1");
    assert_eq!(request(&office, "GET", &asked, &[("cookie", &own)], b"").status, 405);
    let answer = post(&office, &format!("/desk/t/{code}"), &[("cookie", &own)], &[("_method", "DELETE")]);
    assert_eq!(answer.status, 405);
    for method in ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"] {
        let answer = request(&office, method, &format!("/t/{code}"), &[], b"");
        assert_eq!(answer.status, 405, "{method}");
    }
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn every_link_is_to_the_portals_own_address() {
    let forged = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("x-original-url", "/desk"),
        ("x-rewrite-url", "/desk"),
        ("forwarded", "host=evil.example;proto=http"),
    ];
    let office = Office::open();
    office.with_wide_limits();
    let code = sent(&mut Browser::new(&office));
    let own = session(&office, EXPERT);
    for header in forged {
        let email = [("email", EXPERT)];
        assert_eq!(post(&office, "/desk/sign-in", &[header], &email).status, 200);
        assert_eq!(post(&office, "/my", &[header], &[("email", "ngoc@khach.example")]).status, 200);
        for path in ["/desk".to_owned(), format!("/desk/t/{code}"), format!("/t/{code}"), "/t/x".to_owned()] {
            leads_nowhere_else(&request(&office, "GET", &path, &[("cookie", &own), header], b""), &path);
        }
    }
    for letter in office.letters() {
        let links = letter.body.split_whitespace().filter(|word| word.contains("://"));
        for link in links {
            assert!(link.starts_with(BASE), "{link} in a letter to {}", letter.to);
        }
    }
}

/// No link, form or redirect of an answer leads to another host.
#[track_caller]
fn leads_nowhere_else(answer: &Response, what: &str) {
    let page = Page::parse(&answer.body);
    let attributes = [("[href]", "href"), ("[src]", "src"), ("[action]", "action"), ("[formaction]", "formaction")];
    let links = attributes.into_iter().flat_map(|(css, name)| page.attributes(css, name));
    for link in links.chain(answer.header("location").map(str::to_owned)) {
        let path = link.strip_prefix(BASE).unwrap_or(&link);
        let other = path.starts_with("//") || path.starts_with("/\\") || path.starts_with('\\');
        let scheme = path.split(['/', '?', '#']).next().unwrap_or_default();
        let known = ["mailto:", "tel:"].iter().any(|own| path.starts_with(own));
        assert!(!other && (known || !scheme.contains(':')), "{what} leads to {link}");
    }
}

#[test]
fn no_parameter_says_where_to_go_on() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let own = session(&office, EXPERT);
    let gets = function::http::endpoints().into_iter().filter(|endpoint| endpoint.method == "GET");
    for endpoint in gets {
        let path = endpoint.path.replace("{code}", &code).replace("{desk}", "it").replace("{id}", "incident");
        for evil in ["//evil.example", "javascript:alert(1)"] {
            let evil = crate::harness::page::percent(evil);
            // Those that may be refused each alone, so that a refusal hides none of the others.
            for names in
                [&["next", "return", "url", "to", "done", "lang", "q"][..], &["after"], &["state"], &["code", "key"]]
            {
                let query: Vec<_> = names.iter().map(|name| format!("{name}={evil}")).collect();
                let asked = format!("{path}?{}", query.join("&"));
                for cookies in [&[][..], &[("cookie", own.as_str())]] {
                    let answer = request(&office, "GET", &asked, cookies, b"");
                    assert!(answer.status < 500, "{asked}: {answer:#?}");
                    leads_nowhere_else(&answer, &asked);
                }
            }
        }
    }
    let sign_in = posting("/desk/sign-in?next=//evil.example", &[("email", EXPERT), ("next", "//evil.example")]);
    leads_nowhere_else(&Browser::new(&office).submit(&sign_in), "the sign-in");
    assert_eq!(office.history(&code), ["submitted"]);
}
