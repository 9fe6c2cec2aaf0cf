//! Row 14: nothing changes by GET, and nothing by a request that another site made.

use super::office::{BASE, Office};
use super::people::{
    DEEDS, EXPERT, OWNERS_DEEDS, does, mailed_link, post, posting, request, sent, set_cookie, signed_in,
};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, EMAIL};

/// Every address that takes a POST.
fn posts(code: &str) -> Vec<String> {
    let fixed = [
        "/t/review",
        "/t/edit",
        "/t/files",
        "/t/files/direct",
        "/t/files/arrived",
        "/t",
        "/my",
        "/my/code",
        "/my/sign-out",
        "/my/t/7K3Q-9M2X-W4HT",
        "/signals/helpful",
        "/signals/miss",
        "/signals/opened",
        "/signals/deflect",
        "/desk/sign-in",
        "/desk/sign-in/code",
        "/desk/sign-out",
        "/api/v1/tickets",
        "/api/v1/sign-in",
        "/api/v1/sign-in/code",
    ];
    let of_ticket =
        [&["open", "stop"], &OWNERS_DEEDS[..]].concat().into_iter().map(|action| format!("/t/{code}/{action}"));
    let of_desk = DEEDS.map(|(action, _)| format!("/desk/t/{code}/{action}"));
    let of_program = ["replies", "actions/withdraw"].map(|path| format!("/api/v1/tickets/{code}/{path}"));
    fixed.iter().map(|path| (*path).to_owned()).chain(of_ticket).chain(of_desk).chain(of_program).collect()
}

#[test]
fn every_post_from_another_site_is_refused() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let foreign: [&[(&str, &str)]; 12] = [
        &[("origin", "https://evil.example")],
        &[("origin", "https://hotro.suite.example.evil.example")],
        &[("origin", "https://evil.example/https://hotro.suite.example")],
        &[("origin", "http://hotro.suite.example")],
        &[("origin", "https://hotro.suite.example:8443")],
        &[("origin", "https://sub.hotro.suite.example")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", BASE)],
        &[("sec-fetch-site", "cross-site"), ("origin", "null")],
        &[("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
    ];
    for path in posts(&code) {
        for headers in foreign {
            let answer = post(&office, &path, headers, &[("type", "incident"), ("email", EXPERT)]);
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            assert_eq!(answer.header("set-cookie"), None);
        }
        for own in [&[("origin", BASE), ("sec-fetch-site", "same-origin")][..], &[("sec-fetch-site", "none")], &[]] {
            assert_ne!(post(&office, &path, own, &[("type", "incident")]).status, 403, "{path} {own:?}");
        }
    }
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn a_robot_that_follows_every_link_changes_nothing() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
    let history = office.history(&code);
    let letters = office.letters();
    let links = letters.iter().flat_map(|letter| letter.body.split_whitespace()).filter(|word| word.starts_with(BASE));
    let mut robot = Browser::new(&office);
    let mut followed = 0;
    for link in links {
        for method in ["GET", "HEAD"] {
            let answer = request(&office, method, link.trim_start_matches(BASE), &[], b"");
            assert!(answer.header("set-cookie").is_none() && answer.status < 400, "{method} {link}: {answer:#?}");
        }
        robot.get(link);
        followed += 1;
    }
    assert!(followed >= 4, "receipt, status, answer and sign-in: {followed}");
    // Every POST address, fetched.
    for path in posts(&code) {
        staff.get(&path);
    }
    assert_eq!(office.history(&code), history);
    assert_eq!(staff.get("/desk/q/it").status, 200, "still signed in");
    assert_eq!(office.letters().len(), letters.len());
}

#[test]
fn a_staff_form_carries_its_sessions_own_token() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let token = |browser: &mut Browser<'_>| {
        let page = browser.get("/desk/q/it").page(200);
        page.attribute("form[action='/desk/sign-out'] input[name=csrf]", "value").expect("a token")
    };
    let mut staff = signed_in(&office, EXPERT);
    let mut other = signed_in(&office, EXPERT);
    let (own, foreign) = (token(&mut staff), token(&mut other));
    assert_ne!(own, foreign, "each session has its own");
    for csrf in ["", "0", &foreign, &own[1..], &own.to_uppercase()] {
        if csrf == own {
            continue;
        }
        for (action, fields) in DEEDS {
            let fields = [&[("csrf", csrf), ("version", "1")], fields].concat();
            let answer = staff.submit(&posting(&format!("/desk/t/{code}/{action}"), &fields));
            assert_eq!(answer.status, 403, "{action} with {csrf:?}");
        }
        assert_eq!(staff.submit(&posting("/desk/sign-out", &[("csrf", csrf)])).status, 403, "{csrf:?}");
    }
    let without = staff.submit(&posting(&format!("/desk/t/{code}/accept"), &[("version", "1")]));
    assert_eq!(without.status, 403);
    assert_eq!(office.history(&code), ["submitted"]);
}

#[test]
fn an_owners_form_carries_its_cookies_own_token() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut other = Browser::new(&office);
    let theirs = sent(&mut other);
    let token = |browser: &mut Browser<'_>, code: &str| {
        let form = browser.get(&format!("/t/{code}")).page(200).form("/reply");
        form.fields.iter().find(|(name, _)| name == "csrf").expect("a token").1.clone()
    };
    let foreign = token(&mut other, &theirs);
    for csrf in ["", &foreign] {
        for action in OWNERS_DEEDS {
            let fields = [("csrf", csrf), ("version", "1"), ("text", "x")];
            let answer = requester.submit(&posting(&format!("/t/{code}/{action}"), &fields));
            assert_eq!((answer.status, answer.header("set-cookie")), (403, None), "{action} with {csrf:?}");
        }
    }
    // Another ticket's cookie opens nothing, whatever the token.
    let link = mailed_link(&office, EMAIL);
    let mut mailed = Browser::new(&office);
    let form = mailed.get(&link).page(200).form("/open");
    let cookie = set_cookie(&mailed.submit(&form));
    let (with, without) = if form.action.contains(&code) { (&code, &theirs) } else { (&theirs, &code) };
    assert!(request(&office, "GET", &format!("/t/{with}"), &[("cookie", &cookie)], b"").body.contains("/reply"));
    assert!(!request(&office, "GET", &format!("/t/{without}"), &[("cookie", &cookie)], b"").body.contains("/reply"));
    for action in OWNERS_DEEDS {
        let fields = [("csrf", foreign.as_str()), ("text", "x")];
        let answer = post(&office, &format!("/t/{without}/{action}"), &[("cookie", &cookie)], &fields);
        assert_eq!(answer.status, 401, "{action}");
    }
    assert!(!office.history(&code).contains(&"replied".to_owned()));
}

#[test]
fn no_cookie_gives_a_program_anything() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let code = sent(&mut requester);
    let mut mailed = Browser::new(&office);
    let form = mailed.get(&mailed_link(&office, EMAIL)).page(200).form("/open");
    let cookie = set_cookie(&mailed.submit(&form));
    let cookies = [("cookie", cookie.as_str())];
    assert!(request(&office, "GET", &format!("/t/{code}"), &cookies, b"").body.contains("/reply"), "it is the owner's");
    let seen = request(&office, "GET", &format!("/api/v1/tickets/{code}"), &cookies, b"");
    assert_eq!(super::program::answer(&seen, 200).get("owner"), None);
    for path in ["replies", "actions/withdraw"] {
        let path = format!("/api/v1/tickets/{code}/{path}");
        let done = super::program::post(&office, &path, &super::program::key("cookie"), &cookies, br#"{"text": "x"}"#);
        super::program::problems_are(&done, 401, &[]);
    }
    // Neither does a member's, nor is a cookie's value a token.
    let staff = super::people::session(&office, EXPERT);
    let seen = request(&office, "GET", &format!("/api/v1/tickets/{code}"), &[("cookie", &staff)], b"");
    assert_eq!(super::program::answer(&seen, 200).get("owner"), None);
    let value = format!("Bearer {}", cookie.split('=').nth(1).expect("a value"));
    assert_eq!(super::program::look(&office, &code, &value).status, 401);
    assert_eq!(office.history(&code), ["submitted", "contact_proved"]);
}
