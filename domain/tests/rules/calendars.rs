//! Calendars as people write them, and promises as they read them.

use domain::calendar::{OpenSpan, WorkCalendar};
use domain::working_time::{WorkingMinutes, WorkingSpan};
use jiff::{Timestamp, Zoned};
use serde_json::{Value, json};

use crate::sample::zoned;

/// A university's week; a holiday, a half day, and a Saturday's night shift.
fn campus(zone: &str) -> Value {
    let day = json!(["07:30-11:30", "13:00-17:00"]);
    json!({
        "time_zone": zone,
        "hours": {
            "monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day,
            "saturday": ["22:00-06:00"]
        },
        "holidays": [
            { "date": "2026-04-30" }, { "date": "2026-05-01", "name": { "vi": "Quốc tế Lao động" } },
            { "date": "2026-12-31", "hours": ["07:30-11:30"] }
        ]
    })
}

fn read(calendar: Value) -> WorkCalendar {
    serde_json::from_value(calendar).unwrap_or_else(|error| panic!("{error}"))
}

/// Start (local), length, due (local), why.
const PROMISES: [(&str, &str, &str, &str); 15] = [
    ("2026-11-23T08:00", "4h", "2026-11-23T13:30", "the lunch break does not count"),
    ("2026-11-23T08:00", "3h 30m", "2026-11-23T11:30", "due at the end of a span, not at the start of the next"),
    ("2026-11-23T06:00", "30m", "2026-11-23T08:00", "before hours the clock waits for them"),
    ("2026-11-23T12:15", "1m", "2026-11-23T13:01", "in the lunch break too"),
    ("2026-11-23T17:00", "1m", "2026-11-24T07:31", "the closing minute is closed"),
    ("2026-11-23T16:59:30", "1m", "2026-11-24T07:30:30", "seconds count"),
    ("2026-11-23T08:00", "1d", "2026-11-24T08:00", "a day is eight hours"),
    ("2026-11-23T08:00", "0.5d", "2026-11-23T13:30", "half a day is four"),
    ("2026-11-27T16:00", "2h", "2026-11-28T23:00", "Friday evening goes on with Saturday's night shift"),
    ("2026-11-29T05:30", "1h", "2026-11-30T08:00", "the night shift ends on Sunday morning"),
    ("2026-11-29T12:00", "0m", "2026-11-29T12:00", "nothing is due at once, even outside hours"),
    ("2026-04-29T16:30", "1h", "2026-05-02T22:30", "two holidays are skipped"),
    ("2026-12-31T10:30", "2h", "2027-01-01T08:30", "a half day ends at its own hours"),
    ("2026-11-23T08:00", "10d", "2026-12-04T08:00", "ten days: eight hours of night shift are among them"),
    ("2026-11-21T23:00", "7h", "2026-11-22T06:00", "a shift across midnight is one span"),
];

#[test]
fn promises_fall_due() {
    let calendar = read(campus("Asia/Ho_Chi_Minh"));
    for (start, length, due, why) in PROMISES {
        let minutes = calendar.minutes(WorkingSpan::parse(length).expect("a length"));
        let found = calendar.due_at(zoned(start, "Asia/Ho_Chi_Minh").timestamp(), minutes);
        let found = Zoned::new(found, calendar.time_zone.clone()).datetime();
        assert_eq!(found, zoned(due, "Asia/Ho_Chi_Minh").datetime(), "{length} from {start}: {why}");
    }
}

/// Zone, hours of every day, start, minutes, due (with offset), why.
const CHANGED_CLOCKS: [(&str, &str, &str, u32, &str, &str); 9] = [
    ("Europe/Berlin", "00:00-06:00", "2026-03-29T00:00+01:00", 300, "2026-03-29T06:00+02:00", "a night of five hours"),
    ("Europe/Berlin", "00:00-06:00", "2026-10-25T00:00+02:00", 420, "2026-10-25T06:00+01:00", "a night of seven"),
    (
        "Europe/Berlin",
        "01:00-02:30",
        "2026-03-29T00:00+01:00",
        60,
        "2026-03-29T03:00+02:00",
        "half past two never comes",
    ),
    (
        "Europe/Berlin",
        "02:30-06:00",
        "2026-03-29T00:00+01:00",
        60,
        "2026-03-29T04:00+02:00",
        "opens when the clock jumps",
    ),
    ("Europe/Berlin", "02:15-02:45", "2026-03-29T00:00+01:00", 10, "2026-03-30T02:25+02:00", "hours that do not exist"),
    ("Europe/Berlin", "02:15-02:45", "2026-10-25T00:00+02:00", 45, "2026-10-25T02:30+01:00", "hours that come twice"),
    ("America/New_York", "22:00-01:30", "2026-11-01T01:00-04:00", 60, "2026-11-01T01:30-05:00", "closing time twice"),
    (
        "Asia/Tehran",
        "23:00-24:00",
        "2022-09-21T22:00+04:30",
        90,
        "2022-09-21T23:30+03:30",
        "the hour before midnight twice",
    ),
    ("Asia/Tehran", "00:30-02:00", "2022-03-22T00:00+03:30", 60, "2022-03-22T02:00+04:30", "midnight that never came"),
];

#[test]
fn changes_of_the_clocks_count_as_they_happen() {
    for (zone, hours, start, minutes, due, why) in CHANGED_CLOCKS {
        let day = json!([hours]);
        let calendar = read(json!({
            "time_zone": zone,
            "hours": {
                "monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day, "saturday": day,
                "sunday": day
            }
        }));
        let moment = |text: &str| text.parse::<Timestamp>().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(calendar.due_at(moment(start), WorkingMinutes(minutes)), moment(due), "{zone} {hours}: {why}");
    }
}

#[test]
fn a_promise_of_a_desk_that_never_opens_is_years_away() {
    let calendar = read(json!({ "time_zone": "Asia/Tehran", "hours": {} }));
    assert!(calendar.hours.is_never_open());
    let start = zoned("2026-11-23T08:00", "Asia/Tehran").timestamp();
    let seven_years = jiff::SignedDuration::from_hours(7 * 365 * 24);
    assert!(calendar.due_at(start, WorkingMinutes(1)) > start + seven_years);
    assert_eq!(calendar.due_at(start, WorkingMinutes(0)), start);
}

#[test]
fn the_end_of_time_is_not_passed() {
    let calendar = read(campus("Asia/Ho_Chi_Minh"));
    for start in [Timestamp::MAX, Timestamp::MIN] {
        assert!(calendar.due_at(start, WorkingMinutes(u32::MAX)) >= start);
    }
}

#[test]
fn opening_hours_are_read_and_written() {
    let table = [
        ("07:30-11:30", Some("07:30-11:30")),
        (" 07:30 – 11:30 ", Some("07:30-11:30")),
        ("22:00-06:00", Some("22:00-06:00")),
        ("00:00-24:00", Some("00:00-24:00")),
        ("24:00-06:00", None),
        ("07:30-07:30", None),
        ("7:30-11:30", None),
        ("07:30", None),
        ("07:60-08:00", None),
        ("25:00-26:00", None),
        ("07.30-11.30", None),
        ("+7:30-11:30", None),
        ("۰۷:۳۰-۱۱:۳۰", None),
        ("", None),
    ];
    for (typed, written) in table {
        let read = OpenSpan::parse(typed).ok().map(|span| span.to_string());
        assert_eq!(read.as_deref(), written, "{typed:?}");
    }
}

#[test]
fn lengths_of_working_time_are_read_and_written() {
    let table = [
        ("30m", Some("30m")),
        ("4h", Some("4h")),
        ("90m", Some("1h 30m")),
        ("0.5d", Some("0.5d")),
        ("1d 4h", Some("1d 4h")),
        ("4h 1d", Some("1d 4h")),
        ("0m", Some("0m")),
        ("400d", Some("400d")),
        ("401d", None),
        ("99999999h", None),
        ("4294967296m", None),
        ("1.25d", None),
        ("-1d", None),
        ("1.5h", None),
        ("4 h", None),
        ("4", None),
        ("h", None),
        ("4ờ", None),
        ("", None),
    ];
    for (typed, written) in table {
        let read = WorkingSpan::parse(typed).ok().map(|span| span.to_string());
        assert_eq!(read.as_deref(), written, "{typed:?}");
    }
}
