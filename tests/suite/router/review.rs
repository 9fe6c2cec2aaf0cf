//! The page between the form and the ticket: what to think over before sending.

use super::office::Office;
use super::people::{EXPERT, empty_form, filled, sent_form, signed_in};
use crate::harness::http::Browser;

#[test]
fn what_to_think_over_is_told_before_sending() {
    let example =
        serde_json::json!({ "vi": "Trang thanh toán không nhận thẻ Visa", "en": "Checkout fails for Visa cards" });
    let office = Office::with(|catalog| {
        for definition in catalog.request_types.values_mut() {
            definition.title_example = serde_json::from_value(example.clone()).expect("a text");
        }
    });
    let mut requester = Browser::new(&office);
    // A title that says enough, and no secret: nothing to think over.
    let form = filled(&mut requester);
    assert!(!requester.submit(&form).page(200).has(".review-page .notice"));

    let form = form.fill("title", "Web hỏng").fill("f.room", "mật khẩu: MuaXuan2026");
    let page = requester.submit(&form).page(200);
    let told = page.texts(".review-page .notice");
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told[0].contains("mật khẩu hoặc khóa") && told[0].contains("Phòng"), "which field: {}", told[0]);
    assert!(told[1].contains("Tiêu đề còn ngắn") && told[1].contains("thẻ Visa"), "{}", told[1]);
    // It is only advice; and the desk is told what to look at.
    let code = sent_form(&mut requester, &form);
    let ticket = signed_in(&office, EXPERT).get(&format!("/desk/t/{code}")).page(200);
    assert!(ticket.text_of(".notice-warning").contains("mật khẩu hoặc khóa"), "{}", ticket.text());
    for (lang, words) in [("en", "Your title says little"), ("fa", "عنوان کم می‌گوید")] {
        let form = empty_form(&mut requester, "incident", lang)
            .fill("title", "Web down")
            .fill("description", "x")
            .fill("name", "An")
            .fill("email", "an@khach.example")
            .fill("priority", "high");
        let page = requester.submit(&form).page(200);
        assert!(page.text_of(".review-page .notice").contains(words), "{lang}: {}", page.text());
    }
}
