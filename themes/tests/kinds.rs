//! A form with a question of every kind: the review page posts again what was typed, box by box and cell by cell.

use domain::catalog::Field;
use domain::ids::{ArticleId, FileId, RequestTypeId};
use domain::ticket::{FileRef, FormValues, Problem, Upload, validate};
use serde_json::json;
use themes::Theme;
use themes::view::form::{FieldError, FormView};
use themes::view::review::ReviewView;

#[expect(dead_code, reason = "the pages of other tests")]
mod fixtures;

fn fields() -> Vec<Field> {
    let choices = json!([
        { "value": "mail", "label": { "vi": "Thư", "en": "Mail" } },
        { "value": "lms", "label": { "vi": "LMS", "en": "LMS" } }
    ]);
    let label = json!({ "vi": "Hỏi", "en": "Question", "fa": "پرسش" });
    let fields = json!([
        { "id": "systems", "kind": "many", "label": label, "choices": choices },
        { "id": "people", "kind": "number", "label": label, "min": 1, "max": 40 },
        { "id": "start", "kind": "date_time", "label": label },
        { "id": "link", "kind": "url", "label": label },
        { "id": "terms", "kind": "consent", "label": label, "required": true },
        { "id": "units", "kind": "table", "label": label, "max": 5, "columns": [
            { "id": "name", "kind": "text", "label": label, "required": true },
            { "id": "via", "kind": "choice", "label": label, "choices": choices }
        ] },
        { "id": "photos", "kind": "file", "label": label, "required": true, "max": 3.0 }
    ]);
    serde_json::from_value(fields).expect("fields")
}

#[test]
fn what_was_typed_comes_back_and_is_posted_again() {
    let (theme, id) = (Theme::new(), RequestTypeId::parse("incident").expect("an id"));
    let typed = [
        ("f.systems.lms", "yes"),
        ("f.people", "۱۲"),
        ("f.start", "2026-12-01T14:30"),
        ("f.link", "https://lms.example/"),
        ("f.terms", "yes"),
        ("f.photos.2", "token"),
        ("f.units.1.name", "Khoa A"),
        ("f.units.3.name", "Khoa B"),
        ("f.units.3.via", "mail"),
    ];
    for lang in fixtures::LANGUAGES {
        let mut stage = fixtures::stage(&theme, lang);
        let definition = stage.catalog.request_types.get_mut(&id).expect("the incident");
        (definition.fields, definition.audience, definition.priorities) = (fields(), Vec::new(), Vec::new());
        let definition = definition.clone();
        let always = [("title", "Mở lớp mới"), ("description", "b"), ("name", "c"), ("email", "d@e.example")];
        let values = always.iter().chain(&typed).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut values: FormValues = values.collect();
        let file = FileRef { id: FileId::parse("0a1b").expect("an id"), bytes: 300_000 };
        values.files.insert("f.photos.2".to_owned(), Upload { file, name: "Ảnh lớp.png".to_owned() });

        let errors =
            [FieldError::new("f.units.3.name", "problem-missing"), FieldError::new("f.terms", "problem-not-agreed")];
        let form = FormView::new(&stage.catalog, &id, &stage.lang, String::new(), &values, &errors).expect("there");
        assert_eq!(form.errors[0].target, "f-terms", "in the order of the form");
        assert_eq!(form.errors[1].target, "f-units-3-name", "an error of a cell leads to it");
        let photos = form.inputs.iter().find_map(|input| input.files.as_ref()).expect("the photos");
        assert_eq!(photos.limits["most"], 3, "the hint says what the question takes");
        let html = theme.render(&stage.lang, &form).expect("it renders");
        for mark in [
            r#"name="f.systems.lms" value="yes" checked"#,
            r#"name="f.systems.mail" value="yes">"#,
            r#"name="f.terms" value="yes" checked"#,
            r#"name="f.photos.2" value="token" checked"#,
            r#"<input type="file" id="f-photos" name="f.photos" multiple"#,
            r#"enctype="multipart/form-data""#,
            r#"name="f.units.3.name" type="text" value="Khoa B""#,
            r#"name="f.units.5.name" type="text" value="""#,
            r#"type="datetime-local" value="2026-12-01T14:30""#,
        ] {
            assert!(html.contains(mark), "{lang}: no {mark} in {html}");
        }
        assert!(!html.contains("f.units.6.") && !html.contains('⟦'), "{lang}: {html}");

        let now = "2026-11-23T03:20:00Z".parse().expect("a time");
        let read = |values: &FormValues| validate(&definition, &stage.catalog, &stage.lang, values, now);
        let whole = read(&values).expect("all of it is fine");
        let review = ReviewView::new(&stage.catalog, &id, &stage.lang, String::new(), &values, &whole, String::new());
        let posted = review.expect("there").hidden.into_iter().map(|hidden| (hidden.name, hidden.value));
        let (mut posted, twice) = FormValues::read(posted);
        posted.files.clone_from(&values.files);
        assert_eq!(twice, []);
        assert_eq!(read(&posted), read(&values), "{lang}");
        assert_eq!(whole.submission.answers.len(), 7, "{lang}");
        let refused = read(&always.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect());
        assert_eq!(refused.expect_err("not agreed to")[0].problem, Problem::NotAgreed);
    }
}

#[test]
fn a_form_says_what_a_question_hangs_on_how_far_ahead_a_day_must_be_and_what_happens_next() {
    let (theme, id) = (Theme::new(), RequestTypeId::parse("incident").expect("an id"));
    let expected = [
        ("vi", "Chỉ cần điền khi bạn chọn <q>Thư</q>", "ít nhất 30 ngày làm việc", "Ví dụ: “Máy in B2 kẹt”"),
        ("en", "Only if you chose <q>Mail</q>", "at least 30 working days", "For example: “Printer B2 jams”"),
        ("fa", "فقط اگر این را انتخاب کرده‌اید: <q>Thư</q>", "۳۰ روز کاری", "مثلاً: «چاپگر B2 گیر می‌کند»"),
    ];
    for (lang, hangs, ahead, example) in expected {
        let mut stage = fixtures::stage(&theme, lang);
        let article = json!({ "id": "way", "lang": lang, "title": "Way", "url": format!("/{lang}/way/") });
        stage.catalog.articles.push(serde_json::from_value(article).expect("an article"));
        let definition = stage.catalog.request_types.get_mut(&id).expect("the incident");
        let way = json!({ "id": "via", "kind": "choice", "label": { "vi": "Qua", "en": "Via" }, "choices": [
            { "value": "mail", "label": { "vi": "Thư", "en": "Mail" } },
            { "value": "lms", "label": { "vi": "LMS", "en": "LMS" } }
        ] });
        let day = json!({ "id": "day", "kind": "date", "label": { "vi": "Ngày", "en": "Day" },
            "lead": { "days": 30, "counted": "working" }, "shown_if": { "field": "via", "is": ["mail"] } });
        definition.fields = serde_json::from_value(json!([way, day])).expect("fields");
        definition.title_example = serde_json::from_value(
            json!({ "vi": "Máy in B2 kẹt", "en": "Printer B2 jams", "fa": "چاپگر B2 گیر می‌کند" }),
        )
        .expect("a text");
        definition.procedure = Some(ArticleId::parse("way").expect("an id"));
        let hash = definition.form_hash();
        let catalog = &stage.catalog;
        let view = FormView::new(catalog, &id, &stage.lang, hash, &FormValues::default(), &[]).expect("a form");
        let page = theme.render(&stage.lang, &view).expect("it renders");
        for part in
            [hangs, ahead, example, r#"data-asked-if="f.via" data-is="mail""#, &format!("href=\"/{lang}/way/\"")]
        {
            assert!(page.contains(part), "{lang}: {part} in {page}");
        }
    }
}
