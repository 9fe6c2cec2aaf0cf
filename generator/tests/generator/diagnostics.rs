//! What the author is told, word for word with the caret.

use insta::assert_snapshot;

use crate::project::Project;

const WIFI: &str = "+++\ntitle = \"Wifi\"\nid = \"wifi\"\n+++\n\nText.\n";

#[test]
fn a_mistyped_key_is_shown_with_what_was_meant() {
    let project = Project::portal().file("vi/wifi.md", "+++\ntitle = \"Wifi\"\nsumary = \"Kết nối\"\n+++\n");
    assert_snapshot!(project.build().report, @r#"
    error[DM0102]: `sumary` is not a key of an article
     --> content/vi/wifi.md:3:1
      |
    3 | sumary = "Kết nối"
      | ^^^^^^ not known
      |
      = help: did you mean `summary`?

    error   DM0102      1 × a key is not known
    "#);
}

#[test]
fn a_dangling_link_is_an_error_at_its_address() {
    let project = Project::portal()
        .file("vi/mang/wifi.md", WIFI)
        .file("vi/mang/vpn.md", "+++\ntitle = \"VPN\"\n+++\n\nXem [cách nối wifi](wfi.md) trước.\n");
    assert_snapshot!(project.build().report, @r"
    error[DM0301]: the link `wfi.md` leads nowhere: there is no such file
     --> content/vi/mang/vpn.md:5:21
      |
    5 | Xem [cách nối wifi](wfi.md) trước.
      |                     ^^^^^^
      |
      = help: did you mean `wifi.md`?

    error   DM0301      1 × a link leads nowhere
    ");
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_their_places() {
    let outcome = Project::portal()
        .file("desks/it.toml", "calendar = \"campsu\"\nmembers = []\nnmae = 1\nname = { vi = \"B\" }\n")
        .file(
            "vi/a.md",
            "+++\ntitle = [1]\nkind = \"howto\"\nminutes = \"3\"\nid = \"A B\"\n+++\n[x](y.md) <script>1</script>\n",
        )
        .file("vi/b.md", "no front matter\n")
        .build();
    let places: Vec<_> = outcome.report.lines().filter(|line| line.contains("--> ")).map(str::trim).collect();
    assert_eq!(places.len(), outcome.found.len());
    assert_eq!(
        outcome.codes(),
        ["DM0102", "DM0103", "DM0103", "DM0103", "DM0103", "DM0104", "DM0104", "DM0301", "DM0401", "DM0401", "DM0502"]
    );
    assert!(outcome.report.contains("did you mean `how-to`?") && outcome.report.contains("did you mean `campus`?"));
    assert!(outcome.report.contains("did you mean `name`?"));
    assert!(outcome.files.is_empty(), "nothing is written");
}

#[test]
fn configuration_points_at_the_name() {
    let project = Project::portal().file(
        "requests/how-to.toml",
        "desk = \"itt\"\nlabel = { vi = \"Hỏi\" }\nstages = { receive = \"4 hours\", handle = \"1d\" }\n",
    );
    assert_snapshot!(project.build().report, @r#"
    error[DM0501]: `4 hours` is not a length of working time
     --> content/requests/how-to.toml:3:22
      |
    3 | stages = { receive = "4 hours", handle = "1d" }
      |                      ^^^^^^^^^
      |
      = help: write it like "30m", "4h", "0.5d" or "1d 4h" (at most 400 days)

    error   DM0501      1 × a configuration file cannot be parsed
    "#);
    let project = Project::portal().file(
        "requests/how-to.toml",
        "desk = \"itt\"\nlabel = { vi = \"Hỏi\" }\nstages = { receive = \"4h\", handle = \"1d\" }\n",
    );
    assert_snapshot!(project.build().report, @r#"
    error[DM0502]: there is no desk `itt`
     --> content/requests/how-to.toml:1:8
      |
    1 | desk = "itt"
      |        ^^^^^
      |
      = help: a desk is a file `desks/itt.toml`
      = help: did you mean `it`?

    error   DM0502      1 × a name refers to nothing
    "#);
}

#[test]
fn a_portal_file_that_cannot_be_read_is_told_alone() {
    let project = Project::plain().file("portal.toml", "title = { vi = \"x\" }\nlanguages = [\"tiếng Việt\"]\n");
    assert_snapshot!(project.build().report, @r#"
    error[DM0501]: `tiếng Việt` is not a language tag
     --> content/portal.toml:2:13
      |
    2 | languages = ["tiếng Việt"]
      |             ^^^^^^^^^^^^^^
      |
      = help: write two or three letters, like `vi`, `fa` or `en`

    error   DM0501      1 × a configuration file cannot be parsed
    "#);
}

#[test]
fn ids_and_addresses_belong_to_one_article() {
    let outcome = Project::portal()
        .file("vi/a.md", WIFI)
        .file("vi/b.md", WIFI)
        .file("vi/Đăng ký.md", "+++\ntitle = \"Một\"\n+++\n")
        .file("vi/dang-ky.md", "+++\ntitle = \"Hai\"\n+++\n")
        .file("vi/tags.md", "+++\ntitle = \"Thẻ\"\n+++\n")
        .build();
    assert_eq!(outcome.codes(), ["DM0201", "DM0202", "DM0203"]);
}

#[test]
fn references_between_files_are_followed() {
    let outcome = Project::portal()
        .file("vi/a.md", "+++\ntitle = \"A\"\nrequest = \"incidnt\"\n+++\n[x](b.md#khong-co) [y](#co-day) ![z](z.png)\n\n## Có đây\n")
        .file("vi/b.md", "+++\ntitle = \"B\"\ndraft = true\n+++\n")
        .file("vi/c.md", "+++\ntitle = \"C\"\n+++\n[a](a.md#co-day) [a](a.md#co-dya)\n")
        .file("de/d.md", "+++\ntitle = \"D\"\n+++\n")
        .file("replies/r.md", "+++\ntitle = \"R\"\nlang = \"vi\"\ndesk = \"hr\"\n+++\nX\n")
        .build();
    assert_eq!(outcome.codes(), ["DM0302", "DM0303", "DM0306", "DM0502", "DM0502", "DM0502"]);
    assert!(outcome.report.contains("the article is a draft"), "{}", outcome.report);
    assert!(outcome.report.contains("did you mean `#co-day`?") && outcome.report.contains("did you mean `incident`?"));
}

#[test]
fn counts_by_rule_come_last() {
    let project =
        Project::plain().lang("en").base_url("https://x.example").file("a.md", "# A\n\n[b](b.md) [c](c.md)\n");
    let report = project.build().report;
    assert!(report.ends_with("\nwarning DM0301      2 × a link leads nowhere\n"), "{report}");
    assert!(project.check().ends_with("\nerror   DM0301      2 × a link leads nowhere\n"));
}
