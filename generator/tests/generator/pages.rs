//! What stands on the pages of a portal: every key of an article, lists, and what feed readers and search engines read.

use crate::project::{Outcome, Project};

/// An article with every key that shows.
const WIFI: &str = "+++
title = \"Nối wifi\"
id = \"wifi\"
summary = \"Vào mạng trong hai bước.\"
kind = \"how-to\"
tags = [\"mạng\", \"Không dây\"]
synonyms = [\"hotspot\"]
answers = [\"vào mạng\"]
audience = [\"sinh viên\"]
platforms = [\"windows\", \"ios\"]
minutes = 5
date = 2026-10-01
updated = 2026-11-02
verified = { by = \"Tổ mạng\", on = 2026-11-03, with = \"Windows 11\" }
review_every = \"1y\"
aliases = [\"/vi/cu/\"]
weight = 1
request = \"incident\"
+++
## Trước khi bắt đầu

Mang thẻ.

## Nối

1. Mở.
2. Chọn.
";

fn site() -> Outcome {
    Project::portal()
        .file(
            "vi/mang/_index.md",
            "+++\ntitle = \"Mạng\"\nsummary = \"Mọi thứ về mạng.\"\naliases = [\"/vi/network/\"]\n+++\nXem *bài*.\n",
        )
        .file("vi/mang/wifi.md", WIFI)
        .file(
            "vi/mang/a.md",
            "+++\ntitle = \"Cáp\"\nid = \"cap\"\ndate = 2026-11-20\ntags = [\"mạng\"]\n+++\nCắm & chạy.\n",
        )
        .file("vi/mang/sau/b.md", "+++\ntitle = \"Sâu\"\n+++\n")
        .build()
}

#[test]
fn every_key_has_its_place_on_the_page() {
    let site = site();
    assert_eq!(site.report, "");
    let page = site.page("/vi/mang/wifi/");
    for (key, text) in [
        ("title", "<h1>Nối wifi</h1>"),
        ("id", "/a/wifi/\"><bdi>https://help.example/a/wifi/</bdi>"),
        ("summary", "<p class=\"lead\">Vào mạng trong hai bước.</p>"),
        ("summary", "name=\"description\" content=\"Vào mạng trong hai bước.\""),
        ("kind", "<ol class=\"steps\">"),
        ("tags", "href=\"/vi/tags/khong-day/\">Không dây</a>"),
        ("audience", "sinh viên"),
        ("platforms", "Windows, iPhone, iPad"),
        ("minutes", "5 phút"),
        ("verified", "Windows 11"),
        ("verified", "3/11/2026"),
        ("request", "href=\"/vi/ask/incident/?article=wifi"),
    ] {
        assert!(page.contains(text), "{key}: {text}\n{page}");
    }
    assert!(site.has("/vi/cu/"), "aliases");
    let unverified = site.main("/vi/mang/a/");
    assert!(unverified.contains("20/11/2026"), "date, where nothing was updated or verified: {unverified}");
}

#[test]
fn a_section_lists_what_is_in_it_by_weight_and_title() {
    let site = site();
    let page = site.main("/vi/mang/");
    let places =
        ["Mọi thứ về mạng.", "<em>bài</em>", "Cáp", "Nối wifi", "Sâu"].map(|text| page.find(text).expect(text));
    assert!(places.is_sorted(), "{places:?} {page}");
    let article = site.main("/vi/mang/wifi/");
    assert!(article.contains("rel=\"prev\" href=\"/vi/mang/a/\""), "the one before it");
    assert!(site.main("/vi/mang/a/").contains("rel=\"next\" href=\"/vi/mang/wifi/\""), "and after");
    let crumbs = site.main("/vi/mang/sau/b/");
    let places = ["href=\"/vi/\"", "href=\"/vi/mang/\"", "href=\"/vi/mang/sau/\""].map(|text| crumbs.find(text));
    assert!(places.is_sorted() && places[0].is_some(), "the way from the top");
    assert!(article.contains("class=\"toc") && article.contains("href=\"#truoc-khi-bat-dau\""), "two headings");
    assert!(!site.main("/vi/mang/a/").contains("class=\"toc"), "none");
}

#[test]
fn tags_and_the_home_page_lead_to_articles() {
    let site = site();
    let tag = site.main("/vi/tags/mang/");
    assert!(tag.contains("Cáp") && tag.contains("Nối wifi") && !tag.contains("Sâu"), "{tag}");
    assert!(site.main("/vi/tags/").contains("href=\"/vi/tags/khong-day/\""));
    let home = site.main("/vi/");
    for text in ["href=\"/vi/mang/\"", "href=\"/vi/ask/incident/\"", "action=\"/vi/search/\""] {
        assert!(home.contains(text), "{text}: {home}");
    }
    assert_eq!(site.main("/"), home, "the top is the first language's home");
    assert!(site.main("/vi/ask/").contains("Báo sự cố") && site.main("/vi/status/").contains("<form"));
}

#[test]
fn former_addresses_of_sections_lead_on_too() {
    let page = site().page("/vi/network/").to_owned();
    assert!(page.contains("url=/vi/mang/") && page.contains("noindex"), "{page}");
}

#[test]
fn the_feed_has_what_changed_last_first() {
    let site = site();
    let feed = site.page("/vi/feed.xml");
    let entries: Vec<&str> = feed.split("<entry>").skip(1).collect();
    assert_eq!(entries.len(), 2, "what has no day is no news: {feed}");
    assert!(entries[0].contains("https://help.example/vi/mang/a/") && entries[0].contains("2026-11-20T00:00:00Z"));
    assert!(entries[1].contains("<summary>Vào mạng trong hai bước.</summary>") && entries[1].contains("2026-11-02"));
    assert!(feed.contains("xml:lang=\"vi\"") && feed.contains("<updated>2026-11-20T00:00:00Z</updated>\n<author>"));
    assert!(!site.page("/en/feed.xml").contains("<entry>"), "each language has its own");
    assert!(site.page("/vi/mang/a/").contains("type=\"application/atom+xml\""), "pages name it");
}

#[test]
fn links_shared_elsewhere_show_what_they_lead_to() {
    let site = site();
    let page = site.page("/vi/mang/wifi/");
    for (name, content) in [
        ("og:title", "Nối wifi"),
        ("og:site_name", "Hỗ trợ"),
        ("og:type", "article"),
        ("og:url", "https://help.example/vi/mang/wifi/"),
        ("og:locale", "vi_VN"),
        ("og:description", "Vào mạng trong hai bước."),
    ] {
        assert!(page.contains(&format!("<meta property=\"{name}\" content=\"{content}\">")), "{name}: {page}");
    }
    assert!(page.contains("<link rel=\"canonical\" href=\"https://help.example/vi/mang/wifi/\">"));
    assert!(site.page("/vi/").contains("<meta property=\"og:type\" content=\"website\">"));
}

#[test]
fn search_engines_read_the_way_to_an_article_and_its_days() {
    let site = site();
    let page = site.page("/vi/mang/wifi/");
    let (_, json) = page.split_once("<script type=\"application/ld+json\">").expect("it is there");
    let json: serde_json::Value = serde_json::from_str(json.split("</script>").next().expect("it ends")).expect("JSON");
    let (way, about) = (&json["@graph"][0], &json["@graph"][1]);
    assert_eq!(way["itemListElement"].as_array().map(Vec::len), Some(3));
    assert_eq!(way["itemListElement"][1]["name"], "Mạng");
    assert_eq!((about["headline"].as_str(), about["inLanguage"].as_str()), (Some("Nối wifi"), Some("vi")));
    assert_eq!(
        (about["datePublished"].as_str(), about["dateModified"].as_str()),
        (Some("2026-10-01"), Some("2026-11-02"))
    );
    let robots = site.page("/robots.txt");
    assert!(robots.contains("Disallow: /desk/") && robots.contains("Sitemap: https://help.example/sitemap.xml"));
}

#[test]
fn a_printed_sheet_names_its_address() {
    let site = site();
    // The same line is read on the screen; without an id only paper needs the address.
    assert!(site.main("/vi/mang/wifi/").contains("<p class=\"short\">"));
    let without = site.main("/vi/mang/sau/b/");
    assert!(
        without.contains("<p class=\"short print-only\">") && without.contains("https://help.example/vi/mang/sau/b/")
    );
}
