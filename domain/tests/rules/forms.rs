//! Reading a sent form: a field, what was typed, what is said about it.

use domain::ticket::{FormValues, LONGEST_TEXT, Problem, Submission, read_text, validate};

use crate::sample::{at, catalog, lang, request_type};

/// Everything that has to be answered, answered.
const RIGHT: [(&str, &str); 11] = [
    ("type", "incident"),
    ("form", "0123456789abcdef"),
    ("lang", "vi"),
    ("article", ""),
    ("website", ""),
    ("title", "Máy in hỏng"),
    ("description", "Không in được."),
    ("name", "Lê An"),
    ("email", "an@dh.example"),
    ("f.room", "B204"),
    ("priority", "high"),
];

fn values(changes: &[(&str, &str)]) -> FormValues {
    let typed = RIGHT.iter().chain(&[("audience", "student")]).chain(changes);
    typed.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn read(values: &FormValues) -> Result<Submission, Vec<(String, Problem)>> {
    let catalog = catalog();
    let definition = &catalog.request_types[&request_type("incident")];
    let read = validate(definition, &catalog, &lang("fa"), values, at("08:00")).map(|form| form.submission);
    read.map_err(|problems| problems.into_iter().map(|found| (found.field, found.problem)).collect())
}

/// Field, typed, what is wrong.
fn refused() -> Vec<(&'static str, String, Problem)> {
    use Problem::*;
    let rows: [(&str, &str, Problem); 55] = [
        ("title", "", Missing),
        ("title", " \u{a0}\t\r\n ", Missing),
        ("title", "\u{feff}\u{200b}\u{202e}", Missing),
        ("title", "a\nb", ControlCharacters),
        ("title", "a\rb", ControlCharacters),
        ("title", "a\r\nBcc: all@dh.example", ControlCharacters),
        ("title", "a\0b", ControlCharacters),
        ("title", "a\u{1b}[31mb", ControlCharacters),
        ("title", "a\u{85}b", ControlCharacters),
        ("title", "a\tb", ControlCharacters),
        ("description", "", Missing),
        ("description", "\r\n \n", Missing),
        ("description", "a\0b", ControlCharacters),
        ("description", "a\u{7}b", ControlCharacters),
        ("description", "a\u{7f}b", ControlCharacters),
        ("name", "", Missing),
        ("name", "Lê\nAn", ControlCharacters),
        ("email", "", Missing),
        ("email", "  ", Missing),
        ("email", "an", NotAnEmail),
        ("email", "an@dh.example\r\nBcc: all@dh.example", NotAnEmail),
        ("phone", "abc", NotAPhone),
        ("phone", "0100\r\n0101", NotAPhone),
        ("audience", "", Missing),
        ("audience", "dean", NotOffered),
        ("audience", "Student", NotOffered),
        ("priority", "", Missing),
        ("priority", "urgent", NotOffered),
        ("priority", "asap", NotOffered),
        ("f.room", "", Missing),
        ("f.room", "a\nb", ControlCharacters),
        ("f.log", "a\0b", ControlCharacters),
        ("f.building", "c", NotOffered),
        ("f.building", "Nhà A", NotOffered),
        ("f.since", "hôm qua", NotADate),
        ("f.since", "2026-02-30", NotADate),
        ("f.since", "22/11/2026", NotADate),
        ("website", "https://buy.example", Honeypot),
        ("status", "closed", Unknown),
        ("desk", "training", Unknown),
        ("role", "admin", Unknown),
        ("code", "0000-0000-0000", Unknown),
        ("room", "B204", Unknown),
        ("f.secret", "1", Unknown),
        ("title[]", "x", Unknown),
        ("article", "../wifi", Altered),
        ("article", "Wifi", Altered),
        ("revision", "0a1b2c3", Altered),
        ("revision", "0A1B2C3D", Altered),
        ("revision", "0a1b2c3d4", Altered),
        ("step", "Windows-3", Altered),
        ("step", "3 ", Altered),
        ("step", "۳", Altered),
        ("step", "3<b>", Altered),
        ("step", "s-123456789-123456789-123456789-123456789", Altered),
    ];
    let long = [
        ("title", "ă".repeat(121), TooLong(120)),
        ("name", "n".repeat(201), TooLong(200)),
        ("f.room", "n".repeat(201), TooLong(200)),
        ("description", "a".repeat(LONGEST_TEXT + 1), TooLongText),
        // 16 KB are counted in bytes, not in characters.
        ("description", "ă".repeat(LONGEST_TEXT / 2 + 1), TooLongText),
        ("f.log", "a".repeat(1_000_000), TooLongText),
    ];
    let rows = rows.into_iter().map(|(field, typed, problem)| (field, typed.to_owned(), problem));
    rows.chain(long).collect()
}

#[test]
fn each_wrong_value_is_told_at_its_field_and_nowhere_else() {
    for (field, typed, problem) in refused() {
        let found = read(&values(&[(field, &typed)]));
        let shown = typed.chars().take(40).collect::<String>();
        assert_eq!(found, Err(vec![(field.to_owned(), problem)]), "{field} = {shown:?}");
    }
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_form() {
    let found = read(&values(&[
        ("zz", "1"),
        ("phone", "x"),
        ("email", "x"),
        ("name", ""),
        ("priority", "x"),
        ("audience", "x"),
        ("f.since", "x"),
        ("f.room", ""),
        ("description", ""),
        ("title", ""),
        ("website", "x"),
    ]));
    let fields: Vec<String> = found.expect_err("all is wrong").into_iter().map(|(field, _)| field).collect();
    let order = [
        "website",
        "title",
        "description",
        "f.room",
        "f.since",
        "audience",
        "priority",
        "name",
        "email",
        "phone",
        "zz",
    ];
    assert_eq!(fields, order);
}

#[test]
fn the_longest_texts_fit_exactly() {
    let (title, line, text) = ("ă".repeat(120), "ă".repeat(200), "a".repeat(LONGEST_TEXT));
    let sent = read(&values(&[("title", &title), ("name", &line), ("description", &text), ("f.log", &text)]));
    let sent = sent.expect("the bounds are inside");
    assert_eq!((sent.title, sent.name, sent.description.len()), (title, line, LONGEST_TEXT));
}

#[test]
fn values_are_kept_as_they_were_meant() {
    let sent = read(&values(&[
        // NFD, as a Mac types it; a joiner inside a Persian word; marks of direction; an emoji of several code points.
        ("title", "  Ma\u{301}y in \u{202b}می‌شود\u{202c} 👩\u{200d}💻 "),
        ("description", "\u{feff}một\r\nhai\rba\n\nbốn\n"),
        ("name", "Nguye\u{302}\u{303}n Đỗ"),
        ("email", " AN+Mang@DH.example "),
        ("phone", "۰۲۴ ۵۵۵۵ ۰۱۰۰"),
        ("f.building", "a"),
        ("f.since", "۲۰۲۶-۱۱-۲۲"),
        ("f.log", ""),
    ]))
    .expect("all of it is fine");
    assert_eq!(sent.title, "Máy in \u{202b}می‌شود\u{202c} 👩\u{200d}💻");
    assert_eq!(sent.description, "một\nhai\nba\n\nbốn");
    assert_eq!(sent.name, "Nguyễn Đỗ");
    assert_eq!((sent.email.as_str(), sent.phone.expect("one").as_str()), ("an+mang@dh.example", "02455550100"));
    let answers: Vec<_> = sent.answers.iter().map(|a| (a.field.as_str(), a.label.as_str(), a.value.as_str())).collect();
    // The words as they were shown: in Persian where there are some. What was not answered is left out.
    assert_eq!(
        answers,
        [("room", "Phòng", "B204"), ("building", "Nhà", "ساختمان آ"), ("since", "Từ ngày", "2026-11-22")]
    );
}

#[test]
fn a_question_that_is_not_asked_takes_no_answer() {
    let catalog = catalog();
    let definition = &catalog.request_types[&request_type("course")];
    let typed = [("title", "a"), ("description", "b"), ("name", "c"), ("email", "d@e.example")];
    let problems = |more: &[(&str, &str)]| {
        let values = typed.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let read = validate(definition, &catalog, &lang("vi"), &values.collect(), at("08:00"));
        read.err().unwrap_or_default().into_iter().map(|found| (found.field, found.problem)).collect::<Vec<_>>()
    };
    assert_eq!(problems(&[]), []);
    assert_eq!(problems(&[("priority", "low")]), [("priority".to_owned(), Problem::NotOffered)]);
    assert_eq!(problems(&[("audience", "student")]), [("audience".to_owned(), Problem::NotOffered)]);
    assert_eq!(problems(&[("f.room", "B204")]), [("f.room".to_owned(), Problem::Unknown)]);
}

#[test]
fn a_field_sent_twice_keeps_its_first_value_and_is_told() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let (values, problems) = FormValues::read([pair("title", "a"), pair("name", "b"), pair("title", "c")]);
    assert_eq!((values.get("title"), values.get("name"), values.get("nothing")), ("a", "b", ""));
    let problems: Vec<_> = problems.into_iter().map(|found| (found.field, found.problem)).collect();
    assert_eq!(problems, [("title".to_owned(), Problem::Twice)]);
}

#[test]
fn a_message_has_the_rules_of_a_description() {
    for (typed, read) in [
        ("  xin chào \r\n", Ok("xin chào")),
        ("a\tb\nc", Ok("a\tb\nc")),
        ("", Err(Problem::Missing)),
        ("\n\n", Err(Problem::Missing)),
        ("\u{feff}", Err(Problem::Missing)),
        ("a\0", Err(Problem::ControlCharacters)),
    ] {
        assert_eq!(read_text(typed).as_deref().map_err(Clone::clone), read, "{typed:?}");
    }
    // What NFC makes longer is measured after it (the Greek mark becomes three times as long).
    assert_eq!(read_text(&"\u{344}".repeat(LONGEST_TEXT / 2)), Err(Problem::TooLongText));
}

#[test]
fn a_form_is_known_by_its_questions() {
    let hash = |change: fn(&mut domain::catalog::RequestType)| {
        let mut definition = catalog().request_types[&request_type("incident")].clone();
        change(&mut definition);
        definition.form_hash()
    };
    let own = hash(|_| {});
    assert!(own.len() == 16 && own.bytes().all(|b| b.is_ascii_hexdigit()), "{own}");
    assert_eq!(own, hash(|definition| definition.weight = 9));
    assert_eq!(own, hash(|definition| definition.stages.receive = None));
    assert_ne!(own, hash(|definition| definition.fields[0].required = false));
    assert_ne!(own, hash(|definition| definition.priorities.truncate(1)));
    assert_ne!(own, hash(|definition| definition.fields.swap(0, 1)));
}

#[test]
fn what_was_read_before_asking_travels_with_an_article() {
    let came_from = |changes: &[(&str, &str)]| {
        let catalog = catalog();
        let definition = &catalog.request_types[&request_type("incident")];
        let read = validate(definition, &catalog, &lang("vi"), &values(changes), at("08:00"))
            .expect("a right form")
            .came_from?;
        let (revision, step) = (read.revision.map(String::from), read.step.map(String::from));
        Some((read.article.to_string(), revision.unwrap_or_default(), step.unwrap_or_default()))
    };
    let told =
        |article: &str, revision: &str, step: &str| Some((article.to_owned(), revision.to_owned(), step.to_owned()));
    let all = [("article", "wifi"), ("revision", "0a1b2c3d"), ("step", "windows-3")];
    assert_eq!(came_from(&all), told("wifi", "0a1b2c3d", "windows-3"));
    assert_eq!(came_from(&all[..1]), told("wifi", "", ""));
    assert_eq!(came_from(&[all[0], all[2]]), told("wifi", "", "windows-3"));
    assert_eq!(came_from(&all[1..]), None, "of no article there is no step");
    assert_eq!(came_from(&[]), None);
}
