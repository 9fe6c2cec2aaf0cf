//! Row 9: files. What is taken, what it is called, and who gets it.

use std::sync::Arc;

use domain::file::LARGEST;
use function::files::NoFiles;
use jiff::SignedDuration;

use super::files::{LOG, PDF, asking, carried, downloads, filled, office, sent_with};
use super::office::{BASE, Office};
use super::people::{DIRECTOR, EXPERT, FOREIGN, does, post, posting, request, sent_form, set_cookie, signed_in};
use crate::harness::http::{Browser, Response};
use crate::harness::page::{BOUNDARY, Form};
use crate::journey::TITLE;

/// The head of a picture of so many pixels a side.
fn png(side: u32) -> Vec<u8> {
    [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &side.to_be_bytes(), &side.to_be_bytes(), b"\x08\x02\0\0\0"].concat()
}

#[test]
fn what_is_not_taken_is_told_at_its_field_and_nothing_else_is_lost() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    let rows: [(&str, &[u8], u16, &str); 14] = [
        ("hình.svg", svg, 422, "không nhận loại tệp"),
        ("hình.png", svg, 422, "không khớp"),
        ("trang.html", b"<!doctype html><script>alert(1)</script>", 422, "không nhận loại tệp"),
        ("trang.txt", b"<!doctype html><script>alert(1)</script>", 422, "không khớp"),
        ("đơn.pdf.html", PDF, 422, "không nhận loại tệp"),
        ("đơn.pdf.exe", PDF, 422, "không nhận loại tệp"),
        ("đơn.pdf", b"MZ\x90\0", 422, "không khớp"),
        ("đơn.docx", PDF, 422, "không khớp"),
        ("script", b"#!/bin/sh", 422, "không nhận loại tệp"),
        ("nhật ký.log", b"a\0b", 422, "không khớp"),
        ("rỗng.txt", b"", 422, "không có nội dung gì"),
        ("ảnh.png", &png(50_000), 422, "100 triệu điểm ảnh"),
        ("phim.mp4", &[b"\0\0\0\x18ftypisom", &vec![0; LARGEST - 11][..]].concat(), 413, "tối đa 10 MB"),
        ("ảnh.webp", b"RIFF\0\0\0\0WAVE", 422, "không khớp"),
    ];
    let office = office();
    let mut requester = Browser::new(&office);
    for (name, content, status, said) in rows {
        let form = filled(&mut requester).choose("f.papers", "nhật ký tốt.log", LOG).choose("f.papers", name, content);
        let page = requester.submit(&form).page(status);
        let problems = page.links(".error-summary a");
        assert_eq!(problems.len(), 1, "{name}: {problems:?}");
        assert_eq!(problems[0].0, "#f-papers", "{name}");
        assert!(problems[0].1.contains(said) && problems[0].1.contains(&format!("“{name}”")), "{name}: {problems:?}");
        assert_eq!(carried(&page), ["nhật ký tốt.log"], "{name}");
        let again = page.form("/t/review");
        assert_eq!(again.value("title"), Some(TITLE), "{name}");
        assert_eq!(requester.submit(&again).status, 200, "{name}: what is left can be sent");
    }
    // An upload is not a ticket's file: nobody can have it yet.
    let code = sent_with(&mut requester, "đơn.pdf", PDF);
    assert_eq!(downloads(&requester.get(&format!("/t/{code}")).page(200)).len(), 1);
}

#[test]
fn what_is_taken_is_neither_opened_nor_believed() {
    let office = office();
    let mut requester = Browser::new(&office);
    for (name, content, media_type) in [
        ("mã.pdf", &b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"[..], "application/pdf"),
        // 4 GB as 1 KB: to be unpacked by nobody here.
        ("bom.zip", b"PK\x03\x04 a head, and then nothing of a zip", "application/zip"),
        ("nhật ký.log", b"line <script>alert(1)</script>\n", "text/plain; charset=utf-8"),
    ] {
        let code = sent_with(&mut requester, name, content);
        let url = downloads(&requester.get(&format!("/t/{code}")).page(200)).remove(0);
        let answer = requester.get(&url);
        let header = |name: &str| answer.header(name).unwrap_or_default().to_owned();
        assert_eq!((answer.status, answer.body.as_bytes()), (200, content), "{name}");
        assert_eq!(header("content-type"), media_type);
        assert!(header("content-disposition").starts_with("attachment; filename*=UTF-8''"), "{answer:?}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("content-length"), content.len().to_string());
        assert_eq!(answer.headers.iter().filter(|(name, _)| name == "content-security-policy").count(), 1);
    }
}

#[test]
fn names_lose_what_could_harm_whoever_saves_the_file() {
    let office = office();
    let mut requester = Browser::new(&office);
    let long = format!("{}.pdf", "a".repeat(300));
    let cut = format!("{}.pdf", "a".repeat(76));
    for (name, kept) in [
        ("../../etc/cron.d/đơn.pdf", "đơn.pdf"),
        ("C:\\Users\\an\\đơn.pdf", "đơn.pdf"),
        ("ảnh\u{202e}gpj.pdf", "ảnhgpj.pdf"),
        (".bashrc.pdf", "bashrc.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("a;b=c'd.pdf", "a;b=c'd.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"),
        ("نامه‌ی من.pdf", "نامه‌ی من.pdf"),
        (long.as_str(), cut.as_str()),
    ] {
        let code = sent_with(&mut requester, name, PDF);
        let page = requester.get(&format!("/t/{code}")).page(200);
        assert_eq!(page.texts(".conversation .attached bdi"), [kept], "{name}");
        let answer = requester.get(&downloads(&page)[0]);
        let disposition = answer.header("content-disposition").expect("a name").to_owned();
        let encoded = disposition.strip_prefix("attachment; filename*=UTF-8''").expect("RFC 8187");
        assert_eq!(encoded, crate::harness::page::percent(kept), "{name}");
    }
    // A null in a head is no name at all.
    let form = filled(&mut requester).choose("f.papers", "a\0.pdf", PDF);
    assert_eq!(requester.submit(&form).status, 400);
}

#[test]
fn each_download_is_asked_for_by_who_may_see_the_ticket() {
    let office = office();
    let mut requester = Browser::new(&office);
    let code = sent_with(&mut requester, "đơn.pdf", PDF);
    let mut somebody = Browser::new(&office);
    let other = sent_with(&mut somebody, "khác.pdf", PDF);
    let own = |requester: &mut Browser<'_>, code: &str| {
        downloads(&requester.get(&format!("/t/{code}")).page(200))[0].rsplit('/').next().expect("an id").to_owned()
    };
    let (file, of_other) = (own(&mut requester, &code), own(&mut somebody, &other));
    let path = format!("/t/{code}/files/{file}");
    let at_desk = format!("/desk/t/{code}/files/{file}");
    assert_eq!(requester.get(&path).status, 200);
    assert_eq!(Browser::new(&office).get(&path).status, 404, "the code alone opens nothing");
    let (mut staff, mut foreign) = (signed_in(&office, EXPERT), signed_in(&office, FOREIGN));
    let mut director = signed_in(&office, DIRECTOR);
    for (who, status) in [(&mut staff, 200), (&mut director, 200), (&mut foreign, 404)] {
        assert_eq!(who.get(&at_desk).status, status);
        assert_eq!(who.get(&path).status, 404, "no owner's cookie");
    }
    assert_eq!(Browser::new(&office).get(&at_desk).leads_to(), "/desk/sign-in");
    assert_eq!(requester.get(&at_desk).leads_to(), "/desk/sign-in");
    for wrong in [&of_other, "0", "", "..", "%2e%2e%2fsecret", &file[1..], &file.to_uppercase(), &"0".repeat(32)] {
        assert_eq!(requester.get(&format!("/t/{code}/files/{wrong}")).status, 404, "{wrong:?}");
        assert_eq!(staff.get(&format!("/desk/t/{code}/files/{wrong}")).status, 404, "{wrong:?}");
    }
    // Passed on, it is the other desk's, with its files.
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/refer").fill("to", "training");
    staff.submit(&form).leads_to();
    assert_eq!(staff.get(&at_desk).status, 404);
    assert_eq!(foreign.get(&at_desk).status, 200);
    let stolen = request(&office, "GET", &path, &[("cookie", &owner_cookie(&office))], b"");
    assert_eq!(stolen.status, 404, "another ticket's cookie");
}

/// The cookie of a ticket of its own.
fn owner_cookie(office: &Office) -> String {
    let mut requester = Browser::new(office);
    let form = filled(&mut requester).choose("f.papers", "đơn.pdf", PDF);
    let review = requester.submit(&form).page(200).form("/t");
    set_cookie(&requester.submit(&review))
}

#[test]
fn files_of_an_erased_requester_are_nobodys() {
    let office = office();
    let mut requester = Browser::new(&office);
    let code = sent_with(&mut requester, "đơn.pdf", PDF);
    let url = downloads(&requester.get(&format!("/t/{code}")).page(200)).remove(0);
    // Erasing takes the personal parts of the events away; the names of files are one.
    let database = rusqlite::Connection::open(office.data().join("desk.sqlite3")).expect("the store's file");
    database.execute("UPDATE events SET personal = NULL", []).expect("it can be written");
    assert_eq!(requester.get(&url).status, 404);
    assert_eq!(signed_in(&office, EXPERT).get(&format!("/desk{url}")).status, 404);
}

#[test]
fn what_a_form_carries_was_made_here_and_for_a_day() {
    let office = office();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).choose("f.papers", "đơn.pdf", PDF);
    let review = requester.submit(&form).page(200).form("/t");
    let token = review.value("f.papers.1").expect("a token").to_owned();
    let (value, signature) = token.rsplit_once('.').expect("a signature");
    for altered in [
        value.to_owned(),
        format!("{value}."),
        format!("{}.{signature}", value.replace("đơn", "lệnh")),
        format!("9{value}.{signature}"),
        format!("{value}.{}", signature.to_uppercase()),
        "../../secret".to_owned(),
        "0123456789abcdef0123456789abcdef".to_owned(),
    ] {
        let page = requester.submit(&review.clone().fill("f.papers.1", &altered)).page(422);
        assert!(page.text().contains("“f.papers.1”"), "{altered}:\n{}", page.text());
        assert_eq!(carried(&page), [""; 0], "{altered}");
    }
    for unknown in ["f.papers.0", "f.papers.11", "f.papers.01", "f.papers.x", "files.1"] {
        let mut fields = review.fields.clone();
        fields.push((unknown.to_owned(), token.clone()));
        let page = requester.submit(&Form { fields, ..review.clone() }).page(422);
        assert!(page.text().contains(&format!("“{unknown}”")), "{unknown}:\n{}", page.text());
    }
    let waiting = || std::fs::read_dir(office.data().join("files/waiting")).expect("a folder").count();
    office.sweep();
    assert_eq!(waiting(), 1);
    office.pass(SignedDuration::from_hours(24));
    office.sweep();
    assert_eq!(waiting(), 0, "nobody sent it");
    let page = requester.submit(&review).page(422);
    assert!(page.text().contains("“đơn.pdf” đã tải lên quá một ngày"), "{}", page.text());
    assert_eq!(page.links(".error-summary a").len(), 1, "told once: {}", page.text());
    let form = page.form("/t/review");
    assert_eq!((form.value("title"), carried(&page).len()), (Some(TITLE), 0));
    sent_form(&mut requester, &form.choose("f.papers", "đơn.pdf", PDF));
}

#[test]
fn an_upload_that_is_gone_before_its_day_is_told_and_not_sent() {
    let office = office();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).choose("f.papers", "đơn.pdf", PDF);
    let review = requester.submit(&form).page(200).form("/t");
    let id = review.value("f.papers.1").expect("a token").split(' ').nth(1).expect("an id").to_owned();
    office.wait(office.desk.files().forget(&id.try_into().expect("an id"))).expect("it is forgotten");
    let page = requester.submit(&review).page(422);
    assert!(page.text().contains("“đơn.pdf” đã tải lên quá một ngày"), "{}", page.text());
    assert!(office.letters().is_empty(), "nothing was made");
    let mut fields = page.form("/t/review").choose("f.papers", "đơn.pdf", PDF);
    fields.fields.retain(|(name, _)| !name.starts_with("f.papers"));
    sent_form(&mut requester, &fields);
}

#[test]
fn ten_files_go_at_once_and_fifty_with_a_ticket() {
    let office = office();
    let mut requester = Browser::new(&office);
    let many = |form: Form, field: &str, count: usize| {
        (1..=count).fold(form, |form, number| form.choose(field, &format!("{number}.pdf"), PDF))
    };
    let form = filled(&mut requester);
    let page = requester.submit(&many(form, "f.papers", 12)).page(422);
    assert!(page.text().contains("tối đa 10 tệp"), "{}", page.text());
    assert_eq!(carried(&page).len(), 10);
    // One more to ten that are carried does not take the place of another.
    let page = requester.submit(&page.form("/t/review").choose("f.papers", "11.pdf", PDF)).page(422);
    assert_eq!(carried(&page).len(), 10);
    let code = sent_form(&mut requester, &page.form("/t/review"));
    for turn in 1..=5 {
        let form = requester.get(&format!("/t/{code}")).page(200).form("/reply");
        let answer = requester.submit(&many(form, "files", 10));
        if turn < 5 {
            answer.leads_to();
        } else {
            assert!(answer.page(409).text().contains("từ 1 đến 50 tệp"), "{}", answer.body);
        }
    }
}

/// Sends a body of parts as it stands.
fn raw(office: &Office, body: &[u8]) -> Response {
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    request(office, "POST", "/t/review", &[("content-type", &content_type), ("origin", BASE)], body)
}

#[test]
fn forms_that_no_browser_makes_are_refused_without_a_word_lost_on_them() {
    let office = office();
    let head = |name: &str| format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"");
    let part = |name: &str, value: &str| format!("{}\r\n\r\n{value}\r\n", head(name));
    let end = format!("--{BOUNDARY}--\r\n");
    let whole = |parts: &str| format!("{parts}{end}").into_bytes();
    for (what, body, status) in [
        ("cut short", part("type", "incident").into_bytes(), 400),
        ("nothing", Vec::new(), 400),
        ("no boundary", b"type=incident".to_vec(), 400),
        ("a head without an end", format!("{}; {}", head("type"), "x".repeat(3 << 20)).into_bytes(), 413),
        ("thousands of parts", whole(&part("a", "").repeat(2_001)), 400),
        ("a text of a megabyte", whole(&part("description", &"a".repeat(1 << 20))), 413),
        ("a field twice", whole(&(part("type", "incident") + &part("type", "incident"))), 422),
    ] {
        assert_eq!(raw(&office, &body).status, status, "{what}");
    }
    assert_eq!(raw(&office, &whole(&part("type", "no-such"))).status, 404);
}

#[test]
fn a_file_in_a_field_that_takes_none_is_named() {
    let office = office();
    let mut requester = Browser::new(&office);
    let mut form = filled(&mut requester);
    form.file_fields = vec!["f.room".to_owned()];
    let page = requester.submit(&form.clone().choose("f.room", "a.pdf", PDF)).page(422);
    assert!(page.text().contains("“f.room.1”"), "{}", page.text());
    // And by a deed that takes none.
    let code = sent_with(&mut requester, "đơn.pdf", PDF);
    let mut staff = signed_in(&office, EXPERT);
    let mut note = staff.get(&format!("/desk/t/{code}")).page(200).form("/note").fill("text", "Nội bộ.");
    note.file_fields = vec!["files".to_owned()];
    let page = staff.submit(&note.choose("files", "a.pdf", PDF)).page(422);
    assert!(page.text().contains("“files.1”"), "{}", page.text());
    assert_eq!(office.history(&code), ["submitted", "attached"]);
}

#[test]
fn a_desk_that_keeps_no_files_says_so_in_the_form() {
    let office = Office::keeping(|catalog| asking(catalog, false), |_| Arc::new(NoFiles));
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).choose("f.papers", "đơn.pdf", PDF);
    let page = requester.submit(&form).page(422);
    assert!(page.text().contains("ở đây hiện chưa nhận tệp"), "{}", page.text());
    let code = sent_form(&mut requester, &page.form("/t/review"));
    assert_eq!(office.history(&code), ["submitted"]);
    office.sweep();
}

#[test]
fn a_full_disk_is_told_in_the_form_and_costs_nothing_else() {
    let office = office();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).choose("f.papers", "đơn.pdf", PDF);
    // A folder that is gone fails where a full disk does.
    std::fs::remove_dir(office.data().join("files/waiting")).expect("the folder is ours");
    let page = requester.submit(&form).page(422);
    assert!(page.text().contains("“đơn.pdf” chưa lưu được"), "{}", page.text());
    assert_eq!(page.form("/t/review").value("title"), Some(TITLE));
    std::fs::create_dir(office.data().join("files/waiting")).expect("the folder is ours");
    sent_form(&mut requester, &page.form("/t/review").choose("f.papers", "đơn.pdf", PDF));
}

#[test]
fn every_file_that_is_not_taken_is_told() {
    let office = office();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).choose("f.papers", "a.svg", b"<svg/>").choose("f.papers", "b.txt", b"");
    let page = requester.submit(&form).page(422);
    assert_eq!(page.texts(".error-summary li").len(), 2, "{}", page.text());
    let at_field = page.texts(".field-error");
    assert!(at_field.len() == 2 && at_field[0].contains("a.svg") && at_field[1].contains("b.txt"), "{at_field:?}");
}

#[test]
fn uploading_ahead_is_for_one_file_from_here() {
    let office = office();
    let mut anyone = Browser::new(&office);
    let form = |fields: &[(&str, &str)]| Form { file_fields: vec!["files".to_owned()], ..posting("/t/files", fields) };
    let answer = anyone.submit(&form(&[]));
    assert_eq!((answer.status, answer.header("content-type")), (422, Some("application/json")));
    let two = form(&[]).choose("files", "a.pdf", PDF).choose("files", "b.pdf", PDF);
    assert_eq!(anyone.submit(&two).status, 422);
    assert_eq!(anyone.submit(&form(&[("code", "x")]).choose("files", "a.pdf", PDF)).status, 422);
    assert_eq!(post(&office, "/t/files", &[("origin", "https://evil.example")], &[]).status, 403);
    let large = anyone.submit(&form(&[("lang", "en")]).choose("files", "a.pdf", &vec![b'%'; LARGEST + 1]));
    assert_eq!(large.status, 413);
    assert!(large.body.contains("“a.pdf” is too large"), "{}", large.body);
    // It sets no cookie, and its answer is stored by nobody.
    let taken = anyone.submit(&form(&[]).choose("files", "a.pdf", PDF));
    assert_eq!(
        (taken.status, taken.header("set-cookie"), taken.header("cache-control")),
        (201, None, Some("no-store"))
    );
}

#[test]
fn a_desk_without_a_way_past_it_says_so() {
    let office = office();
    let mut anyone = Browser::new(&office);
    let asked = anyone.submit(&posting("/t/files/direct", &[("name", "phim.mp4"), ("size", "9000000")]));
    assert_eq!((asked.status, asked.body.as_str()), (204, ""));
    let arrived = anyone.submit(&posting("/t/files/arrived", &[("lang", "vi"), ("pending", "")]));
    assert_eq!((arrived.status, arrived.body.as_str()), (422, r#"{"error":"Tệp chưa đến nơi. Chọn lại tệp."}"#));
}

#[test]
fn a_rejected_tickets_form_gives_the_file_to_nobody_else() {
    let office = office();
    let mut requester = Browser::new(&office);
    let code = sent_with(&mut requester, "đơn.pdf", PDF);
    does(&mut signed_in(&office, EXPERT), &code, "/reject", Some("Thiếu.")).leads_to();
    let answer = Browser::new(&office).get(&format!("/t/{code}/resubmit"));
    assert_eq!(answer.leads_to(), format!("/t/{code}"));
}
