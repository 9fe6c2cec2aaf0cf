//! Errors of the form: at their field, in the reader's words, with everything typed still there.

use super::office::Office;
use super::people::{empty_form, posting};
use crate::harness::http::Browser;
use crate::harness::page::{Form, Page};

/// What was typed into the course's form: something in every field, some of it wrong.
const TYPED: [(&str, &str); 10] = [
    ("title", "Lớp <Excel> & \"Word\""),
    ("description", "Dòng một\n\nDòng hai "),
    ("name", "  "),
    ("email", "khong-phai-email"),
    ("phone", "số máy bàn"),
    ("f.place", ""),
    ("f.plan", "Ba buổi.\n"),
    ("f.form", "online"),
    ("f.first-day", "tuần sau"),
    ("audience", "staff"),
];

fn typed(form: Form) -> Form {
    TYPED.iter().fold(form, |form, (name, value)| form.fill(name, value))
}

/// The sentence at a field, without the marks around what it mentions.
fn sentence(page: &Page, field: &str) -> String {
    let text = page.text_of(&format!("#{field}-error"));
    text.replace(['\u{2068}', '\u{2069}'], "")
}

#[test]
fn everything_typed_is_still_there_and_every_problem_is_told_at_its_field() {
    let office = Office::open();
    let sentences = [
        ("vi", ["Điền mục “Nơi học”", "Viết ngày theo dạng", "Điền họ và tên", "Viết email đầy đủ", "3 đến 15 chữ số"]),
        (
            "en",
            [
                "Fill in “Place”",
                "Write the day as",
                "Write your full name",
                "Write the whole address",
                "3 to 15 digits",
            ],
        ),
    ];
    for lang in ["vi", "en", "fa"] {
        let mut requester = Browser::new(&office);
        let form = typed(empty_form(&mut requester, "course", lang));
        let page = requester.submit(&form).page(422);
        assert!(page.has(&format!("html[lang={lang}]")) && !page.text().contains('⟦'), "{}", page.text());
        let kept = page.form("/t/review");
        for (name, value) in TYPED {
            let found = kept.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
            assert_eq!(found, Some(value), "{name} in {lang}");
        }
        let fields = ["f-place", "f-first-day", "name", "email", "phone"];
        let summary: Vec<_> = page.links(".error-summary a").into_iter().map(|(target, _)| target).collect();
        assert_eq!(summary, fields.map(|field| format!("#{field}")), "in the order of the form, in {lang}");
        for field in fields {
            assert!(page.has(&format!("#{field}[aria-invalid=true]")), "{field} in {lang}");
            assert!(!sentence(&page, field).is_empty(), "{field} in {lang}");
        }
        assert!(!page.has("#title[aria-invalid], #description[aria-invalid], #f-plan[aria-invalid]"));
        if let Some((_, sentences)) = sentences.iter().find(|(tag, _)| *tag == lang) {
            for (field, words) in fields.iter().zip(sentences) {
                assert!(sentence(&page, field).contains(words), "{field}: {}", sentence(&page, field));
            }
        }
        // Mended, it goes through.
        let mended = kept
            .fill("name", "Lê An")
            .fill("email", "an@dh.example")
            .fill("phone", "۰۲۴ ۵۵۵۵ ۰۱۰۰")
            .fill("f.place", "A1")
            .fill("f.first-day", "2026-12-01");
        super::people::sent_form(&mut requester, &mended);
    }
}

#[test]
fn going_back_from_the_review_keeps_everything() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = super::people::filled(&mut requester);
    let review = requester.submit(&form).page(200);
    assert!(review.has("button[formaction='/t/edit']"), "a button of the same form leads back");
    let back = Form { action: "/t/edit".to_owned(), ..review.form("/t") };
    let back = requester.submit(&back).page(200).form("/t/review");
    for (name, value) in &form.fields {
        let found = back.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value);
        assert_eq!(found, Some(value), "{name}");
    }
    assert_eq!(requester.submit(&back).status, 200);
}

#[test]
fn a_form_that_has_changed_comes_back_with_everything_kept() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = super::people::filled(&mut requester);
    let review = requester.submit(&form).page(200).form("/t");
    let change = |catalog: &mut domain::catalog::Catalog| {
        let incident = catalog.request_types.values_mut().find(|definition| definition.fields.len() == 1);
        let mut added = incident.as_ref().expect("the incident").fields[0].clone();
        added.id = domain::ids::FieldId::parse("floor").expect("an id");
        added.required = true;
        incident.expect("the incident").fields.push(added);
    };
    office.publish(change);
    for old in [&form, &review] {
        let page = requester.submit(old).page(422);
        assert!(page.text().contains("Biểu mẫu vừa được cập nhật"), "{}", page.text());
        let again = page.form("/t/review");
        for name in ["title", "description", "name", "email", "priority", "f.room"] {
            let value =
                |form: &Form| form.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
            assert_eq!(value(&again), value(old), "{name}");
        }
        assert_eq!(requester.submit(&again.fill("f.floor", "3")).status, 200);
    }
    for forged in ["", "0", "0123456789abcdef"] {
        assert_eq!(requester.submit(&form.clone().fill("form", forged)).status, 422, "{forged}");
    }
}

#[test]
fn a_robot_that_fills_the_trap_makes_no_ticket() {
    let office = Office::open();
    let mut robot = Browser::new(&office);
    let form = super::people::filled(&mut robot).fill("website", "https://buy.example");
    let page = robot.submit(&form).page(422);
    assert!(page.has(".error-summary"), "a person whose browser filled it in is told");
    let mut straight: Vec<_> = form.fields.clone();
    straight.push(("submission".to_owned(), "0123456789abcdef0123456789abcdef".to_owned()));
    let sent = Form { action: "/t".to_owned(), method: "post".to_owned(), fields: straight, ..Form::default() };
    assert_eq!(robot.submit(&sent).status, 422);
    assert!(office.letters().is_empty());
}

#[test]
fn an_empty_form_tells_everything_that_is_missing() {
    let office = Office::open();
    for (path, form) in [("/t/review", "incident"), ("/t", "incident"), ("/t/review", "course")] {
        let page = Browser::new(&office).submit(&posting(path, &[("type", form), ("lang", "fa")])).page(422);
        assert!(page.has("html[lang=fa][dir=rtl]"), "{}", page.text());
        let told = page.links(".error-summary a").len();
        assert!(told >= 5, "{path} {form}: {told}");
    }
}
