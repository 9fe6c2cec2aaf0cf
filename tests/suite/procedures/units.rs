//! Procedure D: units that reject, refer and accept; the requester keeps one code through it all.

use domain::ticket::Stage;
use jiff::SignedDuration;

use crate::harness::http::Browser;
use crate::harness::page::Page;
use crate::journey::{EMAIL, press};
use crate::router::files::{PDF, downloads};
use crate::router::office::Office;
use crate::router::people::{EXPERT, FOREIGN, does, empty_form, mailed_link, signed_in};
use crate::router::verify_contact::code as mailed_proof;

const TITLE: &str = "Xin giấy xác nhận thời gian học";
const LETTER: &[u8] = b"%PDF-1.7\n% No. 142, signed\n";

/// Subjects of the letters to the requester about a ticket, without its code.
fn told(office: &Office, code: &str) -> Vec<String> {
    let letters = office.letters();
    let own = letters.iter().filter(|letter| letter.id.starts_with(code) && letter.to.as_str() == EMAIL);
    own.map(|letter| letter.subject.replace(code, "").split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Judges a stage from the owner's page.
#[track_caller]
fn rate(requester: &mut Browser<'_>, mine: &Page, stage: &str, score: &str) {
    let form = mine.form("/rate").fill("stage", stage).fill("score", score);
    requester.submit(&form).leads_to();
}

/// D2 to D6: rejected, completed with a file under the same code, referred, accepted and registered, answered with a
/// letter that is collected on the page, rated stage by stage.
pub(super) fn rejected_completed_referred_answered_and_rated(office: &Office) {
    // Entering: the address is proved first (D4, D6).
    let mut requester = Browser::new(office);
    let form = empty_form(&mut requester, "certificate", "vi")
        .fill("title", TITLE)
        .fill("description", "Tôi cần nộp cho cơ quan.")
        .fill("name", "Đỗ Thị Bích Ngọc")
        .fill("email", EMAIL)
        .fill("f.purpose", "Làm hồ sơ");
    let review = requester.submit(&form).page(200).form("/t");
    let asked = requester.submit(&review).page(200).form("/t");
    let receipt = requester.submit(&asked.fill("proof-code", &mailed_proof(office))).leads_to();
    let code = receipt.split('/').nth(2).expect("/t/CODE/receipt").to_owned();
    assert!(office.head(&code).contact_proved);

    // Incomplete: rejected with a reason, which the requester reads (D2).
    office.pass(SignedDuration::from_hours(1));
    let mut expert = signed_in(office, EXPERT);
    does(&mut expert, &code, "/reject", Some("Thiếu bản chụp thẻ sinh viên.")).leads_to();
    let mut later = Browser::new(office);
    let link = mailed_link(office, EMAIL);
    let opened = press(&mut later, &link, &format!("/t/{code}/open"));
    let mine = later.follow(opened).page(200);
    assert!(mine.text().contains("Thiếu bản chụp thẻ"), "{}", mine.text());
    let again = later.get(&format!("/t/{code}/resubmit")).page(200).form("/resubmit");
    assert_eq!(again.value("f.purpose"), Some("Làm hồ sơ"), "what was said is still there");
    let sent = later.submit(&again.choose("f.papers", "thẻ sinh viên.pdf", PDF)).leads_to();
    assert_eq!(sent, format!("/t/{code}?done=resubmitted"), "the same code");
    assert_eq!(office.head(&code).resubmitted, 1);

    // Not theirs: to the other unit, which decides anew; the first unit has it no more (D1, D2).
    let ticket = expert.get(&format!("/desk/t/{code}")).page(200);
    assert_eq!(downloads(&ticket).len(), 1);
    let form = ticket.form("/refer").fill("to", "training").fill("text", "Việc của phòng đào tạo.");
    expert.submit(&form).leads_to();
    assert_eq!(expert.get(&format!("/desk/t/{code}")).status, 404);
    assert_eq!(expert.get(&downloads(&ticket)[0]).status, 404, "nor its files");
    let status = Browser::new(office).get(&format!("/t/{code}")).page(200).text();
    assert!(status.contains("Phòng đào tạo") && !status.contains(TITLE), "the code keeps leading to it: {status}");

    // Accepted, registered in the office system, answered with a letter (D2, D3).
    let mut other = signed_in(office, FOREIGN);
    does(&mut other, &code, "/accept", None).leads_to();
    let form = other.get(&format!("/desk/t/{code}")).page(200).form("/register");
    other.submit(&form.fill("number", "142/ĐT")).leads_to();
    let form = other.get(&format!("/desk/t/{code}")).page(200).form("/answer");
    let form = form.fill("text", "Giấy xác nhận đính kèm.").choose("files", "giấy xác nhận.pdf", LETTER);
    other.submit(&form).leads_to();

    // Collected on the page, rated stage by stage, confirmed (D3, D5).
    let mine = later.get(&format!("/t/{code}")).page(200);
    let letter = downloads(&mine).pop().expect("a letter");
    assert_eq!(later.get(&letter).body.as_bytes(), LETTER);
    assert_eq!(Browser::new(office).get(&letter).status, 404, "for nobody else");
    rate(&mut later, &mine, "receive", "3");
    rate(&mut later, &mine, "receive", "5");
    rate(&mut later, &mine, "handle", "4");
    let confirm = later.get(&format!("/t/{code}")).page(200).form("/confirm");
    later.submit(&confirm).leads_to();

    let mut expected = vec!["submitted", "contact_proved", "rejected", "resubmitted", "attached", "referred"];
    expected.extend(["accepted", "registered", "answered", "attached", "rated", "rated", "rated", "closed"]);
    assert_eq!(office.history(&code), expected);
    let votes: Vec<_> = office.head(&code).ratings.iter().map(|vote| (vote.stage, vote.score)).collect();
    assert_eq!(votes, [(Stage::Receive, 5), (Stage::Handle, 4)], "one vote a stage, the last one");

    // A letter at every stage, to the address that was proved (D4).
    let told = told(office, &code);
    assert_eq!(told.len(), 6, "registered, rejected, referred, accepted, answered, closed: {told:#?}");
    // D6: and all of it is found again by that address.
    let mine = crate::router::my::visiting(office, EMAIL).get("/my").page(200);
    assert!(mine.text().contains(TITLE) && mine.text().contains(&code), "{}", mine.text());
}
