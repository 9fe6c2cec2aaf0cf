//! Days and moments as people say them: `16:30 hôm nay`, `دوشنبه ۲ آذر ۱۴۰۵، ساعت ۱۶:۳۰`.

use domain::lang::Lang;
use icu_calendar::Date as IcuDate;
use icu_calendar::cal::Persian;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde::Serialize;

/// A moment, told exactly and as people say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// For machines, in UTC: `2026-11-23T09:30:00Z`.
    pub iso: String,
    /// In full: `16:30 thứ Hai, 23/11/2026`.
    pub exact: String,
    /// As said on the day of reading: `16:30 hôm nay`. It reads on after "before": `trước 16:30 hôm nay`.
    pub words: String,
    /// How far it is from the time of reading: `2 giờ nữa`, `3 giờ trước`.
    pub relative: String,
}

/// How close a promise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DueStatus {
    /// More than four hours away.
    Ok,
    /// Within four hours.
    Soon,
    /// Passed.
    Overdue,
}

/// A promise seen from the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// When it is due.
    pub at: Moment,
    /// How close it is.
    pub status: DueStatus,
    /// The distance in words: `còn 2 giờ`, `trễ 3 giờ`.
    pub words: String,
}

/// Half a working day: time enough to finish something.
const SOON: i64 = 4 * 3600;

#[derive(Clone, Copy)]
enum Speech {
    En,
    Fa,
    Vi,
}

impl Speech {
    fn of(lang: &Lang) -> Self {
        match lang.as_str().split('-').next() {
            Some("fa") => Self::Fa,
            Some("vi") => Self::Vi,
            _ => Self::En,
        }
    }
}

impl Moment {
    /// A moment in the time zone and language of the reader, who reads at `now`.
    pub fn new(at: Timestamp, zone: &TimeZone, lang: &Lang, now: Timestamp) -> Self {
        let local = at.to_zoned(zone.clone());
        let today = now.to_zoned(zone.clone()).date();
        let (date, time) = (local.date(), local.time());
        let clock = clock(time, lang);
        let speech = Speech::of(lang);
        Self {
            iso: Timestamp::from_second(at.as_second()).unwrap_or(at).to_string(),
            exact: exact(date, &clock, speech),
            words: words(date, &clock, today, speech),
            relative: relative(at.as_second() - now.as_second(), speech),
        }
    }
}

impl Due {
    /// A promise in the time zone and language of the reader, who reads at `now`.
    pub fn new(at: Timestamp, zone: &TimeZone, lang: &Lang, now: Timestamp) -> Self {
        let left = at.as_second() - now.as_second();
        let status = match left {
            ..0 => DueStatus::Overdue,
            0..SOON => DueStatus::Soon,
            _ => DueStatus::Ok,
        };
        let speech = Speech::of(lang);
        let span = span(left.abs(), speech);
        let words = match (speech, left < 0) {
            (Speech::En, false) => format!("{span} left"),
            (Speech::En, true) => format!("{span} late"),
            (Speech::Vi, false) => format!("còn {span}"),
            (Speech::Vi, true) => format!("trễ {span}"),
            (Speech::Fa, false) => format!("{span} مانده"),
            (Speech::Fa, true) => format!("{span} تأخیر"),
        };
        Self { at: Moment::new(at, zone, lang, now), status, words }
    }
}

/// A day in full, without its weekday: `23/11/2026`, `23 November 2026`, `۲ آذر ۱۴۰۵`.
pub fn day(date: Date, lang: &Lang) -> String {
    match Speech::of(lang) {
        Speech::En => format!("{} {} {}", date.day(), ENGLISH_MONTHS[month_index(date)], date.year()),
        Speech::Vi => format!("{}/{}/{}", date.day(), date.month(), date.year()),
        Speech::Fa => persian_day(date, true),
    }
}

/// A day, or a day with a time, as a form is given it (`2026-11-29`, `2026-11-29 14:30`), in words. What is neither stays
/// as it is.
pub fn given(value: &str, lang: &Lang) -> String {
    let time = value.contains(':').then(|| value.parse::<DateTime>().ok()).flatten();
    match (time, value.parse::<Date>()) {
        (Some(at), _) => exact(at.date(), &clock(at.time(), lang), Speech::of(lang)),
        (None, Ok(date)) if !value.contains(':') => day(date, lang),
        _ => value.to_owned(),
    }
}

/// Digits as the language writes them: Persian ones for `fa`.
pub fn digits(text: &str, lang: &Lang) -> String {
    match Speech::of(lang) {
        Speech::Fa => {
            text.chars().map(|c| c.to_digit(10).and_then(|value| char::from_u32(0x06F0 + value)).unwrap_or(c)).collect()
        }
        Speech::En | Speech::Vi => text.to_owned(),
    }
}

/// A day of this year with its weekday: `thứ Hai, 30/11`, `Monday 30 November`, `دوشنبه ۹ آذر`.
pub fn weekday_and_day(date: Date, lang: &Lang) -> String {
    let speech = Speech::of(lang);
    let weekday = weekday(date, speech);
    match speech {
        Speech::En => format!("{weekday} {} {}", date.day(), ENGLISH_MONTHS[month_index(date)]),
        Speech::Vi => format!("{weekday}, {}/{}", date.day(), date.month()),
        Speech::Fa => format!("{weekday} {}", persian_day(date, false)),
    }
}

/// A length of working time: `4 giờ 30 phút`. Whole days are not made of it, since those have other hours.
pub fn hours(minutes: u64, lang: &Lang) -> String {
    let part = |count: u64, [en, vi, fa]: [&str; 3]| match Speech::of(lang) {
        Speech::En => format!("{count} {en}{}", if count == 1 { "" } else { "s" }),
        Speech::Vi => format!("{count} {vi}"),
        Speech::Fa => format!("{} {fa}", digits(&count.to_string(), lang)),
    };
    let (whole, rest) = (minutes / 60, minutes % 60);
    let whole = (whole > 0).then(|| part(whole, ["hour", "giờ", "ساعت"]));
    let rest = (rest > 0 || whole.is_none()).then(|| part(rest, ["minute", "phút", "دقیقه"]));
    let and = if matches!(Speech::of(lang), Speech::Fa) { " و " } else { " " };
    whole.into_iter().chain(rest).collect::<Vec<_>>().join(and)
}

/// Hours of a day: `07:30–11:30`, `۰۷:۳۰ تا ۱۱:۳۰`. (Between digits a dash leaves open which way to read.)
pub fn opening_hours(opens: Time, closes: Time, lang: &Lang) -> String {
    let to = if matches!(Speech::of(lang), Speech::Fa) { " تا " } else { "–" };
    format!("{}{to}{}", clock(opens, lang), clock(closes, lang))
}

/// A time of day: `16:30`, `۱۶:۳۰`.
fn clock(time: Time, lang: &Lang) -> String {
    digits(&format!("{:02}:{:02}", time.hour(), time.minute()), lang)
}

fn exact(date: Date, clock: &str, speech: Speech) -> String {
    let weekday = weekday(date, speech);
    match speech {
        Speech::En => {
            format!("{weekday} {} {} {}, {clock}", date.day(), ENGLISH_MONTHS[month_index(date)], date.year())
        }
        Speech::Vi => format!("{clock} {weekday}, {}/{}/{}", date.day(), date.month(), date.year()),
        Speech::Fa => format!("{weekday} {}، ساعت {clock}", persian_day(date, true)),
    }
}

fn words(date: Date, clock: &str, today: Date, speech: Speech) -> String {
    let named = match (date - today).get_days() {
        -1 => Some(["yesterday", "hôm qua", "دیروز"]),
        0 => Some(["today", "hôm nay", "امروز"]),
        1 => Some(["tomorrow", "ngày mai", "فردا"]),
        _ => None,
    };
    if let Some([en, vi, fa]) = named {
        return match speech {
            Speech::En => format!("{clock} {en}"),
            Speech::Vi => format!("{clock} {vi}"),
            Speech::Fa => format!("ساعت {clock} {fa}"),
        };
    }
    let weekday = weekday(date, speech);
    let same_year = date.year() == today.year();
    match speech {
        Speech::En if same_year => {
            format!("{clock} on {weekday} {} {}", date.day(), ENGLISH_MONTHS[month_index(date)])
        }
        Speech::En => format!("{clock} on {weekday} {}", day_en(date)),
        Speech::Vi if same_year => format!("{clock} {weekday}, {}/{}", date.day(), date.month()),
        Speech::Vi => exact(date, clock, speech),
        Speech::Fa => {
            let year_differs = persian(date).0 != persian(today).0;
            format!("ساعت {clock} {weekday} {}", persian_day(date, year_differs))
        }
    }
}

fn day_en(date: Date) -> String {
    format!("{} {} {}", date.day(), ENGLISH_MONTHS[month_index(date)], date.year())
}

fn relative(seconds: i64, speech: Speech) -> String {
    if seconds.abs() < 60 {
        return match speech {
            Speech::En => "just now",
            Speech::Vi => "vừa xong",
            Speech::Fa => "همین حالا",
        }
        .to_owned();
    }
    let span = span(seconds.abs(), speech);
    match (speech, seconds < 0) {
        (Speech::En, false) => format!("in {span}"),
        (Speech::En, true) => format!("{span} ago"),
        (Speech::Vi, false) => format!("{span} nữa"),
        (Speech::Vi, true) => format!("{span} trước"),
        (Speech::Fa, false) => format!("{span} دیگر"),
        (Speech::Fa, true) => format!("{span} پیش"),
    }
}

/// A length of time in its largest fitting unit, rounded down: `45 phút`, `3 giờ`, `2 ngày`.
fn span(seconds: i64, speech: Speech) -> String {
    let minutes = (seconds / 60).max(1);
    let (count, [en, vi, fa]) = match minutes {
        ..60 => (minutes, ["minute", "phút", "دقیقه"]),
        60..2880 => (minutes / 60, ["hour", "giờ", "ساعت"]),
        _ => (minutes / 1440, ["day", "ngày", "روز"]),
    };
    match speech {
        Speech::En => format!("{count} {en}{}", if count == 1 { "" } else { "s" }),
        Speech::Vi => format!("{count} {vi}"),
        Speech::Fa => format!("{} {fa}", digits(&count.to_string(), &Lang::parse("fa").expect("a language tag"))),
    }
}

fn weekday(date: Date, speech: Speech) -> &'static str {
    let names = match speech {
        Speech::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        Speech::Vi => ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"],
        Speech::Fa => ["دوشنبه", "سه‌شنبه", "چهارشنبه", "پنج‌شنبه", "جمعه", "شنبه", "یکشنبه"],
    };
    names[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const PERSIAN_MONTHS: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

fn month_index(date: Date) -> usize {
    usize::from(date.month().unsigned_abs()) - 1
}

/// Year, month (1 to 12) and day in the solar Hijri calendar.
fn persian(date: Date) -> (i32, u8, u8) {
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    let iso = IcuDate::try_new_iso(date.year().into(), month, day).expect("a day of one is a day of the other");
    let jalali = iso.to_calendar(Persian::new());
    (jalali.year().extended_year(), jalali.month().ordinal, jalali.day_of_month().0)
}

fn persian_day(date: Date, with_year: bool) -> String {
    let (year, month, day) = persian(date);
    let month = PERSIAN_MONTHS[usize::from(month) - 1];
    let text = if with_year { format!("{day} {month} {year}") } else { format!("{day} {month}") };
    digits(&text, &Lang::parse("fa").expect("a language tag"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(at: &str, now: &str, lang: &str) -> Moment {
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").expect("bundled");
        let lang = Lang::parse(lang).expect("a tag");
        Moment::new(at.parse().expect("a time"), &zone, &lang, now.parse().expect("a time"))
    }

    #[test]
    fn the_same_moment_in_three_languages() {
        let (at, now) = ("2026-11-23T09:30:00Z", "2026-11-22T18:00:00Z");
        let check = |lang, exact: &str, words: &str, relative: &str| {
            let moment = moment(at, now, lang);
            assert_eq!((&*moment.exact, &*moment.words, &*moment.relative), (exact, words, relative));
            assert_eq!(moment.iso, at);
        };
        check("vi", "16:30 thứ Hai, 23/11/2026", "16:30 hôm nay", "15 giờ nữa");
        check("en", "Monday 23 November 2026, 16:30", "16:30 today", "in 15 hours");
        check("fa", "دوشنبه ۲ آذر ۱۴۰۵، ساعت ۱۶:۳۰", "ساعت ۱۶:۳۰ امروز", "۱۵ ساعت دیگر");
    }

    #[test]
    fn other_days_are_named_or_dated() {
        let check = |at, lang, words: &str| assert_eq!(moment(at, "2026-12-30T03:00:00Z", lang).words, words);
        check("2026-12-31T01:05:00Z", "vi", "08:05 ngày mai");
        check("2026-12-29T01:05:00Z", "en", "08:05 yesterday");
        check("2027-01-04T01:05:00Z", "vi", "08:05 thứ Hai, 4/1/2027");
        check("2027-01-04T01:05:00Z", "en", "08:05 on Monday 4 January 2027");
        check("2027-01-04T01:05:00Z", "fa", "ساعت ۰۸:۰۵ دوشنبه ۱۴ دی");
        check("2027-03-22T01:05:00Z", "fa", "ساعت ۰۸:۰۵ دوشنبه ۲ فروردین ۱۴۰۶");
        check("2026-12-27T01:05:00Z", "vi", "08:05 Chủ nhật, 27/12");
    }

    #[test]
    fn a_promise_says_how_late_it_is() {
        let zone = TimeZone::UTC;
        let due = |at: &str, lang: &str| {
            let now = "2026-11-23T12:00:00Z".parse().expect("a time");
            let due = Due::new(at.parse().expect("a time"), &zone, &Lang::parse(lang).expect("a tag"), now);
            (due.status, due.words)
        };
        assert_eq!(due("2026-11-23T09:00:00Z", "vi"), (DueStatus::Overdue, "trễ 3 giờ".to_owned()));
        assert_eq!(due("2026-11-23T12:45:00Z", "en"), (DueStatus::Soon, "45 minutes left".to_owned()));
        assert_eq!(due("2026-11-26T12:45:00Z", "fa"), (DueStatus::Ok, "۳ روز مانده".to_owned()));
    }

    #[test]
    fn days_of_articles() {
        let date = jiff::civil::date(2026, 3, 21);
        let check = |lang: &str, expected: &str| assert_eq!(day(date, &Lang::parse(lang).expect("a tag")), expected);
        check("vi", "21/3/2026");
        check("en", "21 March 2026");
        check("fa", "۱ فروردین ۱۴۰۵");
    }

    #[test]
    fn what_a_form_was_given() {
        let check = |value: &str, lang: &str, expected: &str| {
            assert_eq!(given(value, &Lang::parse(lang).expect("a tag")), expected);
        };
        check("2026-11-29", "vi", "29/11/2026");
        check("2026-11-29", "fa", "۸ آذر ۱۴۰۵");
        check("2026-11-29 14:30", "vi", "14:30 Chủ nhật, 29/11/2026");
        check("2026-11-29T14:30", "en", "Sunday 29 November 2026, 14:30");
        check("14:30", "vi", "14:30");
        check("mai", "vi", "mai");
        check("", "vi", "");
    }
}
