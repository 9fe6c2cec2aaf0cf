//! What readers find around the articles: document control, registers, drafts, files for machines.

use crate::project::Project;

/// A procedure with everything a controlled document can have.
const PROCEDURE: &str = "+++\ntitle = \"Hỗ trợ kỹ thuật\"\nkind = \"procedure\"\ndate = 2025-01-10\nreview_every = \"1y\"\n\
    [control]\ncode = \"ĐTTT.8\"\nissue = 3\neffective = 2026-09-01\nlegal_basis = \"Quyết định 12, ngày 2/3/2026\"\n\
    owner = \"Trung tâm CNTT\"\nchecked_by = \"An\"\nrevisions = [{ issue = \"2.1\", date = 2025-10-01, change = \"Thêm web\" }]\n\
    +++\n1. Nhận\n2. Xong\n";

fn with_control(control: &str) -> Project {
    Project::portal().file("vi/a.md", &format!("+++\ntitle = \"A\"\nkind = \"procedure\"\n{control}\n+++\n"))
}

#[test]
fn a_procedure_shows_its_control_and_is_in_the_register() {
    let second = PROCEDURE.replace("ĐTTT.8", "ĐTTT.10").replace("Hỗ trợ kỹ thuật", "Sự cố");
    let site = Project::portal().file("vi/ho-tro.md", PROCEDURE).file("vi/su-co.md", &second).build();
    let page = site.main("/vi/ho-tro/");
    for text in
        ["ĐTTT.8", "1/9/2026", "Quyết định 12, ngày 2/3/2026", "Trung tâm CNTT", "An", "2.1", "1/10/2025", "Thêm web"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    let register = site.main("/vi/procedures/");
    let places: Vec<_> = ["ĐTTT.8<", "ĐTTT.10<"].map(|code| register.find(code)).into_iter().flatten().collect();
    assert!(places.len() == 2 && places[0] < places[1], "{register}");
    assert!(register.contains("quá hạn từ 10/1/2026"), "{register}");
    assert!(site.page("/vi/").contains("href=\"/vi/procedures/\""));
    assert!(!site.has("/en/procedures/"), "stand-ins alone are no register");
    assert!(!site.page("/en/").contains("/procedures/"));
}

#[test]
fn mistakes_in_document_control_are_told_each_at_its_place() {
    let report =
        with_control("[control]\ncode = \"1\"\nisue = 3\neffective = \"soon\"\nrevisions = [{ issue = 1 }]").check();
    for text in [
        "`control` has no key `isue`",
        "content/vi/a.md:6:1",
        "did you mean `issue`?",
        "`control.effective` takes a day like 2026-11-22, not a text",
        "content/vi/a.md:7:13",
        "`control.revisions` lacks `change`",
        "`control` lacks `issue`",
        "`control` lacks `owner`",
    ] {
        assert!(report.contains(text), "{text}:\n{report}");
    }
    assert!(with_control("control = 3").check().contains("`control` takes { code = "));
}

#[test]
fn security_txt_follows_the_rfc() {
    let contact = "[[contact]]\nkind = \"email\"\nvalue = \"help@help.example\"\n";
    let portal =
        "base_url = \"https://help.example\"\nlanguages = [\"vi\", \"en\"]\n[title]\nvi = \"Hỗ trợ\"\nen = \"Help\"\n";
    let site = Project::portal()
        .file("portal.toml", &format!("{portal}{contact}"))
        .file("vi/a.md", "+++\ntitle = \"A\"\n+++\n");
    assert_eq!(
        site.build().page("/.well-known/security.txt"),
        "Contact: mailto:help@help.example\nExpires: 2027-11-21T00:00:00Z\nPreferred-Languages: vi, en\n\
         Canonical: https://help.example/.well-known/security.txt\n"
    );
    let without = Project::portal().file("vi/a.md", "+++\ntitle = \"A\"\n+++\n").build();
    assert!(!without.has("/.well-known/security.txt"), "nobody to tell");
}

#[test]
fn drafts_say_that_they_are() {
    let site = Project::portal()
        .file("vi/a.md", "+++\ntitle = \"A\"\ndraft = true\n+++\n")
        .file("vi/b.md", "+++\ntitle = \"B\"\npublish_on = 2027-01-02\n+++\n")
        .with_drafts()
        .build();
    assert!(site.main("/vi/a/").contains("badge-draft"));
    assert!(site.main("/vi/b/").contains("Sẽ đăng ngày 2/1/2027."));
    assert!(site.main("/vi/a-z/").contains("badge-draft"));
}

#[test]
fn language_links_are_only_on_pages_that_are_found() {
    let site = Project::portal().file("en/a.md", "+++\ntitle = \"A\"\nid = \"a\"\n+++\n").build();
    let own = site.page("/en/a/");
    assert!(own.contains("hreflang=\"x-default\" href=\"https://help.example/en/a/\""), "{own}");
    assert!(own.contains("og:locale\" content=\"en_US\""));
    let stand_in = site.page("/vi/a/");
    assert!(stand_in.contains("noindex") && !stand_in.contains("rel=\"alternate\" hreflang"), "{stand_in}");
}

#[test]
fn nothing_found_leads_to_search_sections_and_letters() {
    let site = Project::portal().file("vi/mang/a.md", "+++\ntitle = \"A\"\n+++\n").build();
    let page = site.main("/vi/404.html");
    for text in ["action=\"/vi/search/\"", "href=\"/vi/mang/\"", "href=\"/vi/a-z/\""] {
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[test]
fn readers_are_asked_whether_it_helped_where_somebody_reads_the_answer() {
    let article = "+++\ntitle = \"A\"\nid = \"a\"\n+++\n1. X\n2. Y\n";
    let site = Project::portal().file("vi/a.md", article).build();
    let revision = domain::reading::Revision::of(article);
    for (path, lang) in [("/vi/a/", "vi"), ("/en/a/", "en")] {
        let page = site.main(path);
        for text in [
            "action=\"/signals/helpful\" method=\"post\"".to_owned(),
            "name=\"article\" value=\"a\"".to_owned(),
            format!("name=\"revision\" value=\"{revision}\""),
            format!("name=\"lang\" value=\"{lang}\""),
            format!("data-stuck-url=\"/{lang}/ask/?article=a&amp;rev={revision}\""),
        ] {
            assert!(page.contains(&text), "{text}: {page}");
        }
    }
    let alone = Project::plain().file("a.md", "# A\n").lang("vi").build();
    assert!(!alone.main("/vi/a/").contains("/signals/"), "nobody counts there");
}

#[test]
fn related_articles_share_terms_of_the_glossary() {
    let article = |title: &str, body: &str| format!("+++\ntitle = \"{title}\"\n+++\n{body}\n");
    let site = Project::portal()
        .file("vi/glossary.md", &article("Thuật ngữ", "eduroam\n: Mạng chung.\n\nVPN\n: Đường hầm.\n"))
        .file("vi/a.md", &article("Bài A", "Nối vào eduroam."))
        .file("vi/b.md", &article("Bài B", "Mật khẩu của eduroam."))
        .file("vi/c.md", &article("Bài C", "Mở VPN."))
        .build();
    let related = |path| site.main(path).split_once("class=\"related\"").map(|(_, list)| list.to_owned());
    assert!(related("/vi/a/").is_some_and(|list| list.contains("Bài B") && !list.contains("Bài C")));
    assert_eq!(related("/vi/c/"), None);
}

#[test]
fn related_articles_are_those_linked_and_those_sharing_rare_tags() {
    let article =
        |title: &str, tags: &str, body: &str| format!("+++\ntitle = \"{title}\"\ntags = [{tags}]\n+++\n{body}\n");
    let mut site = Project::portal()
        .file("vi/x/a.md", &article("Bài A", "\"hiếm\"", "[B](../y/b.md#muc) [ngoài](https://example.org)"))
        .file("vi/y/b.md", &article("Bài B", "", "## Mục {#muc}"))
        .file("vi/y/c.md", &article("Bài C", "\"hiếm\", \"chung\"", ""));
    for number in 0..8 {
        site = site.file(&format!("vi/z/{number}.md"), &article(&format!("Bài {number}"), "\"chung\"", ""));
    }
    let site = site.build();
    let of = |path| {
        let main = site.main(path);
        let list = main.split("class=\"related\"").nth(1).unwrap_or_default();
        let list = list.split("</section>").next().unwrap_or_default();
        list.split("articles-title\">")
            .skip(1)
            .map(|rest| rest.split('<').next().unwrap_or_default().to_owned())
            .collect()
    };
    let (a, b, c): (Vec<String>, Vec<String>, Vec<String>) = (of("/vi/x/a/"), of("/vi/y/b/"), of("/vi/y/c/"));
    assert_eq!(a, ["Bài B", "Bài C"]);
    assert_eq!(b, ["Bài A"], "who is led to leads back");
    assert_eq!((c.len(), c[0].as_str()), (5, "Bài A"));
}
