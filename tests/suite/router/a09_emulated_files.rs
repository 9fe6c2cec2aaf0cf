//! Row 9 on AWS: files that are too large for what stands before the desk go past it, to the same people.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::catalog::Limits;
use domain::file::{LARGEST, LARGEST_THROUGH_DESK};
use function::files::{ARRIVES_WITHIN, UPLOADS_WAIT, awaiting};
use function::keys::Keys;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::files::{PDF, asking, carried, downloads, filled, sent_with, uploaded};
use super::office::Office;
use super::people::{EXPERT, FOREIGN, posting, sent_form, signed_in};
use crate::files_contract::bucket;
use crate::harness::http::{Browser, Server};
use crate::harness::moto::Moto;
use crate::harness::page::percent;

/// An office whose files are in a bucket.
fn office(moto: &Moto) -> Office {
    let files = Arc::new(bucket(moto));
    Office::keeping(|catalog| asking(catalog, false), |_| files)
}

/// A film of so many bytes.
fn film(bytes: usize) -> Vec<u8> {
    let mut film = b"\0\0\0\x18ftypisom".to_vec();
    film.resize(bytes, b'.');
    film
}

#[test]
fn a_large_file_is_fetched_from_the_bucket_by_who_may_see_the_ticket() {
    const NAME: &str = "Máy chiếu; tối.mp4";
    let moto = Moto::start();
    let office = office(&moto);
    let mut requester = Browser::new(&office);
    let film = film(LARGEST_THROUGH_DESK + 1);
    let code = sent_with(&mut requester, NAME, &film);
    let url = downloads(&requester.get(&format!("/t/{code}")).page(200)).remove(0);
    let at_desk = format!("/desk{url}");
    let leads_there = [requester.get(&url), signed_in(&office, EXPERT).get(&at_desk)];
    for answer in leads_there {
        assert_eq!(answer.status, 303, "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        let address = answer.header("location").expect("an address");
        assert!(address.starts_with(&format!("{}/files/kept/", moto.endpoint())), "{address}");
        // By the desk's clock, for a minute. Nothing but the address is needed.
        for part in ["X-Amz-Date=20261123T013010Z", "X-Amz-Expires=60", "X-Amz-SignedHeaders=host&"] {
            assert!(address.contains(part), "{part} in {address}");
        }
        let saved = Browser::new(&Server::at(moto.endpoint())).get(address);
        assert!(saved.status == 200 && saved.body.as_bytes() == film, "{}", saved.status);
        let named = format!("attachment; filename*=UTF-8''{}", percent(NAME));
        assert_eq!(saved.header("content-disposition"), Some(named.as_str()));
        assert_eq!(saved.header("content-type"), Some("video/mp4"));
        assert_eq!(saved.header("cache-control"), Some("no-store"));
    }
    for (mut who, at) in
        [(Browser::new(&office), &url), (signed_in(&office, FOREIGN), &url), (signed_in(&office, FOREIGN), &at_desk)]
    {
        let answer = who.get(at);
        assert_eq!((answer.status, answer.header("location")), (404, None), "{at}");
    }
    let id = url.rsplit('/').next().expect("an id").to_owned();
    office.wait(office.desk.files().forget(&id.try_into().expect("an id"))).expect("it is forgotten");
    assert_eq!(requester.get(&url).status, 404, "it is gone, and nobody is sent to look for it");
}

#[test]
fn what_goes_through_the_gateway_comes_through_it() {
    let moto = Moto::start();
    let office = office(&moto);
    let mut requester = Browser::new(&office);
    let film = film(LARGEST_THROUGH_DESK);
    let code = sent_with(&mut requester, "a.mp4", &film);
    let url = downloads(&requester.get(&format!("/t/{code}")).page(200)).remove(0);
    let answer = requester.get(&url);
    assert!(answer.status == 200 && answer.body.as_bytes() == film, "{}", answer.status);
}

/// A script's question, and what it is told.
#[track_caller]
fn told(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> (u16, Value) {
    let answer = browser.submit(&posting(path, fields));
    let told = serde_json::from_str(&answer.body);
    (answer.status, told.unwrap_or_else(|error| panic!("{path}: {error}: {answer:?}")))
}

/// Announces a file; gives the form to post and what stands for it.
#[track_caller]
fn announced(browser: &mut Browser<'_>, name: &str, bytes: usize) -> (Value, String) {
    let (status, told) = told(browser, "/t/files/direct", &[("name", name), ("size", &bytes.to_string())]);
    let pending = told["pending"].as_str().unwrap_or_else(|| panic!("{status}: {told}"));
    (told["post"].clone(), pending.to_owned())
}

/// Posts a file by the form that was given for it.
#[track_caller]
fn send(moto: &Moto, post: &Value, content: &[u8]) {
    let fields = post["fields"].as_object().expect("fields");
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str().expect("a text")));
    assert_eq!(moto.post(post["url"].as_str().expect("an address"), fields, content), 204);
}

fn arrived(browser: &mut Browser<'_>, pending: &str) -> (u16, Value) {
    told(browser, "/t/files/arrived", &[("lang", "vi"), ("pending", pending)])
}

const NOT_ARRIVED: &str = "Tệp chưa đến nơi. Chọn lại tệp.";

#[test]
fn a_large_file_is_sent_to_the_bucket_and_goes_with_the_ticket() {
    let moto = Moto::start();
    let office = office(&moto);
    let mut requester = Browser::new(&office);
    let film = film(LARGEST);
    let (post, pending) = announced(&mut requester, "../màn hình.mp4", film.len());
    let key = post["fields"]["key"].as_str().expect("a key").to_owned();
    let policy = BASE64_STANDARD.decode(post["fields"]["policy"].as_str().expect("a policy")).expect("base64");
    let policy: Value = serde_json::from_slice(&policy).expect("JSON");
    assert_eq!(policy["expiration"], "2026-11-23T01:40:10.000Z", "ten minutes from now");
    for condition in [
        json!({ "bucket": "files" }),
        json!({ "key": key }),
        json!({ "Content-Type": "application/octet-stream" }),
        json!(["content-length-range", LARGEST, LARGEST]),
    ] {
        let conditions = policy["conditions"].as_array().expect("conditions");
        assert!(conditions.contains(&condition), "{condition} in {policy}");
    }
    send(&moto, &post, &film);
    assert_eq!(moto.keys("files"), [key.as_str()]);

    let (status, taken) = arrived(&mut requester, &pending);
    assert_eq!((status, &taken["name"], &taken["size"]), (201, &"màn hình.mp4".into(), &"10 MB".into()));
    let waiting = moto.keys("files");
    assert!(waiting.len() == 1 && waiting[0].starts_with("unsent/"), "{waiting:?}");
    assert_ne!(waiting[0], key, "where nobody may post");
    // Once more by the same form, which is still good: another film of that size. Nobody takes it.
    send(&moto, &post, &vec![b'x'; film.len()]);

    let mut form = filled(&mut requester);
    form.fields.push(("f.papers.1".to_owned(), taken["token"].as_str().expect("a token").to_owned()));
    let code = sent_form(&mut requester, &form);
    assert_eq!(office.history(&code), ["submitted", "attached"]);
    let url = downloads(&requester.get(&format!("/t/{code}")).page(200)).remove(0);
    let link = requester.get(&url);
    let saved = Browser::new(&Server::at(moto.endpoint())).get(link.header("location").expect("an address"));
    assert!(saved.status == 200 && saved.body.as_bytes() == film, "what was looked at");
    office.pass(UPLOADS_WAIT);
    office.sweep();
    let kept = moto.keys("files");
    assert!(kept.len() == 1 && kept[0].starts_with("kept/"), "{kept:?}");
}

#[test]
fn what_will_not_be_taken_is_refused_before_it_is_sent() {
    let moto = Moto::start();
    let office = office(&moto);
    let mut requester = Browser::new(&office);
    for (name, bytes, status, said) in [
        ("a.exe", "5000000", 422, "فایل‌هایی مثل «a.exe»"),
        ("a.pdf.html", "5000000", 422, "فایل‌هایی مثل «a.pdf.html»"),
        ("a.pdf", "0", 422, "«a.pdf» خالی است"),
        ("a.pdf", "10485761", 413, "«a.pdf» بزرگ است"),
        ("a.pdf", "18446744073709551615", 413, "«a.pdf» بزرگ است"),
    ] {
        let asked = [("lang", "fa"), ("name", name), ("size", bytes)];
        let (answered, told) = told(&mut requester, "/t/files/direct", &asked);
        assert_eq!(answered, status, "{name} {bytes}: {told}");
        assert!(told["error"].as_str().is_some_and(|told| told.starts_with(said)), "{name} {bytes}: {told}");
        assert!(told.get("post").is_none(), "{told}");
    }
    for fields in [&[("name", "a.pdf")][..], &[("name", "a.pdf"), ("size", "-1")], &[("name", "a.pdf"), ("key", "x")]] {
        assert_eq!(requester.submit(&posting("/t/files/direct", fields)).status, 422, "{fields:?}");
    }
}

#[test]
fn what_has_come_is_judged_as_if_it_had_come_with_the_form_and_removed() {
    let moto = Moto::start();
    let office = office(&moto);
    let mut requester = Browser::new(&office);
    for (name, content, said) in [
        ("đơn.pdf", &b"MZ\x90\0"[..], "Nội dung của “đơn.pdf” không khớp"),
        ("nhật ký.log", b"text to the last byte, which is none\0", "Nội dung của “nhật ký.log” không khớp"),
        ("ảnh.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff", "Ảnh “ảnh.png” có kích thước quá lớn"),
    ] {
        let (post, pending) = announced(&mut requester, name, content.len());
        send(&moto, &post, content);
        let (status, told) = arrived(&mut requester, &pending);
        assert_eq!(status, 422, "{name}: {told}");
        assert!(told["error"].as_str().is_some_and(|told| told.starts_with(said)), "{name}: {told}");
        assert!(moto.keys("files").is_empty(), "{name}");
    }
    // S3 would refuse another size than was announced; moto takes it, and the desk does not.
    let (post, pending) = announced(&mut requester, "đơn.pdf", PDF.len() + 1);
    send(&moto, &post, PDF);
    assert_eq!(arrived(&mut requester, &pending), (422, json!({ "error": NOT_ARRIVED })));
    assert!(moto.keys("files").is_empty());
}

#[test]
fn what_is_awaited_was_announced_here_and_not_long_ago() {
    let moto = Moto::start();
    let office = office(&moto);
    let mut requester = Browser::new(&office);
    let (post, pending) = announced(&mut requester, "đơn.pdf", PDF.len());
    send(&moto, &post, PDF);
    let ahead = uploaded(&mut requester);
    let upload = function::files::carried(&office.keys, &ahead, office.desk.now()).expect("an upload");
    let elsewhere = Keys::new(b"the secret of another desk, just as long".to_vec()).expect("long enough");
    let (_, nothing_came) = announced(&mut requester, "đơn.pdf", PDF.len());
    let refused = [
        String::new(),
        "0123456789abcdef0123456789abcdef".to_owned(),
        pending.replace("đơn", "lệnh"),
        format!("9{pending}"),
        pending[..pending.len() - 1].to_owned(),
        awaiting(&elsewhere, &upload, office.desk.now() + ARRIVES_WITHIN),
        // What a form carries is not awaited.
        ahead,
        nothing_came,
    ];
    for token in refused {
        assert_eq!(arrived(&mut requester, &token), (422, json!({ "error": NOT_ARRIVED })), "{token}");
    }
    // And what is awaited is carried by no form.
    let mut form = filled(&mut requester);
    form.fields.push(("f.papers.1".to_owned(), pending.clone()));
    let page = requester.submit(&form).page(422);
    assert_eq!(carried(&page), [""; 0]);
    office.pass(ARRIVES_WITHIN);
    assert_eq!(arrived(&mut requester, &pending), (422, json!({ "error": NOT_ARRIVED })), "too late");
    office.pass(-SignedDuration::from_secs(1));
    assert_eq!(arrived(&mut requester, &pending).0, 201, "a second before");
    assert_eq!(arrived(&mut requester, &pending), (422, json!({ "error": NOT_ARRIVED })), "once");
}

#[test]
fn announcing_and_sending_are_limited_for_a_client_as_files_are() {
    let moto = Moto::start();
    let files = Arc::new(bucket(&moto));
    let narrow = Limits { files_per_client: 2, ..Limits::default() };
    let office = Office::keeping(|catalog| catalog.portal.limits = narrow, |_| files);
    let mut requester = Browser::new(&office);
    let asked = [("lang", "vi"), ("name", "ba.pdf"), ("size", "20")];
    let (post, pending) = announced(&mut requester, "một.pdf", PDF.len());
    announced(&mut requester, "hai.pdf", PDF.len());
    let (status, refused) = told(&mut requester, "/t/files/direct", &asked);
    assert_eq!(status, 422);
    assert!(refused["error"].as_str().is_some_and(|told| told.starts_with("Chưa nhận được “ba.pdf”")), "{refused}");
    assert_eq!(Browser::new(&office.from("203.0.113.9")).submit(&posting("/t/files/direct", &asked)).status, 200);
    // One form, posted again and again: each time it is one more file.
    for status in [201, 201, 422] {
        send(&moto, &post, PDF);
        let (answered, told) = arrived(&mut requester, &pending);
        assert_eq!(answered, status, "{told}");
    }
    office.pass(SignedDuration::from_hours(1));
    assert_eq!(requester.submit(&posting("/t/files/direct", &asked)).status, 200, "the next hour");
}

#[test]
fn a_bucket_that_is_away_is_told_and_costs_nothing_else() {
    let moto = Moto::start();
    let office = office(&moto);
    let mut requester = Browser::new(&office);
    let (_, pending) = announced(&mut requester, "đơn.pdf", PDF.len());
    drop(moto);
    let (status, told) = arrived(&mut requester, &pending);
    assert_eq!(status, 422);
    assert!(told["error"].as_str().is_some_and(|told| told.starts_with("“đơn.pdf” chưa lưu được")), "{told}");
}
