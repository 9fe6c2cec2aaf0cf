//! Working calendars: when a desk is open, and when a promise falls due.

mod worked;

use std::fmt;

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Span, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::lang::Text;
use crate::working_time::{WorkingMinutes, WorkingSeconds, WorkingSpan};

pub use worked::WorkedDay;

/// `calendars/<id>.toml`: weekly hours, holidays and the length of "a working day".
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkCalendar {
    /// An IANA name, `Asia/Ho_Chi_Minh`.
    #[serde(with = "zone_name")]
    pub time_zone: TimeZone,
    /// The first day of the week in reports and date pickers.
    #[serde(default = "monday", with = "weekday_name")]
    pub week_start: Weekday,
    /// How much working time `"1d"` stands for.
    #[serde(default = "eight_hours")]
    pub working_day: WorkingSpan,
    /// Opening hours by weekday.
    pub hours: WeeklyHours,
    /// Days with other hours than their weekday's; none at all unless `hours` is given.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

/// Opening hours of each weekday, several spans a day. A span that ends before it starts runs past midnight.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each is the day it is named after")]
pub struct WeeklyHours {
    pub monday: Vec<OpenSpan>,
    pub tuesday: Vec<OpenSpan>,
    pub wednesday: Vec<OpenSpan>,
    pub thursday: Vec<OpenSpan>,
    pub friday: Vec<OpenSpan>,
    pub saturday: Vec<OpenSpan>,
    pub sunday: Vec<OpenSpan>,
}

impl WeeklyHours {
    /// The spans of one weekday.
    pub fn on(&self, day: Weekday) -> &[OpenSpan] {
        match day {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    /// True when no day has any hours: nothing would ever fall due.
    pub fn is_never_open(&self) -> bool {
        [&self.monday, &self.tuesday, &self.wednesday, &self.thursday, &self.friday, &self.saturday, &self.sunday]
            .iter()
            .all(|spans| spans.is_empty())
    }
}

/// A day with hours of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What it is called.
    #[serde(default)]
    pub name: Text,
    /// Hours on a half day; none on a whole one.
    #[serde(default)]
    pub hours: Vec<OpenSpan>,
}

/// Opening hours within a day: `"07:30-11:30"`, or `"22:00-06:00"` past midnight. `"24:00"` is the day's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpenSpan {
    /// Minutes after midnight.
    from: u16,
    /// Minutes after the same midnight, up to two days' worth.
    until: u16,
}

/// Why a text is not a span of opening hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` are not opening hours: write them like \"07:30-11:30\" (24-hour clock, start before end, or past midnight)"
)]
pub struct NotOpeningHours(pub String);

const DAY: u16 = 24 * 60;

impl OpenSpan {
    /// Parses `"07:30-11:30"`.
    pub fn parse(text: &str) -> Result<Self, NotOpeningHours> {
        let fail = || NotOpeningHours(text.to_owned());
        let (from, until) = text.split_once(['-', '–']).ok_or_else(fail)?;
        let from = minutes_of_day(from).filter(|&m| m < DAY).ok_or_else(fail)?;
        let until = minutes_of_day(until).ok_or_else(fail)?;
        if from == until {
            return Err(fail());
        }
        Ok(Self { from, until: if until > from { until } else { until + DAY } })
    }
}

fn minutes_of_day(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let two_digits =
        |part: &str| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u16>().ok());
    let (hours, minutes) = (two_digits(hours)??, two_digits(minutes)??);
    (minutes < 60 && hours * 60 + minutes <= DAY).then_some(hours * 60 + minutes)
}

impl fmt::Display for OpenSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = if self.until > DAY { self.until - DAY } else { self.until };
        write!(f, "{:02}:{:02}-{:02}:{:02}", self.from / 60, self.from % 60, until / 60, until % 60)
    }
}

impl TryFrom<String> for OpenSpan {
    type Error = NotOpeningHours;

    fn try_from(text: String) -> Result<Self, NotOpeningHours> {
        Self::parse(&text)
    }
}

impl From<OpenSpan> for String {
    fn from(span: OpenSpan) -> Self {
        span.to_string()
    }
}

/// How far ahead a due moment is looked for. Longer than any promise over any real run of holidays.
const HORIZON_DAYS: u16 = 366 * 8;

impl WorkCalendar {
    /// A length of working time in this calendar's minutes.
    pub fn minutes(&self, span: WorkingSpan) -> WorkingMinutes {
        // The working day itself is written in hours and minutes; a "day" in it would be circular and counts as 24 h.
        let day = u64::from(self.working_day.minutes) + u64::from(self.working_day.tenth_days) * 144;
        let minutes = u64::from(span.tenth_days) * day / 10 + u64::from(span.minutes);
        WorkingMinutes(u32::try_from(minutes).unwrap_or(u32::MAX))
    }

    /// The moment at which `length` of open time has passed since `start`.
    ///
    /// A length of zero is due at `start` itself, even outside hours. Clock changes count as they happen: an hour that
    /// does not exist is not worked, one that happens twice is worked twice: the desk is open whenever the clock on its
    /// wall shows opening hours. If the desk does not open for eight years,
    /// the horizon itself is returned.
    pub fn due_at(&self, start: Timestamp, length: WorkingMinutes) -> Timestamp {
        self.due_after(start, length.into())
    }

    /// [`WorkCalendar::due_at`] for a length that is no whole number of minutes.
    pub fn due_after(&self, start: Timestamp, length: WorkingSeconds) -> Timestamp {
        if length.0 == 0 {
            return start;
        }
        let mut left = length.0;
        let mut cursor = start;
        let mut day = self.date(start);
        for _ in 0..HORIZON_DAYS {
            for (opens, closes) in self.open_on(day) {
                let from = opens.max(cursor);
                let open = seconds(from, closes);
                if open == 0 {
                    continue;
                }
                if open >= left {
                    return add_seconds(from, left);
                }
                left -= open;
                cursor = closes;
            }
            day = day.saturating_add(1.day());
        }
        let horizon = DateTime::from_parts(day, Time::midnight());
        self.time_zone.to_ambiguous_timestamp(horizon).compatible().unwrap_or(Timestamp::MAX).max(cursor)
    }

    /// How long the desk is open from `start` to `end`, in whole seconds. Nothing when `end` is not later; counted as
    /// far as a due moment is looked for.
    pub fn open_between(&self, start: Timestamp, end: Timestamp) -> WorkingSeconds {
        let mut open = 0;
        let mut cursor = start;
        let mut day = self.date(start);
        let last = self.date(end);
        for _ in 0..HORIZON_DAYS {
            if day > last {
                break;
            }
            for (opens, closes) in self.open_on(day) {
                let (from, until) = (opens.max(cursor), closes.min(end));
                open += seconds(from, until);
                cursor = cursor.max(until);
            }
            day = day.saturating_add(1.day());
        }
        WorkingSeconds(open)
    }

    /// The first day that is `days` ahead of the day that `now` falls on; only days on which the desk opens count when
    /// `working`. Looked for as far as a due moment.
    pub fn days_ahead(&self, now: Timestamp, days: u16, working: bool) -> Date {
        let mut day = self.date(now);
        if !working {
            return day.saturating_add(i64::from(days).days());
        }
        let mut left = days;
        for _ in 0..HORIZON_DAYS {
            if left == 0 {
                break;
            }
            day = day.saturating_add(1.day());
            left -= u16::from(!self.spans_on(day).is_empty());
        }
        day
    }

    fn date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.time_zone.clone()).date()
    }

    /// When the desk is open on one date, from midnight to midnight, in order of opening.
    fn open_on(&self, date: Date) -> Vec<(Timestamp, Timestamp)> {
        let midnight = DateTime::from_parts(date, Time::midnight());
        let wall = |minutes: u16| midnight.saturating_add(i64::from(minutes).minutes());
        // The night shift that began the day before may still be running.
        let night = self.spans_on(date.saturating_sub(1.day())).iter().filter(|span| span.until > DAY);
        let night = night.map(|span| (0, span.until - DAY));
        let day = self.spans_on(date).iter().map(|span| (span.from, span.until.min(DAY)));
        let mut moments: Vec<_> =
            night.chain(day).flat_map(|(from, until)| self.moments(wall(from), wall(until))).collect();
        moments.sort_unstable();
        moments
    }

    /// The spans that begin on one date.
    fn spans_on(&self, date: Date) -> &[OpenSpan] {
        match self.holidays.iter().find(|holiday| holiday.date == date) {
            Some(holiday) => &holiday.hours,
            None => self.hours.on(date.weekday()),
        }
    }

    /// When clocks on the wall show `from` or later and not yet `until`: once, but twice or not at all where a change of
    /// the clocks falls on one of them.
    fn moments(&self, from: DateTime, until: DateTime) -> Vec<(Timestamp, Timestamp)> {
        let zone = &self.time_zone;
        let once = |wall: DateTime| match zone.to_ambiguous_timestamp(wall).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(wall).ok(),
            AmbiguousOffset::Gap { .. } | AmbiguousOffset::Fold { .. } => None,
        };
        if let (Some(opens), Some(closes)) = (once(from), once(until)) {
            return vec![(opens, closes)];
        }
        // Between two changes the clocks run evenly, so that each stretch between them has one span at most.
        let reach = |wall: DateTime, days: Span| {
            let moment = zone.to_ambiguous_timestamp(wall.saturating_add(days)).compatible();
            moment.unwrap_or(if days.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
        };
        let (start, end) = (reach(from, -1.day()), reach(until, 1.day()));
        let changes = zone.following(start).map(|change| change.timestamp()).take_while(|change| *change < end);
        let edges: Vec<_> = std::iter::once(start).chain(changes).chain([end]).collect();
        let stretch = |edge: &[Timestamp]| {
            let offset = zone.to_offset(edge[0]);
            let opens = offset.to_timestamp(from).unwrap_or(Timestamp::MAX).max(edge[0]);
            let closes = offset.to_timestamp(until).unwrap_or(Timestamp::MAX).min(edge[1]);
            (opens < closes).then_some((opens, closes))
        };
        edges.windows(2).filter_map(stretch).collect()
    }
}

/// Whole seconds of the clock from one moment to another; none when that is not later.
fn seconds(from: Timestamp, until: Timestamp) -> u64 {
    u64::try_from(until.as_second() - from.as_second()).unwrap_or(0)
}

fn add_seconds(moment: Timestamp, seconds: u64) -> Timestamp {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    moment.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}

fn monday() -> Weekday {
    Weekday::Monday
}

fn eight_hours() -> WorkingSpan {
    WorkingSpan { tenth_days: 0, minutes: 8 * 60 }
}

mod zone_name {
    use std::sync::LazyLock;

    use jiff::tz::{TimeZone, TimeZoneDatabase};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// The zones that came with the program, not the machine's: where a site is built and where its desk runs, the same
    /// calendar counts the same hours.
    static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

    pub fn serialize<S: Serializer>(zone: &TimeZone, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(zone.iana_name().unwrap_or("UTC"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeZone, D::Error> {
        let name = String::deserialize(deserializer)?;
        ZONES.get(&name).map_err(|_| {
            D::Error::custom(format!("`{name}` is not a time zone: write a name like \"Asia/Ho_Chi_Minh\""))
        })
    }
}

mod weekday_name {
    use jiff::civil::Weekday;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    const NAMES: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub fn serialize<S: Serializer>(day: &Weekday, serializer: S) -> Result<S::Ok, S::Error> {
        let name = NAMES.iter().find(|(_, known)| known == day).map_or("monday", |(name, _)| *name);
        serializer.serialize_str(name)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Weekday, D::Error> {
        let name = String::deserialize(deserializer)?;
        NAMES
            .iter()
            .find_map(|(known, day)| (*known == name).then_some(*day))
            .ok_or_else(|| D::Error::custom(format!("`{name}` is not a weekday: write \"monday\" … \"sunday\"")))
    }
}
