//! Stages and their promises: a running clock, what is left of a stopped one, and what happens when people stay silent.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::calendar::{WorkCalendar, WorkedDay};
use crate::catalog::{Role, Rung};
use crate::ids::DeskId;
use crate::working_time::{WorkingMinutes, WorkingSeconds, WorkingSpan};

/// A stage of a ticket's life that has a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The desk decides whether the request is theirs.
    Receive,
    /// The desk checks what kind of request it is.
    Check,
    /// The desk works on the answer.
    Handle,
    /// A lead checks the answer and signs it off.
    Report,
    /// The requester says whether the answer helps.
    Confirm,
}

impl Stage {
    /// Every stage, in the order of a ticket's life.
    pub const ALL: [Self; 5] = [Self::Receive, Self::Check, Self::Handle, Self::Report, Self::Confirm];

    /// The stage's name in forms and translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Check => "check",
            Self::Handle => "handle",
            Self::Report => "report",
            Self::Confirm => "confirm",
        }
    }

    /// The stage of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == name)
    }
}

/// A running promise, frozen when it started: later configuration touches new clocks only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// What is promised.
    pub stage: Stage,
    /// Since when.
    pub started_at: Timestamp,
    /// In how much working time.
    pub limit: WorkingMinutes,
    /// When the desk is warned that the promise will soon fall due. Clocks from before there were warnings have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_at: Option<Timestamp>,
    /// By when.
    pub due_at: Timestamp,
    /// Who is told when it is not kept, in order of time.
    pub rungs: Vec<RungAlarm>,
}

/// A rung of the escalation ladder as a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RungAlarm {
    /// When they are told.
    pub at: Timestamp,
    /// Who.
    pub to: Role,
    /// At which desk; the ticket's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskId>,
}

/// What was left of a clock when it was stopped, in working time. What had passed already is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// Until the warning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn: Option<WorkingSeconds>,
    /// Until it falls due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<WorkingSeconds>,
    /// Until the last rungs of the ladder, those that had not come yet.
    pub rungs: Vec<WorkingSeconds>,
    /// Until the promise for all stages falls due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<WorkingSeconds>,
}

/// The most days a promise is explained by.
const MOST_EXPLAINED: usize = 14;

impl Clock {
    /// Starts a stage's clock: its promise in the desk's calendar, and the ladder behind it. The desk is warned when
    /// four fifths of the time are over.
    pub fn start(stage: Stage, limit: WorkingSpan, ladder: &[Rung], calendar: &WorkCalendar, now: Timestamp) -> Self {
        let limit = calendar.minutes(limit);
        let whole = WorkingSeconds::from(limit);
        let warn_at = calendar.due_after(now, WorkingSeconds(whole.0 / 5 * 4));
        let due_at = calendar.due_at(now, limit);
        let mut rungs: Vec<_> = ladder
            .iter()
            .map(|rung| RungAlarm {
                at: calendar.due_at(due_at, calendar.minutes(rung.after)),
                to: rung.to,
                desk: rung.desk.clone(),
            })
            .collect();
        rungs.sort_by_key(|rung| rung.at);
        // Told rungs are counted in a byte.
        rungs.truncate(usize::from(u8::MAX));
        Self { stage, started_at: now, limit, warn_at: Some(warn_at), due_at, rungs }
    }

    /// How the promise was counted in a desk's calendar, day by day. `None` when it is not as simple as that: it stood
    /// still for a while, the opening hours have changed since, or it is longer than anybody reads.
    pub fn explain(&self, calendar: &WorkCalendar) -> Option<Vec<WorkedDay>> {
        let days = calendar.days_between(self.started_at, self.due_at, MOST_EXPLAINED + 1);
        let counted = WorkingSeconds(days.iter().map(|day| day.counted().0).sum());
        let is_whole = counted == WorkingSeconds::from(self.limit) && counted.0 > 0;
        (is_whole && days.len() <= MOST_EXPLAINED).then_some(days)
    }

    /// What is left at `now` of this and of the promise for all stages.
    pub fn stop(&self, total: Option<Promise>, calendar: &WorkCalendar, now: Timestamp) -> Rest {
        let left = |at: Timestamp| (at > now).then(|| calendar.open_between(now, at));
        Rest {
            warn: self.warn_at.and_then(left),
            due: left(self.due_at),
            rungs: self.rungs.iter().filter_map(|rung| left(rung.at)).collect(),
            total: total.and_then(|total| left(total.due_at)),
        }
    }

    /// The same promise going on at `now` with what was left of it. What had passed keeps its moment.
    #[must_use]
    pub fn go_on(&self, rest: &Rest, calendar: &WorkCalendar, now: Timestamp) -> Self {
        let mut clock = self.clone();
        let after = |kept: Timestamp, left: WorkingSeconds| moved(kept, left, calendar, now);
        clock.warn_at = clock.warn_at.map(|at| rest.warn.map_or(at, |left| after(at, left)));
        clock.due_at = rest.due.map_or(clock.due_at, |left| after(clock.due_at, left));
        for (rung, left) in clock.rungs.iter_mut().rev().zip(rest.rungs.iter().rev()) {
            rung.at = after(rung.at, *left);
        }
        clock
    }
}

/// When a moment comes that stood still. A moment to come without open time before it is the end of what a calendar
/// looks ahead: of a desk that never opens nothing is due, however long it waits.
fn moved(kept: Timestamp, left: WorkingSeconds, calendar: &WorkCalendar, now: Timestamp) -> Timestamp {
    if left.0 == 0 { kept } else { calendar.due_after(now, left) }
}

/// What is promised for all stages together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The sum of the stages' limits.
    pub limit: WorkingMinutes,
    /// When that much working time has passed.
    pub due_at: Timestamp,
}

impl Promise {
    /// The same promise going on at `now` with what was left of it.
    #[must_use]
    pub fn go_on(self, rest: &Rest, calendar: &WorkCalendar, now: Timestamp) -> Self {
        Self { due_at: rest.total.map_or(self.due_at, |left| moved(self.due_at, left, calendar, now)), ..self }
    }
}

/// What the clock does while it is the requester's turn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Patience {
    /// When they are reminded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Timestamp>,
    /// When silence ends the ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
}
