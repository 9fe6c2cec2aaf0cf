//! Row 23: the log tells what happened and to which request; never what was written, by whom, or how to get in.

use std::cell::RefCell;
use std::io;
use std::sync::Once;

use super::office::Office;
use super::people::{EXPERT, does, mailed_code, mailed_link, post, posting, request, sent, signed_in};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

thread_local! {
    /// What this thread logs, while its test listens.
    static LINES: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Writes to whichever test is listening on the thread that logs.
struct ToListener;

impl io::Write for ToListener {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.iter_mut().for_each(|lines| lines.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Everything the desk logs while `run` runs. One subscriber for all threads: what one of them decides about a line
/// holds for the others.
pub fn logged(run: impl FnOnce()) -> String {
    static LISTEN: Once = Once::new();
    LISTEN.call_once(|| {
        let lines = tracing_subscriber::fmt().with_env_filter("info,function=trace").with_ansi(false);
        let lines = lines.with_writer(|| ToListener).finish();
        tracing::subscriber::set_global_default(lines).expect("nothing else in the suite listens");
    });
    LINES.set(Some(Vec::new()));
    run();
    String::from_utf8(LINES.take().expect("nobody else takes them")).expect("lines are text")
}

#[test]
fn a_tickets_whole_life_leaves_no_words_and_no_secrets_in_the_log() {
    let office = Office::open();
    let mut secrets: Vec<String> =
        [TITLE, DESCRIPTION, NAME, EMAIL, ANSWER, EXPERT, "HDMI", "Lê Cẩm Vân", "ngoc@"].map(str::to_owned).to_vec();
    let lines = logged(|| {
        let mut requester = Browser::new(&office);
        let code = sent(&mut requester);
        let mut staff = signed_in(&office, EXPERT);
        secrets.push(mailed_code(&office));
        does(&mut staff, &code, "/accept", None).leads_to();
        does(&mut staff, &code, "/answer", Some(ANSWER)).leads_to();
        let link = mailed_link(&office, EMAIL);
        secrets.push(link.split("key=").nth(1).expect("a key").to_owned());
        let opened = Browser::new(&office).get(&link).page(200).form("/open");
        let opened = Browser::new(&office).submit(&opened);
        secrets
            .push(opened.header("set-cookie").expect("a cookie").split(['=', ';']).nth(1).expect("a value").to_owned());
        requester.get(&format!("/t?code={code}"));
        Browser::new(&office).get(&format!("/desk/sign-in/open?id=0&code={}", mailed_code(&office)));
        office.post.refuse(EMAIL);
        does(&mut staff, &code, "/close", None);
        sent(&mut Browser::new(&office));
        office.effects().expect("a refusal is no failure");
        office.post.close();
        sent(&mut Browser::new(&office));
        office.effects().expect_err("the post office is closed");
        secrets.push(code);
    });
    assert!(lines.contains("route=") && lines.contains("status=200"), "the log is there:\n{lines}");
    assert!(lines.contains("a letter was refused for good"), "{lines}");
    let own: Vec<_> = lines.lines().filter(|line| line.contains("function")).collect();
    for secret in secrets {
        // A letter's id has the code in it, so that an operator finds the ticket whose mail is lost.
        let lines: Vec<_> = own.iter().filter(|line| line.contains(&secret) && !line.contains("letter=")).collect();
        assert!(lines.is_empty(), "{secret:?} in {lines:#?}");
    }
}

#[test]
fn an_address_with_anything_in_it_is_logged_as_its_route() {
    let office = Office::open();
    let typed = ["7K3Q-9M2X-W4H", "an@dh.example", "%37K3Q-9M2X-W4HT", "mat-khau-123"];
    let lines = logged(|| {
        for typed in typed {
            for path in [
                "/t/{}",
                "/t/{}/open?key={}",
                "/t/{}/receipt",
                "/t?code={}",
                "/{}",
                "/desk/t/{}",
                "/desk/q/{}?after={}",
                "/desk/sign-in/open?id={}&code={}",
            ] {
                request(&office, "GET", &path.replace("{}", typed), &[], b"");
            }
            post(&office, "/desk/sign-in", &[], &[("email", &format!("{typed}@dh.example"))]);
            Browser::new(&office).submit(&posting("/t/review", &[("type", typed), (typed, typed)]));
        }
    });
    for typed in typed {
        let found: Vec<_> = lines.lines().filter(|line| line.contains(typed)).collect();
        assert!(found.is_empty(), "{typed}: {found:#?}");
    }
}

#[test]
fn the_log_and_the_page_name_the_same_request() {
    let office = Office::open();
    let mut id = String::new();
    let lines = logged(|| {
        let answer = request(&office, "GET", "/khong-co", &[], b"");
        answer.header("x-request-id").expect("an id").clone_into(&mut id);
        assert!(answer.page(404).text().contains(&id), "the page names it too");
    });
    assert!(lines.contains(&id), "{id} in:\n{lines}");
}

#[test]
fn a_programs_words_and_tokens_are_not_in_the_log() {
    use super::program::{act, look, post as post_json, send, sent as sent_json};

    let office = Office::open();
    let mut secrets: Vec<String> =
        [TITLE, DESCRIPTION, NAME, EMAIL, "HDMI", "ngoc@", "mat-khau-123"].map(str::to_owned).to_vec();
    let lines = logged(|| {
        let (code, token) = sent_json(&office);
        look(&office, &code, &token);
        act(&office, &code, "reply", &token, "mat-khau-123", &serde_json::json!({ "text": TITLE }));
        act(&office, &code, "mat-khau-123", &token, "x", &serde_json::json!({}));
        look(&office, "mat-khau-123", "Bearer mat-khau-123");
        send(&office, "wrong", &super::program::incident_with("mat-khau-123", TITLE));
        post_json(&office, "/api/v1/tickets", "mat-khau-123-mat-khau-123", &[], TITLE.as_bytes());
        request(&office, "GET", "/api/v1/mat-khau-123", &[], b"");
        secrets.extend([token[7..].to_owned(), code]);
    });
    assert!(lines.contains("route=\"/api/v1/tickets/{code}/replies\""), "the route is there:\n{lines}");
    let own: Vec<_> = lines.lines().filter(|line| line.contains("function")).collect();
    for secret in secrets {
        let found: Vec<_> = own.iter().filter(|line| line.contains(&secret)).collect();
        assert!(found.is_empty(), "{secret:?} in {found:#?}");
    }
}
