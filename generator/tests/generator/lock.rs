//! `addresses.lock`: what was published stays, leads on, or is let go by name.

use std::fs;
use std::process::Command;

use insta::assert_snapshot;

use crate::project::Project;

const WIFI: &str =
    "+++\ntitle = \"Wifi\"\nid = \"wifi\"\naliases = [\"cu\"]\n+++\n## Trước khi bắt đầu\n\n1. Mở\n2. Chọn\n";
const VPN: &str = "+++\ntitle = \"VPN\"\n+++\nBài.\n";

fn project() -> Project {
    Project::portal().file("vi/mang/wifi.md", WIFI).file("vi/mang/vpn.md", VPN)
}

/// Types a command beside the content folder; returns its exit code and all it says.
fn deskmark(project: &Project, locale: &str, typed: &str) -> (i32, String) {
    let folder = project.content().parent().expect("it lies in a folder");
    let command = Command::new(env!("CARGO_BIN_EXE_deskmark"))
        .args(typed.split_whitespace())
        .args(["--at", "2026-11-22"])
        .current_dir(folder)
        .env("LC_ALL", locale)
        .output()
        .expect("the program starts");
    let said = [command.stdout, command.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (command.status.code().unwrap_or(-1), said)
}

#[track_caller]
fn fine(project: &Project, typed: &str) -> String {
    let (code, said) = deskmark(project, "C", typed);
    assert_eq!(code, 0, "{typed}\n{said}");
    said
}

#[track_caller]
fn wrong(project: &Project, typed: &str) -> String {
    let (code, said) = deskmark(project, "C", typed);
    assert_eq!(code, 1, "{typed}\n{said}");
    said
}

fn locked() -> Project {
    let project = project();
    fine(&project, "lock");
    project
}

fn recorded(project: &Project) -> String {
    fs::read_to_string(project.content().join("addresses.lock")).expect("it was written")
}

fn remove(project: &Project, path: &str) {
    fs::remove_file(project.content().join(path)).expect("it is ours");
}

#[test]
fn the_first_record_holds_what_the_author_made() {
    let project = project().file("en/nhap.md", "+++\ntitle = \"Draft\"\ndraft = true\n+++\n");
    let said = fine(&project, "lock");
    assert_eq!(said, "content/addresses.lock: new addresses 5, new anchors 3, forgotten 0\n");
    assert_snapshot!(recorded(&project), @r"
    # Every address that was published, with the anchors on its page. Written by `deskmark lock`; commit it.
    /a/wifi/
    /vi/cu/
    /vi/mang/
    /vi/mang/vpn/
    /vi/mang/wifi/ step-1 step-2 truoc-khi-bat-dau
    ");
    let said = fine(&project, "lock");
    assert_eq!(said, "content/addresses.lock: new addresses 0, new anchors 0, forgotten 0\n");
    fine(&project, "check");
}

#[test]
fn an_article_renamed_without_an_alias_is_told_in_both_languages() {
    let project = locked().file("vi/mang/vpn-truong.md", VPN);
    remove(&project, "vi/mang/vpn.md");
    assert_snapshot!(wrong(&project, "check"), @r#"
    error[DM0206]: nothing is at `/vi/mang/vpn/` any more
     --> content/addresses.lock:5:1
      |
    5 | /vi/mang/vpn/
      | ^^^^^^^^^^^^^
      |
      = help: add it to the `aliases` of the article that replaces it: `aliases = ["/vi/mang/vpn/"]`
      = help: or, if nobody needs it any more, `deskmark lock --forget /vi/mang/vpn/`

    error   DM0206      1 × a published address is gone
    "#);
    let (code, said) = deskmark(&project, "vi_VN.UTF-8", "check");
    assert_eq!(code, 1);
    assert_snapshot!(said, @r#"
    lỗi[DM0206]: không còn gì ở `/vi/mang/vpn/`
     --> content/addresses.lock:5:1
      |
    5 | /vi/mang/vpn/
      | ^^^^^^^^^^^^^
      |
      = cách sửa: thêm vào `aliases` của bài thay thế: `aliases = ["/vi/mang/vpn/"]`
      = cách sửa: hoặc nếu không ai cần nữa, chạy `deskmark lock --forget /vi/mang/vpn/`

    lỗi     DM0206      1 × một địa chỉ đã đăng nay không còn
    "#);
    let before = recorded(&project);
    let said = wrong(&project, "lock");
    assert!(said.contains("DM0206") && said.contains("Nothing was written."), "{said}");
    assert_eq!(recorded(&project), before);
    // A site goes out all the same: its readers have the other pages.
    fine(&project, "build");
}

#[test]
fn an_alias_leads_on() {
    let project = locked().file("vi/mang/vpn-truong.md", &VPN.replace("title", "aliases = [\"/vi/mang/vpn/\"]\ntitle"));
    remove(&project, "vi/mang/vpn.md");
    fine(&project, "check");
    assert!(fine(&project, "lock").contains("new addresses 1,"));
    assert!(recorded(&project).contains("\n/vi/mang/vpn-truong/\n/vi/mang/vpn/\n"));
}

#[test]
fn a_page_that_stands_in_keeps_an_address_but_makes_none() {
    let project = project().file("en/mang/wifi.md", "+++\ntitle = \"Wifi\"\nid = \"wifi\"\n+++\nText.\n");
    fine(&project, "lock");
    assert!(recorded(&project).contains("\n/en/mang/\n/en/mang/wifi/\n/vi/"), "{}", recorded(&project));
    remove(&project, "en/mang/wifi.md");
    fine(&project, "check");
}

#[test]
fn an_article_that_expired_or_went_back_to_draft_is_missed_too() {
    for key in ["expires_on = 2026-11-22", "draft = true", "publish_on = 2026-12-01"] {
        let project = locked().file("vi/mang/vpn.md", &VPN.replace("title", &format!("{key}\ntitle")));
        assert!(wrong(&project, "check").contains("nothing is at `/vi/mang/vpn/` any more"), "{key}");
    }
}

#[test]
fn a_heading_with_other_words_keeps_its_id_or_is_missed() {
    let project = locked().file("vi/mang/wifi.md", &WIFI.replace("Trước khi bắt đầu", "Chuẩn bị"));
    assert_snapshot!(wrong(&project, "check"), @r"
    error[DM0207]: `/vi/mang/wifi/` has no anchor `#truoc-khi-bat-dau` any more
     --> content/addresses.lock:6:30
      |
    6 | /vi/mang/wifi/ step-1 step-2 truoc-khi-bat-dau
      |                              ^^^^^^^^^^^^^^^^^
      |
      = help: give the heading that replaces it the id it had: `## … {#truoc-khi-bat-dau}`
      = help: or, if nobody needs it any more, `deskmark lock --forget /vi/mang/wifi/#truoc-khi-bat-dau`

    error   DM0207      1 × a published anchor is gone
    ");
    let (_, said) = deskmark(&project, "vi", "check");
    assert_snapshot!(said, @r"
    lỗi[DM0207]: trang `/vi/mang/wifi/` không còn mục `#truoc-khi-bat-dau`
     --> content/addresses.lock:6:30
      |
    6 | /vi/mang/wifi/ step-1 step-2 truoc-khi-bat-dau
      |                              ^^^^^^^^^^^^^^^^^
      |
      = cách sửa: đặt lại mã cũ cho đề mục thay thế: `## … {#truoc-khi-bat-dau}`
      = cách sửa: hoặc nếu không ai cần nữa, chạy `deskmark lock --forget /vi/mang/wifi/#truoc-khi-bat-dau`

    lỗi     DM0207      1 × một mục đã đăng trong trang nay không còn
    ");
    let kept = WIFI.replace("Trước khi bắt đầu", "Chuẩn bị {#truoc-khi-bat-dau}");
    fine(&project.file("vi/mang/wifi.md", &kept), "check");
}

#[test]
fn a_step_that_went_is_a_warning() {
    let project = locked().file("vi/mang/wifi.md", &WIFI.replace("2. Chọn\n", ""));
    assert_snapshot!(fine(&project, "check"), @r"
    warning[DM0207]: `/vi/mang/wifi/` has no anchor `#step-2` any more
     --> content/addresses.lock:6:23
      |
    6 | /vi/mang/wifi/ step-1 step-2 truoc-khi-bat-dau
      |                       ^^^^^^
      |
      = help: links to it now open the page at its top: see whether other texts still speak of it
      = help: or, if nobody needs it any more, `deskmark lock --forget /vi/mang/wifi/#step-2`

    warning DM0207      1 × a published anchor is gone
    ");
    wrong(&project, "lock");
    assert!(fine(&project, "lock --forget /vi/mang/wifi/#step-2").contains("forgotten 1"));
    assert!(recorded(&project).contains("\n/vi/mang/wifi/ step-1 truoc-khi-bat-dau\n"));
}

#[test]
fn what_is_named_is_let_go() {
    let project = locked().file("vi/mang/wifi.md", "+++\ntitle = \"Wifi\"\nid = \"wifi\"\n+++\n");
    remove(&project, "vi/mang/vpn.md");
    let said = wrong(&project, "lock --forget /vi/cu/ /vi/mang/vpn/");
    assert!(said.contains("DM0207") && !said.contains("DM0206"), "{said}");
    fine(&project, "lock --forget /vi/cu/ /vi/mang/vpn/ --forget /vi/mang/wifi/");
    assert!(recorded(&project).ends_with(".\n/a/wifi/\n/vi/mang/\n/vi/mang/wifi/\n"), "{}", recorded(&project));
    fine(&project, "check");
    let (code, said) = deskmark(&project, "C", "lock --forget /vi/never/");
    assert_eq!((code, said.as_str()), (2, "`/vi/never/` is not in content/addresses.lock. Nothing was written.\n"));
}

#[test]
fn a_line_that_cannot_be_understood_is_told_at_its_place() {
    let project = locked();
    let broken = recorded(&project).replace("/vi/mang/vpn/", "<<<<<<< HEAD\n/vi/mang/vpn/");
    let project = project.file("addresses.lock", &broken);
    assert_snapshot!(wrong(&project, "check"), @r"
    error[DM0501]: a line here starts with an address, like `/vi/wifi/`
     --> content/addresses.lock:5:1
      |
    5 | <<<<<<< HEAD
      | ^^^^^^^^^^^^
      |
      = help: put the line back as it was, or delete it

    error   DM0501      1 × a configuration file cannot be parsed
    ");
    wrong(&project, "lock");
    assert_eq!(recorded(&project), broken);
    fine(&project, "build");
}

#[test]
fn content_with_errors_has_no_addresses_to_remember() {
    let project = project().file("vi/mang/khac.md", "+++\ntitle = \"X\"\nid = \"wifi\"\n+++\n");
    assert!(wrong(&project, "lock").contains("DM0202"));
    assert!(!project.content().join("addresses.lock").exists());
}

#[test]
fn a_build_tells_how_many_addresses_are_new() {
    let project = project();
    assert!(!fine(&project, "build").contains("deskmark lock"), "nobody remembers");
    fine(&project, "lock");
    assert!(fine(&project, "build").contains("nothing has changed"), "the record is no part of the site");
    let project = project.file("vi/mang/in.md", VPN);
    let said = fine(&project, "build");
    assert!(said.ends_with("\nNew addresses: 1. `deskmark lock` remembers them.\n"), "{said}");
    let project = project.file("vi/may/quet.md", VPN);
    let said = fine(&project, "build");
    assert!(said.ends_with("\nNew addresses: 3. `deskmark lock` remembers them.\n"), "{said}");
    assert!(!fine(&project, "build").contains("deskmark lock"), "nothing was built");
}
