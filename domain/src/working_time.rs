//! Lengths of working time.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number of minutes during which a desk is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkingMinutes(pub u32);

/// A number of seconds during which a desk is open: what is left of a promise that was stopped within a minute.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkingSeconds(pub u64);

impl From<WorkingMinutes> for WorkingSeconds {
    fn from(minutes: WorkingMinutes) -> Self {
        Self(u64::from(minutes.0) * 60)
    }
}

/// A length of working time as people write it: `"30m"`, `"4h"`, `"0.5d"`, `"1d 4h"`.
///
/// A day has as many minutes as the calendar's `working_day` says; [`WorkCalendar::minutes`](crate::calendar::WorkCalendar::minutes)
/// does that sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WorkingSpan {
    /// Tenths of a working day.
    pub tenth_days: u32,
    /// Minutes beside the days.
    pub minutes: u32,
}

/// Why a text is not a length of working time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a length of working time: write it like \"30m\", \"4h\", \"0.5d\" or \"1d 4h\" (at most 400 days)"
)]
pub struct NotASpan(pub String);

/// Longer promises than a year are a typing mistake, and would make the calendar search far.
const MOST_TENTH_DAYS: u32 = 4_000;

impl WorkingSpan {
    /// Parses `"30m"`, `"4h"`, `"0.5d"`, `"1d 4h"`. Days may have one decimal; hours and minutes are whole.
    pub fn parse(text: &str) -> Result<Self, NotASpan> {
        Self::parse_parts(text).ok_or_else(|| NotASpan(text.to_owned()))
    }

    fn parse_parts(text: &str) -> Option<Self> {
        let mut span = Self { tenth_days: 0, minutes: 0 };
        let mut any = false;
        for part in text.split_whitespace() {
            any = true;
            let (number, unit) = part.split_at(part.len().checked_sub(1).filter(|&at| part.is_char_boundary(at))?);
            match unit {
                "d" => span.tenth_days = span.tenth_days.checked_add(tenths(number)?)?,
                "h" => span.minutes = span.minutes.checked_add(whole(number)?.checked_mul(60)?)?,
                "m" => span.minutes = span.minutes.checked_add(whole(number)?)?,
                _ => return None,
            }
        }
        let fits = any && span.tenth_days <= MOST_TENTH_DAYS && span.minutes <= MOST_TENTH_DAYS / 10 * 24 * 60;
        fits.then_some(span)
    }
}

fn whole(number: &str) -> Option<u32> {
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    number.parse().ok()
}

fn tenths(number: &str) -> Option<u32> {
    let (days, tenth) = number.split_once('.').unwrap_or((number, "0"));
    if tenth.len() != 1 {
        return None;
    }
    whole(days)?.checked_mul(10)?.checked_add(whole(tenth)?)
}

impl fmt::Display for WorkingSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes) = (self.minutes / 60, self.minutes % 60);
        let mut parts = Vec::new();
        if !self.tenth_days.is_multiple_of(10) {
            parts.push(format!("{}.{}d", self.tenth_days / 10, self.tenth_days % 10));
        } else if self.tenth_days > 0 {
            parts.push(format!("{}d", self.tenth_days / 10));
        }
        if hours > 0 {
            parts.push(format!("{hours}h"));
        }
        if minutes > 0 || parts.is_empty() {
            parts.push(format!("{minutes}m"));
        }
        f.write_str(&parts.join(" "))
    }
}

impl TryFrom<String> for WorkingSpan {
    type Error = NotASpan;

    fn try_from(text: String) -> Result<Self, NotASpan> {
        Self::parse(&text)
    }
}

impl From<WorkingSpan> for String {
    fn from(span: WorkingSpan) -> Self {
        span.to_string()
    }
}
