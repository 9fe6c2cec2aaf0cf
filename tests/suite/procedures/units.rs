//! Procedure D: units that reject, refer and accept; the requester keeps one code through it all.

use domain::ticket::Stage;
use jiff::SignedDuration;

use super::campus::{Answers, does, form, owner, rate, status, told, told_requester};
use crate::harness::http::Browser;
use crate::journey::{DESCRIPTION, EMAIL};
use crate::router::files::{PDF, downloads};
use crate::router::office::Office;
use crate::router::people::signed_in;
use crate::router::verify_contact::code as mailed_proof;

const TITLE: &str = "Xin giấy xác nhận thời gian học để vay vốn";
const LETTER: &[u8] = b"%PDF-1.7\n% No. 142, signed\n";
const STUDENT_AFFAIRS: &str = "truc.tn@thuyvan.example";
const TRAINING: &str = "nhi.pdt@thuyvan.example";
const TEHRAN: &str = "nasrin.f@thuyvan.example";

/// D1 to D6: rejected, completed with a file under the same code, referred, accepted and registered, answered with a
/// letter that is collected on the page, rated stage by stage. At each moment two of the three units see nothing of it.
pub(super) fn rejected_completed_referred_answered_and_rated(office: &Office) {
    // Entering: the address is proved first (D4, D6).
    let mut requester = Browser::new(office);
    let form = form(&mut requester, "student-request", "vi", TITLE, DESCRIPTION).fill("audience", "student").answer(&[
        ("matter", "confirmation"),
        ("purpose", "Vay vốn, nộp ngân hàng"),
        ("student-number", "23210456"),
    ]);
    let review = requester.submit(&form).page(200).form("/t");
    let asked = requester.submit(&review).page(200).form("/t");
    let receipt = requester.submit(&asked.fill("proof-code", &mailed_proof(office))).leads_to();
    let code = receipt.split('/').nth(2).expect("/t/CODE/receipt").to_owned();
    assert!(office.head(&code).contact_proved);
    assert_eq!(told(office, &code, "received"), ["truc.tn@thuyvan.example", "phuoc.lv@thuyvan.example"], "D1");

    // Incomplete: rejected with a reason, which the requester reads (D2).
    office.pass(SignedDuration::from_hours(1));
    let mut affairs = signed_in(office, STUDENT_AFFAIRS);
    let (mut training, mut tehran) = (signed_in(office, TRAINING), signed_in(office, TEHRAN));
    let page = format!("/desk/t/{code}");
    assert_eq!([training.get(&page).status, tehran.get(&page).status], [404, 404], "D1, of two other units");
    does(&mut affairs, &code, "reject", &[("text", "Thiếu bản chụp thẻ sinh viên.")]).leads_to();
    let (mut later, mine) = owner(office, &code);
    assert!(mine.text().contains("Thiếu bản chụp thẻ"), "{}", mine.text());
    let again = later.get(&format!("/t/{code}/resubmit")).page(200).form("/resubmit");
    assert_eq!(again.value("f.purpose"), Some("Vay vốn, nộp ngân hàng"), "what was said is still there");
    let sent = later.submit(&again.choose("f.papers", "thẻ sinh viên.pdf", PDF)).leads_to();
    assert_eq!(sent, format!("/t/{code}?done=resubmitted"), "the same code");
    assert_eq!(office.head(&code).resubmitted, 1);

    // Not theirs: to another unit, which decides anew; the first has it no more, nor its files (D1, D2).
    let shown = affairs.get(&page).page(200);
    assert_eq!(downloads(&shown).len(), 1);
    does(&mut affairs, &code, "refer", &[("to", "training"), ("text", "Việc của Phòng Đào tạo.")]).leads_to();
    for elsewhere in [&mut affairs, &mut tehran] {
        assert_eq!([elsewhere.get(&page).status, elsewhere.get(&downloads(&shown)[0]).status], [404, 404]);
        let queue = elsewhere.open("/desk").page(200).text();
        assert!(!queue.contains(TITLE) && !queue.contains(&code), "nor in its queue: {queue}");
    }
    let code_alone = status(office, &code);
    assert!(
        code_alone.contains("Phòng Đào tạo") && !code_alone.contains(TITLE),
        "it keeps leading there: {code_alone}"
    );

    // Accepted, registered in the office system, answered with a letter (D2, D3).
    does(&mut training, &code, "accept", &[]).leads_to();
    does(&mut training, &code, "register", &[("number", "142/ĐT")]).leads_to();
    let answer = training.get(&page).page(200).form("/answer").fill("text", "Giấy xác nhận đính kèm.");
    training.submit(&answer.choose("files", "giấy xác nhận.pdf", LETTER)).leads_to();

    // Collected on the page, rated stage by stage, confirmed (D3, D5).
    let mine = later.get(&format!("/t/{code}")).page(200);
    let letter = downloads(&mine).pop().expect("a letter");
    assert_eq!(later.get(&letter).body.as_bytes(), LETTER);
    assert_eq!(Browser::new(office).get(&letter).status, 404, "for nobody else");
    for (stage, score) in [("receive", "3"), ("receive", "5"), ("handle", "4")] {
        rate(&mut later, &mine, stage, score);
    }
    let confirm = later.get(&format!("/t/{code}")).page(200).form("/confirm");
    later.submit(&confirm).leads_to();

    let mut expected = vec!["submitted", "contact_proved", "rejected", "resubmitted", "attached", "referred"];
    expected.extend(["accepted", "registered", "answered", "attached", "rated", "rated", "rated", "closed"]);
    assert_eq!(office.history(&code), expected);
    let votes: Vec<_> = office.head(&code).ratings.iter().map(|vote| (vote.stage, vote.score)).collect();
    assert_eq!(votes, [(Stage::Receive, 5), (Stage::Handle, 4)], "one vote a stage, the last one");

    // A letter at every stage, to the address that was proved (D4).
    let told = told_requester(office, &code);
    assert_eq!(told.len(), 6, "registered, rejected, referred, accepted, answered, closed: {told:#?}");
    // D6: and all of it is found again by that address.
    let mine = crate::router::my::visiting(office, EMAIL).get("/my").page(200);
    assert!(mine.text().contains(TITLE) && mine.text().contains(&code), "{}", mine.text());
}
