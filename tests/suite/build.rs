//! `deskmark build`: content in, a site and a desk's bundle out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::harness::deskmark::{build, fixture};

#[test]
fn every_page_of_the_contract_has_its_address() {
    let out = TempDir::new().expect("there is room for a folder");
    build(&fixture("portal"), out.path());
    let files = files(out.path());
    let page = |path: &str| format!("public/{path}index.html");
    for lang in ["vi", "fa"] {
        for path in ["", "search/", "a-z/", "tags/", "ask/", "ask/incident/", "status/"] {
            assert!(files.contains_key(&page(&format!("{lang}/{path}"))), "no {lang}/{path} in {:#?}", files.keys());
        }
        assert!(files.contains_key(&format!("public/{lang}/404.html")));
        assert!(files.contains_key(&format!("public/{lang}/feed.xml")));
        assert!(files.contains_key(&format!("public/search/{lang}.json")));
    }
    for file in ["public/index.html", "public/404.html", "public/sitemap.xml", "public/robots.txt"] {
        assert!(files.contains_key(file), "no {file}");
    }
    assert!(files.contains_key(&page("vi/mang/wifi/")) && files.contains_key(&page("fa/shabake/wifi/")));
    assert!(files.contains_key(&page("a/wifi/")), "an article's permanent address");
    assert!(files.keys().any(|file| file.starts_with("desk/") && file.ends_with("/catalog.json")));
    assert!(!files.keys().any(|file| file.starts_with("public/") && file.contains("catalog")), "the desk's is private");
}

#[test]
fn two_builds_of_one_content_are_the_same_to_the_byte() {
    let (first, second) = (TempDir::new().expect("room"), TempDir::new().expect("room"));
    build(&fixture("portal"), first.path());
    build(&fixture("portal"), second.path());
    assert!(files(first.path()) == files(second.path()), "the builds differ");
}

#[test]
fn a_folder_of_plain_markdown_builds_as_it_is() {
    let out = TempDir::new().expect("there is room for a folder");
    let said = build(&fixture("plain"), out.path());
    assert!(said.contains("moon"), "the dangling link is told:\n{said}");
    let pages: Vec<String> = files(out.path()).into_keys().filter(|file| file.ends_with("/index.html")).collect();
    for article in ["/welcome/", "/guides/printing/"] {
        assert!(pages.iter().any(|page| page.contains(article)), "no page for {article} in {pages:#?}");
    }
}

#[test]
fn a_mistake_in_the_content_is_told_with_its_place() {
    let content = TempDir::new().expect("there is room for a folder");
    copy(&fixture("portal"), content.path());
    let article = content.path().join("vi/mang/wifi.md");
    let text = fs::read_to_string(&article).expect("the fixture has it");
    fs::write(&article, text.replace("summary =", "sumary =")).expect("it is our copy");
    let out = content.path().join("dist");
    let arguments =
        ["build".into(), "--content".into(), content.path().as_os_str().to_owned(), "--out".into(), out.into()];
    let output = crate::harness::deskmark::deskmark::<std::ffi::OsString>(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("wifi.md:4") && said.contains("sumary") && said.contains("summary"), "{said}");
}

/// Every file below `root` by its path from there.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("a folder can be read to its end").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("it is below").to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).expect("what was written can be read"));
            }
        }
    }
    found
}

/// Copies every file below a folder.
pub fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let file = to.join(name);
        fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("there is room");
        fs::write(file, bytes).expect("there is room");
    }
}
