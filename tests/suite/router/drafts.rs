//! A ticket that was answered, as the draft of an article (H4).

use tempfile::TempDir;

use super::office::Office;
use super::people::{EXPERT, does, filled, sent, sent_form, signed_in};
use crate::build::copy;
use crate::harness::deskmark::{deskmark, fixture};
use crate::harness::http::Browser;
use crate::journey::{ANSWER, NAME};

const DESCRIPTION: &str = "Tôi là Đỗ Thị Bích Ngọc, gọi 0901 234 567 hoặc ngoc@khach.example.\n# Mật khẩu: MuaXuan2026\n\
    <script>alert(1)</script> [xem](khong-co.md) *gấp* {{ x }}\n1. Đã tắt máy.";
const SOLVED: &str = "Chào Ngọc,\n\nBạn làm như sau:\n1. Tắt máy chiếu.\n2) Cắm lại dây HDMI\n   cho chặt.\n\n۳. Bật máy.\n\n\
    Không được thì gọi Lê Cẩm Vân, phiếu CODE.\n4. Không phải bước.";

/// A ticket with a description, answered; and who answered it.
fn answered<'a>(office: &'a Office, description: &str, answer: &str) -> (Browser<'a>, String) {
    let mut requester = Browser::new(office);
    let form = filled(&mut requester).fill("description", description);
    let code = sent_form(&mut requester, &form);
    let mut member = signed_in(office, EXPERT);
    does(&mut member, &code, "/accept", None).leads_to();
    does(&mut member, &code, "/answer", Some(&answer.replace("CODE", &code))).leads_to();
    (member, code)
}

#[test]
fn a_solved_ticket_is_a_draft_without_anybodys_name() {
    let office = Office::open();
    let mut other = signed_in(&office, EXPERT);
    let me = other.get("/desk/me").page(200).form("/desk/me").fill("signature", "Lê Cẩm Vân\nSố máy 105");
    other.submit(&me).leads_to();
    let (mut member, code) = answered(&office, DESCRIPTION, SOLVED);
    let page = member.get(&format!("/desk/t/{code}")).page(200);
    let link = page.links(".papers a").remove(1).0;
    let draft = member.get(&link);
    assert_eq!(draft.header("content-type"), Some("text/markdown; charset=utf-8"));
    assert_eq!(draft.header("content-disposition"), Some("attachment; filename=\"draft.md\""));
    let text = &draft.body;
    for secret in [NAME, "Bích Ngọc", "Ngọc", "0901", "khach.example", "MuaXuan", "Cẩm Vân", "Số máy", &code]
    {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
    for part in [
        "title = \"Máy chiếu phòng C1 & C2 không lên hình\"\n",
        "kind = \"how-to\"\n",
        "tags = [\"báo sự cố\"]\n",
        "answers = [\"máy chiếu phòng c1 & c2 không lên hình\"]\n",
        "request = \"incident\"\n",
        "draft = true\n+++\n",
        "\n1. Tắt máy chiếu.\n2. Cắm lại dây HDMI cho chặt.\n3. Bật máy.\n",
        "\n1\\. Đã tắt máy.\n",
    ] {
        assert!(text.contains(part), "{part:?} in\n{text}");
    }
    // As it is downloaded it is valid content.
    let content = TempDir::new().expect("there is room for a folder");
    copy(&fixture("portal"), content.path());
    let before = checked(content.path());
    std::fs::write(content.path().join("vi/mang/draft.md"), text).expect("it is our copy");
    assert_eq!(checked(content.path()), before);
    assert_eq!(before.0, Some(0), "{}", before.1);
}

#[test]
fn an_answer_without_steps_is_no_how_to() {
    let office = Office::open();
    let (mut member, code) = answered(&office, "Không lên hình.", ANSWER);
    let text = member.get(&format!("/desk/t/{code}/draft.md")).body;
    assert!(text.contains("kind = \"faq\"\n") && text.ends_with(&format!("{ANSWER}\n")), "{text}");
}

#[test]
fn there_is_no_draft_before_there_is_an_answer() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut member = signed_in(&office, EXPERT);
    for action in ["/accept", "/ask"] {
        assert_eq!(member.get(&format!("/desk/t/{code}/draft.md")).status, 404);
        assert!(!member.get(&format!("/desk/t/{code}")).page(200).has("a[href$='/draft.md']"), "before {action}");
        does(&mut member, &code, action, Some("Phòng nào?").filter(|_| action == "/ask")).leads_to();
    }
}

/// What `deskmark check` says, and how it ends.
fn checked(content: &std::path::Path) -> (Option<i32>, String) {
    let output = deskmark(["check".as_ref(), "--content".as_ref(), content.as_os_str()]);
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
    (output.status.code(), said)
}
