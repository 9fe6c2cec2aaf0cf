//! One contact's tickets: newest first, page by page, closed ones too; none that were erased.

use domain::code::TicketCode;
use domain::ticket::EventKind;
use function::store::Cursor;

use super::samples::{Life, code};
use super::stores::Shared;

/// Every page of a contact's tickets until the last.
async fn pages(store: &Shared, contact: &str, limit: u32) -> Vec<Vec<TicketCode>> {
    let mut all = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let page = store.by_contact(contact, after.as_ref(), limit).await.expect("read");
        assert!(page.rows.len() <= limit as usize);
        all.push(page.rows);
        after = page.next;
        if after.is_none() {
            return all;
        }
        assert!(all.len() < 100, "the pages do not end");
    }
}

fn of(contact: &str, number: u64, created: &str) -> Life {
    Life::sent(number, "07:00:00").created(created).whose(contact)
}

pub async fn whoever_sent_nothing_has_one_empty_page(store: &Shared) {
    Life::sent(1, "07:00:00").create_in(store).await;
    for contact in ["an", "", "~"] {
        assert_eq!(pages(store, contact, 5).await, [vec![]], "{contact:?}");
    }
}

pub async fn the_newest_comes_first_and_others_see_nothing_of_it(store: &Shared) {
    of("an", 1, "00:10:00").create_in(store).await;
    of("an", 2, "2026-11-22T23:59:59.999Z").create_in(store).await;
    of("binh", 3, "00:11:00").create_in(store).await;
    of("an", 4, "00:10:00.001").create_in(store).await;
    assert_eq!(pages(store, "an", 25).await, [[4, 1, 2].map(code)]);
    assert_eq!(pages(store, "binh", 25).await, [[3].map(code)]);
    assert_eq!(pages(store, "a", 25).await, [vec![]]);
}

pub async fn pages_of_a_contact_meet_without_gap_or_overlap(store: &Shared) {
    for number in 1..=3 {
        of("an", number, "00:10:00").create_in(store).await;
    }
    of("an", 4, "00:12:00").create_in(store).await;
    of("an", 5, "00:01:00").create_in(store).await;
    let mut equals: Vec<_> = (1..=3).map(code).collect();
    equals.sort_unstable_by_key(|code| std::cmp::Reverse(code.to_string()));
    let expected = [vec![code(4)], equals, vec![code(5)]].concat();
    for limit in [1, 2, 3, 4, 5, 6] {
        let pages = pages(store, "an", limit).await;
        assert_eq!(pages.concat(), expected, "{limit} a page");
        assert_eq!(pages.len(), 5_usize.div_ceil(limit as usize), "{limit} a page");
    }
}

pub async fn a_ticket_stays_its_contacts_until_they_are_erased(store: &Shared) {
    let sent = of("an", 1, "00:10:00");
    sent.create_in(store).await;
    let closed = sent.clone().accepted("07:00:00").answered("đã xong").closed();
    closed.append_to(store, &sent).await.expect("appended");
    assert_eq!(pages(store, "an", 5).await, [[code(1)]]);
    let erased = closed.clone().then("10:00:00", EventKind::Erased, None);
    erased.append_to(store, &closed).await.expect("appended");
    assert_eq!(pages(store, "an", 5).await, [vec![]]);
    assert_eq!(store.head(code(1)).await.expect("read").expect("a ticket"), erased.head);
}
