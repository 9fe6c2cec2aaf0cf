//! A queue narrowed down by its form, its tabs and its figures, without any script.

use jiff::SignedDuration;

use super::office::Office;
use super::people::{DIRECTOR, EXPERT, FOREIGN, SECOND, does, empty_form, filled, posting, sent_form, signed_in};
use crate::harness::http::Browser;
use crate::harness::page::Page;
use crate::journey::ANSWER;

/// The codes on a page of a queue, in their order.
fn rows(page: &Page) -> Vec<String> {
    let links = page.links("main a[href^='/desk/t/']").into_iter();
    links.map(|(url, _)| url.trim_start_matches("/desk/t/").to_owned()).collect()
}

/// An urgent incident, an ordinary one, and one the expert works on.
fn three(office: &Office) -> [String; 3] {
    office.with_wide_limits();
    let mut requester = Browser::new(office);
    let mut send = |priority: &str| {
        office.pass(SignedDuration::from_mins(1));
        let form = filled(&mut requester).fill("priority", priority);
        sent_form(&mut requester, &form)
    };
    let codes = [send("high"), send("low"), send("low")];
    does(&mut signed_in(office, EXPERT), &codes[2], "/accept", None).leads_to();
    codes
}

#[test]
fn the_form_narrows_and_each_word_can_be_taken_away() {
    let office = Office::open();
    let [high, low, mine] = three(&office);
    let mut staff = signed_in(&office, EXPERT);
    let page = staff.get("/desk/q/it").page(200);
    assert_eq!(rows(&page), [&high, &low, &mine].map(Clone::clone));
    assert!(!page.has(".chosen"), "nothing is chosen yet");

    let form = page.form("/desk/q/it").fill("priority", "low").fill("assignee", "nobody");
    let page = staff.submit(&form).page(200);
    assert_eq!(rows(&page), [low.as_str()]);
    let words = page.links(".chosen-word");
    assert_eq!(words.len(), 2, "{words:?}");
    assert!(words[0].1.contains("Thấp") && words[1].1.contains("chưa có"), "{words:?}");
    assert!(page.has("#filter-priority option[value=low][selected]"), "the form shows what is chosen");

    let page = staff.get(&words[1].0).page(200);
    assert_eq!(rows(&page), [&low, &mine].map(Clone::clone), "nobody was taken away");
    let page = staff.get("/desk/q/it?assignee=mine").page(200);
    assert_eq!(rows(&page), [mine.as_str()]);
    let page = signed_in(&office, SECOND).get("/desk/q/it?assignee=mine").page(200);
    assert_eq!(rows(&page), Vec::<String>::new(), "mine is whoever looks");
    assert!(page.text().contains("Không có phiếu nào hợp"), "an empty list says why: {}", page.text());
}

#[test]
fn a_colleague_is_chosen_without_an_address_in_the_url() {
    let office = Office::open();
    let [_, _, mine] = three(&office);
    let mut colleague = signed_in(&office, SECOND);
    let page = colleague.get("/desk/q/it").page(200);
    let labels = page.texts("#filter-assignee option");
    let place = labels.iter().position(|label| label == "Lê Cẩm Vân").expect("the colleague is offered");
    let value = page.attributes("#filter-assignee option", "value").remove(place);
    assert!(!value.contains('@') && value.len() == 10, "{value}");
    let form = page.form("/desk/q/it").fill("assignee", &value);
    assert_eq!(rows(&colleague.submit(&form).page(200)), [mine]);
    // Directors only read: no ticket is theirs.
    assert!(!labels.contains(&"Trịnh Quốc Huy".to_owned()));
}

#[test]
fn tabs_and_the_form_keep_each_other() {
    let office = Office::open();
    let [_, low, mine] = three(&office);
    let mut staff = signed_in(&office, EXPERT);
    let page = staff.get("/desk/q/it?priority=low").page(200);
    let tab = page.links(".filters a").into_iter().find(|(_, label)| label == "Đang xử lý").expect("a tab").0;
    let page = staff.get(&tab).page(200);
    assert_eq!(rows(&page), [mine], "low and in progress");
    let page = staff.submit(&page.form("/desk/q/it").fill("priority", "high")).page(200);
    assert_eq!(rows(&page), Vec::<String>::new(), "the state stayed");
    let page = staff.get("/desk/q/it?state=new&priority=low&type=incident").page(200);
    assert_eq!(rows(&page), [low]);
    let clear = page.links(".chosen-clear").remove(0).0;
    assert_eq!(clear, "/desk/q/it?state=new");
}

#[test]
fn further_pages_keep_what_was_chosen() {
    let office = Office::open();
    office.with_wide_limits();
    let mut requester = Browser::new(&office);
    let (low, high) = (filled(&mut requester).fill("priority", "low"), filled(&mut requester).fill("priority", "high"));
    for number in 0..30 {
        sent_form(&mut requester, &low);
        if number % 10 == 0 {
            sent_form(&mut requester, &high);
        }
    }
    let mut staff = signed_in(&office, EXPERT);
    let first = staff.get("/desk/q/it?priority=low").page(200);
    let next = first.links("a[rel=next]").remove(0).0;
    let second = staff.get(&next).page(200);
    assert_eq!((rows(&first).len(), rows(&second).len()), (25, 5));
    assert!(second.has("#filter-priority option[value=low][selected]"));
    assert_eq!(second.links(".pager a").remove(0).0, "/desk/q/it?priority=low", "back to the start of the same list");
    // A place in one list opens no other.
    let sealed = next.split("after=").nth(1).expect("a cursor");
    for path in ["/desk/q/it", "/desk/q/it?priority=high", "/desk/q/it?priority=low&assignee=nobody"] {
        let join = if path.contains('?') { '&' } else { '?' };
        assert_eq!(staff.get(&format!("{path}{join}after={sealed}")).status, 400, "{path}");
    }
}

#[test]
fn figures_count_the_desks_own_and_lead_to_what_they_count() {
    let office = Office::open();
    let [high, low, mine] = three(&office);
    let mut requester = Browser::new(&office);
    let course = empty_form(&mut requester, "course", "vi")
        .fill("title", "Lớp Excel")
        .fill("description", "Cho khoa.")
        .fill("name", "Lê An")
        .fill("email", "an@dh.example")
        .fill("audience", "staff")
        .fill("f.place", "A1");
    sent_form(&mut requester, &course);
    let mut staff = signed_in(&office, EXPERT);
    let mut figures = |expected: [&str; 5]| {
        let page = staff.get("/desk/q/it").page(200);
        let found: Vec<_> = page.texts(".figure b");
        assert_eq!(found, expected);
        page.links(".figure")
    };
    // Two fall due in two hours, at half past ten; one in a day.
    figures(["3", "2", "0", "2", "0"]);
    office.pass(SignedDuration::from_mins(120));
    does(&mut signed_in(&office, EXPERT), &mine, "/ask", Some(ANSWER)).leads_to();
    let links = figures(["3", "2", "2", "0", "1"]);
    let mut shown = |at: usize| rows(&staff.get(&links[at].0).page(200));
    assert_eq!(shown(1), [&high, &low].map(Clone::clone));
    assert_eq!(shown(2), [&high, &low].map(Clone::clone));
    assert_eq!(shown(3), Vec::<String>::new());
    assert_eq!(shown(4), [mine]);
    let theirs = signed_in(&office, FOREIGN).get("/desk/q/training").page(200);
    assert_eq!(theirs.texts(".figure b"), ["1", "1", "0", "0", "0"], "the other desk counts its own");
}

#[test]
fn what_is_not_offered_is_not_there() {
    let office = Office::open();
    three(&office);
    let mut director = signed_in(&office, DIRECTOR);
    for query in ["type=no-such", "priority=secret", "assignee=ai", "nature=x", "group=x", "due=never", "state=closed"]
    {
        assert_eq!(director.get(&format!("/desk/q/it?{query}")).status, 404, "{query}");
    }
    assert_eq!(director.get("/desk/q/it?type=&priority=&assignee=").status, 200, "an empty choice is none");
    assert_eq!(director.submit(&posting("/desk/q/it", &[])).status, 405);
}
