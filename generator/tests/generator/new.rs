//! `deskmark new`, as typed: what it writes is valid at once.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Types a command; returns its exit code and all it says.
fn deskmark(folder: &Path, typed: &str) -> (i32, String) {
    spoken(folder, "C", typed)
}

/// The same at a terminal of another language.
fn spoken(folder: &Path, locale: &str, typed: &str) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_deskmark"))
        .args(typed.split_whitespace())
        .current_dir(folder)
        .env("LC_ALL", locale)
        .output()
        .expect("the program starts");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.code().unwrap_or(-1), said)
}

#[track_caller]
fn fine(folder: &Path, typed: &str) -> String {
    let (code, said) = deskmark(folder, typed);
    assert_eq!(code, 0, "{typed}\n{said}");
    said
}

#[track_caller]
fn refused(folder: &Path, typed: &str, because: &str) {
    let (code, said) = deskmark(folder, typed);
    assert_eq!(code, 2, "{typed}\n{said}");
    assert!(said.contains(because), "{typed}\n{said}");
}

#[test]
fn a_new_portal_has_nothing_to_mend() {
    for languages in ["vi", "en", "fa", "vi,en,fa", "de"] {
        let dir = TempDir::new().expect("there is room");
        let said = fine(dir.path(), &format!("new site desk --lang {languages} --at 2026-11-22"));
        assert!(said.ends_with("\nNext: deskmark serve --content desk\n"), "{said}");
        let said = fine(dir.path(), "check --content desk --at 2026-11-22");
        assert!(said.contains("nothing to mend"), "{languages}\n{said}");
    }
}

#[test]
fn what_is_added_to_a_portal_is_valid_too() {
    let dir = TempDir::new().expect("there is room");
    let folder = dir.path();
    fine(folder, "new site content --lang vi,en --at 2026-11-22");
    for kind in ["how-to", "reference", "explanation", "faq", "procedure"] {
        fine(folder, &format!("new article content/vi/mang/{kind}.md --kind {kind} --at 2026-11-22"));
    }
    fine(folder, "new article en/network/how-to.md --at 2026-11-22");
    fine(folder, "new desk hr --title Personnel");
    fine(folder, "new request leave --desk hr");
    let said = fine(folder, "check --drafts --at 2026-11-22");
    assert!(!said.contains("error"), "{said}");
    let text = std::fs::read_to_string(folder.join("content/en/network/how-to.md")).expect("it was written");
    assert!(text.contains("id = \"how-to-2\"") && text.contains("draft = true"), "{text}");
}

#[test]
fn what_cannot_be_is_refused_with_the_way_out() {
    let dir = TempDir::new().expect("there is room");
    let folder = dir.path();
    refused(folder, "new article content/vi/a.md", "there is no folder");
    fine(folder, "new site content --lang vi,en");
    refused(folder, "new site content", "is not empty");
    refused(folder, "new article content/de/a.md", "write `content/vi/a.md` or `content/en/a.md`");
    refused(folder, "new article content/vi/a.txt", "ends in .md");
    fine(folder, "new article content/vi/a.md");
    refused(folder, "new article content/vi/a.md", "is there already");
    refused(folder, "new article content/vi/b.md --kind howto", "did you mean `how-to`?");
    refused(folder, "new desk Nhân_sự", "`nhan-su` would do");
    refused(folder, "new request leave --desk itt", "did you mean `it`?");
}

#[test]
fn what_was_done_is_said_in_vietnamese_too() {
    let dir = TempDir::new().expect("there is room");
    let said = |typed: &str| {
        let (code, said) = spoken(dir.path(), "vi_VN.UTF-8", typed);
        assert_eq!(code, 0, "{typed}\n{said}");
        said
    };
    let new = said("new site desk --lang vi,en --at 2026-11-22");
    assert!(new.starts_with("đã ghi desk/") && new.ends_with("\nTiếp theo: deskmark serve --content desk\n"), "{new}");
    assert!(
        said("new article --content desk desk/vi/a.md --at 2026-11-22").contains("xong thì bỏ dòng `draft = true`")
    );
    assert_eq!(said("check --content desk --at 2026-11-22"), "4 bài, không có gì phải sửa.\n");
    assert!(said("lock --content desk --at 2026-11-22").starts_with("desk/addresses.lock: thêm "));
    assert_eq!(said("translated --all --content desk"), "Ghi nhớ mới 0, giữ nguyên 2.\n");
    let built = said("build --content desk --at 2026-11-22");
    assert!(built.starts_with("4 bài, ") && built.contains("giữ nguyên 0, xóa 0, "), "{built}");
    assert!(said("build --content desk --at 2026-11-22").contains("không có gì thay đổi"));
}
