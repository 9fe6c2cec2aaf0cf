//! What people do on the portal of tests/fixtures/portal, whoever carries it: `deskmark serve` or `bootstrap`.

use crate::harness::http::{Browser, Response};
use crate::harness::page::{Form, Page};

/// What the requester writes.
pub const TITLE: &str = "Máy chiếu phòng C1 & C2 không lên hình";
/// What the requester describes.
pub const DESCRIPTION: &str = "Đã đổi dây HDMI.\nVẫn «không có tín hiệu».";
/// Who the requester is.
pub const NAME: &str = "Đỗ Thị Bích Ngọc";
/// Where the requester reads mail.
pub const EMAIL: &str = "ngoc@khach.example";
/// What the desk answers.
pub const ANSWER: &str = "Đã thay bóng đèn máy chiếu. Bạn thử lại nhé.";

/// The form's page, filled in. `form_page` is what `/vi/ask/incident/` holds.
pub fn filled(form_page: &Page) -> Form {
    form_page
        .form("/t/review")
        .fill("title", TITLE)
        .fill("description", DESCRIPTION)
        .fill("name", NAME)
        .fill("email", EMAIL)
        .fill("priority", "high")
        .fill("f.room", "C1")
}

/// Sends a filled form through its review page; gives the review's own form, to be sent (again).
#[track_caller]
pub fn review(requester: &mut Browser<'_>, form: &Form) -> Form {
    let page = requester.submit(form).page(200);
    for part in [TITLE, NAME, EMAIL, "C1"] {
        assert!(page.text().contains(part), "the review shows {part:?}:\n{}", page.text());
    }
    let form = page.form("/t");
    assert_eq!(form.action, "/t", "the review is sent to /t");
    form
}

/// Sends the review; gives the code on the receipt.
#[track_caller]
pub fn send(requester: &mut Browser<'_>, review: &Form) -> String {
    let sent = requester.submit(review);
    assert_eq!(sent.status, 303, "{sent:#?}");
    let receipt = sent.leads_to();
    let code = receipt.trim_start_matches("/t/").split('/').next().unwrap_or_default().to_owned();
    assert!(receipt.starts_with(&format!("/t/{code}/receipt")), "{receipt}");
    let page = requester.get(&receipt).page(200);
    assert!(page.text().contains(&code), "the receipt shows {code}:\n{}", page.text());
    code
}

/// The status by the code alone: nothing of the requester's is on it.
#[track_caller]
pub fn status(anyone: &mut Browser<'_>, code: &str) -> String {
    let found = anyone.get(&format!("/t?code={}&lang=vi", code.to_lowercase().replace('-', "%20")));
    let text = anyone.follow(found).page(200).text();
    for secret in [TITLE, NAME, EMAIL, "HDMI", ANSWER] {
        assert!(!text.contains(secret), "the code alone shows {secret:?}:\n{text}");
    }
    assert!(text.contains("Tổ kỹ thuật"), "the status says who is responsible:\n{text}");
    text
}

/// Opens a one-time link and presses its button; the GET alone must change nothing.
#[track_caller]
pub fn press(person: &mut Browser<'_>, link: &str, action: &str) -> Response {
    let form = person.get(link).page(200).form(action);
    person.submit(&form)
}

/// Whether a sign-in link that was used already lets nobody in.
pub fn press_is_refused(person: &mut Browser<'_>, link: &str) -> bool {
    let page = person.get(link);
    if page.status != 200 {
        return true;
    }
    let answer = person.submit(&page.page(200).form("/desk/sign-in/code"));
    answer.status >= 400 && person.get("/desk/q/it").status != 200
}

/// A signed-in member of staff accepts the ticket and answers it.
#[track_caller]
pub fn accept_and_answer(staff: &mut Browser<'_>, code: &str) {
    let queue = staff.open("/desk").page(200);
    assert!(queue.text().contains(TITLE), "the queue shows the ticket:\n{}", queue.text());
    let ticket = staff.get(&format!("/desk/t/{code}")).page(200);
    let accepted = staff.submit(&ticket.form("/accept"));
    let ticket = staff.follow(accepted).page(200);
    let answered = staff.submit(&ticket.form("/answer").fill("text", ANSWER));
    let ticket = staff.follow(answered).page(200);
    assert!(ticket.text().contains("Đã thay bóng đèn"), "the ticket shows the answer:\n{}", ticket.text());
}

/// The requester opens the mailed link, reads the answer and closes the ticket as solved.
#[track_caller]
pub fn read_and_confirm(requester: &mut Browser<'_>, link: &str, code: &str) {
    let opened = press(requester, link, &format!("/t/{code}/open"));
    let mine = requester.follow(opened).page(200);
    for part in ["Đã thay bóng đèn", "Máy chiếu phòng C1"] {
        assert!(mine.text().contains(part), "the owner reads {part:?}:\n{}", mine.text());
    }
    let confirmed = requester.submit(&mine.form("/confirm"));
    let closed = requester.follow(confirmed).page(200);
    assert!(!closed.has(&format!("form[action='/t/{code}/confirm']")), "{}", closed.text());
}
