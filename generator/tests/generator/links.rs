//! Addresses in running text, anchors by their other names, films and figures.

use crate::project::{Outcome, Project};

const WIFI: &str =
    "+++\ntitle = \"Wifi\"\n+++\n## Free/Busy & more: what's v1.2?\n\n## Lỗi\n\n## Lỗi\n\n<a name=\"Old_Name\"></a>\n";

fn article(body: &str) -> Outcome {
    let text = format!("+++\ntitle = \"Bài\"\n+++\n{body}");
    Project::portal().file("vi/bai.md", &text).file("vi/wifi.md", WIFI).bytes("assets/a.png", PNG).build()
}

fn prose(body: &str) -> String {
    article(body).prose("/vi/bai/").to_owned()
}

/// The first bytes of a picture of 3 × 2 pixels.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x06\0\0\0";

#[test]
fn addresses_in_running_text_become_links() {
    assert_eq!(
        prose("Mở https://a.example/x_y?b&c, ghi cho it@help.example. `https://b.example`\n"),
        "<p>Mở <a href=\"https://a.example/x_y?b&amp;c\" class=\"external\" rel=\"noopener\">https://a.example/x_y?b&amp;c</a>, \
         ghi cho <a href=\"mailto:it@help.example\">it@help.example</a>. <code>https://b.example</code></p>"
    );
    for quiet in ["[https://a.example](wifi.md)\n", "<a href=\"wifi.md\">it@help.example</a>\n"] {
        assert_eq!(prose(quiet).matches("<a ").count(), 1, "{quiet}");
    }
}

#[test]
fn anchors_are_found_however_they_are_spelled() {
    for (written, real) in [
        ("wifi.md#freebusy--more-whats-v12", "/vi/wifi/#free-busy-more-whats-v1-2"),
        ("wifi.md#lỗi-1", "/vi/wifi/#loi-2"),
        ("wifi.md#L%E1%BB%97i", "/vi/wifi/#loi"),
        ("/vi/wifi/#Old_Name", "/vi/wifi/#Old_Name"),
        ("#Cài-đặt", "#cai-dat"),
        ("#bước-3-làm-lại", "#b3"),
        ("#bài", "#top"),
        ("wifi.md#wifi", "/vi/wifi/#top"),
    ] {
        let outcome = article(&format!("## Cài đặt\n\n## Bước 3: Làm lại {{#b3}}\n\n[x]({written})\n"));
        let prose = outcome.prose("/vi/bai/");
        assert!(prose.contains(&format!("<a href=\"{real}\">x</a>")), "{written}: {prose}");
        assert!(outcome.codes().is_empty(), "{}", outcome.report);
    }
    assert_eq!(article("[x](wifi.md#nothing) [y](#nothing)\n").codes(), ["DM0302", "DM0302"]);
}

#[test]
fn headings_of_one_name_have_ids_of_their_own() {
    let prose = prose("## A\n\n## A 2\n\n## A\n\n<b id=\"c\">x</b>\n\n## C\n");
    for id in ["a", "a-2", "a-3", "c", "c-2"] {
        assert_eq!(prose.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}: {prose}");
    }
}

#[test]
fn a_link_to_a_film_is_a_card() {
    assert_eq!(
        prose("[Xem](https://www.youtube.com/watch?v=x)\n\nhttps://www.aparat.com/v/x\n\nXem https://youtu.be/x\n"),
        "<p class=\"video-card\"><a href=\"https://www.youtube.com/watch?v=x\" class=\"external\" rel=\"noopener\">Xem</a></p>\n\
         <p class=\"video-card\"><a href=\"https://www.aparat.com/v/x\" class=\"external\" rel=\"noopener\">https://www.aparat.com/v/x</a></p>\n\
         <p>Xem <a href=\"https://youtu.be/x\" class=\"external\" rel=\"noopener\">https://youtu.be/x</a></p>"
    );
}

#[test]
fn a_picture_on_its_own_line_is_a_figure() {
    let img = "<img src=\"/assets/a.png\" alt=\"Ảnh\" width=\"3\" height=\"2\" loading=\"lazy\">";
    let picture = "![Ảnh](/assets/a.png \"Chú thích\")";
    let figure = format!("<figure>{img}<figcaption>Chú thích</figcaption></figure>");
    assert_eq!(prose(&format!("{picture}\n")), figure);
    assert_eq!(prose(&format!("x {picture} y\n")), format!("<p>x {img} y</p>"));
    assert_eq!(
        prose(&format!("1. Mở\n   {picture}\n   tiếp\n2. {picture}\n")),
        format!(
            "<ol class=\"steps\">\n<li class=\"step\" id=\"step-1\">Mở\n{figure}\ntiếp</li>\n\
             <li class=\"step\" id=\"step-2\">{figure}\n</li>\n</ol>"
        )
    );
    assert_eq!(
        prose(&format!("- Mở\n  {picture}\n  tiếp\n\n- x\n")),
        format!("<ul>\n<li><p>Mở</p>\n{figure}\n<p>tiếp</p>\n</li>\n<li><p>x</p>\n</li>\n</ul>")
    );
}

#[test]
fn callouts_may_have_a_title_of_their_own() {
    let prose = prose("> [!TIP] Dùng **mạng** khác\n> Thân.\n>\n> > [!NOTE]\n> > Trong.\n\n> [!WARNING] Chỉ tên\n");
    let plain: String =
        prose.split("<svg").map(|part| part.split_once("</svg>").map_or(part, |(_, rest)| rest)).collect();
    assert!(
        plain.starts_with(
            "<aside class=\"callout callout-tip\" role=\"note\"><p class=\"callout-title\"> Dùng <strong>mạng</strong> khác</p>\n\
             <p>Thân.</p>\n<aside class=\"callout callout-note\""
        ),
        "{plain}"
    );
    assert!(plain.ends_with("<p class=\"callout-title\"> Chỉ tên</p>\n</aside>"), "{plain}");
}
