//! `due_at` against a reference that looks at every minute's wall clock and counts the open ones.

use std::ops::Range;
use std::sync::LazyLock;

use domain::calendar::{Holiday, OpenSpan, WeeklyHours, WorkCalendar};
use domain::lang::Text;
use domain::ticket::{Clock, Stage};
use domain::working_time::{WorkingMinutes, WorkingSpan};
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

/// Two that change their clocks at night, one that did so at midnight (until 2022), one that never does.
const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Asia/Tehran", "Asia/Ho_Chi_Minh"];
/// The first of two years; every zone's changes of these years are in it.
const FIRST: Date = date(2021, 1, 1);
const MINUTES: i64 = 730 * 24 * 60;
/// The reference looks no further than this after the start: 20 days hold a change of clocks, holidays and weekends.
const LOOK_AHEAD: i64 = 20 * 24 * 60;
const DAY: i64 = 24 * 60;

/// What a zone's clocks show, for every quarter of an hour of the two years (no zone here changes within one).
struct Clocks {
    zone: TimeZone,
    first: i64,
    offset_minutes: Vec<i64>,
    /// Minutes after `first` at which clocks were changed.
    changes: Vec<i64>,
}

static CLOCKS: LazyLock<Vec<Clocks>> = LazyLock::new(|| ZONES.iter().map(|name| Clocks::of(name)).collect());

impl Clocks {
    fn of(name: &str) -> Self {
        let zone = TimeZone::get(name).expect("zones are bundled");
        let first = FIRST.to_zoned(TimeZone::UTC).expect("a moment").timestamp().as_second() / 60;
        let offset = |quarter: i64| {
            let at = Timestamp::from_second((first + quarter * 15) * 60).expect("a moment");
            i64::from(zone.to_offset(at).seconds()) / 60
        };
        let offset_minutes: Vec<i64> = (0..MINUTES / 15).map(offset).collect();
        let changes = (1..offset_minutes.len()).filter(|at| offset_minutes[*at] != offset_minutes[at - 1]);
        let changes = changes.map(|at| i64::try_from(at).expect("a small number") * 15).collect();
        Self { zone, first, offset_minutes, changes }
    }

    /// Minutes since the epoch as the wall clock shows them, `minute` minutes after `first`.
    fn wall(&self, minute: i64) -> i64 {
        let quarter = usize::try_from(minute / 15).expect("inside the two years");
        self.first + minute + self.offset_minutes[quarter]
    }
}

/// Opening hours as the test makes them: minutes of a day, and how long from there (at most a day, past midnight or not).
type Span = (i64, i64);

#[derive(Debug, Clone)]
struct Plan {
    zone: usize,
    week: Vec<Vec<Span>>,
    /// Days after `FIRST`, with the hours of that day.
    holidays: Vec<(i64, Vec<Span>)>,
}

fn span() -> impl Strategy<Value = Span> {
    // On the minute, on the quarter, short, long, and up to a whole day across midnight.
    prop_oneof![
        3 => (0..96_i64, 1..40_i64).prop_map(|(from, long)| (from * 15, long * 15)),
        2 => (0..DAY, 1..DAY),
        1 => (0..24_i64).prop_map(|hour| (hour * 60, DAY - 1)),
        1 => Just((0, DAY)),
    ]
}

fn plan() -> impl Strategy<Value = Plan> {
    let spans = || prop::collection::vec(span(), 0..4);
    let holidays = prop::collection::vec((0..730_i64, spans()), 0..12);
    (0..ZONES.len(), prop::collection::vec(spans(), 7), holidays).prop_map(|(zone, week, mut holidays)| {
        holidays.sort_by_key(|(day, _)| *day);
        holidays.dedup_by_key(|(day, _)| *day);
        Plan { zone, week, holidays }
    })
}

/// A start anywhere (in seconds), more often than not within three days of a change of clocks.
fn start() -> impl Strategy<Value = (Option<usize>, i64)> {
    (prop::option::weighted(0.6, 0..8_usize), 0..3 * DAY * 60)
}

impl Plan {
    fn clocks(&self) -> &'static Clocks {
        &CLOCKS[self.zone]
    }

    /// Seconds after `first`, well inside the two years.
    fn start(&self, (near, seconds): (Option<usize>, i64)) -> i64 {
        let changes = &self.clocks().changes;
        let inside = 3 * DAY..MINUTES - LOOK_AHEAD - 3 * DAY;
        let near = near.and_then(|nth| changes.get(nth % changes.len().max(1))).filter(|at| inside.contains(*at));
        let base = near.map_or(inside.start + seconds % 997 * (inside.end - inside.start) / 997, |at| at - 2 * DAY);
        base * 60 + seconds
    }

    fn calendar(&self) -> WorkCalendar {
        let written = |spans: &[Span]| -> Vec<OpenSpan> { spans.iter().map(|span| write(*span)).collect() };
        let mut hours = WeeklyHours::default();
        let days = [
            &mut hours.monday,
            &mut hours.tuesday,
            &mut hours.wednesday,
            &mut hours.thursday,
            &mut hours.friday,
            &mut hours.saturday,
            &mut hours.sunday,
        ];
        for (day, spans) in days.into_iter().zip(&self.week) {
            *day = written(spans);
        }
        let holidays = self.holidays.iter().map(|(day, spans)| Holiday {
            date: FIRST.saturating_add(day.days()),
            name: Text::default(),
            hours: written(spans),
        });
        WorkCalendar {
            time_zone: self.clocks().zone.clone(),
            week_start: Weekday::Monday,
            working_day: WorkingSpan { tenth_days: 0, minutes: 480 },
            hours,
            holidays: holidays.collect(),
        }
    }

    /// The hours of a day, counted from 1970.
    fn spans(&self, day: i64) -> &[Span] {
        let since_first = day - self.clocks().first / DAY;
        let holiday = self.holidays.iter().find(|(on, _)| *on == since_first);
        // 1 January 1970 was a Thursday, the fourth of our days.
        let weekday = usize::try_from((day + 3).rem_euclid(7)).expect("below seven");
        holiday.map_or(&self.week[weekday], |(_, spans)| spans)
    }

    /// Which minutes of a day are open: by its own hours, and by those of the day before that run past midnight.
    fn open_minutes(&self, day: i64) -> Vec<bool> {
        let today = self.spans(day).iter().map(|(from, long)| *from..from + long);
        let spilled = self.spans(day - 1).iter().map(|(from, long)| from - DAY..from + long - DAY);
        let spans: Vec<_> = today.chain(spilled).collect();
        (0..DAY).map(|minute| spans.iter().any(|span| span.contains(&minute))).collect()
    }

    /// The second at which `length` minutes of open time have passed, counted minute by minute; `None` when that is
    /// later than the reference looks.
    fn counted(&self, start: i64, length: u32) -> Option<i64> {
        self.counted_between(start, u64::from(length) * 60, &[])
    }

    /// The same in seconds, not counting the breaks.
    fn counted_between(&self, start: i64, length: u64, breaks: &[Range<i64>]) -> Option<i64> {
        let clocks = self.clocks();
        let mut left = i64::try_from(length).expect("a small number");
        let mut at = start;
        let mut shown = (i64::MIN, Vec::new());
        while left > 0 {
            if at - start > LOOK_AHEAD * 60 {
                return None;
            }
            let wall = clocks.wall(at.div_euclid(60));
            if shown.0 != wall.div_euclid(DAY) {
                shown = (wall.div_euclid(DAY), self.open_minutes(wall.div_euclid(DAY)));
            }
            let open = shown.1[usize::try_from(wall.rem_euclid(DAY)).expect("below a day")];
            // A minute ends early where a break begins or ends in it.
            let edges = breaks.iter().flat_map(|stands| [stands.start, stands.end]).filter(|edge| *edge > at);
            let rest_of_minute = edges.map(|edge| edge - at).min().unwrap_or(60).min(60 - at.rem_euclid(60));
            let open = open && !breaks.iter().any(|stands| stands.contains(&at));
            if open && left <= rest_of_minute {
                return Some(at + left);
            }
            left -= if open { rest_of_minute } else { 0 };
            at += rest_of_minute;
        }
        Some(at)
    }
}

fn write((from, long): Span) -> OpenSpan {
    let until = (from + long) % DAY;
    // Up to midnight is written as 24:00.
    let until = if until == 0 { DAY } else { until };
    let text = format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, until / 60, until % 60);
    OpenSpan::parse(&text).unwrap_or_else(|error| panic!("{error}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_promise_falls_due_when_its_minutes_have_been_open(
        plan in plan(),
        start in start(),
        length in prop_oneof![0..120_u32, 0..2_000_u32],
    ) {
        let clocks = plan.clocks();
        let moment = |seconds| Timestamp::from_second(clocks.first * 60 + seconds).expect("a moment");
        let start = plan.start(start);
        let due = plan.calendar().due_at(moment(start), WorkingMinutes(length));
        match plan.counted(start, length) {
            Some(counted) => prop_assert_eq!(due, moment(counted), "{} from {}", length, moment(start)),
            None => prop_assert!(due > moment(start + LOOK_AHEAD * 60), "{} from {}: {}", length, moment(start), due),
        }
    }
}

/// A promise that starts, stands still now and then, and goes on with what is left of it.
fn pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0..2 * DAY * 60, 0..3 * DAY * 60), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_promise_that_stood_still_has_its_rest_to_go(
        plan in plan(),
        start in start(),
        length in 1..2_000_u32,
        pauses in pauses(),
    ) {
        let (clocks, calendar) = (plan.clocks(), plan.calendar());
        let moment = |seconds| Timestamp::from_second(clocks.first * 60 + seconds).expect("a moment");
        let start = plan.start(start);
        let span = WorkingSpan { tenth_days: 0, minutes: length };
        let mut clock = Clock::start(Stage::Handle, span, &[], &calendar, moment(start));
        let (mut at, mut breaks) = (start, Vec::new());
        for (runs, stands) in pauses {
            let (stopped, resumed) = (at + runs, at + runs + stands);
            if moment(stopped) >= clock.due_at || resumed - start > LOOK_AHEAD * 60 {
                break;
            }
            let rest = clock.stop(None, &calendar, moment(stopped));
            clock = clock.go_on(&rest, &calendar, moment(resumed));
            breaks.push(stopped..resumed);
            at = resumed;
        }
        match plan.counted_between(start, u64::from(length) * 60, &breaks) {
            Some(counted) => prop_assert_eq!(clock.due_at, moment(counted), "{} from {}", length, moment(start)),
            None => prop_assert!(clock.due_at > moment(start + LOOK_AHEAD * 60), "{} from {}", length, moment(start)),
        }
    }
}
