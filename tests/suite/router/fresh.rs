//! Pages of the desk that stay open ask for themselves again: what they have already is not sent once more.

use super::office::Office;
use super::people::{EXPERT, FOREIGN, SECOND, does, request, sent, session, signed_in};
use crate::harness::http::{Browser, Response};

fn again(office: &Office, cookie: &str, path: &str, known: &str) -> Response {
    request(office, "GET", path, &[("cookie", cookie), ("if-none-match", known)], b"")
}

#[test]
fn an_open_page_gets_only_what_is_new() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let cookie = session(&office, EXPERT);
    for path in ["/desk/q/it".to_owned(), format!("/desk/t/{code}")] {
        let tag = again(&office, &cookie, &path, "").header("etag").expect("a tag").to_owned();
        let same = again(&office, &cookie, &path, &tag);
        assert_eq!((same.status, same.body.as_str()), (304, ""), "{path}");
        assert_eq!(same.header("cache-control"), Some("no-store"), "{path}");
        let title = sent(&mut Browser::new(&office));
        let news = again(&office, &cookie, &path, &tag);
        assert_eq!(news.status, 200, "{path}");
        assert!(news.body.contains(&title), "{path} shows what has come");
        assert_ne!(news.header("etag"), Some(tag.as_str()), "{path}");
    }
    let path = format!("/desk/t/{code}");
    let tag = again(&office, &cookie, &path, "").header("etag").expect("a tag").to_owned();
    does(&mut signed_in(&office, SECOND), &code, "/accept", None).leads_to();
    assert_eq!(again(&office, &cookie, &path, &tag).status, 200, "a colleague has taken it on");
}

#[test]
fn knowing_a_page_opens_nothing() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let (mine, foreign) = (session(&office, EXPERT), session(&office, FOREIGN));
    for path in ["/desk/q/it".to_owned(), format!("/desk/t/{code}")] {
        let tag = again(&office, &mine, &path, "").header("etag").expect("a tag").to_owned();
        assert_eq!(again(&office, &foreign, &path, &tag).status, 404, "{path}");
        assert_eq!(again(&office, "", &path, &tag).leads_to(), "/desk/sign-in", "{path}");
        // A page is one session's: it holds that session's token.
        assert_eq!(again(&office, &session(&office, SECOND), &path, &tag).status, 200, "{path}");
    }
}
