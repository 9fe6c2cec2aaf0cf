//! Mistakes in the portal's own theme files.

use insta::assert_snapshot;

use crate::project::Project;

const WIFI: &str = "+++\ntitle = \"Wifi\"\nid = \"wifi\"\n+++\n\nText.\n";

#[test]
fn a_template_that_does_not_parse_is_pointed_at() {
    let project = Project::portal().file("vi/a.md", WIFI).file("theme/templates/site/home.html", "<p>\n{% if %}\n</p>");
    assert_snapshot!(project.build().report, @r#"
    error[DM0601]: Found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`
     --> content/theme/templates/site/home.html:2:7
      |
    2 | {% if %}
      |       ^

    error   DM0601      1 × a template or string of the theme is broken
    "#);
}

#[test]
fn a_template_that_fails_names_its_line_and_the_pages() {
    let template =
        "{% extends \"default/site/article.html\" %}\n{% block main %}\n{{ page.titel }}\n{% endblock main %}\n";
    let project = Project::portal()
        .file("vi/a.md", WIFI)
        .file("vi/b.md", "+++\ntitle = \"B\"\n+++\n")
        .file("theme/templates/site/article.html", template);
    let outcome = project.build();
    assert_snapshot!(outcome.report, @r"
    error[DM0601]: Field `titel` is not defined. Available fields: breadcrumbs, description, kind, noindex, path, title, title_key
     --> content/theme/templates/site/article.html:3:9
      |
    3 | {{ page.titel }}
      |         ^
      |
      = help: it happened on the page `/en/a/`, and on 3 others

    error   DM0601      1 × a template or string of the theme is broken
    ");
    assert!(outcome.files.is_empty(), "nothing is written");
}

#[test]
fn templates_have_what_stands_under_extra() {
    let article = "+++\ntitle = \"Phòng máy\"\n[extra]\nroom = \"B2-104\"\nseats = 40\n[extra.open]\ndays = [\"T2\", \"T6\"]\n+++\n";
    let template = "{% extends \"default/site/article.html\" %}\n{% block article_facts %}\n\
        {% if extra.room is defined %}<p>{{ extra.room }}, {{ extra.seats }}: {{ extra.open.days[1] }}</p>{% endif %}\n\
        {% endblock article_facts %}\n";
    let site = Project::portal()
        .file("vi/a.md", article)
        .file("vi/b.md", "+++\ntitle = \"B\"\n+++\n")
        .file("theme/templates/site/article.html", template)
        .build();
    assert!(site.main("/vi/a/").contains("<p>B2-104, 40: T6</p>"), "{}", site.report);
    assert!(site.has("/vi/b/"), "{}", site.report);
}

#[test]
fn words_and_files_of_a_theme_are_pointed_at() {
    let project =
        Project::portal().file("vi/a.md", WIFI).file("theme/strings/vi.ftl", "home = Trang đầu\nskip Tới nội dung\n");
    assert_snapshot!(project.build().report, @r#"
    error[DM0601]: Expected a token starting with "="
     --> content/theme/strings/vi.ftl:2:6
      |
    2 | skip Tới nội dung
      |      ^

    error   DM0601      1 × a template or string of the theme is broken
    "#);
    let project = Project::portal().file("vi/a.md", WIFI).file("theme/strings/viet.txt", "home = Trang đầu\n");
    assert_snapshot!(project.build().report, @r#"
    error[DM0601]: `viet.txt` is not named after a language
    --> content/theme/strings/viet.txt
     = help: name it like `vi.ftl`

    error   DM0601      1 × a template or string of the theme is broken
    "#);
    let project = Project::portal().file("vi/a.md", WIFI).bytes("theme/templates/base.html", b"<p>\xe1</p>");
    assert_snapshot!(project.build().report, @r"
    error[DM0002]: a file of the theme is not UTF-8 text
    --> content/theme/templates/base.html
     = help: save the file with the encoding UTF-8

    error   DM0002      1 × a text file is not UTF-8
    ");
}
