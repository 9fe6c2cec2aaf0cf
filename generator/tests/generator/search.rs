//! Search: what the index holds, what the ranker makes of a query, `deskmark search`.

use std::process::Command;
use std::sync::Arc;

use domain::lang::Lang;
use generator::content::Purpose;
use generator::search::fold::Folder;
use generator::search::{self, Engine, Files};

use crate::project::Project;

/// Words as they are written, by language, with what they are folded to.
const VECTORS: &str = include_str!("../../../tests/fixtures/fold.json");

#[test]
fn words_are_folded_as_the_ranker_folds_them() {
    let vectors: Vec<[String; 4]> = serde_json::from_str(VECTORS).expect("four texts a line");
    assert!(vectors.len() >= 500, "{} vectors", vectors.len());
    for [lang, written, form, key] in &vectors {
        let word = Folder::new(&Lang::parse(lang).expect("a language")).word(written);
        assert_eq!((&word.form, &word.key), (form, key), "{lang}: {written} ({})", written.escape_unicode());
    }
}

/// A portal in a language: articles by file name, each with its title and what follows it.
fn portal(lang: &str, articles: &[(&str, &str, &str)]) -> Project {
    let portal =
        format!("base_url = \"https://help.example\"\nlanguages = [\"{lang}\"]\ntitle = {{ {lang} = \"Help\" }}\n");
    let project = Project::plain().file("portal.toml", &portal);
    articles.iter().fold(project, |project, (name, title, rest)| {
        project.file(&format!("{lang}/{name}.md"), &format!("+++\ntitle = \"{title}\"\n{rest}"))
    })
}

fn with_files<T>(project: &Project, lang: &str, look: impl FnOnce(&Engine<'_>, &Files) -> T) -> T {
    let (content, _) = project.load(Purpose::Build);
    let content = content.expect("the content can be read");
    let lang = Lang::parse(lang).expect("a language");
    let entries = search::entries(&content, &lang);
    let files = Arc::new(search::files(&lang, &entries));
    let engine = Engine::new(&content.theme, &lang, &entries, &files).expect("the theme's ranker runs");
    look(&engine, &files)
}

/// What comes first for each query, by the last part of its address, and the query as it was understood; `-` for nothing.
fn assert_first(project: &Project, lang: &str, expected: &[(&str, &str, &str)]) {
    with_files(project, lang, |engine, _| {
        for (query, first, meant) in expected {
            let (found, understood) = engine.find(query, 10).expect("the ranker answers");
            let name =
                found.first().map_or("-", |found| found.url.trim_end_matches('/').rsplit('/').next().unwrap_or(""));
            assert_eq!((name, understood.as_deref().unwrap_or("")), (*first, *meant), "{query}");
        }
    });
}

fn vietnamese() -> Project {
    portal(
        "vi",
        &[
            ("wifi", "Kết nối Wi-Fi trong trường", "synonyms = [\"eduroam\"]\n+++\n1. Chọn mạng.\n2. Nhập mật khẩu.\n"),
            ("mat-khau", "Quên mật khẩu hoặc bị khóa tài khoản", "+++\nĐăng nhập rồi đặt lại mật khẩu.\n"),
            ("mat-the", "Làm mất thẻ", "+++\nMặt trước của thẻ..\n"),
            ("loi-in", "Máy in báo lỗi", "+++\nMã 0x0000011b và ERR-123.\n"),
            ("hoa-don", "Xuất hóa đơn", "+++\nGửi hóa đơn cho kế toán.\n"),
            ("don-hang", "Đơn hàng và chuyển hóa", "+++\nĐơn của lớp hóa học, hóa chất, đơn thuốc.\n"),
        ],
    )
}

#[test]
fn vietnamese_is_found_however_it_is_typed() {
    assert_first(
        &vietnamese(),
        "vi",
        &[
            ("mật khẩu", "mat-khau", ""),
            ("MAT KHAU", "mat-khau", ""),
            ("mặt khẩu", "mat-khau", ""),
            ("mặt thẻ", "mat-the", ""),
            ("hóa đơn", "hoa-don", ""),
            ("hoá đơn", "hoa-don", ""),
            ("hoa don", "hoa-don", ""),
            ("wifi", "wifi", ""),
            ("wi fi", "wifi", ""),
            ("eduroam", "wifi", ""),
            ("0x0000011B", "loi-in", ""),
            ("err-123", "loi-in", ""),
            ("err123", "loi-in", ""),
            ("mật khẩu wfi", "wifi", "mật khẩu wifi"),
            ("edur", "wifi", "eduroam"),
            ("ddawng nhaapj", "mat-khau", "đăng nhập"),
            ("d9a8ng nha65p", "mat-khau", "đăng nhập"),
            ("quenmatkhau", "mat-khau", "quên mật khẩu"),
            ("kếtn ối", "wifi", "kết nối"),
            ("صهبه", "wifi", "wifi"),
            ("zzzzzz", "-", ""),
            ("?!", "-", ""),
            ("", "-", ""),
        ],
    );
}

#[test]
fn persian_letters_digits_and_joiners_do_not_matter() {
    let project = portal(
        "fa",
        &[
            ("wifi", "اتصال به وای‌فای دانشگاه", "+++\nشبکه کلاس ۱۲ و کتاب‌ها.\n"),
            ("ramz", "فراموشی رمز عبور", "+++\nرمز تازه می‌گذارید.\n"),
            ("soal", "سؤال‌های همیشگی", "+++\nپرسش و پاسخ.\n"),
        ],
    );
    assert_first(
        &project,
        "fa",
        &[
            ("وای‌فای", "wifi", ""),
            ("وای فای", "wifi", ""),
            ("وايفاي", "wifi", ""),
            ("كلاس 12", "wifi", ""),
            ("کلاس ١٢", "wifi", ""),
            ("کتاب", "wifi", ""),
            ("رَمْزِ عُبُور", "ramz", ""),
            ("رمـــز", "ramz", ""),
            ("سوال", "soal", ""),
            ("vlc uf,v", "ramz", "رمز عبور"),
            ("رمز عبرو", "ramz", "رمز عبور"),
        ],
    );
}

#[test]
fn english_endings_are_one_word_and_the_exact_one_is_first() {
    let project = portal(
        "en",
        &[
            ("files", "Share files", "+++\nShare them.\n"),
            ("file", "Share file", "+++\nShare it.\n"),
            ("print", "Print on campus", "+++\nPrinting costs little. This is a constructor, and a toString.\n"),
        ],
    );
    assert_first(
        &project,
        "en",
        &[
            ("files", "files", ""),
            ("file", "file", ""),
            ("printing", "print", ""),
            ("printed", "print", ""),
            ("constructor", "print", ""),
            ("tostring", "print", ""),
            ("hasownproperty", "-", ""),
            ("pritn", "print", "print"),
        ],
    );
}

#[test]
fn overdue_articles_stand_back_and_titles_of_signs_do_no_harm() {
    let text = "+++\nThe wifi of the library.\n";
    let project = portal(
        "en",
        &[
            ("a-old", "Library wifi", &format!("date = 2024-01-01\nreview_every = \"1y\"\n{text}")),
            ("b-new", "Library wifi", &format!("date = 2026-11-01\nreview_every = \"1y\"\n{text}")),
            ("signs", "[", text),
        ],
    );
    with_files(&project, "en", |engine, _| {
        let (found, _) = engine.find("library wifi", 10).expect("the ranker answers");
        let order: Vec<_> = found.iter().map(|found| found.url).collect();
        assert_eq!(order, ["/en/b-new/", "/en/a-old/", "/en/signs/"]);
    });
}

#[test]
fn the_index_is_a_root_and_pieces_under_a_name_that_changes_with_them() {
    let generation = |project: &Project| {
        with_files(project, "vi", |_, files| {
            let root: serde_json::Value = serde_json::from_slice(&files["/search/vi.json"]).expect("the root is JSON");
            let path = root["path"].as_str().expect("a path").to_owned();
            assert!(path.starts_with("/search/vi/") && path.ends_with('/'), "{path}");
            assert_eq!(root["count"], 6);
            assert!(files.keys().all(|file| file == "/search/vi.json" || file.starts_with(&path)));
            for (file, bytes) in files {
                serde_json::from_slice::<serde_json::Value>(bytes).unwrap_or_else(|error| panic!("{file}: {error}"));
            }
            path
        })
    };
    let before = generation(&vietnamese());
    assert_eq!(before, generation(&vietnamese()));
    assert_ne!(before, generation(&vietnamese().file("vi/wifi.md", "+++\ntitle = \"Wifi\"\n+++\n")));
}

#[test]
fn a_result_knows_the_heading_and_the_step_of_each_passage() {
    let text = "kind = \"how-to\"\n+++\nMở đầu.\n\n1. Chọn mạng.\n2. Nhập mật khẩu.\n\nXong.\n\n## Trên Android\n\nChọn PEAP.\n";
    with_files(&portal("vi", &[("wifi", "Wifi", text)]), "vi", |_, files| {
        let (_, piece) = files.iter().find(|(path, _)| path.ends_with("/d0.json")).expect("the first results");
        let piece: serde_json::Value = serde_json::from_slice(piece).expect("it is JSON");
        assert_eq!(
            piece[0]["passages"],
            serde_json::json!([
                ["", "", "", "Mở đầu."],
                ["step-1", "", "1", "Chọn mạng."],
                ["step-2", "", "2", "Nhập mật khẩu."],
                ["", "", "", "Xong."],
                ["tren-android", "Trên Android", "", "Chọn PEAP."],
            ])
        );
    });
}

#[test]
fn a_broken_script_of_the_portal_is_told_by_check() {
    let project = vietnamese()
        .file("vi/them.md", "+++\ntitle = \"Thêm\"\nanswers = [\"thêm\"]\n+++\n")
        .file("theme/scripts/rank.js", "export const ranker = () => { throw new Error(\"no\"); };\n");
    let report = project.check();
    assert!(report.contains("the search script of the theme does not run"), "{report}");
}

/// Standard output, standard error and the exit code.
fn typed(project: &Project, arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_deskmark"))
        .arg("search")
        .args(arguments)
        .args(["--at", "2026-11-22", "--content"])
        .arg(project.content())
        .env("LC_ALL", "C")
        .output()
        .expect("the program was built for this test");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn the_command_tells_people_and_programs_what_search_shows() {
    let project = vietnamese();
    let (told, _, code) = typed(&project, &["ddawng nhaapj"]);
    assert!(
        told.starts_with(
            "Showing results for `đăng nhập`.\n 1. Quên mật khẩu hoặc bị khóa tài khoản\n    /vi/mat-khau/"
        ),
        "{told}"
    );
    assert_eq!(code, Some(0));
    let (told, _, code) = typed(&project, &["zzzzzz"]);
    assert_eq!((told.as_str(), code), ("Nothing is found for `zzzzzz`.\n", Some(0)));

    let queries = project.content().with_file_name("queries.txt");
    std::fs::write(&queries, "mat khau\n\nzzzzzz\n").expect("there is room");
    let (told, _, code) = typed(&project, &["--json", "--batch", queries.to_str().expect("a name")]);
    let lines: Vec<serde_json::Value> =
        told.lines().map(|line| serde_json::from_str(line).expect("a JSON line each")).collect();
    assert_eq!((lines.len(), code), (3, Some(0)));
    assert_eq!(lines[0]["query"], "mat khau");
    assert_eq!(lines[0]["results"][0]["url"], "/vi/mat-khau/");
    assert_eq!(lines[0]["results"][0]["title"], "Quên mật khẩu hoặc bị khóa tài khoản");
    assert!(lines[0]["results"][0]["score"].as_f64().is_some_and(|score| score > 0.0));
    assert_eq!(lines[2]["results"], serde_json::json!([]));
}

#[test]
fn a_command_typed_wrongly_says_how() {
    let project = vietnamese();
    let (_, told, code) = typed(&project, &[]);
    assert!(told.contains("<QUERY|--batch <FILE>>"), "{told}");
    assert_eq!(code, Some(2));
    let (_, told, code) = typed(&project, &["wifi", "--lang", "de"]);
    assert_eq!((told.as_str(), code), ("error: there is nothing in “de” here; the languages are: vi\n", Some(2)));
    let (_, told, code) = typed(&project, &["--batch", "/nowhere/queries.txt"]);
    assert!(told.starts_with("error: ") && told.contains("/nowhere/queries.txt"), "{told}");
    assert_eq!(code, Some(3));
}
