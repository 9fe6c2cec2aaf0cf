//! Files on their way: with a form, with a reply, with an answer; sent back and sent again.

use domain::catalog::Catalog;
use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, does, empty_form, posting, sent, signed_in};
use crate::harness::http::Browser;
use crate::harness::page::{Form, Page};
use crate::journey::{ANSWER, DESCRIPTION, EMAIL, NAME, TITLE};

/// A file that is taken.
pub const PDF: &[u8] = b"%PDF-1.7\n% a letter\n";
/// Another.
pub const LOG: &[u8] = "08:30:10 Lỗi 0x80\r\n".as_bytes();

/// Lets the form of an incident ask for files: `required` says whether it needs one.
pub fn asking(catalog: &mut Catalog, required: bool) {
    let field = serde_json::json!({
        "id": "papers", "kind": "file", "required": required,
        "label": { "vi": "Giấy tờ", "en": "Papers", "fa": "مدارک" }
    });
    let incident = catalog.request_types.get_mut(&"incident".to_owned().try_into().expect("an id")).expect("there");
    incident.fields.push(serde_json::from_value(field).expect("a field"));
}

/// An office whose incidents need a file.
pub fn office() -> Office {
    Office::with(|catalog| asking(catalog, true))
}

/// The form of an incident, filled in but for the file.
#[track_caller]
pub fn filled(browser: &mut Browser<'_>) -> Form {
    crate::journey::filled(&browser.submit(&posting("/t/edit", &[("type", "incident"), ("lang", "vi")])).page(200))
}

/// Names of the files that a form carries.
pub fn carried(page: &Page) -> Vec<String> {
    page.texts(".files-carried li bdi")
}

/// Uploads a file ahead, as the script does; gives what the form carries for it.
#[track_caller]
pub fn uploaded(browser: &mut Browser<'_>) -> String {
    let form = Form { file_fields: vec!["files".to_owned()], ..posting("/t/files", &[]) };
    let taken = browser.submit(&form.choose("files", "đơn.pdf", PDF));
    let taken: serde_json::Value = serde_json::from_str(&taken.body).expect("JSON");
    taken["token"].as_str().unwrap_or_else(|| panic!("no token in {taken}")).to_owned()
}

/// Sends an incident with one file; gives its code.
#[track_caller]
pub fn sent_with(browser: &mut Browser<'_>, name: &str, content: &[u8]) -> String {
    let form = filled(browser).choose("f.papers", name, content);
    super::people::sent_form(browser, &form)
}

/// Where the files on a page are downloaded from.
pub fn downloads(page: &Page) -> Vec<String> {
    page.links(".conversation .attached a").into_iter().map(|(url, _)| url).collect()
}

#[test]
fn a_file_outlives_errors_the_review_and_the_way_back() {
    let office = office();
    let mut requester = Browser::new(&office);
    // Everything but the address is right.
    let form = filled(&mut requester).fill("email", "không phải").choose("f.papers", "Đơn (1).pdf", PDF);
    let page = requester.submit(&form).page(422);
    assert_eq!(page.links(".error-summary a").len(), 1, "the file is no problem: {}", page.text());
    assert_eq!(carried(&page), ["Đơn (1).pdf"]);
    // Mended, with a second file; the file field itself comes empty for the first.
    let form = page.form("/t/review").fill("email", EMAIL).choose("f.papers", "máy in.log", LOG);
    let page = requester.submit(&form).page(200);
    for part in [TITLE, NAME, "Đơn (1).pdf", "máy in.log"] {
        assert!(page.text().contains(part), "the review shows {part}:\n{}", page.text());
    }
    let review = page.form("/t");
    let back = requester.submit(&Form { action: "/t/edit".to_owned(), ..review.clone() }).page(200);
    assert_eq!(carried(&back), ["Đơn (1).pdf", "máy in.log"]);
    // Without script a file is left out by unticking it.
    let page = requester.submit(&back.form("/t/review").fill("f.papers.1", "")).page(200);
    assert!(!page.text().contains("Đơn (1).pdf") && page.text().contains("máy in.log"), "{}", page.text());
    // And the review that was made before can still be sent: it has both.
    let receipt = requester.submit(&review).leads_to();
    assert_eq!(requester.submit(&review).leads_to(), receipt, "sent twice is one ticket");
    let code = receipt.split('/').nth(2).expect("/t/CODE/receipt");
    assert_eq!(office.history(code), ["submitted", "attached"]);

    let mine = requester.get(&format!("/t/{code}")).page(200);
    let urls = downloads(&mine);
    assert_eq!(urls.len(), 2);
    assert!(mine.text().contains("Đơn (1).pdf 1 KB"), "{}", mine.text());
    assert!(mine.text_of(".sent").contains("Giấy tờ Đơn (1).pdf máy in.log"), "{}", mine.text_of(".sent"));
    assert_eq!(requester.get(&urls[0]).body.as_bytes(), PDF);
    let ticket = signed_in(&office, EXPERT).get(&format!("/desk/t/{code}")).page(200);
    let urls = downloads(&ticket);
    assert_eq!(signed_in(&office, EXPERT).get(&urls[1]).body.as_bytes(), LOG);
    assert!(ticket.text_of(".all-files").contains(NAME), "by whom: {}", ticket.text_of(".all-files"));
}

#[test]
fn a_needed_file_is_asked_for_by_name() {
    let office = office();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let page = requester.submit(&form).page(422);
    assert_eq!(page.links(".error-summary a"), [("#f-papers".to_owned(), "Chọn tệp cho mục “Giấy tờ”.".to_owned())]);
    let form = page.form("/t/review");
    assert_eq!((form.value("title"), form.value("description")), (Some(TITLE), Some(DESCRIPTION)));
}

#[test]
fn a_form_without_a_question_for_files_is_sent_as_before() {
    let office = Office::open();
    let form = empty_form(&mut Browser::new(&office), "incident", "vi");
    assert!(form.file_fields.is_empty());
    sent(&mut Browser::new(&office));
}

#[test]
fn a_form_that_changed_meanwhile_keeps_the_file() {
    let office = office();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).choose("f.papers", "đơn.pdf", PDF);
    let review = requester.submit(&form).page(200).form("/t");
    office.publish(|catalog| {
        asking(catalog, true);
        let asked = catalog.request_types.values_mut().filter(|definition| definition.fields.len() > 1);
        asked.for_each(|definition| definition.fields.swap(0, 1));
    });
    let page = requester.submit(&review).page(422);
    assert!(page.text().contains("Biểu mẫu vừa được cập nhật"), "{}", page.text());
    assert_eq!(carried(&page), ["đơn.pdf"]);
}

#[test]
fn a_script_uploads_ahead_and_the_form_carries_what_it_is_given() {
    let office = office();
    let mut requester = Browser::new(&office);
    let ahead = |requester: &mut Browser<'_>, name: &str, content: &[u8]| {
        let form = Form { file_fields: vec!["files".to_owned()], ..posting("/t/files", &[("lang", "fa")]) };
        let answer = requester.submit(&form.choose("files", name, content));
        (answer.status, serde_json::from_str::<serde_json::Value>(&answer.body).expect("JSON"))
    };
    let (status, taken) = ahead(&mut requester, "đơn.pdf", PDF);
    assert_eq!((status, &taken["name"], &taken["size"]), (201, &"đơn.pdf".into(), &"۱ کیلوبایت".into()));
    let (status, refused) = ahead(&mut requester, "a.exe", b"MZ");
    assert_eq!(status, 422);
    assert!(refused["error"].as_str().expect("a sentence").contains("«a.exe»"), "{refused}");

    let mut form = filled(&mut requester);
    form.fields.push(("f.papers.1".to_owned(), taken["token"].as_str().expect("a token").to_owned()));
    let page = requester.submit(&form).page(200);
    assert!(page.text().contains("đơn.pdf"), "{}", page.text());
}

#[test]
fn files_go_with_a_reply_or_without_a_word() {
    let office = office();
    let mut requester = Browser::new(&office);
    let code = sent_with(&mut requester, "đơn.pdf", PDF);
    let reply = |requester: &mut Browser<'_>| requester.get(&format!("/t/{code}")).page(200).form("/reply");
    let with_text = reply(&mut requester).fill("text", "Thêm nhật ký.").choose("files", "in.log", LOG);
    assert!(requester.submit(&with_text).leads_to().ends_with("done=replied"));
    // A double click uploads it once more; it is one reply with one file.
    assert!(requester.submit(&with_text).leads_to().ends_with("done=replied"));
    office.pass(SignedDuration::from_secs(1));
    let alone = reply(&mut requester).choose("files", "in-2.log", LOG).choose("files", "in-3.log", LOG);
    let done = requester.submit(&alone).leads_to();
    assert!(requester.get(&done).page(200).text().contains("Đã thêm tệp vào phiếu."));
    assert!(requester.submit(&alone).leads_to().ends_with("done=attached"));
    assert_eq!(office.history(&code), ["submitted", "attached", "replied", "attached", "attached"]);
    let messages = requester.get(&format!("/t/{code}")).page(200).texts(".message");
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(messages[1].contains("Thêm nhật ký.") && messages[1].contains("in.log"), "{messages:?}");
    assert!(messages[2].contains("in-2.log") && messages[2].contains("in-3.log"), "{messages:?}");
    let empty = reply(&mut requester);
    let page = requester.submit(&empty).page(422);
    assert!(page.text().contains("Viết nội dung trước khi gửi."), "neither a word nor a file");
}

#[test]
fn what_is_wrong_with_a_reply_keeps_its_text_and_its_other_files() {
    let office = office();
    let mut requester = Browser::new(&office);
    let code = sent_with(&mut requester, "đơn.pdf", PDF);
    let form = requester.get(&format!("/t/{code}")).page(200).form("/reply").fill("text", "Xem tệp.");
    let form = form.choose("files", "in.log", LOG).choose("files", "trang.html", b"<html>");
    let page = requester.submit(&form).page(422);
    assert!(page.text_of("#files-error").contains("trang.html"), "{}", page.text());
    assert_eq!(carried(&page), ["in.log"]);
    let again = page.form("/reply");
    assert_eq!(again.value("text").map(str::trim), Some("Xem tệp."));
    requester.submit(&again).leads_to();
    assert_eq!(office.history(&code), ["submitted", "attached", "replied", "attached"]);
}

#[test]
fn an_answer_brings_a_letter() {
    let office = office();
    let mut requester = Browser::new(&office);
    let code = sent_with(&mut requester, "đơn.pdf", PDF);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/accept", None).leads_to();
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/answer");
    // The text was forgotten: the letter is still there.
    let page = staff.submit(&form.choose("files", "Công văn.pdf", PDF)).page(422);
    assert_eq!(carried(&page), ["Công văn.pdf"], "with the answer, and with nothing else on the page");
    staff.submit(&page.form("/answer").fill("text", ANSWER)).leads_to();
    assert_eq!(office.history(&code), ["submitted", "attached", "accepted", "answered", "attached"]);
    let page = requester.get(&format!("/t/{code}")).page(200);
    assert!(page.text_of(".message-answer").contains("Công văn.pdf"), "{}", page.text());
    let letter = requester.get(&downloads(&page)[1]);
    assert_eq!((letter.status, letter.body.as_bytes()), (200, PDF));

    // And files alone, for the requester.
    office.pass(SignedDuration::from_secs(1));
    let form = staff.get(&format!("/desk/t/{code}")).page(200).form("/attach");
    let page = staff.submit(&form).page(422);
    assert!(page.text_of("#files-attach-error").contains("Chọn ít nhất một tệp."), "{}", page.text());
    staff.submit(&form.choose("files", "phụ lục.pdf", PDF)).leads_to();
    let page = requester.get(&format!("/t/{code}")).page(200);
    assert!(page.text_of(".message-files").contains("Tổ kỹ thuật Đã thêm tệp"), "{}", page.text_of(".message-files"));
}

#[test]
fn a_rejected_ticket_comes_back_with_its_files_and_brings_more() {
    let office = office();
    let mut requester = Browser::new(&office);
    let code = sent_with(&mut requester, "đơn.pdf", PDF);
    does(&mut signed_in(&office, EXPERT), &code, "/reject", Some("Thiếu ảnh thẻ.")).leads_to();
    let page = requester.get(&format!("/t/{code}/resubmit")).page(200);
    assert_eq!(carried(&page), ["đơn.pdf"]);
    let form = page.form("/resubmit").choose("f.papers", "thẻ.pdf", PDF);
    requester.submit(&form).leads_to();
    assert_eq!(office.history(&code), ["submitted", "attached", "rejected", "resubmitted", "attached"]);
    let page = requester.get(&format!("/t/{code}")).page(200);
    assert_eq!(downloads(&page).len(), 2, "the first file is not attached twice: {}", page.text());
    assert!(page.text_of(".sent").contains("đơn.pdf thẻ.pdf"), "the answer names both: {}", page.text_of(".sent"));
}
