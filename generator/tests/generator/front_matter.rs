//! Every key of the front matter is read, or told at its own place.

use insta::assert_snapshot;

use crate::project::Project;

#[test]
fn what_is_wrong_inside_a_table_is_told_at_its_own_place() {
    let project = Project::portal()
        .file(
            "vi/a.md",
            "+++\ntitle = \"A\"\nminutes = -5\nverified = { by = \"An\", onn = 2026-01-02, with = [1] }\n+++\n",
        )
        .file("vi/b.md", "---\ntitle: B\nverified:\n  by: An\n  on: 2026-02-30\n  device: x\nextra: 3\n---\n");
    assert_snapshot!(project.check(), @r#"
    error[DM0103]: `minutes` takes a whole number of minutes from 1, not -5
     --> content/vi/a.md:3:11
      |
    3 | minutes = -5
      |           ^^

    error[DM0103]: `verified` lacks `on`
     --> content/vi/a.md:4:1
      |
    4 | verified = { by = "An", onn = 2026-01-02, with = [1] }
      | ^^^^^^^^
      |
      = help: add `on = …` to it

    error[DM0102]: `verified` has no key `onn`
     --> content/vi/a.md:4:25
      |
    4 | verified = { by = "An", onn = 2026-01-02, with = [1] }
      |                         ^^^
      |
      = help: did you mean `on`?

    error[DM0103]: `verified.with` takes a text, not a list
     --> content/vi/a.md:4:50
      |
    4 | verified = { by = "An", onn = 2026-01-02, with = [1] }
      |                                                  ^^^

    error[DM0106]: `verified.on` is 2026-02-30, a day no calendar has
     --> content/vi/b.md:5:7
      |
    5 |   on: 2026-02-30
      |       ^^^^^^^^^^
      |
      = help: write the day that is meant, like 2026-11-22

    error[DM0102]: `verified` has no key `device`
     --> content/vi/b.md:6:3
      |
    6 |   device: x
      |   ^^^^^^
      |
      = help: known keys: `by`, `on`, `with`

    error[DM0103]: `extra` takes a table, not a whole number
     --> content/vi/b.md:7:8
      |
    7 | extra: 3
      |        ^

    error   DM0102      2 × a key is not known
    error   DM0103      4 × a value does not fit its key
    error   DM0106      1 × a day no calendar has
    "#);
}

#[test]
fn days_are_judged() {
    let project = Project::portal()
        .file("vi/a.md", "+++\ntitle = \"A\"\nupdated = 2026-02-30\n+++\n")
        .file("vi/b.md", "+++\ntitle = \"B\"\npublish_on = 2026-10-02\nexpires_on = 2026-10-01\n+++\n")
        .file("vi/c.md", "+++\ntitle = \"C\"\nupdated = 2062-11-21\n+++\n")
        .file("vi/d.md", "+++\ntitle = \"D\"\ndate = 2027-01-01\npublish_on = 2027-01-01\n+++\n");
    assert_snapshot!(project.check(), @r"
    error[DM0106]: `updated` is 2026-02-30, a day no calendar has
     --> content/vi/a.md:3:11
      |
    3 | updated = 2026-02-30
      |           ^^^^^^^^^^
      |
      = help: write the day that is meant, like 2026-11-22

    error[DM0107]: the article expires on 2026-10-01 and is published on 2026-10-02, so nobody ever reads it
     --> content/vi/b.md:4:14
      |
    4 | expires_on = 2026-10-01
      |              ^^^^^^^^^^
      |
      = help: `expires_on` is the first day it is gone: make it later than `publish_on`

    warning[DM0108]: `updated` is 2062-11-21, and today is 2026-11-22
     --> content/vi/c.md:3:11
      |
    3 | updated = 2062-11-21
      |           ^^^^^^^^^^
      |
      = help: an article that waits for its day says so with `publish_on`

    error   DM0106      1 × a day no calendar has
    error   DM0107      1 × an article that is never published
    warning DM0108      1 × a day that has not come yet
    ");
}

#[test]
fn what_an_article_was_checked_with_is_shown() {
    let outcome = Project::portal()
        .file(
            "vi/a.md",
            "+++\ntitle = \"A\"\nverified = { by = \"An\", on = 2026-11-02, with = \"Windows 11 24H2\" }\n+++\n",
        )
        .build();
    assert!(outcome.main("/vi/a/").contains("Windows 11 24H2"), "{}", outcome.main("/vi/a/"));
}

#[test]
fn document_control_is_judged_row_by_row() {
    let report = Project::portal()
        .file(
            "vi/a.md",
            "---\ntitle: A\nkind: procedure\ncontrol:\n  code: X\n  isue: 3\n  effective: soon\n  owner: B\n  revisions:\n    - issue: 1\n      date: 2026-13-01\n      change: c\n    - issue: 2\n      date: 2026-01-02\n---\n",
        )
        .check();
    for told in [
        "`control` lacks `issue`\n --> content/vi/a.md:4:1",
        "`control` has no key `isue`\n --> content/vi/a.md:6:3",
        "`control.effective` takes a day like 2026-11-22, not a text\n --> content/vi/a.md:7:14",
        "`control.revisions.date` is 2026-13-01, a day no calendar has\n  --> content/vi/a.md:11:13",
        "`control.revisions` lacks `change`\n  --> content/vi/a.md:13:7",
    ] {
        assert!(report.contains(told), "no {told} in\n{report}");
    }
}
