//! Moving a desk from one store to the other: the same lines come out again, the same pages are shown, nobody gets a letter.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::signal::Signal;
use domain::ticket::EventKind;
use function::moving::{MoveError, Moved, export, import};
use function::repair::repair;
use function::store::{Offline, Profile};
use jiff::civil::date;

use crate::harness::between::{Between, Fate};
use crate::harness::dynoxide::Dynoxide;
use crate::harness::http::Browser;
use crate::procedures::campus::published;
use crate::procedures::lived_in;
use crate::router::office::Office;
use crate::store_contract::samples::{Life, code};
use crate::store_contract::stores::{Shared, Sqlite, connected};

async fn exported(store: &dyn Offline) -> (String, Moved) {
    let mut out = Vec::new();
    let moved = export(store, &mut out).await.expect("it is whole");
    (String::from_utf8(out).expect("JSON is text"), moved)
}

async fn taken_in(store: &dyn Offline, export: &str) -> Result<Moved, MoveError> {
    import(store, || Ok(export.as_bytes())).await
}

/// Every ticket's page as anybody sees it.
fn pages(office: &Office) -> Vec<String> {
    let all = office.wait(office.offline().inventory()).expect("read");
    let page = |code: &domain::code::TicketCode| {
        let page = Browser::new(office).get(&format!("/t/{code}?lang=vi"));
        page.page(200).text()
    };
    all.tickets.iter().map(page).collect()
}

#[test]
fn an_emulated_dynamodb_gives_back_what_came_from_sqlite() {
    for before in lived_in() {
        before.letters();
        let old = before.offline();
        let signal: Signal = "helpful/vi/wifi/0a1b2c3d/yes".parse().expect("a signal");
        before.wait(old.add_signal(date(2026, 11, 23), &signal)).expect("counted");
        let away = Profile {
            email: "an@thuyvan.example".to_owned(),
            signature: "An\nTổ mạng".to_owned(),
            away_until: Some(date(2026, 12, 4)),
        };
        before.wait(old.put_profile(&away)).expect("kept");
        let (lines, moved) = before.wait(exported(&*old));
        assert!(moved.tickets > 0 && moved.events > moved.tickets, "{moved:?}");

        let after = Office::on_dynamodb(published);
        after.keep_time_with(&before);
        let new = after.offline();
        after.wait(taken_in(&*new, &lines)).expect("it is empty");
        let (again, _) = after.wait(exported(&*new));
        assert_eq!(again, lines, "byte for byte");
        assert_eq!(pages(&after), pages(&before));
        assert_eq!(after.letters().len(), 0, "nobody is told of it");
        let found = after.wait(repair(&*new, None, true)).expect("read");
        assert_eq!((found.tickets, found.faults), (moved.tickets, Vec::new()), "queue, alarms, contact and words");
        // What a program or a browser sends once more leads to the ticket that it made.
        let sendings = after.wait(new.inventory()).expect("read").sendings;
        assert_eq!(sendings, before.wait(old.inventory()).expect("read").sendings);

        let back = Sqlite::new();
        after.wait(taken_in(&*back.offline(), &lines)).expect("it is empty");
        assert_eq!(after.wait(exported(&*back.offline())).0, lines);
    }
}

/// Three tickets, one of them with a log longer than a transaction, one whose requester was erased.
async fn sample(store: &Shared) {
    Life::sent(1, "07:00:00").whose("an").accepted("08:00:00").answered("Đã xong.").create_in(store).await;
    let long = (0..130).fold(Life::sent(2, "07:00:00"), |life, number| life.replied(&format!("lần {number}")));
    Life::sent(2, "07:00:00").create_in(store).await;
    for some in long.events[1..].chunks(60) {
        let head = domain::ticket::fold(code(2), &long.events[..some.last().expect("some").seq as usize]);
        let seen = some[0].seq - 1;
        store.append(&head.expect("a ticket"), seen, some).await.expect("appended");
    }
    let sent = Life::sent(3, "07:00:00").whose("bình");
    sent.create_in(store).await;
    sent.clone().then("10:00:00", EventKind::Erased, None).append_to(store, &sent).await.expect("appended");
    store.finish_effect("letter-1").await.expect("done");
}

#[tokio::test]
async fn emulated_an_import_that_was_cut_is_run_again() {
    let desk = Sqlite::new();
    sample(&desk.store).await;
    let (lines, _) = exported(&*desk.offline()).await;
    let mut cuts = 0;
    // Reading what is there takes two calls a segment.
    for after in (8..).step_by(7) {
        let emulator = Dynoxide::start();
        let between = Between::before(&emulator);
        let store = connected(between.address());
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        between.rule(
            move |_| {
                if counted.fetch_add(1, Ordering::SeqCst) < after { Fate::Through } else { Fate::AnswerLost }
            },
        );
        let cut = taken_in(&store, &lines).await;
        between.rule(|_| Fate::Through);
        if cut.is_err() {
            cuts += 1;
            taken_in(&store, &lines).await.expect("what is there is from the same export");
        }
        assert_eq!(exported(&store).await.0, lines, "cut after {after} calls");
        assert_eq!(repair(&store, None, true).await.expect("read").faults, [], "cut after {after} calls");
        if calls.load(Ordering::SeqCst) < after {
            break;
        }
    }
    assert!(cuts > 3, "{cuts}");
}

#[tokio::test]
async fn what_is_no_whole_export_is_not_taken_in() {
    let desk = Sqlite::new();
    sample(&desk.store).await;
    let (lines, _) = exported(&*desk.offline()).await;
    let all: Vec<_> = lines.lines().collect();
    let joined = |lines: &[&str]| lines.iter().flat_map(|line| [*line, "\n"]).collect::<String>();
    let without_one = [&all[..2], &all[3..]].concat();
    let swapped = [&all[..1], &[all[2], all[1]], &all[3..]].concat();
    for (wrong, told) in [
        (joined(&all[..all.len() - 1]), "cut off"),
        (lines[..lines.len() - 10].to_owned(), "line 6"),
        (joined(&without_one), "missing before it"),
        (joined(&swapped), "in the order of their codes"),
        (joined(&all[1..]), "begins with"),
        (lines.replacen("\"export\":1", "\"export\":2", 1), "another version"),
        (lines.replacen("\"seq\":2,", "\"seq\":3,", 1), "do not make one"),
        (format!("{lines}{{}}\n"), "line 7"),
        (String::new(), "cut off"),
        ("{\"title\": \"Wifi\"}".to_owned(), "line 1"),
    ] {
        let empty = Sqlite::new();
        let refused = taken_in(&*empty.offline(), &wrong).await.expect_err(told).to_string();
        assert!(refused.contains(told) && refused.contains("Nothing was taken in"), "{told}: {refused}");
        assert_eq!(empty.offline().inventory().await.expect("read").tickets.len(), 0, "{told}");
    }
}

#[tokio::test]
async fn a_desk_that_has_something_else_takes_nothing_in() {
    let desk = Sqlite::new();
    sample(&desk.store).await;
    let (lines, _) = exported(&*desk.offline()).await;
    let other = Sqlite::new();
    Life::sent(9, "07:00:00").create_in(&other.store).await;
    let refused = taken_in(&*other.offline(), &lines).await.expect_err("not empty").to_string();
    assert!(refused.contains(&code(9).to_string()), "{refused}");
    assert_eq!(other.store.head(code(1)).await.expect("read"), None);

    // The desk went on after it was exported.
    let before = Life::sent(1, "07:00:00").whose("an").accepted("08:00:00").answered("Đã xong.");
    before.clone().closed().append_to(&desk.store, &before).await.expect("appended");
    let refused = taken_in(&*desk.offline(), &lines).await.expect_err("not the same").to_string();
    assert!(refused.contains("with other events"), "{refused}");
}
