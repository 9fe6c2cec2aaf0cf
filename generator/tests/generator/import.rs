//! `deskmark import`, as typed: what it writes, and what it says was lost.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const EXPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/zendesk/export.json");

/// Types a command; returns its exit code and all it says.
fn deskmark(folder: &Path, typed: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deskmark"));
    let output = command.args(typed).current_dir(folder).env("LC_ALL", "C").output().expect("the program starts");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.code().unwrap_or(-1), said)
}

/// A folder with the export taken over, and what was said about it.
fn imported() -> (TempDir, String) {
    let dir = TempDir::new().expect("there is room");
    let (code, said) = deskmark(dir.path(), &["import", "zendesk", EXPORT, "--content", "content"]);
    assert_eq!(code, 0, "{said}");
    (dir, said)
}

fn read(dir: &TempDir, path: &str) -> String {
    fs::read_to_string(dir.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Takes over one article with this text; returns its Markdown.
fn body(html: &str) -> String {
    let dir = TempDir::new().expect("there is room");
    let export = serde_json::json!({ "articles": [{ "id": 1, "title": "A", "locale": "en-us", "body": html }] });
    fs::write(dir.path().join("a.json"), export.to_string()).expect("there is room");
    let (code, said) = deskmark(dir.path(), &["import", "zendesk", "a.json"]);
    assert_eq!(code, 0, "{said}");
    let (code, said) = deskmark(dir.path(), &["check"]);
    assert_eq!(code, 0, "{said}");
    let text = read(&dir, "content/en/a.md");
    text.rsplit("+++\n").next().unwrap_or_default().trim().to_owned()
}

#[test]
fn every_text_has_its_file() {
    let (dir, said) = imported();
    let mut files: Vec<_> = walkdir::WalkDir::new(dir.path())
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(dir.path()).expect("it is below").display().to_string())
        .collect();
    files.sort();
    insta::assert_snapshot!(files.join("\n"), @"
    IMPORT-REPORT.md
    content/en/it-services/_index.md
    content/en/it-services/network/_index.md
    content/en/it-services/network/connect-to-the-vpn-at-home.md
    content/en/it-services/network/reset-password-2.md
    content/en/it-services/network/reset-password.md
    content/portal.toml
    content/vi/cong-nghe-thong-tin/_index.md
    content/vi/cong-nghe-thong-tin/mang/_index.md
    content/vi/cong-nghe-thong-tin/mang/dat-lai-mat-khau.md
    content/vi/cong-nghe-thong-tin/mang/ket-noi-vpn-tai-nha.md
    ");
    insta::assert_snapshot!(said, @"
    wrote 9 files to content: 5 articles in en, vi
    wrote content/portal.toml: put the title and the address of the site in
    access restrictions are lost: 2 articles were only for some people
    pictures to fetch by hand: 1
    wrote IMPORT-REPORT.md: read what changed or was lost

    Next: deskmark check --content content
    ");
    insta::assert_snapshot!(read(&dir, "content/portal.toml"), @r#"
    base_url = "https://help.example.org"
    languages = ["en", "vi"]

    [title]
    en = "Help centre"
    vi = "Trung tâm hỗ trợ"
    "#);
    insta::assert_snapshot!(read(&dir, "content/vi/cong-nghe-thong-tin/mang/_index.md"), @r#"
    +++
    title = "Mạng"
    weight = 2
    +++
    "#);
}

#[test]
fn an_article_comes_over_whole() {
    let (dir, _) = imported();
    insta::assert_snapshot!(read(&dir, "content/en/it-services/network/connect-to-the-vpn-at-home.md"), @r#"
    +++
    title = 'Connect to the "VPN" \ at home'
    id = "connect-to-the-vpn-at-home"
    tags = ["vpn", "remote work"]
    weight = 3
    date = 2024-03-05
    updated = 2025-06-07
    aliases = ["/hc/en-us/articles/101-Connect-to-the-VPN", "/hc/en-us/articles/101"]

    [extra]
    zendesk_id = 101
    +++

    ## Before you start {#h_01ABC}

    You need an **account:** see [how to get one](reset-password.md#h_02). Then *restart*.

    1. Open `vpn.exe`
    2. Choose a server
       - Hanoi
         - for **staff**
       - Tehran
    3. Type 5 \* 3 < 20\
       and press Enter

    | Server | Port |
    |---|---|
    | Hanoi | 443 \| 80 |
    | - one<br>- two | |

    ```sh
    vpn --up
    echo "**done**"
    ```

    > Never share it.

    ![The window of the VPN](https://acme.zendesk.com/hc/article_attachments/900/vpn.png)

    <https://www.youtube.com/watch?v=dQw4w9WgXcQ>

    See [the beginning](#h_01ABC), [the section](_index.md), [an old page](https://acme.zendesk.com/hc/en-us/articles/999-Gone) or this.

    News
    "#);
    insta::assert_snapshot!(read(&dir, "content/vi/cong-nghe-thong-tin/mang/ket-noi-vpn-tai-nha.md"), @r#"
    +++
    title = "Kết nối VPN tại nhà"
    id = "connect-to-the-vpn-at-home"
    weight = 0
    date = 2024-03-05
    updated = 2025-06-07
    aliases = ["/hc/vi/articles/101-Kết-nối-VPN", "/hc/vi/articles/101"]

    [extra]
    zendesk_id = 101
    +++

    Xem [đặt lại mật khẩu](dat-lai-mat-khau.md).
    "#);
}

#[test]
fn losses_are_told() {
    let (dir, _) = imported();
    insta::assert_snapshot!(read(&dir, "IMPORT-REPORT.md"), @r#"
    # Import from Zendesk

    | what | number |
    |---|---|
    | articles in `en` | 3 |
    | articles in `vi` | 2 |
    | drafts among them | 1 |
    | scripts left out | 2 |
    | styles left out | 2 |
    | embedded pages and films, now links | 1 |
    | pictures to fetch by hand | 1 |
    | links that still lead to the old help centre | 1 |
    | links that led nowhere; their words were kept | 1 |
    | tables with merged cells or lists in cells, made flat | 1 |
    | other elements left out | 1 |

    ## Access

    **Access restrictions are lost.** Everybody will be able to read these articles. Take them out, or
    set `draft = true`, before the site is published:

    - `en/it-services/network/reset-password.md`
    - `vi/cong-nghe-thong-tin/mang/dat-lai-mat-khau.md`

    ## Promoted articles

    A suggestion for `portal.toml`:

    ```toml
    popular = ["connect-to-the-vpn-at-home"]
    ```

    ## To fetch by hand

    The site shows nothing from elsewhere. Save these beside the articles and change their addresses:

    - <https://acme.zendesk.com/hc/article_attachments/900/vpn.png>

    ## Article by article

    ### `en/it-services/network/connect-to-the-vpn-at-home.md`

    - scripts left out: 2
    - styles left out: 2
    - tables made flat: 1
    - `marquee` left out: 1
    - embedded, now a link: `https://www.youtube.com/watch?v=dQw4w9WgXcQ`
    - picture stays at: `https://acme.zendesk.com/hc/article_attachments/900/vpn.png`
    - still leads to the old help centre: `https://acme.zendesk.com/hc/en-us/articles/999-Gone`
    - led nowhere, words kept: `javascript:alert(1)`

    ### `en/it-services/network/reset-password.md`

    - **access restrictions are lost**
    - was marked as outdated

    ### `vi/cong-nghe-thong-tin/mang/dat-lai-mat-khau.md`

    - **access restrictions are lost**
    "#);
}

#[test]
fn what_was_imported_is_valid_content() {
    let (dir, _) = imported();
    let (code, said) = deskmark(dir.path(), &["check", "--at", "2026-11-22"]);
    assert_eq!(code, 0, "{said}");
    let (code, said) = deskmark(dir.path(), &["build", "--at", "2026-11-22"]);
    assert_eq!(code, 0, "{said}");
    let former = read(&dir, "dist/public/hc/en-us/articles/101-Connect-to-the-VPN/index.html");
    assert!(former.contains("/en/it-services/network/connect-to-the-vpn-at-home/"), "{former}");
}

#[test]
fn nothing_is_written_over() {
    let (dir, _) = imported();
    let article = "content/en/it-services/network/reset-password.md";
    fs::write(dir.path().join(article), "mine").expect("there is room");
    let typed = ["import", "zendesk", EXPORT];
    let (code, said) = deskmark(dir.path(), &typed);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("`content/en/it-services/_index.md` is there already, and 9 more"), "{said}");
    assert_eq!(read(&dir, article), "mine");
    fs::write(dir.path().join("content/portal.toml"), read(&dir, "content/portal.toml") + "# mine\n").expect("room");
    let (code, said) = deskmark(dir.path(), &[&typed[..], &["--force"]].concat());
    assert_eq!(code, 0, "{said}");
    assert!(read(&dir, article).contains("title = \"Reset password\""));
    assert!(read(&dir, "content/portal.toml").ends_with("# mine\n"));
}

#[test]
fn one_language_can_be_taken() {
    let dir = TempDir::new().expect("there is room");
    let (code, said) = deskmark(dir.path(), &["import", "zendesk", EXPORT, "--lang", "vi"]);
    assert_eq!(code, 0, "{said}");
    assert!(dir.path().join("content/vi").is_dir() && !dir.path().join("content/en").exists(), "{said}");
    let (code, said) = deskmark(dir.path(), &["import", "zendesk", EXPORT, "--lang", "fa"]);
    assert!(code == 2 && said.contains("no articles in `fa`"), "{said}");
}

#[test]
fn what_is_no_export_is_told_with_its_place() {
    let dir = TempDir::new().expect("there is room");
    for (text, because) in [
        ("{\n  \"articles\": [{ \"id\": \"x\" }]\n}", "error: a.json:2:26: "),
        ("{\"articles\": [", "error: a.json:1:14: EOF while parsing a list\n"),
        ("{\"tickets\": []}", "has no articles"),
    ] {
        fs::write(dir.path().join("a.json"), text).expect("there is room");
        let (code, said) = deskmark(dir.path(), &["import", "zendesk", "a.json"]);
        assert!(code == 2 && said.contains(because) && said.lines().count() == 1, "{said}");
    }
}

#[test]
fn text_and_markup_keep_apart() {
    for (html, markdown) in [
        ("1. no list", "1\\. no list"),
        ("<p>a<b>b:</b>c</p>", "a<strong>b:</strong>c"),
        ("<p><b>Note:</b> c <i> d </i>e</p>", "**Note:** c *d* e"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<ul><li><b>a</b><p>b</p></li></ul>", "- **a**\n\n  b"),
        ("<a href='https://a.example/(b)'><div>c</div></a>", "c"),
        ("<p>x!<a href='https://a.example/(b)'>c</a></p>", "x\\![c](https://a.example/%28b%29)"),
        ("<p>a<br><br></p><p>&nbsp;</p>", "a"),
        ("<code>a`b</code>", "``a`b``"),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
        ("<iframe src='https://player.vimeo.com/video/7' title='A film'></iframe>", "[A film](https://vimeo.com/7)"),
    ] {
        assert_eq!(body(html), markdown, "{html}");
    }
}

#[test]
fn depth_has_an_end() {
    let deep = |tag: &str| format!("{}x{}", format!("<{tag}>").repeat(300), format!("</{tag}>").repeat(300));
    for html in [deep("div"), deep("ul><li"), deep("blockquote"), deep("span"), deep("i")] {
        assert!(body(&html).contains('x'));
    }
}
