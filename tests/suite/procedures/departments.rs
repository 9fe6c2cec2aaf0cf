//! Procedure X: an office or faculty asks another for technical or legal work.

use domain::ticket::{Flag, Stage};
use jiff::SignedDuration;

use super::campus::{Answers, does, due, form, owner, passes, rate, status, told};
use crate::harness::http::Browser;
use crate::journey::{DESCRIPTION, EMAIL};
use crate::router::files::{LOG, PDF, downloads};
use crate::router::office::Office;
use crate::router::people::{sent_form, signed_in};

const SPECIALIST: &str = "ly.dc@thuyvan.example";
const COUNSEL: &str = "chau.tb@thuyvan.example";
const HEAD_OF_LEGAL: &str = "tung.mt@thuyvan.example";

/// X1 to X6, X9: what is slow is asked for its steps and its environment, not for an asset number; a vague title and a
/// password are told before sending; asked, answered, not solved, answered again, rated.
pub(super) fn a_technical_request_asks_what_its_kind_needs_and_comes_back_until_it_is_solved(office: &Office) {
    let mut requester = Browser::new(office);
    let vague = form(&mut requester, "tech-request", "vi", "Web lỗi", DESCRIPTION).fill("priority", "high").answer(&[
        ("department", "Phòng Kế hoạch – Tài chính"),
        ("kind", "performance"),
        ("device", "TV-MT-04512"),
        ("outcome", "Mở bảng lương trong 5 giây."),
        ("deadline", "2026-11-27T16:00"),
        ("access", "arrange"),
        ("customer", "Sinh viên K26"),
        ("links", "https://luong.thuyvan.example/thang-11"),
    ]);
    let again = requester.submit(&vague).page(422);
    let missing = again.texts(".error-summary a");
    let asked = ["Làm lại lỗi bằng những bước nào", "Máy, hệ điều hành, trình duyệt, phiên bản", "Chậm bao nhiêu"];
    assert_eq!(missing.len(), asked.len(), "what its kind needs, and nothing else: {missing:?}");
    assert!(missing.iter().zip(asked).all(|(told, question)| told.contains(question)), "{missing:?}");
    let filled = again.form("/t/review").answer(&[
        ("steps", "1. Vào luong.thuyvan.example\n2. Mật khẩu: Hoa@2026!x"),
        ("environment", "Windows 11 24H2, Chrome 142"),
        ("slowness", "90 giây, từ 8:00 đến 9:00"),
    ]);
    let filled = filled.choose("f.evidence", "trình duyệt.log", LOG);
    let review = requester.submit(&filled).page(200);
    let cautions = review.texts(".notice").join(" ");
    for told in
        ["Tiêu đề còn ngắn", "Trang nộp học phí báo lỗi khi trả bằng thẻ Visa", "mật khẩu", "Mã tài sản trên nhãn"]
    {
        assert!(cautions.contains(told), "{told} in {cautions}");
    }
    let back = requester.submit(&crate::harness::page::Form { action: "/t/edit".to_owned(), ..review.form("/t") });
    let mended = back.page(200).form("/t/review").fill("title", "Bảng lương mở mất 90 giây vào đầu giờ sáng");
    assert_eq!(mended.value("f.customer"), Some("Sinh viên K26"), "X4, nothing typed is lost");
    let mended = mended.answer(&[("steps", "1. Vào luong.thuyvan.example\n2. Mở bảng lương"), ("device", "")]);
    let review = requester.submit(&mended).page(200);
    assert!(!review.has(".notice"), "{}", review.text());
    let code = requester.submit(&review.form("/t")).leads_to().split('/').nth(2).expect("a code").to_owned();
    assert_eq!(due(office, &code), "Mon 14:00");

    // Tagged by what it is; the queue has it before what is needed later; asked, which stops the clock.
    let mut staff = signed_in(office, SPECIALIST);
    does(&mut staff, &code, "classify", &[("nature", "error"), ("priority", "high")]).leads_to();
    does(&mut staff, &code, "accept", &[]).leads_to();
    assert_eq!(due(office, &code), "Fri 08:30", "three days, over the holiday");
    let page = staff.get(&format!("/desk/t/{code}")).page(200);
    assert!(page.text().contains("Liên hệ tôi để hẹn cách vào") && downloads(&page).len() == 1, "{}", page.text());
    does(&mut staff, &code, "ask", &[("text", "Máy khác trong phòng có chậm không?")]).leads_to();
    office.pass(SignedDuration::from_hours(2));
    let (mut mine, page) = owner(office, &code);
    mine.submit(&page.form("/reply").fill("text", "Cả phòng đều chậm.").choose("files", "ảnh.pdf", PDF)).leads_to();
    assert_eq!(due(office, &code), "Fri 10:30", "two hours of waiting were not the desk's");

    // Answered, not solved, answered again.
    does(&mut staff, &code, "answer", &[("text", "Đã tăng bộ nhớ đệm.")]).leads_to();
    let page = mine.get(&format!("/t/{code}")).page(200);
    mine.submit(&page.form("/reply").fill("text", "Vẫn 80 giây.")).leads_to();
    does(&mut staff, &code, "answer", &[("text", "Đã thêm chỉ mục; đo được 3 giây.")]).leads_to();
    let page = mine.get(&format!("/t/{code}")).page(200);
    rate(&mut mine, &page, "receive", "5");
    let page = mine.get(&format!("/t/{code}")).page(200);
    mine.submit(&page.form("/confirm")).leads_to();
    let mut expected = vec!["submitted", "attached", "classified", "accepted", "asked", "contact_proved", "resumed"];
    expected.extend(["attached", "answered", "reopened", "answered", "rated", "closed"]);
    assert_eq!(office.history(&code), expected);
    let status = status(office, &code);
    assert!(status.contains("Đã đóng") && !status.contains("Bảng lương"), "{status}");
}

/// X1, X2, X5, X6 for legal work: documents are needed, a near deadline is flagged, what is missing is completed under
/// the same code, the desk is reminded once it is late.
pub(super) fn a_contract_is_reviewed_by_its_deadline(office: &Office) {
    let mut requester = Browser::new(office);
    let title = "Rà soát hợp đồng thuê máy photocopy 2027 với Công ty Minh Sa";
    let form = form(&mut requester, "legal-request", "vi", title, DESCRIPTION).fill("priority", "medium").answer(&[
        ("department", "Phòng Quản trị thiết bị"),
        ("kind", "contract"),
        ("background", "Hợp đồng cũ hết hạn 31/12. Bên cho thuê đã chào giá."),
        ("counterparty", "Công ty TNHH Minh Sa"),
        ("value", "240 triệu đồng, 12 tháng"),
        ("outcome", "comments"),
        ("deadline", "2026-11-26"),
        ("access", "none"),
    ]);
    let again = requester.submit(&form).page(422);
    assert!(again.text_of(".error-summary").contains("Tài liệu"), "{}", again.text_of(".error-summary"));
    let form = again.form("/t/review").choose("f.documents", "dự thảo.pdf", PDF);
    let review = requester.submit(&form).page(200);
    // Three working days from Monday, with a holiday on Tuesday, are Friday.
    assert!(review.text_of(".notice").contains("gần hơn thời gian"), "{}", review.text());
    let code = sent_form(&mut requester, &form);
    assert_eq!(office.head(&code).flags, [Flag::TooNear]);

    let mut counsel = signed_in(office, COUNSEL);
    let page = counsel.get(&format!("/desk/t/{code}")).page(200).text();
    assert!(page.contains("gần hơn thời gian báo trước") && page.contains("Công ty TNHH Minh Sa"), "{page}");
    does(&mut counsel, &code, "reject", &[("text", "Thiếu phụ lục giá.")]).leads_to();
    let (mut mine, page) = owner(office, &code);
    assert!(page.text().contains("Thiếu phụ lục giá."), "{}", page.text());
    let again = mine.get(&format!("/t/{code}/resubmit")).page(200).form("/resubmit");
    assert_eq!(again.value("f.counterparty"), Some("Công ty TNHH Minh Sa"), "what was said is still there");
    mine.submit(&again.choose("f.documents", "phụ lục.pdf", PDF)).leads_to();

    // Received again, checked in a day, handled in five; nobody does.
    does(&mut counsel, &code, "classify", &[]).leads_to();
    assert_eq!(due(office, &code), "Wed 08:30");
    does(&mut counsel, &code, "accept", &[]).leads_to();
    assert_eq!(due(office, &code), "Mon 14:00");
    assert!(!mine.get(&format!("/t/{code}")).page(200).has(&format!("form[action='/t/{code}/chase']")), "not late yet");
    assert_eq!(passes(office, &code, 7 * 24 * 60 + 5 * 60), "warned");
    assert_eq!(passes(office, &code, 31), "overdue escalated");
    assert_eq!(told(office, &code, "escalated"), [HEAD_OF_LEGAL]);
    let page = mine.get(&format!("/t/{code}")).page(200);
    assert!(page.text().contains("Phòng Pháp chế · tổ trưởng"), "X5, who has it now: {}", page.text());
    mine.submit(&page.form("/chase")).leads_to();
    let mut counsel = signed_in(office, COUNSEL);
    let letter = counsel.get(&format!("/desk/t/{code}")).page(200).form("/answer").fill("text", "Bản góp ý đính kèm.");
    counsel.submit(&letter.choose("files", "góp ý.pdf", PDF)).leads_to();
    let page = mine.get(&format!("/t/{code}")).page(200);
    assert_eq!(downloads(&page).len(), 3, "draft, annex, comments");
    mine.submit(&page.form("/confirm")).leads_to();

    let head = office.head(&code);
    let late = head.timeline.iter().filter(|entry| entry.ended_at > entry.due_at).map(|entry| entry.stage);
    assert_eq!(late.collect::<Vec<_>>(), [Stage::Handle]);
    assert_eq!(office.history(&code).last().map(String::as_str), Some("closed"));
    assert!(told(office, &code, "chased").iter().all(|to| to != EMAIL), "the desk's affair");
}
