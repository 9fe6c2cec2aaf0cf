//! The staff's search: by code, by who sent it, by words.

use super::office::Office;
use super::people::{DIRECTOR, EXPERT, FOREIGN, does, filled, sent, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::harness::page::{Page, percent};
use crate::journey::{ANSWER, EMAIL, NAME, TITLE};

fn rows(page: &Page) -> Vec<String> {
    let links = page.links("main .found a").into_iter();
    links.map(|(url, _)| url.trim_start_matches("/desk/t/").to_owned()).collect()
}

fn finding(browser: &mut Browser<'_>, query: &str) -> Page {
    browser.get(&format!("/desk/search?q={}", percent(query))).page(200)
}

#[test]
fn a_code_leads_to_its_ticket_however_it_is_typed() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    let persian: String =
        code.chars().map(|c| c.to_digit(10).and_then(|digit| char::from_u32(0x06F0 + digit)).unwrap_or(c)).collect();
    let sloppy = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    for typed in [code.clone(), persian, sloppy, format!("  {} ", code.replace('-', ""))] {
        let path = format!("/desk/search?q={}", percent(&typed));
        assert_eq!(staff.get(&path).leads_to(), format!("/desk/t/{code}"), "{typed:?}");
    }
    // One letter changed: no ticket, and why.
    let last = code.chars().last().expect("a letter");
    let slip = format!("{}{}", &code[..code.len() - 1], if last == 'A' { 'B' } else { 'A' });
    let page = finding(&mut staff, &slip);
    assert!(page.text().contains("nhầm một ký tự"), "{}", page.text());
}

#[test]
fn words_are_found_in_everything_that_was_written() {
    let office = Office::open();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester).fill("phone", "024 5555 0100").fill("f.room", "Giảng đường Đ9");
    let code = sent_form(&mut requester, &form);
    let mut staff = signed_in(&office, EXPERT);
    does(&mut staff, &code, "/note", Some("Đã gọi nhà cung cấp Lộc Vừng.")).leads_to();
    does(&mut staff, &code, "/accept", None).leads_to();
    does(&mut staff, &code, "/answer", Some("Thay bóng đèn Optoma.")).leads_to();
    does(&mut staff, &code, "/close", None).leads_to();
    for query in
        [TITLE, NAME, EMAIL, "02455550100", "+84 24 5555 0100", "giang duong d9", "loc vung", "optoma bóng ĐÈN"]
    {
        assert_eq!(rows(&finding(&mut staff, query)), [code.as_str()], "{query}");
    }
    let page = finding(&mut staff, "optoma");
    assert!(page.has(".found .badge"), "a closed ticket says so");
    let page = finding(&mut staff, "optoma kangaroo");
    assert_eq!(rows(&page), Vec::<String>::new());
    assert!(page.text().contains("Thử bớt từ"), "an empty result teaches: {}", page.text());
    assert_eq!(page.attribute("#find-q", "value").as_deref(), Some("optoma kangaroo"), "what was typed is kept");
    assert!(!finding(&mut staff, "").has(".empty"), "nothing was looked for yet");
}

#[test]
fn nothing_of_a_foreign_desk_is_found() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut foreign = signed_in(&office, FOREIGN);
    let strip = |page: &Page, query: &str| page.text().replace(query, "…");
    for query in [TITLE, NAME, EMAIL, code.as_str()] {
        let page = finding(&mut foreign, query);
        let none = "chim cánh cụt";
        assert_eq!(strip(&page, query), strip(&finding(&mut foreign, none), none), "{query}");
    }
    assert_eq!(foreign.get("/desk/search?q=x&desk=it").status, 404);
    assert_eq!(foreign.get("/desk/search?q=x&desk=no-such").status, 404);
    // Whoever reads two desks looks at one alone.
    let mut director = signed_in(&office, DIRECTOR);
    assert_eq!(rows(&finding(&mut director, TITLE)), [code.as_str()]);
    let page = director.get(&format!("/desk/search?q={}&desk=training", percent(TITLE))).page(200);
    assert_eq!(rows(&page), Vec::<String>::new());
    assert!(page.has("#find-desk option[value=training][selected]"));
    assert_eq!(Browser::new(&office).get("/desk/search?q=x").leads_to(), "/desk/sign-in");
}

#[test]
fn a_ticket_is_found_where_it_was_passed_on_to_and_nowhere_once_it_was_erased() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    let refer = staff.get(&format!("/desk/t/{code}")).page(200).form("/refer");
    staff.submit(&refer.fill("to", "training").fill("text", ANSWER)).leads_to();
    assert_eq!(rows(&finding(&mut staff, TITLE)), Vec::<String>::new());
    assert_eq!(rows(&finding(&mut signed_in(&office, FOREIGN), TITLE)), [code.as_str()]);
    assert_eq!(rows(&finding(&mut signed_in(&office, FOREIGN), ANSWER)), [code.as_str()], "its words came along");

    let code = sent(&mut Browser::new(&office));
    let mut admin = signed_in(&office, "quan-tri@suite.example");
    let form = admin.get(&format!("/desk/t/{code}/erase")).page(200).form("/erase");
    admin.submit(&form).leads_to();
    for query in [TITLE, NAME, EMAIL] {
        assert_eq!(rows(&finding(&mut staff, query)), Vec::<String>::new(), "{query}");
    }
}

#[test]
fn further_pages_open_no_other_list() {
    let office = Office::open();
    office.with_wide_limits();
    let mut requester = Browser::new(&office);
    let form = filled(&mut requester);
    let codes: Vec<_> = (0..26).map(|_| sent_form(&mut requester, &form)).collect();
    let mut staff = signed_in(&office, EXPERT);
    let first = finding(&mut staff, NAME);
    assert_eq!(rows(&first), codes[1..].iter().rev().cloned().collect::<Vec<_>>(), "the latest first");
    let next = first.links("a[rel=next]").remove(0).0;
    assert_eq!(rows(&staff.get(&next).page(200)), [codes[0].as_str()]);
    let sealed = next.split("after=").nth(1).expect("a cursor");
    for path in ["/desk/search?q=khac", &format!("/desk/search?q={}&desk=it", percent(NAME))] {
        assert_eq!(staff.get(&format!("{path}&after={sealed}")).status, 400, "{path}");
    }
    assert_eq!(signed_in(&office, FOREIGN).get(&next).page(200).links("main .found a"), []);
}

#[test]
fn every_page_of_the_desk_has_the_box() {
    let office = Office::open();
    let code = sent(&mut Browser::new(&office));
    let mut staff = signed_in(&office, EXPERT);
    for path in ["/desk/q/it", &format!("/desk/t/{code}"), "/desk/search"] {
        let page = staff.get(path).page(200);
        assert!(page.has("header form[action='/desk/search'] input[name=q][data-hotkey]"), "{path}");
    }
    assert!(!Browser::new(&office).get("/desk/sign-in").page(200).has("form[action='/desk/search']"));
}
