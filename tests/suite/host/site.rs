//! Pages and files come as they were built, and again when they are built anew.

use std::fs;

use super::{Machine, get};
use crate::harness::deskmark::Hosting;
use crate::harness::http::Browser;
use crate::harness::wait_until;

#[test]
fn pages_and_files_say_what_they_are_and_how_long_to_keep_them() {
    let machine = Machine::new();
    let hosting = Hosting::start(&machine.site(), &machine.data(), None);
    let server = hosting.server();
    let page = get(&server, "/vi/", &[]).page(200);
    let style = page.attribute("link[rel='stylesheet']", "href").expect("a page has a style");
    let mut pieces = fs::read_dir(machine.site().join("public/search/vi")).expect("the index has pieces");
    let pieces = pieces.next().expect("one edition").expect("a folder").file_name();
    let words = format!("/search/vi/{}/words.json", pieces.to_string_lossy());
    for (path, kind, kept) in [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/vi/mang/wifi/", "text/html; charset=utf-8", "no-cache"),
        ("/a/wifi/", "text/html; charset=utf-8", "no-cache"),
        ("/vi/feed.xml", "application/xml; charset=utf-8", "no-cache"),
        ("/robots.txt", "text/plain; charset=utf-8", "no-cache"),
        ("/search/vi.json", "application/json", "no-cache"),
        (&words, "application/json", "public, max-age=31536000, immutable"),
        (&style, "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
    ] {
        let answer = get(&server, path, &[]);
        assert_eq!(answer.status, 200, "{path}: {answer:#?}");
        assert_eq!(answer.header("content-type"), Some(kind), "{path}");
        assert_eq!(answer.header("cache-control"), Some(kept), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(answer.header("strict-transport-security").is_some(), "{path}");
        assert!(answer.header("content-security-policy").is_some_and(|policy| !policy.contains("unsafe")), "{path}");
        let tag = answer.header("etag").expect("a tag").to_owned();
        let again =
            get(&server, path, &[("if-none-match", &tag), ("if-modified-since", "Sun, 01 Jan 2040 00:00:00 GMT")]);
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        assert_eq!(again.header("etag"), Some(tag.as_str()), "{path}");
        let other = get(&server, path, &[("if-none-match", "\"another\"")]);
        assert_eq!(other.status, 200, "{path}");
        let dated = get(&server, path, &[("if-modified-since", "Sun, 01 Jan 2040 00:00:00 GMT")]);
        assert_eq!(dated.status, 200, "{path}: an edition that is put back is older");
    }
}

#[test]
fn folders_have_a_slash_and_what_is_not_there_is_told_in_its_language() {
    let machine = Machine::new();
    let hosting = Hosting::start(&machine.site(), &machine.data(), None);
    let server = hosting.server();
    let moved = get(&server, "/vi/mang/wifi?x=1", &[]);
    assert_eq!((moved.status, moved.leads_to().as_str()), (301, "/vi/mang/wifi/?x=1"));
    for (path, lang) in
        [("/fa/nothing/", "fa"), ("/vi/nothing", "vi"), ("/nothing/", "vi"), ("/%2e%2e/desk/current", "vi")]
    {
        let page = get(&server, path, &[]).page(404);
        assert_eq!(page.attribute("html", "lang").as_deref(), Some(lang), "{path}");
    }
    // Nothing beside the site, nothing hidden, no address that browsers take for another host's.
    for path in
        ["/../desk/current", "/vi/..%2f..%2fdesk/current", "/.deskmark", "//vi", "/vi//mang", "/%00", "/%ff", "/_mail"]
    {
        let answer = get(&server, path, &[]);
        assert_eq!(answer.status, 404, "{path}: {answer:#?}");
    }
    let posted = crate::router::people::post(&server, "/vi/", &[], &[]);
    assert_eq!(posted.status, 405);
}

#[test]
fn what_was_compressed_beforehand_is_sent_that_way() {
    let machine = Machine::new();
    let page = machine.site().join("public/vi/mang/wifi/index.html");
    // The harness reads texts: a stand-in for compressed bytes tells which file was sent.
    fs::write(page.with_extension("html.br"), "stand-in for Brotli").expect("room");
    fs::write(page.with_extension("html.gz"), "stand-in for gzip").expect("room");
    let hosting = Hosting::start(&machine.site(), &machine.data(), None);
    let server = hosting.server();
    for (accepts, encoding, start) in
        [("br, gzip", Some("br"), "stand-in for Brotli"), ("gzip", Some("gzip"), "stand-in for gzip"), ("", None, "<!")]
    {
        let answer = get(&server, "/vi/mang/wifi/", &[("accept-encoding", accepts)]);
        assert_eq!(answer.header("content-encoding"), encoding, "{accepts}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{accepts}");
        assert_eq!(answer.header("vary").map(str::to_lowercase).as_deref(), Some("accept-encoding"), "{accepts}");
        assert!(answer.body.starts_with(start), "{accepts}: {}", answer.body);
    }
}

#[test]
fn another_build_is_seen_without_a_restart() {
    let machine = Machine::new();
    let mut hosting = Hosting::start(&machine.site(), &machine.data(), None);
    let server = hosting.server();
    let desk_says = |text: &str| get(&server, "/api/v1/request-types?lang=vi", &[]).body.contains(text);
    let page_says = |text: &str| get(&server, "/vi/ask/", &[]).body.contains(text);
    assert!(desk_says("Báo sự cố") && page_says("Báo sự cố"));
    let before = get(&server, "/vi/ask/", &[]).header("etag").expect("a tag").to_owned();

    let form = machine.content().join("requests/incident.toml");
    let text = fs::read_to_string(&form).expect("the fixture has it");
    fs::write(&form, text.replace("Báo sự cố", "Báo hỏng")).expect("it is our copy");
    machine.build();
    assert!(page_says("Báo hỏng"), "the site is looked for at every request");
    assert_eq!(get(&server, "/vi/ask/", &[("if-none-match", &before)]).status, 200);
    wait_until("the desk's new edition", || desk_says("Báo hỏng").then_some(()));

    // A copy still under way: what points to the bundle came before the bundle.
    let pointer = machine.site().join("desk/current");
    fs::write(&pointer, "0123456789abcdef\n").expect("room");
    hosting.process().wait_for_line("a word about it", |line| line.contains("not published yet").then_some(()));
    assert!(desk_says("Báo hỏng"), "the former edition stays");
}

#[test]
fn the_desk_is_behind_the_same_address_and_tells_nothing_on_its_own() {
    let machine = Machine::new();
    let hosting = Hosting::start(&machine.site(), &machine.data(), None);
    let server = hosting.server();
    let mut requester = Browser::new(&server);
    let form = crate::journey::filled(&requester.get("/vi/ask/incident/").page(200));
    let review = crate::journey::review(&mut requester, &form);
    let code = crate::journey::send(&mut requester, &review);
    let status = crate::journey::status(&mut Browser::new(&server), &code);
    assert!(status.contains(&code), "{status}");
    let no_post = crate::router::people::ask_for_code(&mut Browser::new(&server), "chuyen-vien@suite.example");
    assert_eq!(no_post.status, 503, "without a mail server nobody is told that a code was sent");
    let (ended, log) = hosting.stop();
    assert!(ended.success(), "{ended}");
    assert!(log.contains("DESKMARK_SMTP_URL"), "that letters wait is said:\n{log}");
    assert!(log.contains("route=\"/t/{code}\""), "requests are logged:\n{log}");
    for secret in
        ["sign-in/open", crate::journey::EMAIL, crate::journey::NAME, "Máy chiếu", "HDMI", &code, "chuyen-vien"]
    {
        assert!(!log.contains(secret), "{secret:?} in:\n{log}");
    }
}
