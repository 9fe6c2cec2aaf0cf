//! Tickets found by the words of their title and of who sent them; what else is looked through is a store's own matter.

use domain::code::TicketCode;
use domain::ticket::EventKind;
use domain::words::asked;
use function::store::SearchQuery;

use super::samples::{Life, code, desk};
use super::stores::Shared;

async fn findable(store: &Shared, life: Life) -> Life {
    life.create_in(store).await;
    store.make_findable(life.head.code).await.expect("made findable");
    life
}

async fn goes_on(store: &Shared, before: &Life, life: Life) -> Life {
    life.append_to(store, before).await.expect("appended");
    store.make_findable(life.head.code).await.expect("made findable");
    life
}

/// Every row found at some desks, page by page.
async fn found(store: &Shared, desks: &[&str], query: &str, limit: u32) -> Vec<TicketCode> {
    let mut search =
        SearchQuery { desks: desks.iter().map(|id| desk(id)).collect(), words: asked(query), after: None, limit };
    let mut codes = Vec::new();
    for _ in 0..100 {
        let page = store.search(&search).await.expect("read");
        assert!(page.rows.len() <= limit as usize);
        codes.extend(page.rows.iter().map(|ticket| ticket.code));
        search.after = page.next;
        if search.after.is_none() {
            return codes;
        }
    }
    panic!("the pages do not end");
}

pub async fn a_ticket_is_found_by_its_title_and_by_who_sent_it(store: &Shared) {
    findable(store, Life::sent(1, "07:00:00")).await;
    findable(store, Life::sent(2, "07:00:00").titled("چاپگر طبقه‌ی دوم")).await;
    for (query, expected) in [
        ("mất mạng", vec![1]),
        ("MAT MANG", vec![1]),
        ("b204", vec![1]),
        ("چاپگر", vec![2]),
        ("طبقهی", vec![2]),
        ("nguyen van an", vec![2, 1]),
        ("an b204", vec![1]),
        ("an@sv.thuyvan.example", vec![2, 1]),
        ("024 5555 0100", vec![2, 1]),
        ("+84-24-5555-0100", vec![2, 1]),
        ("۰۲۴۵۵۵۵۰۱۰۰", vec![2, 1]),
        // Each word has to be there, and as a whole.
        ("mạng máy", vec![]),
        ("mạ", vec![]),
        ("it", vec![]),
        ("", vec![]),
        ("\"*\" OR", vec![]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(code).collect();
        assert_eq!(found(store, &["it"], query, 25).await, expected, "{query:?}");
    }
}

pub async fn the_latest_comes_first_and_pages_meet(store: &Shared) {
    for number in 1..=7 {
        let life = Life::sent(number, "07:00:00").created(&format!("00:0{number}:00"));
        findable(store, life).await;
    }
    let closed = Life::sent(8, "07:00:00").created("00:08:00").accepted("07:00:00").answered("đã xong").closed();
    findable(store, closed).await;
    let expected: Vec<_> = (1..=8).rev().map(code).collect();
    for limit in [1, 2, 3, 7, 8, 9] {
        assert_eq!(found(store, &["it"], "mất mạng", limit).await, expected, "{limit} a page");
    }
}

pub async fn only_at_the_desks_asked_for(store: &Shared) {
    let names = ["it", "training", "it-lab", "library"];
    for (number, name) in (1..).zip(names) {
        let life = Life::sent_to(name, number, "07:00:00").created(&format!("00:0{number}:00"));
        findable(store, life).await;
    }
    for (desks, expected) in [
        (&["it"][..], vec![1]),
        (&["it-lab"], vec![3]),
        (&["training", "it"], vec![2, 1]),
        (&["lab"], vec![]),
        (&["no-such"], vec![]),
        (&[], vec![]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(code).collect();
        for limit in [1, 25] {
            assert_eq!(found(store, desks, "mạng", limit).await, expected, "{desks:?}");
        }
    }
}

pub async fn a_ticket_that_moves_is_found_where_it_is(store: &Shared) {
    let sent = findable(store, Life::sent(1, "07:00:00")).await;
    let to = EventKind::Referred { to: desk("training"), role: None, clock: None, total: None };
    goes_on(store, &sent, sent.clone().then("02:00:00", to, None)).await;
    assert_eq!(found(store, &["it"], "mất mạng", 25).await, []);
    assert_eq!(found(store, &["training"], "mất mạng", 25).await, [code(1)]);
    assert_eq!(found(store, &["it", "training"], "mất mạng", 25).await, [code(1)]);
}

pub async fn whoever_was_erased_is_found_by_nothing(store: &Shared) {
    let sent = findable(store, Life::sent(1, "07:00:00").whose("an")).await;
    findable(store, Life::sent(2, "07:00:00")).await;
    let erased = sent.clone().then("10:00:00", EventKind::Erased, None);
    goes_on(store, &sent, erased).await;
    for query in ["mất mạng", "nguyễn", "an@sv.thuyvan.example", "02455550100"] {
        assert_eq!(found(store, &["it"], query, 25).await, [code(2)], "{query:?}");
    }
}

pub async fn a_ticket_made_findable_twice_is_found_once(store: &Shared) {
    let sent = findable(store, Life::sent(1, "07:00:00")).await;
    for _ in 0..2 {
        store.make_findable(code(1)).await.expect("made findable");
    }
    goes_on(store, &sent, sent.clone().accepted("08:00:00")).await;
    assert_eq!(found(store, &["it"], "mất mạng", 25).await, [code(1)]);
    store.make_findable(code(9)).await.expect("where there is no ticket there is nothing to do");
}
