//! How working time is counted, day by day: for showing where a promise comes from.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{WorkCalendar, seconds};
use crate::lang::Text;
use crate::working_time::WorkingSeconds;

/// A day on the way from one moment to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkedDay {
    /// Which.
    pub date: Date,
    /// When the desk is open on it, as far as that lies between the two moments.
    pub open: Vec<(Timestamp, Timestamp)>,
    /// What the day is called where it is a holiday.
    pub holiday: Option<Text>,
}

impl WorkedDay {
    /// How much of it counts.
    pub fn counted(&self) -> WorkingSeconds {
        WorkingSeconds(self.open.iter().map(|(opens, closes)| seconds(*opens, *closes)).sum())
    }
}

impl WorkCalendar {
    /// Every day from the one that `start` falls on to that of `end`, days without opening hours too; the first
    /// `at_most` of them.
    pub fn days_between(&self, start: Timestamp, end: Timestamp, at_most: usize) -> Vec<WorkedDay> {
        let (first, last) = (self.date(start), self.date(end));
        let dates = std::iter::successors(Some(first), |date| Some(date.saturating_add(1.day())));
        let day = |date| {
            let open = self.open_on(date).into_iter().map(|(opens, closes)| (opens.max(start), closes.min(end)));
            let holiday = self.holidays.iter().find(|holiday| holiday.date == date);
            WorkedDay {
                date,
                open: open.filter(|(opens, closes)| opens < closes).collect(),
                holiday: holiday.map(|holiday| holiday.name.clone()),
            }
        };
        dates.take_while(|date| *date <= last).take(at_most).map(day).collect()
    }
}
