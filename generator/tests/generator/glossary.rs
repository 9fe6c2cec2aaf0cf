//! The glossary: its page, and its terms in other articles.

use generator::content::Purpose;
use generator::site::ArticleIx;

use crate::project::{Outcome, Project};

const GLOSSARY: &str = "+++\ntitle = \"Thuật ngữ\"\nkind = \"reference\"\n+++\n\
    VPN, mạng riêng ảo\n: Đường hầm *an toàn* vào\n  mạng của trường. Xem [VPN](https://a.example).\n\n\
    mạng\n: Các máy nối với nhau.\n\nWi-Fi\n: Mạng không dây & tiện.\n";

fn with_glossary(body: &str) -> Outcome {
    Project::portal()
        .file("vi/glossary.md", GLOSSARY)
        .file("vi/bai.md", &format!("+++\ntitle = \"Bài\"\n+++\n{body}"))
        .build()
}

fn prose(body: &str) -> String {
    with_glossary(body).prose("/vi/bai/").to_owned()
}

const VPN: &str =
    "<a class=\"term\" href=\"/vi/glossary/#term-vpn\" title=\"Đường hầm an toàn vào mạng của trường. Xem VPN.\">";
const NETWORK: &str = "<a class=\"term\" href=\"/vi/glossary/#term-mang\" title=\"Các máy nối với nhau.\">";

#[test]
fn terms_have_anchors_and_meanings() {
    let outcome = with_glossary("x\n");
    let prose = outcome.prose("/vi/glossary/");
    assert!(prose.contains("<dt id=\"term-vpn\">VPN, mạng riêng ảo</dt>"), "{prose}");
    assert!(!prose.contains("class=\"term\""), "the glossary does not link to itself: {prose}");
    assert!(outcome.codes().is_empty(), "{}", outcome.report);
    let (content, _) = Project::portal().file("vi/glossary.md", GLOSSARY).load(Purpose::Build);
    let content = content.expect("the portal is fine");
    let terms = &content.body(ArticleIx(0)).terms;
    assert_eq!(terms[0].names, ["VPN", "mạng riêng ảo"]);
    assert_eq!(terms[2].slug, "wi-fi");
    assert_eq!(terms[2].definition, "Mạng không dây & tiện.");
}

#[test]
fn the_first_occurrence_is_linked_the_longest_name_first() {
    assert_eq!(
        prose("Bật Mạng riêng\nảo rồi vào mạng, VPN lại.\n\nMạng.\n"),
        format!("<p>Bật {VPN}Mạng riêng\nảo</a> rồi vào {NETWORK}mạng</a>, VPN lại.</p>\n<p>Mạng.</p>")
    );
}

#[test]
fn only_whole_words_of_running_text_count() {
    assert_eq!(
        prose("VPNs, xVPN, VPN_1, `VPN`, [VPN](#a), <kbd>VPN</kbd>\n\n# VPN {#a}\n").matches("class=\"term\"").count(),
        0
    );
    assert!(prose("- (vpn)\n").contains(&format!("<li>({VPN}vpn</a>)</li>")));
}

#[test]
fn letters_may_be_composed_either_way() {
    use unicode_normalization::UnicodeNormalization as _;

    let decomposed: String = "mạng riêng ảo".nfd().collect();
    assert_eq!(prose(&format!("{decomposed}\n")), format!("<p>{VPN}mạng riêng ảo</a></p>"));
}

#[test]
fn persian_words_are_whole_too() {
    let portal = "base_url = \"https://help.example\"\nlanguages = [\"fa\"]\n[title]\nfa = \"راهنما\"\n";
    let outcome = Project::plain()
        .file("portal.toml", portal)
        .file("fa/glossary.md", "+++\ntitle = \"واژه‌نامه\"\n+++\nشبکه، نت\n: رایانه‌های به‌هم‌پیوسته\n")
        .file("fa/a.md", "+++\ntitle = \"الف\"\n+++\nشبکه‌ها و نتایج، سپس (شبکه).\n")
        .build();
    let prose = outcome.prose("/fa/a/");
    assert!(prose.starts_with("<p>شبکه‌ها و نتایج، سپس (<a class=\"term\" href=\"/fa/glossary/#term-شبکه\""), "{prose}");
}
