//! Folders of other site generators, built as they are.

use std::path::Path;

use insta::assert_snapshot;

use crate::project::{Outcome, Project};

/// The folder of that name under `tests/fixtures/foreign/`.
fn project(name: &str) -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/foreign").join(name);
    let mut project = Project::plain().lang("en").base_url("https://x.example");
    for entry in walkdir::WalkDir::new(&root) {
        let entry = entry.expect("the fixtures can be listed");
        if entry.file_type().is_file() {
            let rel = entry.path().strip_prefix(&root).expect("it is below").to_string_lossy().into_owned();
            project = project.bytes(&rel, &std::fs::read(entry.path()).expect("a fixture can be read"));
        }
    }
    project
}

fn build(name: &str) -> Outcome {
    project(name).build()
}

/// The text of an article without its icons and the links to its own headings.
fn prose(outcome: &Outcome, path: &str) -> String {
    bare(outcome.prose(path))
}

fn bare(html: &str) -> String {
    let without = |text: &str, start: &str, end: &str| {
        let mut parts = text.split(start);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + part.split_once(end).expect("it has an end").1)
    };
    without(&without(html, "<svg", "</svg> "), " <a class=\"anchor\"", "</a>")
}

/// Where a page leads, in order, once each.
fn order(outcome: &Outcome, path: &str) -> Vec<String> {
    links(outcome.main(path))
}

fn links(html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for link in html.split("href=\"").skip(1) {
        let link = link.split('"').next().unwrap_or_default().to_owned();
        if link.starts_with("/en/") && !found.contains(&link) {
            found.push(link);
        }
    }
    found
}

/// The text at the top of a section's page.
fn intro(outcome: &Outcome, path: &str) -> String {
    let (_, text) = outcome.main(path).split_once("data-code-copied=\"Copied\">").expect("it has a text");
    bare(text.split("\n</div>").next().unwrap_or_default())
}

#[test]
fn hugo() {
    let outcome = build("hugo");
    assert_snapshot!(outcome.report, @r#"
    warning[DM0303]: `card.png` is missing: there is no such file
     --> content/net/wifi.md:8:17
      |
    8 | {{< figure src="card.png" alt="The card" caption="A network card" >}}
      |                 ^^^^^^^^
      |
      = help: put the file there, or mend its path; it counts from this file

    note[DM0904]: the tag `ref` of another tool is shown as it is written (1 ×)
      --> content/net/wifi.md:16:5
       |
    16 | See {{< ref >}} or [the VPN]({{< relref "vpn.md#start" >}}) and [the other]({{< ref "/net/vpn" >}}).
       |     ^^^^^^^^^^^
       |
       = help: write in Markdown what it stands for, or take it out

    note[DM0904]: the tag `ours` of another tool is shown as it is written (2 ×)
      --> content/net/wifi.md:31:1
       |
    31 | {{< ours colour="red" >}} and {{< ours >}}
       | ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: write in Markdown what it stands for, or take it out

    warning DM0303      1 × a picture or file is missing
    note    DM0904      2 × a tag of another site generator is not known
    "#);
    assert_snapshot!(prose(&outcome, "/en/net/wifi/"), @r#"
    <figure><span class="missing-link">The card</span><figcaption>A network card</figcaption></figure>
    <aside class="callout callout-warning" role="note"><p class="callout-title">Careful</p>
    <p>Do not share the <strong>password</strong>.</p>
    <p>It is yours.</p>
    </aside>
    <p>See {{&lt; ref &gt;}} or <a href="/en/net/vpn/#start">the VPN</a> and <a href="/en/net/vpn/">the other</a>.</p>
    <p class="video-card"><a href="https://www.youtube.com/watch?v=abc-DEF_123" class="external" rel="noopener">How it works</a></p>
    <p>Write <code>{{&lt; figure &gt;}}</code> like so:</p>
    <pre tabindex="0"><code>{{&lt; youtube x &gt;}}
    !!! note
    </code></pre>
    <details><summary>More</summary>
    <p>Folded <em>away</em>.</p>
    </details>
    <p>{{&lt; ours colour=&quot;red&quot; &gt;}} and {{&lt; ours &gt;}}</p>
    "#);
    assert_snapshot!(prose(&outcome, "/en/net/vpn/"), @r#"
    <h2 id="start">Start</h2>
    <pre tabindex="0"><code class="language-sh"><span class="hl-f">echo</span> <span class="hl-s">&quot;{{ not a tag }}&quot;</span>
    </code></pre>
    <div class="variants">
    <section class="variant" data-platform="windows" aria-labelledby="windows-11">
    <h3 id="windows-11">Windows 11</h3>
    <ol>
    <li>Open the settings.</li>
    </ol>
    </section>
    <section class="variant" data-platform="macos" aria-labelledby="macos">
    <h3 id="macos">macOS</h3>
    <ol>
    <li>Open the menu.</li>
    </ol>
    </section>
    </div>
    "#);
    assert!(!outcome.has("/en/net/old/"), "it has expired");
    let listed = ["/en/", "/en/net/vpn/", "/en/net/wifi/", "/en/net/any/"];
    assert_eq!(order(&outcome, "/en/net/"), listed, "by weight; what has none comes last");
}

#[test]
fn zola() {
    let outcome = build("zola");
    assert_snapshot!(outcome.report, @r#"
    warning[DM0303]: `a.png` is missing: there is no such file
      --> content/mail.md:15:16
       |
    15 | {{ image(path="a.png") }}
       |                ^^^^^
       |
       = help: put the file there, or mend its path; it counts from this file

    warning[DM0304]: the picture has no description
      --> content/mail.md:15:16
       |
    15 | {{ image(path="a.png") }}
       |                ^^^^^
       |
       = help: say between the brackets what it shows: `![The router with its reset button](…)`
       = help: if it says nothing the text does not say, write `<img src="…" alt="">`

    note[DM0904]: the tag `chart` of another tool is shown as it is written (1 ×)
     --> content/setup.md:9:1
      |
    9 | {{ chart(data="x.csv") }}
      | ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write in Markdown what it stands for, or take it out

    warning DM0303      1 × a picture or file is missing
    warning DM0304      1 × a picture has no description
    note    DM0904      1 × a tag of another site generator is not known
    "#);
    assert_snapshot!(prose(&outcome, "/en/mail/"), @r#"
    <p><a href="/en/set-it-up/#before">Setup</a></p>
    <aside class="callout callout-note" role="note"><p class="callout-title">Mind</p>
    <p>One mailbox each.</p>
    </aside>
    <p class="video-card"><a href="https://vimeo.com/123456" class="external" rel="noopener">https://vimeo.com/123456</a></p>
    <figure><span class="missing-link"></span></figure>
    "#);
    assert!(
        outcome.has("/en/tags/phone/") && outcome.has("/en/tags/basics/"),
        "categories are tags where there are none"
    );
    assert!(outcome.has("/en/set-it-up/") && !outcome.has("/en/setup/"), "its `slug` is its address");
}

#[test]
fn jekyll() {
    let outcome = build("jekyll");
    assert_snapshot!(outcome.report, @r"
    note[DM0901]: front-matter keys of another tool, kept aside: `layout` (1)
    --> content

    note[DM0904]: the tag `include` of another tool is shown as it is written (1 ×)
      --> content/printing.md:22:1
       |
    22 | {% include widget.html %}
       | ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: write in Markdown what it stands for, or take it out

    note    DM0901      1 × keys of another site generator were kept aside
    note    DM0904      1 × a tag of another site generator is not known
    ");
    assert_snapshot!(intro(&outcome, "/en/printing/"), @r#"
    <aside class="callout callout-warning" role="note"><p class="callout-title">Warning</p>
    <p>Paper jams are hot.</p>
    </aside>
    <aside class="callout callout-note" role="note"><p class="callout-title">A tip</p>
    <p>Print less.</p>
    </aside>
    <p><a href="/en/duplex/">Duplex</a> and <a href="/en/posts/news/">by post</a>.</p>
    <pre tabindex="0"><code class="language-ruby"><span class="hl-f">puts</span> <span class="hl-s">&quot;x&quot;</span>
    </code></pre>
    <p>Write {{ this }} so.</p>
    <p>{% include widget.html %}</p>
    "#);
    assert!(!outcome.has("/en/secret/"), "it is not published");
    assert!(!outcome.has("/en/_drafts/soon/"), "it is a draft");
    assert!(outcome.page("/old/printing/").contains("/en/printing/"), "who knows the former address is led on");
    assert!(outcome.page("/duplex.html").contains("/en/duplex/"), "so is who knows the one it has there");
    let (_, list) = outcome.main("/en/printing/").split_once("class=\"articles\"").expect("it lists articles");
    assert_eq!(links(list), ["/en/colour/", "/en/duplex/"], "children are listed below the page they name");
    assert!(outcome.main("/en/duplex/").contains("href=\"/en/printing/\""), "which is above them");
    assert!(outcome.main("/en/posts/news/").contains("6 May 2024"), "a post's day is in its name");
}

#[test]
fn mkdocs() {
    let outcome = build("mkdocs");
    assert_snapshot!(outcome.report, @r#"
    note[DM0904]: the tag `--8<--` of another tool is shown as it is written (1 ×)
      --> content/docs/work/one.md:25:1
       |
    25 | --8<-- "legal.md"
       | ^^^^^^^^^^^^^^^^^
       |
       = help: write in Markdown what it stands for, or take it out

    note[DM0905]: left out, as the folder has no such page: `gone.md`, `https://x.example/`
     --> content/mkdocs.yml:3:1
      |
    3 | nav:
      | ^^^
      |
      = help: link to them from a page, or set their order with `weight` in the front matter

    note    DM0904      1 × a tag of another site generator is not known
    note    DM0905      1 × the order another site generator gives its pages is followed in part
    "#);
    assert_snapshot!(prose(&outcome, "/en/work/one/"), @r#"
    <aside class="callout callout-tip" role="note"><p class="callout-title">Good to know</p>
    <p>Keep the <em>card</em>.</p>
    <p>Always.</p>
    </aside>
    <details><summary>Question</summary>
    <p>Folded text.</p>
    </details>
    <div class="variants">
    <section class="variant" data-platform="windows" aria-labelledby="windows">
    <h2 id="windows">Windows</h2>
    <p>Press a key.</p>
    </section>
    <section class="variant" data-platform="linux" aria-labelledby="linux">
    <h2 id="linux">Linux</h2>
    <p>Type it.</p>
    </section>
    </div>
    <h2 id="other">Other</h2>
    <p><strong>Fast</strong></p>
    <p>Run.</p>
    <p><strong>Slow</strong></p>
    <p>Walk.</p>
    <p>--8&lt;-- &quot;legal.md&quot;</p>
    "#);
    assert_snapshot!(prose(&outcome, "/en/work/two/"), @r#"
    <pre tabindex="0"><code>!!! note
        This is code.
    </code></pre>
    "#);
}

#[test]
fn mkdocs_gives_the_order() {
    let outcome = build("mkdocs");
    assert_eq!(
        order(&outcome, "/en/"),
        ["/en/work/", "/en/work/two/", "/en/work/one/", "/en/a-z/", "/en/index/", "/en/last/"]
    );
    assert_eq!(order(&outcome, "/en/work/"), ["/en/", "/en/work/two/", "/en/work/one/"]);
    assert!(outcome.main("/en/work/").contains("<h1>Second</h1>"), "a section has the title of its entry");
    assert!(outcome.main("/en/work/one/").contains("<h1>First job</h1>"), "a page that of its heading");
    // A section that is no folder has a page of its own; its pages keep their addresses.
    let nav = "nav:\n- Bare: bare.md\n- Both sides:\n  - last.md\n  - Deep:\n    - work/one.md\n    - work/two.md\nplugins: [search]\n";
    let outcome = project("mkdocs").file("mkdocs.yml", nav).file("docs/bare.md", "Text.\n").build();
    assert!(outcome.main("/en/bare/").contains("<h1>Bare</h1>"), "or of its entry when it has none");
    assert_eq!(
        order(&outcome, "/en/both-sides/"),
        ["/en/", "/en/last/", "/en/both-sides/deep/", "/en/work/one/", "/en/work/two/"]
    );
    // The folder of pages alone is often what is built; the settings are beside it.
    let outcome = project("mkdocs").file("docs/x.md", "# X\n").inside("docs").build();
    assert_eq!(order(&outcome, "/en/work/"), ["/en/", "/en/work/two/", "/en/work/one/"]);
}

#[test]
fn what_gives_the_order_and_cannot_be_read_is_told() {
    let outcome = project("mkdocs").file("mkdocs.yml", "nav:\n  - a: [\n").build();
    assert!(outcome.report.contains("content/mkdocs.yml:2:8") && outcome.has("/en/last/"), "{}", outcome.report);
    let outcome = project("docusaurus").file("guides/_category_.json", "{ \"label\": ").build();
    assert!(outcome.report.contains("content/guides/_category_.json:1"), "{}", outcome.report);
    assert!(outcome.has("/en/guides/a/"));
    let circle = |title: &str, parent: &str| format!("---\ntitle: {title}\nparent: {parent}\n---\n");
    let project = Project::plain().lang("en").base_url("https://x.example");
    let outcome = project.file("a.md", &circle("A", "B")).file("b.md", &circle("B", "A")).build();
    assert!(outcome.has("/en/a/") && outcome.has("/en/b/"), "{}", outcome.report);
}

#[test]
fn docusaurus() {
    let outcome = project("docusaurus").file("node_modules/x/readme.md", "# Not ours\n").build();
    assert_snapshot!(outcome.report, @r"
    note[DM0901]: front-matter keys of another tool, kept aside: `slug` (1)
    --> content

    note    DM0901      1 × keys of another site generator were kept aside
    ");
    assert_snapshot!(prose(&outcome, "/en/guides/b/"), @r#"
    <aside class="callout callout-note" role="note"><p class="callout-title">Remember</p>
    <p>Charge it.</p>
    <aside class="callout callout-caution" role="note"><p class="callout-title">Caution</p>
    <p>Not in the rain.</p>
    </aside>
    </aside>
    <aside class="callout callout-tip" role="note"><p class="callout-title">Tip</p>
    <p>Daily.</p>
    </aside>
    "#);
    assert!(outcome.main("/en/intro/").contains("4 March 2026"));
    assert_eq!(order(&outcome, "/en/guides/"), ["/en/", "/en/guides/b/", "/en/guides/a/"]);
    assert!(outcome.main("/en/guides/").contains("<h1>How to</h1>"));
    assert!(!outcome.files.keys().any(|file| file.contains("node_modules")));
}
