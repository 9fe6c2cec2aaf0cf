//! What readers tell without writing: counted by day, answered in the language of the article, kept from being inflated.

use jiff::SignedDuration;
use jiff::civil::date;

use super::office::{BASE, Office};
use super::people::{post, posting, request};
use crate::harness::http::{Browser, Response, Transport};

const HELPFUL: &str = "/signals/helpful";
const MISS: &str = "/signals/miss";
const OPENED: &str = "/signals/opened";
const DEFLECT: &str = "/signals/deflect";
/// An answer about the article every portal here has.
const YES: [(&str, &str); 4] = [("article", "wifi"), ("revision", "0a1b2c3d"), ("lang", "vi"), ("answer", "yes")];

/// Name and count of everything that was counted so far.
fn counted(office: &Office) -> Vec<(String, u32)> {
    let counted = office.wait(office.store.signals(date(2026, 11, 1), date(2026, 11, 30), 1_000)).expect("read");
    counted.into_iter().map(|counted| (counted.signal.to_string(), counted.count)).collect()
}

fn row(name: &str, count: u32) -> (String, u32) {
    (name.to_owned(), count)
}

/// The fields with one of them changed, or added.
fn with<'a>(fields: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().filter(|(field, _)| *field != name).copied().chain([(name, value)]).collect()
}

/// As the article's script sends it.
fn by_script(transport: &dyn Transport, target: &str, fields: &[(&str, &str)]) -> Response {
    let headers = [("origin", BASE), ("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")];
    post(transport, target, &headers, fields)
}

#[test]
fn an_answer_is_counted_under_its_article_revision_and_day() {
    let office = Office::open();
    for (fields, name) in [
        (YES.to_vec(), "helpful/vi/wifi/0a1b2c3d/yes"),
        (with(&YES, "answer", "no"), "helpful/vi/wifi/0a1b2c3d/no"),
        (with(&YES, "lang", "fa"), "helpful/fa/wifi/0a1b2c3d/yes"),
        (with(&YES, "revision", ""), "helpful/vi/wifi/-/yes"),
        // Nobody makes counters up.
        (with(&with(&YES, "revision", "ffffffff"), "answer", "no"), "helpful/vi/wifi/-/no"),
        (with(&with(&YES, "answer", "no"), "text", " \r\n "), "helpful/vi/wifi/0a1b2c3d/no"),
    ] {
        let before = counted(&office);
        assert_eq!(by_script(&office, HELPFUL, &fields).status, 204, "{fields:?}");
        let after = counted(&office);
        let grown: Vec<_> = after.iter().filter(|row| !before.contains(row)).map(|(name, _)| name.as_str()).collect();
        assert_eq!(grown, [name], "{fields:?}");
    }
    // The next day has counters of its own.
    office.pass(SignedDuration::from_hours(24));
    assert_eq!(by_script(&office, HELPFUL, &YES).status, 204);
    let tuesday = office.wait(office.store.signals(date(2026, 11, 24), date(2026, 11, 24), 10)).expect("read");
    assert_eq!(tuesday.len(), 1);
}

#[test]
fn without_script_there_is_a_page_with_the_way_back() {
    let office = Office::open();
    for (lang, title, back) in [
        ("vi", "Cảm ơn bạn", "/vi/mang/wifi/"),
        ("fa", "سپاسگزاریم", "/fa/shabake/wifi/"),
        // There is no English text: the way back is to the one there is.
        ("en", "Thank you", "/vi/mang/wifi/"),
    ] {
        for (answer, asks) in [("yes", 0), ("no", 1)] {
            let fields = with(&with(&YES, "lang", lang), "answer", answer);
            let headers = [("origin", BASE), ("referer", "https://evil.example/"), ("accept-language", "de")];
            let response = post(&office, HELPFUL, &headers, &fields);
            assert_eq!(response.header("set-cookie"), None);
            let page = response.page(200);
            assert_eq!(page.text_of("h1"), title);
            assert_eq!(page.attribute("html", "lang").as_deref(), Some(lang));
            let links = page.links(".actions a");
            assert_eq!((links[0].0.as_str(), links.len()), (back, 1 + asks), "{links:?}");
            if asks == 1 {
                let revision = if lang == "fa" { "4e5f6a7b" } else { "0a1b2c3d" };
                assert_eq!(links[1].0, format!("/{lang}/ask/incident/?article=wifi&rev={revision}"));
            }
            assert!(!response.body.contains("evil.example"));
        }
    }
}

#[test]
fn what_was_missing_becomes_a_request_and_nothing_is_kept() {
    let office = Office::open();
    let text = "Máy tôi không có mục “Wi-Fi”.\nWindows 11.";
    for lang in ["vi", "fa", "en"] {
        let mut reader = Browser::new(&office);
        let fields = with(&with(&with(&YES, "answer", "no"), "text", text), "lang", lang);
        let answer = reader.submit(&posting(HELPFUL, &fields));
        let page = answer.page(200);
        assert_eq!(page.attribute("html", "lang").as_deref(), Some(lang));
        assert!(!page.has(".error-summary"));
        let form = page.form("/t/review");
        let value = |name: &str| form.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        assert_eq!(value("type").as_deref(), Some("incident"));
        assert_eq!(value("description").map(|text| text.replace("\r\n", "\n")).as_deref(), Some(text));
        assert_eq!((value("article").as_deref(), value("revision").as_deref()), (Some("wifi"), Some("0a1b2c3d")));
        // The form goes on as any other.
        let form = form.fill("title", "Không có mục Wi-Fi").fill("name", "Lê An").fill("email", "an@dh.example");
        assert_eq!(reader.submit(&form.fill("priority", "low")).status, 200);
    }
    assert_eq!(counted(&office), []);
    assert_eq!(office.letters().len(), 0);
}

#[test]
fn an_article_without_a_form_leads_to_the_first_of_the_catalogue() {
    let office = Office::with(|catalog| {
        let course = catalog.request_types.iter_mut().find(|(id, _)| id.as_str() == "course").expect("a type").1;
        course.weight = -1;
    });
    let fields = [("article", "printer"), ("lang", "vi"), ("answer", "no"), ("text", "Thiếu máy màu.")];
    let page = by_script(&office, HELPFUL, &fields).page(200);
    assert_eq!(page.attribute("input[name=type]", "value").as_deref(), Some("course"));
}

#[test]
fn a_text_that_is_too_long_is_told_at_its_field() {
    let office = Office::open();
    let fits = "ế".repeat(16 * 1024 / 3);
    for (text, status) in [(fits.clone(), 200), (format!("{fits}ế"), 422), ("a\u{7}b".to_owned(), 422)] {
        let fields = with(&with(&YES, "answer", "no"), "text", &text);
        let page = post(&office, HELPFUL, &[], &fields).page(status);
        assert_eq!(page.has("#description[aria-invalid=true]"), status == 422);
        assert!(page.text_of("#description").trim() == text, "what was typed is still there");
    }
    let huge = "a".repeat(600 * 1024);
    for target in [HELPFUL, MISS] {
        assert_eq!(post(&office, target, &[], &[("text", &huge)]).status, 413, "{target}");
    }
    assert_eq!(counted(&office), []);
}

#[test]
fn a_search_that_found_nothing_is_counted_without_what_tells_who_looked() {
    let office = Office::open();
    for (query, name) in [
        ("Máy  IN màu", "miss/vi/máy in màu"),
        ("máy in màu", "miss/vi/máy in màu"),
        ("an.nv@dh.example không vào được", "miss/vi/✉ không vào được"),
        ("sinh viên ۲۰۲۱۶۵۴۳", "miss/vi/sinh viên #"),
        ("<script>alert(1)</script>", "miss/vi/<script>alert(1)</script>"),
        ("máy\r\nin\0", "miss/vi/máy in"),
    ] {
        assert_eq!(post(&office, MISS, &[("origin", BASE)], &[("lang", "vi"), ("query", query)]).status, 204);
        assert!(counted(&office).iter().any(|(kept, _)| kept == name), "{query:?}: {:?}", counted(&office));
    }
    assert!(counted(&office).contains(&row("miss/vi/máy in màu", 2)));
    let long = "ă".repeat(5_000);
    assert_eq!(post(&office, MISS, &[], &[("lang", "vi"), ("query", &long)]).status, 204);
    assert!(counted(&office).contains(&row(&format!("miss/vi/{}", "ă".repeat(100)), 1)));
}

#[test]
fn a_result_that_was_opened_is_counted() {
    let office = Office::open();
    for lang in ["vi", "vi", "fa"] {
        assert_eq!(post(&office, OPENED, &[("origin", BASE)], &[("article", "wifi"), ("lang", lang)]).status, 204);
    }
    assert_eq!(counted(&office), [row("opened/fa/wifi", 1), row("opened/vi/wifi", 2)]);
}

#[test]
fn an_article_that_spared_a_request_is_counted() {
    let office = Office::open();
    let fields = [("article", "wifi"), ("type", "incident")];
    for _ in 0..2 {
        assert_eq!(post(&office, DEFLECT, &[("origin", BASE)], &fields).status, 204);
    }
    assert_eq!(counted(&office), [row("deflect/wifi/incident", 2)]);
}

#[test]
fn what_is_not_published_is_not_there() {
    let office = Office::open();
    for article in ["", "no-such", "../wifi", "WIFI", "wifi\0", "<b>", "wifi#"] {
        for (target, fields) in [
            (HELPFUL, with(&YES, "article", article)),
            (HELPFUL, with(&with(&YES, "article", article), "text", "x")),
            (OPENED, vec![("article", article), ("lang", "vi")]),
            (DEFLECT, vec![("article", article), ("type", "incident")]),
        ] {
            assert_eq!(by_script(&office, target, &fields).status, 404, "{target} {article:?}");
        }
    }
    for request_type in ["", "no-such", "INCIDENT"] {
        let fields = [("article", "wifi"), ("type", request_type)];
        assert_eq!(by_script(&office, DEFLECT, &fields).status, 404, "{request_type:?}");
    }
    let page = post(&office, HELPFUL, &[("accept-language", "fa")], &with(&YES, "article", "no-such")).page(404);
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("fa"));
    assert_eq!(counted(&office), []);
}

#[test]
fn a_field_that_no_page_sends_is_named() {
    let office = Office::open();
    let miss = [("lang", "vi"), ("query", "máy in")];
    let opened = [("article", "wifi"), ("lang", "vi")];
    let deflect = [("article", "wifi"), ("type", "incident")];
    for (target, right, field, value) in [
        (HELPFUL, &YES[..], "answer", "maybe"),
        (HELPFUL, &YES[..], "answer", ""),
        (HELPFUL, &YES[..], "answer", "YES"),
        (HELPFUL, &YES[..], "revision", "newest"),
        (HELPFUL, &YES[..], "count", "1000"),
        (HELPFUL, &YES[..], "day", "2026-01-01"),
        (HELPFUL, &YES[..], "answer[]", "yes"),
        (MISS, &miss[..], "query", ""),
        (MISS, &miss[..], "query", "\u{200b} "),
        (MISS, &miss[..], "count", "1000"),
        (OPENED, &opened[..], "type", "incident"),
        (DEFLECT, &deflect[..], "revision", "0a1b2c3d"),
        (DEFLECT, &deflect[..], "_method", "GET"),
    ] {
        let answer = by_script(&office, target, &with(right, field, value));
        let text = answer.page(422).text();
        assert!(
            text.contains(&format!("“{field}”")) || text.contains("Chọn một"),
            "{target} {field}={value:?}:\n{text}"
        );
    }
    for (target, right) in [(HELPFUL, &YES[..]), (MISS, &miss[..]), (OPENED, &opened[..]), (DEFLECT, &deflect[..])] {
        let twice: Vec<_> = right.iter().chain(&right[..1]).copied().collect();
        assert_eq!(by_script(&office, target, &twice).status, 422, "{target}");
    }
    assert_eq!(counted(&office), []);
}

#[test]
fn over_the_limit_the_answer_is_the_same_and_nothing_is_counted() {
    let office = Office::with(|catalog| {
        (catalog.portal.limits.signals_per_client, catalog.portal.limits.signals_per_article) = (5, 2);
    });
    let shape = |response: &Response| {
        let names: Vec<_> = response.headers.iter().map(|(name, _)| name.clone()).collect();
        let id = response.header("x-request-id").expect("an id").to_owned();
        (response.status, names, response.body.replace(&id, ""))
    };
    // Two about one article count; the rest are answered alike, whatever the address claims to be.
    let answers: Vec<_> = (0..4).map(|_| post(&office, HELPFUL, &[("x-forwarded-for", "203.0.113.9")], &YES)).collect();
    assert!(answers.iter().all(|answer| shape(answer) == shape(&answers[0])), "{answers:#?}");
    assert_eq!(counted(&office), [row("helpful/vi/wifi/0a1b2c3d/yes", 2)]);
    // The fifth of this client is about something else; the sixth is one too many.
    for _ in 0..2 {
        assert_eq!(post(&office, MISS, &[], &[("lang", "vi"), ("query", "x")]).status, 204);
    }
    assert_eq!(counted(&office).last(), Some(&row("miss/vi/x", 1)));
    // Somebody else, and the next hour.
    assert_eq!(by_script(&office.from("203.0.113.9"), HELPFUL, &YES).status, 204);
    office.pass(SignedDuration::from_hours(1));
    assert_eq!(by_script(&office, HELPFUL, &YES).status, 204);
    assert_eq!(counted(&office)[0], row("helpful/vi/wifi/0a1b2c3d/yes", 4));
}

#[test]
fn nothing_is_counted_by_get_or_for_another_site() {
    let office = Office::open();
    for target in [HELPFUL, MISS, DEFLECT] {
        for method in ["GET", "HEAD", "PUT"] {
            let answer =
                request(&office, method, &format!("{target}?article=wifi&answer=yes&query=x&type=incident"), &[], b"");
            assert_eq!(answer.status, 405, "{method} {target}");
        }
        for foreign in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")] {
            let fields = [("article", "wifi"), ("answer", "yes"), ("query", "x"), ("type", "incident")];
            assert_eq!(post(&office, target, &[foreign], &fields).status, 403, "{target} {foreign:?}");
        }
    }
    for path in [
        "/signals//helpful",
        "/signals/helpful/",
        "/signals/%2e%2e/t",
        "/signals/helpful;x",
        "/Signals/helpful",
        "/signals/x",
    ] {
        assert_eq!(post(&office, path, &[("x-http-method-override", "POST")], &YES).status, 404, "{path}");
    }
    assert_eq!(counted(&office), []);
}

#[test]
fn whatever_is_sent_the_page_is_inert() {
    let office = Office::open();
    for typed in ["\"><script>alert(1)</script>", "</textarea><script>alert(1)</script>", "{{ 7777 * 7777 }}"] {
        for fields in [
            with(&with(&YES, "answer", "no"), "text", typed),
            with(&YES, "lang", typed),
            with(&YES, "answer", typed),
            with(&YES, "revision", typed),
            with(&YES, typed, "x"),
        ] {
            let answer = post(&office, HELPFUL, &[], &fields);
            assert!(
                !answer.body.contains("<script>") && !answer.body.contains("60481729"),
                "{fields:?}:\n{}",
                answer.body
            );
        }
    }
}
