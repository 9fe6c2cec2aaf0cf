//! Code: its colours, and where it has none.

use crate::project::Project;

fn code(language: &str, text: &str) -> String {
    let outcome = Project::portal()
        .file("vi/bai.md", &format!("+++\ntitle = \"Bài\"\n+++\n```{language}\n{text}\n```\n"))
        .build();
    let prose = outcome.prose("/vi/bai/");
    let start = prose.find("<code").expect("there is code");
    let start = start + prose[start..].find('>').expect("the tag ends") + 1;
    prose[start..prose.find("</code>").expect("it ends")].trim_end().to_owned()
}

#[test]
fn a_portal_may_leave_code_plain() {
    let text = "+++\ntitle = \"A\"\n+++\n```sh\necho 'a'\n```\n";
    let portal = "base_url = \"https://help.example\"\nlanguages = [\"vi\"]\n";
    let coloured = |setting: &str| {
        let portal = format!("{portal}{setting}[title]\nvi = \"Hỗ trợ\"\n");
        let outcome = Project::plain().file("portal.toml", &portal).file("vi/a.md", text).build();
        outcome.prose("/vi/a/").contains("hl-")
    };
    assert!(coloured("") && coloured("highlight = true\n"));
    assert!(!coloured("highlight = false\n"));
}

#[test]
fn languages_have_their_colours() {
    for (language, text, html) in [
        ("json", "{ \"a\": 1 }", "<span class=\"hl-a\">\"a\"</span>"),
        ("json", "{ \"a\": 1 }", "<span class=\"hl-n\">1</span>"),
        ("sh", "echo \"$A\" # b", "<span class=\"hl-c\"># b"),
        ("shell", "if true; then", "<span class=\"hl-k\">if</span>"),
        ("yaml", "a: true", "<span class=\"hl-a\">a</span>"),
        ("html", "<p class=\"x\">", "&lt;<span class=\"hl-t\">p</span>"),
        ("ts", "const a = 'b'", "<span class=\"hl-s\">'b'</span>"),
        (
            "jsx",
            "return <Card a={f(1)} />",
            "<span class=\"hl-k\">return</span> &lt;<span class=\"hl-t\">Card</span> a={<span class=\"hl-f\">f</span>(<span class=\"hl-n\">1</span>)}",
        ),
        ("js", "x = `a\n${b}`", "<span class=\"hl-s\">`a\n${b}`</span>"),
        ("python", "def f(a): pass", "<span class=\"hl-f\">f</span>"),
        ("sql", "SELECT 1", "<span class=\"hl-k\">SELECT</span>"),
        (
            "powershell",
            "Get-Item -Path $x",
            "<span class=\"hl-f\">Get-Item</span> <span class=\"hl-v\">-Path</span> <span class=\"hl-v\">$x</span>",
        ),
        (
            "toml",
            "[a]\nb = \"c\" # d",
            "<span class=\"hl-t\">[a]</span>\n<span class=\"hl-a\">b</span> = <span class=\"hl-s\">\"c\"</span> <span class=\"hl-c\"># d</span>",
        ),
        ("console", "$ ls 'a'\nls 'a'", "<span class=\"hl-s\">'a'</span>\nls 'a'"),
    ] {
        let made = code(language, text).replace("&quot;", "\"");
        assert!(made.contains(html), "{language}: {made}");
    }
}

#[test]
fn text_stays_what_it_was() {
    let sample = "a = \"<&>\" # <b>\n$ 'x\n[y]\n\"\\\n<#\n'é\n-";
    for language in
        ["sh", "console", "json", "yaml", "toml", "ini", "ps1", "vb", "html", "js", "sql", "dockerfile", "text", "?"]
    {
        let made = code(language, sample);
        let tags: Vec<&str> = made.split('<').skip(1).collect();
        assert!(
            tags.iter().all(|tag| tag.starts_with("span class=\"hl-") || tag.starts_with("/span>")),
            "{language}: {made}"
        );
        let text: String = made
            .split('<')
            .enumerate()
            .map(|(ix, part)| if ix == 0 { part } else { part.split_once('>').expect("a tag").1 })
            .collect();
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        assert_eq!(text.trim_end(), sample, "{language}");
    }
}

#[test]
fn what_is_long_or_unknown_is_plain() {
    assert!(!code("klingon", "if true").contains("span"));
    assert!(!code("sh", &"if true\n".repeat(10_000)).contains("span"));
    assert!(!code("sh", &format!("if {}", "x".repeat(2_100))).contains("span"));
}
