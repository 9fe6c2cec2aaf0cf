//! Every answer, right or wrong: its headers, and what an error says.

use super::office::Office;
use super::people::{EXPERT, filled, request, sent, signed_in};
use crate::harness::http::{Browser, Request, Response, Transport};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[track_caller]
fn has_its_headers(response: &Response, of: &str) {
    let expected = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("strict-transport-security", "max-age=63072000"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in expected {
        assert_eq!(response.header(name), Some(value), "{of}");
    }
    assert!(matches!(response.header("referrer-policy"), Some("same-origin" | "no-referrer")), "{of}");
    let id = response.header("x-request-id").unwrap_or_default();
    assert!(id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{of}: {id}");
    assert!(response.header("server").is_none() && response.header("x-powered-by").is_none(), "{of}");
    let count = response.headers.iter().filter(|(name, _)| name == "content-security-policy").count();
    assert_eq!(count, 1, "{of}");
    if response.status >= 400 {
        assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"), "{of}");
    }
    if (200..300).contains(&response.status) || response.status >= 400 {
        let page = crate::harness::page::Page::parse(&response.body);
        assert!(page.has("html[lang][dir]") && page.has("h1"), "{of}");
        assert!(
            !page.has("style, [style], script:not([src]):not([type='application/ld+json'])"),
            "{of} has inline code"
        );
        assert!(!page.text().contains('⟦'), "{of}: a sentence is missing in {}", page.text());
    }
}

#[test]
fn every_page_has_its_headers() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut staff = signed_in(&office, EXPERT);
    let form = filled(&mut requester);
    has_its_headers(&requester.submit(&form), "the review");
    has_its_headers(&requester.submit(&form.fill("title", "")), "the form");
    for path in
        [format!("/t/{code}"), format!("/t/{code}/receipt"), format!("/t/{code}/open?key=0"), format!("/t?code={code}")]
    {
        has_its_headers(&requester.get(&path), &path);
        has_its_headers(&Browser::new(&office).get(&path), &path);
    }
    for path in [
        "/desk",
        "/desk/q/it",
        "/desk/sign-in",
        "/desk/sign-in/code",
        "/desk/sign-in/open?id=0&code=0",
        "/my",
        "/my/code",
        "/my/open?id=0&code=0",
        "/desk/q/no-such",
    ] {
        has_its_headers(&staff.get(path), path);
        has_its_headers(&Browser::new(&office).get(path), path);
    }
    has_its_headers(&staff.get(&format!("/desk/t/{code}")), "a ticket");
}

/// Method, path, headers, body, status.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static [u8], u16);

const FORM: &[(&str, &str)] = &[("content-type", "application/x-www-form-urlencoded")];

const WRONG: [Row; 30] = [
    ("GET", "/khong-co", &[], b"", 404),
    ("GET", "/desk/q/", &[], b"", 404),
    ("GET", "/t/", &[], b"", 404),
    ("GET", "//t", &[], b"", 404),
    ("GET", "/t/../desk", &[], b"", 404),
    ("GET", "/desk/..;/t", &[], b"", 404),
    ("GET", "/T", &[], b"", 404),
    ("GET", "/t/review", &[], b"", 405),
    ("GET", "/t/7K3Q-9M2X-W4HT/reply", &[], b"", 405),
    ("GET", "/desk/sign-out", &[], b"", 405),
    ("GET", "/desk/t/7K3Q-9M2X-W4HT/accept", &[], b"", 405),
    ("PUT", "/t", FORM, b"", 405),
    ("DELETE", "/t/7K3Q-9M2X-W4HT", &[], b"", 405),
    ("PATCH", "/desk/q/it", &[], b"", 405),
    ("POST", "/desk", FORM, b"", 405),
    ("POST", "/t/7K3Q-9M2X-W4HT", FORM, b"", 405),
    ("POST", "/t/7K3Q-9M2X-W4HT?_method=DELETE", FORM, b"_method=DELETE", 405),
    ("GET", "/t/%FF%FE", &[], b"", 400),
    ("GET", "/t/%ED%A0%80/open", &[], b"", 400),
    ("GET", "/desk/sign-in/open?id=1&id=2", &[], b"", 400),
    ("POST", "/t/review", &[("content-type", "application/json")], b"{}", 400),
    ("POST", "/t/review", &[("origin", "https://evil.example"), FORM[0]], b"", 403),
    ("POST", "/t/7K3Q-9M2X-W4HT/reply", FORM, b"text=x", 404),
    ("POST", "/t/7K3Q-9M2X-W4HT/open", FORM, b"key=x", 404),
    ("POST", "/t/review", FORM, b"type=no-such", 404),
    ("GET", "/my/sign-out", &[], b"", 405),
    ("GET", "/my/t/7K3Q-9M2X-W4HT", &[], b"", 405),
    ("POST", "/my/t/7K3Q-9M2X-W4HT", FORM, b"csrf=x", 404),
    ("POST", "/my/sign-out", FORM, b"csrf=x", 404),
    ("GET", "/t?code=7K3Q&code=7K3Q", &[], b"", 400),
];

#[test]
fn what_goes_wrong_is_a_page_in_the_readers_language_with_the_requests_id() {
    let office = Office::open();
    for (method, path, headers, body, status) in WRONG {
        for (lang, dir) in [("vi", "ltr"), ("en", "ltr"), ("fa", "rtl")] {
            let headers = [headers, &[("accept-language", lang)]].concat();
            let answer = request(&office, method, path, &headers, body);
            let of = format!("{method} {path} in {lang}");
            assert_eq!(answer.status, status, "{of}");
            has_its_headers(&answer, &of);
            let page = answer.page(status);
            assert!(page.has(&format!("html[lang={lang}][dir={dir}]")), "{of}");
            let id = answer.header("x-request-id").expect("an id");
            assert!(page.text().contains(id), "{of} names its request");
            for inside in ["panicked", "src/", ".rs", "axum", "Error(", "Failed to", "sqlite", "tera"] {
                assert!(!page.text().contains(inside), "{of} says {inside}: {}", page.text());
            }
        }
    }
}

#[test]
fn a_wrong_method_is_told_the_right_ones() {
    let office = Office::open();
    for (path, allowed) in [("/t", "GET,HEAD,POST"), ("/t/review", "POST"), ("/desk/q/it", "GET,HEAD")] {
        let answer = request(&office, "DELETE", path, &[], b"");
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)), "{path}");
    }
}

#[test]
fn links_lead_to_the_portals_own_address_whatever_the_host_says() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let review = requester.submit(&form).page(200).form("/t");
    let fields: Vec<_> = review.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let forged = [("host", "evil.example"), ("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")];
    let answer = super::people::post(&office, "/t", &forged, &fields);
    assert!(answer.leads_to().starts_with("/t/") && answer.header("location").is_some_and(|to| to.starts_with("/t/")));
    for letter in office.letters() {
        assert!(!letter.body.contains("evil") && letter.body.contains(super::office::BASE), "{letter:#?}");
    }
    let page = request(&office, "GET", &answer.leads_to(), &[forged[0], forged[1]], b"");
    assert!(!page.body.contains("evil"));
}

#[test]
fn a_page_speaks_the_language_that_was_asked_for() {
    let office = Office::open();
    for (query, accepted, lang) in [
        ("", "", "vi"),
        ("", "fa", "fa"),
        ("", "fa-IR,fa;q=0.9,en;q=0.8", "fa"),
        ("", "de,en;q=0.5,vi;q=0.1", "en"),
        ("", "en;q=0,vi", "vi"),
        ("", "*;q=x,,,;", "vi"),
        ("?lang=en", "fa", "en"),
        ("?lang=EN", "fa", "en"),
        ("?lang=de", "fa", "fa"),
        ("?lang=../x", "", "vi"),
        ("?lang=", "en", "en"),
    ] {
        let page =
            request(&office, "GET", &format!("/desk/sign-in{query}"), &[("accept-language", accepted)], b"").page(200);
        assert_eq!(page.attribute("html", "lang").as_deref(), Some(lang), "{query} {accepted}");
    }
}

#[test]
fn a_portal_on_plain_http_asks_browsers_for_nothing_they_cannot_do() {
    let office = Office::with(|catalog| "http://127.0.0.1:4000".clone_into(&mut catalog.portal.base_url));
    let own = [("origin", "http://127.0.0.1:4000")];
    let asked = super::people::post(&office, "/desk/sign-in", &own, &[("email", EXPERT)]).page(200);
    let code = super::people::mailed_code(&office);
    let form = asked.form("/desk/sign-in/code").fill("code", &code);
    let fields: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let entered = super::people::post(&office, "/desk/sign-in/code", &own, &fields);
    let cookie = entered.header("set-cookie").expect("a session");
    assert!(cookie.starts_with("deskmark=") && !cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
    assert_eq!(entered.header("strict-transport-security"), None);
    let pair = super::people::set_cookie(&entered);
    assert_eq!(request(&office, "GET", "/desk/q/it", &[("cookie", &pair)], b"").status, 200);
    let prefixed = pair.replace("deskmark=", "__Host-deskmark=");
    assert_eq!(request(&office, "GET", "/desk/q/it", &[("cookie", &prefixed)], b"").status, 303);
}

#[test]
fn a_page_that_is_not_there_is_told_in_the_language_of_its_address() {
    let office = Office::open();
    for (path, accepted, lang) in [
        ("/vi/khong-co/", "en", "vi"),
        ("/fa/nist", "vi", "fa"),
        ("/fa/nist?lang=vi", "en", "vi"),
        ("/khong-co/", "fa", "fa"),
        ("/de/gibt-es-nicht", "vi", "vi"),
    ] {
        let headers = vec![("accept-language".to_owned(), accepted.to_owned())];
        let asked = Request { method: "GET", target: path.to_owned(), headers, body: Vec::new() };
        let page = office.send(&asked).page(404);
        assert!(page.has(&format!("html[lang={lang}]")), "{path}, {accepted}: {}", page.text());
    }
}
