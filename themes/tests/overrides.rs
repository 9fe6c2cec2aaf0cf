//! A portal's own files in place of the theme's, and what is said of those that are wrong.

use std::fs;
use std::path::Path;

use themes::theme::Overrides;
use themes::{Theme, ThemeError, overrides_in};

mod fixtures;

/// A theme with these files in place of its own.
fn with(files: &[(&str, &str)]) -> Result<Theme, ThemeError> {
    let overrides: Overrides =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    Theme::build(overrides, None)
}

fn page(theme: &Theme, lang: &str, name: &str) -> String {
    let pages = fixtures::everything(theme, lang);
    pages.into_iter().find(|page| page.name == name).map_or_else(|| panic!("no page {name}"), |page| page.text)
}

fn asset(theme: &Theme, name: &str) -> String {
    let asset = theme.assets().iter().find(|asset| asset.path.ends_with(name)).expect(name);
    String::from_utf8(asset.bytes.clone()).expect("text")
}

/// The places and reasons a broken theme is told with.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let Err(ThemeError::Template(error)) = with(files) else { panic!("a template error of {files:?}") };
    error.problems.iter().map(|problem| format!("{}:{}:{}", problem.file, problem.line, problem.column)).collect()
}

#[test]
fn one_block_of_an_article_is_replaced_and_the_rest_stays() {
    let theme = with(&[(
        "templates/site/article.html",
        "{% extends \"default/site/article.html\" %}\n{% block article_facts %}<p>OURS {{ kind }}</p>{{ super() }}{% endblock article_facts %}\n",
    )])
    .expect("a theme");
    let article = page(&theme, "vi", "article");
    assert!(article.contains("<p>OURS how-to</p>"));
    assert!(article.contains("class=\"facts\"") && article.contains("id=\"step-1\"") && article.contains("</footer>"));
}

#[test]
fn every_template_can_be_built_on_its_original() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut folders = vec![templates.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("text");
            if text.contains("{% component ") {
                continue;
            }
            let name = path.strip_prefix(&templates).expect("inside").to_string_lossy().replace('\\', "/");
            // Pages are extended; parts and letters are included.
            let tag = if text.contains("{% extends") || text.contains("<!doctype") { "extends" } else { "include" };
            files.push((format!("templates/{name}"), format!("{{% {tag} \"default/{name}\" %}}")));
        }
    }
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let theme = with(&files).expect("a theme");
    for lang in fixtures::LANGUAGES {
        let defaults = fixtures::everything(&Theme::new(), lang);
        for (own, default) in fixtures::everything(&theme, lang).iter().zip(defaults) {
            assert!(own.text == default.text, "{} in {lang} is not what its original is", default.name);
        }
    }
}

#[test]
fn desk_pages_mail_styles_scripts_and_words_are_replaced() {
    let theme = with(&[
        (
            "templates/desk/queue.html",
            "{% extends \"default/desk/queue.html\" %}{% block header %}<p>OUR DESK</p>{% endblock header %}",
        ),
        ("templates/mail/sign_in.txt", "OUR MAIL\n\n{{ code }}\n"),
        ("templates/footer.html", "<footer>OUR FOOT</footer>"),
        ("styles/31-article.css", ".ours{color:red}"),
        ("styles/95-more.css", ".more{color:red}"),
        ("scripts/copy.js", "export function copy() {}\n"),
        ("strings/vi.ftl", "nav-ask = Hỏi phòng máy\n"),
    ])
    .expect("a theme");
    assert!(page(&theme, "vi", "queue").contains("OUR DESK"));
    assert!(page(&theme, "vi", "mail-sign-in").starts_with("OUR MAIL\n"));
    let home = page(&theme, "vi", "home");
    assert!(home.contains("OUR FOOT") && home.contains("Hỏi phòng máy") && home.contains("Tra phiếu"));
    assert!(page(&theme, "en", "home").contains("OUR FOOT"));
    let sheet = asset(&theme, "/style.css");
    assert!(sheet.contains(".ours{color:red}") && sheet.contains(".more{color:red}"));
    assert!(!sheet.contains(".toc-inline"), "the file is replaced as a whole");
    assert_eq!(asset(&theme, "/copy.js"), "export function copy() {}\n");
    assert_ne!(theme.asset_base(), Theme::new().asset_base(), "changed assets have a new address");
}

#[test]
fn a_folder_is_read_as_it_lies() {
    let dir = std::env::temp_dir().join(format!("deskmark-theme-{}", std::process::id()));
    for (path, text) in
        [("templates/footer.html", "<footer>ours</footer>"), ("strings/vi.ftl", "skip = Nhảy tới bài\n")]
    {
        let file = dir.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    }
    let theme = overrides_in(&dir).and_then(|own| Theme::build(own, None)).expect("a theme");
    fs::remove_dir_all(&dir).expect("removed");
    let home = page(&theme, "vi", "home");
    assert!(home.contains("<footer>ours</footer>") && home.contains("Nhảy tới bài"));
}

#[test]
fn templates_that_do_not_parse_are_all_told_with_their_places() {
    let files = [
        ("templates/footer.html", "<footer>\n  {% if shell.title %}\n</footer>\n"),
        ("templates/header.html", "<header>{{ shell. }}</header>"),
    ];
    let told = told(&files);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("templates/footer.html:"), "{told:?}");
    assert!(told[1].starts_with("templates/header.html:1:"), "{told:?}");
}

#[test]
fn templates_that_do_not_fit_together_are_told_with_their_places() {
    assert_eq!(told(&[("templates/footer.html", "a\n  {{ 1 | shout }}")]), ["templates/footer.html:2:10"]);
    assert_eq!(told(&[("templates/footer.html", "{% include \"nothing.html\" %}")]), ["templates/footer.html:1:12"]);
    assert_eq!(told(&[("templates/footer.html", "{{ <no_such_part/> }}")]), ["templates/footer.html:1:4"]);
    assert_eq!(told(&[("templates/error.html", "{% extends \"bse.html\" %}")]), ["templates/error.html:0:0"]);
    let wrong_block = "{% extends \"base.html\" %}\n{% block man %}{% endblock man %}";
    assert_eq!(told(&[("templates/error.html", wrong_block)]), ["templates/error.html:2:10"]);
}

#[test]
fn a_template_that_fails_on_a_page_is_told_with_its_place() {
    let theme = with(&[("templates/footer.html", "<footer>\n{{ shell.no_such_thing }}</footer>")]).expect("it parses");
    let mut stage = fixtures::stage(&theme, "vi");
    let shell = themes::view::shell::Shell::new(&stage.catalog, &stage.lang);
    stage.catalog.navigation.clear();
    let error = theme.render(&stage.lang, &themes::view::error::ErrorView::new(shell, 404, "")).expect_err("a failure");
    let ThemeError::Template(error) = error else { panic!("{error}") };
    let problem = &error.problems[0];
    assert_eq!((problem.file.as_str(), problem.line), ("templates/footer.html", 2), "{problem}");
    assert!(problem.column > 0 && problem.reason.contains("no_such_thing"), "{problem}");
}

#[test]
fn broken_words_are_told_with_their_place() {
    let Err(error) = with(&[("strings/vi.ftl", "skip = Tới\nhome\n")]) else { panic!("it is not Fluent") };
    let text = error.to_string();
    assert!(text.starts_with("strings/vi.ftl:2:"), "{text}");
}

#[test]
fn what_belongs_to_another_folder_is_told_so() {
    let elsewhere = "it is in another folder, and a template is made of those in its own and those in none";
    for text in ["{% include \"desk/keys.html\" %}", "{% extends \"desk/queue.html\" %}", "{{ <queue rows={[]}/> }}"] {
        let Err(error) = with(&[("templates/site/home.html", text)]) else { panic!("{text} builds") };
        assert!(error.to_string().ends_with(elsewhere), "{error}");
    }
    let Err(error) = with(&[("templates/site/home.html", "{{ <no_such_part/> }}")]) else { panic!("it builds") };
    assert!(!error.to_string().contains("another folder"), "{error}");
}
