//! A queue narrowed down, and its figures.

use domain::catalog::Priority;
use domain::code::TicketCode;
use domain::ids::{FieldId, RequestTypeId};
use domain::ticket::State;
use function::store::{Figure, Figures, Handler, Narrowed, QueueQuery};

use super::samples::{Life, at, code, desk};
use super::stores::Shared;

/// Every row of a narrowed queue, page by page.
async fn found(store: &Shared, only: &Narrowed, limit: u32) -> Vec<TicketCode> {
    let mut codes = Vec::new();
    let mut after = None;
    for _ in 0..100 {
        let page = store.queue(&QueueQuery { desk: desk("it"), only: only.clone(), after, limit }).await.expect("read");
        assert!(page.rows.len() <= limit as usize);
        codes.extend(page.rows.iter().map(|ticket| ticket.code));
        after = page.next;
        if after.is_none() {
            return codes;
        }
    }
    panic!("the pages do not end");
}

fn of_type(id: &str) -> Narrowed {
    Narrowed { request_type: RequestTypeId::parse(id).ok(), ..Narrowed::default() }
}

fn urgent(priority: Priority) -> Narrowed {
    Narrowed { priority: Some(priority), ..Narrowed::default() }
}

fn handled(handler: Handler) -> Narrowed {
    Narrowed { handler: Some(handler), ..Narrowed::default() }
}

fn by(name: &str) -> Handler {
    Handler::Member(name.to_owned())
}

fn about(nature: &str) -> Narrowed {
    Narrowed { nature: FieldId::parse(nature).ok(), ..Narrowed::default() }
}

fn asked_by(group: &str) -> Narrowed {
    Narrowed { audience: FieldId::parse(group).ok(), ..Narrowed::default() }
}

fn due(from: &str, until: &str) -> Narrowed {
    Narrowed { due: Some(at(from)..at(until)), ..Narrowed::default() }
}

/// Seven tickets, each with something of its own.
async fn seven(store: &Shared) {
    let lives = [
        Life::sent(1, "01:00:00"),
        Life::sent(2, "02:00:00").typed("it-how-to"),
        Life::sent(3, "03:00:00").urgency(None),
        Life::sent(4, "04:00:00").urgency(Some(Priority::Low)).group("lecturer"),
        Life::sent(5, "05:00:00").classified("network", "05:00:00"),
        Life::sent(6, "06:00:00").accepted("06:00:00"),
        Life::sent(7, "07:00:00").accepted("07:00:00").answered("đã xong"),
    ];
    for life in lives {
        life.create_in(store).await;
    }
    // Another desk's, alike in everything.
    Life::sent_to("training", 8, "01:00:00").create_in(store).await;
}

pub async fn every_way_of_narrowing_takes_its_own(store: &Shared) {
    seven(store).await;
    for (only, expected) in [
        (Narrowed::default(), vec![1, 2, 3, 4, 5, 6, 7]),
        (Narrowed::to(State::Classified), vec![5]),
        (of_type("it-how-to"), vec![2]),
        (of_type("no-such"), vec![]),
        (urgent(Priority::High), vec![1, 2, 5, 6, 7]),
        (urgent(Priority::Low), vec![4]),
        (handled(by("Trần Thị Bích")), vec![6, 7]),
        (handled(by("Trần")), vec![]),
        (handled(Handler::Nobody), vec![1, 2, 3, 4, 5]),
        (about("network"), vec![5]),
        (asked_by("lecturer"), vec![4]),
        (asked_by("student"), vec![1, 2, 3, 5, 6, 7]),
        // The seventh is answered: nothing is due.
        (due("02:00:00", "06:00:00.001"), vec![2, 3, 4, 5, 6]),
        (due("02:00:00.001", "06:00:00"), vec![3, 4, 5]),
        (due("00:00:00", "00:30:00"), vec![]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(code).collect();
        for limit in [1, 2, 25] {
            assert_eq!(found(store, &only, limit).await, expected, "{only:?}, {limit} a page");
        }
    }
}

pub async fn all_that_is_said_has_to_hold(store: &Shared) {
    seven(store).await;
    let mine = Narrowed { priority: Some(Priority::High), ..handled(by("Trần Thị Bích")) };
    let working = Narrowed { state: Some(State::InProgress), audience: asked_by("student").audience, ..mine.clone() };
    assert_eq!(found(store, &working, 25).await, [code(6)]);
    let soon = due("00:00:00", "06:30:00").due;
    let soon = Narrowed { due: soon, request_type: of_type("it-incident").request_type, ..mine };
    assert_eq!(found(store, &soon, 25).await, [code(6)]);
    assert_eq!(found(store, &Narrowed { nature: about("network").nature, ..soon }, 25).await, []);
}

pub async fn what_is_rare_is_found_at_the_end_of_a_long_queue(store: &Shared) {
    for number in 1..=120 {
        let life = Life::sent(number, &format!("0{}:{:02}:00", 1 + number / 60, number % 60));
        let life = if number % 40 == 0 { life.group("lecturer") } else { life };
        life.create_in(store).await;
    }
    for limit in [1, 2, 25] {
        assert_eq!(found(store, &asked_by("lecturer"), limit).await, [40, 80, 120].map(code), "{limit} a page");
    }
}

fn exactly(count: u32) -> Figure {
    Figure { count, more: false }
}

pub async fn figures_count_what_is_open_due_and_waiting(store: &Shared) {
    let today = || at("03:00:00")..at("06:00:00");
    let none = store.figures(&desk("it"), today(), 10).await.expect("counted");
    assert_eq!(none, Figures::default());
    seven(store).await;
    Life::sent(9, "04:00:00").accepted("04:00:00").asked("Phòng nào?").create_in(store).await;
    Life::sent(10, "05:00:00").accepted("05:00:00").answered("đã xong").closed().create_in(store).await;
    let figures = store.figures(&desk("it"), today(), 10).await.expect("counted");
    let expected = Figures {
        open: exactly(8),
        new: exactly(4),
        overdue: exactly(2),
        // The third falls due at this moment, the sixth at midnight.
        due_today: exactly(3),
        waiting: exactly(1),
    };
    assert_eq!(figures, expected);
    // Somebody's own deadline counts as it sorts.
    Life::sent(11, "09:00:00").needed("02:00:00").create_in(store).await;
    let figures = store.figures(&desk("it"), today(), 10).await.expect("counted");
    assert_eq!(figures, Figures { open: exactly(9), new: exactly(5), overdue: exactly(3), ..expected });
    assert_eq!(store.figures(&desk("it-lab"), today(), 10).await.expect("counted"), Figures::default());
    let theirs = store.figures(&desk("training"), today(), 10).await.expect("counted");
    assert_eq!(theirs, Figures { open: exactly(1), new: exactly(1), overdue: exactly(1), ..Figures::default() });
}

pub async fn nothing_is_counted_beyond_the_bound(store: &Shared) {
    for number in 1..=4 {
        Life::sent(number, &format!("0{number}:00:00")).create_in(store).await;
    }
    let today = at("03:00:00")..at("04:30:00");
    for (at_most, open, overdue) in [
        (3, Figure { count: 3, more: true }, exactly(2)),
        (4, exactly(4), exactly(2)),
        (1, Figure { count: 1, more: true }, Figure { count: 1, more: true }),
    ] {
        let figures = store.figures(&desk("it"), today.clone(), at_most).await.expect("counted");
        assert_eq!((figures.open, figures.new, figures.overdue), (open, open, overdue), "at most {at_most}");
    }
}
