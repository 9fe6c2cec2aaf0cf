//! Markdown as readers get it.

use insta::assert_snapshot;

use crate::project::{Outcome, Project};

fn article(body: &str) -> Outcome {
    let text = format!("+++\ntitle = \"Bài\"\n+++\n{body}");
    Project::portal().file("vi/bai.md", &text).file("vi/wifi.md", "+++\ntitle = \"Wifi\"\n+++\n").build()
}

#[test]
fn the_first_ordered_list_of_a_how_to_is_its_steps() {
    let outcome = article(
        "Chuẩn bị:\n\n1. Mở **Cài đặt**\n2. Chọn mạng\n\n   > [!WARNING]\n   > Đừng chia sẻ mật khẩu.\n\nSau đó:\n\n3. Thử lại\n",
    );
    let prose = outcome.prose("/vi/bai/").replace('\n', "");
    assert!(prose.contains("<ol class=\"steps\"><li class=\"step\" id=\"step-1\"><p>Mở <strong>Cài đặt</strong></p></li><li class=\"step\" id=\"step-2\">"), "{prose}");
    assert!(
        prose.contains("<aside class=\"callout callout-warning\" role=\"note\"><p class=\"callout-title\">"),
        "{prose}"
    );
    assert!(prose.contains("Cảnh báo") || prose.contains("Lưu ý"), "the word is Vietnamese: {prose}");
    assert!(prose.contains("<ol start=\"3\">"));
}

#[test]
fn headings_have_ids_and_their_own_links() {
    assert_snapshot!(article("## Đặt lại mật khẩu\n\n## Đặt lại mật khẩu\n\n### Bước 1 {#dau}\n").prose("/vi/bai/"), @r##"
    <h2 id="dat-lai-mat-khau">Đặt lại mật khẩu <a class="anchor" href="#dat-lai-mat-khau" aria-label="Liên kết tới mục “Đặt lại mật khẩu”">#</a></h2>
    <h2 id="dat-lai-mat-khau-2">Đặt lại mật khẩu <a class="anchor" href="#dat-lai-mat-khau-2" aria-label="Liên kết tới mục “Đặt lại mật khẩu”">#</a></h2>
    <h3 id="dau">Bước 1 <a class="anchor" href="#dau" aria-label="Liên kết tới mục “Bước 1”">#</a></h3>
    "##);
}

#[test]
fn an_empty_corner_of_a_table_heads_nothing() {
    let site = article("| | Sinh viên |\n|:-:|---|\n| Hộp thư | 50 GB |\n");
    let page = site.prose("/vi/bai/");
    assert!(
        page.contains("<thead><tr><td class=\"align-center\"></td><th scope=\"col\">Sinh viên</th></tr></thead>"),
        "{page}"
    );
}

#[test]
fn the_extensions_authors_know_work() {
    assert_snapshot!(article("| A | B |\n|:-:|--:|\n| 1 | ~~2~~ |\n\n- [x] xong\n- [ ] chưa\n\nMột[^1], lại[^1].\n\n[^1]: Chú *thích*.\n\nIP\n: Địa chỉ\n\n```sh title=\"x\"\nls <a>\n```\n").prose("/vi/bai/"), @r##"
    <div class="table-scroll" role="group" tabindex="0" aria-label="Bảng; cuộn ngang để xem hết"><table>
    <thead><tr><th scope="col" class="align-center">A</th><th scope="col" class="align-end">B</th></tr></thead>
    <tbody>
    <tr><td class="align-center">1</td><td class="align-end"><del>2</del></td></tr>
    </tbody></table></div>
    <ul class="tasks">
    <li class="task"><span class="task-mark">☑</span> xong</li>
    <li class="task"><span class="task-mark">☐</span> chưa</li>
    </ul>
    <p>Một<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>, lại<sup class="footnote-ref"><a href="#fn-1" id="fnref-1-2">1</a></sup>.</p>
    <dl>
    <dt>IP</dt>
    <dd>Địa chỉ</dd>
    </dl>
    <pre tabindex="0"><code class="language-sh"><span class="hl-f">ls</span> &lt;a&gt;
    </code></pre>
    <div class="footnotes"><ol>
    <li id="fn-1"><p>Chú <em>thích</em>.</p> <a href="#fnref-1" aria-label="Quay lại chỗ đang đọc">↩</a> <a href="#fnref-1-2" aria-label="Quay lại chỗ đang đọc">↩</a></li>
    </ol></div>
    "##);
}

#[test]
fn links_are_rewritten_and_pages_load_nothing_from_elsewhere() {
    assert_snapshot!(article("[w](wifi.md) [x](https://a.example/?b&c \"T\") <a@b.example> ![p](https://a.example/p.png) [t](tel:+84)\n").prose("/vi/bai/"), @r#"<p><a href="/vi/wifi/">w</a> <a href="https://a.example/?b&amp;c" class="external" rel="noopener" title="T">x</a> <a href="mailto:a@b.example">a@b.example</a> <a class="external" rel="noopener" href="https://a.example/p.png">p</a> <a href="tel:+84">t</a></p>"#);
}

#[test]
fn harmless_html_is_kept_and_closed() {
    let outcome = article(
        "Bấm <kbd>Ctrl</kbd> <b>đậm\n\n<details class=\"x\" data-y=\"z\">\n<summary>Thêm</summary>\n\n**Trong**\n\n\
         </details>\n\n</div>\n\n<!-- ẩn -->\n\n<user name> </main>\n",
    );
    let prose = outcome.prose("/vi/bai/").replace("\n\n\n", "\n");
    assert_snapshot!(prose, @r#"
    <p>Bấm <kbd>Ctrl</kbd> <b>đậm</b></p>
    <details class="x">
    <summary>Thêm</summary>
    <p><strong>Trong</strong></p>
    </details>
    <p>&lt;user name&gt; &lt;/main&gt;</p>
    "#);
    assert_eq!(outcome.codes(), ["DM0403", "DM0403"]);
}

/// Markup that must never reach a browser as such, whoever wrote it.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p style=\"position:fixed\">x</p>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"java&#x09;script&colon;alert(1)\">x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVa\u{1}Script:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "<javascript:alert(1)>",
    "<iframe src=\"https://evil.example\"></iframe>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><a xlink:href=\"javascript:alert(1)\">x</a></math>",
    "<form action=\"https://evil.example\"><input name=code></form>",
    "<base href=\"https://evil.example/\">",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
    "<object data=x></object>",
    "<template><script>1</script></template>",
    "<!--><script>alert(1)</script>-->",
    "<a title=\"</a><script>alert(1)</script>\" onclick=x>y</a>",
    "```<script>\n\"><script>alert(1)</script>\n```",
    "# <script>alert(1)</script>",
    "![<script>alert(1)</script>](x.png \"\\\"><script>\")",
    "| <script>alert(1)</script> |\n|---|\n| x |",
    "> [!NOTE]\n> <script>alert(1)</script>",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
];

/// The tags of a piece of HTML as a browser sees them, in lower case.
fn tags(html: &str) -> impl Iterator<Item = String> {
    html.split('<').skip(1).filter_map(|tag| tag.split('>').next()).map(str::to_ascii_lowercase)
}

#[test]
fn no_markup_can_run_script() {
    const KNOWN: &[&str] = &[
        "a",
        "aside",
        "b",
        "blockquote",
        "code",
        "div",
        "em",
        "figcaption",
        "figure",
        "h2",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "span",
        "strong",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "use",
    ];
    for attack in ATTACKS {
        let outcome = Project::plain().lang("en").file("a.md", &format!("---\ntitle: A\n---\n{attack}\n")).build();
        let prose = outcome.prose("/en/a/");
        for tag in tags(prose) {
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
            assert!(KNOWN.contains(&name), "{attack}\n→ {prose}");
            let quoted_out: String = tag.split('"').step_by(2).collect();
            assert!(!quoted_out.contains(" on") && !quoted_out.contains("style"), "{attack}\n→ {prose}");
            assert!(!tag.contains("href=\"javascript") && !tag.contains("href=\"data"), "{attack}\n→ {prose}");
        }
    }
}

#[test]
fn in_a_portal_such_markup_is_an_error_naming_its_line() {
    for attack in
        ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "<p style=\"x\">"]
    {
        let outcome = article(&format!("Một.\n\n{attack}\n"));
        assert!(
            outcome.codes().contains(&"DM0401") && outcome.report.contains("content/vi/bai.md:6:"),
            "{}",
            outcome.report
        );
        assert!(outcome.built.is_none());
    }
}
