//! A desk's queue: open tickets, what is due first, page by page.

use domain::code::TicketCode;
use domain::ticket::{State, Ticket};
use function::store::{Cursor, Narrowed, Page, QueueQuery};

use super::samples::{Life, code, desk};
use super::stores::Shared;

async fn page(store: &Shared, desk_id: &str, state: Option<State>, after: Option<Cursor>, limit: u32) -> Page<Ticket> {
    let only = Narrowed { state, ..Narrowed::default() };
    store.queue(&QueueQuery { desk: desk(desk_id), only, after, limit }).await.expect("read")
}

/// Every page of a queue until the last, as codes.
async fn pages(store: &Shared, state: Option<State>, limit: u32) -> Vec<Vec<TicketCode>> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = page(store, "it", state, after, limit).await;
        assert!(page.rows.len() <= limit as usize);
        all.push(codes(&page));
        after = page.next;
        if after.is_none() {
            return all;
        }
        assert!(all.len() < 100, "the pages do not end");
    }
}

fn codes(page: &Page<Ticket>) -> Vec<TicketCode> {
    page.rows.iter().map(|ticket| ticket.code).collect()
}

pub async fn an_empty_queue_is_one_empty_page(store: &Shared) {
    for state in [None, Some(State::New)] {
        assert_eq!(page(store, "it", state, None, 25).await, Page { rows: vec![], next: None });
    }
}

pub async fn what_is_due_comes_first_and_the_rest_by_age(store: &Shared) {
    let lives = [
        // Answered, the clock stands: by age.
        Life::sent(1, "05:00:00").created("00:20:00").accepted("05:00:00").answered("đã xong"),
        Life::sent(2, "09:00:00").created("00:00:01"),
        Life::sent(3, "2026-11-22T23:59:59.999Z").created("00:10:00"),
        Life::sent(4, "06:00:00.5").created("00:11:00").accepted("06:00:00.5"),
        Life::sent(5, "05:00:00").created("00:05:00").accepted("05:00:00").answered("đã xong"),
        Life::sent(6, "06:00:00").created("00:12:00"),
    ];
    for life in &lives {
        life.create_in(store).await;
    }
    let page = page(store, "it", None, None, 25).await;
    assert_eq!(codes(&page), [3, 6, 4, 2, 5, 1].map(code));
    assert_eq!(page.next, None);
    // A row is the whole head, with what is personal in it.
    assert_eq!(page.rows[0], lives[2].head);
    assert_eq!(page.rows[5], lives[0].head);
}

/// Somebody's own deadline before the promise; it says nothing once the desk has answered.
pub async fn what_is_needed_before_it_is_due_comes_first(store: &Shared) {
    let lives = [
        Life::sent(1, "05:00:00"),
        Life::sent(2, "09:00:00").needed("03:00:00"),
        Life::sent(3, "04:00:00").needed("08:00:00"),
        Life::sent(4, "06:00:00").needed("01:00:00").accepted("06:00:00").answered("đã xong"),
    ];
    for life in &lives {
        life.create_in(store).await;
    }
    assert_eq!(codes(&page(store, "it", None, None, 25).await), [2, 3, 1, 4].map(code));
}

pub async fn pages_meet_without_gap_or_overlap(store: &Shared) {
    // Seven due at the same moment, two before and two after, two without a promise of the same age.
    for number in 1..=7 {
        Life::sent(number, "07:00:00").create_in(store).await;
    }
    for (number, due) in [(8, "06:00:00"), (9, "06:30:00"), (10, "08:00:00"), (11, "08:00:00.001")] {
        Life::sent(number, due).create_in(store).await;
    }
    for number in [12, 13] {
        Life::sent(number, "07:00:00").accepted("07:00:00").answered("đã xong").create_in(store).await;
    }
    let mut equals: Vec<_> = (1..=7).map(code).collect();
    equals.sort_unstable_by_key(ToString::to_string);
    let mut resting = vec![code(12), code(13)];
    resting.sort_unstable_by_key(ToString::to_string);
    let expected = [vec![code(8), code(9)], equals, vec![code(10), code(11)], resting].concat();

    for limit in [1, 2, 3, 5, 12, 13, 14] {
        let pages = pages(store, None, limit).await;
        assert_eq!(pages.concat(), expected, "{limit} a page");
        assert!(pages[..pages.len() - 1].iter().all(|page| page.len() == limit as usize), "{limit} a page: {pages:?}");
    }
}

pub async fn a_page_that_ends_with_the_queue_is_the_last(store: &Shared) {
    for number in 1..=4 {
        Life::sent(number, "07:00:00").create_in(store).await;
    }
    for state in [None, Some(State::New)] {
        let first = page(store, "it", state, None, 2).await;
        let second = page(store, "it", state, first.next, 2).await;
        assert_eq!((second.rows.len(), second.next), (2, None));
        assert_eq!(page(store, "it", state, None, 4).await.next, None);
    }
}

pub async fn only_the_state_asked_for(store: &Shared) {
    // A few of one state far apart among many of another: they still fill a page.
    let mut accepted = Vec::new();
    for number in 1..=60 {
        let due = format!("07:{:02}:00", number - 1);
        let life = Life::sent(number, &due);
        if number % 15 == 0 {
            accepted.push(code(number));
            life.accepted(&due).create_in(store).await;
        } else {
            life.create_in(store).await;
        }
    }
    Life::sent(99, "06:00:00").accepted("06:00:00").answered("đã xong").create_in(store).await;

    assert_eq!(pages(store, Some(State::InProgress), 3).await, [accepted[..3].to_vec(), accepted[3..].to_vec()]);
    assert_eq!(pages(store, Some(State::InProgress), 25).await, [accepted]);
    assert_eq!(pages(store, Some(State::New), 25).await.concat().len(), 56);
    assert_eq!(pages(store, Some(State::Answered), 2).await, [[code(99)]]);
    assert_eq!(pages(store, Some(State::Closed), 2).await, [[]]);
}

pub async fn closed_tickets_leave_and_reopened_ones_come_back(store: &Shared) {
    let open = Life::sent(1, "07:00:00");
    let answered = Life::sent(2, "06:00:00").accepted("06:00:00").answered("đã xong");
    open.create_in(store).await;
    answered.create_in(store).await;
    assert_eq!(pages(store, None, 25).await, [[code(1), code(2)]]);

    let closed = answered.clone().closed();
    closed.append_to(store, &answered).await.expect("appended");
    assert_eq!(pages(store, None, 25).await, [[code(1)]]);
    assert_eq!(pages(store, Some(State::Closed), 25).await, [[]]);

    let reopened = closed.clone().reopened("05:00:00");
    reopened.append_to(store, &closed).await.expect("appended");
    assert_eq!(pages(store, None, 25).await, [[code(2), code(1)]]);
}

pub async fn another_desk_sees_nothing(store: &Shared) {
    Life::sent_to("it", 1, "07:00:00").create_in(store).await;
    // Names that begin alike are still two desks.
    Life::sent_to("it-lab", 2, "06:00:00").create_in(store).await;
    Life::sent_to("training", 3, "06:00:00").create_in(store).await;
    for number in 4..=6 {
        Life::sent_to("training", number, "08:00:00").create_in(store).await;
    }

    assert_eq!(codes(&page(store, "it", None, None, 25).await), [code(1)]);
    assert_eq!(codes(&page(store, "it-lab", None, None, 25).await), [code(2)]);
    assert_eq!(codes(&page(store, "library", None, None, 25).await), []);
    // Nor with the place of the other desk's page.
    let theirs = page(store, "training", None, None, 1).await;
    assert_eq!(codes(&theirs), [code(3)]);
    assert_eq!(codes(&page(store, "it", None, theirs.next, 25).await), [code(1)]);
}

pub async fn a_page_goes_on_where_a_ticket_has_left(store: &Shared) {
    for (number, due) in [(1, "05:00:00"), (3, "07:00:00"), (4, "08:00:00")] {
        Life::sent(number, due).create_in(store).await;
    }
    let leaving = Life::sent(2, "06:00:00");
    leaving.create_in(store).await;
    let first = page(store, "it", None, None, 2).await;
    assert_eq!(codes(&first), [code(1), code(2)]);

    // The last ticket of the page somebody is looking at is answered and closed meanwhile.
    let closed = leaving.clone().accepted("06:00:00").answered("đã xong").closed();
    closed.append_to(store, &leaving).await.expect("appended");
    assert_eq!(codes(&page(store, "it", None, first.next, 2).await), [code(3), code(4)]);
}
