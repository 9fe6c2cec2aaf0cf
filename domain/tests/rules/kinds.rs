//! Questions of every kind: what is typed, what is kept, what is said about it.

use domain::catalog::Catalog;
use domain::ids::FileId;
use domain::ticket::{FileRef, Flag, FormValues, Problem, ReadForm, Upload, is_vague, sent_again, validate};
use serde_json::{Value, json};

use crate::sample::{at, catalog_json, lang, read, request_type};
use crate::story::Story;

/// What is typed into which fields.
type Typed = &'static [(&'static str, &'static str)];

/// A type whose form has one question (and others for it to hang on).
fn catalog(fields: &Value) -> Catalog {
    let mut json = catalog_json();
    json["request_types"]["course"]["fields"] = fields.clone();
    json["request_types"]["course"]["deadline"] = json!("q");
    json["calendars"]["always"]["time_zone"] = json!("Asia/Ho_Chi_Minh");
    // Monday 23 November 2026 and the days after it, but for a holiday on Thursday and the weekend.
    json["calendars"]["always"]["holidays"] = json!([{ "date": "2026-11-26" }]);
    json["calendars"]["always"]["hours"]["saturday"] = json!([]);
    json["calendars"]["always"]["hours"]["sunday"] = json!([]);
    read(json)
}

fn send(fields: &Value, typed: &[(&str, &str)]) -> Result<ReadForm, Vec<(String, Problem)>> {
    let always = [("title", "Mở lớp cho tổ"), ("description", "b"), ("name", "c"), ("email", "d@e.example")];
    let values = always.iter().chain(typed).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let catalog = catalog(fields);
    let definition = &catalog.request_types[&request_type("course")];
    let read = validate(definition, &catalog, &lang("vi"), &values.collect(), at("08:00"));
    read.map_err(|problems| problems.into_iter().map(|found| (found.field, found.problem)).collect())
}

/// One field `q` of a kind, with more said about it.
fn field(kind: &str, more: Value) -> Value {
    let mut field = json!({ "id": "q", "kind": kind, "label": { "vi": "Hỏi" } });
    let Value::Object(more) = more else { panic!("a table") };
    field.as_object_mut().expect("a table").extend(more);
    json!([field])
}

#[test]
fn answers_are_kept_one_way() {
    let choices = json!({ "choices": [
        { "value": "a", "label": { "vi": "Máy in" } }, { "value": "b", "label": { "vi": "Mạng" } }
    ] });
    let rows: [(&str, Value, Typed, &str); 19] = [
        ("text", json!({}), &[("f.q", " B204 ")], "B204"),
        ("person", json!({}), &[("f.q", "Lê An")], "Lê An"),
        ("device", json!({}), &[("f.q", "PC-0042")], "PC-0042"),
        ("long_text", json!({}), &[("f.q", "một\r\nhai")], "một\nhai"),
        ("number", json!({}), &[("f.q", "۱۲٫۵")], "12.5"),
        ("number", json!({}), &[("f.q", "−٣")], "-3"),
        ("number", json!({ "min": 1.0, "max": 30.0 }), &[("f.q", "30")], "30"),
        ("date", json!({}), &[("f.q", "٢٠٢٦-١٢-٠١")], "2026-12-01"),
        ("date_time", json!({}), &[("f.q", "2026-12-01T14:30")], "2026-12-01 14:30"),
        ("date_time", json!({}), &[("f.q", "۲۰۲۶-۱۲-۰۱ ۱۴:۳۰")], "2026-12-01 14:30"),
        ("email", json!({}), &[("f.q", " An@DH.example ")], "an@dh.example"),
        ("phone", json!({}), &[("f.q", "۰۲۴ ۵۵۵۵ ۰۱۰۰")], "02455550100"),
        ("url", json!({}), &[("f.q", "https://lms.example/khoa?id=1")], "https://lms.example/khoa?id=1"),
        ("consent", json!({ "required": true }), &[("f.q", "yes")], "✓"),
        ("choice", choices.clone(), &[("f.q", "b")], "Mạng"),
        ("many", choices.clone(), &[("f.q.b", "yes"), ("f.q.a", "yes")], "Máy in\nMạng"),
        ("many", choices, &[("f.q.b", "")], ""),
        ("text", json!({ "pattern": "[0-9]{8}" }), &[("f.q", "۲۳۲۱۰۴۵۶")], "23210456"),
        (
            "table",
            json!({ "columns": [
                { "id": "unit", "kind": "text", "label": { "vi": "Đơn vị" }, "required": true },
                { "id": "people", "kind": "number", "label": { "vi": "Số người" } }
            ] }),
            &[("f.q.1.unit", "Xã A"), ("f.q.1.people", "۱۲"), ("f.q.2.unit", ""), ("f.q.3.unit", "Xã B")],
            "Đơn vị: Xã A · Số người: 12\nĐơn vị: Xã B",
        ),
    ];
    for (kind, more, typed, kept) in rows {
        let read = send(&field(kind, more), typed).unwrap_or_else(|problems| panic!("{kind} {typed:?}: {problems:?}"));
        let answers: Vec<_> = read.submission.answers.iter().map(|answer| answer.value.as_str()).collect();
        assert_eq!(answers, if kept.is_empty() { vec![] } else { vec![kept] }, "{kind} {typed:?}");
    }
}

#[test]
fn what_is_wrong_is_told_at_the_field() {
    let choices = |more: Value| {
        let mut all = json!({ "choices": [
            { "value": "a", "label": { "vi": "A" } }, { "value": "b", "label": { "vi": "B" } },
            { "value": "c", "label": { "vi": "C" } }
        ] });
        let Value::Object(more) = more else { panic!("a table") };
        all.as_object_mut().expect("a table").extend(more);
        all
    };
    let table = |more: Value| {
        let mut all = json!({ "columns": [
            { "id": "unit", "kind": "text", "label": { "vi": "Đơn vị" }, "required": true },
            { "id": "on", "kind": "date", "label": { "vi": "Ngày" } }
        ] });
        let Value::Object(more) = more else { panic!("a table") };
        all.as_object_mut().expect("a table").extend(more);
        all
    };
    let digits = json!({ "pattern": "[0-9]{8}", "pattern_help": { "vi": "Ghi 8 chữ số trên thẻ" } });
    let ahead = |counted: &str| json!({ "lead": { "days": 10, "counted": counted } });
    let date = |text: &str| text.parse().expect("a date");
    let rows: Vec<(&str, Value, Typed, &str, Problem)> = vec![
        ("number", json!({}), &[("f.q", "mười")], "f.q", Problem::NotANumber),
        ("number", json!({}), &[("f.q", "1.000.000")], "f.q", Problem::NotANumber),
        ("number", json!({}), &[("f.q", "1e9")], "f.q", Problem::NotANumber),
        ("number", json!({ "min": 2.0 }), &[("f.q", "1.5")], "f.q", Problem::TooSmall("2".to_owned())),
        ("number", json!({ "max": 30.0 }), &[("f.q", "۳۱")], "f.q", Problem::TooLarge("30".to_owned())),
        ("text", json!({ "min": 3.0 }), &[("f.q", "ab")], "f.q", Problem::TooShort("3".to_owned())),
        ("text", json!({ "max": 3.0 }), &[("f.q", "abcd")], "f.q", Problem::TooLong(3)),
        ("text", digits, &[("f.q", "23-21")], "f.q", Problem::Pattern("Ghi 8 chữ số trên thẻ".to_owned())),
        ("date_time", json!({}), &[("f.q", "2026-12-01")], "f.q", Problem::NotADateTime),
        ("date_time", json!({}), &[("f.q", "2026-12-01T25:00")], "f.q", Problem::NotADateTime),
        ("email", json!({}), &[("f.q", "an")], "f.q", Problem::NotAnEmail),
        ("email", json!({ "required": true }), &[], "f.q", Problem::Missing),
        ("phone", json!({}), &[("f.q", "abc")], "f.q", Problem::NotAPhone),
        ("url", json!({}), &[("f.q", "lms.example")], "f.q", Problem::NotAUrl),
        ("url", json!({}), &[("f.q", "javascript:alert(1)")], "f.q", Problem::NotAUrl),
        ("url", json!({}), &[("f.q", "https://")], "f.q", Problem::NotAUrl),
        ("url", json!({}), &[("f.q", "https://a b")], "f.q", Problem::NotAUrl),
        ("consent", json!({ "required": true }), &[], "f.q", Problem::NotAgreed),
        ("consent", json!({}), &[("f.q", "on")], "f.q", Problem::NotOffered),
        ("many", choices(json!({ "required": true })), &[], "f.q", Problem::Missing),
        ("many", choices(json!({ "min": 2.0 })), &[("f.q.a", "yes")], "f.q", Problem::TooFew("2".to_owned())),
        (
            "many",
            choices(json!({ "max": 1.0 })),
            &[("f.q.a", "yes"), ("f.q.c", "yes")],
            "f.q",
            Problem::TooMany("1".to_owned()),
        ),
        ("many", choices(json!({})), &[("f.q.a", "on")], "f.q.a", Problem::NotOffered),
        ("many", choices(json!({})), &[("f.q.d", "yes")], "f.q.d", Problem::Unknown),
        ("many", choices(json!({})), &[("f.q", "a")], "f.q", Problem::Unknown),
        ("file", json!({ "required": true }), &[], "f.q", Problem::Missing),
        ("file", json!({}), &[("f.q.1", "../etc")], "f.q.1", Problem::Altered),
        ("file", json!({}), &[("f.q", "C:\\fakepath\\a.png")], "f.q", Problem::Unknown),
        ("file", json!({}), &[("f.q.11", "")], "f.q.11", Problem::Unknown),
        ("table", table(json!({ "required": true })), &[("f.q.1.unit", " ")], "f.q", Problem::Missing),
        ("table", table(json!({ "min": 2.0 })), &[("f.q.4.unit", "A")], "f.q", Problem::TooFew("2".to_owned())),
        ("table", table(json!({})), &[("f.q.2.on", "2026-12-01")], "f.q.2.unit", Problem::Missing),
        ("table", table(json!({})), &[("f.q.2.unit", "A"), ("f.q.2.on", "mai")], "f.q.2.on", Problem::NotADate),
        ("table", table(json!({ "max": 2.0 })), &[("f.q.3.unit", "A")], "f.q.3.unit", Problem::Unknown),
        ("table", table(json!({})), &[("f.q.0.unit", "A")], "f.q.0.unit", Problem::Unknown),
        // Ten days after Monday the 23rd; ten that the desk works, less a holiday and two weekends.
        ("date", ahead("calendar"), &[("f.q", "2026-12-02")], "f.q", Problem::TooNear(date("2026-12-03"))),
        ("date", ahead("working"), &[("f.q", "2026-12-07")], "f.q", Problem::TooNear(date("2026-12-08"))),
        ("date_time", ahead("calendar"), &[("f.q", "2026-12-02 23:59")], "f.q", Problem::TooNear(date("2026-12-03"))),
    ];
    for (kind, more, typed, at, problem) in rows {
        let found = send(&field(kind, more), typed).map(|read| read.submission.answers);
        assert_eq!(found, Err(vec![(at.to_owned(), problem)]), "{kind} {typed:?}");
    }
}

#[test]
fn a_day_that_is_too_near_is_refused_or_flagged() {
    let lead = |counted: &str, too_near: &str| {
        field("date", json!({ "lead": { "days": 10, "counted": counted, "too_near": too_near } }))
    };
    for (counted, day, flags) in [
        ("calendar", "2026-12-03", vec![]),
        ("calendar", "2026-12-02", vec![Flag::TooNear]),
        ("working", "2026-12-08", vec![]),
        ("working", "2026-12-07", vec![Flag::TooNear]),
    ] {
        let read = send(&lead(counted, "flag"), &[("f.q", day)]).expect("it is taken all the same");
        assert_eq!(read.flags, flags, "{counted} {day}");
    }
}

#[test]
fn a_deadline_is_the_end_of_a_day_or_a_time_on_the_desks_clock() {
    for (kind, typed, at) in [
        ("date", "2026-12-03", Some("2026-12-03T16:59:00Z")),
        ("date_time", "2026-12-03T14:30", Some("2026-12-03T07:30:00Z")),
        ("date_time", "۲۰۲۶-۱۲-۰۳ ۱۴:۳۰", Some("2026-12-03T07:30:00Z")),
        ("date", "", None),
    ] {
        let read = send(&field(kind, json!({})), &[("f.q", typed)]).expect("a form");
        assert_eq!(read.deadline, at.map(|at| at.parse().expect("a moment")), "{kind} {typed}");
    }
}

#[test]
fn a_question_that_is_not_asked_is_neither_needed_nor_kept() {
    let fields = json!([
        { "id": "kind", "kind": "choice", "label": { "vi": "Loại" },
          "choices": [{ "value": "law", "label": { "vi": "Pháp lý" } }, { "value": "it", "label": { "vi": "CNTT" } }] },
        { "id": "agree", "kind": "consent", "label": { "vi": "Đồng ý" }, "shown_if": { "field": "kind", "is": ["law"] } },
        { "id": "papers", "kind": "text", "label": { "vi": "Hồ sơ" }, "required": true,
          "shown_if": { "field": "agree", "is": ["yes"] } }
    ]);
    let asked = |typed: &[(&str, &str)]| {
        send(&fields, typed).map(|read| {
            let kept = read.submission.answers.iter().map(|answer| answer.field.to_string()).collect::<Vec<_>>();
            (kept.join(" "), read.dropped.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        })
    };
    let kept = |kept: &str, dropped: &str| Ok((kept.to_owned(), dropped.to_owned()));
    let (law, it) = (("f.kind", "law"), ("f.kind", "it"));
    let (agree, papers) = (("f.agree", "yes"), ("f.papers", "Hợp đồng"));
    assert_eq!(asked(&[]), kept("", ""));
    assert_eq!(asked(&[it]), kept("kind", ""));
    assert_eq!(asked(&[law]), kept("kind", ""));
    assert_eq!(asked(&[law, agree]), Err(vec![("f.papers".to_owned(), Problem::Missing)]));
    assert_eq!(asked(&[law, agree, papers]), kept("kind agree papers", ""));
    assert_eq!(asked(&[law, papers]), kept("kind", "papers"));
    // What it hangs on is not asked itself.
    assert_eq!(asked(&[it, agree, papers]), kept("kind", "agree papers"));
}

#[test]
fn what_looks_like_a_secret_is_flagged_where_it_was_typed() {
    let text = field("text", json!({}));
    for (typed, is_secret) in [
        ("mật khẩu: Hoa@2024", true),
        ("Password is hunter22", true),
        ("pass=abcd1234", true),
        ("رمز عبور: hamid1370", true),
        ("AKIAIOSFODNN7EXAMPLE", true),
        ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", true),
        ("quên mật khẩu", false),
        ("I forgot my password and cannot sign in", false),
        ("رمز عبورم را فراموش کرده‌ام", false),
        ("phòng B204", false),
    ] {
        let read = send(&text, &[("f.q", typed)]).expect("it is taken all the same");
        let expected = if is_secret { (vec![Flag::Secret], vec!["f.q".to_owned()]) } else { (vec![], vec![]) };
        assert_eq!((read.flags, read.secrets), expected, "{typed}");
    }
    for (text, masked) in [
        ("mật khẩu: Hoa@2024 nhé", "mật khẩu: ••• nhé"),
        ("user an, password is hunter22, pwd=abcd", "user an, password is ••• pwd=•••"),
        ("key AKIAIOSFODNN7EXAMPLE.", "key •••."),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nxong", "•••\nxong"),
        ("không có gì", "không có gì"),
    ] {
        assert_eq!(domain::secrets::masked(text), masked);
    }
}

#[test]
fn a_title_of_a_word_or_two_says_little() {
    for (title, vague) in [
        ("Mất mạng", true),
        ("Help!", true),
        ("", true),
        ("Checkout page fails for Visa cards", false),
        ("وای‌فای وصل نمی‌شود", false),
    ] {
        assert_eq!(is_vague(title), vague, "{title}");
    }
}

#[test]
fn a_file_that_says_what_cannot_be_is_refused_in_words() {
    for (more, words) in [
        (json!({ "pattern": "[0-9" }), "not a regular expression"),
        (json!({ "lead": { "days": 10, "too_near": "shout" } }), "unknown variant `shout`"),
        (json!({ "lead": { "weeks": 1 } }), "unknown field `weeks`"),
        (json!({ "shown_if": { "field": "a" } }), "missing field `is`"),
        (json!({ "shownif": {} }), "unknown field `shownif`"),
    ] {
        let mut json = catalog_json();
        json["request_types"]["course"]["fields"] = field("text", more.clone());
        let error = serde_json::from_value::<Catalog>(json).expect_err("it is wrong").to_string();
        assert!(error.contains(words), "{more}: {error}");
    }
}

#[test]
fn what_was_sent_is_typed_again_and_reads_the_same() {
    let choices = json!([
        { "value": "a", "label": { "vi": "Máy in" } }, { "value": "b", "label": { "vi": "Mạng" } }
    ]);
    let columns = json!([
        { "id": "unit", "kind": "text", "label": { "vi": "Đơn vị" } },
        { "id": "kind", "kind": "choice", "label": { "vi": "Loại" }, "choices": choices },
        { "id": "people", "kind": "number", "label": { "vi": "Số người" } }
    ]);
    let rows: [(&str, Value, Typed); 9] = [
        ("text", json!({}), &[("f.q", "B204 · Nhà: A")]),
        ("long_text", json!({}), &[("f.q", "một\r\nhai")]),
        ("number", json!({}), &[("f.q", "۱۲٫۵")]),
        ("date_time", json!({}), &[("f.q", "2026-12-01 14:30")]),
        ("consent", json!({}), &[("f.q", "yes")]),
        ("choice", json!({ "choices": choices }), &[("f.q", "b")]),
        ("many", json!({ "choices": choices }), &[("f.q.b", "yes"), ("f.q.a", "yes")]),
        ("phone", json!({}), &[("f.q", "024 5555 0100")]),
        (
            "table",
            json!({ "columns": columns }),
            &[
                ("f.q.1.unit", "Xã A · tổ 2: thôn B"),
                ("f.q.1.kind", "b"),
                ("f.q.1.people", "12"),
                ("f.q.4.people", "3"),
            ],
        ),
    ];
    let story = Story::in_state(domain::ticket::State::Rejected);
    for (kind, more, typed) in rows {
        let fields = field(kind, more);
        let first = send(&fields, typed).expect("it can be sent").submission;
        let catalog = catalog(&fields);
        let again = sent_again(&catalog.request_types[&request_type("course")], story.ticket(), &first);
        let again: Vec<_> = again.typed.iter().filter(|(name, _)| name.starts_with("f.")).collect();
        let again: Vec<_> = again.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let second = send(&fields, &again).expect("it can be sent again").submission;
        assert_eq!(second.answers, first.answers, "{kind} {again:?}");
    }
}

#[test]
fn files_are_those_that_were_uploaded_and_their_names_are_the_answer() {
    let more = json!([{ "id": "q", "kind": "file", "label": { "vi": "Ảnh" }, "required": true, "max": 2.0 },
        { "id": "r", "kind": "file", "label": { "vi": "Đơn" } }]);
    let upload = |name: &str| {
        let file = FileRef { id: FileId::parse(&name.to_lowercase().replace('.', "-")).expect("an id"), bytes: 1 };
        Upload { file, name: name.to_owned() }
    };
    let read = |files: &[&str]| {
        let catalog = catalog(&more);
        let typed = [("title", "Mở lớp cho tổ"), ("description", "b"), ("name", "c"), ("email", "d@e.example")];
        let mut values: FormValues =
            typed.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        for place in files {
            values.typed.insert((*place).to_owned(), "carried".to_owned());
            values.files.insert((*place).to_owned(), upload(&format!("{place}.PDF")));
        }
        let read =
            validate(&catalog.request_types[&request_type("course")], &catalog, &lang("vi"), &values, at("08:00"));
        read.map_err(|problems| problems.into_iter().map(|found| (found.field, found.problem)).collect::<Vec<_>>())
    };
    let names = |read: &ReadForm| read.files.iter().map(|upload| upload.name.clone()).collect::<Vec<_>>();
    let sent = read(&["f.r.7", "f.q.2", "f.q.10"]).expect("all of it is fine");
    assert_eq!(names(&sent), ["f.q.2.PDF", "f.q.10.PDF", "f.r.7.PDF"]);
    let answers: Vec<_> = sent.submission.answers.iter().map(|answer| answer.value.as_str()).collect();
    assert_eq!(answers, ["f.q.2.PDF\nf.q.10.PDF", "f.r.7.PDF"]);
    assert_eq!(read(&["f.r.1"]), Err(vec![("f.q".to_owned(), Problem::Missing)]));
    assert_eq!(read(&["f.q.1", "f.q.2", "f.q.3"]), Err(vec![("f.q".to_owned(), Problem::TooMany("2".to_owned()))]));
    let eleven: Vec<String> = ["f.q.1".to_owned()].into_iter().chain((1..=10).map(|n| format!("f.r.{n}"))).collect();
    let eleven: Vec<&str> = eleven.iter().map(String::as_str).collect();
    assert_eq!(
        read(&eleven),
        Err(vec![("f.r".to_owned(), Problem::TooMany("10".to_owned()))]),
        "of all fields together"
    );
}
