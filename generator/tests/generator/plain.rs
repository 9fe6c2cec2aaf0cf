//! A folder without `portal.toml` builds as it is.

use insta::assert_snapshot;

use crate::project::Project;

#[test]
fn other_tools_keys_are_kept_aside_with_one_note() {
    let outcome = Project::plain()
        .lang("en")
        .base_url("https://x.example")
        .file("net/wifi.md", "---\ntitle: \"Wifi: first steps\"\nlayout: page\nauthor: {name: Ann}\ntags: [a, b]\ndate: 2024-05-06T07:08:09Z\n---\nText\n")
        .file("net/vpn.md", "---\ntitle: VPN\nlayout: page\nkind: post\nminutes: long\n---\nText\n")
        .build();
    assert_snapshot!(outcome.report, @r"
    note[DM0901]: front-matter keys of another tool, kept aside: `layout` (2), `author` (1), `kind` (1), `minutes` (1)
    --> content

    note    DM0901      1 × keys of another site generator were kept aside
    ");
    assert!(outcome.main("/en/net/wifi/").contains("Wifi: first steps"));
    assert!(outcome.main("/en/net/wifi/").contains("6 May 2024"));
    assert!(outcome.has("/en/tags/a/"));
    assert!(outcome.main("/en/").contains("<a href=\"/en/net/\">Net</a>"), "the folder's name is the section's title");
}

#[test]
fn the_language_is_guessed_and_said() {
    let outcome = Project::plain().file("mang.md", "# Kết nối mạng\n\nMở cài đặt, chọn mạng rồi đăng nhập.\n").build();
    assert!(outcome.report.contains("the language looks like `vi`"), "{}", outcome.report);
    assert!(outcome.page("/vi/mang/").contains("<html lang=\"vi\" dir=\"ltr\">"));
    let outcome = Project::plain().file("a.md", "# شبکه\n\nبرای اتصال به شبکه تنظیمات را باز کنید.\n").build();
    assert!(outcome.page("/fa/a/").contains("<html lang=\"fa\" dir=\"rtl\">"));
}

#[test]
fn a_title_comes_from_the_heading_or_the_name() {
    let outcome = Project::plain().lang("en").file("a_b.md", "Just text.\n").file("c.md", "# Seen\n\nText.\n").build();
    assert!(outcome.main("/en/a_b/").contains("<h1>A b</h1>"));
    assert_eq!(outcome.main("/en/c/").matches("Seen").count(), 1, "the heading is not repeated");
}

#[test]
fn there_is_no_desk_and_nothing_leads_to_one() {
    let outcome = Project::plain().lang("en").file("a.md", "# A\n").build();
    assert!(!outcome.files.keys().any(|file| file.starts_with("desk/")));
    for path in ["/en/ask/", "/en/status/"] {
        assert!(!outcome.has(path));
    }
    for page in ["/en/", "/en/a/", "/404.html"] {
        assert!(!outcome.page(page).contains("/ask/") && !outcome.page(page).contains("href=\"\""), "{page}");
    }
}

#[test]
fn same_titles_and_meeting_names_keep_their_own_addresses() {
    let outcome = Project::plain()
        .lang("en")
        .file("x/one.md", "# Same\n")
        .file("x/two.md", "# Same\n")
        .file("x/A b.md", "# Third\n")
        .file("x/a-b.md", "# Fourth\n")
        .file("x/v1.2-.md", "# Sixth\n")
        .file("search/in.md", "# Fifth\n")
        .build();
    for path in ["/en/x/one/", "/en/x/two/", "/en/x/a-b/", "/en/x/a-b-2/", "/en/x/v1.2-/", "/en/search-1/in/"] {
        assert!(outcome.has(path), "no {path}\n{}", outcome.report);
    }
    assert!(outcome.codes().contains(&"DM0201") && outcome.codes().contains(&"DM0203"));
    assert!(outcome.built.is_some(), "they are warnings");
}

#[test]
fn broken_front_matter_costs_nobody_the_page() {
    let outcome =
        Project::plain().lang("en").file("a.md", "---\ntitle: Wifi: first\n  x: [\n---\nBody here.\n").build();
    assert!(outcome.codes().contains(&"DM0101"));
    assert!(outcome.main("/en/a/").contains("<h1>Wifi: first</h1>"));
}

#[test]
fn links_as_other_tools_write_them_are_found() {
    let outcome = Project::plain()
        .lang("en")
        .file(
            "a/one.md",
            "# One\n\n[1](two) [2](two.html) [3](./two.md#part) [4](/b/three.md) [5](../b/) [6](mailto:x@y.example)\n",
        )
        .file("a/two.md", "# Two\n\n## Part\n")
        .file("b/index.md", "# B\n")
        .file("b/three.md", "# Three\n")
        .build();
    assert!(!outcome.codes().contains(&"DM0301"), "{}", outcome.report);
    let main = outcome.main("/en/a/one/");
    for href in ["\"/en/a/two/\"", "\"/en/a/two/#part\"", "\"/en/b/three/\"", "\"/en/b/\"", "\"mailto:x@y.example\""] {
        assert!(main.contains(&format!("href={href}")), "{href} in {main}");
    }
}
