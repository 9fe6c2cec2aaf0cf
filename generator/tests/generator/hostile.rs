//! Content that is broken or meant to break something: always a diagnostic, never a crash.
//!
//! Texts of every script (row 21 of the classes of attack that are known) and hostile content (row 22).

use std::process::Command;

use generator::build;
use generator::content::Purpose;
use generator::diagnostics::Code;
use generator::phases::Phases;
use generator::site::ArticleIx;
use generator::source;
use generator::source::foreign::Names;
use generator::source::front_matter::Manner;

use crate::project::Project;

fn article(body: &str) -> Project {
    Project::portal().file("vi/a.md", &format!("+++\ntitle = \"A\"\n+++\n{body}"))
}

#[test]
fn nesting_has_an_end() {
    let deep = 100_000;
    for body in [
        format!("{}x", "> ".repeat(deep)),
        format!("{}x{}", "*a **b ".repeat(deep / 4), "** *".repeat(deep / 4)),
        format!("{}x", "[".repeat(deep)),
        format!("{}x", "![".repeat(deep)),
        format!("{}x", "- ".repeat(deep)),
        (0..900).map(|depth| "  ".repeat(depth) + "- x\n").collect(),
        "<div>".repeat(deep),
        format!("x {}", "<b>".repeat(deep)),
        "`".repeat(deep),
        "<a ".repeat(deep),
    ] {
        let outcome = article(&body).build();
        let fine = outcome.built.is_some() || outcome.codes().iter().all(|code| ["DM0402", "DM0403"].contains(code));
        assert!(fine, "{:.300}", outcome.report);
    }
}

#[test]
fn what_repeats_without_end_is_read() {
    let many = 20_000;
    for body in [
        "https://a.example/?a&amp;b ".repeat(many),
        "a@".repeat(many) + "b.example",
        "# A\n".repeat(many),
        "## A {platform=ios}\n\n1. x\n\n".repeat(many / 4),
        format!("{}{}", "<b>".repeat(many), "</i>".repeat(many)),
        "<p\n>x</p>\n".repeat(many),
        "< ".repeat(many),
        "&amp;".repeat(many),
        "> [!TIP] a\n\n".repeat(many / 4),
        format!("> {}", "[!TIP] ".repeat(many)),
        format!("```sh\n{}", "if [ $a ]; then\n".repeat(1_000)),
        "```sh\nif [ $a ]; then\n```\n".repeat(1_000),
        format!("| a |\n|---|\n{}", "| b ".repeat(many)),
        "Term\n: b\n\n".repeat(many / 4),
        "- ![a](b)\n".repeat(many / 4),
        "[^1]".repeat(many) + "\n\n[^1]: x\n",
        "\u{1}\u{7f}\u{202e}\u{2067}\u{1f469}\u{200d}\u{1f4bb}".repeat(many / 4),
    ] {
        let (content, _) = article(&body).load(Purpose::Build);
        let text = content.expect("the portal is fine").body(ArticleIx(0)).html.clone();
        assert!(!text.contains(['\u{1}', '\u{7f}']), "{body:.40}");
    }
}

#[test]
fn a_huge_article_is_refused_by_name() {
    let outcome = article(&"Dài. ".repeat(2_500_000)).build();
    assert_eq!(outcome.codes(), ["DM0004"]);
    assert!(outcome.report.contains("content/vi/a.md"));
}

#[test]
fn fifty_thousand_links_are_read() {
    let outcome = article(&"[a](#khong) ".repeat(50_000)).build();
    assert_eq!(outcome.codes().len(), 50_000);
}

#[test]
fn fifty_thousand_dead_links_on_one_line_are_told() {
    let links = (0..50_000).fold(String::new(), |links, number| links + "[a](b" + &number.to_string() + ".md) ");
    let mut project = article(&links);
    for number in 0..200 {
        project = project.file(&format!("vi/b{number}x.md"), "+++\ntitle = \"B\"\n+++\n");
    }
    let report = project.build().report;
    assert_eq!(report.matches("error[DM0301]").count(), 50_000);
    assert!(report.contains("content/vi/a.md:4:738880"), "{:.300}", &report[report.len() - 300..]);
    assert_eq!(report.matches("did you mean").count(), 100, "who has so many does not mistype them");
}

#[test]
fn a_line_of_a_megabyte_is_not_printed() {
    let outcome = article(&format!("{}<script>", "x".repeat(1_000_000))).build();
    assert!(outcome.report.len() < 10_000, "{} bytes", outcome.report.len());
    assert!(outcome.report.contains("content/vi/a.md:4:1000001"), "{}", outcome.report);
}

#[test]
fn other_encodings_are_named() {
    let outcome = Project::portal()
        .bytes("vi/latin.md", b"+++\ntitle = \"Caf\xe9\"\n+++\n")
        .bytes("vi/utf16.md", b"\xff\xfe+\0+\0+\0")
        .build();
    assert_eq!(outcome.codes(), ["DM0002", "DM0002"]);
    assert!(
        outcome.report.contains("content/vi/latin.md:2") && outcome.report.contains("UTF-16"),
        "{}",
        outcome.report
    );
}

#[test]
fn marks_and_line_ends_of_other_systems_are_read() {
    let outcome =
        Project::portal().bytes("vi/a.md", "\u{feff}+++\r\ntitle = \"A\"\r\n+++\r\n\r\n## B\r\n".as_bytes()).build();
    assert_eq!(outcome.codes(), ["DM0006"], "{}", outcome.report);
    assert!(outcome.main("/vi/a/").contains("<h2 id=\"b\">"));
}

#[cfg(unix)]
#[test]
fn links_that_go_round_or_out_are_left_out() {
    use std::os::unix::fs::symlink;

    let project = article("Text.\n");
    symlink(project.content(), project.content().join("vi/round")).expect("links can be made");
    symlink("/etc", project.content().join("vi/out")).expect("links can be made");
    symlink("gone.md", project.content().join("vi/dangling.md")).expect("links can be made");
    let outcome = project.build();
    assert_eq!(outcome.codes(), ["DM0001", "DM0003", "DM0003"], "{}", outcome.report);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = article("Text.\n").file("vi/b.md", "x");
    let path = project.content().join("vi/b.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("it is ours");
    if std::fs::read(&path).is_ok() {
        return; // The superuser may read everything.
    }
    assert_eq!(project.build().codes(), ["DM0001"]);
}

#[test]
fn a_template_that_includes_itself_is_told() {
    let outcome = article("Text.\n").file("theme/templates/crumbs.html", "{% include \"crumbs.html\" %}").build();
    assert_eq!(outcome.codes(), ["DM0601"], "{}", outcome.report);
}

#[test]
fn hostile_front_matter_is_told() {
    for front in [
        "a = { b = ".repeat(5_000),
        format!("x = {}", "[".repeat(50_000)),
        "title = \"\\u0000\"".to_owned(),
        "[extra]\n[extra]".to_owned(),
        "minutes = 99999999999999999999".to_owned(),
    ] {
        let outcome = Project::portal().file("vi/a.md", &format!("+++\n{front}\n+++\n")).build();
        assert!(!outcome.codes().is_empty(), "{front:.80}");
    }
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e]\n";
    let outcome = Project::plain().lang("en").file("a.md", &format!("---\n{bomb}title: T\n---\nBody\n")).build();
    assert!(outcome.has("/en/a/"), "{}", outcome.report);
}

#[test]
fn texts_of_every_script_are_shown_as_they_were_meant() {
    for (typed, shown, address) in [
        ("Ma\u{301}y chie\u{302}\u{301}u", "Máy chiếu", "may-chieu"),
        ("Đường đi Đà Nẵng", "Đường đi Đà Nẵng", "duong-di-da-nang"),
        ("می\u{200c}شود با كیبورد عربي", "می\u{200c}شود با كیبورد عربي", "میشود-با-كیبورد-عربي"),
        ("٠١٢ ۰۱۲ 012", "٠١٢ ۰۱۲ 012", "٠١٢-۰۱۲-012"),
        ("👩\u{200d}💻 A", "👩\u{200d}💻 A", "a"),
        ("\u{202e}gnp.exe\u{202c}", "\u{202e}gnp.exe\u{202c}", "gnp-exe"),
    ] {
        // The name of the file is what its address is made of, the title what people read.
        let site = Project::portal()
            .file(&format!("vi/{typed}.md"), &format!("+++\ntitle = \"{typed}\"\n+++\n## {typed}\n\n{typed}\n"))
            .build();
        assert!(site.codes().iter().all(|code| *code == "DM0006"), "{typed:?}: {}", site.report);
        let page = site.main(&format!("/vi/{address}/"));
        assert!(page.contains(&format!("<h1>{shown}</h1>")), "{typed:?}: {page}");
        assert!(
            page.contains(&format!("<p>{shown}</p>")) || page.contains(&format!("<p>{typed}</p>")),
            "{typed:?}: {page}"
        );
    }
}

#[test]
fn half_a_letter_is_told() {
    let half = b"+++\ntitle = \"A\"\n+++\n\xed\xa0\x80\n";
    assert_eq!(Project::portal().bytes("vi/a.md", half).build().codes(), ["DM0002"]);
    for front in ["+++\ntitle = \"\\uD800\"\n+++\n", "---\ntitle: \"\\uD83D\"\n---\n"] {
        assert_eq!(Project::portal().file("vi/a.md", front).build().codes(), ["DM0101"], "{front}");
    }
}

#[test]
fn what_vanishes_while_it_is_read_is_told() {
    let project =
        article("![Bộ phát](hinh.png)\n").bytes("vi/hinh.png", b"\x89PNG").file("vi/b.md", "+++\ntitle = \"B\"\n+++\n");
    let (content, _) = project.load(Purpose::Build);
    let content = content.expect("the portal is fine");
    std::fs::remove_file(project.content().join("vi/b.md")).expect("it is ours");
    std::fs::remove_file(project.content().join("vi/hinh.png")).expect("it is ours");
    // A text is in memory by then; a picture is copied late, and its going ends the build before anything is published.
    let out = project.content().with_file_name("dist");
    let error = build::build(&content, &out, &Phases::quiet()).expect_err("a picture is missing");
    assert!(error.to_string().contains("hinh.png"), "{error}");
    assert!(!out.join("public/vi").exists(), "nothing was published");
    // A text that goes between the listing and the reading is told by its name.
    let path = project.content().join("vi/b.md");
    let gone = source::article(&path, "content/vi/b.md".to_owned(), "vi/b.md", Manner::Strict, &Names::default());
    assert_eq!(gone.expect_err("it is gone").code, Code::Unreadable);
}

#[test]
fn hostile_content_ends_with_the_exit_code_of_content() {
    let loops = "{% include \"crumbs.html\" %}";
    let twice = "+++\ntitle = \"A\"\n+++\n";
    for (path, text, told) in [
        ("vi/big.md", "Dài. ".repeat(2_500_000), "content/vi/big.md"),
        ("theme/templates/crumbs.html", loops.to_owned(), "content/theme/templates/crumbs.html:1"),
        ("theme/templates/site/home.html", "{% if %}".to_owned(), "content/theme/templates/site/home.html:1"),
        ("vi/A.md", twice.to_owned(), "content/vi/a.md"),
        ("vi/a.md", "+++\ntitle = [".to_owned(), "content/vi/a.md:1"),
    ] {
        let project = article("Text.\n").file(path, &text);
        let ended = Command::new(env!("CARGO_BIN_EXE_deskmark"))
            .arg("build")
            .current_dir(project.content().parent().expect("it lies in a folder"))
            .env("LC_ALL", "C")
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{path}: {said}");
        assert!(said.contains(told) && !said.contains("panicked"), "{path}: {said}");
    }
}
