//! `deskmark serve`: the whole portal on one machine.

use tempfile::TempDir;

use crate::harness::deskmark::Serving;
use crate::harness::http::Browser;
use crate::harness::page::Page;
use crate::harness::wait_until;
use crate::journey;

#[test]
fn a_ticket_goes_from_the_form_to_its_answer() {
    let data = TempDir::new().expect("there is room for a folder");
    let mut serving = Serving::start(data.path());
    let server = serving.server();
    let mut requester = Browser::new(&server);

    let form = journey::filled(&requester.get("/vi/ask/incident/").page(200));
    let review = journey::review(&mut requester, &form);
    let code = journey::send(&mut requester, &review);
    assert_eq!(journey::send(&mut requester, &review), code, "sending the review twice is one ticket");
    journey::status(&mut Browser::new(&server), &code);

    let mut staff = Browser::new(&server);
    let link = serving.sign_in("expert");
    let signed_in = journey::press(&mut staff, &link, "/desk/sign-in/code");
    assert_eq!(signed_in.status, 303, "{signed_in:#?}");
    journey::accept_and_answer(&mut staff, &code);

    let (_, link) = wait_until("the mail about the answer", || {
        let mails = mails_to_requester(&server);
        (mails.len() == 3).then(|| mails.into_iter().next()).flatten()
    });
    journey::read_and_confirm(&mut requester, &link, &code);
    assert!(journey::press_is_refused(&mut Browser::new(&server), &serving.sign_in("expert")), "a link signs in once");
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_goes() {
    let data = TempDir::new().expect("there is room for a folder");
    let serving = Serving::start(data.path());
    let server = serving.server();
    let mut requester = Browser::new(&server);
    let form = journey::filled(&requester.get("/vi/ask/incident/").page(200));
    let review = journey::review(&mut requester, &form);
    let code = journey::send(&mut requester, &review);
    serving.kill_hard();

    let serving = Serving::start(data.path());
    let server = serving.server();
    journey::status(&mut Browser::new(&server), &code);
    let (_, link) = wait_until("the receipt's mail", || mails_to_requester(&server).into_iter().next());
    let mut owner = Browser::new(&server);
    let opened = journey::press(&mut owner, &link, &format!("/t/{code}/open"));
    let mine = owner.follow(opened).page(200);
    assert!(mine.text().contains("Máy chiếu phòng C1"), "{}", mine.text());

    // A third start gives an effect that would be done twice its chance.
    serving.kill_hard();
    let serving = Serving::start(data.path());
    let server = serving.server();
    let form = journey::filled(&requester_page(&server));
    let mut requester = Browser::new(&server);
    let review = journey::review(&mut requester, &form);
    let second = journey::send(&mut requester, &review);
    wait_until("the second ticket's mail", || {
        mails_to_requester(&server).iter().any(|(_, link)| link.contains(&second)).then_some(())
    });
    let first = mails_to_requester(&server).iter().filter(|(_, link)| link.contains(&code)).count();
    assert_eq!(first, 1, "the first ticket's receipt was mailed once");
}

#[test]
fn pages_keep_to_themselves() {
    let data = TempDir::new().expect("there is room for a folder");
    let serving = Serving::start(data.path());
    let server = serving.server();
    let mut reader = Browser::new(&server);
    for path in
        ["/", "/vi/", "/fa/", "/vi/mang/wifi/", "/vi/search/", "/vi/ask/incident/", "/vi/status/", "/desk/sign-in"]
    {
        let response = reader.open(path);
        let policy = response.header("content-security-policy").unwrap_or_default().to_owned();
        let page = response.page(200);
        let policy = page.attribute("meta[http-equiv='Content-Security-Policy' i]", "content").unwrap_or(policy);
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy:?}");
        assert!(
            !page.has("style, [style], script:not([src]):not([type='application/ld+json'])"),
            "{path} has inline code"
        );
        for (css, name) in [("[src^='http'], [src^='//']", "src"), ("link[rel='stylesheet'][href^='http']", "href")] {
            assert_eq!(page.attribute(css, name), None, "{path} loads from elsewhere");
        }
    }
    let missing = reader.get("/vi/khong-co/");
    assert_eq!(missing.status, 404);
}

fn requester_page(server: &crate::harness::http::Server) -> Page {
    Browser::new(server).get("/vi/ask/incident/").page(200)
}

/// Subject and owner's link of each message to the requester in the mailbox, newest first.
fn mails_to_requester(server: &crate::harness::http::Server) -> Vec<(String, String)> {
    let mut reader = Browser::new(server);
    let list = reader.get("/_mail").page(200);
    list.links("main a[href^='/_mail/']")
        .into_iter()
        .filter(|(_, text)| text.contains(journey::EMAIL))
        .filter_map(|(message, subject)| {
            let links = reader.get(&message).page(200).links("main a[href*='/open?key=']");
            Some((subject, links.into_iter().next()?.0))
        })
        .collect()
}
