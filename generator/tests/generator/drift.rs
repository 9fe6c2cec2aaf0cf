//! An original that moves on, as it is told to its authors and to the readers of its translation.

use std::process::Command;

use generator::diagnostics::Speech;
use insta::assert_snapshot;

use crate::project::Project;

const VI: &str = "+++\ntitle = \"Nối wifi\"\nkind = \"how-to\"\nid = \"wifi\"\nsummary = \"Cách nối.\"\n+++\n\
                  Làm như sau.\n\n1. Mở **Cài đặt**.\n2. Chọn `eduroam`.\n3. Nhập mật khẩu.\n\n## Chưa được?\n\nGọi bàn hỗ trợ.\n";
const EN: &str = "+++\ntitle = \"Connect\"\nkind = \"how-to\"\nid = \"wifi\"\nsummary = \"How to.\"\n+++\n\
                  Do this.\n\n1. Open **Settings**.\n2. Choose `eduroam`.\n3. Type the password.\n\n## Still not?\n\nCall the desk.\n";

fn project() -> Project {
    Project::portal().file("vi/wifi.md", VI).file("en/connect.md", EN)
}

/// Types `deskmark translated …` beside the content folder; returns the exit code and all it says.
fn translated(project: &Project, typed: &str) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_deskmark"))
        .arg("translated")
        .args(typed.split_whitespace())
        .current_dir(project.content().parent().expect("it lies in a folder"))
        .env("LC_ALL", "C")
        .output()
        .expect("the program starts");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.code().unwrap_or(-1), said)
}

/// A project whose translation is recorded, with another original since.
fn since(original: &str) -> Project {
    let project = project();
    assert_eq!(translated(&project, "content/en/connect.md").0, 0);
    assert_eq!(project.check(), "");
    project.file("vi/wifi.md", original)
}

/// The lines of the translation that have marks, and the notice.
fn marked(project: &Project) -> (Vec<String>, bool) {
    let outcome = project.build();
    let lines = outcome.prose("/en/connect/").lines().map(str::to_owned);
    let notice = outcome.main("/en/connect/").contains("<a href=\"/vi/wifi/\" hreflang=\"vi\">Read the original</a>");
    assert!(!outcome.main("/vi/wifi/").contains("drift"), "the original is never behind");
    (lines.filter(|line| line.contains("class=\"drift\"")).collect(), notice)
}

#[test]
fn what_was_never_recorded_is_noted_once() {
    let project = project().file("vi/a.md", "+++\ntitle = \"A\"\n+++\n").file("en/a.md", "+++\ntitle = \"A\"\n+++\n");
    assert_snapshot!(project.check(), @"
    note[DM0705]: nothing is recorded of what 2 of 2 translations were made from
     |
     = help: once a translation says what its original says, run `deskmark translated --all`

    note    DM0705      1 × translations without a record
    ");
    assert_eq!(marked(&project), (Vec::new(), false));
    assert_eq!(translated(&project, "en/a.md").0, 0);
    assert!(project.check().contains("run `deskmark translated content/en/connect.md`"), "{}", project.check());
}

#[test]
fn a_changed_step_is_told_at_the_original_and_marked_in_the_translation() {
    let project = since(&VI.replace("Chọn `eduroam`.", "Chọn `eduroam`\n   trong danh sách."));
    assert_snapshot!(project.check(), @"
    warning[DM0704]: this block has changed since content/en/connect.md was translated
      --> content/vi/wifi.md:10:1
       |
    10 | 2. Chọn `eduroam`
       | ^^^^^^^^^^^^^^^^^
       |
       = help: translate the block, then run `deskmark translated content/en/connect.md`

    warning DM0704      1 × the original has changed since it was translated
    ");
    assert_snapshot!(project.speaking(Speech::Vietnamese).check(), @"
    cảnh báo[DM0704]: đoạn này đã sửa sau khi content/en/connect.md được dịch
      --> content/vi/wifi.md:10:1
       |
    10 | 2. Chọn `eduroam`
       | ^^^^^^^^^^^^^^^^^
       |
       = cách sửa: dịch đoạn này, rồi chạy `deskmark translated content/en/connect.md`

    cảnh báo DM0704      1 × bản gốc đã thay đổi sau khi dịch
    ");
}

#[test]
fn marks_stand_at_what_changed_and_go_when_it_is_translated() {
    let project = since(&VI.replace("Chọn `eduroam`.", "Chọn mạng.").replace("Gọi bàn hỗ trợ.", "Gửi yêu cầu."));
    let (lines, notice) = marked(&project);
    assert_snapshot!(lines.join("\n"), @r#"
    <li class="step" id="step-2"><p class="drift">This step has changed in the original.</p>Choose <code>eduroam</code>.</li>
    <p class="drift">This part has changed in the original.</p><p>Call the desk.</p>
    "#);
    assert!(notice);
    let (code, said) = translated(&project, "--all");
    assert_eq!(
        (code, said.as_str()),
        (0, "content/en/connect.md: 6 blocks of content/vi/wifi.md\n1 recorded anew, 0 as they were.\n")
    );
    assert_eq!(marked(&project), (Vec::new(), false));
    assert_eq!(project.check(), "");
}

#[test]
fn new_blocks_and_gone_ones_are_told_too() {
    let project = since(&VI.replace("3. Nhập", "3. Nhập tên.\n4. Nhập").replace("\n\nGọi bàn hỗ trợ.", ""));
    assert_snapshot!(project.check(), @"
    warning[DM0704]: a block at `#chua-duoc` is gone from content/vi/wifi.md since this was translated
    --> content/en/connect.md
     = help: take it out here too, then run `deskmark translated content/en/connect.md`

    warning[DM0704]: this block is new since content/en/connect.md was translated
      --> content/vi/wifi.md:11:1
       |
    11 | 3. Nhập tên.
       | ^^^^^^^^^^^^
       |
       = help: translate the block, then run `deskmark translated content/en/connect.md`

    warning DM0704      2 × the original has changed since it was translated
    ");
    assert_snapshot!(project.speaking(Speech::Vietnamese).check(), @"
    cảnh báo[DM0704]: một đoạn ở `#chua-duoc` của content/vi/wifi.md đã bị bỏ sau khi bài này được dịch
    --> content/en/connect.md
     = cách sửa: ở đây cũng bỏ đoạn đó, rồi chạy `deskmark translated content/en/connect.md`

    cảnh báo[DM0704]: đoạn này mới thêm sau khi content/en/connect.md được dịch
      --> content/vi/wifi.md:11:1
       |
    11 | 3. Nhập tên.
       | ^^^^^^^^^^^^
       |
       = cách sửa: dịch đoạn này, rồi chạy `deskmark translated content/en/connect.md`

    cảnh báo DM0704      2 × bản gốc đã thay đổi sau khi dịch
    ");
}

#[test]
fn a_changed_step_is_marked_by_the_number_it_had() {
    let project = since(&VI.replace("1. Mở", "1. Bật máy.\n2. Mở").replace("Nhập mật khẩu", "Nhập mã"));
    let (lines, _) = marked(&project);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].contains("id=\"step-3\""), "{lines:?}");
}

#[test]
fn only_translations_can_be_recorded() {
    let project = project().file("vi/a.md", "+++\ntitle = \"A\"\n+++\n");
    for (typed, said) in [
        ("", "--all"),
        ("en/conect.md", "error: `en/conect.md` is no article of `content`"),
        ("content/en/conect.md", "did you mean `content/en/connect.md`?"),
        ("content/vi/wifi.md", "is an original: name the translations made from it (`content/en/connect.md`)"),
        ("content/vi/a.md", "translates nothing: write the `id` of its original"),
        ("--all --content nowhere", "there is no folder `nowhere`"),
    ] {
        let (code, told) = translated(&project, typed);
        assert!(code == 2 && told.contains(said), "{typed}: {told}");
    }
    assert!(!project.content().join("translations.lock").exists());
}

#[test]
fn a_lock_that_cannot_be_read_is_told_and_kept() {
    let project = project().file("translations.lock", "[en/connect.md]\noriginal = vi/wifi.md\n<<<<<<< HEAD\n");
    assert_snapshot!(project.check(), @"
    note[DM0705]: nothing is recorded of what 1 of 1 translations were made from
     |
     = help: once a translation says what its original says, run `deskmark translated --all`

    error[DM0501]: this line is neither a translation, nor its original, nor a block
     --> content/translations.lock:3:1
      |
    3 | <<<<<<< HEAD
      | ^^^^^^^^^^^^
      |
      = help: after a merge, keep the sections of both sides; or run `deskmark translated --all` when every translation is up to date

    error   DM0501      1 × a configuration file cannot be parsed
    note    DM0705      1 × translations without a record
    ");
    let (code, told) = translated(&project, "content/en/connect.md");
    assert!(code == 1 && told.contains("content/translations.lock:3:1"), "{told}");
    assert_eq!(translated(&project, "--all").0, 0);
    assert_eq!(project.check(), "");
}

#[test]
fn a_draft_is_no_measure_and_what_went_is_forgotten() {
    let project = since(&VI.replace("Mở", "Bật").replace("id =", "draft = true\nid ="));
    assert!(!project.check().contains("DM0704"), "{}", project.check());
    let project = project.file("translations.lock", "[en/gone.md]\noriginal = vi/gone.md\n");
    assert_eq!(translated(&project, "--all").0, 0);
    let lock = std::fs::read_to_string(project.content().join("translations.lock")).expect("it was written");
    assert!(!lock.contains("gone.md") && lock.contains("\n[en/connect.md]\noriginal = vi/wifi.md\n"), "{lock}");
}
