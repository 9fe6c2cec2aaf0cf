//! Platform variants, their steps, and the blocks of a text.

use generator::content::{Content, Purpose};
use generator::markdown::Rendered;
use generator::site::ArticleIx;

use crate::project::Project;

fn article(body: &str) -> Project {
    Project::portal().file("vi/bai.md", &format!("+++\ntitle = \"Bài\"\n+++\n{body}"))
}

fn content(body: &str) -> Content {
    article(body).load(Purpose::Build).0.expect("the portal is fine")
}

fn rendered(content: &Content) -> &Rendered {
    content.body(ArticleIx(0))
}

/// The HTML without the headings' own links.
fn prose(body: &str) -> String {
    let outcome = article(body).build();
    let mut out = String::new();
    for (index, part) in outcome.prose("/vi/bai/").split(" <a class=\"anchor\"").enumerate() {
        out.push_str(if index == 0 { part } else { part.split_once("</a>").expect("it ends").1 });
    }
    out.lines().map(str::trim).collect()
}

#[test]
fn neighbouring_variants_form_a_group() {
    assert_eq!(
        prose(
            "1. Chung\n\n## Windows {platform=windows .x #win}\n\n1. A\n2. B\n\n1) lại\n\n### Sâu\n\nC\n\n\
             ## macOS {platform=macos}\n\n1. D\n\n## Sau đó\n\n1. E\n"
        ),
        "<ol class=\"steps\"><li class=\"step\" id=\"step-1\">Chung</li></ol>\
         <div class=\"variants\">\
         <section class=\"variant\" data-platform=\"windows\" aria-labelledby=\"win\"><h2 id=\"win\">Windows</h2>\
         <ol class=\"steps\"><li class=\"step\" id=\"step-windows-1\">A</li><li class=\"step\" id=\"step-windows-2\">B</li></ol>\
         <ol><li>lại</li></ol><h3 id=\"sau\">Sâu</h3><p>C</p></section>\
         <section class=\"variant\" data-platform=\"macos\" aria-labelledby=\"macos\"><h2 id=\"macos\">macOS</h2>\
         <ol class=\"steps\"><li class=\"step\" id=\"step-macos-1\">D</li></ol></section></div>\
         <h2 id=\"sau-đo\">Sau đó</h2><ol><li>E</li></ol>"
            .replace("sau-đo", "sau-do")
    );
}

#[test]
fn a_higher_heading_or_the_end_closes_a_group() {
    let body = "### A {platform=ios}\n\n### B {platform=windows}\n\n## C\n\n### D {platform=ios}\n\n1. x\n";
    let html = prose(body);
    assert_eq!(html.matches("<div class=\"variants\">").count(), 2, "{html}");
    assert!(html.contains("</section></div><h2 id=\"c\">"), "{html}");
    assert!(html.ends_with("</ol></section></div>"), "{html}");
    let content = content(body);
    assert_eq!(rendered(&content).variants, ["ios", "windows"]);
    // The first variant of the platform had none.
    assert_eq!(rendered(&content).steps, ["ios-2-1"]);
}

#[test]
fn raw_elements_do_not_cross_a_variant() {
    let html = prose("<details>\n\n## A {platform=ios}\n\n<div>\n\nx\n\n</details>\n\ny\n");
    assert!(
        html.contains("<details><div class=\"variants\"><section")
            && html.ends_with("<div><p>x</p></div></section></div></details><p>y</p>"),
        "{html}"
    );
}

#[test]
fn names_that_cannot_stand_in_an_id_are_dropped() {
    for name in ["Windows", "a_b", "ویندوز", "", "a\"onclick=x", &"x".repeat(31)] {
        let html = prose(&format!("## A {{platform={name}}}\n\nx\n"));
        assert!(!html.contains("variant"), "{html}");
    }
}

#[test]
fn every_block_has_its_place_and_its_step() {
    let body = "Mở đầu.\n\n## Làm {#lam}\n\n1. Một\n2. Hai\n\n   thêm\n\n<!-- ẩn -->\n\n| A |\n|---|\n| 1 |\n\n## W {platform=ios}\n\n1. Ba\n";
    let content = content(body);
    let rendered = rendered(&content);
    let blocks: Vec<_> = rendered
        .blocks
        .iter()
        .map(|block| {
            let html = rendered.html[block.html_at..].chars().take(9).collect::<String>();
            let source =
                content.site.articles[0].file.text[block.span.clone()].trim().lines().next().unwrap_or_default();
            (source, block.anchor.as_deref(), block.step.as_deref(), html)
        })
        .collect();
    let block = |source, anchor, step, html: &str| (source, anchor, step, html.to_owned());
    assert_eq!(
        blocks,
        [
            block("Mở đầu.", None, None, "<p>Mở đầu"),
            block("## Làm {#lam}", Some("lam"), None, "<h2 id=\"l"),
            block("1. Một", Some("step-1"), Some("1"), "<p>Một</p"),
            block("2. Hai", Some("step-2"), Some("2"), "<p>Hai</p"),
            block("| A |", Some("step-2"), None, "<div clas"),
            block("## W {platform=ios}", Some("w"), None, "<h2 id=\"w"),
            block("1. Ba", Some("step-ios-1"), Some("ios-1"), "Ba</li>\n<"),
        ]
    );
    let marked = content.page_html(rendered, &[(rendered.blocks[3].html_at, "<p>!</p>".to_owned())]);
    assert!(marked.contains("id=\"step-2\"><p>!</p><p>Hai</p>"), "{marked}");
}

#[test]
fn a_block_changes_with_its_words_and_links_only() {
    let hash = |body: &str| rendered(&content(body)).blocks[0].hash;
    assert_eq!(hash("Một hai\nba.\n"), hash("\n\nMột   hai ba.\n"));
    assert_ne!(hash("Một hai.\n"), hash("Một ba.\n"));
    assert_ne!(hash("[a](https://a.example)\n"), hash("[a](https://b.example)\n"));
    assert_ne!(hash("[a][1]\n\n[1]: https://a.example\n"), hash("[a][1]\n\n[1]: https://b.example\n"));
}
