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
    let without = |text: &str, start: &str, end: &str| {
        let mut parts = text.split(start);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + part.split_once(end).expect("it has an end").1)
    };
    without(&without(outcome.prose(path), "<svg", "</svg> "), " <a class=\"anchor\"", "</a>")
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
    <p><a href="/en/setup/#before">Setup</a></p>
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
}

#[test]
fn jekyll() {
    let outcome = build("jekyll");
    assert_snapshot!(outcome.report, @r"
    note[DM0901]: 1 front-matter keys of another tool were kept aside: `layout` (1)
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
    assert_snapshot!(prose(&outcome, "/en/printing/"), @r#"
    <aside class="callout callout-warning" role="note"><p class="callout-title">Warning</p>
    <p>Paper jams are hot.</p>
    </aside>
    <aside class="callout callout-note" role="note"><p class="callout-title">A tip</p>
    <p>Print less.</p>
    </aside>
    <p><a href="/en/duplex/">Duplex</a> and <a href="/en/_posts/2024-05-06-news/">by post</a>.</p>
    <pre tabindex="0"><code class="language-ruby"><span class="hl-f">puts</span> <span class="hl-s">&quot;x&quot;</span>
    </code></pre>
    <p>Write {{ this }} so.</p>
    <p>{% include widget.html %}</p>
    "#);
    assert!(!outcome.has("/en/secret/"), "it is not published");
    assert!(outcome.has("/old/printing/"), "who knows the former address is led on");
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

    note    DM0904      1 × a tag of another site generator is not known
    "#);
    assert_snapshot!(prose(&outcome, "/en/docs/work/one/"), @r#"
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
    assert_snapshot!(prose(&outcome, "/en/docs/work/two/"), @r#"
    <pre tabindex="0"><code>!!! note
        This is code.
    </code></pre>
    "#);
}

#[test]
fn docusaurus() {
    let outcome = project("docusaurus").file("node_modules/x/readme.md", "# Not ours\n").build();
    assert_snapshot!(outcome.report, @"");
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
    assert!(!outcome.files.keys().any(|file| file.contains("node_modules")));
}
