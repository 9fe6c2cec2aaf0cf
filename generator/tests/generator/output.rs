//! What is written, and what is left alone.

use std::fs;

use generator::output::{Output, OutputError};

use crate::project::Project;

fn project() -> Project {
    Project::portal()
        .file(
            "vi/mang/wifi.md",
            "+++\ntitle = \"Wifi\"\nid = \"wifi\"\ntags = [\"a\", \"b\"]\n+++\n![Sơ đồ](/assets/so-do.svg)\n",
        )
        .file("vi/mang/vpn.md", "+++\ntitle = \"VPN\"\ntags = [\"b\", \"a\"]\n+++\nText.\n")
        .file("assets/so-do.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 30\"/>")
}

#[test]
fn two_builds_of_one_content_are_the_same_to_the_byte() {
    assert!(project().build().files == project().build().files);
}

#[test]
fn only_what_changed_is_written() {
    let project = project();
    let first = project.build().built.expect("it builds").public;
    let again = project.build().built.expect("it builds").public;
    assert_eq!((again.written, again.unchanged, again.pruned), (0, first.written, 0));
    let project =
        project.file("vi/mang/wifi.md", "+++\ntitle = \"Wifi\"\nid = \"wifi\"\ntags = [\"a\", \"b\"]\n+++\nNew.\n");
    let changed = project.build().built.expect("it builds").public;
    // The article, the feed and the four files of a small index; fifty others stay.
    assert!(changed.written <= 6, "the article, its index and what lists it: {changed:?}");
}

#[test]
fn what_is_gone_from_the_content_goes_from_the_output() {
    let project = project();
    assert!(project.build().has("/vi/mang/vpn/"));
    fs::remove_file(project.content().join("vi/mang/vpn.md")).expect("it is ours");
    let outcome = project.build();
    assert!(!outcome.has("/vi/mang/vpn/") && !outcome.has("/en/mang/vpn/"));
    assert!(outcome.built.expect("it builds").public.pruned >= 2);
}

#[test]
fn a_folder_of_somebody_elses_files_is_not_touched() {
    let dir = tempfile::TempDir::new().expect("there is room");
    fs::write(dir.path().join("thesis.docx"), "years").expect("there is room");
    assert!(matches!(Output::open(dir.path()), Err(OutputError::NotOurs(_))));
    assert_eq!(fs::read_to_string(dir.path().join("thesis.docx")).expect("it is still there"), "years");
}

#[test]
fn pictures_have_their_size_and_no_page_carries_inline_code() {
    let outcome = project().build();
    let main = outcome.main("/vi/mang/wifi/");
    assert!(
        main.contains("<img src=\"/assets/so-do.svg\" alt=\"Sơ đồ\" width=\"40\" height=\"30\" loading=\"lazy\">"),
        "{main}"
    );
    for (file, text) in outcome.files.iter().filter(|(_, text)| text.starts_with("<!doctype html>")) {
        assert!(!text.contains(" style=") && !text.contains("<style") && !text.contains(" onclick"), "{file}");
        let scripts = text.matches("<script").count();
        let fine = text.matches("<script type=\"module\" src=\"/_theme/").count()
            + text.matches("<script type=\"application/ld+json\">").count();
        assert_eq!(scripts, fine, "{file}");
        assert!(text.contains("http-equiv=\"Content-Security-Policy\""), "{file}");
        assert!(!text.contains('⟦'), "{file} lacks a string");
    }
}
