//! Several languages: translations by id, stand-ins, links between languages, aliases and permanent links.

use crate::project::Project;

fn project() -> Project {
    Project::portal()
        .file("vi/mang/_index.md", "+++\ntitle = \"Mạng\"\n+++\nMọi thứ về mạng.\n")
        .file("vi/mang/wifi.md", "+++\ntitle = \"Nối wifi\"\nid = \"wifi\"\nupdated = 2026-11-01\naliases = [\"/vi/cu/wifi/\"]\n+++\nNội dung.\n")
        .file("vi/mang/vpn.md", "+++\ntitle = \"Dùng VPN\"\nid = \"vpn\"\ntags = [\"từ xa\"]\n+++\nNội dung VPN.\n")
        .file("en/network/_index.md", "+++\ntitle = \"Network\"\n+++\n")
        .file("en/network/wifi.md", "+++\ntitle = \"Join the wifi\"\nid = \"wifi\"\n+++\nText.\n")
}

#[test]
fn translations_link_to_each_other() {
    let outcome = project().build();
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.report);
    let page = outcome.page("/vi/mang/wifi/");
    assert!(page.contains("hreflang=\"en\" href=\"https://help.example/en/network/wifi/\""), "{page}");
    assert!(page.contains("hreflang=\"x-default\" href=\"https://help.example/vi/mang/wifi/\""));
}

#[test]
fn a_missing_translation_is_stood_in_for_where_its_neighbours_are() {
    let outcome = project().build();
    let page = outcome.page("/en/network/vpn/");
    assert!(page.contains("<html lang=\"en\" dir=\"ltr\">"));
    let main = outcome.main("/en/network/vpn/");
    assert!(main.contains("lang=\"vi\" dir=\"ltr\"") && main.contains("Nội dung VPN."));
    assert!(page.contains("name=\"robots\" content=\"noindex\""), "its own address is the one to find");
    assert!(outcome.main("/en/network/").contains("lang=\"vi\""), "the list says so too");
    assert!(!outcome.page("/sitemap.xml").contains("/en/network/vpn/"));
    let found = outcome.files.iter().filter(|(path, _)| path.starts_with("public/search/en"));
    assert!(found.clone().count() > 1 && !found.into_iter().any(|(_, text)| text.contains("VPN")));
}

#[test]
fn permanent_links_and_aliases_lead_on() {
    let outcome = project().build();
    for path in ["/a/wifi/", "/vi/cu/wifi/"] {
        assert!(outcome.page(path).contains("url=/vi/mang/wifi/"), "{path}");
    }
}

#[test]
fn the_sitemap_names_every_language_of_a_page() {
    let outcome = project().build();
    let sitemap = outcome.page("/sitemap.xml");
    let entry = sitemap
        .lines()
        .find(|line| line.contains("<loc>https://help.example/vi/mang/wifi/</loc>"))
        .expect("it is there");
    assert!(entry.contains("<lastmod>2026-11-01</lastmod>"));
    for lang in ["vi", "en", "x-default"] {
        assert!(entry.contains(&format!("hreflang=\"{lang}\"")), "{lang} in {entry}");
    }
}

#[test]
fn the_desk_bundle_names_articles_forms_and_navigation() {
    let outcome = project().file("theme/strings/vi.ftl", "home = Nhà\n").build();
    let name = outcome.files["desk/current"].trim();
    let catalog: domain::catalog::Catalog =
        serde_json::from_str(&outcome.files[&format!("desk/{name}/catalog.json")]).expect("the desk can read it");
    assert_eq!(catalog.articles.len(), 3);
    assert_eq!(catalog.navigation.values().map(Vec::len).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(outcome.files[&format!("desk/{name}/theme/strings/vi.ftl")], "home = Nhà\n");
    let form = outcome.main("/en/ask/incident/");
    let hash = catalog.request_types.values().next().expect("one").form_hash();
    assert!(form.contains(&hash) && form.contains("/t/review"));
}

#[test]
fn drafts_and_days_decide_what_is_published() {
    let project = Project::portal()
        .file("vi/a.md", "+++\ntitle = \"A\"\ndraft = true\n+++\n")
        .file("vi/b.md", "+++\ntitle = \"B\"\npublish_on = 2026-11-23\n+++\n")
        .file("vi/c.md", "+++\ntitle = \"C\"\nexpires_on = 2026-11-22\n+++\n")
        .file(
            "vi/d.md",
            "+++\ntitle = \"D\"\nverified = { by = \"Tổ mạng\", on = 2026-01-10 }\nreview_every = \"6m\"\n+++\n",
        );
    let outcome = project.build();
    assert_eq!(["/vi/a/", "/vi/b/", "/vi/c/", "/vi/d/"].map(|path| outcome.has(path)), [false, false, false, true]);
    assert!(outcome.main("/vi/d/").contains("notice-warning"), "its review is late");
    let outcome = project.with_drafts().build();
    assert_eq!(["/vi/a/", "/vi/b/", "/vi/c/"].map(|path| outcome.has(path)), [true; 3]);
}

#[test]
fn the_alphabet_is_the_languages_own() {
    let titles = ["Đổi mật khẩu", "Dùng VPN", "Ấn phẩm", "An toàn", "Ăn trưa"];
    let project = titles.iter().enumerate().fold(Project::portal(), |project, (index, title)| {
        project.file(&format!("vi/{index}.md"), &format!("+++\ntitle = \"{title}\"\n+++\n"))
    });
    let outcome = project.build();
    let main = outcome.main("/vi/a-z/");
    let places =
        ["An toàn", "Ăn trưa", "Ấn phẩm", "Dùng VPN", "Đổi mật khẩu"].map(|title| main.find(title).expect(title));
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn the_way_to_the_form_says_which_text_was_read() {
    let revision_of = |text: &str| {
        let front = "title = \"Wifi\"\nid = \"wifi\"\nrequest = \"incident\"";
        let outcome = Project::portal().file("vi/wifi.md", &format!("+++\n{front}\n+++\n{text}\n")).build();
        let name = outcome.files["desk/current"].trim();
        let catalog: domain::catalog::Catalog =
            serde_json::from_str(&outcome.files[&format!("desk/{name}/catalog.json")]).expect("the desk can read it");
        let article = &catalog.articles[0];
        assert_eq!(article.request.as_ref().map(domain::ids::RequestTypeId::as_str), Some("incident"));
        // Where the article stands in for a translation, the text that was read is still its own.
        for lang in ["vi", "en"] {
            let link = format!("/{lang}/ask/incident/?article=wifi&amp;rev={}", article.revision);
            assert!(outcome.main(&format!("/{lang}/wifi/")).contains(&link), "{link}");
        }
        article.revision.clone()
    };
    let (first, second) = (revision_of("Chọn eduroam."), revision_of("Chọn eduroam rồi nhập mật khẩu."));
    assert_ne!(first, second);
    assert_eq!(first, domain::reading::Revision::parse(&first).expect("a revision").to_string());
}
