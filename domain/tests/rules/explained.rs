//! Where a promise comes from: the days and hours that were counted, told only where they lead to it.

use domain::calendar::WorkCalendar;
use domain::ticket::{Clock, Stage};
use domain::working_time::WorkingSpan;
use jiff::Timestamp;
use serde_json::json;

use crate::sample::at;

/// Monday to Friday 07:30–11:30 and 13:00–17:00, Saturday morning; 25 November off, 26 November half a day. In UTC.
fn office() -> WorkCalendar {
    let day = json!(["07:30-11:30", "13:00-17:00"]);
    let calendar = json!({
        "time_zone": "UTC",
        "hours": {
            "monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day, "saturday": ["07:30-11:30"]
        },
        "holidays": [
            { "date": "2026-11-25", "name": { "vi": "Ngày nghỉ" } },
            { "date": "2026-11-26", "name": { "vi": "Nửa ngày" }, "hours": ["07:30-11:30"] }
        ]
    });
    serde_json::from_value(calendar).expect("a calendar")
}

fn clock(limit: &str, from: &str) -> Clock {
    Clock::start(Stage::Handle, WorkingSpan::parse(limit).expect("a span"), &[], &office(), at(from))
}

/// `25 Ngày nghỉ: ` or `24: 07:30-11:30 13:00-14:10`, a line a day.
fn told(clock: &Clock, calendar: &WorkCalendar) -> Option<Vec<String>> {
    let time = |moment: &Timestamp| moment.strftime("%H:%M").to_string();
    let days = clock.explain(calendar)?;
    let line = |day: &domain::calendar::WorkedDay| {
        let hours: Vec<_> =
            day.open.iter().map(|(opens, closes)| format!("{}-{}", time(opens), time(closes))).collect();
        let holiday = day.holiday.as_ref().and_then(|name| name.0.values().next().cloned()).unwrap_or_default();
        format!("{} {holiday}: {}", day.date.day(), hours.join(" "))
    };
    Some(days.iter().map(line).collect())
}

#[test]
fn every_day_until_a_promise_is_told_with_its_hours() {
    for (limit, from, expected) in [
        ("4h", "08:10", &["23 : 08:10-11:30 13:00-13:40"][..]),
        ("4h", "05:00", &["23 : 07:30-11:30"]),
        ("4h", "16:00", &["23 : 16:00-17:00", "24 : 07:30-10:30"]),
        (
            "2d",
            "16:00",
            &[
                "23 : 16:00-17:00",
                "24 : 07:30-11:30 13:00-17:00",
                "25 Ngày nghỉ: ",
                "26 Nửa ngày: 07:30-11:30",
                "27 : 07:30-10:30",
            ],
        ),
        ("1h", "2026-11-28T11:00:00Z", &["28 : 11:00-11:30", "29 : ", "30 : 07:30-08:00"]),
    ] {
        let clock = clock(limit, from);
        let days = told(&clock, &office()).unwrap_or_else(|| panic!("{limit} from {from} can be told"));
        assert_eq!(days, expected, "{limit} from {from}");
    }
}

#[test]
fn what_does_not_lead_to_the_promise_is_not_told() {
    let whole = clock("4h", "08:10");
    // It stood still from nine to ten.
    let rest = whole.stop(None, &office(), at("09:00"));
    let paused = whole.go_on(&rest, &office(), at("10:00"));
    assert_eq!(told(&paused, &office()), None);
    // The desk opens later since.
    let mut changed = office();
    changed.hours.monday.clear();
    assert_eq!(told(&whole, &changed), None);
    // More days than anybody reads; and none at all.
    assert_eq!(told(&clock("20d", "08:10"), &office()), None);
    assert_eq!(told(&clock("0m", "08:10"), &office()), None);
}
